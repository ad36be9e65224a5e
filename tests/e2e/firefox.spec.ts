// The examples in Firefox, which Playwright cannot drive as it comes from a distribution: WebDriver BiDi does.
import { existsSync } from "node:fs";
import puppeteer, { type Browser, type ElementHandle, type Frame, type Page } from "puppeteer-core";
import { shown } from "./harness/shown.ts";
import { makePackage, Site } from "./harness/site.ts";
import { expect, test } from "./harness/test.ts";

const FIREFOX = process.env.FIREFOX ?? "";
/** Presses what this selector finds and these words name, in whichever shadow root. */
async function press(frame: Page | Frame, selector: string, words: string): Promise<void> {
  const found = await frame.waitForFunction((selector, words) => {
    const all = [...document.querySelectorAll("*")].flatMap((each) => [...(each.shadowRoot?.querySelectorAll(selector) ?? [])]);
    return all.find((one) => one.textContent?.includes(words));
  }, { timeout: 30_000 }, selector, words);
  await (found.asElement() as ElementHandle<Element>).click();
}

/** Opens a batch that is done. */
const openBatch = (frame: Page | Frame) => press(frame, "a.name", "Support");

test.skip(!existsSync(FIREFOX), "Firefox is not installed");

let site: Site;
let firefox: Browser;

test.beforeAll(async () => {
  makePackage();
  site = await new Site().start();
  firefox = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
});
test.afterAll(async () => {
  await firefox?.close();
  await site?.stop();
});

/** A page whose faults are kept. */
async function open(url: string): Promise<{ page: Page; wrong: string[] }> {
  const page = await firefox.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  // A tab in the background draws nothing.
  await page.bringToFront();
  return { page, wrong };
}

/** Everything is read, in whichever shadow root. */
const read = (frame: Page | Frame, host: string) =>
  frame.waitForFunction((host) => document.querySelector(host)?.shadowRoot?.querySelector("footer.statusline")?.textContent?.includes("all read"), { timeout: 30_000 }, host);

test("plain HTML: a batch is opened and its results are read", async () => {
  const { page, wrong } = await open(`${site.url}/plain/`);
  await openBatch(page);
  await read(page, "batch-curator");
  await shown(page, "pierce/tr[aria-rowindex='2']");
  // A search runs in the worker, over the bytes that it keeps.
  await page.keyboard.press("/");
  await page.keyboard.type("the");
  await shown(page, "pierce/mark");
  expect(wrong).toEqual([]);
  await page.close();
});

test("React: the selection comes back to the host", async () => {
  const { page, wrong } = await open(`${site.url}/react/`);
  await openBatch(page);
  await (await shown(page, "pierce/tr[aria-rowindex='2'] input.check")).click();
  await press(page, ".selbar button", "Give to the dashboard");
  await page.waitForFunction(() => document.querySelector("output")?.textContent?.startsWith("1 of batch_"));
  expect(wrong).toEqual([]);
  await page.close();
});

test("in an iframe, with the labeling configuration in the XML editor", async () => {
  const { page, wrong } = await open(`${site.url}/iframe/`);
  const frame = (await (await shown(page, "iframe")).contentFrame()) as Frame;
  await openBatch(frame);
  await read(frame, "batch-curator");
  await frame.evaluate(() => { location.hash = `${location.hash.split("/results")[0]}/labeling?row=1`; });
  await shown(frame, "pierce/.cm-editor");
  await shown(frame, "pierce/.ls-box input");
  expect(wrong).toEqual([]);
  await page.close();
});

test("the labeling preview alone", async () => {
  const config = `<View><Text name='t' value='$text'/><Choices name='c' toName='t'><Choice value='Fine'/></Choices></View>`;
  const url = site.page("/firefox-preview", `<labeling-preview config="${config.replaceAll("<", "&lt;")}" task='{"text":"It is the cassette."}'></labeling-preview>`, { script: 'import "/batch-curator/elements.js";' });
  const { page, wrong } = await open(url);
  await shown(page, "pierce/.ls-box input");
  const text = await page.$eval("labeling-preview", (element) => element.shadowRoot?.textContent);
  expect(text).toContain("It is the cassette.");
  expect(wrong).toEqual([]);
  await page.close();
});
