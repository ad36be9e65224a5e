import { defineConfig } from "@playwright/test";

/** One measurement at a time, nothing recorded: `make bench`. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.bench.ts",
  outputDir: "../../test-results",
  workers: 1,
  timeout: 45 * 60_000,
  reporter: [["line"]],
  use: { actionTimeout: 30_000 },
});
