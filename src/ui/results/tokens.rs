//! The filter's field: what was written so far as tokens, then an input with what is being typed.
//!
//! The filter is plain text, and this shows nothing else: tokens are its terms, and a token that is clicked, or
//! reached by Backspace, is text in the input again. What is typed filters at once; Enter, or a space after a
//! whole term, makes a token of it.

use super::super::{
    keys::to_grid,
    kit::{Icon, icon::Name},
};
use crate::core::results::query::Query;
use leptos::{ev::KeyboardEvent, html, prelude::*};
use std::ops::Range;

/// The filter's text in two: what stands as tokens, and what is in the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Parts {
    tokens: String,
    draft: String,
}

impl Parts {
    /// `draft` is what was typed last: it is still in the input as long as the text ends with it. An open quote
    /// would swallow what is typed behind it, so such a text is edited as a whole.
    fn of(text: &str, draft: &str) -> Self {
        let before = text.strip_suffix(draft).filter(|before| before.is_empty() || before.ends_with(' '));
        match before {
            _ if open_quote(before.unwrap_or(text)) => Self { tokens: String::new(), draft: text.to_owned() },
            Some(before) => Self { tokens: before.trim_end().to_owned(), draft: draft.to_owned() },
            None => Self { tokens: text.trim_end().to_owned(), draft: String::new() },
        }
    }

    fn text(&self) -> String {
        match (self.tokens.is_empty(), self.draft.is_empty()) {
            (true, _) => self.draft.clone(),
            (_, true) => self.tokens.clone(),
            _ => format!("{} {}", self.tokens, self.draft),
        }
    }

    /// All of the draft becomes tokens.
    fn commit(&self) -> Self {
        let draft = self.draft.trim().to_owned();
        Self { tokens: Self { draft, ..self.clone() }.text(), draft: String::new() }
    }

    /// Takes a token out of the tokens and into the input, before what is there.
    fn edit(&self, span: &Range<usize>) -> Self {
        let word = self.tokens.get(span.clone()).unwrap_or_default();
        let draft = if self.draft.is_empty() { word.to_owned() } else { format!("{word} {}", self.draft) };
        Self { tokens: without(&self.tokens, span), draft }
    }
}

/// The text without a term and the space that parted it.
fn without(text: &str, span: &Range<usize>) -> String {
    let before = text.get(..span.start).unwrap_or_default().trim_end();
    let after = text.get(span.end..).unwrap_or_default().trim_start();
    let gap = if before.is_empty() || after.is_empty() { "" } else { " " };
    format!("{before}{gap}{after}")
}

fn open_quote(text: &str) -> bool {
    let (mut open, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if open => escaped = true,
            b'"' => open = !open,
            _ => {}
        }
    }
    open
}

/// Terms and what was not understood, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    span: Range<usize>,
    word: String,
    wrong: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let query = Query::parse(text);
    let token = |span: &Range<usize>, wrong| Token {
        span: span.clone(),
        word: text.get(span.clone()).unwrap_or_default().to_owned(),
        wrong,
    };
    let terms = query.terms().iter().map(|term| token(&term.span, false));
    let mut tokens: Vec<_> =
        terms.chain(query.problems().iter().map(|problem| token(&problem.span, true))).collect();
    tokens.sort_by_key(|token| token.span.start);
    tokens
}

/// A space behind it makes a token: it is understood, and its quotes are closed.
fn whole(draft: &str) -> bool {
    draft.ends_with(' ') && !open_quote(draft) && {
        let query = Query::parse(draft);
        query.problems().is_empty() && !query.terms().is_empty()
    }
}

/// The field.
#[component]
pub fn TokenField(
    /// The filter's text.
    #[prop(into)]
    text: Signal<String>,
    /// Every keystroke and every click: the new text.
    #[prop(into)]
    on_change: Callback<String>,
    /// Ids of what stands below the field and describes it.
    #[prop(into)]
    described: String,
    /// The input, for focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
    /// The last words typed, as they stand in the input: for suggestions.
    #[prop(optional)]
    draft: RwSignal<String>,
    /// A key that the suggestions take; `true`: it was taken.
    #[prop(optional, into)]
    on_key: Option<Callback<String, bool>>,
    /// The suggestion that the keys are at, as an id; and whether there are any.
    #[prop(optional, into)]
    suggested: Signal<Option<String>>,
) -> impl IntoView {
    let parts = Memo::new(move |_| text.with(|text| draft.with(|draft| Parts::of(text, draft))));
    let shown = Memo::new(move |_| parts.with(|parts| tokens(&parts.tokens)));
    let become_ = move |parts: Parts| {
        draft.set(parts.draft.clone());
        on_change.run(parts.text());
    };
    let focus = move || {
        if let Some(input) = node.get_untracked() {
            input.focus().unwrap_or_default();
        }
    };
    let typed = move |now: String| {
        let next = Parts { draft: now, ..parts.get_untracked() };
        become_(if whole(&next.draft) { next.commit() } else { next });
    };
    let keydown = move |event: KeyboardEvent| {
        let now = parts.get_untracked();
        let key = event.key();
        if on_key.is_some_and(|on_key| on_key.run(key.clone())) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        match key.as_str() {
            "Enter" if Query::parse(&now.draft).problems().is_empty() => become_(now.commit()),
            "Backspace" if at_start(&event) => {
                let Some(last) = shown.with_untracked(|tokens| tokens.last().cloned()) else { return };
                become_(now.edit(&last.span));
            }
            // Back to the rows; what was typed stays: it is the filter.
            "Escape" => to_grid(&event),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let token = move |token: Token| {
        let (span, word) = (token.span.clone(), token.word.clone());
        let remove = move |_| {
            let now = parts.get_untracked();
            become_(Parts { tokens: without(&now.tokens, &span), ..now });
            focus();
        };
        let span = token.span;
        let edit = move |_| {
            become_(parts.get_untracked().edit(&span));
            focus();
        };
        view! {
            <span class="token" class:wrong=token.wrong>
                <button type="button" class="word" title="Edit" on:click=edit>{token.word}</button>
                <button type="button" aria-label=format!("Remove {word}") on:click=remove><Icon name=Name::X/></button>
            </span>
        }
    };
    let empty = move || text.with(|text| text.trim().is_empty());
    view! {
        <div class="search tokens" role="group" aria-label="Filter" on:click=move |event| {
            if event.target() == event.current_target() { focus() }
        }>
            <Icon name=Name::Search/>
            {move || shown.get().into_iter().map(token).collect_view()}
            <input type="text" node_ref=node role="combobox" aria-label="Filter: text, or field:value" autocomplete="off" spellcheck="false"
                autocapitalize="off" data-search="" aria-describedby=described aria-autocomplete="list" aria-controls="suggestions"
                aria-expanded=move || if suggested.with(Option::is_some) { "true" } else { "false" }
                aria-activedescendant=move || suggested.get().filter(|id| !id.is_empty())
                placeholder=move || if empty() { "Search all text, or outcome:failed tokens>500 …" } else { "" }
                prop:value=move || parts.with(|parts| parts.draft.clone())
                on:input=move |event| typed(event_target_value(&event)) on:keydown=keydown/>
            <kbd class="app-narrow-hide" hidden=move || !empty()>"/"</kbd>
        </div>
    }
}

/// The caret is before the first character, and nothing is marked.
fn at_start(event: &KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast as _;
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.is_some_and(|input| {
        let at = |end: Result<Option<u32>, _>| end.ok().flatten();
        at(input.selection_start()) == Some(0) && at(input.selection_end()) == Some(0)
    })
}
