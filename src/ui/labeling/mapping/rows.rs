//! The rows of the table: what is filled, where from, with what now, and where not.

use super::super::super::kit::{Icon, icon::Name};
use super::super::here::{Here, Tab};
use super::cell::Cell;
use crate::{
    core::{
        mapping::{Conversion, Source, Target, Task, suggest::Confidence},
        text,
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// What a row is of.
#[derive(Debug, Clone, PartialEq)]
pub struct What {
    /// The field or control.
    pub target: Target,
    /// Where its value comes from; `None`: from nowhere.
    pub source: Option<Source>,
    /// The tags that show it; the control's kind.
    pub about: String,
    /// The import refuses a task without it.
    pub required: bool,
    /// The configuration shows it.
    pub asked: bool,
    /// Why it cannot be filled at all.
    pub never: Option<&'static str>,
}

/// A heading within the table.
#[component]
pub fn Group(
    /// Its words.
    heading: String,
) -> impl IntoView {
    view! { <tr class="group"><th colspan="4" scope="rowgroup">{heading}</th></tr> }
}

/// One field or control.
#[component]
pub fn Row(
    /// Where the person is.
    here: Here,
    /// What it is of.
    what: What,
    /// The previewed row as a task.
    task: Memo<Option<Arc<Task>>>,
) -> impl IntoView {
    let labeling = here.labeling;
    let mapped = what.source.is_some();
    let target = StoredValue::new(what.target.clone());
    let cell = Memo::new(move |_| {
        task.get().map(|task| target.with_value(|target| Cell::of(&task, target, mapped)))
    });
    let name = match &what.target {
        Target::Data(name) => format!("${name}"),
        other => other.name().to_owned(),
    };
    let variable = matches!(what.target, Target::Data(_));
    let optional = (variable && what.asked && !what.required)
        .then(|| view! { " "<span class="badge" title="The import does not ask for it">"optional"</span> });
    let from = if let Some(why) = what.never {
        view! { <span class="dim fs2" title=why>"asked of the annotator only"</span> }.into_any()
    } else {
        view! { <From here what=what.clone()/> }.into_any()
    };
    let edited = move || target.with_value(|target| labeling.chosen().is_own(target));
    view! {
        <tr class:edited=edited>
            <td><span class="two"><span class="mono" class:v=variable class:strong=!variable title=name.clone()>{name.clone()}</span><span class="dim fs2">{what.about}{optional}</span></span></td>
            <td>{from}</td>
            <td>{move || cell.get().map(Cell::show)}</td>
            <td class="num">{move || target.with_value(|target| missing(here, target))}</td>
        </tr>
    }
}

/// The button that opens the picker.
#[component]
fn From(here: Here, what: What) -> impl IntoView {
    let target = what.target.clone();
    let pick = {
        let target = target.clone();
        move |_| here.pick.set(Some(target.clone()))
    };
    let suggested = here.labeling.suggested();
    let own = here.labeling.chosen();
    let found = suggested.of(&target).filter(|_| own.preset.is_none() && !own.is_own(&target));
    let guess = found.is_some_and(|found| found.confidence == Some(Confidence::Guess));
    let name = target.to_string();
    let (words, path, steps) = match &what.source {
        None if matches!(target, Target::ModelVersion(_)) => {
            ("model".to_owned(), true, Vec::new()) // who answered is always known
        }
        None => ("not mapped".to_owned(), false, Vec::new()),
        Some(source) => {
            let steps: Vec<&'static str> = source.then.iter().map(Conversion::name).collect();
            (text::one_line(&source.title(), 80), source.is_path(), steps)
        }
    };
    let title = match found {
        Some(found) => format!("{words}: {}", found.reason),
        None => words.clone(),
    };
    let dim = what.source.is_none();
    view! {
        <button type="button" class="src-pick" title=title aria-label=format!("Where {name} comes from: {words}") on:click=pick>
            <span class="ellip grow" class:mono=path class:tail=path class:dim=dim><bdi>{words.clone()}</bdi></span>
            {guess.then(|| view! { <span class="badge guess">"guess"</span> })}
            {steps.into_iter().map(|step| view! { <span class="badge">{step}</span> }).collect_view()}
            <Icon name=Name::Down/>
        </button>
    }
}

/// In how many of the rows there is none, or none that fits; it leads to them.
fn missing(here: Here, target: &Target) -> AnyView {
    let survey = here.labeling.survey();
    let (count, refuses) = survey.causes.of(target);
    if count == 0 {
        let word = if survey.done == 0 { "" } else { "0" };
        return view! { <span class="dim">{word}</span> }.into_any();
    }
    let first = survey.causes.by_count().into_iter().find(|cause| cause.target == *target);
    let place = first.and_then(|cause| cause.rows.first().copied());
    let show = move |_| {
        here.tab.set(Tab::Rows);
        if let Some(place) = place {
            here.labeling.show_row(App::of(), place);
        }
    };
    let words = format!("{} without it. Show the first", text::counted(count, "row"));
    let (class, icon) = if refuses { ("link st bad", Name::Bad) } else { ("link st warn", Name::Warn) };
    view! { <button type="button" class=class title=words.clone() aria-label=words.clone() on:click=show><Icon name=icon/>{text::count(count)}</button> }.into_any()
}

/// What every task has.
#[component]
pub fn Always(
    /// The fields.
    field: &'static str,
    /// `data` or `meta`.
    part: &'static str,
    /// Where they come from, in words.
    from: &'static str,
    /// The previewed row as a task.
    task: Memo<Option<Arc<Task>>>,
) -> impl IntoView {
    let value = move || {
        let task = task.get()?;
        let map = if part == "meta" { &task.meta } else { &task.data };
        let said: Vec<&str> = field.split(", ").filter_map(|name| map.get(name)?.as_str()).collect();
        Some(Cell::Text(said.join(", ")).show())
    };
    view! {
        <tr>
            <td><span class="two"><span class="mono strong">{field}</span><span class="dim fs2">{part}</span></span></td>
            <td><span class="row dim"><Icon name=Name::Lock/><span class="ellip">{from}</span></span></td>
            <td>{value}</td>
            <td class="num"></td>
        </tr>
    }
}
