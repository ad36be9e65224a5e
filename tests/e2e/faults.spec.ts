// Exactly once, whatever breaks on the way: seeded schedules of faults in front of the real Label Studio.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, schedule } from "./harness/schedules.ts";
import { ROOT } from "./harness/processes.ts";
import { expect, test } from "./harness/test.ts";

const SCHEDULES = Number(process.env.SCHEDULES ?? 40);
const FIRST = Number(process.env.FIRST_SEED ?? 1);
/** Side by side: SQLite then loses predictions by itself, which is one more fault to mend. */
const AT_ONCE = 3;

test(`each result is one task with its predictions, in ${SCHEDULES} schedules of faults`, async ({ labelStudio }) => {
  test.setTimeout(60_000 + SCHEDULES * 20_000);
  const log = join(ROOT, "target", "schedules.jsonl");
  mkdirSync(join(ROOT, "target"), { recursive: true });
  writeFileSync(log, "");
  const outcomes: Outcome[] = [];
  const seeds = Array.from({ length: SCHEDULES }, (_, n) => FIRST + n);
  const work = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const outcome = await schedule(seed, labelStudio);
      outcomes.push(outcome);
      appendFileSync(log, JSON.stringify(outcome) + "\n");
      if (outcomes.length % 50 === 0) console.log(`${outcomes.length} schedules`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const kinds = new Map<string, number>();
  for (const fault of outcomes.flatMap((outcome) => [...outcome.faults, ...outcome.company])) kinds.set(fault, (kinds.get(fault) ?? 0) + 1);
  console.log(
    `${outcomes.length} schedules of ${sum((o) => o.results)} results: ${sum((o) => o.faults.length)} faults injected, ` +
      `${sum((o) => o.killed)} times killed, ${sum((o) => o.runs)} runs; ${sum((o) => o.lost)} tasks lost, ` +
      `${sum((o) => o.doubled)} tasks doubled, ${sum((o) => o.predictionsLost)} predictions lost ` +
      `(${[...kinds].sort().map(([kind, count]) => `${kind} ${count}`).join(", ")})`,
  );
  expect(outcomes.filter((outcome) => outcome.wrong.length > 0).map(({ seed, wrong }) => `seed ${seed}: ${wrong.join("\n")}`)).toEqual([]);
  expect([sum((o) => o.lost), sum((o) => o.doubled), sum((o) => o.predictionsLost)]).toEqual([0, 0, 0]);
});
