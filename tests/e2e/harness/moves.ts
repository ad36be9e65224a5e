// What a person does to answer a task, done alike in Label Studio's own editor and in our preview of it.
import type { Page } from "@playwright/test";
import { drag } from "./drag.ts";
import { type Answer, choose, shown, stars } from "./editor.ts";
import { expect } from "./test.ts";

export type Move =
  | { choose: string }
  | { stars: number }
  | { number: number }
  | { write: string }
  | { better: "left" | "right"; words: string }
  /** Words of an object, by the label that they get. */
  | { mark: string; label: string }
  /** A path of a taxonomy. */
  | { pick: string[] }
  /** A day, `YYYY-MM-DD`. */
  | { day: string };

/** What counts of a result: what is said, about what. */
type Said = Pick<Answer, "from_name" | "to_name" | "type" | "value">;

/** The sample task in the comment at the end of a configuration. */
export const sampleTask = (xml: string): { data: Record<string, unknown> } =>
  JSON.parse(xml.slice(xml.lastIndexOf("<!--") + 4, xml.lastIndexOf("-->")));

/** Answers in Label Studio. */
export async function inEditor(page: Page, moves: Move[]): Promise<void> {
  for (const move of moves) {
    if ("choose" in move) await choose(page, move.choose);
    else if ("stars" in move) await stars(page, move.stars);
    else if ("number" in move) await shown(page).locator('input[type="number"]').fill(String(move.number));
    else if ("write" in move) await shown(page).locator("textarea").fill(move.write);
    else if ("mark" in move) {
      await shown(page).locator(".lsf-label", { hasText: move.label }).click();
      await drag(page, ".lsf-main-view__annotation", move.mark);
      // What was marked stays selected: the next label would be another one of it.
      await page.keyboard.press("Escape");
    } else if ("pick" in move) await pickInEditor(page, move.pick);
    else if ("day" in move) await fillDay(page, move.day);
    else await shown(page).getByText(move.words).click();
  }
}

/** Shows a configuration with its sample task: without a row there is no other. */
export async function preview(page: Page, pageUrl: string, xml: string): Promise<void> {
  const { data } = await (await fetch(`${pageUrl}v1/batches`)).json();
  await page.goto(`${pageUrl}#/batch/${encodeURIComponent(data[0].id)}/labeling?row=999999`);
  await page.getByRole("textbox", { name: "Labeling configuration" }).fill(xml);
  await expect(page.getByText("Shown with the sample task of the configuration.")).toBeVisible();
}

/** Opens the taxonomy's list, unfolds the path and ticks its end. */
async function pickInEditor(page: Page, path: string[]): Promise<void> {
  await shown(page).locator(".htx-taxonomy, .ant-select").first().click();
  for (const [at, name] of path.entries()) {
    const node = page.locator(".ant-select-tree-treenode", { hasText: name }).first();
    if (at + 1 < path.length) await node.locator(".ant-select-tree-switcher").click();
    else await node.locator(".ant-select-tree-checkbox").click();
  }
  await page.keyboard.press("Escape");
}

/** The editor's date has an input of its own. */
async function fillDay(page: Page, day: string): Promise<void> {
  const input = shown(page).locator(".lsf-datetime input, input.lsf-datetime, input[type=date]").first();
  await input.click();
  await input.fill(day);
  await page.keyboard.press("Escape");
}

/** Answers in the preview. */
export async function inPreview(page: Page, moves: Move[]): Promise<void> {
  const screen = page.locator(".ls");
  const labelled = (words: string) => screen.locator("label", { has: page.getByText(words, { exact: true }) }).locator("input");
  for (const move of moves) {
    if ("choose" in move) await labelled(move.choose).click();
    else if ("stars" in move) await screen.getByRole("radio", { name: new RegExp(`^${move.stars} of`) }).click({ force: true });
    else if ("number" in move) await screen.locator('input[type="number"]').fill(String(move.number));
    else if ("write" in move) await screen.locator("textarea:visible").fill(move.write);
    else if ("mark" in move) {
      await screen.locator(".ls-label", { hasText: move.label }).first().click();
      await drag(page, ".ls", move.mark);
    } else if ("pick" in move) {
      const tree = screen.locator("details", { has: page.locator(".ls-tree") });
      if ((await tree.getAttribute("open")) === null) await tree.locator("summary").click();
      await labelled(move.pick.at(-1) ?? "").click();
    } else if ("day" in move) await screen.locator('input[type="date"]').fill(move.day);
    else await screen.getByRole("radio", { name: new RegExp(`^${move.better}`) }).click();
  }
}

/** The result that the preview shows beside it. */
export async function previewed(page: Page): Promise<Said[]> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const pane = page.getByRole("region", { name: "Labeling preview" });
  await pane.getByRole("button", { name: "Result", exact: true }).click();
  await pane.getByRole("button", { name: "Copy the result" }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  await pane.getByRole("button", { name: "Labeling", exact: true }).click();
  expect(text).toMatch(/^\[/);
  return JSON.parse(text);
}

/** Results as they are compared. */
export const comparable = (results: Said[]): Said[] =>
  results
    .map(({ from_name, to_name, type, value }) => ({ from_name, to_name, type, value }))
    .sort((a, b) => a.from_name.localeCompare(b.from_name) || JSON.stringify(a.value).localeCompare(JSON.stringify(b.value)));
