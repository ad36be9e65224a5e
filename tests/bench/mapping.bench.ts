// 50,000 results made tasks in Batch Curator while its page stays alive, against a plain loop that does the same with the
// page frozen: by turns, each in a fresh Chromium. Prints the ratio, writes target/bench/mapping.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { ROOT } from "../e2e/harness/processes.ts";
import { shown } from "../e2e/harness/shown.ts";
import { fresh } from "./browser.ts";
import { marked, observe, take } from "./ours.ts";
import { line, median, Report } from "./report.ts";
import { end, serve } from "./served.ts";

const LINES = 50_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS || 5);

interface Mapped {
  /** Milliseconds for all rows. */
  ms: number;
  longestTask: number;
}

/** Opens the batch, then Labeling, and waits until every row was mapped and judged. */
function inOurs(base: string, batch: string): Promise<Mapped> {
  return fresh(async ({ page }) => {
    await page.evaluateOnNewDocument(observe);
    await page.goto(`${base}/#/batch/${encodeURIComponent(batch)}/results`);
    await marked(page, "kept", 180_000);
    await rest(2000);
    await page.evaluate((hash) => (location.hash = hash), `#/batch/${encodeURIComponent(batch)}/labeling`);
    await shown(page, `::-p-text(Mapped ${LINES.toLocaleString("en")} rows)`, 120_000);
    // The step is open, the editor loaded: now all rows again, by themselves.
    await rest(1000);
    await take(page);
    const before = await page.evaluate(() => performance.getEntriesByName("batch-curator:survey").length);
    await page.focus(">>> .cm-content");
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    await page.waitForFunction((before) => performance.getEntriesByName("batch-curator:survey").length > before, { timeout: 120_000, polling: 100 }, before);
    const ms = await page.evaluate(() => performance.getEntriesByName("batch-curator:survey").at(-1)?.duration ?? NaN);
    return { ms, longestTask: await take(page) };
  });
}

/** What a user would write: parse each line and its request, pick the fields, make the task's text. */
function inPlainLoop(base: string, file: string, input: string): Promise<Mapped> {
  return fresh(async ({ page }) => {
    await page.goto(`${base}/companion.json`);
    await page.evaluateOnNewDocument(observe);
    return page.evaluate(
      async ({ output, input }) => {
        const lines = async (url: string) => (await (await fetch(url)).text()).split("\n").filter(Boolean);
        const [answers, requests] = [await lines(output), await lines(input)];
        await new Promise((resolve) => setTimeout(resolve, 2000));
        const begin = performance.now();
        const asked = new Map<string, { messages: { role: string; content: string }[] }>();
        for (const text of requests) {
          const request = JSON.parse(text);
          asked.set(request.custom_id, request.body);
        }
        let bytes = 0;
        for (const text of answers) {
          const result = JSON.parse(text);
          const body = result.response?.body;
          const said = body?.choices?.[0]?.message?.content;
          if (typeof said !== "string") continue;
          const messages = asked.get(result.custom_id)?.messages ?? [];
          const data = {
            custom_id: result.custom_id, batch_id: "batch", model: body.model, llm_response: said,
            input_messages: messages.map(({ role, content }) => `[${role}] ${content}`).join("\n\n"),
          };
          let json: { quality?: string } = {};
          try {
            json = JSON.parse(said);
          } catch {
            // it is no JSON
          }
          const known = ["excellent", "good", "needs_correction", "poor"].includes(json?.quality ?? "");
          const predictions = known ? [{ model_version: body.model, result: [{ from_name: "quality", to_name: "response", type: "choices", value: { choices: [json.quality] } }] }] : [];
          bytes += JSON.stringify({ data, meta: { key: `k1:${result.custom_id}` }, predictions }).length;
        }
        if (bytes === 0) throw new Error("no task was made");
        return { ms: performance.now() - begin, longestTask: performance.now() - begin };
      },
      { output: `${base}/v1/files/${file}/content`, input: `${base}/v1/files/${input}/content` },
    );
  });
}

test("50,000 results as tasks", async () => {
  const served = await serve(LINES);
  const { url } = served.companion;
  const ours: Mapped[] = [];
  const plain: Mapped[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const turns = [async () => ours.push(await inOurs(url, served.batch)), async () => plain.push(await inPlainLoop(url, served.file, served.input))];
      for (const turn of round % 2 ? turns.reverse() : turns) await turn();
      console.log(`round ${round + 1} of ${ROUNDS}`);
    }
  } finally {
    await end(served);
  }
  const report = new Report(`${LINES.toLocaleString("en")} results as tasks, ${ROUNDS} rounds`);
  const rate = (all: Mapped[]) => all.map(({ ms }) => LINES / (ms / 1000));
  report.ratio("time for all of them", ours.map((one) => one.ms), plain.map((one) => one.ms), Infinity, "ms");
  report.limit("longest task while mapping", median(ours.map((one) => one.longestTask)), 50, "ms");
  report.say(line("rows mapped and judged, the page alive", rate(ours), "rows/s"));
  report.say(line("rows in the plain loop, the page frozen", rate(plain), "rows/s"));
  report.say(line("longest task in each round", ours.map((one) => one.longestTask), "ms"));
  mkdirSync(join(ROOT, "target/bench"), { recursive: true });
  writeFileSync(join(ROOT, "target/bench/mapping.json"), JSON.stringify({ ...report.json(), raw: { ours, plain } }, null, 1));
  console.log(report.text());
  expect(report.over(), "over budget").toEqual([]);
});
