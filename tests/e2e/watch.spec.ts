// Batches imported by themselves: the ledger, its page, and what a failure looks like from every side.
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { importCounts, watchOnce } from "./harness/companion.ts";
import { FaultProxy } from "./harness/faults.ts";
import { expect, test } from "./harness/test.ts";

const line = (id: string, text: string): string =>
  `${JSON.stringify({
    custom_id: id,
    response: { status_code: 200, body: { model: "m", choices: [{ message: { role: "assistant", content: text } }] } },
    error: null,
    input: { messages: [{ role: "user", content: `Ask ${id}` }] },
  })}\n`;

interface Place {
  folder: string;
  /** A results file with so many lines; its metadata. */
  batch(name: string, lines: number, metadata?: Record<string, string>): void;
  token: string;
  ledger: string;
}

function place(pat: string): Place {
  const root = mkdtempSync(join(tmpdir(), "watch-"));
  const token = join(root, "token");
  writeFileSync(token, pat);
  const batch = (name: string, lines: number, metadata: Record<string, string> = {}): void => {
    const rows = Array.from({ length: lines }, (_, at) => line(`${name}-${at}`, `Answer ${at}`)).join("");
    writeFileSync(join(root, `${name}.batch.json`), JSON.stringify({ metadata: { name, ...metadata } }));
    writeFileSync(join(root, `${name}.jsonl`), rows);
  };
  return { folder: root, batch, token, ledger: join(root, "ledger.db") };
}

const open = async (page: Page, url: string): Promise<void> => {
  await page.goto(`${url}/#/watcher`);
  await expect(page.getByRole("heading", { name: "Watcher", level: 1 })).toBeVisible();
};
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });
test("batches are imported once, each has a line that says so, and a restart changes nothing", async ({
  page,
  companion,
  labelStudio,
  templateXml,
  accessibility,
}) => {
  const project = await labelStudio.createProject(templateXml, "watch once");
  const { folder, batch, token, ledger } = place(labelStudio.pat);
  batch("before", 2);
  const hourAgo = Date.now() / 1000 - 3_600;
  utimesSync(join(folder, "before.jsonl"), hourAgo, hourAgo);
  const where = ["--batches", folder, "--label-studio", labelStudio.url, "--token-file", token, "--ledger", ledger];
  const { url, stop } = await companion([...where, "--project", String(project), "--every", "1"], { verb: "watch" });
  await expect.poll(async () => (await importCounts(url)).skipped, "what was done before is left to people").toBe(1);
  expect(await labelStudio.taskCount(project)).toBe(0);

  batch("arrives", 5);
  batch("elsewhere", 1, { label_studio_project_id: "999999" });
  await expect.poll(async () => (await importCounts(url)).imported, { timeout: 20_000 }).toBe(1);
  expect(await labelStudio.taskCount(project)).toBe(5);
  await expect.poll(async () => (await importCounts(url)).failed).toBe(1);

  await open(page, url);
  await expect(row(page, "arrives")).toContainText("5 of 5 are tasks");
  await expect(row(page, "elsewhere")).toContainText("has no project 999999");
  await expect(row(page, "elsewhere")).toContainText(/next try in|is due/);
  await expect(row(page, "before")).toContainText("Skipped");
  await expect(page.getByRole("link", { name: "Watcher: 1 failed" })).toBeVisible();
  expect(await accessibility(page)).toEqual([]);
  await page.getByRole("button", { name: /^Failed/ }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: /^All/ }).click();

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Receipt: arrives" }).click();
  const receipt = readFileSync(await (await saved).path(), "utf8").trim().split("\n");
  expect(receipt.length).toBe(6);
  expect(receipt.join("")).not.toContain(labelStudio.pat);

  // What was left out is imported when a person says so.
  await page.getByRole("button", { name: "Import: before" }).click();
  await expect(row(page, "before")).toContainText("2 of 2 are tasks", { timeout: 15_000 });
  expect(await labelStudio.taskCount(project)).toBe(7);

  await stop();
  const again = await watchOnce([...where, "--project", String(project)]);
  expect(again.said).toContain("2 imported (7 tasks)");
  expect(again.code, "one of them failed, and that is loud").toBe(1);
  expect(await labelStudio.taskCount(project)).toBe(7);
});

