// A Chromium of its own for every measurement, and the memory of all its processes.
import { readdirSync, readFileSync } from "node:fs";
import { chromium, type Browser, type CDPSession, type Page } from "@playwright/test";

const FLAGS = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--disable-extensions", "--js-flags=--expose-gc",
];

export interface Measured {
  page: Page;
  /** Bytes of all processes of this browser, each shared page in parts (PSS), after collection. */
  memory(): Promise<number>;
}

/** Runs `work` in a fresh browser, with nothing of an earlier one. */
export async function fresh<T>(work: (measured: Measured) => Promise<T>): Promise<T> {
  const server = await chromium.launchServer({ executablePath: process.env.CHROMIUM || undefined, args: FLAGS });
  const pid = server.process().pid ?? 0;
  let browser: Browser | undefined;
  try {
    browser = await chromium.connect(server.wsEndpoint());
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    return await work({ page, memory: () => settledMemory(page, devtools, pid) });
  } finally {
    await browser?.close();
    await server.close();
  }
}

async function settledMemory(page: Page, devtools: CDPSession, pid: number): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await devtools.send("HeapProfiler.collectGarbage");
    for (const worker of page.workers()) await worker.evaluate(() => (globalThis as { gc?: () => void }).gc?.());
    await page.waitForTimeout(500);
  }
  return family(pid).reduce((sum, process) => sum + proportional(process), 0);
}

/** A process and everything that it started. */
function family(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      continue; // it ended meanwhile
    }
  }
  const found = [root];
  for (const parent of found) for (const [pid, of] of parents) if (of === parent) found.push(pid);
  return found;
}

function proportional(pid: number): number {
  try {
    const line = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+) kB/m);
    return Number(line?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
