//! The mapping: what each field of the task and each control gets, its value for the previewed row, and in how many
//! of the chosen rows something is wrong with it.
//!
//! - `rows`: the table's rows; `cell`: a value in one; `presets`: mappings by name; `picker`: where a value comes from

mod cell;
pub mod picker;
pub mod presets;
pub mod rows;

pub use picker::Picker;

use super::super::kit::{Button, Icon, Look, icon::Name};
use super::here::Here;
use crate::{
    core::{
        labeling::Variable,
        mapping::{Mapping, Source, Target, Task, control::Control},
        text,
    },
    state::labeling::title,
};
use leptos::prelude::*;
use rows::{Always, Group, Row, What};
use std::sync::Arc;

/// The pane.
#[component]
pub fn MappingTable(
    /// Where the person is.
    here: Here,
    /// The previewed row as a task.
    task: Memo<Option<Arc<Task>>>,
) -> impl IntoView {
    let labeling = here.labeling;
    let controls = Memo::new(move |_| Control::all(&labeling.checked().document));
    let data = Memo::new(move |_| data(&labeling.variables(), &labeling.mapping()));
    let predicted = Memo::new(move |_| controls.with(|controls| predicted(controls, &labeling.mapping())));
    let count = Memo::new(move |_| labeling.mapping().predictions.len().max(1));
    let group = move |at: usize| {
        let rows = predicted.get().into_iter().filter(move |row| row.target.prediction() == Some(at));
        let heading = match (at, count.get()) {
            (0, 1) => "Predictions: pre-selected for the annotator".to_owned(),
            (at, _) => format!("Prediction {}: pre-selected for the annotator", at + 1),
        };
        view! { <Group heading/>{rows.map(|what| view! { <Row here what task/> }).collect_view()} }
    };
    let none = move || predicted.with(Vec::is_empty);
    view! {
        <section class="pane mapping-pane" aria-label="Mapping">
            <div class="pane-head">
                <h2>"Mapping"</h2>
                <presets::Presets/>
                <span class="end row">{move || begun(here)}</span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Mapping table">
                <presets::Changes/>
                <table class="table tall mapping">
                    <colgroup><col class="w-map"/><col class="w-from"/><col/><col class="w-miss"/></colgroup>
                    <thead><tr><th scope="col">"Task field"</th><th scope="col">"Comes from"</th><th scope="col">"Value now"</th>
                        <th scope="col" class="num" title="In how many of the chosen rows there is none, or none that fits">"Missing"</th></tr></thead>
                    <tbody>
                        <Group heading="Data: what the XML's $variables show".to_owned()/>
                        {move || data.get().into_iter().map(|what| view! { <Row here what task/> }).collect_view()}
                    </tbody>
                    {move || (!none()).then(|| (0..count.get()).map(|at| view! { <tbody>{group(at)}</tbody> }).collect_view())}
                    <tbody>
                        <Group heading="Always: so that nothing is sent twice".to_owned()/>
                        <Always field="batch_id, custom_id" part="data" from="the batch's id, the result's own id" task/>
                        <Always field="key" part="meta" from="made of both" task/>
                    </tbody>
                </table>
                <div class="row pad3 wrap">
                    <AddField here/>
                    {move || (!none()).then(|| view! {
                        <Button small=true look=Look::Quiet on_press=move |_| another(here, count.get_untracked())>"Another model's prediction"</Button>
                    })}
                </div>
            </div>
        </section>
    }
}

/// `9 of 10 suggested`, or that a preset is in use.
fn begun(here: Here) -> AnyView {
    let labeling = here.labeling;
    if let Some(preset) = labeling.chosen().preset {
        return view! { <span class="dim lo fs2">{format!("with {}", title(&preset))}</span> }.into_any();
    }
    let (filled, of) = labeling.suggested().counts();
    let words = format!("{filled} of {of} suggested");
    view! { <span class="dim lo fs2" title="By the usual names, and by what the first results hold. What is not certain is marked.">{words}</span> }.into_any()
}

/// One more prediction: it begins with the result's own model, so that one sees it.
fn another(here: Here, at: usize) {
    here.labeling.map(Target::ModelVersion(at), Source::path("model").ok());
    here.pick.set(Some(Target::ModelVersion(at)));
}

