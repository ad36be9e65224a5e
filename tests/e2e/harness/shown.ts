// Waiting for an element with Puppeteer, which drives what Playwright cannot: Firefox as distributions have it, and a
// Chromium whose network nobody watches.
import { setTimeout as rest } from "node:timers/promises";
import type { ElementHandle, Frame, Page } from "puppeteer-core";

/** The element, as soon as it can be seen. Puppeteer's own waiting is woken by changes of the document, and a shadow
 *  root that an element gets later (its script came after the waiting began) is none: what is drawn there is missed. */
export async function shown(page: Page | Frame, selector: string, timeout = 30_000): Promise<ElementHandle> {
  for (const until = Date.now() + timeout; Date.now() < until; await rest(50)) {
    const found = await page.$(selector);
    if (await found?.isVisible()) return found as ElementHandle;
  }
  throw new Error(`${selector} is not there after ${timeout / 1000} s`);
}
