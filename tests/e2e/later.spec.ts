// The code of the later steps comes in files of its own (src/ui/later.rs): what a person sees of that.
import { expect, test } from "./harness/test.ts";

const LATER = /batch-curator-(results|task|watcher|chunk_\d+)-[0-9a-f]{16}\.wasm$/;

test("the list of batches needs none of the later files, and they come by themselves", async ({ page, pageUrl }) => {
  const fetched: string[] = [];
  let held: (() => void) | undefined;
  const release = new Promise<void>((resolve) => (held = resolve));
  await page.route(LATER, async (route) => {
    fetched.push(route.request().url());
    await release;
    await route.continue();
  });
  await page.goto(pageUrl);
  await expect(page.getByRole("link", { name: /support/i }).first()).toBeVisible();
  await expect.poll(() => fetched.length, { message: "fetched when idle" }).toBeGreaterThan(0);
  held?.();
  // What the Labeling step finds is in the trail before the step was ever open.
  await expect(page.getByRole("navigation", { name: "Steps" })).toContainText("0 problems");
});

test("a step whose code does not arrive says so, and Retry brings it", async ({ page, pageUrl }) => {
  await page.goto(`${pageUrl}#/batches`);
  await page.getByRole("link", { name: /support/i }).first().click();
  const address = page.url().replace("/results", "/labeling");
  let gone = true;
  await page.route(LATER, (route) => (gone ? route.abort() : route.continue()));
  await page.goto("about:blank");
  await page.goto(address);
  await expect(page.getByText("The code of this step could not be loaded.").first()).toBeVisible();
  gone = false;
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("heading", { name: "Configuration" }).first()).toBeVisible();
});
