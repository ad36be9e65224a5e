// Four watchers share a ledger in PostgreSQL and are killed at random: every result is one task all the same.
import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Companion, startCompanion } from "./harness/companion.ts";
import { random } from "./harness/faults.ts";
import { programs, startPostgres } from "./harness/postgres.ts";
import { expect, test } from "./harness/test.ts";

const BATCHES = Number(process.env.BATCHES ?? 20);
const WATCHERS = 4;

test(`${BATCHES} batches, ${WATCHERS} watchers that are killed at random, one ledger: every result exactly once`, async ({ labelStudio, templateXml }) => {
  test.skip(!programs(), "PostgreSQL is not installed");
  test.setTimeout(240_000 + BATCHES * 5_000);
  const database = await startPostgres();
  const project = await labelStudio.createProject(templateXml, "fleet");
  const folder = mkdtempSync(join(tmpdir(), "fleet-"));
  const next = random(7);
  let results = 0;
  for (let at = 0; at < BATCHES; at++) {
    const lines = 1 + Math.floor(next() * 6);
    results += lines;
    const rows = Array.from({ length: lines }, (_, row) =>
      JSON.stringify({
        custom_id: `r-${row}`,
        error: null,
        response: { status_code: 200, body: { model: "m", choices: [{ message: { role: "assistant", content: `Answer ${at}.${row}` } }] } },
      }),
    );
    const file = join(folder, `batch-${at}.jsonl`);
    writeFileSync(file, `${rows.join("\n")}\n`);
    utimesSync(file, 1_790_000_000 + at, 1_790_000_000 + at);
  }
  const args = ["--batches", folder, "--label-studio", labelStudio.url, "--project", String(project), "--ledger", database.address];
  const start = (): Promise<Companion> =>
    // Each with a state folder of its own, as on machines of their own.
    startCompanion([...args, "--since", "all", "--every", "1"], {
      verb: "watch",
      env: { LABEL_STUDIO_API_KEY: labelStudio.pat, XDG_STATE_HOME: mkdtempSync(join(tmpdir(), "fleet-state-")) },
    });
  const fleet = await Promise.all(Array.from({ length: WATCHERS }, start));
  const count = (state: string): number => Number(database.ask(`SELECT count(*) FROM imports WHERE state = '${state}'`));
  let kills = 0;
  try {
    while (count("imported") < BATCHES) {
      await new Promise((done) => setTimeout(done, 500 + next() * 1_500));
      if (kills < Math.max(2, BATCHES / 20)) {
        const at = Math.floor(next() * WATCHERS);
        await fleet[at].program.kill();
        kills++;
        fleet[at] = await start();
      }
      expect(count("failed"), database.ask("SELECT batch_id, reason FROM imports WHERE state = 'failed'")).toBe(0);
    }
    const said = fleet.flatMap(({ program }) => program.output).join("");
    expect(said).not.toContain("s3cret");
  } finally {
    await Promise.all(fleet.map((one) => one.stop()));
  }
  const tasks = await labelStudio.tasks(project);
  const owners = database.ask("SELECT count(*) FROM imports WHERE attempts > 1");
  console.log(`${BATCHES} batches of ${results} results, ${kills} watchers killed, ${owners} batches taken over: ${tasks.length} tasks`);
  expect(tasks.length).toBe(results);
  expect(new Set(tasks.map((task) => task.meta?.key)).size).toBe(results);
  expect(database.ask("SELECT sum(done) FROM imports")).toBe(String(results));
  expect(database.ask("SELECT count(*) FROM receipts")).not.toBe("0");
  await database.stop();
});
