// The push as a person lives with it: interrupted and resumed, undone, done again in another way.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { signIn } from "./harness/editor.ts";
import { type Fault, FaultProxy, random } from "./harness/faults.ts";
import { ROOT } from "./harness/processes.ts";
import { expect, test } from "./harness/test.ts";
import { choose, connect, openBatch, seen } from "./harness/walk.ts";

const BATCH = /Customer support|support/i;

/** Opens the batch, chooses, connects; the dry run is on screen. */
async function ready(page: Page, pageUrl: string, url: string, project: number, token: string, count: number): Promise<void> {
  await openBatch(page, pageUrl, BATCH);
  await choose(page, count);
  await page.getByRole("link", { name: `Push ${count}…` }).click();
  await connect(page, url, project, token);
  await seen(page, `${count} selected = ${count} new`);
}

test("a tab that is closed in the middle of a push is resumed from its journal, by one click", async ({ context, companion, labelStudio, templateXml, accessibility }) => {
  test.slow();
  const proxy = await new FaultProxy(labelStudio.url, new Map()).start();
  const { url } = await companion(["--label-studio", proxy.url]);
  const project = await labelStudio.createProject(templateXml, "closed tab");
  let page = await context.newPage();
  await ready(page, `${url}/`, proxy.url, project, labelStudio.pat, 5);
  // Nobody hears of the first import, so the page looks before it sends again: in that moment the tab is closed.
  proxy.imports.push("lost");
  await page.getByRole("button", { name: "Send 5 tasks" }).click();
  await expect.poll(() => proxy.injected.length).toBe(1);
  await page.close();

  // No batch has to be open for that.
  page = await context.newPage();
  await page.goto(`${url}/`);
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Push" }).click();
  await expect(page.getByRole("heading", { name: "Open a batch to send its results" })).toBeVisible();
  await expect(page.getByRole("region", { name: "History" })).toContainText("A push was interrupted.");
  await expect(page.getByRole("button", { name: "Resume", exact: true }), "not connected yet").toBeDisabled();
  await connect(page, proxy.url, project, labelStudio.pat);
  await expect(page.getByRole("button", { name: "Resume", exact: true })).toBeEnabled();
  expect(await accessibility(page)).toEqual([]);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  // What was lost was sent again, so the page looks once more after 25 seconds.
  await expect(page.getByText("Counted in Label Studio")).toBeVisible({ timeout: 60_000 });
  await seen(page, "5 tasks arrived");
  await expect(page.getByText("adds up")).toHaveCount(2);
  expect((await labelStudio.tasks(project)).length).toBe(5);
  await expect(page.getByText("A push was interrupted.")).toHaveCount(0);
  // The receipt outlives the tab.
  await page.reload();
  await expect(page.getByRole("region", { name: "History" })).toContainText("5 tasks arrived");
  await proxy.stop();
});

