// The main job, as a person does it: open a batch, choose five results, push them, and count in Label Studio.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeSamples } from "./harness/companion.ts";
import { expect, test } from "./harness/test.ts";
import { choose, connect, openBatch, seen } from "./harness/walk.ts";

const BATCH = /Customer support|support/i;

test("five results of a sample batch arrive in Label Studio once, with a personal access token", async ({
  page,
  pageUrl,
  labelStudio,
  templateXml,
}) => {
  const project = await labelStudio.createProject(templateXml, "journey pat");
  await openBatch(page, pageUrl, BATCH);
  await choose(page, 5);
  await page.getByRole("link", { name: "Push 5…" }).click();
  await connect(page, labelStudio.url, project, labelStudio.pat);

  await seen(page, "5 selected = 5 new");
  expect(await labelStudio.taskCount(project), "a dry run writes nothing").toBe(0);
  await page.getByRole("button", { name: "Send 5 tasks" }).click();
  await seen(page, "5 tasks arrived");

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
  await seen(page, "5 selected = 0 new + 5 already there");
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
  await page.getByRole("link", { name: "Push 3…" }).click();
  await connect(page, labelStudio.url, project, labelStudio.legacyToken);
  await page.getByRole("button", { name: "Send 3 tasks" }).click();
  await seen(page, "3 tasks arrived");
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
  await page.getByRole("link", { name: "Push 1…" }).click();

  await connect(page, labelStudio.url, project, "0".repeat(40));
  await seen(page, "Label Studio does not know this legacy token");
  await connect(page, labelStudio.url, project, "eyJhbGciOiJIUzI1NiJ9.eyJ0b2");
  await seen(page, "cut off");
  await connect(page, labelStudio.url, 99_999, labelStudio.pat);
  await seen(page, "there is no project 99999 here");
  await connect(page, "http://127.0.0.1:9", project, labelStudio.pat);
  await seen(page, "nothing answers at 127.0.0.1:9");
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

test("a link to the preview of a row waits for the row to arrive", async ({ page, pageUrl }) => {
  await page.goto(`${pageUrl}#/batch/batch_sample_support_answers/labeling?row=4`);
  await expect(page.getByRole("region", { name: "Labeling preview" }).getByText("support-00329").nth(1)).toBeVisible();
  await expect(page.getByText("This batch has no such row.")).toHaveCount(0);
});

test("a batch whose requests all failed opens on its most frequent error", async ({ page, pageUrl, request }) => {
  const list = await (await request.get(`${pageUrl}v1/batches?limit=100`)).json();
  const failed = list.data.find(
    (batch: { request_counts: { completed: number; failed: number } }) =>
      batch.request_counts.completed === 0 && batch.request_counts.failed > 0,
  );
  await page.goto(`${pageUrl}#/batch/${encodeURIComponent(failed.id)}/results`);
  await seen(page, /No request succeeded\. The most frequent error, \d+ times: rate_limit/);
});

test("the screens have nothing that axe objects to", async ({ page, pageUrl, accessibility }) => {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await openBatch(page, pageUrl, BATCH);
    await page.getByRole("grid", { name: "Results" }).focus();
    await page.keyboard.press("j");
    expect(await accessibility(page), `results, ${theme}`).toEqual([]);
    for (const step of ["labeling", "push"]) {
      await page.evaluate((to) => (location.hash = location.hash.replace(/(results|labeling|push).*/, to)), step);
      await expect(page.getByRole("heading", { level: 1, name: new RegExp(step, "i") })).toBeVisible();
      expect(await accessibility(page), `${step}, ${theme}`).toEqual([]);
    }
    await page.goto(`${pageUrl}#/batches`);
    await expect(page.getByRole("grid", { name: "Batches" })).toBeVisible();
    expect(await accessibility(page), `batches, ${theme}`).toEqual([]);
  }
});

test("the original, broken configuration is refused with its three faults named", async ({ page, pageUrl }) => {
  const broken = `<View>
  <Header value="Batch Result Review"/>
  <Text name="input" value="$input_messages"/>
  <TextArea name="response" value="$llm_response" editable="true" rows="6"/>
  <Choices name="quality" toName="response" choice="single">
    <Choice value="good"/>
    <Choice value="poor"/>
  </Choices>
  <Checkbox name="gold_star" toName="input" value="Use for training"/>
</View>`;
  await openBatch(page, pageUrl, BATCH);
  await page.evaluate(() => (location.hash = location.hash.replace(/results.*/, "labeling")));
  await page.getByRole("button", { name: /Edit/ }).first().click();
  await page.getByRole("textbox", { name: "Labeling configuration" }).fill(broken);
  const problems = page.locator(".problems li");
  await expect(problems.filter({ hasText: /toName/ }).filter({ hasText: /TextArea/ }).first()).toContainText("4:");
  await expect(problems.filter({ hasText: /control/ }).first()).toContainText("5:");
  await expect(problems.filter({ hasText: /Checkbox/ }).first()).toContainText("9:");
  await expect(page.getByRole("link", { name: /Labeling 3 errors/ })).toBeVisible();
});

test("hostile answers stay text: nothing of them runs, in any view of the row", async ({ page, companion }, info) => {
  const folder = info.outputPath("batches");
  mkdirSync(folder, { recursive: true });
  const evil = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>[x](javascript:window.hit=1)\u202e`;
  const line = (id: string, content: string) =>
    JSON.stringify({
      custom_id: id,
      response: { status_code: 200, body: { choices: [{ message: { role: "assistant", content } }] } },
      error: null,
      input: { messages: [{ role: "user", content: evil }] },
    });
  writeFileSync(join(folder, "hostile.jsonl"), [line(evil, evil), line("json", JSON.stringify({ [evil]: evil }))].join("\n"));
  const { url } = await companion(["--batches", folder]);
  await page.goto(url);
  await page.getByRole("link", { name: /hostile/ }).first().click();
  const grid = page.getByRole("grid", { name: "Results" });
  await expect(page.locator("footer.statusline")).toContainText("2 rows, all read");
  await grid.focus();
  for (let row = 0; row < 2; row++) {
    await page.keyboard.press("j");
    for (const tab of ["Chat", "JSON", "Raw line"]) await page.getByRole("tab", { name: tab }).click();
    await grid.focus();
  }
  await page.evaluate(() => (location.hash = location.hash.replace(/results.*/, "labeling?row=1")));
  await expect(page.getByRole("heading", { level: 1, name: "Labeling" })).toBeVisible();
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
  expect(await page.evaluate(() => document.querySelector("batch-curator")?.shadowRoot?.querySelectorAll("img, script").length)).toBe(0);
});

test("50,000 lines open without freezing the page", async ({ page, companion }, info) => {
  test.setTimeout(180_000);
  const folder = info.outputPath("large");
  writeSamples(folder, 50_000);
  const { url } = await companion(["--batches", folder]);
  await page.addInitScript(() => {
    const seen = { longest: 0, firstRows: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) seen.longest = Math.max(seen.longest, task.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url);
  await page.getByRole("grid", { name: "Batches" }).getByRole("link").first().click();
  await expect(page.getByRole("grid", { name: "Results" }).getByRole("row").nth(10)).toBeVisible();
  await expect(page.locator("footer.statusline")).toContainText("50,000 rows, all read", { timeout: 120_000 });
  const longest = await page.evaluate(() => (window as unknown as { seen: { longest: number } }).seen.longest);
  console.log(`50,000 lines: longest task of the main thread ${Math.round(longest)} ms`);
  // Frozen is what a person feels as frozen; the budget of 50 ms is the benchmark's matter.
  expect(longest).toBeLessThan(1_000);
  await page.getByRole("grid", { name: "Results" }).focus();
  await page.keyboard.press("End");
  await expect(page.locator(".detail .pane-head").first()).toContainText("50,000 of 50,000");
});

test("a batch API of one's own is passed on, and one that is down is named instead of a blank page", async ({ page, companion }) => {
  const upstream = await companion();
  const { url } = await companion(["--batch-api", upstream.url]);
  await openBatch(page, url, BATCH);
  await expect(page.getByRole("grid", { name: "Results" }).getByRole("row").nth(3)).toBeVisible();
  await upstream.stop();
  await page.goto(`${url}/#/batches`);
  await page.reload();
  await expect(page.getByText(/The batch API at .* does not answer/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /again|retry/i }).first()).toBeVisible();
});

test("the page says nothing to the console and breaks no policy on the way to a push", async ({
  page,
  pageUrl,
  labelStudio,
  templateXml,
}) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(error.message));
  const project = await labelStudio.createProject(templateXml, "journey console");
  await openBatch(page, pageUrl, BATCH);
  await choose(page, 2);
  await page.getByRole("link", { name: "Preview labeling" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Labeling" })).toBeVisible();
  await page.getByRole("link", { name: "Push 2…" }).click();
  await connect(page, labelStudio.url, project, labelStudio.pat);
  await seen(page, "2 selected = 2 new");
  // Chromium's own remark on the integrity attribute of a preloaded wasm file.
  expect(said.filter((line) => !line.includes("crbug.com/981419"))).toEqual([]);
});
