//! What each field of the task gets, and its value for the previewed row.

use super::super::kit::{Empty, Icon, icon::Name};
use crate::{
    core::{
        labeling::Variable,
        mapping::{Mapping, Target, Task},
        text,
    },
    state::App,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// As much of a value as a cell can show.
const CELL: usize = 160;

/// The pane.
#[component]
pub fn MappingTable(
    /// The previewed row as a task.
    task: Memo<Option<Arc<Task>>>,
) -> impl IntoView {
    let labeling = App::of().labeling;
    let fields = Memo::new(move |_| fields(&labeling.variables(), &labeling.mapping()));
    let missing = Memo::new(move |_| task.get().map_or(0, |task| task.problems.len()));
    let rows = move || fields.get().into_iter().map(|field| view! { <Row field task/> }).collect_view();
    let none = move || fields.with(Vec::is_empty);
    view! {
        <section class="pane mapping-pane" aria-label="Mapping">
            <div class="pane-head">
                <h2>"Mapping"</h2>
                <span class="dim ellip lo">"by the usual names"</span>
                <span class="end row">
                    {move || (missing.get() > 0).then(|| view! {
                        <span class="st warn"><Icon name=Name::Warn/>{format!("{} missing in this row", missing.get())}</span>
                    })}
                </span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Mapping table">
                {move || none().then(|| view! {
                    <Empty title="No $variables" text="This configuration shows nothing of a task, so there is nothing to map.".to_owned()/>
                })}
                <table class="table tall mapping">
                    <colgroup><col class="w-map"/><col class="w-from"/><col/></colgroup>
                    <thead><tr><th scope="col">"Task field"</th><th scope="col">"Comes from"</th><th scope="col">"Value now"</th></tr></thead>
                    <tbody>
                        <tr class="group" hidden=none><th colspan="3" scope="rowgroup">"Data: what the XML's $variables show"</th></tr>
                        {rows}
                        <tr class="group"><th colspan="3" scope="rowgroup">"Always: so that nothing is sent twice"</th></tr>
                        <Always field="batch_id" part="data" from="the batch's id" task/>
                        <Always field="custom_id" part="data" from="the result's own id" task/>
                        <Always field="key" part="meta" from="from batch and id" task/>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// One field: its name, the tags that show it, where it comes from.
#[derive(Debug, Clone, PartialEq)]
struct Field {
    name: String,
    tags: String,
    from: String,
    /// `from` is a path rather than words.
    is_path: bool,
    required: bool,
}

/// The fields in the order in which the configuration asks for them.
fn fields(variables: &[Variable], mapping: &Mapping) -> Vec<Field> {
    let field = |mapped: &crate::core::mapping::Field| {
        let asking: Vec<&Variable> =
            variables.iter().filter(|variable| variable.field() == mapped.variable).collect();
        let mut tags: Vec<&str> = asking.iter().map(|variable| variable.tag_name.as_str()).collect();
        tags.dedup();
        Field {
            name: mapped.variable.clone(),
            tags: tags.join(", "),
            from: mapped.source.title(),
            is_path: mapped.source.is_path(),
            required: asking.iter().any(|variable| variable.required),
        }
    };
    mapping.fields.iter().map(field).collect()
}

#[component]
fn Row(field: Field, task: Memo<Option<Arc<Task>>>) -> impl IntoView {
    let name = StoredValue::new(field.name.clone());
    let cell = Memo::new(move |_| {
        let task = task.get()?;
        name.with_value(|name| {
            let problem = task.problems.iter().find(|problem| problem.target == Target::data(name));
            Some(match problem {
                Some(problem) => Cell::Missing(problem.fault.reason.clone()),
                None => task.data.get(name).map_or(Cell::LeftOut, Cell::of),
            })
        })
    });
    let from = text::one_line(&field.from, 80);
    let optional = (!field.required)
        .then(|| view! { " "<span class="badge" title="The import does not ask for it">"optional"</span> });
    view! {
        <tr>
            <td><span class="two"><span class="mono v">"$"{field.name}</span><span class="dim fs2">{field.tags}{optional}</span></span></td>
            <td><span class="two"><span class="ellip" class:mono=field.is_path title=field.from>{from}</span></span></td>
            <td>{move || cell.get().map(show)}</td>
        </tr>
    }
}

#[component]
fn Always(
    field: &'static str,
    part: &'static str,
    from: &'static str,
    task: Memo<Option<Arc<Task>>>,
) -> impl IntoView {
    let value = move || {
        let task = task.get()?;
        let map = if part == "meta" { &task.meta } else { &task.data };
        map.get(field).map(|value| show(Cell::of(value)))
    };
    view! {
        <tr>
            <td><span class="two"><span class="mono strong">{field}</span><span class="dim fs2">{part}</span></span></td>
            <td><span class="row dim"><Icon name=Name::Lock/><span class="ellip">{from}</span></span></td>
            <td>{value}</td>
        </tr>
    }
}

/// What a cell says of a value.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    /// A text, cut.
    Text(String),
    /// A list or an object: how large, and how it begins.
    Many(String, String),
    /// There is none, and the import does not mind.
    LeftOut,
    /// There is none, or it does not fit: why.
    Missing(String),
}

impl Cell {
    fn of(value: &Value) -> Self {
        let start = || text::one_line(&value.to_string(), CELL);
        match value {
            Value::String(said) => Self::Text(text::one_line(said, CELL)),
            Value::Array(items) => Self::Many(text::counted(items.len() as u64, "item"), start()),
            Value::Object(map) => Self::Many(text::counted(map.len() as u64, "key"), start()),
            other => Self::Text(other.to_string()),
        }
    }
}

fn show(cell: Cell) -> AnyView {
    match cell {
        Cell::Text(said) if said.is_empty() => view! { <span class="dim">"empty text"</span> }.into_any(),
        Cell::Text(said) => view! { <span class="clamp2">{said}</span> }.into_any(),
        Cell::Many(size, start) => {
            view! { <span class="clamp2"><span class="badge">{size}</span>" "{start}</span> }.into_any()
        }
        Cell::LeftOut => view! { <span class="dim">"not there, not needed"</span> }.into_any(),
        Cell::Missing(why) => {
            view! { <span class="st warn missing" title=why.clone()><Icon name=Name::Warn/><span class="clamp2">{why.clone()}</span></span> }.into_any()
        }
    }
}
