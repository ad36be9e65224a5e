// Reading, finding, choosing and comparing results, as a person does it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./harness/test.ts";

const TICKETS = "batch_sample_ticket_classes";
const LARGER = "batch_sample_ticket_classes_larger";
const CONTRACTS = "batch_sample_contract_summaries";

const grid = (page: Page) => page.getByRole("grid", { name: "Results" });
const matches = (page: Page) => page.locator(".findbar");

async function open(page: Page, pageUrl: string, place: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${pageUrl}#/${place}`);
  await expect(page.locator("footer.statusline, .selbar").first()).toBeVisible();
  await expect.poll(() => page.locator("footer.statusline").textContent().catch(() => ""), { timeout: 30_000 }).toContain("all read");
}

const batch = (id: string, more = "") => `batch/${id}/results${more}`;

test("with the keyboard alone: read, move, search, choose, and come back", async ({ page, pageUrl }) => {
  await open(page, pageUrl, batch(TICKETS));
  await page.keyboard.press("/"); // the table has the focus already
  await page.keyboard.type("outcome:ok parcel");
  await expect(matches(page)).toContainText(/[1-9]\d* of 1,800 match/);
  await expect(page.locator("mark").first()).toHaveText(/parcel/i);
  await page.keyboard.press("Escape");
  await grid(page).focus();
  const heading = page.locator(".detail h2");
  await page.keyboard.press("j");
  const first = await heading.textContent();
  await page.keyboard.press("j");
  await expect(heading).not.toHaveText(first ?? "");
  await page.keyboard.press("k");
  await expect(heading).toHaveText(first ?? "");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await expect(page.locator(".selbar .count")).toHaveText("3");
  await expect(page.locator(".detail mark").first()).toHaveText(/parcel/i);
});

