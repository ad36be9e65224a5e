// The OpenAPI document against the running companion, by schemathesis: `make soak` installs it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./harness/test.ts";

const program = process.env.SCHEMATHESIS ?? "";

test("every answer is one that the OpenAPI document promises", async ({ companion, labelStudio }) => {
  test.skip(!existsSync(program), "schemathesis is not installed");
  test.setTimeout(600_000);
  const ledger = join(mkdtempSync(join(tmpdir(), "openapi-")), "ledger.db");
  const { url } = await companion(["--label-studio", labelStudio.url, "--ledger", ledger], { env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  const ran = spawnSync(
    program,
    // Whether an answer fits a project's own controls is beyond what the document can say: such a refusal is right.
    ["run", `${url}/openapi.json`, "--max-examples", "20", "--request-timeout", "60", "--exclude-checks", "positive_data_acceptance", "--seed", "1"],
    { encoding: "utf8", timeout: 540_000, cwd: mkdtempSync(join(tmpdir(), "schemathesis-")) },
  );
  expect(ran.status, ran.stdout.slice(-6_000)).toBe(0);
});
