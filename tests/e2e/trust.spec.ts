// Model output is hostile: a corpus of it, through every view, in the real browser. And where the tokens are not.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { tmpdir } from "node:os";
import type { Page } from "@playwright/test";
import { freePort } from "./harness/processes.ts";
import { makePackage, Site } from "./harness/site.ts";
import { expect, test } from "./harness/test.ts";
import { connect, seen, step } from "./harness/walk.ts";

/** Whoever runs code calls this. */
const CALL = "window.top.pwned=1;window.pwned=1";
/** Whoever loads something asks this server, which notes every connection. */
const asked: string[] = [];
const evil = createServer((from, to) => {
  asked.push(from.url ?? "");
  to.writeHead(204, { "access-control-allow-origin": "*" }).end();
});
evil.listen(await freePort(), "127.0.0.1");
await once(evil, "listening");
const EVIL = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/x`;
test.afterAll(() => void evil.close());

const deep = "[".repeat(2_000) + "]".repeat(2_000);

/** By what it tries. */
const CORPUS: Record<string, string> = {
  script: `<script>${CALL}</script><script src="${EVIL}.js"></script>`,
  image: `<img src="${EVIL}.png" onerror="${CALL}"><img src=x onerror=${CALL}>`,
  svg: `<svg onload="${CALL}"><script>${CALL}</script><a xlink:href="javascript:${CALL}"><text y="9">x</text></a><foreignObject><iframe srcdoc="<script>${CALL}</script>"></iframe></foreignObject></svg>`,
  mathml: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${CALL}&gt;"></table></mtext></math>`,
  frame: `<iframe src="javascript:${CALL}"></iframe><iframe src="${EVIL}.html"></iframe><object data="${EVIL}.swf"></object><embed src="${EVIL}"><base href="${EVIL}">`,
  form: `<form action="${EVIL}"><input name=a autofocus onfocus="${CALL}"><button>ok</button></form><meta http-equiv=refresh content="0;url=${EVIL}">`,
  css: `<style>@import "${EVIL}.css"; * { display: none !important; position: fixed; inset: 0; background: url(${EVIL}.png) } .app { display: none }</style><div style="position:fixed;inset:0;z-index:99999;background:red">over everything</div><link rel=stylesheet href="${EVIL}.css">`,
  links: `[click](javascript:${CALL}) [data](data:text/html,<script>${CALL}</script>) [vb](vbscript:x) <javascript:${CALL}> ![i](${EVIL}.png) [ref]\n\n[ref]: javascript:${CALL}\n\n<a href="javascript:${CALL}" ping="${EVIL}">a</a>`,
  events: `<details open ontoggle="${CALL}"><summary>s</summary></details><video><source onerror="${CALL}"></video><body onload="${CALL}"><marquee onstart="${CALL}">m</marquee>`,
  mutation: `<noscript><p title="</noscript><img src=x onerror=${CALL}>"></noscript><template><img src=x onerror=${CALL}></template><xmp></xmp><img src=x onerror=${CALL}></xmp>`,
  template: "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1} <%= 1 %> #{1} {{ batch.id }}",
  bidi: "safe \u202Eevil\u202C \u2066x\u2069 \u061C \u200F admin\u202Etxt.exe",
  invisible: "a\u200Bb\u200Cc\u200Dd\uFEFFe\u00ADf\u2060g\u{E0041}\u{E0042}",
  ansi: "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b]8;;http://evil.invalid\u0007link\u001b]8;;\u0007 \u009b31m",
  controls: "nul \u0000 bell \u0007 back\b\b\b vertical \u000b form \f del \u007f lone \ud800 end",
  combining: `Z${"\u0351\u0346\u0357".repeat(400)}algo`,
  wide: "W".repeat(30_000),
  lines: "x\n".repeat(20_000),
  deep,
  deepObject: `${'{"a":'.repeat(800)}1${"}".repeat(800)}`,
  prototype: '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": 1, "hasOwnProperty": 1, "valueOf": null}',
  numbers: '{"a": 1e999, "b": -0, "c": 123456789012345678901234567890, "d": 1.0}',
  markdown: `${"> ".repeat(300)}deep\n\n${"- ".repeat(300)}list\n\n| a |${" b |".repeat(300)}\n|${"---|".repeat(301)}\n\n\`\`\`html\n<script>${CALL}</script>\n\`\`\`\n\n${"*".repeat(5_000)}`,
  entities: `&lt;img src=x onerror=${CALL}&gt; &#x3C;script&#x3E;${CALL}&#x3C;/script&#x3E; %3Cscript%3E${CALL}%3C/script%3E`,
  quotes: `"'><img src=x onerror=${CALL}> \` --></style></script></textarea></title><img src=x onerror=${CALL}>`,
};

