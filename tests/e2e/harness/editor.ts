// Label Studio's own editor, as an annotator has it: the judge of every configuration.
import type { Page } from "@playwright/test";
import { LabelStudio } from "./label-studio.ts";
import { expect, test } from "./test.ts";

export interface Answer {
  from_name: string;
  to_name: string;
  type: string;
  value: Record<string, unknown>;
}

export interface Annotator {
  page: Page;
  studio: LabelStudio;
}

/** An annotator who is signed in for all tests of a file; there from the first of them on. */
export function annotator(): Annotator {
  const here = {} as Annotator;
  test.beforeAll(async ({ browser }) => {
    here.studio = new LabelStudio(JSON.parse(process.env.E2E_LABEL_STUDIO ?? "{}"));
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    here.page = await context.newPage();
    await signIn(here.page, here.studio);
  });
  test.afterAll(() => here.page.context().close());
  return here;
}

/** Signs in with the account's password; the page keeps the session. */
export async function signIn(page: Page, studio: LabelStudio): Promise<void> {
  await page.goto(`${studio.url}/user/login/`);
  await page.locator('input[name="email"]').fill(studio.about.email);
  await page.locator('input[name="password"]').fill(studio.about.password);
  await page.locator('button[type="submit"]').first().click();
  await page.waitForURL((url) => !url.pathname.includes("login"));
}

/** A project of this configuration with one task, opened for labeling. Answers with the task. */
export async function openTask(page: Page, studio: LabelStudio, xml: string, data: unknown, title: string): Promise<number> {
  const project = await studio.createProject(xml, title);
  const path = `/api/projects/${project}/import?return_task_ids=true`;
  const { task_ids } = await studio.ask<{ task_ids: number[] }>("POST", path, [{ data }]);
  const [task] = task_ids;
  if (task === undefined) throw new Error(`${title}: the import names no task`);
  await page.goto(`${studio.url}/projects/${project}/data?task=${task}`);
  return task;
}

/** Presses Submit, and reads back what Label Studio has then. */
export async function submit(page: Page, studio: LabelStudio, task: number): Promise<Answer[]> {
  await submitButton(page).click();
  const annotations = () => studio.ask<{ result: Answer[] }[]>("GET", `/api/tasks/${task}/annotations/`);
  await expect.poll(async () => (await annotations()).length, { message: "annotations of the task" }).toBe(1);
  return (await annotations())[0]?.result ?? [];
}

/** What a page throws while a configuration is shown; the editor throws where it goes blank. */
export function thrown(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message.split("\n")[0] ?? ""));
  return errors;
}

/** What the annotator works on: the configuration as the editor shows it. */
export const shown = (page: Page) => page.locator(".lsf-main-view__annotation");

/** The button that ends the work on a task. */
export const submitButton = (page: Page) => page.getByTestId("bottombar-submit-button");

/** Ticks or picks a choice by its value. */
export const choose = (page: Page, value: string) => shown(page).locator(`.lsf-choices input[name="${value}"]`).check();

/** Gives so many stars. */
export const stars = (page: Page, count: number) => shown(page).getByRole("radio", { name: /star/ }).nth(count - 1).click();
