//! Where the person is in this step: the current problem, and the ways to it.

use crate::{
    core::labeling::{Diagnostic, span},
    state::{App, labeling::Labeling},
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

/// The current problem, and the parts of the page that follow it.
#[derive(Clone, Copy)]
pub struct Here {
    /// What is known of the step.
    pub labeling: Labeling,
    /// Place of the current problem in the report.
    pub problem: RwSignal<Option<usize>>,
    /// The lines of the source.
    pub lines: NodeRef<html::Div>,
    /// The editor above them, while a copy is edited.
    pub editor: NodeRef<html::Textarea>,
}

impl Here {
    /// Nowhere yet.
    pub fn new(app: App) -> Self {
        let labeling = app.labeling;
        let here =
            Self { labeling, problem: RwSignal::new(None), lines: NodeRef::new(), editor: NodeRef::new() };
        // Another text may have other problems: a current one must not outlive its report.
        Effect::new(move || {
            let count = labeling.checked().report.diagnostics.len();
            if here.problem.get_untracked().is_some_and(|at| at >= count) {
                here.problem.set(None);
            }
        });
        here
    }

    /// Makes a problem the current one and shows its line.
    pub fn go_to(self, at: usize) {
        self.problem.set(Some(at));
        let checked = untrack(|| self.labeling.checked());
        let Some(found) = checked.report.diagnostics.get(at) else { return };
        self.show(checked.document.position(found.span.start).line);
        self.select(&checked.document.source, found);
    }

    /// The next problem, or the one before; from the last to the first.
    pub fn walk(self, back: bool) {
        let count = untrack(|| self.labeling.checked()).report.diagnostics.len();
        if count == 0 {
            return;
        }
        let next = match (self.problem.get_untracked(), back) {
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        self.go_to(next);
    }

    /// Scrolls a line (from 1) into view.
    pub fn show(self, line: usize) {
        let Some(lines) = self.lines.get_untracked() else { return };
        let index = line.saturating_sub(1).try_into().unwrap_or(u32::MAX);
        let element = lines.children().item(index);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// Puts the caret onto the problem, where a copy is edited.
    fn select(self, source: &str, found: &Diagnostic) {
        let Some(editor) = self.editor.get_untracked() else { return };
        let units = |at: usize| u32::try_from(span::to_utf16(source, at)).unwrap_or(u32::MAX);
        let (from, to) = (units(found.span.start), units(found.span.end));
        // Fails only on an element that is no text field.
        editor.set_selection_range(from, to).unwrap_or_default();
        editor.focus().unwrap_or_default();
    }
}
