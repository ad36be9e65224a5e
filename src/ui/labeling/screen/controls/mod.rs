//! The controls of the annotator's screen. Each asks one thing and answers through the [`Trial`].

mod choose;
mod label;
mod order;
mod value;
mod write;

use super::trial::Trial;
use crate::core::labeling::preview::{Asked, How, Is, Per};
use leptos::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// A control; while it is not shown, a line that says when it will be.
pub(super) fn control(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let inside = match &asked.how {
        How::Choices { .. } => choose::choices(trial, asked),
        How::Taxonomy { .. } => choose::taxonomy(trial, asked),
        How::Rating { max } => value::rating(trial, asked, *max),
        How::TextArea { .. } => write::text_area(trial, asked),
        How::Number { .. } => value::number(trial, asked),
        How::DateTime { .. } => value::date(trial, asked),
        How::Pairwise { .. } => value::pairwise(trial, asked),
        How::Ranker { .. } => order::ranker(trial, asked),
        How::Labels { .. } => label::labels(trial, asked),
    };
    let missing = missing(trial, asked);
    if asked.when.is_none() && asked.per != Per::Region {
        return view! { <div class="ls-ask">{inside}{missing}</div> }.into_any();
    }
    let sentence = match (&asked.when, asked.per) {
        (Some(when), Per::Task) => when.sentence(),
        (Some(when), _) if when.is != Is::RegionSelected => when.sentence(),
        _ if asked.when_label.is_empty() => "Asked for each region: select one".to_owned(),
        _ => format!("Asked for each region labelled {}: select one", asked.when_label.join(" or ")),
    };
    let one = Arc::clone(asked);
    let shown = Memo::new(move |_| trial.shows(&one));
    let name = asked.name.clone();
    view! {
        <div class="ls-ask ls-when" class:off=move || !shown.get()>
            <p class="dim fs2"><span class="mono">{name}</span>" "{sentence}</p>
            <div hidden=move || !shown.get()>{inside}{missing}</div>
        </div>
    }
    .into_any()
}

/// What of the prediction for this control Label Studio would not show.
fn missing(trial: Trial, asked: &Arc<Asked>) -> impl IntoView + use<> {
    let asked = Arc::clone(asked);
    move || {
        let why = trial.read(|answers| {
            answers.unshown.iter().find(|one| one.control == asked.name).map(|one| one.reason.clone())
        });
        why.map(|why| {
            view! { <span class="hint st warn"><crate::ui::kit::Icon name=crate::ui::kit::Name::Warn/>{format!("Predicted, and not shown: {why}")}</span> }
        })
    }
}

/// The control's name, whether an answer is required, and whether it is predicted.
fn legend(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    view! { {named(asked)}{predicted(trial, asked)} }.into_any()
}

/// The control's name, and whether an answer is required.
fn named(asked: &Asked) -> AnyView {
    let required = asked.required.then(|| view! { " "<span class="badge">"required"</span> });
    view! { {asked.name.clone()}{required} }.into_any()
}

fn predicted(trial: Trial, asked: &Arc<Asked>) -> impl IntoView + use<> {
    let asked = Arc::clone(asked);
    let is = Memo::new(move |_| trial.read(|answers| answers.is_predicted(&asked)));
    move || is.get().then(|| view! { " "<span class="badge pred">"predicted"</span> })
}

/// Radios are one group by their `name`, which must be unique in the root.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("try-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
