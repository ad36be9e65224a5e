// What a person does to answer a task, done alike in Label Studio's own editor and in our preview of it.
import type { Page } from "@playwright/test";
import { choose, shown, stars } from "./editor.ts";
import { expect } from "./test.ts";

export type Move =
  | { choose: string }
  | { stars: number }
  | { number: number }
  | { write: string }
  | { better: "left" | "right"; words: string };

/** Answers in Label Studio. */
export async function inEditor(page: Page, moves: Move[]): Promise<void> {
  for (const move of moves) {
    if ("choose" in move) await choose(page, move.choose);
    else if ("stars" in move) await stars(page, move.stars);
    else if ("number" in move) await shown(page).locator('input[type="number"]').fill(String(move.number));
    else if ("write" in move) await shown(page).locator("textarea").fill(move.write);
    else await shown(page).getByText(move.words).click();
  }
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
    else await screen.getByRole("radio", { name: new RegExp(`^${move.better}`) }).click();
  }
}

/** The result that the preview shows beside it. */
export async function previewed(page: Page): Promise<{ from_name: string; to_name: string; type: string; value: unknown }[]> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const pane = page.getByRole("region", { name: "Labeling preview" });
  await pane.getByRole("button", { name: "Result", exact: true }).click();
  await pane.getByRole("button", { name: "Copy the result" }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  await pane.getByRole("button", { name: "Labeling", exact: true }).click();
  expect(text).toMatch(/^\[/);
  return JSON.parse(text);
}
