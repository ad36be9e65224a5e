// The curation API as the original's worker and pages call it.
import { spawnSync } from "node:child_process";
import { BINARY } from "./harness/companion.ts";
import { FaultProxy } from "./harness/faults.ts";
import { LabelStudio, startLabelStudio } from "./harness/label-studio.ts";
import { expect, test } from "./harness/test.ts";

/** A line as the original's worker writes it: `"error": null`, its own `input`, and no line for what failed. */
const result = (at: number): object => ({
  id: `batch_req_${at}`,
  custom_id: `candidate-${String(at).padStart(5, "0")}`,
  response: {
    status_code: 200,
    request_id: `req-${at}`,
    body: {
      id: `chatcmpl-${at}`,
      object: "chat.completion",
      created: 1795345732,
      model: "google/gemma-3-4b-it",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: '```json\n{"recommendation": "Strong Yes", "confidence": 4, "summary": "Fits."}\n```' },
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 100, completion_tokens: 144, total_tokens: 244 },
    },
  },
  error: null,
  input: {
    messages: [
      { role: "system", content: "You judge candidates." },
      { role: "user", content: `**Candidate:** Number ${at}\n**Current Role:** Engineer` },
    ],
    model: "google/gemma-3-4b-it",
    temperature: 0.7,
    max_tokens: 500,
  },
});

