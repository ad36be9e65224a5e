// How soon the page is there: first paint with content, the list of batches readable and answering to a key, without
// and with a cache, by turns with Label Studio's own page of projects on the same machine, each in a fresh Chromium.
// Then what a whole journey leaves in memory, and what unmounting gives back. Writes target/bench/start.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import type { Page } from "puppeteer-core";
import { startCompanion } from "../e2e/harness/companion.ts";
import { type About, startLabelStudio } from "../e2e/harness/label-studio.ts";
import { ROOT } from "../e2e/harness/processes.ts";
import { shown } from "../e2e/harness/shown.ts";
import { makePackage, Site } from "../e2e/harness/site.ts";
import { fresh } from "./browser.ts";
import { observe, take } from "./ours.ts";
import { line, median, Report } from "./report.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS || 5);

interface Start {
  /** First paint with content, ms since navigation began. */
  painted: number;
  /** What one came for is on screen, ms. */
  useful: number;
  /** Longest task of the main thread until half a second after that, ms; 0: none over 50. */
  longestTask: number;
}

/** Goes there and waits for what one came for. */
async function start(page: Page, url: string, useful: string): Promise<Start> {
  await page.goto("about:blank");
  await page.goto(url, { waitUntil: [] });
  const at = await page.waitForFunction((selector) => {
    const roots = [document, ...[...document.querySelectorAll("*")].map((each) => each.shadowRoot).filter((root) => root !== null)];
    return roots.some((root) => root.querySelector(selector)) && performance.now();
  }, { polling: "raf", timeout: 60_000 }, useful);
  const shown = (await at.jsonValue()) as number;
  await rest(500);
  const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  return { painted, useful: shown, longestTask: await take(page) };
}

/** Signs in to Label Studio; the browser keeps the session. */
async function signIn(page: Page, studio: About): Promise<void> {
  await page.goto(`${studio.url}/user/login/`);
  await page.locator('input[name="email"]').fill(studio.email);
  await page.locator('input[name="password"]').fill(studio.password);
  await page.locator('button[type="submit"]').click();
  await page.waitForFunction(() => !location.pathname.includes("login"), { polling: 100 });
}

/** Without a cache, then with what the first visit left. */
function visits(url: string, useful: string, before: (page: Page) => Promise<void>): Promise<{ cold: Start; warm: Start }> {
  return fresh(async ({ page }) => {
    await page.evaluateOnNewDocument(observe);
    await before(page);
    const devtools = await page.createCDPSession();
    await devtools.send("Network.clearBrowserCache");
    const cold = await start(page, url, useful);
    await rest(2_000);
    return { cold, warm: await start(page, url, useful) };
  });
}

test(`the page's start, ${ROUNDS} rounds`, async () => {
  const studio = await startLabelStudio("bench-label-studio");
  const companion = await startCompanion(["--label-studio", studio.about.url]);
  try {
    const ours = `${companion.url}/`;
    const theirs = `${studio.about.url}/projects/`;
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const own = await visits(ours, "tr[aria-rowindex] a.name", async () => {});
      const other = await visits(theirs, `a[href^="/projects/"][href$="/data"], .lsf-project-card, [class*=project-card]`, (page) => signIn(page, studio.about));
      rounds.push({ own, other });
      console.log(JSON.stringify({ round, own, other }));
    }
    const report = new Report("Start of the page, against Label Studio's page of projects");
    for (const [name, of] of [["without a cache", "cold"], ["with a cache", "warm"]] as const) {
      const pick = (key: keyof Start) => [rounds.map(({ own }) => own[of][key]), rounds.map(({ other }) => other[of][key])] as const;
      for (const [what, key] of [["first paint", "painted"], ["the list is there", "useful"]] as const) {
        const [own, other] = pick(key);
        report.ratio(`${what}, ${name}`, own, other, Number.POSITIVE_INFINITY, "ms");
      }
      const [own, other] = pick("longestTask");
      report.limit(`longest task, ${name}`, median(own), 50, "ms");
      report.say(line(`longest task of Label Studio's, ${name}`, other, "ms"));
    }
    report.say(await memory(companion.url));
    mkdirSync(join(ROOT, "target/bench"), { recursive: true });
    writeFileSync(join(ROOT, "target/bench/start.json"), JSON.stringify(report.json()));
    console.log(`\n${report.text()}`);
    expect(report.over()).toEqual([]);
  } finally {
    await companion.stop();
    await studio.stop();
  }
});

/** All processes of the browser: an empty host page, after a journey through a batch, after unmounting. */
async function memory(companion: string): Promise<string> {
  makePackage();
  const site = await new Site(companion).start();
  try {
    return await fresh(async ({ page, memory }) => {
      await page.goto(site.page("/host", "<main></main>", { script: 'await import("/batch-curator/elements.js");' }));
      await rest(1_000);
      const before = await memory();
      await page.evaluate(() => document.querySelector("main")?.append(document.createElement("batch-curator")));
      await press(page, ">>> a.name ::-p-text(Support answers)");
      await shown(page, ">>> footer.statusline ::-p-text(all read)");
      await page.focus(">>> [role=grid]");
      for (let row = 0; row < 20; row++) await page.keyboard.press("j");
      await page.keyboard.press("x");
      await press(page, ">>> a.to-preview");
      await shown(page, ">>> .cm-editor");
      await press(page, ">>> nav.trail a ::-p-text(Push)");
      await rest(1_000);
      const after = await memory();
      await page.evaluate(() => document.querySelector("main")?.replaceChildren());
      await rest(1_000);
      const gone = await memory();
      const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
      return `memory of all processes: ${mib(before)} with an empty host, ${mib(after - before)} more after a journey, ${mib(gone - before)} more after unmounting`;
    });
  } finally {
    await site.stop();
  }
}

/** Presses what is there, or as soon as it is. A locator would wait for its box to stand still, and never ends here. */
async function press(page: Page, selector: string): Promise<void> {
  await (await shown(page, selector)).click();
}
