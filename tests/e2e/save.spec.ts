// From the Labeling step into Label Studio: a new project, and another configuration for one that is there.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./harness/test.ts";

const OTHER = `<View>
  <Text name="response" value="$llm_response"/>
  <Choices name="verdict" toName="response">
    <Choice value="right"/>
    <Choice value="wrong"/>
  </Choices>
</View>`;

/** Connected to the project, with the Labeling step open. */
async function labeling(page: Page, pageUrl: string, url: string, project: number, token: string): Promise<void> {
  await page.goto(pageUrl);
  await page.getByRole("link", { name: /support/i }).first().click();
  // The Push step asks for Label Studio once there is something to push.
  await page.getByRole("grid", { name: "Results" }).getByRole("checkbox", { name: /^Select (?!all)/ }).first().click();
  const steps = page.getByRole("navigation", { name: "Steps" });
  await steps.getByRole("link", { name: /Push/ }).click();
  await page.getByLabel("Address", { exact: true }).fill(url);
  await page.getByLabel("Project", { exact: true }).fill(String(project));
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.locator("header.top")).toContainText("save.spec", { timeout: 15_000 });
  await steps.getByRole("link", { name: /Labeling/ }).click();
  await expect(configuration(page)).toBeVisible();
}

const configuration = (page: Page): Locator => page.getByRole("region", { name: "Labeling configuration" });

/** Starts from a template or a copy of one's own. */
async function start(page: Page, title: RegExp): Promise<void> {
  await configuration(page).getByRole("button", { name: /^(Project|Template|Your copy)/ }).click();
  const list = page.getByRole("dialog", { name: "Whose configuration" });
  await expect(list.getByRole("heading")).toHaveText(["Project", "Templates", "Your own"]);
  await list.getByRole("button", { name: title }).click();
  await expect(list).toBeHidden();
}

test("a project's configuration is replaced: asked about, written, read back", async ({ page, pageUrl, labelStudio }) => {
  const project = await labelStudio.createProject(OTHER, "save.spec update");
  await labeling(page, pageUrl, labelStudio.url, project, labelStudio.pat);
  const create = configuration(page).getByRole("button", { name: "New project…" });
  await expect(configuration(page).getByRole("button", { name: "Save to project" }), "it is the project's own").toHaveCount(0);
  await expect(create).not.toHaveAttribute("aria-disabled");

  await start(page, /^Candidate evaluation/);
  await configuration(page).getByRole("button", { name: "Save to project" }).click();
  const dialog = page.getByRole("dialog", { name: "Save to project" });
  await expect(dialog).toContainText("Label Studiotakes it");
  await expect(dialog, "there are no answers that could be lost").not.toContainText("would no longer fit");
  await expect(dialog.getByRole("table", { name: /word by word/ })).toContainText("candidate_ref");
  expect((await labelStudio.project(project)).label_config, "asking writes nothing").toBe(OTHER);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toContainText("It was read back");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  expect((await labelStudio.project(project)).label_config).toContain('value="Candidate $candidate_ref"');
  // What is shown now is the project's own.
  await expect(configuration(page).getByRole("button", { name: /^Project \d+: save.spec update/ })).toBeVisible();
});

