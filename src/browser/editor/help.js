// Completion and the text under the pointer: both asked for.
import { autocompletion, startCompletion } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import { element, words } from "./words.js";

function option({ label, insert, kind, detail, caret }) {
  const apply = (view, _, from, to) => {
    const anchor = from + (caret ?? insert.length);
    view.dispatch({ changes: { from, to, insert }, selection: { anchor }, scrollIntoView: true, userEvent: "input.complete" });
    // The caret stands where the next thing is to be chosen, such as between quotes.
    if (caret !== undefined && caret !== null) startCompletion(view);
  };
  return { label, apply, type: kind, info: detail ? () => element("div", "bc-message", words(detail)) : undefined };
}

const complete = (ask) => ({ pos }) => {
  const answer = ask("complete", pos);
  if (!answer) return null;
  const { from, to, items } = JSON.parse(answer);
  return items.length ? { from, to, options: items.map(option), filter: false } : null;
};

const hover = (ask) => (_, pos) => {
  const answer = ask("hover", pos);
  if (!answer) return null;
  const { from, to, title, text, doc } = JSON.parse(answer);
  const create = () => {
    const dom = element("div", "bc-hover", element("b", "", title), element("p", "", words(text)));
    if (doc?.startsWith("https://")) {
      const link = element("a", "", "Label Studio's page about it");
      Object.assign(link, { href: doc, target: "_blank", rel: "noreferrer noopener" });
      dom.append(link);
    }
    return { dom };
  };
  return { pos: from, end: to, above: true, create };
};

export const help = (ask) => [
  autocompletion({ override: [complete(ask)], icons: false, activateOnTyping: true }),
  hoverTooltip(hover(ask), { hoverTime: 350 }),
];
