// What the mapping lets through, out of answers right and wrong: taken by Label Studio's own validation of predictions
// where that is switched on, and opened by its editor where nothing is validated.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { command } from "./harness/companion.ts";
import { annotator, shown, submitButton, thrown } from "./harness/editor.ts";
import { LabelStudio, startLabelStudio } from "./harness/label-studio.ts";
import { expect, test } from "./harness/test.ts";

const VALIDATED = "fflag_feat_utc_210_prediction_validation_15082025";

const here = annotator();

/** A control, and the naive prediction of a value: what somebody would send who checks nothing. */
interface Asked {
  xml: string;
  type: string;
  part: string;
}

const ASKED: Record<string, Asked> = {
  choices: { xml: '<Choices name="x" toName="t"><Choice value="Yes" alias="y"/><Choice value="No"/></Choices>', type: "choices", part: "choices" },
  several: { xml: '<Choices name="x" toName="t" choice="multiple"><Choice value="A"/><Choice value="B"/></Choices>', type: "choices", part: "choices" },
  box: { xml: '<Choices name="x" toName="t" choice="multiple"><Choice value="Gold"/></Choices>', type: "choices", part: "choices" },
  rating: { xml: '<Rating name="x" toName="t" maxRating="4"/>', type: "rating", part: "rating" },
  number: { xml: '<Number name="x" toName="t" min="0" max="9.5"/>', type: "number", part: "number" },
  textarea: { xml: '<TextArea name="x" toName="t"/>', type: "textarea", part: "text" },
  datetime: { xml: '<DateTime name="x" toName="t"/>', type: "datetime", part: "datetime" },
  taxonomy: {
    xml: '<Taxonomy name="x" toName="t"><Choice value="X" alias="xx"><Choice value="Y"/></Choice><Choice value="Z"/></Taxonomy>',
    type: "taxonomy",
    part: "taxonomy",
  },
  pairwise: { xml: '<Pairwise name="x" toName="t,u"/>', type: "pairwise", part: "selected" },
  ranker: { xml: '<Ranker name="x" toName="i"/>', type: "ranker", part: "ranker" },
  labels: { xml: '<Labels name="x" toName="t"><Label value="S" alias="ss"/><Label value="T"/></Labels>', type: "labels", part: "labels" },
  turns: { xml: '<ParagraphLabels name="x" toName="d"><Label value="S"/><Label value="T"/></ParagraphLabels>', type: "paragraphlabels", part: "paragraphlabels" },
};

const OBJECTS =
  '<Text name="t" value="$t"/><Text name="u" value="$u"/><List name="i" value="$i"/><Paragraphs name="d" value="$d" nameKey="who" textKey="says"/>';
const DATA = {
  t: "Ada met Bob 🎉 and Ada left.",
  u: "Nobody came.",
  i: [{ id: "1", title: "one" }, { id: "2", title: "two" }],
  d: [{ who: "a", says: "Ada met Bob." }, { who: "b", says: "🎉 Ada left." }],
};

/** Words that are right for some control, and words that are right for none. */
const WORDS = [
  "Yes", "y", "yes", "No", " No ", "A", "B", "Gold", "left", "b", "u", "tie", "X", "xx", "Y", "Z", "X / Y", "xx / Y", "S", "ss", "T",
  "Ada", "Bob 🎉", "🎉 Ada", "", " ", "4", "3.5", "9.6", "1e400", "NaN", "2031-04-12", "2031-02-30", "12.4.2031", "yesterday",
  "1", "2", "<img src=x onerror=alert(1)>", "\u202eevil", "\u0000", "a\nb", "__proto__", "😀".repeat(50), "long ".repeat(2000),
];
const SCALARS = [null, true, false, 0, 1, 4, 5, 9.5, -1, 3.5, 1e300, ...WORDS];

/** Mulberry32: the same values in every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every scalar, and lists and objects of them. */
function values(count: number): unknown[] {
  const next = random(5);
  const of = <T>(list: T[]): T => list[Math.floor(next() * list.length)] as T;
  const some = <T>(make: () => T): T[] => Array.from({ length: Math.floor(next() * 4) }, make);
  const span = () => ({ text: of(WORDS), label: of(["S", "ss", "T", "U"]) });
  const made = [
    () => some(() => of(WORDS)),
    () => some(() => of(SCALARS)),
    () => some(() => some(() => of(WORDS))),
    () => span(),
    () => some(span),
    () => ({ x: some(() => of(["1", "2", 1, "3"])) }),
    () => ({ [of(WORDS)]: of(SCALARS) }),
  ];
  return [...SCALARS, ...Array.from({ length: count }, () => of(made)())];
}

interface Task {
  data: Record<string, unknown>;
  predictions?: { result: unknown[] }[];
}

