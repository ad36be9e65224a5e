// A Chromium of its own for every measurement, and the memory of all its processes.
//
// Nobody watches its network: a browser whose developer tools do keeps each body a second time (as Base64, up to 20 MB)
// and tells of every piece of it, in the very threads that are measured. Playwright always watches; Puppeteer need not.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { type CDPSession, launch, type Page } from "puppeteer-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-extensions",
];

export interface Measured {
  page: Page;
  /** Bytes of all processes of this browser, each shared page in parts (PSS), after collection. */
  memory(): Promise<number>;
}

/** Runs `work` in a fresh browser, with nothing of an earlier one. Its profile is an ordinary one, on disk: a private
 *  window would keep the browser's storage in memory. */
export async function fresh<T>(work: (measured: Measured) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), "batch-curator-profile-"));
  const browser = await launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS, userDataDir: profile,
    defaultViewport: { width: 1280, height: 800 }, networkEnabled: false, issuesEnabled: false,
  });
  try {
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    const devtools = await page.createCDPSession();
    const pid = browser.process()?.pid;
    if (!pid) throw new Error("the browser's process is not found");
    return await work({ page, memory: () => settledMemory(page, devtools, pid) });
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function settledMemory(page: Page, devtools: CDPSession, pid: number): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await devtools.send("HeapProfiler.collectGarbage");
    for (const worker of page.workers()) await worker.client.send("HeapProfiler.collectGarbage");
    await rest(500);
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
