// The main job, as a person does it: open a batch, choose five results, push them, and count in Label Studio.
import type { Page } from "@playwright/test";
import { expect, test } from "./harness/test.ts";

const BATCH = /Customer support|support/i;

/** Opens the first sample batch whose name matches, and waits until its files are read. */
async function openBatch(page: Page, pageUrl: string, name: RegExp): Promise<void> {
  await page.goto(pageUrl);
  await page.getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
}

/** Chooses the first succeeded rows. */
async function choose(page: Page, count: number): Promise<void> {
  await page.getByRole("button", { name: /Succeeded/ }).click();
  const boxes = page.getByRole("grid", { name: "Results" }).getByRole("checkbox", { name: /^Select (?!all)/ });
  for (let row = 0; row < count; row++) await boxes.nth(row).click();
  await expect(page.locator(".selbar .count")).toHaveText(String(count));
}

async function connect(page: Page, url: string, project: number, token: string): Promise<void> {
  await page.getByLabel("Address").fill(url);
  await page.getByLabel("Project", { exact: true }).fill(String(project));
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Test connection" }).click();
}

test("five results of a sample batch arrive in Label Studio once, with a personal access token", async ({
  page,
  pageUrl,
  labelStudio,
  templateXml,
}) => {
  const project = await labelStudio.createProject(templateXml, "journey pat");
  await openBatch(page, pageUrl, BATCH);
  await choose(page, 5);
  await page.getByRole("link", { name: /^Push 5/ }).click();
  await connect(page, labelStudio.url, project, labelStudio.pat);

  await expect(page.getByText("5 selected = 5 new")).toBeVisible();
  expect(await labelStudio.taskCount(project), "a dry run writes nothing").toBe(0);
  await page.getByRole("button", { name: "Send 5 tasks" }).click();
  await expect(page.getByText("5 tasks arrived")).toBeVisible();

  // The proof is Label Studio's own.
  expect(await labelStudio.taskCount(project)).toBe(5);
  const tasks = await labelStudio.tasks(project);
  for (const task of tasks) {
    expect(task.data).toMatchObject({
      custom_id: expect.any(String),
      batch_id: expect.any(String),
      model: expect.any(String),
      input_messages: expect.stringContaining("[user]"),
      llm_response: expect.stringMatching(/\S/),
    });
    expect(task.meta).toMatchObject({
      key: expect.stringMatching(/^k1:[0-9a-f]{32}$/),
      batch_id: task.data.batch_id,
      custom_id: task.data.custom_id,
    });
  }
  expect(new Set(tasks.map((task) => task.meta?.key)).size).toBe(5);

  // The same five again: nothing is sent.
  const imports: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/import")) imports.push(request.url());
  });
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText("5 selected = 0 new + 5 already there")).toBeVisible();
  expect(await labelStudio.taskCount(project)).toBe(5);
  expect(imports).toEqual([]);
});

test("the same with a legacy token, and the token stays out of storage, address and page", async ({
  page,
  pageUrl,
  labelStudio,
  templateXml,
}) => {
  const project = await labelStudio.createProject(templateXml, "journey legacy");
  await openBatch(page, pageUrl, BATCH);
  await choose(page, 3);
  await page.getByRole("link", { name: /^Push 3/ }).click();
  await connect(page, labelStudio.url, project, labelStudio.legacyToken);
  await page.getByRole("button", { name: "Send 3 tasks" }).click();
  await expect(page.getByText("3 tasks arrived")).toBeVisible();
  expect(await labelStudio.taskCount(project)).toBe(3);

  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, location.href]));
  expect(kept).not.toContain(labelStudio.legacyToken);
  const shown = await page.evaluate(() => document.querySelector("batch-curator")?.shadowRoot?.textContent ?? "");
  expect(shown).not.toContain(labelStudio.legacyToken);
});

test("a wrong token, a wrong project and a dead address are each named", async ({ page, pageUrl, labelStudio, templateXml }) => {
  const project = await labelStudio.createProject(templateXml, "journey faults");
  await openBatch(page, pageUrl, BATCH);
  await choose(page, 1);
  await page.getByRole("link", { name: /^Push 1/ }).click();

  await connect(page, labelStudio.url, project, "0".repeat(40));
  await expect(page.getByText("Label Studio does not know this legacy token")).toBeVisible();
  await connect(page, labelStudio.url, project, "eyJhbGciOiJIUzI1NiJ9.eyJ0b2");
  await expect(page.getByText("cut off")).toBeVisible();
  await connect(page, labelStudio.url, 99_999, labelStudio.pat);
  await expect(page.getByText("there is no project 99999 here")).toBeVisible();
  await connect(page, "http://127.0.0.1:9", project, labelStudio.pat);
  await expect(page.getByText("nothing answers at 127.0.0.1:9")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send/ })).toHaveCount(0);
  expect(await labelStudio.taskCount(project)).toBe(0);
});

test("a reload keeps its place, and a link leads to its row", async ({ page, pageUrl }) => {
  await openBatch(page, pageUrl, BATCH);
  await page.getByRole("grid", { name: "Results" }).focus();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const address = page.url();
  expect(address).toContain("row=2");
  const heading = page.locator(".detail h2");
  const name = await heading.textContent();
  await page.reload();
  await expect(heading).toHaveText(name ?? "");
  expect(page.url()).toBe(address);
});

test("a batch whose requests all failed opens on its most frequent error", async ({ page, pageUrl, request }) => {
  const list = await (await request.get(`${pageUrl}v1/batches?limit=100`)).json();
  const failed = list.data.find(
    (batch: { request_counts: { completed: number; failed: number } }) =>
      batch.request_counts.completed === 0 && batch.request_counts.failed > 0,
  );
  await page.goto(`${pageUrl}#/batch/${encodeURIComponent(failed.id)}/results`);
  await expect(page.getByText(/No request succeeded\. The most frequent error, \d+ times/)).toBeVisible();
});

test("the screens have nothing that axe objects to", async ({ page, pageUrl, accessibility }) => {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await openBatch(page, pageUrl, BATCH);
    await page.getByRole("grid", { name: "Results" }).focus();
    await page.keyboard.press("j");
    expect(await accessibility(page), `results, ${theme}`).toEqual([]);
    for (const step of ["labeling", "push"]) {
      await page.evaluate((to) => (location.hash = location.hash.replace(/results.*/, to)), step);
      await expect(page.getByRole("heading", { level: 1, name: new RegExp(step, "i") })).toBeVisible();
      expect(await accessibility(page), `${step}, ${theme}`).toEqual([]);
    }
    await page.goto(`${pageUrl}#/batches`);
    await expect(page.getByRole("grid", { name: "Batches" })).toBeVisible();
    expect(await accessibility(page), `batches, ${theme}`).toEqual([]);
  }
});
