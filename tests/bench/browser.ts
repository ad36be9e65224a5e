// A Chromium of its own for every measurement, and the memory of all its processes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type CDPSession, type Page } from "@playwright/test";

const FLAGS = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--disable-extensions", "--js-flags=--expose-gc",
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
  const viewport = { width: 1280, height: 800 };
  const options = { executablePath: process.env.CHROMIUM || undefined, args: FLAGS, viewport };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const devtools = await context.newCDPSession(page);
    const pid = main(profile);
    return await work({ page, memory: () => settledMemory(page, devtools, pid) });
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The browser's first process: the one that was given this profile and is nobody's renderer. */
function main(profile: string): number {
  const is = (pid: string) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return line.includes(`--user-data-dir=${profile}`) && !line.includes("--type=");
    } catch {
      return false;
    }
  };
  const pid = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).find(is);
  if (!pid) throw new Error("the browser's process is not found");
  return Number(pid);
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
