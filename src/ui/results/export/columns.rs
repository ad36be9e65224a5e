//! The columns of a table: those of every result, and the JSON keys in use.

use crate::core::results::{
    export::csv::{COLUMNS, Column},
    probe::path,
};
use leptos::prelude::*;

/// Which columns there are and which are chosen. `Copy`.
#[derive(Clone, Copy)]
pub struct Columns {
    all: RwSignal<Vec<(Column, bool)>>,
}

/// Chosen to begin with.
const USUAL: [Column; 8] = [
    Column::Line,
    Column::Id,
    Column::Outcome,
    Column::Model,
    Column::Finish,
    Column::Prompt,
    Column::Tokens,
    Column::Answer,
];

impl Columns {
    /// The usual ones, and these keys of JSON answers.
    pub fn new(keys: Vec<String>) -> Self {
        let fixed = COLUMNS.into_iter().map(|column| {
            let on = USUAL.contains(&column);
            (column, on)
        });
        let keys = keys.into_iter().map(|key| (Column::Value(key), true));
        Self { all: RwSignal::new(fixed.chain(keys).collect()) }
    }

    /// The chosen ones, in their order.
    pub fn chosen(self) -> Vec<Column> {
        self.all.with(|all| all.iter().filter(|(_, on)| *on).map(|(column, _)| column.clone()).collect())
    }

    fn toggle(self, at: usize) {
        self.all.update(|all| {
            if let Some((_, on)) = all.get_mut(at) {
                *on = !*on;
            }
        });
    }

    /// Adds a key and chooses it. `false`: it is no path.
    fn add(self, key: &str) -> bool {
        let Some(steps) = path::parse(key.trim().trim_start_matches("json.")) else { return false };
        let column = Column::Value(path::text(&steps));
        self.all.update(|all| match all.iter_mut().find(|(known, _)| *known == column) {
            Some((_, on)) => *on = true,
            None => all.push((column, true)),
        });
        true
    }
}

/// The boxes to tick, and a field for a further key.
#[component]
pub fn ColumnList(
    /// The columns.
    columns: Columns,
) -> impl IntoView {
    let key = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let added = columns.add(&key.get_untracked());
        wrong.set(!added);
        if added {
            key.set(String::new());
        }
    };
    let box_of = move |at: usize| {
        let name =
            move || columns.all.with(|all| all.get(at).map(|(column, _)| column.name()).unwrap_or_default());
        let on = move || columns.all.with(|all| all.get(at).is_some_and(|(_, on)| *on));
        view! {
            <label class="opt"><input class="check" type="checkbox" prop:checked=on on:change=move |_| columns.toggle(at)/>
                <span class="mono ellip">{name}</span></label>
        }
    };
    view! {
        <fieldset class="columns">
            <legend class="label">"Columns"</legend>
            <For each=move || 0..columns.all.with(Vec::len) key=|at| *at children=box_of/>
        </fieldset>
        <form class="row" on:submit=add>
            <input class="input" aria-label="A key of the JSON answers" placeholder="Add a JSON key, such as scores[0].value" spellcheck="false"
                aria-invalid=move || wrong.get().then_some("true") prop:value=key on:input=move |event| key.set(event_target_value(&event))/>
            <button type="submit" class="btn">"Add"</button>
        </form>
    }
}