/** The tasks that `map` makes of these answers, refused ones left out. */
function letThrough(folder: string, name: string, xml: string, answers: unknown[]): Task[] {
  const line = (value: unknown, at: number) =>
    JSON.stringify({
      custom_id: `${name}-${at}`,
      response: { status_code: 200, body: { model: "m", choices: [{ message: { content: JSON.stringify({ v: value }) } }] } },
    });
  const constants = Object.fromEntries(Object.entries(DATA).map(([field, value]) => [field, { constant: value }]));
  const mapping = { version: 1, name, config: xml, data: constants, predictions: [{ controls: { x: { path: "output.json.v" } } }] };
  mkdirSync(folder, { recursive: true });
  const file = (end: string) => join(folder, `${name}.${end}`);
  writeFileSync(file("jsonl"), answers.map(line).join("\n"));
  writeFileSync(file("json"), JSON.stringify(mapping));
  const { out, code, err } = command(["map", "--mapping", file("json"), "--results", file("jsonl")]);
  if (code === 2) throw new Error(err);
  return out.split("\n").filter(Boolean).map((text) => JSON.parse(text));
}

const config = (asked: Asked): string => `<View>${OBJECTS}${asked.xml}</View>`;
const predicted = (tasks: Task[]) => tasks.filter((task) => task.predictions);

/** What the editor says in place of a task that it cannot show. */
const said = (page: Page) => page.getByText(/^Error: /);

test("nothing that is let through is refused by Label Studio's own validation", async ({}, info) => {
  test.setTimeout(180_000);
  const { about, stop } = await startLabelStudio("e2e-label-studio-validating", [VALIDATED]);
  try {
    const studio = new LabelStudio(about);
    const answers = values(300);
    for (const [name, asked] of Object.entries(ASKED)) {
      const xml = config(asked);
      const tasks = predicted(letThrough(info.outputPath("answers"), name, xml, answers));
      expect(tasks.length, `${name}: right answers among them`).toBeGreaterThan(0);
      expect(tasks.length, `${name}: wrong answers among them`).toBeLessThan(answers.length);
      const project = await studio.createProject(xml, name);
      await studio.ask("POST", `/api/projects/${project}/import`, tasks);
      expect((await studio.project(project)).task_number, name).toBe(tasks.length);
      // The validation is on: without our check it refuses.
      const naive = { from_name: "x", to_name: "t", type: asked.type, value: { [asked.part]: { no: "such value" } } };
      const raw = { data: DATA, predictions: [{ result: [naive] }] };
      await expect(studio.ask("POST", `/api/projects/${project}/import`, [raw]), `${name}: unchecked`).rejects.toThrow("400");
    }
  } finally {
    await stop();
  }
});

test("nothing that is let through makes a task unopenable", async ({}, info) => {
  test.setTimeout(240_000);
  const { page, studio } = here;
  const errors = thrown(page);
  const answers = values(300);
  for (const [name, asked] of Object.entries(ASKED)) {
    const xml = config(asked);
    const different = new Map<string, Task["predictions"]>();
    for (const { predictions } of predicted(letThrough(info.outputPath("answers"), name, xml, answers))) {
      different.set(JSON.stringify(predictions), predictions);
    }
    const project = await studio.createProject(xml, `openable ${name}`);
    // The editor reads every prediction of a task when it opens it; so many are quickly read.
    const all = [...different.values()].flatMap((predictions) => predictions ?? []).slice(-40);
    const path = `/api/projects/${project}/import?return_task_ids=true`;
    const { task_ids } = await studio.ask<{ task_ids: number[] }>("POST", path, [{ data: DATA, predictions: all }]);
    await page.goto(`${studio.url}/projects/${project}/data?task=${task_ids[0]}`);
    await expect(submitButton(page), `${name}: ${all.length} predictions open`).toBeVisible();
    await expect(shown(page), name).toBeVisible();
    await expect(said(page), name).toHaveCount(0);
    expect(errors, name).toEqual([]);
  }
  // An editor that is given what we refuse says so: the test would see it.
  const xml = config(ASKED.choices as Asked);
  const project = await studio.createProject(xml, "unopenable");
  const wrong = { result: [{ from_name: "x", to_name: "t", type: "choices", value: { choices: "Yes" } }] };
  const path = `/api/projects/${project}/import?return_task_ids=true`;
  const { task_ids } = await studio.ask<{ task_ids: number[] }>("POST", path, [{ data: DATA, predictions: [wrong] }]);
  await page.goto(`${studio.url}/projects/${project}/data?task=${task_ids[0]}`);
  await expect(said(page).first(), "a text for a list").toContainText("No matching type");
  page.removeAllListeners("pageerror");
});
