// The XML editor: CodeMirror, bound. What is wrong, what fits here and what mends it is decided elsewhere: this
// file asks by `ask(what, first, second)` and gets text or JSON. Places are counted in UTF-16 units.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { xml } from "@codemirror/lang-xml";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
  placeholder, tooltips,
} from "@codemirror/view";
import { help } from "./help.js";
import { marks, mark } from "./marks.js";
import { menu } from "./menu.js";
import { colours, theme } from "./theme.js";

/** A change that came from outside: nobody has to be told. */
const told = Annotation.define();

function extensions({ layer, label, describedBy, hint, ask }) {
  const press = (what) => () => (ask(what), true);
  return [
    Prec.high(keymap.of([{ key: "Shift-Alt-f", run: press("format") }])),
    // After Escape the next Tab leaves, also where Escape closed a list or let go of a selection.
    Prec.highest(keymap.of([{ key: "Escape", run: (view) => (view.setTabFocusMode(2000), false) }])),
    marks(), lineNumbers(), foldGutter({ openText: "⌄", closedText: "›" }), highlightSpecialChars(), history(), drawSelection(), indentOnInput(),
    bracketMatching(), closeBrackets(), highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(),
    search({ top: true }), xml(), syntaxHighlighting(colours), indentUnit.of("  "), EditorState.tabSize.of(2),
    help(ask), menu(ask), theme, placeholder(hint),
    // Not inside the editor: the panes around it cut off what sticks out.
    tooltips({ parent: layer, position: "fixed" }),
    keymap.of([...closeBracketsKeymap, ...searchKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(told))) ask("changed", update.state.doc.toString());
    }),
  ];
}

/** The part of `text` that differs from `before`: so the caret and the history stay what they were. */
function difference(before, text) {
  const most = Math.min(before.length, text.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === text.charCodeAt(from)) from++;
  let same = 0;
  while (same < most - from && before.charCodeAt(before.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) same++;
  return { from, to: before.length - same, insert: text.slice(from, text.length - same) };
}

export function create(parent, doc, label, describedBy, hint, ask) {
  const root = parent.getRootNode();
  const layer = parent.closest(".app") ?? parent;
  const all = extensions({ layer, label, describedBy, hint, ask });
  const view = new EditorView({ state: EditorState.create({ doc, extensions: all }), parent, root });
  const inside = (at) => Math.min(at, view.state.doc.length);
  return {
    /** Another document: it has no history. */
    reset(text) {
      view.setState(EditorState.create({ doc: text, extensions: all }));
    },
    /** The same document, changed from outside: can be undone. */
    replace(text) {
      view.dispatch({ changes: difference(view.state.doc.toString(), text), annotations: told.of(true), userEvent: "input.mend" });
    },
    mark(json) {
      mark(view, JSON.parse(json), ask);
    },
    go(from, to, focus) {
      const [anchor, head] = [inside(from), inside(to)];
      view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      if (focus) view.focus();
    },
    focus() {
      view.focus();
    },
    destroy() {
      view.destroy();
    },
  };
}
