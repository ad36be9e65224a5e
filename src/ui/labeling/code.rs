//! The XML editor in this step: when it comes, what it is told, and what it is answered.

use super::{here::Here, paint};
use crate::{
    browser::editor::{self, Ask, Editor, Words},
    core::labeling::{
        Diagnostic,
        format::format,
        span::{Span, Units, one_newline},
    },
    state::{
        App,
        labeling::{Checked, Source},
    },
};
use leptos::{html, prelude::*};
use serde_json::json;
use std::rc::Rc;

const WORDS: Words = Words {
    label: "Labeling configuration",
    described_by: "editor-keys",
    hint: "Paste a labeling configuration here: <View> … </View>",
};

/// How far the editor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// On its way; how often it failed before.
    Loading(u32),
    /// There.
    Ready,
    /// Could not be fetched, so often.
    Failed(u32),
}

/// The editor of one view of the step. `Copy`; it ends with the view.
#[derive(Clone, Copy)]
pub struct Code {
    /// How far it is.
    pub state: RwSignal<State>,
    editor: StoredValue<Option<Rc<Editor>>, LocalStorage>,
    /// What it shows, as the person left it or as it was told, and which of the texts that is.
    shown: StoredValue<(String, u32)>,
}

impl Default for Code {
    /// Nothing is fetched yet.
    fn default() -> Self {
        Self {
            state: RwSignal::new(State::Loading(0)),
            editor: StoredValue::new_local(None),
            shown: StoredValue::new((String::new(), 0)),
        }
    }
}

impl Code {
    /// Does something with it, if it is there. It may ask back meanwhile, so nothing is locked.
    pub fn with(self, act: impl FnOnce(&Editor)) -> bool {
        let editor = self.editor.try_get_value().flatten();
        let there = editor.is_some();
        if let Some(editor) = editor {
            act(&editor);
        }
        there
    }

    /// Fetches it, shows it inside `host`, and keeps it in step from then on.
    pub fn live_in(self, app: App, here: Here, host: NodeRef<html::Div>) {
        Effect::new(move || {
            let State::Loading(again) = self.state.get() else { return };
            if host.get().is_some() {
                app.spawn(self.begin(app, here, host, again));
            }
        });
        Effect::new(move || {
            if self.state.get() == State::Ready {
                self.keep_in_step(here);
            }
        });
    }

    async fn begin(self, app: App, here: Here, host: NodeRef<html::Div>, again: u32) {
        let code = editor::load(again).await;
        // The view may be gone by now.
        let Some(parent) = host.try_get_untracked().flatten() else { return };
        let (xml, turn) = untrack(|| (here.labeling.xml(), here.labeling.turn()));
        let text = one_newline(&xml).into_owned();
        let made = code.and_then(|code| {
            Editor::new(&code, &parent, &text, WORDS, move |ask| self.answer(app, here, ask))
        });
        let Some(made) = made else {
            self.state.set(State::Failed(again + 1));
            return;
        };
        self.shown.set_value((text, turn));
        self.editor.set_value(Some(Rc::new(made)));
        self.state.set(State::Ready);
    }

    /// Shows the configuration and its problems, as they are now.
    fn keep_in_step(self, here: Here) {
        let labeling = here.labeling;
        let (turn, source, checked) = (labeling.turn(), labeling.source(), labeling.checked());
        let text = one_newline(&checked.document.source);
        let (same, same_turn) = self.shown.with_value(|(shown, before)| (*shown == text, *before == turn));
        let current = here.problem.get();
        self.with(|editor| {
            let same_one = same_turn && source == Source::Pasted;
            if !same && same_one {
                editor.replace(&text);
            } else if !same || !same_turn {
                editor.reset(&text);
            }
            self.shown.set_value((text.into_owned(), turn));
            editor.mark(&marks(&checked, current));
        });
    }

    fn answer(self, app: App, here: Here, ask: Ask) -> Option<String> {
        let labeling = here.labeling;
        match ask {
            Ask::Changed(text) => {
                self.shown.update_value(|(shown, _)| shown.clone_from(&text));
                labeling.take(app, text);
                None
            }
            Ask::Fixes(at) => {
                let checked = untrack(|| labeling.checked());
                let fixes = fixes(&checked, at);
                if fixes.is_empty() {
                    app.announce("There is no fix for this line");
                }
                serde_json::to_string(&fixes).ok()
            }
            Ask::Mend(problem, fix) => {
                here.mend(app, problem, fix);
                None
            }
            Ask::Complete(at) => {
                let fields: Vec<String> = untrack(|| labeling.mapping())
                    .fields
                    .iter()
                    .map(|field| field.variable.clone())
                    .collect();
                super::assist::completions(&untrack(|| labeling.checked()), at, &fields)
            }
            Ask::Hover(at) => super::assist::hover_text(&untrack(|| labeling.checked()), at),
            Ask::Format => {
                let document = untrack(|| labeling.checked()).document;
                let ordered = format(&document.source);
                app.announce(match &ordered {
                    Some(_) => "Put in order",
                    None if document.syntax.is_empty() => "It is in order already",
                    None => "Mend the faults of the syntax first",
                });
                if let Some(ordered) = ordered {
                    labeling.take(app, ordered);
                }
                None
            }
        }
    }
}

/// Problems and coloured places, in the editor's units.
fn marks(checked: &Checked, current: Option<usize>) -> String {
    let document = &checked.document;
    let units = Units::new(&document.source);
    let problem = |(at, found): (usize, &Diagnostic)| {
        let span = paint::visible(&document.source, found.span);
        json!({
            "at": at, "from": units.of(span.start), "to": units.of(span.end), "severity": found.severity.name(),
            "message": found.message, "fixes": found.fixes.iter().map(|fix| &fix.title).collect::<Vec<_>>(),
        })
    };
    let problems: Vec<_> = checked.report.diagnostics.iter().enumerate().map(problem).collect();
    let place = |span: Span, which: u8| json!([units.of(span.start), units.of(span.end), which]);
    let mut spans: Vec<_> = paint::variables(document).into_iter().map(|span| place(span, 0)).collect();
    if let Some(found) = current.and_then(|at| checked.report.diagnostics.get(at)) {
        spans.extend(found.related.iter().map(|(span, _)| place(paint::visible(&document.source, *span), 1)));
        spans.push(place(paint::visible(&document.source, found.span), 2));
    }
    json!({ "problems": problems, "spans": spans }).to_string()
}

/// The fixes of the problems at a place of the editor; where there are none, those of its line.
fn fixes(checked: &Checked, at: usize) -> Vec<serde_json::Value> {
    let document = &checked.document;
    let byte = Units::new(&document.source).byte(at);
    let line = document.position(byte).line;
    let all = || checked.report.diagnostics.iter().enumerate().filter(|(_, found)| !found.fixes.is_empty());
    let touching: Vec<_> = all().filter(|(_, found)| found.span.touches(byte)).collect();
    let chosen = if touching.is_empty() {
        all().filter(|(_, found)| document.position(found.span.start).line == line).collect()
    } else {
        touching
    };
    let offer = |(problem, found): (usize, &Diagnostic)| {
        let titles = found.fixes.iter().enumerate();
        titles
            .map(move |(fix, of)| json!({ "problem": problem, "fix": fix, "title": of.title }))
            .collect::<Vec<_>>()
    };
    chosen.into_iter().flat_map(offer).collect()
}
