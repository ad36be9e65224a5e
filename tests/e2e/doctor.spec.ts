// `batch-curator doctor` on the kind of .env that the original's users have.
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "./harness/companion.ts";
import { expect, test } from "./harness/test.ts";

test("each fault of a .env is named with the line to change, and the corrected copy is good", async ({ labelStudio, pageUrl, templateXml }) => {
  const project = await labelStudio.createProject(templateXml, "doctor");
  const file = join(mkdtempSync(join(tmpdir(), "doctor-")), ".env");
  const lines = [
    `BATCH_API_URL=${pageUrl}`,
    `LABEL_STUDIO_URL=${labelStudio.url}`,
    `LABEL_STUDIO_TOKEN=${labelStudio.pat}`,
    "AUTO_IMPORT_TO_CURATION=True",
    `CURATION_API_URL=${labelStudio.url}`,
    'CORS_ORIGINS=["http://a.example", "http://b.example"]',
    "no assignment",
  ];
  writeFileSync(file, lines.join("\n"), { mode: 0o600 });
  const { code, out } = command(["doctor", "--env", file, "--fix"]);
  expect(code).toBe(1);
  const said = (part: string): string => out.split(/\n(?=ok|wrong|missing)/).filter((text) => text.includes(` ${part} `)).join("\n");
  expect(said("env-file")).toContain("line 7");
  expect(said("batch-api")).toMatch(/^ok .* 8 batches/);
  expect(said("label-studio")).toContain("Label Studio 1.");
  expect(said("token")).toContain(`add to ${file}: LABEL_STUDIO_API_KEY=…`);
  expect(said("token")).toContain("a personal access token");
  expect(said("project")).toContain("LABEL_STUDIO_PROJECT_ID is not set");
  expect(said("curation-url")).toContain(`${file}, line 5: CURATION_API_URL=http://localhost:8001`);
  expect(said("auto-import")).toContain("nothing would arrive");
  expect(said("cors")).toContain("CORS_ORIGINS=http://a.example,http://b.example");
  expect(out, "a secret is not shown").not.toContain(labelStudio.pat);

  const fixed = `${file}.fixed`;
  expect(statSync(fixed).mode & 0o777, "as private as the file").toBe(0o600);
  const text = readFileSync(fixed, "utf8");
  expect(text).toContain(`LABEL_STUDIO_API_KEY=${labelStudio.pat}`);
  // The project that it offers is the newest: ours is chosen by hand. What runs elsewhere is not of this test.
  writeFileSync(fixed, text.replace(/LABEL_STUDIO_PROJECT_ID=.*/, `LABEL_STUDIO_PROJECT_ID=${project}`).replace("no assignment", ""));
  const parts = ["env-file", "batch-api", "label-studio", "token", "project", "auto-import", "cors"].flatMap((part) => ["--only", part]);
  const again = command(["doctor", "--env", fixed, ...parts]);
  expect(again.out).not.toMatch(/^(wrong|missing)/m);
  expect(again.code).toBe(0);
});