test("on a narrow page a row takes the table's place and its keys, and gives both back", async ({ page, pageUrl }) => {
  await page.setViewportSize({ width: 420, height: 860 });
  await open(page, pageUrl, batch(TICKETS));
  await grid(page).focus();
  await page.keyboard.press("j");
  const heading = page.locator(".detail h2");
  await expect(heading).toBeVisible();
  const first = (await heading.textContent()) ?? "";
  await page.keyboard.press("j");
  await expect(heading).not.toHaveText(first);
  await page.keyboard.press("2");
  await expect(page.getByRole("tab", { name: "JSON" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("x");
  await expect(page.locator(".selbar .count")).toHaveText("1");
  await page.keyboard.press("Escape");
  await expect(grid(page)).toBeVisible();
  await expect(grid(page)).toBeFocused();
});

test("filter, order and row are in the link", async ({ page, pageUrl }) => {
  await open(page, pageUrl, batch(TICKETS, "?filter=json.label%3D%22billing%22&sort=-tokens&row=5"));
  await expect(matches(page)).toContainText(/[1-9]\d* of 1,800 match/, { timeout: 20_000 });
  const count = Number((await matches(page).locator("b").first().textContent())?.replace(/\D/g, ""));
  expect(count).toBeGreaterThan(100);
  expect(count).toBeLessThan(1_000);
  await expect(page.locator(".detail h2")).toHaveText(/ticket-/);
  await expect(grid(page).getByRole("columnheader", { name: /Tokens/ })).toHaveAttribute("aria-sort", "descending");
  // By clicking, the address follows.
  await page.getByRole("button", { name: /^Succeeded/ }).click();
  await expect.poll(() => decodeURIComponent(page.url())).toMatch(/outcome:ok/);
  // Nothing makes the page itself scroll.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});

test("a key of the answers is a facet and a column with one press, and neither with the next", async ({ page, pageUrl }) => {
  await open(page, pageUrl, batch(LARGER));
  const keys = page.getByRole("region", { name: "Keys of the answers" });
  const label = keys.getByRole("button", { name: "label: a facet and a column" });
  await expect(label).toHaveAttribute("aria-pressed", "false");
  await label.press("Enter");
  await expect(label).toHaveAttribute("aria-pressed", "true");
  await expect(label, "the focus stays").toBeFocused();
  const facet = page.getByRole("region", { name: "label", exact: true });
  await expect(facet.getByRole("button", { name: /^billing/ })).toContainText("298");
  await expect(page.getByRole("columnheader", { name: "label" })).toBeVisible();
  await label.press("Enter");
  await expect(facet).toHaveCount(0);
});

test("requests without a result are rows, and counts that disagree are said", async ({ page, pageUrl }) => {
  await open(page, pageUrl, batch(CONTRACTS));
  await page.getByRole("button", { name: /No result/ }).first().click();
  await expect(matches(page)).toContainText("4 of");
  await grid(page).focus();
  await page.keyboard.press("j");
  await expect(page.locator(".detail")).toContainText(/no line answers this request/i);
  await expect(page.locator(".remarks")).toContainText(/The server reports/);
});

test("everything that matches is chosen, not only what is visible, and an export holds exactly that", async ({ page, pageUrl }) => {
  await open(page, pageUrl, batch(TICKETS, "?filter=json.label%3D%22billing%22"));
  await expect(matches(page)).toContainText(/[1-9]\d* of 1,800 match/, { timeout: 20_000 });
  const count = Number((await matches(page).locator("b").first().textContent())?.replace(/\D/g, ""));
  await grid(page).focus();
  await page.keyboard.press("a");
  await expect(page.locator(".selbar .count")).toHaveText(count.toLocaleString("en"));
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.locator(".selbar .count")).toHaveText((count - 1).toLocaleString("en"));
  await page.locator(".selbar").getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: "Export" });
  await expect(dialog).toContainText(`${(count - 1).toLocaleString("en")} selected`);
  const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Save the file" }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  expect(lines.length).toBe(count - 1);
  for (const line of lines) expect(line.response.body.choices[0].message.content).toContain("billing");
});

test("a sample is drawn from a seed, the same every time", async ({ page, pageUrl }) => {
  await open(page, pageUrl, batch(TICKETS));
  const drawn: string[] = [];
  for (let time = 0; time < 2; time++) {
    await grid(page).focus();
    await page.keyboard.press("a");
    await page.locator(".selbar").getByRole("button", { name: "Sample…" }).click();
    const dialog = page.getByRole("dialog", { name: "Select a sample" });
    await dialog.getByRole("button", { name: "Random" }).click();
    await dialog.getByLabel("Rows in all").fill("20");
    await dialog.getByRole("textbox", { name: "Seed" }).fill("7");
    await dialog.getByRole("button", { name: "Select these 20" }).click();
    await expect(page.locator(".selbar .count")).toHaveText("20");
    const chosen = grid(page).locator("[role=row][aria-selected=true]");
    drawn.push((await chosen.allTextContents()).join());
  }
  expect(drawn[0]).toBe(drawn[1]);
});

test("two batches are compared: where they differ, and how", async ({ page, pageUrl, accessibility }) => {
  await open(page, pageUrl, batch(TICKETS, `?with=${LARGER}`));
  await expect(page.getByText(/compared with/i).first()).toContainText(/larger model/, { timeout: 20_000 });
  await page.getByRole("group", { name: "Filter by difference" }).getByRole("button", { name: /differ$/ }).click();
  await expect(matches(page)).toContainText(/[1-9][\d,]* of 1,800 match/);
  await grid(page).focus();
  await page.keyboard.press("j");
  await page.getByRole("tab", { name: "Diff" }).click();
  await expect(page.locator(".detail ins, .detail del").first()).toBeVisible();
  expect(await accessibility(page)).toEqual([]);
});

test("a file from disk is read without any server", async ({ page, pageUrl }, info) => {
  const folder = info.outputPath("local");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "answers.jsonl");
  const line = (n: number) =>
    JSON.stringify({ custom_id: `mine-${n}`, response: { status_code: 200, body: { choices: [{ message: { content: `answer ${n}` }, finish_reason: "stop" }] } }, error: null });
  writeFileSync(path, `${[1, 2, 3].map(line).join("\n")}\nnot json\n`);
  await page.goto(pageUrl);
  await expect(page.getByRole("grid", { name: "Batches" })).toBeVisible();
  await page.route(/\/v1\//, (route) => route.abort());
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "answers.jsonl"));
    return transfer;
  }, readFileSync(path, "utf8"));
  const target = page.locator("batch-curator main").first();
  for (const event of ["dragenter", "dragover", "drop"]) await target.dispatchEvent(event, { dataTransfer: data });
  await expect(page.locator("footer.statusline")).toContainText("4 rows, all read");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("answers.jsonl");
  await expect(grid(page)).toContainText("answer 2");
  await expect(page.getByRole("button", { name: /Unreadable/ }).first()).toContainText("1");
});

