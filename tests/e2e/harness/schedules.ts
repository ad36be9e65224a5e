// One seeded schedule of faults: pushes some results through the proxy until the command says that all is accounted
// for, and reads everything back from the real Label Studio.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BINARY } from "./companion.ts";
import { type Fault, FaultProxy, FAULTS, random } from "./faults.ts";
import type { LabelStudio } from "./label-studio.ts";
import { ROOT } from "./processes.ts";

const XML = `<View><Text name="t" value="$t"/><Choices name="c" toName="t"><Choice value="yes"/><Choice value="no"/></Choices></View>`;

export interface Outcome {
  seed: number;
  faults: Fault[];
  /** Runs of the command until it was done. */
  runs: number;
  killed: number;
  /** Another pusher, another writer, a revoked token. */
  company: string[];
  results: number;
  lost: number;
  doubled: number;
  predictionsLost: number;
  /** What disagrees, in sentences. */
  wrong: string[];
}

interface Row {
  custom_id: string;
  outcome: string;
  task?: number;
  predictions?: number;
}

interface Full {
  id: number;
  data: Record<string, unknown>;
  predictions: { model_version: string; result: { value: { choices: string[] } }[] }[];
}

/** A schedule may do anything of what `FAULTS` names, at any of its first requests. */
export async function schedule(seed: number, studio: LabelStudio): Promise<Outcome> {
  const draw = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)];
  const folder = join(ROOT, "target", "schedules", String(seed));
  mkdirSync(folder, { recursive: true });
  const count = 4 + Math.floor(draw() * 9);
  const models = 1 + Math.floor(draw() * 2);
  const { results, mapping } = write(folder, seed, count, models);

  const plan = new Map<number, Fault>();
  for (let n = 1 + Math.floor(draw() * 4); n > 0; n--) plan.set(Math.floor(draw() * 14), pick(FAULTS));
  const proxy = await new FaultProxy(studio.url, plan).start();
  const project = await studio.createProject(XML, `schedule ${seed}`);
  const company = [draw() < 0.2 && "second pusher", draw() < 0.2 && "annotator", draw() < 0.15 && "revoked"].filter(Boolean) as string[];
  let kills = draw() < 0.4 ? 1 + Math.floor(draw() * 2) : 0;
  const outcome: Outcome = { seed, faults: proxy.injected, runs: 0, killed: 0, company, results: count, lost: 0, doubled: 0, predictionsLost: 0, wrong: [] };

  const args = (name: string, to: string) => [
    "push", "--results", results, "--mapping", mapping, "--label-studio", to, "--project", String(project),
    "--journal", join(folder, `${name}.journal`), "--receipt", join(folder, `${name}.receipt`), "--at-once", "3", "--timeout", "4",
  ];
  const annotator = company.includes("annotator") ? annotate(studio) : undefined;
  // The second pusher goes straight there, so that it alone is sure to come to its end.
  const second = company.includes("second pusher") ? untilDone(() => run(args("second", studio.url), studio.pat), 8) : undefined;
  const revokeAt = company.includes("revoked") ? 3 + Math.floor(draw() * 5) : Infinity;
  const said: string[] = [];
  for (;;) {
    outcome.runs++;
    const child = start(args("first", proxy.url), studio.pat);
    const killAfter = kills > 0 ? 30 + draw() * 1_200 : undefined;
    const kill = killAfter && setTimeout(() => child.process.kill("SIGKILL"), killAfter);
    const revoke = setInterval(() => (proxy.revoked = outcome.runs === 1 && proxy.requests >= revokeAt), 10);
    const { code, err } = await child.ended;
    clearTimeout(kill);
    clearInterval(revoke);
    proxy.revoked = false;
    said.push(err);
    if (code === null) {
      outcome.killed++;
      kills--;
    }
    if (code === 0) break;
    if (outcome.runs >= 12) {
      outcome.wrong.push(`it never ended well:\n${said.join("\n---\n")}`);
      break;
    }
  }
  if (second && !(await second)) outcome.wrong.push("the second pusher never ended well");
  await annotator?.();
  await proxy.stop();
  await compare(studio, project, folder, models, outcome, second ? ["first", "second"] : ["first"]);
  if (outcome.lost + outcome.doubled + outcome.predictionsLost > 0) outcome.wrong.push(`the command said:\n${said.join("\n---\n")}`);
  await studio.ask("DELETE", `/api/projects/${project}/`);
  return outcome;
}

