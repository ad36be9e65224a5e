// What a user would write instead: fetch, text, split, JSON.parse, and keep the objects.
import { setTimeout as rest } from "node:timers/promises";
import type { Page } from "puppeteer-core";
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
  await rest(3000);
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
    await rest(3000);
    const after = await memory();
    return { indexed: told.indexed, longestTask: told.longestTask, memory: after - before };
  });
}

/** Milliseconds for each needle, the first one cold. */
export interface PlainSearch {
  /** `includes` over every string of the kept objects. */
  objects: number[];
  /** The same in lower case, made anew each time. */
  objectsAnyCase: number[];
  /** `includes` over the lines, if the page keeps those too: it finds names of fields and ids as well. */
  lines: number[];
  linesAnyCase: number[];
}

/** Searches what the plain page keeps, and the lines that it could have kept besides. */
export function searchPlainly(base: string, file: string, needles: string[]): Promise<PlainSearch> {
  return fresh(async ({ page }) => {
    await plainPage(page, base);
    return page.evaluate(
      async ({ url, needles }) => {
        const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
        const within = (value: unknown, test: (text: string) => boolean): boolean => {
          if (typeof value === "string") return test(value);
          if (typeof value !== "object" || value === null) return false;
          if (Array.isArray(value)) return value.some((item) => within(item, test));
          for (const key in value) if (within((value as Record<string, unknown>)[key], test)) return true;
          return false;
        };
        const timed = async (kept: unknown[], test: (text: string, needle: string) => boolean) => {
          await rest(1000);
          const times: number[] = [];
          for (const needle of needles) {
            const begin = performance.now();
            const hits = kept.filter((one) => within(one, (text) => test(text, needle))).length;
            times.push(performance.now() - begin);
            if (hits < 0) throw new Error("never");
            await rest(100);
          }
          return times;
        };
        const withCase = (text: string, needle: string) => text.includes(needle);
        const anyCase = (text: string, needle: string) => text.toLowerCase().includes(needle.toLowerCase());
        const lines = (await (await fetch(url, { cache: "no-store" })).text()).split("\n");
        const objects = lines.map((line) => {
          try {
            return JSON.parse(line) as unknown;
          } catch {
            return line;
          }
        });
        Object.assign(globalThis, { kept: [lines, objects] });
        return {
          objects: await timed(objects, withCase),
          objectsAnyCase: await timed(objects, anyCase),
          lines: await timed(lines, withCase),
          linesAnyCase: await timed(lines, anyCase),
        };
      },
      { url: `${base}/v1/files/${file}/content`, needles },
    );
  });
}