test("where annotations stand against it, Label Studio's own words say so, and nothing is written", async ({
  page,
  pageUrl,
  labelStudio,
}) => {
  test.slow(); // Label Studio may take half a minute for an annotation right after an import.
  const project = await labelStudio.createProject(OTHER, "save.spec refused");
  const { task_ids } = await labelStudio.ask<{ task_ids: number[] }>(
    "POST",
    `/api/projects/${project}/import?return_task_ids=true`,
    [{ data: { llm_response: "Four weeks." } }],
  );
  await labelStudio.annotate(task_ids[0], [
    { from_name: "verdict", to_name: "response", type: "choices", value: { choices: ["right"] } },
  ]);
  await labeling(page, pageUrl, labelStudio.url, project, labelStudio.pat);
  await start(page, /^Result review \(chat\)/);
  await configuration(page).getByRole("button", { name: "Save to project" }).click();
  const dialog = page.getByRole("dialog", { name: "Save to project" });
  await expect(dialog.locator("pre.said")).toContainText("1 with from_name=verdict, to_name=response, type=choices");
  await expect(dialog).toContainText("The project has 1 annotation and 0 predictions.");
  await expect(dialog).toContainText("verdict is gone: its answers would be shown nowhere.");
  await expect(dialog).toContainText("New in tasks: conversation");
  await expect(dialog.getByRole("button", { name: "Save all the same" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect((await labelStudio.project(project)).label_config).toBe(OTHER);
});

test("a project that changed meanwhile is not overwritten unseen", async ({ page, pageUrl, labelStudio }) => {
  const project = await labelStudio.createProject(OTHER, "save.spec moved");
  await labeling(page, pageUrl, labelStudio.url, project, labelStudio.pat);
  await start(page, /^Batch result review/);
  await configuration(page).getByRole("button", { name: "Save to project" }).click();
  const dialog = page.getByRole("dialog", { name: "Save to project" });
  await expect(dialog).toContainText("takes it");
  const theirs = OTHER.replace("wrong", "someone else's");
  await labelStudio.ask("PATCH", `/api/projects/${project}/`, { label_config: theirs });
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toContainText("was changed in Label Studio meanwhile");
  expect((await labelStudio.project(project)).label_config).toBe(theirs);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toContainText("It was read back");
  expect((await labelStudio.project(project)).label_config).toContain("corrected_response");
});

test("a new project is made of a template and opened", async ({ page, pageUrl, labelStudio, accessibility }) => {
  const project = await labelStudio.createProject(OTHER, "save.spec create");
  await labeling(page, pageUrl, labelStudio.url, project, labelStudio.pat);
  await start(page, /^Extraction check/);
  await configuration(page).getByRole("button", { name: "New project…" }).click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await expect(dialog).toContainText("takes it");
  const title = dialog.getByLabel("Title");
  await expect(title).toHaveValue("Extraction check");
  await title.fill("ab");
  await expect(dialog).toContainText("at least 3 characters");
  await expect(dialog.getByRole("button", { name: "Create project" })).toBeDisabled();
  await title.fill("save.spec Invoices 2031");
  await dialog.getByLabel(/^Description/).fill("Made by a test.");
  expect(await accessibility(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(dialog).toContainText("It was read back");
  const address = (await dialog.getByRole("link", { name: /^Project \d+: save.spec Invoices 2031/ }).getAttribute("href")) ?? "";
  const made = Number(/projects\/(\d+)/.exec(address)?.[1]);
  expect(made).not.toBe(project);
  await dialog.getByRole("button", { name: "Done" }).click();
  const there = await labelStudio.ask<{ title: string; description: string; label_config: string }>("GET", `/api/projects/${made}/`);
  expect(there).toMatchObject({ title: "save.spec Invoices 2031", description: "Made by a test." });
  expect(there.label_config).toContain('value="$extracted_json"');
  // It is the connection's project now.
  await expect(configuration(page).getByRole("button", { name: `Project ${made}: save.spec Invoices 2031` })).toBeVisible();
});

test("a configuration with errors cannot be saved, and the buttons say why", async ({ page, pageUrl, labelStudio }) => {
  const project = await labelStudio.createProject('<View><Text name="t" value="$t"/><Rating name="r" toName="r"/></View>', "save.spec faulty");
  await labeling(page, pageUrl, labelStudio.url, project, labelStudio.pat);
  const create = configuration(page).getByRole("button", { name: "New project…" });
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await expect(create).toHaveAttribute("title", "Mend 1 error first");
  await create.click({ force: true });
  await expect(page.getByRole("dialog", { name: "New project" })).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: "Mend 1 error first" })).toHaveCount(1);
});
