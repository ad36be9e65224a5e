// The XML editor: by keys alone, under the page's own policy, and what is left where its file does not arrive.
import type { Page } from "@playwright/test";
import { expect, test } from "./harness/test.ts";

const BROKEN = `<View>
  <Text name="question" value="$question"/>
  <Choices name="verdict" toName="qestion">
    <Choice value="right"/>
    <Choice value="wrong"/>
  </Choices>
</View>`;

const editor = (page: Page) => page.getByRole("textbox", { name: "Labeling configuration" });
const problems = (page: Page) => page.locator(".problems li");

/** Opens the Labeling step of the first batch. */
async function open(page: Page, pageUrl: string) {
  await page.goto(`${pageUrl}#/batches`);
  await page.getByRole("link", { name: /support/i }).first().click();
  await expect(page).toHaveURL(/results/);
  await page.evaluate(() => (location.hash = location.hash.replace(/results.*/, "labeling")));
}

/** Shows another configuration. */
async function choose(page: Page, title: RegExp): Promise<void> {
  const region = page.getByRole("region", { name: "Labeling configuration" });
  await region.getByRole("button", { name: /^(Project|Template|Your copy)/ }).click();
  await region.locator(".starts").getByRole("button", { name: title }).click();
}

test("typing, F8, a fix, undo and leaving, by keys alone, with an empty console", async ({ page, pageUrl, accessibility }) => {
  const said: string[] = [];
  // Chromium's own remark about its preloads is not ours.
  page.on("console", (message) => void (/integrity/.test(message.text()) || said.push(message.text())));
  page.on("pageerror", (error) => said.push(error.message));
  await open(page, pageUrl);
  await editor(page).fill(BROKEN);
  // Typing into the template made it a copy.
  await expect(page.getByText("This copy stays in this page")).toBeVisible();
  await expect(page.locator(".cm-lintRange-error")).toHaveText("qestion");
  await page.keyboard.press("F8");
  await expect(problems(page).first()).toHaveClass(/\bon\b/);
  await page.keyboard.press("Control+.");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(editor(page)).toContainText('toName="question"');
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(editor(page)).toContainText('toName="qestion"');
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(1);
  expect(await accessibility(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
  expect(said).toEqual([]);
});

test("another template has no history, and the copy is still there", async ({ page, pageUrl }) => {
  await open(page, pageUrl);
  await editor(page).fill(BROKEN);
  await choose(page, /^Batch result review/);
  await expect(editor(page)).not.toContainText("qestion");
  await editor(page).focus();
  await page.keyboard.press("Control+z");
  await expect(editor(page)).not.toContainText("qestion");
  await choose(page, /^Your copy/);
  await expect(editor(page)).toContainText("qestion");
});

test("an earlier copy is put aside, not lost", async ({ page, pageUrl }) => {
  await open(page, pageUrl);
  await editor(page).fill(BROKEN);
  await choose(page, /^Batch result review/);
  await editor(page).press("x");
  await expect(editor(page)).not.toContainText("qestion");
  await page.getByRole("button", { name: "Swap with the earlier copy" }).click();
  await expect(editor(page)).toContainText("qestion");
});

test("without its file there is a plain editor and a word, and Retry brings it", async ({ page, pageUrl }) => {
  let gone = true;
  await page.route(/\/editor\.js/, (route) => (gone ? route.abort() : route.continue()));
  await open(page, pageUrl);
  await expect(page.getByText("The editor could not be loaded, so this is a plain one.")).toBeVisible();
  await page.getByRole("button", { name: "Edit a copy" }).click();
  await page.locator("textarea.ed-input").fill(BROKEN);
  await expect(problems(page).filter({ hasText: "qestion" })).toHaveCount(1);
  gone = false;
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(editor(page)).toContainText("qestion");
  await expect(page.locator("textarea.ed-input")).toHaveCount(0);
});
