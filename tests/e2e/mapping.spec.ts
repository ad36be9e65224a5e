// From results to pre-selected answers: suggested, looked at, changed, kept, pushed, and seen in Label Studio's editor.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { type Answer, annotator, shown, submit, submitButton, thrown } from "./harness/editor.ts";
import { ROOT } from "./harness/processes.ts";
import { ASKED, writeResults } from "./harness/results.ts";
import { expect, test } from "./harness/test.ts";
import { connect, openBatch, seen, step } from "./harness/walk.ts";

const here = annotator();

const template = (id: string): string => readFileSync(join(ROOT, `src/core/labeling/templates/${id}.xml`), "utf8");

/** The values of each control's regions. */
function byControl(results: Answer[]): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  for (const { from_name, value } of results) (found[from_name] ??= []).push(value);
  return found;
}

/** Opens the batch of this name with all of its rows chosen. */
async function openAll(page: Page, url: string, name: string): Promise<void> {
  await openBatch(page, url, new RegExp(name));
  await page.getByRole("checkbox", { name: /^Select all/ }).click();
}

for (const [id, { results, expected }] of Object.entries(ASKED)) {
  test(`${id}: suggested, pushed, and pre-selected in the editor`, async ({ page: own, companion }, info) => {
    const { page, studio } = here;
    const folder = info.outputPath("batches");
    writeResults(folder, `judged-${id}`, results);
    const { url } = await companion(["--batches", folder]);
    const project = await studio.createProject(template(id), `mapping ${id}`);
    await openAll(own, url, `judged-${id}`);
    await step(own, "Push");
    await connect(own, studio.url, project, studio.pat);
    await own.getByRole("button", { name: `Send ${results.length} tasks` }).click();
    await seen(own, `${results.length} tasks arrived`);

    const errors = thrown(page);
    const tasks = await studio.tasks(project);
    expect(tasks.map((task) => task.data.custom_id)).toEqual(results.map((result) => result.id));
    for (const [at, task] of tasks.entries()) {
      const { predictions } = await studio.ask<{ predictions: { result: Answer[]; model_version: string }[] }>("GET", `/api/tasks/${task.id}/`);
      expect(predictions.map((one) => byControl(one.result)), `${task.data.custom_id}: as Label Studio keeps it`).toEqual([expected[at]]);
      expect(predictions[0]?.model_version).toBe("judge-1");
      // Nobody touches anything: what is sent off is what was pre-selected.
      await page.goto(`${studio.url}/projects/${project}/data?task=${task.id}`);
      await expect(submitButton(page)).toBeVisible();
      for (const value of Object.values(expected[at] ?? {}).flat() as { choices?: string[]; labels?: string[]; text?: string }[]) {
        for (const choice of value.choices ?? []) {
          await expect(shown(page).locator(`.lsf-choices input[name="${choice}"]`).first()).toBeChecked();
        }
        // A span is drawn after its text is: what is sent off before has none.
        if (value.labels) await expect(shown(page).locator(".htx-highlight").filter({ hasText: value.text ?? "" })).toBeVisible();
      }
      expect(byControl(await submit(page, studio, task.id)), `${task.data.custom_id}: as submitted`).toMatchObject(expected[at] ?? {});
    }
    expect(errors).toEqual([]);
    page.removeAllListeners("pageerror");
  });
}

const REVIEW = `<View>
  <Text name="ticket" value="$ticket"/>
  <Text name="answer" value="$answer"/>
  <Choices name="tone" toName="answer">
    <Choice value="Friendly"/>
    <Choice value="Neutral"/>
    <Choice value="Rude"/>
  </Choices>
  <Rating name="stars" toName="answer"/>
</View>`;

/** Six answers: two name a tone of their own, one has no stars, one no JSON. */
const TICKETS = [
  { tone: "Friendly", grade: 5 },
  { tone: "Neutral", grade: 3 },
  { tone: "kind", grade: 4 },
  { tone: "kind", grade: 2 },
  { tone: "Rude" },
  "I would rather not say.",
].map((answer, at) => ({ id: `ticket-${at + 1}`, user: "Where is my parcel?", answer }));

