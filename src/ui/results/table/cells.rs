//! The cells of one row.

use super::super::super::kit::{Check, Icon};
use super::super::{facets::outcome_words, find::Find};
use super::head::class;
use crate::core::{
    results::{
        columns::Column,
        compare::Difference,
        index::Row,
        probe::Kind,
        snippet::{Piece, around},
        summary::RowOutcome,
    },
    text::{self, one_line},
};
use leptos::prelude::*;

/// Characters of a value: no cell is wider.
const WIDE: usize = 80;

/// Whether a row is chosen, and what a click on its box does.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) on: Signal<bool>,
    pub(super) press: Callback<leptos::ev::MouseEvent>,
}

/// All cells of the row at a place.
pub(super) fn cells(find: Find, place: u32, row: &Row, columns: &[Column], choice: Choice) -> AnyView {
    let name = row.name();
    let cell = |column: &Column| of_column(find, place, row, column, columns);
    view! {
        <td><Check on=choice.on on_press=choice.press label=format!("Select {name}")/></td>
        {columns.iter().map(cell).collect_view()}
    }
    .into_any()
}

fn of_column(find: Find, place: u32, row: &Row, column: &Column, columns: &[Column]) -> AnyView {
    let class = class(column);
    let number = |number: Option<u32>| {
        let number = number.map_or_else(|| "—".to_owned(), |number| text::count(u64::from(number)));
        view! { <td class=class>{number}</td> }.into_any()
    };
    let summary = &row.summary;
    match column {
        Column::Line => view! { <td class="nar num dim">{text::count(summary.number)}</td> }.into_any(),
        Column::Outcome => {
            let (icon, word, tone) = outcome_words(summary.outcome);
            view! { <td class="nar"><span class=format!("st {tone}") title=word><Icon name=icon/><span class="sr">{word}</span></span></td> }
                .into_any()
        }
        Column::Id => {
            view! { <td class="nar mono" title=summary.custom_id.clone()>{summary.custom_id.clone()}</td> }
                .into_any()
        }
        Column::Output => output(find, place, row, columns),
        Column::Key(path) => {
            let path = path.clone();
            let value = move || {
                match find.value(place, &path) {
                Some(value) => view! { <span title=value.text.to_string() class:dim=value.kind == Kind::Null>{one_line(&value.text, WIDE)}</span> }.into_any(),
                None => view! { <span class="dim">"—"</span> }.into_any(),
            }
            };
            view! { <td class=class>{value}</td> }.into_any()
        }
        Column::Model => {
            let own = text::model_name(&summary.model).to_owned();
            view! { <td class="nar lo ink2" title=summary.model.clone()>{own}</td> }.into_any()
        }
        Column::Finish => view! { <td class="nar lo ink2">{summary.finish_reason.clone()}</td> }.into_any(),
        Column::Tokens => number(summary.output_tokens),
        Column::Prompt => number(summary.input_tokens),
        Column::Length => number((summary.outcome == RowOutcome::Succeeded).then_some(summary.length)),
        Column::Difference => {
            let word = move || find.difference(place).map(difference_word);
            let quiet = move || find.difference(place) == Some(Difference::Same);
            view! { <td class=class><span class:dim=quiet>{word}</span></td> }.into_any()
        }
    }
}

/// The words of a difference.
fn difference_word(difference: Difference) -> &'static str {
    match difference {
        Difference::Same => "same",
        Difference::Text => "text",
        Difference::Outcome => "outcome",
        Difference::OnlyHere => "only here",
    }
}

/// The answer's beginning, or the text around the hit. On a narrow page the row's name and its values above it.
fn output(find: Find, place: u32, row: &Row, columns: &[Column]) -> AnyView {
    let again = (row.occurrence > 0).then(
        || view! { <span class="badge" title="An earlier row has this custom_id too">"duplicate"</span>" " },
    );
    let excerpt = row.summary.excerpt.clone();
    let (icon, word, tone) = outcome_words(row.summary.outcome);
    let missing = row.summary.outcome == RowOutcome::Missing;
    let blank = excerpt.is_empty();
    let said = move || {
        let marks = find.marks(&excerpt);
        if marks.is_empty()
            && let Some(pieces) = find.snippet(place)
        {
            return pieces_view(pieces);
        }
        match (missing && blank, blank) {
            (true, _) => view! { "no line answers this request" }.into_any(),
            (_, true) => view! { "no text" }.into_any(),
            _ => pieces_view(around(&excerpt, &marks)),
        }
    };
    let keys: Vec<String> = columns
        .iter()
        .filter_map(|column| match column {
            Column::Key(path) => Some(path.clone()),
            _ => None,
        })
        .collect();
    let values = move || {
        let shown =
            keys.iter().filter_map(|path| find.value(place, path)).map(|value| one_line(&value.text, WIDE));
        shown.collect::<Vec<_>>().join(" · ")
    };
    let failed = row.summary.outcome != RowOutcome::Succeeded;
    view! {
        <td class="excerpt" class:dim=blank || missing>
            <span class="n-only row">
                {failed.then(|| view! { <span class=format!("st {tone}") title=word><Icon name=icon/></span> })}
                <b class="mono ellip">{row.name()}</b><span class="end dim ellip">{values}</span>
            </span>
            <span class="ellip">{again}{said}</span>
        </td>
    }
    .into_any()
}

fn pieces_view(pieces: Vec<Piece>) -> AnyView {
    let one = |piece: Piece| {
        if piece.hit {
            view! { <mark class="hit">{piece.text}</mark> }.into_any()
        } else {
            piece.text.into_any()
        }
    };
    pieces.into_iter().map(one).collect_view().into_any()
}
