//! Where the person is in this step: the current problem, and the ways to it.

use super::code::Code;
use crate::{
    browser::{clock, editor::Editor},
    core::{
        labeling::{Diagnostic, span},
        mapping::Target,
        text,
    },
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
    /// The plain editor above them, while a copy is edited.
    pub editor: NodeRef<html::Textarea>,
    /// The editor that takes the place of both.
    pub code: Code,
    /// Which problems are in front.
    pub tab: RwSignal<Tab>,
    /// What a source is being picked for.
    pub pick: RwSignal<Option<Target>>,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Of the configuration.
    Configuration,
    /// Of the chosen rows.
    Rows,
}

impl Here {
    /// Nowhere yet.
    pub fn new(app: App) -> Self {
        let labeling = app.labeling;
        let here = Self {
            labeling,
            problem: RwSignal::new(None),
            lines: NodeRef::new(),
            editor: NodeRef::new(),
            code: Code::default(),
            tab: RwSignal::new(Tab::Configuration),
            pick: RwSignal::new(None),
        };
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
        self.tab.set(Tab::Configuration);
        self.problem.set(Some(at));
        let checked = untrack(|| self.labeling.checked());
        let Some(found) = checked.report.diagnostics.get(at) else { return };
        let units = span::Units::new(&checked.document.source);
        let (from, to) = (units.of(found.span.start), units.of(found.span.end));
        if self.code.with(|editor| editor.go(from, to, true)) {
            return;
        }
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

    /// Applies a fix of a problem, and says what is left.
    pub fn mend(self, app: App, problem: usize, fix: usize) {
        let checked = untrack(|| self.labeling.checked());
        let found = checked.report.diagnostics.get(problem);
        if let Some(fix) = found.and_then(|found| found.fixes.get(fix)) {
            self.labeling.apply(app, fix);
            self.mended(app, &fix.title);
        }
    }

    /// Says what was done and what is left, and goes on in the editor.
    pub fn mended(self, app: App, done: &str) {
        let left = untrack(|| self.labeling.checked()).report.diagnostics.len();
        self.focus_editor(app);
        app.announce(format!("Done: {done}. {} left", text::counted(left as u64, "problem")));
    }

    /// Moves the focus into the editor once it is there: the button that was pressed may be gone.
    pub fn focus_editor(self, app: App) {
        app.spawn(async move {
            clock::frame().await;
            if self.code.with(Editor::focus) {
                return;
            }
            if let Some(editor) = self.editor.try_get_untracked().flatten() {
                editor.focus().unwrap_or_default();
            }
        });
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