const mapping = (page: Page): Locator => page.getByRole("region", { name: "Mapping" });
const problems = (page: Page): Locator => page.getByRole("region", { name: "Problems" });
const target = (page: Page, name: string): Locator => mapping(page).getByRole("button", { name: new RegExp(`^Where \\$?${name} comes from`) });

/** The Labeling step with REVIEW over the tickets, all of them chosen. */
async function labeling(page: Page, url: string): Promise<void> {
  await openAll(page, url, "tickets");
  await step(page, "Labeling");
  await page.getByRole("button", { name: /^Template:/ }).click();
  await page.getByRole("button", { name: /^Your copy/ }).click();
  await page.getByRole("textbox", { name: "Labeling configuration" }).fill(REVIEW);
  await expect(target(page, "ticket")).toBeVisible();
}

test("a value is picked from the result, tried, taken and taken back", async ({ page, companion, accessibility }, info) => {
  const folder = info.outputPath("batches");
  writeResults(folder, "tickets", TICKETS);
  const { url } = await companion(["--batches", folder]);
  await labeling(page, url);

  await expect(target(page, "tone")).toContainText("output.json.tone");
  await target(page, "stars").press("Enter");
  const picker = page.getByRole("dialog", { name: "Where the value comes from" });
  await expect(picker.getByLabel("Path", { exact: true })).toBeVisible();
  await picker.getByRole("button", { name: "Use output.json.grade" }).click();
  await expect(picker.getByLabel("Path", { exact: true })).toHaveValue("output.json.grade");
  await expect(picker.getByText("fits", { exact: true })).toBeVisible();
  await picker.getByLabel("Path", { exact: true }).fill("output.json.[");
  await expect(picker.getByRole("button", { name: "Use it" })).toBeDisabled();
  await picker.getByLabel("Path", { exact: true }).fill("output.json.tone");
  await expect(picker.getByText("`Friendly` is no number of stars").or(picker.getByText("is no number of stars"))).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await accessibility(page), `picker, ${theme}`).toEqual([]);
  }
  await picker.getByRole("button", { name: "Use output.json.grade" }).click();
  await picker.getByRole("button", { name: "Use it" }).click();
  await expect(picker).toBeHidden();
  await expect(target(page, "stars"), "the focus returns to where it was").toBeFocused();
  await expect(target(page, "stars")).toContainText("output.json.grade");
  await expect(page.getByRole("region", { name: "Labeling preview" }).getByRole("radio", { name: /^5 of/ })).toBeChecked();

  // Escape changes nothing.
  await target(page, "stars").press("Enter");
  await picker.getByLabel("Path", { exact: true }).fill("output.text");
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();
  await expect(target(page, "stars")).toContainText("output.json.grade");
});

test("problems of all chosen rows name the cause, lead to the row, and offer what to do", async ({ page, companion, accessibility }, info) => {
  const folder = info.outputPath("batches");
  writeResults(folder, "tickets", TICKETS);
  const { url } = await companion(["--batches", folder]);
  await labeling(page, url);
  await problems(page).getByRole("tab", { name: /^Rows/ }).click();
  const list = problems(page).getByRole("tabpanel", { name: "Problems of rows" });
  const kind = list.getByRole("listitem").filter({ hasText: "kind" });
  await expect(kind).toContainText("is not among the choices");
  await expect(kind).toContainText("in 2 rows");
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await accessibility(page), `rows, ${theme}`).toEqual([]);
  }
  await kind.getByRole("button", { name: "ticket-3" }).click();
  await expect(page).toHaveURL(/row=3$/);
  await list.getByRole("button", { name: "Next row that fails" }).click();
  await expect(page).toHaveURL(/row=4$/);
  // A word of the model's own becomes a choice.
  await kind.getByRole("button", { name: "Leave unanswered" }).click();
  await expect(list.getByRole("listitem").filter({ hasText: "Refused" }).filter({ hasText: "kind" })).toHaveCount(0);
  await expect(mapping(page).getByText("edited")).toBeVisible();
});

