// Selecting words with the mouse, as a person does: across text nodes, and inside frames.
import type { Frame, Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

/** Presses at the start of `words` in what a page or its frames show below `root`, and lets go at their end. */
export async function drag(page: Page, root: string, words: string): Promise<void> {
  await page.locator(root).first().waitFor();
  const places = [{ frame: page.mainFrame() as Frame, root, at: { x: 0, y: 0 } }];
  for (const frame of page.frames().slice(1)) {
    const element = await frame.frameElement();
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    if (box) places.push({ frame, root: "body", at: { x: box.x, y: box.y } });
  }
  for (const { frame, root, at } of places) {
    const ends = await frame.locator(root).first().evaluate(find, words);
    if (!ends) continue;
    const [from, to] = ends.map((end: Point) => ({ x: end.x + at.x, y: end.y + at.y })) as [Point, Point];
    await press(page, from, to);
    return;
  }
  throw new Error(`Nothing below ${root} shows “${words}”.`);
}

/** Playwright's own mouse runs a script in each frame while a button is down, and waits for ever for one without scripts. */
async function press(page: Page, from: Point, to: Point): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: "mouseMoved" | "mousePressed" | "mouseReleased", { x, y }: Point, buttons: number) =>
    session.send("Input.dispatchMouseEvent", { type, x, y, buttons, button: type === "mouseMoved" && !buttons ? "none" : "left", clickCount: 1 });
  await send("mouseMoved", from, 0);
  await send("mousePressed", from, 1);
  for (const part of [0.3, 0.6, 1]) await send("mouseMoved", { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, 1);
  await send("mouseReleased", to, 0);
  await session.detach();
}

/** Where words begin and end on the screen. Runs in the page. */
function find(root: Element | HTMLElement, words: string): Point[] | null {
  const document = root.ownerDocument;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; start: number }[] = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  const at = text.indexOf(words);
  if (at < 0) return null;
  const place = (offset: number, end: boolean) => {
    const inside = nodes.filter(({ start, node }) => (end ? start < offset && offset <= start + node.data.length : start <= offset && offset < start + node.data.length));
    const one = inside[0];
    return one && { node: one.node, offset: offset - one.start };
  };
  const [from, to] = [place(at, false), place(at + words.length, true)];
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  from.node.parentElement?.scrollIntoView({ block: "nearest" });
  const rects = Array.from(range.getClientRects()).filter((rect) => rect.width > 0);
  const [first, last] = [rects[0], rects.at(-1)];
  if (!first || !last) return null;
  return [
    { x: first.left + 0.5, y: first.top + first.height / 2 },
    { x: last.right - 0.5, y: last.top + last.height / 2 },
  ];
}
