// 50,000 results in Batch Curator, against the page that a user would write: by turns, each in a fresh Chromium.
// Prints ratios and ranges, writes target/bench/results.json, and fails over budget.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ROOT } from "../e2e/harness/processes.ts";
import { type Ours, readInOurs } from "./ours.ts";
import { type Plain, type PlainSearch, readPlainly, searchPlainly } from "./plain.ts";
import { line, median, percentile, Report } from "./report.ts";
import { end, serve } from "./served.ts";

const LINES = Number(process.env.LINES || 50_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS || 5);
const GROWTH = [1_000, 10_000, 50_000, 200_000];
/** In 4 % of the lines, asked for when nothing was searched before; in none, in 2 %, in every line. */
const NEEDLES = ["hedge trimmer", "zyxwvut", "E04", "return form"];
const IN_BUFFERS = 4 * 1024 ** 3;
const IN_FILE = 1;

test("50,000 results", async () => {
  const served = await serve(LINES);
  const base = served.companion.url;
  const plain: Plain[] = [];
  const strings: PlainSearch[] = [];
  const buffers: Ours[] = [];
  const file: Ours[] = [];
  try {
    const turns = [
      async () => plain.push(await readPlainly(base, served.file)),
      async () => strings.push(await searchPlainly(base, served.file, NEEDLES)),
      async () => buffers.push(await readInOurs({ base, batch: served.batch, lines: LINES, memoryLimit: IN_BUFFERS, needles: NEEDLES })),
      async () => file.push(await readInOurs({ base, batch: served.batch, lines: LINES, memoryLimit: IN_FILE, needles: NEEDLES })),
    ];
    for (let round = 0; round < ROUNDS; round++) {
      for (let turn = 0; turn < turns.length; turn++) await turns[(turn + round) % turns.length]?.();
      console.log(`round ${round + 1} of ${ROUNDS}`);
    }
  } finally {
    await end(served);
  }

  const report = new Report(`${LINES.toLocaleString("en")} results, ${(served.bytes / 1e6).toFixed(1)} MB, ${ROUNDS} rounds`);
  const both = [...buffers, ...file];
  report.ratio("indexed, bytes in buffers", buffers.map((o) => o.indexed), plain.map((p) => p.indexed), 0.45, "ms");
  report.ratio("indexed, bytes in a file", file.map((o) => o.indexed), plain.map((p) => p.indexed), 0.65, "ms");
  report.ratio("memory, bytes in buffers", buffers.map((o) => o.memory / 1e6), plain.map((p) => p.memory / 1e6), 0.8, "MB");
  report.ratio("memory, bytes in a file", file.map((o) => o.memory / 1e6), plain.map((p) => p.memory / 1e6), 0.25, "MB");
  for (const [where, ours] of [["buffers", buffers], ["a file", file]] as const) {
    const later = (times: number[]) => median(times.slice(1));
    const first = ours.map((o) => o.searches[0] ?? NaN);
    const again = ours.map((o) => later(o.searches));
    const anyCase = ours.map((o) => median(o.anyCase));
    report.ratio(`search, ${where}, the first`, first, strings.map((s) => s.objects[0] ?? NaN), 0.8, "ms");
    report.ratio(`search, ${where}, later ones`, again, strings.map((s) => later(s.objects)), 0.5, "ms");
    report.ratio(`search in any case, ${where}`, anyCase, strings.map((s) => median(s.objectsAnyCase)), 0.5, "ms");
    report.ratio(`… against kept lines, ${where}, later ones`, again, strings.map((s) => later(s.lines)), Infinity, "ms");
    report.ratio(`… against kept lines in any case, ${where}`, anyCase, strings.map((s) => median(s.linesAnyCase)), Infinity, "ms");
  }
  report.limit("first rows after the first byte", median(both.map((o) => o.firstRows)), 100, "ms");
  report.limit("longest task while loading", Math.max(...both.map((o) => o.longestTask.loading)), 50, "ms");
  report.limit("longest task while scrolling", Math.max(...both.map((o) => o.longestTask.scrolling)), 50, "ms");
  report.limit("longest task while filtering", Math.max(...both.map((o) => o.longestTask.filtering)), 50, "ms");
  report.limit("a keystroke in the filter, the slowest", Math.max(...both.flatMap((o) => o.keystrokes)), 100, "ms");
  report.limit("a random row, median", median(both.flatMap((o) => o.rows)), 1, "ms");
  report.limit("a random row, 95th percentile", percentile(both.flatMap((o) => o.rows), 95), 5, "ms");
  report.say(line("bytes in the file after", file.map((o) => o.kept), "ms"));

  const growth: Record<number, { bytes: number; ours: Ours; plain: Plain }> = {};
  for (const lines of GROWTH) {
    const served = await serve(lines);
    try {
      const ours = await readInOurs({ base: served.companion.url, batch: served.batch, lines, memoryLimit: 64 * 2 ** 20, needles: NEEDLES });
      growth[lines] = { bytes: served.bytes, ours, plain: await readPlainly(served.companion.url, served.file) };
    } finally {
      await end(served);
    }
  }
  report.growth(growth);
  mkdirSync(join(ROOT, "target/bench"), { recursive: true });
  writeFileSync(join(ROOT, "target/bench/results.json"), JSON.stringify({ ...report.json(), raw: { plain, strings, buffers, file, growth } }, null, 1));
  console.log(report.text());
  expect(report.over(), "over budget").toEqual([]);
});