test("a mapping is kept by name, given away as a file, and says what changed in another configuration", async ({ page, companion }, info) => {
  const folder = info.outputPath("batches");
  writeResults(folder, "tickets", TICKETS);
  const { url } = await companion(["--batches", folder]);
  await labeling(page, url);
  const whose = mapping(page).getByRole("button", { name: "Whose mapping" }).or(mapping(page).getByRole("button", { name: /^(Suggested|Tickets)/ }));
  await target(page, "stars").click();
  const picker = page.getByRole("dialog", { name: "Where the value comes from" });
  // The mouse takes a value wherever it is clicked, not only at its button.
  await picker.locator(".leaf", { has: page.getByRole("button", { name: "Use output.json.grade" }) }).locator(".k").click();
  await expect(picker.getByLabel("Path", { exact: true })).toHaveValue("output.json.grade");
  await picker.getByRole("button", { name: "Use it" }).click();
  await whose.first().click();
  await page.getByLabel("Name of the preset").fill("Tickets");
  await page.getByRole("button", { name: "Save preset" }).click();
  await expect(whose.first()).toContainText("Tickets");
  await expect(mapping(page).getByText("edited")).toBeHidden();

  await whose.first().click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Download/ }).click();
  const saved = await (await download).path();
  const file = JSON.parse(readFileSync(saved, "utf8"));
  expect(file).toMatchObject({ name: "Tickets", config: REVIEW });
  expect(JSON.stringify(file)).toContain("output.json.grade");

  // Another browser has never heard of it; there it is opened from the file, over another configuration.
  const other = await page.context().browser()?.newContext();
  if (!other) throw new Error("there is no browser");
  const fresh = await other.newPage();
  await labeling(fresh, url);
  await fresh.getByRole("textbox", { name: "Labeling configuration" }).fill(REVIEW.replace("Rude", "Cold"));
  await mapping(fresh).getByRole("button", { name: /^Suggested/ }).click();
  await fresh.locator('input[type="file"][accept*="json"]').last().setInputFiles({
    name: `${basename(saved)}.json`,
    mimeType: "application/json",
    buffer: readFileSync(saved),
  });
  await expect(target(fresh, "stars")).toContainText("output.json.grade");
  await expect(mapping(fresh)).toContainText("Rude");
  await other.close();
});

test("the project that the batch's metadata names is offered, and its task_data and task_meta travel along", async ({ page, companion, labelStudio: studio }, info) => {
  const folder = info.outputPath("batches");
  writeResults(folder, "tickets", TICKETS.slice(0, 3));
  const project = await studio.createProject('<View><Text name="t" value="$llm_response"/></View>', "named by the batch");
  const metadata = { label_studio_project_id: String(project), task_data: JSON.stringify({ desk: "north" }), task_meta: JSON.stringify({ shift: 2 }) };
  writeFileSync(join(folder, "tickets.batch.json"), JSON.stringify({ metadata }));
  const { url } = await companion(["--batches", folder]);
  await openAll(page, url, "tickets");
  await step(page, "Push");
  await expect(page.getByLabel("Project", { exact: true })).toHaveValue(String(project));
  await connect(page, studio.url, project + 1000, studio.pat);
  await seen(page, `This batch was made for project ${project}`);
  await page.getByRole("button", { name: `Take project ${project}` }).click();
  await page.getByRole("button", { name: "Test again" }).click();
  await page.getByRole("button", { name: "Send 3 tasks" }).click();
  await seen(page, "3 tasks arrived");
  for (const { data, meta } of await studio.tasks(project)) {
    expect(data).toMatchObject({ desk: "north" });
    expect(meta).toMatchObject({ shift: 2 });
  }
});
