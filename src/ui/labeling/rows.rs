//! The problems of the chosen rows, by cause: how many rows, the first of them, and what can be done.

use super::super::kit::{Button, Empty, Icon, Look, icon::Name};
use super::here::Here;
use crate::{
    core::{
        mapping::{
            Target,
            causes::Cause,
            remedy::{Remedy, remedies},
        },
        text,
    },
    state::{App, labeling::Labeling},
};
use leptos::prelude::*;

/// Rows of a cause that are named.
const NAMED: usize = 3;

/// The number beside the tab: how many rows would be refused, else how many causes there are.
pub fn counted(labeling: Labeling) -> String {
    let survey = labeling.survey();
    let (refused, of) = (text::count(survey.causes.refused), text::count(survey.done as u64));
    if survey.causes.refused > 0 {
        format!("{refused} of {of}")
    } else {
        text::count(survey.causes.by_count().len() as u64)
    }
}

/// The list.
#[component]
pub fn Rows(
    /// Where the person is.
    here: Here,
) -> impl IntoView {
    let labeling = here.labeling;
    let causes = Memo::new(move |_| labeling.survey().causes.by_count());
    let nothing = move || {
        let survey = labeling.survey();
        let (title, words) = match (survey.of, survey.finished) {
            (0, _) => ("No rows", "Open a batch under Results and choose rows."),
            (_, false) => ("No problems so far", "The rows are being looked at."),
            (_, true) => ("No problems", "Every row has a value for each field and each control."),
        };
        causes.with(Vec::is_empty).then(|| view! { <Empty title text=words.to_owned()/> })
    };
    view! {
        <div class="scroll" tabindex="0" role="tabpanel" aria-label="Problems of rows">
            <Bar here/>
            {nothing}
            <ul class="problems">
                <For each=move || causes.get() key=|cause| (cause.target.clone(), cause.fault.reason.clone(), cause.refuses, cause.count) children=move |cause| view! { <Item here cause/> }/>
            </ul>
        </div>
    }
}

/// What can be done about all of them: the next row that fails, and doing without them.
#[component]
fn Bar(here: Here) -> impl IntoView {
    let app = App::of();
    let labeling = here.labeling;
    let next = move |_| {
        let failing = untrack(|| labeling.survey()).failing;
        let now = untrack(|| labeling.row(app));
        let after = failing.iter().find(|place| now.is_none_or(|now| **place > now));
        if let Some(place) = after.or_else(|| failing.first()) {
            labeling.show_row(app, *place);
        }
    };
    let without = move |_| {
        let survey = untrack(|| labeling.survey());
        let failing = survey.failing.clone();
        if survey.chosen {
            app.results.choose(app, |selection| selection.remove(&failing));
        } else {
            let shown = untrack(|| app.results.shown());
            let fit: Vec<u32> =
                shown.iter().copied().filter(|place| failing.binary_search(place).is_err()).collect();
            app.results.choose(app, |selection| selection.add(&fit));
        }
    };
    let words = move || {
        let survey = labeling.survey();
        let count = text::count(survey.failing.len() as u64);
        if survey.chosen {
            format!("Deselect the {count} that would be refused")
        } else {
            format!(
                "Choose the {} that fit",
                text::count((survey.of - survey.failing.len().min(survey.of)) as u64)
            )
        }
    };
    move || {
        let survey = labeling.survey();
        (!survey.failing.is_empty()).then(|| {
            let some = survey.chosen || survey.failing.len() < survey.of;
            let done = (survey.finished && some)
                .then(|| view! { <Button small=true icon=Name::Tick on_press=without>{words}</Button> });
            view! {
                <div class="row wrap pad2 rows-bar">
                    <Button small=true icon=Name::Down on_press=next>"Next row that fails"</Button>
                    {done}
                </div>
            }
        })
    }
}