function writeCorpus(folder: string): void {
  const body = (text: string, name: string) => ({
    id: text.slice(0, 200), model: name === "script" ? text : "judge-1", object: "chat.completion",
    choices: [{ index: 0, finish_reason: name === "quotes" ? text : "stop", message: {
      role: "assistant", content: text, reasoning_content: text,
      tool_calls: [{ id: text.slice(0, 50), type: "function", function: { name: text.slice(0, 80), arguments: JSON.stringify({ value: text.slice(0, 5_000) }) } }],
    } }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  });
  const lines = Object.entries(CORPUS).map(([name, text]) => JSON.stringify({
    custom_id: `${name}-${text.slice(0, 300)}`, response: { status_code: 200, body: body(text, name) }, error: null,
    input: { model: text.slice(0, 100), messages: [{ role: "system", content: text }, { role: "user", content: [{ type: "text", text }, { type: "image_url", image_url: { url: `${EVIL}.png` } }] }] },
  }));
  const failed = Object.entries(CORPUS).slice(0, 6).map(([name, text]) => JSON.stringify({
    custom_id: `failed-${name}`, response: { status_code: 500, body: { error: { code: text.slice(0, 200), message: text, type: text } } }, error: null,
  }));
  writeFileSync(join(folder, "hostile.jsonl"), [...lines, ...failed, `{"custom_id": "<img src=x onerror=${CALL}>`, `<script>${CALL}</script>`].join("\n"));
  writeFileSync(join(folder, "hostile.batch.json"), JSON.stringify({ id: "hostile", model: CORPUS.image, metadata: { name: `Hostile ${CORPUS.image}`, [CORPUS.script]: CORPUS.svg, description: CORPUS.bidi } }));
  writeFileSync(join(folder, "another.jsonl"), lines.map((line) => line.replace("judge-1", CORPUS.quotes.replaceAll('"', "'"))).reverse().join("\n"));
}

/** What was tried and worked: code that ran, requests that left, dialogs that opened. */
function watchOver(page: Page): { left: string[]; ran: () => Promise<string[]> } {
  const left = asked;
  page.on("dialog", (dialog) => (left.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("popup", (popup) => left.push(`popup: ${popup.url()}`));
  const ran = async () => {
    const found: string[] = [];
    for (const frame of page.frames()) {
      const bad = await frame.evaluate(() => [(window as unknown as { pwned?: number }).pwned, ({} as { polluted?: boolean }).polluted].some(Boolean)).catch(() => false);
      if (bad) found.push(frame.url());
    }
    return found;
  };
  return { left, ran };
}

/** The layout stands: its parts are where they belong, and nothing lies over the head. */
async function stands(page: Page): Promise<void> {
  const wrong = await page.locator("batch-curator").evaluate((element) => {
    const root = element.shadowRoot as ShadowRoot;
    const edge = element.getBoundingClientRect();
    const found: string[] = [];
    for (const part of root.querySelectorAll(".top, .context, main, footer.statusline, .selbar")) {
      const box = part.getBoundingClientRect();
      if (box.width === 0 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.left < edge.left - 1) found.push(`${part.className || part.tagName} ${Math.round(box.right)}x${Math.round(box.bottom)}`);
    }
    const brand = root.querySelector(".brand") as Element;
    const { x, y, width, height } = brand.getBoundingClientRect();
    const top = root.elementFromPoint(x + width / 2, y + height / 2);
    if (!top || !brand.contains(top)) found.push(`over the head: ${top?.outerHTML.slice(0, 120)}`);
    return found;
  });
  expect(wrong).toEqual([]);
  const scripts = await page.locator("batch-curator").evaluate((element) =>
    [...(element.shadowRoot as ShadowRoot).querySelectorAll("script, iframe:not([sandbox]), object, embed, link, base, meta, form[action], [onerror], [onload], [style*=fixed], a[href^='javascript' i], a[href^='data:' i], img[src^='http']")].map((found) => found.outerHTML.slice(0, 120)));
  expect(scripts).toEqual([]);
}

test("a corpus of hostile outputs, through every view: nothing runs, nothing leaves, the layout stands", async ({ page, companion, labelStudio, templateXml }) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "batch-curator-hostile-"));
  writeCorpus(folder);
  const { url } = await companion(["--batches", folder, "--label-studio", labelStudio.url]);
  const { left, ran } = watchOver(page);
  const check = async (where: string) => {
    await stands(page);
    expect(await ran(), where).toEqual([]);
    expect(left, where).toEqual([]);
  };
  await page.goto(`${url}/`);
  await page.getByText(/^Hostile/).first().click();
  await check("the list, with its side pane");
  await page.goto(`${url}/#/batch/hostile/results`);
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
  const rows = Object.keys(CORPUS).length + 8;
  await expect(page.locator("footer.statusline")).toContainText(`${rows} rows`);
  await page.getByRole("grid", { name: "Results" }).focus();
  for (let row = 1; row <= rows; row++) {
    await page.keyboard.press("j");
    for (const tab of ["1", "2", "3"]) {
      await page.keyboard.press(tab);
      await page.waitForTimeout(30);
    }
    if (row % 8 === 0 || row === rows) await check(`row ${row}`);
  }
  for (const filter of ["<script", "pwned", "\u202E", "(.*)*$", "outcome:failed"]) {
    await page.keyboard.press("/");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(filter);
    await page.waitForTimeout(400);
    await check(`searching ${filter}`);
    await page.keyboard.press("Escape");
  }
  await page.goto(`${url}/#/batch/hostile/results?with=another&row=3`);
  await page.waitForTimeout(1_500);
  await check("beside another batch");

  // Labeling: what renders Markdown, HTML and turns, with each row in turn.
  const screen = `<View><Text name="t" value="$llm_response"/><HyperText name="h" value="$llm_response"/><Paragraphs name="p" value="$turns" layout="dialogue"/><Markdown value="$llm_response"/><Image name="i" value="$llm_response"/><Choices name="c" toName="t" value="$options"><Choice value="a"/></Choices><Style>.x { background: url(${EVIL}-style.png) }</Style></View>`;
  const project = await labelStudio.createProject(templateXml, "hostile");
  for (const row of [1, 3, 4, 7, 8, 12, 17, 20]) {
    await page.goto(`${url}/#/batch/hostile/labeling?row=${row}`);
    await expect(page.locator("main.labeling")).toBeVisible({ timeout: 20_000 });
    await page.waitForTimeout(500);
    await check(`labeling, row ${row}`);
    await page.getByRole("button", { name: "Task", exact: true }).or(page.getByRole("radio", { name: "Task", exact: true })).or(page.getByRole("tab", { name: "Task", exact: true })).first().click();
    await page.waitForTimeout(100);
    await check(`the task, row ${row}`);
  }
  // The element alone, with a configuration that shows everything as HTML.
  makePackage();
  const site = await new Site(url).start();
  const alone = await page.context().newPage();
  const over = watchOver(alone);
  const tasks = Object.values(CORPUS).slice(0, 16).map((text) => ({ llm_response: text, turns: [{ author: text.slice(0, 50), text }], options: [{ value: text.slice(0, 100), html: text }] }));
  await alone.goto(site.page("/alone", `<h1>Host</h1><labeling-preview style="display:block;height:700px;width:900px"></labeling-preview>`, {
    script: `window.tasks = ${JSON.stringify(tasks).replaceAll("</", "<\\/")}; const shown = document.querySelector("labeling-preview");
window.show = (at) => { shown.options = { config: ${JSON.stringify(screen).replaceAll("</", "<\\/")}, task: tasks[at] }; };
await import("/batch-curator/elements.js"); show(0);`,
  }));
  await expect(alone.locator("labeling-preview").getByRole("region", { name: "Labeling preview" })).toBeVisible({ timeout: 20_000 });
  for (let at = 0; at < tasks.length; at++) {
    await alone.evaluate((at) => (window as unknown as { show(at: number): void }).show(at), at);
    await alone.waitForTimeout(200);
    expect(await over.ran(), `alone, ${at}`).toEqual([]);
    expect(over.left, `alone, ${at}`).toEqual([]);
    expect(await alone.evaluate(() => document.elementFromPoint(20, 30)?.tagName), "nothing lies over the host").toBe("H1");
  }
  await alone.close();
  await site.stop();

  // Push: what can be sent arrives as it is.
  await page.goto(`${url}/#/batch/hostile/results`);
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
  await page.getByRole("grid", { name: "Results" }).focus();
  await page.keyboard.press("a");
  await step(page, "Push");
  await connect(page, labelStudio.url, project, labelStudio.pat);
  await seen(page, /\d+ selected = \d+ new/);
  await check("the dry run");
  const send = page.getByRole("button", { name: /^Send \d+ task/ });
  const wanted = Number((await send.textContent())?.match(/\d+/)?.[0]);
  expect(wanted).toBeGreaterThan(15);
  await send.click();
  await expect(page.getByText("Counted in Label Studio")).toBeVisible({ timeout: 90_000 });
  await check("the receipt");
  expect(await labelStudio.taskCount(project)).toBe(wanted);
  rmSync(folder, { recursive: true });
});

