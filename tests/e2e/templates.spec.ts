// Every built-in template in Label Studio's own editor: shown, answered, submitted, and read back from its API.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import { annotator, choose, openTask, shown, stars, submit, submitButton, thrown } from "./harness/editor.ts";
import { ROOT } from "./harness/processes.ts";
import { expect, test } from "./harness/test.ts";

const FOLDER = join(ROOT, "src/core/labeling/templates");

/** How a person answers it, and a part of each answer that must arrive. */
interface Play {
  act(page: Page): Promise<void>;
  answers: Record<string, Record<string, unknown>>;
}

const PLAYS: Record<string, Play> = {
  "batch-result-review": {
    act: (page) => choose(page, "needs_correction"),
    answers: { quality: { choices: ["needs_correction"] }, corrected_response: {} },
  },
  "chat-review": {
    async act(page) {
      await stars(page, 4);
      await choose(page, "Tone");
      await choose(page, "Use for training");
    },
    answers: { quality: { rating: 4 }, problems: { choices: ["Tone"] }, gold_star: {} },
  },
  "result-correction": {
    async act(page) {
      await expect(shown(page).locator("textarea"), "the correction waits for the verdict").toBeHidden();
      await choose(page, "Needs correction");
      await shown(page).locator("textarea").fill("Four of them: April, June, September and November.\nFebruary has 28 or 29.");
    },
    answers: {
      verdict: { choices: ["Needs correction"] },
      correction: { text: ["Four of them: April, June, September and November.\nFebruary has 28 or 29."] },
    },
  },
  "extraction-check": {
    act: (page) => choose(page, "Wrong value"),
    answers: { verdict: { choices: ["Wrong value"] }, corrected_json: {} },
  },
  "classification-confidence": {
    async act(page) {
      await choose(page, "mixed");
      await shown(page).locator('input[type="number"]').fill("85");
      await choose(page, "The model is wrong");
    },
    answers: { label: { choices: ["mixed"] }, confidence: { number: 85 }, model_verdict: {} },
  },
  "pairwise-comparison": {
    async act(page) {
      await shown(page).getByText("Yes. Buy a new chain.").click();
      await choose(page, "Slightly");
      await choose(page, "Shorter");
    },
    answers: { better: { selected: "right" }, margin: { choices: ["Slightly"] }, reasons: { choices: ["Shorter"] } },
  },
  "retrieval-review": {
    async act(page) {
      await choose(page, "In part");
      await choose(page, "Partly");
      await stars(page, 3);
    },
    answers: { faithful: { choices: ["In part"] }, retrieval: { choices: ["Partly"] }, helpfulness: { rating: 3 } },
  },
  "candidate-evaluation": {
    async act(page) {
      await choose(page, "Strong Yes");
      await stars(page, 5);
      await choose(page, "Gold star: use as an example");
    },
    answers: {
      recommendation: { choices: ["Strong Yes"] },
      confidence: { rating: 5 },
      summary: {},
      gold_star: {},
    },
  },
};

const here = annotator();

/** A template, and the sample task in the comment at its end. */
function template(id: string): { xml: string; data: unknown } {
  const xml = readFileSync(join(FOLDER, `${id}.xml`), "utf8");
  return { xml, data: JSON.parse(xml.slice(xml.lastIndexOf("<!--") + 4, xml.lastIndexOf("-->"))).data };
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".xml"))) {
  const id = basename(file, ".xml");
  test(`the template ${id} is shown, answered and submitted`, async () => {
    const play = PLAYS[id];
    if (!play) throw new Error(`Nobody wrote down how ${id} is answered.`);
    const { page, studio } = here;
    const { xml, data } = template(id);
    const errors = thrown(page);
    const task = await openTask(page, studio, xml, data, id);
    await expect(submitButton(page)).toBeVisible();
    await play.act(page);
    const results = await submit(page, studio, task);
    for (const [name, value] of Object.entries(play.answers)) {
      const answer = results.find((result) => result.from_name === name);
      expect(answer, `an answer of ${name}`).toBeDefined();
      expect(answer?.value, name).toMatchObject(value);
    }
    expect(errors).toEqual([]);
    page.removeAllListeners("pageerror");
  });
}

test("an answer that is required is asked for in the template's own words", async () => {
  const { page, studio } = here;
  const { xml, data } = template("candidate-evaluation");
  await openTask(page, studio, xml, data, "candidate unanswered");
  await submitButton(page).click();
  await expect(page.getByText("Give a recommendation.")).toBeVisible();
});