test("a token that is refused fails loudly everywhere, and another one in its file is enough", async ({
  page,
  companion,
  labelStudio,
  templateXml,
}) => {
  const project = await labelStudio.createProject(templateXml, "watch token");
  const { folder, batch, token, ledger } = place("0123456789abcdef0123456789abcdef01234567");
  batch("waits", 3);
  const { url, program } = await companion(
    ["--batches", folder, "--label-studio", labelStudio.url, "--token-file", token, "--ledger", ledger, "--project", String(project), "--since", "all"],
    { verb: "watch" },
  );
  await expect.poll(async () => (await importCounts(url)).failed).toBe(1);
  const ready = await fetch(`${url}/ready`);
  expect(ready.status).toBe(503);
  const parts = ((await ready.json()) as { parts: Record<string, { ok: boolean; reason?: string }> }).parts;
  expect(parts.label_studio).toMatchObject({ ok: false, reason: expect.stringContaining("The token is refused") });
  expect(parts.ledger).toMatchObject({ ok: true, failed_imports: 1 });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('batch_curator_imports{state="failed"} 1');
  expect(program.output.join("")).toContain("ERROR Failed waits");
  expect(program.output.join("")).not.toContain("0123456789abcdef");

  await open(page, url);
  await expect(row(page, "waits")).toContainText("The token is refused");
  writeFileSync(token, labelStudio.pat);
  await page.getByRole("button", { name: "Retry: waits" }).click();
  await expect(row(page, "waits")).toContainText("3 of 3 are tasks", { timeout: 15_000 });
  await expect.poll(async () => (await fetch(`${url}/ready`)).status).toBe(200);
  expect(await labelStudio.taskCount(project)).toBe(3);
});

test("a webhook wakes the watcher, if it is signed; rules and schemas say where results go", async ({
  companion,
  labelStudio,
  templateXml,
}) => {
  const project = await labelStudio.createProject(templateXml, "watch rules");
  const { folder, batch, token, ledger } = place(labelStudio.pat);
  const rules = join(folder, "rules.toml");
  writeFileSync(rules, `[default]\nproject = ${project}\n[[rule]]\nmetadata = { team = "red" }\nskip = "The red team pushes by hand."\n`);
  const { url } = await companion(
    ["--batches", folder, "--label-studio", labelStudio.url, "--token-file", token, "--ledger", ledger, "--rules", rules, "--every", "3600"],
    { verb: "watch", env: { WEBHOOK_SECRET: "s3cret" } },
  );
  await expect.poll(async () => (await (await fetch(`${url}/api/imports`)).json()).watcher.looked_at).not.toBeNull();
  batch("plain", 2);
  batch("red", 2, { team: "red" });
  batch("chat", 2, { schema_type: "chat_review" });
  const payload = JSON.stringify({ id: "batch_1", status: "completed" });
  const hook = (secret: string) =>
    fetch(`${url}/api/webhooks/batch`, {
      method: "POST",
      body: payload,
      headers: {
        // As vLLM Batch Server signs it: the payload as Python writes it.
        "x-webhook-signature": `sha256=${createHmac("sha256", secret).update('{"id": "batch_1", "status": "completed"}').digest("hex")}`,
        "x-webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      },
    });
  expect((await hook("another")).status).toBe(401);
  expect((await importCounts(url)).pending).toBe(0);
  expect((await hook("s3cret")).status).toBe(204);
  await expect.poll(async () => (await importCounts(url)).imported, { timeout: 20_000 }).toBe(2);
  expect(await labelStudio.taskCount(project)).toBe(2);
  const { data } = (await (await fetch(`${url}/api/imports`)).json()) as { data: { name: string; reason: string; project: number }[] };
  expect(data.find((one) => one.name === "red")?.reason).toBe("The red team pushes by hand.");
  const chat = data.find((one) => one.name === "chat")?.project ?? 0;
  expect((await labelStudio.project(chat)).title).toBe("Result review (chat) Curation");
  expect(await labelStudio.taskCount(chat)).toBe(2);
});

test("a watcher that dies in the middle of an import loses nothing and sends nothing twice", async ({ companion, labelStudio, templateXml }) => {
  test.slow();
  const proxy = await new FaultProxy(labelStudio.url, new Map()).start();
  const project = await labelStudio.createProject(templateXml, "watch crash");
  const { folder, batch, token, ledger } = place(labelStudio.pat);
  batch("long", 400);
  const where = ["--batches", folder, "--label-studio", proxy.url, "--token-file", token, "--ledger", ledger, "--project", String(project), "--since", "all"];
  // Nobody hears of the second import: in that moment the watcher dies.
  proxy.imports.push("delay", "lost");
  const { program } = await companion(where, { verb: "watch" });
  await expect.poll(() => proxy.injected.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await program.kill();
  // Its claim ends after a minute; another watcher may not wait for that in a test.
  const end = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('UPDATE imports SET lease_until = 0'); db.commit()";
  expect(spawnSync("python3", ["-c", end, ledger]).status).toBe(0);
  proxy.imports.length = 0;
  const again = await watchOnce(where);
  expect(again.said).toContain("1 imported (400 tasks)");
  expect(again.code).toBe(0);
  const keys = (await labelStudio.tasks(project)).map((task) => task.meta?.key);
  expect(keys.length).toBe(400);
  expect(new Set(keys).size).toBe(400);
  await proxy.stop();
});
