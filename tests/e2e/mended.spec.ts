// Faulty configurations, mended by nothing but the first fix that `batch-curator check` offers, again and again:
// before that Label Studio refuses them or its editor stays blank; after it they are shown, answered and submitted.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { annotator, choose, openTask, shown, submit, thrown } from "./harness/editor.ts";
import { ROOT } from "./harness/processes.ts";
import { expect, test } from "./harness/test.ts";

interface Checked {
  diagnostics: { code: string; severity: string; fix?: { edits: { start: number; end: number; text: string }[] } }[];
}

/** What the companion's checker says of a configuration. */
function check(xml: string): Checked["diagnostics"] {
  const binary = process.env.COMPANION || join(ROOT, "target/companion/batch-curator");
  const { stdout, stderr } = spawnSync(binary, ["check", "--format", "json", "-"], { input: xml, encoding: "utf8" });
  if (!stdout) throw new Error(`check says nothing: ${stderr}`);
  return (JSON.parse(stdout) as Checked).diagnostics;
}

/** Applies the first fix that is offered until none is. */
function mended(xml: string): string {
  let bytes = Buffer.from(xml);
  for (let round = 0; round < 20; round++) {
    const fix = check(bytes.toString()).find((found) => found.fix)?.fix;
    if (!fix) return bytes.toString();
    for (const { start, end, text } of [...fix.edits].sort((a, b) => b.start - a.start)) {
      bytes = Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]);
    }
  }
  throw new Error(`The fixes come to no end:\n${bytes}`);
}

const errors = (xml: string) => check(xml).filter((found) => found.severity === "error").map((found) => found.code);

/** As the first importer was shipped with it: tests/labeling.rs holds it too. */
const ORIGINAL = /ORIGINAL: &str = r#"([^]*?)"#;/.exec(readFileSync(join(ROOT, "tests/labeling.rs"), "utf8"))?.[1] ?? "";

/** Three faults in six lines: a blank in a variable, a list under two names, a control that points at itself. */
const REPEATED = `<View>
  <Text name="query" value="$query image_id"/>
  <Repeater on="$target_images" indexFlag="{{idx}}">
    <Text name="target_{{idx}}" value="$target_image[{{idx}}].caption"/>
    <Choices name="match_{{idx}}" toName="match_{{idx}}"><Choice value="same"/><Choice value="other"/></Choices>
  </Repeater>
</View>`;

const here = annotator();

test("the original is refused; with its first fixes it is shown, answered and submitted", async () => {
  const { page, studio } = here;
  await expect(studio.createProject(ORIGINAL, "original")).rejects.toThrow("'toName' is a required property");
  const xml = mended(ORIGINAL);
  expect(errors(xml)).toEqual([]);
  const data = { custom_id: "r-1", batch_id: "b", model: "m", input_messages: "[user] Hm?", llm_response: "Yes." };
  const task = await openTask(page, studio, xml, data, "original mended");
  await choose(page, "good");
  await choose(page, "Use for training");
  const names = (await submit(page, studio, task)).map((answer) => answer.from_name);
  expect(names).toEqual(expect.arrayContaining(["quality", "gold_star"]));
});

test("three faults in a Repeater blank the editor at the first answer; with the first fixes it arrives", async () => {
  const { page, studio } = here;
  const data = { query_image_id: "q-1", target_images: [{ caption: "Kettle" }, { caption: "Pan" }] };
  // Label Studio saves it, takes a task only with fields of both names and of one with a blank, shows the words
  // "undefined image_id", and goes blank at the first answer.
  const broken = thrown(page);
  await openTask(page, studio, REPEATED, { ...data, "query image_id": "q-1", target_image: data.target_images }, "repeated");
  await expect(shown(page)).toContainText("undefined image_id");
  await shown(page).locator('.lsf-choices input[name="same"]').first().click();
  await expect(shown(page), "the annotator's screen").toHaveCount(0);
  expect(broken.join("\n")).toContain("Failed to resolve reference");
  page.removeAllListeners("pageerror");
  const xml = mended(REPEATED);
  expect(errors(xml)).toEqual([]);
  const task = await openTask(page, studio, xml, data, "repeated mended");
  await expect(shown(page).getByText("Kettle")).toBeVisible();
  await shown(page).locator('.lsf-choices input[name="same"]').first().check();
  const [answer] = await submit(page, studio, task);
  expect(answer).toMatchObject({ from_name: "match_0", value: { choices: ["same"] } });
});
