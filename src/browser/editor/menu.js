// Ctrl-. opens the fixes for the caret: a menu that takes the focus, and gives it back.
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip } from "@codemirror/view";
import { element, words } from "./words.js";

const shown = StateEffect.define();
const field = StateField.define({
  create: () => null,
  update(value, change) {
    for (const effect of change.effects) if (effect.is(shown)) return effect.value;
    return change.docChanged ? null : value;
  },
  provide: (own) => showTooltip.from(own),
});

function build(view, fixes, ask) {
  const list = element("div", "bc-menu");
  list.setAttribute("role", "menu");
  list.setAttribute("aria-label", "Fixes");
  const close = (focus) => {
    if (view.state.field(field, false)) view.dispatch({ effects: shown.of(null) });
    if (focus) view.focus();
  };
  for (const { problem, fix, title } of fixes) {
    const item = element("button", "", words(title));
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.addEventListener("click", () => {
      close(true);
      ask("mend", problem, fix);
    });
    list.append(item);
  }
  list.addEventListener("keydown", (event) => {
    const items = [...list.children];
    const at = items.indexOf(list.getRootNode().activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) items[next % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("focusout", ({ relatedTarget }) => {
    // Not in the middle of an update of the editor, which may be what took the focus.
    if (!list.contains(relatedTarget)) setTimeout(() => list.isConnected && close(false));
  });
  // Where it is put is not known yet: the browser must not scroll there.
  return { dom: list, mount: () => list.firstChild.focus({ preventScroll: true }) };
}

function open(view, ask) {
  const { head } = view.state.selection.main;
  const fixes = JSON.parse(ask("fixes", head) ?? "[]");
  if (fixes.length) view.dispatch({ effects: shown.of({ pos: head, above: false, create: () => build(view, fixes, ask) }) });
  return true;
}

export const menu = (ask) => [field, Prec.high(keymap.of([{ key: "Mod-.", run: (view) => open(view, ask) }]))];
