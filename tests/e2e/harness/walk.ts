// The way from a batch to Label Studio, as a person walks it.
import { expect, type Page } from "@playwright/test";

/** Opens the first batch whose name matches, and waits until its files are read. */
export async function openBatch(page: Page, pageUrl: string, name: RegExp): Promise<void> {
  await page.goto(pageUrl);
  await page.getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
}

/** Chooses the first succeeded rows. */
export async function choose(page: Page, count: number): Promise<void> {
  await page.getByRole("button", { name: /Succeeded/ }).click();
  const boxes = page.getByRole("grid", { name: "Results" }).getByRole("checkbox", { name: /^Select (?!all)/ });
  for (let row = 0; row < count; row++) await boxes.nth(row).click();
  await expect(page.locator(".selbar .count")).toHaveText(String(count));
}

/** The step says so, at least once; the status line and the head may say it too. */
export async function seen(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.locator("main").getByText(words).first()).toBeVisible();
}

/** Fills the form of the Push step, and tries it. */
export async function connect(page: Page, url: string, project: number, token: string): Promise<void> {
  await page.getByLabel("Address", { exact: true }).fill(url);
  await page.getByLabel("Project", { exact: true }).fill(String(project));
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Test connection" }).click();
}

/** Goes to another step of the open batch. */
export async function step(page: Page, name: "Results" | "Labeling" | "Push"): Promise<void> {
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: new RegExp(name) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}
