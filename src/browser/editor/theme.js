// How it looks: the roles of the style sheet. In script because CodeMirror's own sheets lie above every layer of ours.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const tag = "var(--syn-tag)";
export const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket, tags.bracket], color: tag },
  { tag: [tags.attributeName, tags.definitionOperator], color: "var(--syn-attr)" },
  { tag: [tags.attributeValue, tags.string, tags.character], color: "var(--syn-str)" },
  { tag: [tags.comment, tags.blockComment, tags.processingInstruction, tags.documentMeta], color: "var(--ink-3)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const wave = (colour) => ({
  backgroundImage: "none", paddingBottom: "0",
  textDecoration: `underline wavy 1.5px ${colour}`, textUnderlineOffset: "3px", textDecorationSkipInk: "none",
});
const sign = (colour, path) => ({
  content: "''", inlineSize: "10px", blockSize: "10px", margin: "5px 0 0 3px", background: colour, clipPath: path, forcedColorAdjust: "none",
});
const control = {
  font: "inherit", color: "var(--ink)", background: "var(--surface)", backgroundImage: "none",
  border: "1px solid var(--line-control)", borderRadius: "var(--r1)", minBlockSize: "var(--target)", padding: "0 var(--s2)",
};
const action = { ...control, margin: "var(--s1) var(--s1) 0 0", color: "var(--accent)", borderColor: "var(--accent-line)", cursor: "pointer" };

export const theme = EditorView.theme({
  "&": { blockSize: "100%", color: "var(--ink)", background: "var(--surface)", fontSize: "var(--fs-2)" },
  "&.cm-focused": { outline: "var(--ring)", outlineOffset: "-2px" },
  ".cm-scroller": { font: "var(--fs-2)/20px var(--mono)", fontVariantLigatures: "none", overflow: "auto" },
  ".cm-content": { padding: "var(--s2) 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 var(--s3) 0 2px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "1.5px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--accent) 24%, transparent)" },
  ".cm-gutters": { background: "var(--surface)", color: "var(--ink-3)", border: "0" },
  ".cm-gutter-lint": { inlineSize: "18px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 0", minInlineSize: "26px" },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 3px", cursor: "pointer" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--ink) 4%, transparent)" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-foldPlaceholder": { background: "var(--sunken)", border: "1px solid var(--line-strong)", color: "var(--ink-2)" },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": { background: "color-mix(in srgb, var(--accent) 15%, transparent)", outline: "1px solid var(--accent-line)" },
  "&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket": { background: "var(--bad-soft)" },
  ".cm-selectionMatch": { background: "color-mix(in srgb, var(--accent) 10%, transparent)" },
  ".cm-searchMatch": { background: "var(--match)" },
  ".cm-searchMatch-selected": { background: "var(--match)", outline: "2px solid var(--accent)" },

  ".bc-variable, .bc-variable *": { color: "var(--syn-var)" },
  ".bc-related": { background: "color-mix(in srgb, var(--accent) 13%, transparent)", borderRadius: "2px" },
  ".bc-current": { background: "color-mix(in srgb, var(--bad) 12%, transparent)", borderRadius: "2px" },
  ".cm-lintRange-error": wave("var(--bad-mark)"),
  ".cm-lintRange-warning": wave("var(--warn-mark)"),
  ".cm-lintRange-info": wave("var(--accent-line)"),
  ".cm-lintRange-active": { background: "color-mix(in srgb, var(--warn) 12%, transparent)" },
  ".cm-lintPoint:after": { display: "none" },
  ".cm-lint-marker": { inlineSize: "18px", blockSize: "20px" },
  ".cm-lint-marker-error, .cm-lint-marker-warning, .cm-lint-marker-info": { content: "normal" },
  ".cm-lint-marker:before": { display: "block" },
  ".cm-lint-marker-error:before": sign("var(--bad)", "circle(50%)"),
  ".cm-lint-marker-warning:before": sign("var(--warn)", "polygon(50% 0, 100% 100%, 0 100%)"),
  ".cm-lint-marker-info:before": sign("var(--accent)", "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)"),

  ".cm-tooltip, &.cm-tooltip": { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "var(--r2)", boxShadow: "var(--shadow-pop)", font: "var(--fs-3)/var(--lh) var(--sans)", zIndex: "30", maxInlineSize: "min(440px, calc(100vw - 24px))" },
  ".cm-tooltip code": { background: "var(--hover)", padding: "0 3px", borderRadius: "2px", overflowWrap: "anywhere" },
  ".cm-tooltip-lint": { padding: "0", margin: "0" },
  ".cm-diagnostic": { padding: "var(--s2) var(--s3)", border: "0", borderInlineStart: "3px solid var(--accent)", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderInlineStartColor: "var(--bad-mark)" },
  ".cm-diagnostic-warning": { borderInlineStartColor: "var(--warn-mark)" },
  ".cm-diagnosticAction": action,
  ".bc-hover": { padding: "var(--s2) var(--s3)" },
  ".bc-message": { whiteSpace: "normal", overflowWrap: "anywhere" },
  "&.bc-menu, .bc-menu": { display: "grid", padding: "var(--s1)" },
  ".bc-menu button, &.bc-menu button": { font: "inherit", color: "inherit", textAlign: "start", border: "0", background: "none", borderRadius: "var(--r1)", padding: "2px var(--s2)", minBlockSize: "28px", cursor: "pointer" },
  ".bc-menu button:hover, &.bc-menu button:hover, .bc-menu button:focus, &.bc-menu button:focus": { background: "var(--accent-soft)", color: "var(--accent)", outline: "1px solid var(--accent-line)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "var(--fs-2)/var(--lh) var(--mono)", maxBlockSize: "240px", minInlineSize: "180px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px var(--s2)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected], &.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent-fill)", color: "var(--on-accent)" },
  ".cm-completionInfo, &.cm-completionInfo": { padding: "var(--s2) var(--s3)", inlineSize: "280px" },

  ".cm-panels": { background: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)", font: "var(--fs-2)/var(--lh) var(--sans)", zIndex: "5" },
  ".cm-panels.cm-panels-top": { borderBlockEnd: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "var(--s2)", paddingInlineEnd: "28px" },
  ".cm-textfield": { ...control, fontFamily: "var(--mono)" },
  ".cm-button": { ...control, cursor: "pointer" },
  ".cm-button:active": { backgroundImage: "none", background: "var(--pressed)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink-2)", inlineSize: "24px", blockSize: "24px" },
});