const api = (url: string) => async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(url + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

test("a worker that posts twice while Label Studio restarts: each result is one task, and the counts are Label Studio's", async ({ companion }) => {
  test.setTimeout(240_000);
  let studio = await startLabelStudio("e2e-restarted");
  try {
    const { url } = await companion(["--label-studio", studio.about.url], { env: { LABEL_STUDIO_API_KEY: studio.about.pat } });
    const call = api(url);
    const results = Array.from({ length: 1_500 }, (_, at) => result(at)).filter((_, at) => at % 50 !== 7);
    const body = { batch_id: "batch_worker", schema_type: "candidate_evaluation", results, model_version: "gemma" };
    const first = call("POST", "/api/tasks/bulk-import", body);
    await new Promise((done) => setTimeout(done, 1_200));
    await studio.stop();
    studio = await startLabelStudio("e2e-restarted", [], studio.about);
    const [one, two] = [await first, await call("POST", "/api/tasks/bulk-import", body)];
    expect([200, 502, 503], JSON.stringify(one.body).slice(0, 400)).toContain(one.status);
    expect(two.status).toBe(200);
    expect(two.body).toMatchObject({ batch_id: "batch_worker", total_results: results.length, confirmed_count: results.length });
    if (one.status === 200) {
      expect(one.body.created_count + two.body.created_count).toBe(results.length);
      expect(two.body.already_there_count).toBe(one.body.confirmed_count);
    }
    const tasks = await new LabelStudio(studio.about).tasks(two.body.project_id);
    expect(tasks.length).toBe(results.length);
    expect(new Set(tasks.map((task) => task.data.custom_id)).size).toBe(results.length);
    expect((await call("GET", "/api/stats?schema_type=candidate_evaluation")).body.total_tasks).toBe(results.length);
  } finally {
    await studio.stop();
  }
});

test("a schema's project is made once and found again, by every instance and after a restart", async ({ companion, labelStudio }) => {
  const start = () => companion(["--label-studio", labelStudio.url], { env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  const both = await Promise.all([start(), start()]);
  const post = (url: string, at: number) =>
    api(url)("POST", "/api/tasks/bulk-import", { batch_id: `once-${at}`, schema_type: "extraction-check", results: [result(at)] });
  const answers = await Promise.all(both.map(({ url }, at) => post(url, at)));
  await both[0].stop();
  answers.push(await post((await start()).url, 2));
  const made = answers.map(({ body }) => body.project_id);
  expect(new Set(made).size, JSON.stringify(answers.map(({ body }) => body)).slice(0, 800)).toBe(1);
  const { results } = await labelStudio.ask<{ results: { title: string }[] }>("GET", "/api/projects/?page_size=1000");
  expect(results.filter(({ title }) => title === "Extraction check Curation").length).toBe(1);
});

test("a project that Label Studio makes three times in one request, or says it did not make, stands once", async ({ companion, labelStudio }) => {
  const proxy = await new FaultProxy(labelStudio.url, new Map()).start();
  const { url } = await companion(["--label-studio", proxy.url], { env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  for (const [schema, fault] of [["classification-confidence", "thrice"], ["result-correction", "late500"]] as const) {
    proxy.creations.push(fault);
    const { status, body } = await api(url)("POST", "/api/tasks/bulk-import", { batch_id: fault, schema_type: schema, results: [result(1)] });
    expect(status, JSON.stringify(body)).toBe(200);
    const { results } = await labelStudio.ask<{ results: { id: number; title: string }[] }>("GET", "/api/projects/?page_size=1000");
    const own = results.find(({ id }) => id === body.project_id)?.title;
    expect(results.filter(({ title }) => title === own).map(({ id }) => id), own).toEqual([body.project_id]);
    expect(own).toContain("Curation");
  }
  expect(proxy.creations).toEqual([]);
  await proxy.stop();
});

test("tasks are listed, starred, annotated, exported and counted as the original's pages ask for it", async ({ companion, labelStudio }) => {
  const { url } = await companion(["--label-studio", labelStudio.url], { env: { LABEL_STUDIO_TOKEN: labelStudio.pat } });
  const call = api(url);
  expect((await call("GET", "/health")).body).toMatchObject({ status: "healthy" });
  expect((await call("GET", "/ready")).body).toMatchObject({ status: "ready" });
  const schemas = (await call("GET", "/api/schemas")).body as { id: string; questionCount: number }[];
  expect(schemas.find(({ id }) => id === "candidate_evaluation")?.questionCount).toBeGreaterThan(2);
  expect((await call("GET", "/api/schemas/candidate-evaluation/prompt")).body.prompt).toContain("### recommendation");

  const results = [1, 2, 3].map(result);
  const { body: imported } = await call("POST", "/api/tasks/bulk-import", { batch_id: "pages", schema_type: "candidate_evaluation", results });
  expect(imported).toMatchObject({ created_count: 3, skipped_count: 0 });
  const [task] = imported.task_ids as number[];
  const before = (await call("GET", `/api/tasks/${task}`)).body.meta;
  expect((await call("POST", `/api/tasks/${task}/gold-star`, { is_gold_star: true })).body).toMatchObject({ task_id: task, gold_star: true });
  expect((await call("GET", `/api/tasks/${task}`)).body.meta, "its key stays").toMatchObject({ ...before, gold_star: true });
  const many = await call("POST", "/api/tasks/bulk-gold-star", { task_ids: [imported.task_ids[1], 99_999_999], is_gold_star: true });
  expect(many.body).toMatchObject({ total_tasks: 2, updated_count: 1, failed_count: 1 });

  const annotation = await call("POST", "/api/annotations", { task_id: task, result: { recommendation: "No", confidence: 4 }, time_spent_seconds: 3 });
  expect(annotation.body).toMatchObject({ agreement_score: 0.5 });
  expect((await call("POST", "/api/annotations", { task_id: task, result: { recommendation: "Perhaps" } })).status).toBe(400);

  const export_ = await call("POST", "/api/export", { schema_type: "candidate_evaluation", format: "finetuning" });
  expect(export_.body.count).toBeGreaterThanOrEqual(2);
  const mine = (export_.body.examples as { messages: { role: string; content: string }[] }[]).find(({ messages }) => messages[1].content.includes("Number 1"));
  expect(mine?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
  expect(JSON.parse(mine?.messages[2].content ?? "{}").recommendation, "the person's word counts").toBe("No");
  const stats = (await call("GET", "/api/stats?schema_type=candidate_evaluation")).body;
  expect(stats.annotated_tasks).toBeGreaterThanOrEqual(1);
  expect(stats.pending_tasks).toBe(stats.total_tasks - stats.annotated_tasks);

  const single = { schema_type: "candidate_evaluation", data: { profile: "P", messages: [], candidate_ref: "C", summary: "" }, llm_prediction: { recommendation: "Yes" } };
  const [one, two] = [await call("POST", "/api/tasks", single), await call("POST", "/api/tasks", single)];
  expect(one.body.predictions.length).toBe(1);
  expect(two.body.id, "the same again is the same task").toBe(one.body.id);
  const page = await call("GET", "/api/tasks?schema_type=candidate_evaluation&page=1&page_size=2");
  expect(page.body.tasks.length).toBe(2);
  expect(page.body.total).toBe(stats.total_tasks + 1);
});

test("what is wrong with a request is said in one sentence, and nothing is written", async ({ companion, labelStudio }) => {
  const { url } = await companion(["--label-studio", labelStudio.url], { env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  const bad: [string, string, string | undefined, number][] = [
    ["POST", "/api/tasks/bulk-import", undefined, 400],
    ["POST", "/api/tasks/bulk-import", "{", 400],
    ["POST", "/api/tasks/bulk-import", "[]", 422],
    ["POST", "/api/tasks/bulk-import", '{"batch_id":"b","schema_type":"candidate_evaluation"}', 422],
    ["POST", "/api/tasks/bulk-import", '{"batch_id":"b","schema_type":"candidate_evaluation","results":{}}', 422],
    ["POST", "/api/tasks/bulk-import", '{"batch_id":7,"schema_type":"x","results":[]}', 422],
    ["POST", "/api/tasks/bulk-import", '{"batch_id":"b","schema_type":"nobody","results":[]}', 404],
    ["POST", "/api/tasks/bulk-import", '{"batch_id":" ","schema_type":"candidate_evaluation","results":[]}', 400],
    ["POST", "/api/tasks/bulk-import", '{"batch_id":"b","schema_type":"candidate_evaluation","results":[]} more', 400],
    ["POST", "/api/tasks", '{"schema_type":"candidate_evaluation","data":[]}', 422],
    ["GET", "/api/tasks?page=0", undefined, 400],
    ["GET", "/api/tasks?page_size=101", undefined, 400],
    ["GET", "/api/tasks?page=x", undefined, 400],
    ["GET", "/api/tasks/x", undefined, 400],
    ["GET", "/api/tasks/99999999", undefined, 404],
    ["DELETE", "/api/tasks/1", undefined, 405],
    ["POST", "/api/tasks/99999999/gold-star", '{"is_gold_star":true}', 404],
    ["POST", "/api/tasks/1/gold-star", '{"is_gold_star":"yes"}', 422],
    ["POST", "/api/tasks/bulk-gold-star", '{"task_ids":["1"],"is_gold_star":true}', 422],
    ["POST", "/api/annotations", '{"task_id":99999999,"result":{}}', 404],
    ["POST", "/api/annotations", '{"task_id":-1,"result":{}}', 422],
    ["POST", "/api/export", '{"schema_type":"candidate_evaluation","format":"parquet"}', 400],
    ["POST", "/api/export", '{"schema_type":"candidate_evaluation","min_agreement":7}', 400],
    ["GET", "/api/stats?schema_type=nobody", undefined, 404],
    ["GET", "/api/schemas/nobody", undefined, 404],
    ["GET", "/api/imports", undefined, 404],
    ["POST", "/api/webhooks/batch", "{}", 404],
    ["GET", "/api/nothing", undefined, 404],
  ];
  for (const [method, path, body, status] of bad) {
    const answer = await fetch(url + path, { method, body });
    const text = await answer.text();
    expect(answer.status, `${method} ${path} ${body}: ${text}`).toBe(status);
    const { error, detail } = JSON.parse(text);
    expect(error.message, path).toMatch(/^[A-Z`0-9].{8,}[.!?]$/s);
    expect(detail, "FastAPI's own form").toBe(error.message);
    expect(text).not.toContain(labelStudio.pat);
  }
  // Another site's page may not make a browser do it.
  const foreign = await fetch(`${url}/api/export`, { method: "POST", body: "{}", headers: { origin: "https://evil.example" } });
  expect(foreign.status).toBe(403);
});

test("off loopback everything but the page's files asks for the key", async ({ companion, labelStudio, page }) => {
  const refused = spawnSync(BINARY, ["serve", "--listen", "0.0.0.0:0"], { encoding: "utf8", timeout: 10_000 });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("BATCH_CURATOR_API_KEY");

  const key = "a-key-of-enough-letters";
  const { url } = await companion(["--label-studio", labelStudio.url], { env: { BATCH_CURATOR_API_KEY: key, LABEL_STUDIO_API_KEY: labelStudio.pat } });
  const status = async (path: string, headers: Record<string, string> = {}) => (await fetch(url + path, { headers })).status;
  for (const path of ["/v1/batches", "/api/schemas", "/metrics", "/companion.json", "/label-studio/api/version", "/"]) {
    expect(await status(path), path).toBe(401);
    expect(await status(path, { "x-api-key": key }), path).toBe(200);
    expect(await status(path, { "x-api-key": `${key}x` }), path).toBe(401);
  }
  expect(await status("/v1/batches", { authorization: `Bearer ${key}` })).toBe(200);
  expect([await status("/health"), await status("/ready")]).toEqual([200, 200]);

  await page.goto(url);
  await page.getByLabel("API key of this companion").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText("That is not the key.");
  await page.getByLabel("API key of this companion").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("link", { name: /support/i }).first()).toBeVisible();
});
