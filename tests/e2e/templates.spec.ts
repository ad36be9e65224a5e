// Every built-in template in Label Studio's own editor: shown, answered, submitted, and read back from its API.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import { annotator, openTask, shown, submit, submitButton, thrown } from "./harness/editor.ts";
import { comparable, inEditor, inPreview, type Move, preview, previewed, sampleTask } from "./harness/moves.ts";
import { ROOT } from "./harness/processes.ts";
import { expect, test } from "./harness/test.ts";

const FOLDER = join(ROOT, "src/core/labeling/templates");

/** How a person answers it, and a part of each answer that must arrive. */
interface Play {
  moves: Move[];
  /** Looked at before anything is answered. */
  first?(page: Page): Promise<void>;
  answers: Record<string, Record<string, unknown>>;
}

const CORRECTION = "Four of them: April, June, September and November.\nFebruary has 28 or 29.";

const PLAYS: Record<string, Play> = {
  "batch-result-review": {
    moves: [{ choose: "needs_correction" }],
    answers: { quality: { choices: ["needs_correction"] }, corrected_response: {} },
  },
  "chat-review": {
    moves: [{ stars: 4 }, { choose: "Tone" }, { choose: "Use for training" }],
    answers: { quality: { rating: 4 }, problems: { choices: ["Tone"] }, gold_star: {} },
  },
  "result-correction": {
    first: (page) => expect(shown(page).locator("textarea"), "the correction waits for the verdict").toBeHidden(),
    moves: [{ choose: "Needs correction" }, { write: CORRECTION }],
    answers: { verdict: { choices: ["Needs correction"] }, correction: { text: [CORRECTION] } },
  },
  "extraction-check": {
    moves: [{ choose: "Wrong value" }],
    answers: { verdict: { choices: ["Wrong value"] }, corrected_json: {} },
  },
  "classification-confidence": {
    moves: [{ choose: "mixed" }, { number: 85 }, { choose: "The model is wrong" }],
    answers: { label: { choices: ["mixed"] }, confidence: { number: 85 }, model_verdict: {} },
  },
  "pairwise-comparison": {
    moves: [{ better: "right", words: "Yes. Buy a new chain." }, { choose: "Slightly" }, { choose: "Shorter" }],
    answers: { better: { selected: "right" }, margin: { choices: ["Slightly"] }, reasons: { choices: ["Shorter"] } },
  },
  "retrieval-review": {
    moves: [{ choose: "In part" }, { choose: "Partly" }, { stars: 3 }],
    answers: { faithful: { choices: ["In part"] }, retrieval: { choices: ["Partly"] }, helpfulness: { rating: 3 } },
  },
  "candidate-evaluation": {
    moves: [{ choose: "Strong Yes" }, { stars: 5 }, { choose: "Gold star: use as an example" }],
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
  return { xml, data: sampleTask(xml).data };
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".xml"))) {
  const id = basename(file, ".xml");
  test(`the template ${id} is shown, answered and submitted, and the preview makes the same of it`, async ({ page: own, pageUrl }) => {
    const play = PLAYS[id];
    if (!play) throw new Error(`Nobody wrote down how ${id} is answered.`);
    const { page, studio } = here;
    const { xml, data } = template(id);
    const errors = thrown(page);
    const task = await openTask(page, studio, xml, data, id);
    await expect(submitButton(page)).toBeVisible();
    await play.first?.(page);
    await inEditor(page, play.moves);
    const results = await submit(page, studio, task);
    for (const [name, value] of Object.entries(play.answers)) {
      const answer = results.find((result) => result.from_name === name);
      expect(answer, `an answer of ${name}`).toBeDefined();
      expect(answer?.value, name).toMatchObject(value);
    }
    expect(errors).toEqual([]);
    page.removeAllListeners("pageerror");
    await preview(own, pageUrl, xml);
    await inPreview(own, play.moves);
    expect(comparable(await previewed(own))).toEqual(comparable(results));
  });
}

test("an answer that is required is asked for in the template's own words", async () => {
  const { page, studio } = here;
  const { xml, data } = template("candidate-evaluation");
  await openTask(page, studio, xml, data, "candidate unanswered");
  await submitButton(page).click();
  await expect(page.getByText("Give a recommendation.")).toBeVisible();
});
