// What a user would write instead: fetch, text, split, JSON.parse, and keep the objects.
import type { Page } from "@playwright/test";
import { fresh } from "./browser.ts";

export interface Plain {
  /** Milliseconds from the request until every object is there. */
  indexed: number;
  /** Bytes that all browser processes grew by. */
  memory: number;
  longestTask: number;
}

/** The plain page is of the companion's own origin; nothing of ours runs in it. */
async function plainPage(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/companion.json`);
  await page.waitForTimeout(3000);
}

export function readPlainly(base: string, file: string): Promise<Plain> {
  return fresh(async ({ page, memory }) => {
    await plainPage(page, base);
    const before = await memory();
    const told = await page.evaluate(async (url) => {
      let longestTask = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) longestTask = Math.max(longestTask, entry.duration);
      }).observe({ type: "longtask" });
      const begin = performance.now();
      const text = await (await fetch(url, { cache: "no-store" })).text();
      const kept = text.split("\n").filter((line) => line.trim()).map((line) => {
        try {
          return JSON.parse(line) as unknown;
        } catch {
          return line;
        }
      });
      const indexed = performance.now() - begin;
      Object.assign(globalThis, { kept });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { indexed, longestTask, rows: kept.length };
    }, `${base}/v1/files/${file}/content`);
    await page.waitForTimeout(3000);
    const after = await memory();
    return { indexed: told.indexed, longestTask: told.longestTask, memory: after - before };
  });
}

export interface PlainSearch {
  cold: number;
  repeated: number[];
  /** The same over lines in lower case, made anew each time. */
  anyCase: number[];
}

/** `includes` over the kept lines, for each needle once: the first is the cold one. */
export function searchPlainly(base: string, file: string, needles: string[]): Promise<PlainSearch> {
  return fresh(async ({ page }) => {
    await plainPage(page, base);
    const { times, anyCase } = await page.evaluate(
      async ({ url, needles }) => {
        const lines = (await (await fetch(url, { cache: "no-store" })).text()).split("\n");
        Object.assign(globalThis, { kept: lines });
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const times: number[] = [];
        for (const needle of needles) {
          const begin = performance.now();
          let hits = 0;
          for (const line of lines) if (line.includes(needle)) hits++;
          times.push(performance.now() - begin);
          if (hits < 0) throw new Error("never");
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        const anyCase: number[] = [];
        for (const needle of needles) {
          const begin = performance.now();
          let hits = 0;
          for (const line of lines) if (line.toLowerCase().includes(needle.toLowerCase())) hits++;
          anyCase.push(performance.now() - begin);
          if (hits < 0) throw new Error("never");
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return { times, anyCase };
      },
      { url: `${base}/v1/files/${file}/content`, needles },
    );
    return { cold: times[0] ?? 0, repeated: times.slice(1), anyCase };
  });
}
