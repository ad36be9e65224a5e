// The package in other people's pages: the examples that the README leads to, and what a host page may choose.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { freePort, Program, ROOT } from "./harness/processes.ts";
import { EXAMPLES, makePackage, PACKAGE, Site, views } from "./harness/site.ts";
import { expect, test } from "./harness/test.ts";

const SUPPORT = /support/i;
const BATCH = "batch_sample_contract_summaries";
let site: Site;

test.beforeAll(async () => {
  makePackage();
  site = await new Site().start();
});
test.afterAll(() => site.stop());

/** The details of an event so far. */
async function events(page: Page, name: string): Promise<Record<string, unknown>[]> {
  return page.evaluate((name) => (window as unknown as { heard: [string, Record<string, unknown>][] }).heard.filter(([type]) => type === name).map(([, detail]) => detail), `batch-curator:${name}`);
}

/** Remembers every event of the element. */
const HEAR = `window.heard = [];
for (const name of ["ready", "error", "navigated", "opened", "selected", "push-started", "push-progressed", "pushed"])
  addEventListener("batch-curator:" + name, (event) => heard.push([event.type, event.detail]));`;

test("plain HTML: two lines, a theme of its own, and nothing leaves the site", async ({ page, accessibility }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  await page.goto(`${site.url}/plain/`);
  const trail = page.getByRole("navigation", { name: "Steps" });
  await expect(trail.getByRole("listitem")).toHaveText([/Batches/, /Results/]);
  await expect(trail).toHaveCSS("letter-spacing", /0\.5/);
  await page.getByRole("link", { name: SUPPORT }).first().click();
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
  await page.getByRole("grid", { name: "Results" }).getByRole("checkbox", { name: /^Select (?!all)/ }).first().click();
  await expect(page.locator(".selbar .count")).toHaveCSS("color", "rgb(122, 31, 92)");
  for (const hidden of ["Preview labeling", /^Push/, /Connect/]) await expect(page.getByRole("link", { name: hidden })).toHaveCount(0);
  expect(new URL(page.url()).hash, "the address is the host's").toBe("");
  expect(await accessibility(page)).toEqual([]);
  expect(foreign).toEqual([]);
});

test("React in strict mode: one view, its own headers to the batch API, and the selection comes back", async ({ page }) => {
  site.passed.length = 0;
  await page.goto(`${site.url}/react/`);
  await page.getByRole("link", { name: SUPPORT }).first().click();
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
  expect(await views(page)).toBe(1);
  await page.getByRole("grid", { name: "Results" }).getByRole("checkbox", { name: /^Select (?!all)/ }).first().click();
  await page.getByRole("button", { name: "Give to the dashboard" }).click();
  await expect(page.locator("output")).toHaveText(/^1 of batch_sample_\w+: \S+/);
  const kinds = site.passed.map(({ path }) => path.split("?")[0].replace(/batch_[\w-]+|file[\w-]+/, "ID"));
  expect(new Set(kinds).size, kinds.join()).toBeGreaterThan(1);
  expect(kinds.some((path) => path.endsWith("/content")), "also what the worker reads").toBe(true);
  for (const { path, headers } of site.passed) expect(headers["x-dashboard"], path).toBe("react");
  await page.getByRole("button", { name: "Hide" }).click();
  await expect.poll(() => views(page)).toBe(0);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("link", { name: SUPPORT }).first()).toBeVisible();
});

test("a page of FastAPI with the package in its static folder, its batch API on another origin", async ({ page, companion }) => {
  test.slow();
  const port = await freePort();
  const host = `http://127.0.0.1:${port}`;
  const { url } = await companion(["--cors-origin", host]);
  const args = ["app:app", "--host", "127.0.0.1", "--port", String(port), "--app-dir", join(EXAMPLES, "fastapi")];
  const fastapi = Program.start("FastAPI", process.env.FASTAPI ?? "uvicorn", args, { BATCH_API: url, PACKAGE });
  await fastapi.until(() => fetch(`${host}/dashboard`).then((answer) => answer.ok || undefined, () => undefined), 30);
  try {
    await page.goto(`${host}/dashboard`);
    await page.getByRole("link", { name: SUPPORT }).first().click();
    await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
    const preview = page.locator("labeling-preview");
    await expect(preview.getByText("It is the cassette.")).toBeVisible();
    await preview.getByRole("radio", { name: "Fine" }).check();
    await preview.evaluate((element) => element.setAttribute("task", '{"data": {"text": "No, it is the chain."}}'));
    await expect(preview.getByText("No, it is the chain.")).toBeVisible();
    await preview.evaluate((element) => element.setAttribute("config", '<View>\n<Text name="t" value="$text"/>\n<Choices name="c" toName="x"><Choice value="Fine"/></Choices></View>'));
    await expect(preview.getByRole("status")).toContainText("Line 3:");
  } finally {
    await fastapi.stop();
  }
});

