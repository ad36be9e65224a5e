//! The line as it stands in the file; of one that cannot be read also why, and where reading ended.

use super::super::{
    super::kit::{Icon, Needles, icon::Name, marked},
    panels::Panels,
};
use crate::{
    core::{
        results::line::{Outcome, ResultLine},
        text,
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Characters shown before they are asked for.
const LONG: usize = 20_000;

/// The line, under why it cannot be read where it cannot.
pub(super) fn raw(result: &ResultLine, place: u32) -> AnyView {
    let results = App::of().results;
    let needles = Panels::of().needles();
    let line = Memo::new(move |_| results.raw_line(place));
    let why = match &result.outcome {
        Outcome::Unreadable { reason } => Some(reason.clone()),
        _ => None,
    };
    let number = result.number;
    let note = why.map(|why| {
        view! {
            <div class="note warn">
                <Icon name=Name::Junk/>
                <div class="stack"><p><b>"This line cannot be read: "{why}"."</b></p>
                <p>"It is kept, counted, and exported as it is."</p></div>
            </div>
        }
    });
    view! {
        {note}
        {move || match line.get() {
            Some(line) if line.is_empty() => {
                view! { <p class="dim">"No line of the results answers this request."</p> }.into_any()
            }
            Some(line) => shown(line, number, needles),
            None => ().into_any(),
        }}
    }
    .into_any()
}

fn shown(line: Arc<str>, number: u64, needles: Needles) -> AnyView {
    let size = text::bytes(line.len() as u64);
    let broken = line.matches(char::REPLACEMENT_CHARACTER).count() as u64;
    let cut = line.char_indices().nth(LONG).map(|(cut, _)| cut);
    let rest = cut.map(|cut| text::bytes((line.len() - cut) as u64));
    let whole = RwSignal::new(cut.is_none());
    let line = StoredValue::new(line);
    let part = move || {
        line.with_value(|line| {
            pieces(line.get(..cut.filter(|_| !whole.get()).unwrap_or(line.len())).unwrap_or(line), needles)
        })
    };
    view! {
        <p class="dim fs2 raw-head">{format!("line {}, {size}", text::count(number))}
            {(broken > 0).then(|| format!(", {} that are not UTF-8, shown as ", text::counted(broken, "place")))}
            {(broken > 0).then(|| view! { <mark class="junk">{char::REPLACEMENT_CHARACTER.to_string()}</mark> })}
        </p>
        <div class="code mono" tabindex="0" role="group" aria-label="The line as it stands in the file">{part}</div>
        <button type="button" class="link" hidden=move || whole.get() on:click=move |_| whole.set(true)>
            {rest.map(|rest| format!("Show {rest} more"))}
        </button>
    }
    .into_any()
}

/// The text; what was no text is marked, and what is looked for.
fn pieces(text: &str, needles: Needles) -> AnyView {
    let mut parts = text.split(char::REPLACEMENT_CHARACTER);
    let first = marked(parts.next().unwrap_or_default().to_owned(), needles);
    let rest = parts.map(|part| {
        view! { <mark class="junk">{char::REPLACEMENT_CHARACTER.to_string()}</mark>{marked(part.to_owned(), needles)} }
    });
    view! { {first}{rest.collect_view()} }.into_any()
}