test("a batch whose requests all failed opens on its errors, headed by the most frequent one", async ({ page, pageUrl, accessibility }) => {
  await page.goto(pageUrl);
  await page.getByRole("grid", { name: "Batches" }).getByRole("link", { name: /Review translation/ }).click();
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 20_000 });
  await expect(page.locator(".remarks")).toContainText("No request succeeded. The most frequent error,");
  await grid(page).focus();
  await page.keyboard.press("j");
  await expect(page.locator(".detail .failure")).toContainText("The request failed");
  expect(await accessibility(page)).toEqual([]);
});

test("before the first row nothing is counted, and what did not come has no table", async ({ page, pageUrl, accessibility }) => {
  let send = () => {};
  const held = new Promise<void>((resolve) => (send = resolve));
  await page.route("**/content", async (route) => {
    await held;
    await route.continue();
  });
  const count = matches(page).getByRole("status");
  await page.goto(`${pageUrl}#/${batch(TICKETS)}`);
  await expect(count).toHaveText("Reading…");
  await expect(page.getByRole("link", { name: /^Results/ }), "no number yet").toHaveText("Results");
  await expect(page.getByText("Click a row")).toHaveCount(0);
  expect(await accessibility(page)).toEqual([]);
  send();
  await expect(count).toHaveText("1,800 results");
  await expect(page.getByText("Click a row")).toBeVisible();

  await page.evaluate((hash) => (location.hash = hash), `#/${batch("batch_gone")}`);
  await expect(page.getByRole("region", { name: "Results", exact: true }).getByText("Batch batch_gone did not come")).toBeVisible();
  await expect(count).toHaveText("Nothing was read");
  await expect(grid(page)).toBeHidden();
  expect(await accessibility(page)).toEqual([]);
});

test("axe finds nothing on any state of the screen, light and dark, wide and narrow", async ({ page, pageUrl, accessibility }) => {
  test.setTimeout(180_000);
  const states: [string, () => Promise<void>][] = [
    ["chat", async () => {
      await grid(page).focus();
      await page.keyboard.press("j");
      await expect(page.locator(".detail h2")).toBeVisible();
    }],
    ["json", async () => page.keyboard.press("2")],
    ["raw", async () => page.keyboard.press("3")],
    ["diff, not compared", async () => page.keyboard.press("5")],
    ["nothing matches", async () => {
      await page.keyboard.press("Escape");
      await page.locator("[data-search]").first().fill("zyxwvut");
      await expect(matches(page)).toContainText("0 of");
    }],
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 420]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await open(page, pageUrl, batch(CONTRACTS));
      for (const [name, reach] of states) {
        await reach();
        expect(await accessibility(page), `${name}, ${colorScheme}, ${width} px`).toEqual([]);
      }
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, pageUrl, batch(TICKETS));
  await grid(page).focus();
  await page.keyboard.press("a");
  for (const name of ["Sample…", "Export"]) {
    await page.locator(".selbar").getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await accessibility(page), name).toEqual([]);
    await page.keyboard.press("Escape");
  }
});