test("after a whole journey the token is nowhere: storage, address, page, console, events, receipt", async ({ page, companion, labelStudio, templateXml }) => {
  test.slow();
  const { url } = await companion(["--label-studio", labelStudio.url]);
  const project = await labelStudio.createProject(templateXml, "tokens");
  const said: string[] = [];
  const asked: string[] = [];
  const bearers = new Set<string>();
  page.on("console", (message) => said.push(message.text()));
  page.on("request", (request) => {
    asked.push(request.url());
    const sent = request.headers().authorization;
    if (!sent) return;
    bearers.add(sent.replace(/^(Bearer|Token) /, ""));
    expect(new URL(request.url()).origin, "tokens go to their own origin alone").toBe(labelStudio.url);
  });
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const real = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.type.startsWith("batch-curator:")) heard.push(`${event.type} ${JSON.stringify((event as CustomEvent).detail)}`);
      return real.call(this, event);
    };
  });
  await page.goto(`${url}/`);
  await page.getByRole("link", { name: /support/i }).first().click();
  await expect(page.locator("footer.statusline")).toContainText("all read", { timeout: 30_000 });
  await page.getByRole("grid", { name: "Results" }).getByRole("checkbox", { name: /^Select (?!all)/ }).first().click();
  await step(page, "Push");
  await connect(page, labelStudio.url, project, labelStudio.pat);
  await seen(page, "1 selected = 1 new");
  await page.getByRole("button", { name: "Send 1 task" }).click();
  await expect(page.getByText("Counted in Label Studio")).toBeVisible({ timeout: 60_000 });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /JSONL/ }).first().click();
  const stream = await (await download).createReadStream();
  let receipt = "";
  for await (const part of stream) receipt += part;
  expect(receipt).toContain("rc_");

  const stored = await page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, name];
    for (const { name } of await indexedDB.databases()) {
      const open = indexedDB.open(name ?? "");
      const db = await new Promise<IDBDatabase>((resolve, reject) => ((open.onsuccess = () => resolve(open.result)), (open.onerror = () => reject(open.error))));
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store).getAll();
        kept.push(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result))));
      }
      db.close();
    }
    for (const name of await caches.keys()) kept.push(name);
    return JSON.stringify(kept);
  });
  expect(stored, "the receipt is kept").toContain("rc_");
  // What a field holds is the person's own typing; its markup holds nothing of it.
  const markup = await page.locator("batch-curator").evaluate((element) => (element.shadowRoot as ShadowRoot).innerHTML);
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard.join("\n"));
  expect(heard).toContain("batch-curator:pushed");
  const log = await (await fetch(`${url}/metrics`).catch(() => new Response(""))).text();
  const secrets = [labelStudio.pat, ...bearers];
  expect(secrets.length).toBeGreaterThan(1);
  const places = { stored, address: page.url(), markup, console: said.join("\n"), heard, receipt, log, asked: asked.join("\n") };
  for (const [place, text] of Object.entries(places)) for (const secret of secrets) expect(text.includes(secret), place).toBe(false);
});