/// The fields in the order in which the configuration asks for them, then those that it does not.
fn data(variables: &[Variable], mapping: &Mapping) -> Vec<What> {
    let mut rows: Vec<What> = Vec::new();
    for variable in variables {
        let target = Target::data(variable.field());
        if matches!(variable.field(), "batch_id" | "custom_id") {
            continue; // they are always there
        }
        if let Some(known) = rows.iter_mut().find(|row| row.target == target) {
            if !known.about.split(", ").any(|tag| tag == variable.tag_name) {
                known.about = format!("{}, {}", known.about, variable.tag_name);
            }
            known.required |= variable.required;
            continue;
        }
        rows.push(What {
            source: mapping.get(&target).cloned(),
            target,
            about: variable.tag_name.clone(),
            required: variable.required,
            asked: true,
            never: None,
        });
    }
    let own = |field: &crate::core::mapping::Field, target: Target, about: &str| What {
        target,
        source: Some(field.source.clone()),
        about: about.to_owned(),
        required: false,
        asked: false,
        never: None,
    };
    let further: Vec<What> = mapping
        .fields
        .iter()
        .map(|field| own(field, Target::Data(field.variable.clone()), "a further field"))
        .filter(|what| !rows.iter().any(|row| row.target == what.target))
        .filter(|what| !matches!(what.target.name(), "batch_id" | "custom_id"))
        .collect();
    rows.extend(further);
    rows.extend(mapping.meta.iter().map(|field| own(field, Target::Meta(field.variable.clone()), "meta")));
    rows
}

/// The controls of each prediction, who predicts, and how sure it is.
fn predicted(controls: &[Control], mapping: &Mapping) -> Vec<What> {
    let mut rows = Vec::new();
    for at in 0..mapping.predictions.len().max(1) {
        let of = |target: Target, about: String, never: Option<&'static str>| What {
            source: mapping.get(&target).cloned(),
            target,
            about,
            required: false,
            asked: true,
            never,
        };
        rows.extend(
            controls.iter().map(|one| of(Target::Control(at, one.name.clone()), about(one), one.never())),
        );
        let known = |name: &str| controls.iter().any(|control| control.name == name);
        let gone = mapping.predictions.get(at).into_iter().flat_map(|prediction| &prediction.controls);
        let gone = gone.filter(|field| !known(&field.variable));
        rows.extend(gone.map(|field| {
            of(Target::Control(at, field.variable.clone()), "not in this configuration".to_owned(), None)
        }));
        if !controls.is_empty() {
            rows.push(of(Target::ModelVersion(at), "who predicts".to_owned(), None));
            rows.push(of(Target::Score(at), "how sure, 0 to 1".to_owned(), None));
        }
    }
    rows
}

/// `Choices, 5 values`.
fn about(control: &Control) -> String {
    let tag = &control.tag;
    let number = |value: f64| text::decimals(value, if value.fract() == 0.0 { 0 } else { 2 });
    match (tag.as_str(), control.limits) {
        ("Rating", (_, most)) => format!("Rating, 1 to {}", number(most.unwrap_or(5.0))),
        ("Number", (Some(least), Some(most))) => format!("Number, {} to {}", number(least), number(most)),
        _ if !control.options.is_empty() => {
            format!("{tag}, {}", text::counted(control.options.len() as u64, "value"))
        }
        _ => tag.clone(),
    }
}

/// A further field of the data or the meta.
#[component]
fn AddField(here: Here) -> impl IntoView {
    let (open, name, meta) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(false));
    let add = move || {
        let name = name.get_untracked().trim().trim_start_matches('$').to_owned();
        if name.is_empty() {
            return;
        }
        let target = if meta.get_untracked() { Target::Meta(name) } else { Target::Data(name) };
        open.set(false);
        here.pick.set(Some(target));
    };
    view! {
        <Button small=true look=Look::Quiet on_press=move |_| { name.set(String::new()); open.set(true); }>"Add a field"</Button>
        <super::super::kit::Dialog title="A further field" open=open on_close=move |()| open.set(false)>
            <p class="dim">"Tasks may carry more than the configuration shows: for filters in Label Studio, or for those who read the export."</p>
            <form class="stack" on:submit=move |event| { event.prevent_default(); add(); }>
                <super::super::kit::TextField label="Name" value=name on_input=move |typed| name.set(typed) placeholder="language"/>
                <label class="row"><input type="checkbox" class="check" prop:checked=meta on:change=move |event| meta.set(event_target_checked(&event))/>"In the task's meta instead of its data"</label>
                <footer class="row"><span class="end"><button type="submit" class="btn primary"><Icon name=Name::Tick/>"Choose its source"</button></span></footer>
            </form>
        </super::super::kit::Dialog>
    }
}
