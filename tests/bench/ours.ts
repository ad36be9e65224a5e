// The same file in Batch Curator, as a person would open, scroll, filter, search and read it.
import { setTimeout as rest } from "node:timers/promises";
import type { Page } from "puppeteer-core";
import { shown } from "../e2e/harness/shown.ts";
import { fresh } from "./browser.ts";

export interface Ours {
  /** Milliseconds from opening the batch until every row is there. */
  indexed: number;
  /** From the first byte until rows are painted. */
  firstRows: number;
  /** Until the bytes are where they stay. */
  kept: number;
  /** Bytes that all browser processes grew by. */
  memory: number;
  longestTask: { loading: number; scrolling: number; filtering: number };
  /** Full-text search as `includes` does it, with regard to case, each needle once, milliseconds: the first is the
   *  cold one. */
  searches: number[];
  /** The same as people search: without regard to case. */
  anyCase: number[];
  /** Keystroke in the filter to the next frame, milliseconds. */
  keystrokes: number[];
  /** A random row, from being asked for until it is read, milliseconds. */
  rows: number[];
}

export interface Plan {
  base: string;
  batch: string;
  lines: number;
  /** Bytes that stay in memory; above it they go to a file of the browser. */
  memoryLimit: number;
  needles: string[];
  /** Only time and memory of reading. */
  brief?: boolean;
}

const FILTER = "outcome:failed";
const ROWS = 60;

export function readInOurs(plan: Plan): Promise<Ours> {
  return fresh(async ({ page, memory }) => {
    await page.evaluateOnNewDocument(observe);
    await page.evaluateOnNewDocument(limitMemory, plan.memoryLimit);
    await page.goto(`${plan.base}/`);
    await shown(page, ">>> table a");
    await rest(3000); // the later code and the worker are there
    const before = await memory();
    await take(page);

    await page.evaluate((hash) => (location.hash = hash), `#/batch/${encodeURIComponent(plan.batch)}/results`);
    await marked(page, "read", 180_000);
    const loading = await take(page);
    await marked(page, "kept", 180_000);
    const times = await page.evaluate(() => {
      const at = (name: string) => performance.getEntriesByName(`batch-curator:${name}`, "mark").at(-1)?.startTime ?? NaN;
      const open = at("open");
      return { indexed: at("read") - open, kept: at("kept") - open, firstRows: at("first-rows") - at("first-byte") };
    });
    await rest(3000);
    const after = await memory();
    const measured: Ours = {
      ...times, memory: after - before, longestTask: { loading, scrolling: 0, filtering: 0 }, searches: [], anyCase: [], keystrokes: [], rows: [],
    };
    await take(page);
    await scroll(page);
    measured.longestTask.scrolling = await take(page);
    if (plan.brief) return measured;

    for (const needle of plan.needles) {
      measured.searches.push(await search(page, plan, `case:yes "${needle}"`));
      await rest(300);
    }
    for (const needle of plan.needles) {
      measured.anyCase.push(await search(page, plan, `"${needle}"`));
      await rest(300);
    }
    await write(page, plan, "");
    await rest(500);
    await take(page);
    measured.keystrokes = await type(page);
    measured.longestTask.filtering = await take(page);
    await write(page, plan, "");
    measured.rows = await rows(page, plan);
    return measured;
  });
}

/** Runs in the page before anything else: the embed gets this limit before it starts. */
function limitMemory(bytes: number): void {
  const watch = new MutationObserver(() => {
    const embed = document.querySelector("batch-curator");
    embed?.setAttribute("memory-limit", String(bytes));
    if (embed) watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
}

/** Runs in the page before anything else: long tasks, and how long a key takes until the next frame. */
export function observe(): void {
  const seen = { longest: 0, keys: [] as number[] };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longest = Math.max(seen.longest, entry.duration);
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "input" || entry.name === "keydown") seen.keys.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
}

interface Seen {
  seen: { longest: number; keys: number[] };
}

/** The longest main-thread task since the last call; 0: none over 50 ms. */
export async function take(page: Page): Promise<number> {
  await rest(100);
  return page.evaluate(() => {
    const { seen } = globalThis as unknown as Seen;
    const longest = seen.longest;
    seen.longest = 0;
    return longest;
  });
}

export async function marked(page: Page, name: string, timeout: number): Promise<void> {
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, { timeout, polling: 100 }, `batch-curator:${name}`);
}

/** From the first row to the last, a step each frame. */
async function scroll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const root = document.querySelector("batch-curator")?.shadowRoot;
    const box = root?.querySelector(".listing .scroll");
    if (!box) throw new Error("there is no table to scroll");
    const steps = 150;
    for (let step = 0; step <= steps; step++) {
      box.scrollTop = ((box.scrollHeight - box.clientHeight) * step) / steps;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    box.scrollTop = 0;
  });
}

/** Sets the whole filter, as a link does. */
async function write(page: Page, plan: Plan, text: string): Promise<void> {
  const filter = text ? `?filter=${encodeURIComponent(text)}` : "";
  await page.evaluate((hash) => (location.hash = hash), `#/batch/${encodeURIComponent(plan.batch)}/results${filter}`);
}

async function search(page: Page, plan: Plan, needle: string): Promise<number> {
  const name = "batch-curator:search";
  const before = await page.evaluate((name) => performance.getEntriesByName(name, "measure").length, name);
  await write(page, plan, needle);
  const done = (name: string, before: number) => performance.getEntriesByName(name, "measure").length > before;
  await page.waitForFunction(done, { timeout: 60_000, polling: 20 }, name, before);
  return page.evaluate((name) => performance.getEntriesByName(name, "measure").at(-1)?.duration ?? NaN, name);
}

/** Types a filter, key by key. A key that is faster than the clock can tell (16 ms) counts as 16. */
async function type(page: Page): Promise<number[]> {
  await page.focus(">>> [data-search]");
  await page.evaluate(() => ((globalThis as unknown as Seen).seen.keys.length = 0));
  await page.keyboard.type(FILTER, { delay: 150 });
  await rest(500);
  const seen = await page.evaluate(() => (globalThis as unknown as Seen).seen.keys);
  const silent = Math.max(0, FILTER.length - seen.length);
  return [...seen, ...Array<number>(silent).fill(16)];
}

/** Opens rows by their address, slowly enough for the browser's limit on addresses. */
async function rows(page: Page, plan: Plan): Promise<number[]> {
  return page.evaluate(
    async ({ batch, lines, count }) => {
      let seed = 12345;
      const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
      const name = "batch-curator:row";
      for (let at = 0; at < count; at++) {
        const before = performance.getEntriesByName(name, "measure").length;
        location.hash = `#/batch/${encodeURIComponent(batch)}/results?row=${1 + Math.floor(random() * lines)}`;
        for (let wait = 0; wait < 200 && performance.getEntriesByName(name, "measure").length === before; wait++) {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      return performance.getEntriesByName(name, "measure").slice(-count).map((entry) => entry.duration);
    },
    { batch: plan.batch, lines: plan.lines, count: ROWS },
  );
}
