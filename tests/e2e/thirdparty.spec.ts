// Batch servers that others wrote: batches made there are watched, browsed and imported.
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importCounts } from "./harness/companion.ts";
import { freePort, Program, ROOT } from "./harness/processes.ts";
import { expect, test } from "./harness/test.ts";

interface BatchServer {
  url: string;
  batch(name: string, requests: number): Promise<string>;
  stop(): Promise<void>;
}

/** A batch of so many requests, made as a client of OpenAI's makes it. */
function maker(url: string, model: string): BatchServer["batch"] {
  /** Until it works: with chaos, requests of ours fail as well. */
  const insist = async (path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<{ id: string }> => {
    for (let attempt = 0; attempt < 50; attempt++) {
      const answer = await fetch(url + path, { method: "POST", body, headers }).catch(() => undefined);
      const value = await answer?.json().catch(() => undefined);
      if (answer?.ok && value?.id) return value;
    }
    throw new Error(`${url} does not take ${path}`);
  };
  return async (name, requests) => {
    const line = (at: number): string =>
      JSON.stringify({ custom_id: `${name}-${at}`, method: "POST", url: "/v1/chat/completions", body: { model, messages: [{ role: "user", content: `Ask ${at}` }] } });
    const form = new FormData();
    form.set("purpose", "batch");
    form.set("file", new Blob([Array.from({ length: requests }, (_, at) => line(at)).join("\n")]), `${name}.jsonl`);
    const file = await insist("/v1/files", form);
    const body = { input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h", metadata: { name } };
    return (await insist("/v1/batches", JSON.stringify(body), { "content-type": "application/json" })).id;
  };
}

/** OGX with its own files and batches; whoever answers its requests is an aimock. */
async function startOgx(): Promise<BatchServer> {
  const backend = await startAimock();
  const home = mkdtempSync(join(tmpdir(), "ogx-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const providers = "inference=remote::openai,files=inline::localfs,batches=inline::reference";
  const env = { HOME: home, OPENAI_BASE_URL: `${backend.url}/v1`, OPENAI_API_KEY: "none" };
  const program = Program.start("OGX", process.env.OGX ?? "", ["run", "--insecure", "--port", String(port), "--providers", providers], env);
  await program.until(() => fetch(`${url}/v1/batches`).then((answer) => answer.ok || undefined, () => undefined), 90);
  const batch = maker(url, "openai/gpt-4o");
  return { url, batch, stop: async () => (await program.stop(), backend.stop()) };
}

/** aimock: it answers with canned texts, lets a batch go on only when it is asked for by its id, and breaks on request. */
async function startAimock(more: string[] = []): Promise<BatchServer> {
  const folder = mkdtempSync(join(tmpdir(), "aimock-"));
  const fixtures = { fixtures: [{ match: { userMessage: "Ask" }, response: { content: '{"verdict": "fine"}' } }] };
  writeFileSync(join(folder, "answers.json"), JSON.stringify(fixtures));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["-p", String(port), "-f", folder, "--log-level", "silent", ...more];
  const program = Program.start("aimock", join(ROOT, "node_modules/.bin/llmock"), args);
  await program.until(() => fetch(`${url}/v1/batches`).then((answer) => answer.status, () => undefined), 20);
  return { url, batch: maker(url, "m"), stop: () => program.stop() };
}

test("a batch made on aimock is watched until it is done, imported, and browsed", async ({ page, companion, labelStudio, templateXml }) => {
  const aimock = await startAimock();
  const project = await labelStudio.createProject(templateXml, "aimock");
  await aimock.batch("made elsewhere", 30);
  const ledger = join(mkdtempSync(join(tmpdir(), "aimock-ledger-")), "ledger.db");
  const args = ["--batch-api", aimock.url, "--label-studio", labelStudio.url, "--project", String(project), "--ledger", ledger, "--every", "1"];
  const { url } = await companion(args, { verb: "watch", env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  await expect.poll(async () => (await importCounts(url)).imported, { timeout: 30_000 }).toBe(1);
  expect(await labelStudio.taskCount(project)).toBe(30);
  await page.goto(url);
  await page.getByRole("link", { name: "made elsewhere" }).first().click();
  await expect(page.getByRole("grid", { name: "Results" })).toContainText("made elsewhere-7");
  await aimock.stop();
});

test("batches made on OGX, whose bodies are texts and whose empty files are 0 bytes, arrive and are browsed", async ({ page, companion, labelStudio, templateXml }) => {
  test.skip(!existsSync(process.env.OGX ?? ""), "OGX is not installed");
  test.slow();
  const ogx = await startOgx();
  const project = await labelStudio.createProject(templateXml, "ogx");
  await ogx.batch("made on OGX", 30);
  await ogx.batch("another on OGX", 5);
  const ledger = join(mkdtempSync(join(tmpdir(), "ogx-ledger-")), "ledger.db");
  const args = ["--batch-api", ogx.url, "--label-studio", labelStudio.url, "--project", String(project), "--ledger", ledger, "--every", "1", "--since", "all"];
  const { url } = await companion(args, { verb: "watch", env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  await expect.poll(async () => (await importCounts(url)).imported, { timeout: 60_000 }).toBe(2);
  expect(await labelStudio.taskCount(project)).toBe(35);
  const [first] = await labelStudio.tasks(project);
  expect(JSON.stringify(first.data), "the body was read, not shown as text").toContain("verdict");
  expect(JSON.stringify(first.data)).not.toContain("chatcmpl");
  await page.goto(url);
  await page.getByRole("link", { name: "made on OGX" }).first().click();
  await expect(page.getByRole("grid", { name: "Results" })).toContainText("made on OGX-7");
  await expect(page.locator("footer.statusline")).toContainText("30 rows");
  await ogx.stop();
});

test("a batch server that drops, garbles, refuses and cuts off loses nothing and doubles nothing", async ({ companion, labelStudio, templateXml }) => {
  test.slow();
  const chaos = ["--chaos-drop", "0.1", "--chaos-malformed", "0.1", "--chaos-disconnect", "0.1", "--chaos-ratelimit", "0.1"];
  const aimock = await startAimock(chaos);
  const project = await labelStudio.createProject(templateXml, "aimock chaos");
  for (const name of ["one", "two", "three"]) await aimock.batch(name, 20);
  const ledger = join(mkdtempSync(join(tmpdir(), "aimock-ledger-")), "ledger.db");
  const args = ["--batch-api", aimock.url, "--label-studio", labelStudio.url, "--project", String(project), "--ledger", ledger, "--every", "1", "--since", "all"];
  const { url } = await companion(args, { verb: "watch", env: { LABEL_STUDIO_API_KEY: labelStudio.pat } });
  await expect
    .poll(
      async () => {
        // Failed ones wait half a minute by themselves: a person would press Retry.
        const { data, counts: now } = (await (await fetch(`${url}/api/imports`)).json()) as { data: { batch_id: string; state: string }[]; counts: Record<string, number> };
        for (const { batch_id } of data.filter(({ state }) => state === "failed")) await fetch(`${url}/api/imports/${batch_id}/retry`, { method: "POST" });
        return now.imported;
      },
      { timeout: 120_000, intervals: [1_000] },
    )
    .toBe(3);
  const tasks = await labelStudio.tasks(project);
  expect(tasks.length).toBe(60);
  expect(new Set(tasks.map((task) => task.meta?.key)).size).toBe(60);
  await aimock.stop();
});
