// `import { expect, test } from "./harness/test.ts"`: Playwright's, with the servers as fixtures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, type Page } from "@playwright/test";
import { type Companion, type Manner, startCompanion } from "./companion.ts";
import { LabelStudio } from "./label-studio.ts";
import { ROOT } from "./processes.ts";

export { expect } from "@playwright/test";

interface Fixtures {
  /** The page's address, `http://127.0.0.1:…/`: the companion with its sample set and the real Label Studio. */
  pageUrl: string;
  /** Another companion for this test, with its own arguments; stopped when the test ends. */
  companion: (args?: string[], manner?: Manner) => Promise<Companion>;
  labelStudio: LabelStudio;
  /** The built-in template, as Label Studio gets it. */
  templateXml: string;
  /** What axe finds against WCAG 2.2 AA, one line each. */
  accessibility: (page: Page) => Promise<string[]>;
}

export const test = base.extend<Fixtures>({
  pageUrl: async ({}, use) => use(`${process.env.E2E_COMPANION}/`),
  labelStudio: async ({}, use) => use(new LabelStudio(JSON.parse(process.env.E2E_LABEL_STUDIO ?? "{}"))),
  companion: async ({}, use) => {
    const started: Companion[] = [];
    await use(async (args = [], manner = {}) => {
      const one = await startCompanion(args, manner);
      started.push(one);
      return one;
    });
    for (const one of started) await one.stop();
  },
  templateXml: async ({}, use) =>
    use(readFileSync(join(ROOT, "src/core/labeling/templates/batch-result-review.xml"), "utf8")),
  accessibility: async ({}, use) =>
    use(async (page) => {
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
    }),
});