test("a push is undone, and what somebody worked on stays until it is said", async ({ page, pageUrl, labelStudio, templateXml, accessibility }) => {
  test.slow(); // Label Studio may take half a minute for an annotation right after an import.
  const project = await labelStudio.createProject(templateXml, "undone");
  await ready(page, pageUrl, labelStudio.url, project, labelStudio.pat, 3);
  await page.getByRole("button", { name: "Send 3 tasks" }).click();
  await seen(page, "3 tasks arrived");
  const [first] = await labelStudio.tasks(project);
  await labelStudio.annotate(first.id, []);
  labelStudio.loseCounter(first.id);

  await page.getByRole("button", { name: "Undo…" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Undo a push" });
  await expect(dialog).toContainText("2 tasks would be deleted");
  await expect(dialog).toContainText("somebody worked on it");
  expect(await accessibility(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Delete 2 tasks" }).click();
  await expect(dialog).toContainText("2 tasks deleted.");
  expect((await labelStudio.tasks(project)).map((task) => task.id)).toEqual([first.id]);
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Undo…" }).first().click();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Delete 1 task" }).click();
  await expect(dialog).toContainText("1 task deleted.");
  expect(await labelStudio.taskCount(project)).toBe(0);
});

test("results that are there are sent again only when that is asked for, as tasks of their own", async ({ page, pageUrl, labelStudio, templateXml }) => {
  const project = await labelStudio.createProject(templateXml, "again");
  await ready(page, pageUrl, labelStudio.url, project, labelStudio.pat, 2);
  await page.getByRole("button", { name: "Send 2 tasks" }).click();
  await seen(page, "2 tasks arrived");
  await page.getByRole("button", { name: "Check again" }).click();
  await seen(page, "2 selected = 0 new + 2 already there");
  await page.getByRole("button", { name: "send again" }).click();
  await seen(page, "2 selected = 2 new + 0 already there");
  await page.getByRole("button", { name: "Send 2 tasks" }).click();
  await seen(page, "Counted in Label Studio");
  const keys = (await labelStudio.tasks(project)).map((task) => String(task.meta?.key));
  expect(keys.length).toBe(4);
  expect(keys.filter((key) => /^k1:[0-9a-f]{32}\+rc_\d+_\d+$/.test(key)).length).toBe(2);

  // Label Studio opens on exactly this batch.
  const href = await page.getByRole("link", { name: "Open in Label Studio" }).getAttribute("href");
  await labelStudio.ask("POST", `/api/projects/${project}/import`, [{ data: { custom_id: "other", batch_id: "other", model: "m", input_messages: "i", llm_response: "r" } }]);
  await signIn(page, labelStudio);
  await page.goto(href ?? "");
  await expect(page.getByText(/Tasks: 4/).first()).toBeVisible({ timeout: 30_000 });
});

test("a push that is paused sends nothing until it goes on", async ({ page, companion, labelStudio, templateXml }) => {
  const proxy = await new FaultProxy(labelStudio.url, new Map()).start();
  const { url } = await companion(["--label-studio", proxy.url]);
  const project = await labelStudio.createProject(templateXml, "paused");
  await ready(page, `${url}/`, proxy.url, project, labelStudio.pat, 3);
  proxy.imports.push("busy");
  await page.getByRole("button", { name: "Send 3 tasks" }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("paused").first()).toBeVisible();
  const asked = proxy.requests;
  await page.waitForTimeout(2_500);
  expect(proxy.requests - asked, "at most the request that was in flight").toBeLessThanOrEqual(1);
  expect(await labelStudio.taskCount(project)).toBe(0);
  await page.getByRole("button", { name: "Go on" }).click();
  await seen(page, "3 tasks arrived");
  expect(await labelStudio.taskCount(project)).toBe(3);
  await proxy.stop();
});

test("a Label Studio that lets no other page in is reached through the companion", async ({ page, companion, labelStudio, templateXml }) => {
  const proxy = await new FaultProxy(labelStudio.url, new Map()).start();
  proxy.closed = true;
  const { url } = await companion(["--label-studio", proxy.url]);
  const project = await labelStudio.createProject(templateXml, "through");
  await openBatch(page, `${url}/`, BATCH);
  await choose(page, 2);
  await page.getByRole("link", { name: "Push 2…" }).click();
  await connect(page, proxy.url, project, labelStudio.pat);
  await expect(page.getByText(/start the companion with --label-studio/).first()).toBeVisible();
  await page.getByLabel("Address", { exact: true }).fill(`${url}/label-studio`);
  await page.getByRole("button", { name: /Test (connection|again)/ }).click();
  await seen(page, "2 selected = 2 new");
  await page.getByRole("button", { name: "Send 2 tasks" }).click();
  await seen(page, "Counted in Label Studio");
  expect(await labelStudio.taskCount(project)).toBe(2);
  // The way to its pages leads there.
  const href = await page.getByRole("link", { name: "Open in Label Studio" }).getAttribute("href");
  const answer = await fetch(href ?? "", { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")?.split("?")[0]]).toEqual([307, `${proxy.url}/projects/${project}/data`]);
  await proxy.stop();
});

/** Faults that a page meets too: its requests wait two minutes, so nothing is delayed beyond that. */
const HERE: Fault[] = ["refuse", "drop", "lost", "late500", "busy", "truncate", "garble", "reset", "expired"];
const SEEDS = Number(process.env.PAGE_SCHEDULES ?? 4);

test(`pushed from the page through faults and closed tabs, each result is one task, in ${SEEDS} schedules`, async ({ context, companion, labelStudio, templateXml }) => {
  test.setTimeout(30_000 + SEEDS * 90_000);
  const folder = join(ROOT, "target", "page-schedules");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const count = 9;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const lines = Array.from({ length: count }, (_, n) => ({
      custom_id: `row-${n}`,
      response: { status_code: 200, body: { model: "m", choices: [{ message: { role: "assistant", content: `answer ${seed} ${n}` } }] } },
      error: null,
    }));
    writeFileSync(join(folder, `seed-${seed}.jsonl`), lines.map((line) => JSON.stringify(line) + "\n").join(""));
  }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const draw = random(seed * 77);
    const proxy = await new FaultProxy(labelStudio.url, new Map()).start();
    const { url } = await companion(["--label-studio", proxy.url, "--batches", folder]);
    const project = await labelStudio.createProject(templateXml, `page ${seed}`);
    const pick = (): Fault => HERE[Math.floor(draw() * HERE.length)];
    await oneSchedule(context, url, `seed-${seed}`, proxy, project, labelStudio.pat, pick, draw, count);
    const tasks = await labelStudio.tasks(project);
    expect(tasks.map((task) => task.data.custom_id).sort(), `seed ${seed}: ${proxy.injected}`).toEqual(Array.from({ length: count }, (_, n) => `row-${n}`));
    for (const task of tasks) {
      expect(task.data.llm_response).toBe(`answer ${seed} ${String(task.data.custom_id).slice(4)}`);
    }
    await proxy.stop();
  }
});

async function oneSchedule(context: BrowserContext, url: string, name: string, proxy: FaultProxy, project: number, token: string, pick: () => Fault, draw: () => number, count: number): Promise<void> {
  for (let round = 0; round < 6; round++) {
    // What the round before did not come to is not for the connection's test.
    proxy.plan.clear();
    proxy.imports.length = 0;
    const page = await context.newPage();
    await openBatch(page, `${url}/`, new RegExp(name));
    await choose(page, count);
    await page.getByRole("link", { name: `Push ${count}…` }).click();
    await connect(page, proxy.url, project, token);
    await seen(page, `${count} selected = `);
    // Only now: the test of the connection and the dry run have their own tests.
    if (round < 2) {
      proxy.imports.push(...(draw() < 0.8 ? [pick()] : []));
      for (let n = 0; n < 2; n++) proxy.plan.set(proxy.requests + Math.floor(draw() * 6), pick());
    }
    const resume = page.getByRole("button", { name: "Resume", exact: true });
    const send = page.getByRole("button", { name: `Send ${count} tasks` });
    if (await resume.count()) await resume.click();
    else if ((await send.count()) && (await send.isEnabled())) await send.click();
    else return page.close();
    if (round < 2 && draw() < 0.7) {
      await page.waitForTimeout(draw() * 1_500);
      await page.close();
      continue;
    }
    await expect(page.getByText(/Counted in Label Studio|could not be counted again/)).toBeVisible({ timeout: 60_000 });
    await page.close();
  }
}