#[component]
fn Item(here: Here, cause: Cause) -> impl IntoView {
    let app = App::of();
    let labeling = here.labeling;
    let (class, icon, word) =
        if cause.refuses { ("", Name::Bad, "Refused: ") } else { ("w", Name::Warn, "Goes without: ") };
    let name = move |place: u32| {
        app.results.row(place).map_or_else(|| format!("row {}", place + 1), |row| row.name())
    };
    let links = cause.rows.iter().take(NAMED).copied().map(|place| {
        view! { <button type="button" class="link mono fs2 ellip tail" on:click=move |_| labeling.show_row(app, place)><bdi>{name(place)}</bdi></button> }
    });
    let links = links.collect_view();
    let more = cause.count.saturating_sub(cause.rows.len().min(NAMED) as u64);
    let target = cause.target.to_string();
    let asked = RwSignal::new(false);
    let acts =
        remedies(&cause).into_iter().map(|remedy| act(here, &cause.target, remedy, asked)).collect_view();
    let rows = text::counted(cause.count, "row");
    // What differs from row to row is told of the first.
    let alike = if cause.count > 1 && cause.fault.cause().is_empty() { ", or the like" } else { "" };
    let own = cause.target.clone();
    view! {
        <li class=class>
            <Icon name=icon/>
            <span class="msg"><span class="sr">{word}</span><b class="mono">{target}</b>" "{super::words(&cause.fault.reason)}<span class="dim">{format!("{alike}, in {rows}: ")}</span>{links}{(more > 0).then(|| view! { <span class="dim fs2">{format!(" and {} more", text::count(more))}</span> })}</span>
            <span class="row">{acts}</span>
            {move || asked.get().then(|| view! { <Default here target=own.clone() asked/> })}
        </li>
    }
}

/// The button of one thing to do.
fn act(here: Here, target: &Target, remedy: Remedy, asked: RwSignal<bool>) -> AnyView {
    let words = match &remedy {
        Remedy::Word { to, .. } => format!("Take it as `{}`", text::one_line(to, 24)),
        Remedy::Default => "Set a default".to_owned(),
        Remedy::LeaveOut => "Leave unanswered".to_owned(),
        Remedy::Cut => "Cut the text".to_owned(),
        Remedy::Map => "Map it".to_owned(),
        Remedy::Unmap => "Not mapped".to_owned(),
    };
    let target = target.clone();
    let press = move |_| {
        let labeling = here.labeling;
        match &remedy {
            Remedy::Default => asked.set(true),
            Remedy::Map => here.pick.set(Some(target.clone())),
            Remedy::Unmap => labeling.map(target.clone(), None),
            remedy => {
                let mapping = untrack(|| labeling.mapping());
                if let Some(source) = mapping.get(&target).and_then(|source| remedy.apply(source, None)) {
                    labeling.map(target.clone(), Some(source));
                    App::of().announce(format!("{target} was changed"));
                }
            }
        }
    };
    view! { <Button small=true icon=Name::Fix on_press=press><span class="ellip">{super::words(&words)}</span></Button> }.into_any()
}

/// Asks for the value that stands in.
#[component]
fn Default(here: Here, target: Target, asked: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let label = format!("Default of {target}");
    let set = move || {
        let labeling = here.labeling;
        let value = typed.get_untracked();
        let value = serde_json::from_str(&value).unwrap_or_else(|_| value.into());
        let mapping = untrack(|| labeling.mapping());
        let source = mapping.get(&target).and_then(|source| Remedy::Default.apply(source, Some(value)));
        asked.set(false);
        labeling.map(target.clone(), source);
    };
    view! {
        <form class="row kids" on:submit=move |event| { event.prevent_default(); set(); }>
            <input class="input sm grow" aria-label=label placeholder="What stands in where there is none" autofocus="" autocomplete="off" prop:value=typed on:input=move |event| typed.set(event_target_value(&event))/>
            <button type="submit" class="btn sm">"Set"</button>
            <Button small=true look=Look::Quiet on_press=move |_| asked.set(false)>"Cancel"</Button>
        </form>
    }
}
