// What is drawn upon the text: problems, `$variables`, and the places that belong to the current problem.
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { element, words } from "./words.js";

const drawn = StateEffect.define();
const field = StateField.define({
  create: () => Decoration.none,
  update(value, change) {
    for (const effect of change.effects) if (effect.is(drawn)) return effect.value;
    return value.map(change.changes);
  },
  provide: (own) => EditorView.decorations.from(own),
});
const classes = ["bc-variable", "bc-related", "bc-current"].map((name) => Decoration.mark({ class: name }));

export const marks = () => [field, lintGutter()];

export function mark(view, { problems, spans }, ask) {
  const end = view.state.doc.length;
  const fits = ({ from, to }) => from <= to && to <= end;
  const diagnostics = problems.filter(fits).map(({ at, from, to, severity, message, fixes }) => ({
    from, to, severity, message,
    renderMessage: () => element("div", "bc-message", words(message)),
    actions: fixes.map((name, which) => ({ name: name.replaceAll("`", ""), apply: () => ask("mend", at, which) })),
  }));
  const ranges = spans.filter(([from, to]) => from < to && to <= end).map(([from, to, which]) => classes[which].range(from, to));
  const { effects, ...rest } = setDiagnostics(view.state, diagnostics);
  view.dispatch({ ...rest, effects: [effects ?? [], drawn.of(Decoration.set(ranges, true))].flat() });
}