test("in an iframe, below a path of the host's", async ({ page }) => {
  await page.goto(`${site.url}/iframe/`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("link", { name: SUPPORT }).first().click();
  await expect(frame.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
  await expect(frame.getByRole("link", { name: "Push", exact: false }).first()).toBeVisible();
});

test("push alone: one batch, chosen by the host, sent, and told step by step", async ({ page, labelStudio, templateXml }) => {
  const project = await labelStudio.createProject(templateXml, "embedded push");
  await page.goto(site.page("/push", `<batch-curator id="it" style="height:700px"></batch-curator>`, {
    script: `${HEAR}
document.getElementById("it").options = { steps: ["push"], batch: "${BATCH}", select: "outcome:ok", labelStudio: { url: "${labelStudio.url}", project: ${project} } };
import("/batch-curator/elements.js");`,
  }));
  await expect(page.getByRole("navigation", { name: "Steps" })).toHaveCount(0);
  await page.getByLabel("Token", { exact: true }).fill(labelStudio.pat);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.locator("main").getByText(/\d+ selected = /).first()).toBeVisible({ timeout: 30_000 });
  const [opened] = await events(page, "opened");
  expect(opened).toMatchObject({ batchId: BATCH, how: "ready" });
  const chosen = (await events(page, "selected")).length;
  expect(chosen, "the host's own choice is told too").toBeGreaterThan(0);
  const dry = (await page.locator("main").getByText(/\d+ selected = /).first().textContent()) ?? "";
  const [selected, fresh] = (dry.match(/\d+/g) ?? []).map(Number);
  expect(selected).toBeGreaterThan(0);
  expect(selected).toBeLessThan(opened.rows as number);
  await page.getByRole("button", { name: `Send ${fresh} task` }).click();
  await expect(page.getByText("Counted in Label Studio")).toBeVisible({ timeout: 60_000 });
  const [pushed] = await events(page, "pushed");
  const [started] = await events(page, "push-started");
  expect([started.tasks, pushed.created, await labelStudio.taskCount(project)]).toEqual([fresh, fresh, fresh]);
  const said = JSON.stringify(await page.evaluate(() => (window as unknown as { heard: unknown }).heard));
  expect(said).not.toContain(labelStudio.pat);
});

test("a function of the host that fails is told in its own words", async ({ page }) => {
  await page.goto(site.page("/failing", `<batch-curator id="it" style="height:600px"></batch-curator>`, {
    script: `${HEAR}
document.getElementById("it").options = { headers: () => { throw new Error("no session") } };
import("/batch-curator/elements.js");`,
  }));
  await expect(page.getByText(/gave no headers: no session/).first()).toBeVisible();
  expect((await events(page, "error"))[0].message).toContain("no session");
});

test("an option that is wrong is named, in the element's place and as an event", async ({ page }) => {
  await page.goto(site.page("/wrong", `<batch-curator steps="results"></batch-curator><labeling-preview task="{"></labeling-preview>`, {
    script: `${HEAR}import("/batch-curator/elements.js");`,
  }));
  await expect(page.locator("batch-curator").getByRole("alert")).toContainText("name a `batch`");
  await expect(page.locator("labeling-preview").getByRole("alert")).toContainText("The option `task` is wrong");
  expect((await events(page, "error")).length).toBe(2);
  await page.locator("batch-curator").evaluate((element) => element.setAttribute("steps", "batches"));
  await expect(page.getByRole("link", { name: SUPPORT }).first()).toBeVisible();
});

test("the package's types hold for a host's TypeScript", () => {
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", join(EXAMPLES, "tsconfig.json")], { encoding: "utf8" });
});