function write(folder: string, seed: number, count: number, models: number): { results: string; mapping: string } {
  const results = join(folder, "output.jsonl");
  const line = (n: number) => ({
    id: `b-${n}`,
    custom_id: id(n),
    response: { status_code: 200, body: { model: "m", choices: [{ message: { role: "assistant", content: text(seed, n) } }] } },
    error: null,
  });
  writeFileSync(results, Array.from({ length: count }, (_, n) => JSON.stringify(line(n)) + "\n").join(""));
  const mapping = join(folder, "mapping.json");
  const prediction = (n: number) => ({ model_version: { constant: `model-${n}` }, controls: { c: { path: "output.json.c" } } });
  writeFileSync(mapping, JSON.stringify({
    version: 1, name: "schedule", data: { t: { path: "output.text" } },
    predictions: Array.from({ length: models }, (_, n) => prediction(n)),
  }));
  return { results, mapping };
}

const id = (n: number): string => (n % 5 === 4 ? `r ${n} 50%41 "é"` : `r-${n}`);
const answer = (n: number): string => (n % 2 ? "no" : "yes");
const text = (seed: number, n: number): string => JSON.stringify({ c: answer(n), why: `seed ${seed}, result ${n}` });

interface Started {
  process: ChildProcess;
  ended: Promise<{ code: number | null; err: string }>;
}

function start(args: string[], token: string): Started {
  const process_ = spawn(BINARY, args, { env: { ...process.env, LABEL_STUDIO_API_KEY: token }, stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  process_.stderr?.setEncoding("utf8").on("data", (piece: string) => (err += piece));
  const ended = once(process_, "close").then(([code]) => ({ code: code as number | null, err }));
  return { process: process_, ended };
}

const run = async (args: string[], token: string): Promise<boolean> => (await start(args, token).ended).code === 0;

async function untilDone(act: () => Promise<boolean>, times: number): Promise<boolean> {
  for (let n = 0; n < times; n++) if (await act()) return true;
  return false;
}

/** Somebody works meanwhile, in a project of their own in the same database; the answer ends it. */
function annotate(studio: LabelStudio): () => Promise<void> {
  let going = true;
  const working = (async () => {
    const own = await studio.createProject(XML, "annotator");
    const [task] = (await studio.ask<{ task_ids: number[] }>("POST", `/api/projects/${own}/import?return_task_ids=true`, [{ data: { t: "x" } }])).task_ids;
    const result = [{ from_name: "c", to_name: "t", type: "choices", value: { choices: ["yes"] } }];
    while (going) {
      await studio.ask("POST", `/api/tasks/${task}/annotations/`, { result }).catch(() => {});
      await new Promise((done) => setTimeout(done, 100));
    }
    await studio.ask("DELETE", `/api/projects/${own}/`).catch(() => {});
  })();
  return async () => {
    going = false;
    await working;
  };
}

async function compare(studio: LabelStudio, project: number, folder: string, models: number, outcome: Outcome, pushers: string[]): Promise<void> {
  const { tasks } = await studio.ask<{ tasks: Full[] }>("GET", `/api/tasks/?project=${project}&page_size=500&fields=all&include=id,data,predictions`);
  const wrong = (sentence: string) => outcome.wrong.push(sentence);
  for (let n = 0; n < outcome.results; n++) {
    const mine = tasks.filter((task) => task.data.custom_id === id(n));
    if (mine.length === 0) outcome.lost++;
    if (mine.length > 1) outcome.doubled += mine.length - 1;
    for (const task of mine) {
      if (task.data.t !== text(outcome.seed, n)) wrong(`task ${task.id} has other data: ${JSON.stringify(task.data)}`);
      const held = task.predictions.map((p) => `${p.model_version}=${p.result[0]?.value.choices[0]}`).sort().join();
      const due = Array.from({ length: models }, (_, m) => `model-${m}=${answer(n)}`).sort().join();
      if (task.predictions.length < models) outcome.predictionsLost += models - task.predictions.length;
      if (held !== due) wrong(`task ${task.id} holds ${held || "nothing"} of ${due}`);
    }
  }
  if (tasks.length !== outcome.results + outcome.doubled - outcome.lost) wrong(`${tasks.length} tasks are there`);
  const known = new Map(tasks.map((task) => [task.id, task]));
  for (const pusher of pushers) {
    const [head, ...rows] = readFileSync(join(folder, `${pusher}.receipt`), "utf8").trim().split("\n").map((line) => JSON.parse(line));
    if (rows.length !== outcome.results) wrong(`${pusher}: the receipt has ${rows.length} rows`);
    if (JSON.stringify([head, rows]).includes(studio.pat)) wrong(`${pusher}: the receipt has the token in it`);
    for (const row of rows as Row[]) {
      const task = known.get(row.task ?? 0);
      if (task?.data.custom_id !== row.custom_id) wrong(`${pusher}: the receipt says ${JSON.stringify(row)}, Label Studio has ${JSON.stringify(task?.data)}`);
      else if (row.predictions !== undefined && row.predictions !== task.predictions.length) wrong(`${pusher}: ${JSON.stringify(row)} and ${task.predictions.length} predictions`);
    }
  }
}
