//! Choose one or several: `Choices` in all layouts, `Taxonomy`.

use super::{super::trial::Trial, legend, named, unique};
use crate::core::labeling::preview::{Asked, Choice, How, Layout};
use crate::ui::kit::{Button, Look, Name};
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn choices(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::Choices { choices, multiple, layout, .. } = &asked.how else { return ().into_any() };
    if *layout == Layout::Select {
        return if *multiple { folded(trial, asked, "…") } else { select(trial, asked, choices) };
    }
    let group = unique();
    let list = choices.iter().map(|choice| one(trial, asked, choice, &group, *multiple)).collect_view();
    let class = if *layout == Layout::Inline { "choices inline" } else { "choices" };
    view! {
        <fieldset class="stack"><legend class="label">{named(asked)}</legend><div class=class>{list}</div></fieldset>
    }
    .into_any()
}

/// A box with its words.
fn one(trial: Trial, asked: &Arc<Asked>, choice: &Choice, group: &str, multiple: bool) -> AnyView {
    let hint = (!choice.hint.is_empty()).then(|| choice.hint.clone());
    let (kind, path) = (if multiple { "checkbox" } else { "radio" }, choice.path.clone());
    let on = {
        let (asked, path) = (Arc::clone(asked), path.clone());
        Memo::new(move |_| trial.read(|answers| answers.is_chosen(&asked, &path)))
    };
    let pressed = {
        let asked = Arc::clone(asked);
        move |event: leptos::ev::MouseEvent| {
            trial.answer(|answers| answers.press(&asked, &path));
            // The browser has ticked it already, also where one more is too many.
            event_target::<web_sys::HtmlInputElement>(&event).set_checked(on.get_untracked());
        }
    };
    let badge = {
        let asked = Arc::clone(asked);
        move || {
            let predicted = on.get() && trial.read(|answers| answers.is_predicted(&asked));
            predicted.then(|| view! { <span class="badge pred">"predicted"</span> })
        }
    };
    let key = (!choice.key.is_empty()).then(
        || view! { <kbd aria-hidden="true" title="Its key in Label Studio">{choice.key.clone()}</kbd> },
    );
    view! {
        <label title=hint class=level(choice.level())>
            <input type=kind name=group.to_owned() prop:checked=on on:click=pressed/><span>{choice.label.clone()}</span>{badge}{key}
        </label>
    }
    .into_any()
}

const fn level(level: usize) -> &'static str {
    match level {
        0 => "",
        1 => "in1",
        2 => "in2",
        _ => "in3",
    }
}

/// A list that opens, of which one can be chosen.
fn select(trial: Trial, asked: &Arc<Asked>, choices: &[Choice]) -> AnyView {
    let option = |(at, choice): (usize, &Choice)| {
        let (asked, path) = (Arc::clone(asked), choice.path.clone());
        let on = move || trial.read(|answers| answers.is_chosen(&asked, &path));
        view! { <option value=at.to_string() prop:selected=on title=choice.hint.clone()>{choice.label.clone()}</option> }
    };
    let options = choices.iter().enumerate().map(option).collect_view();
    let (asked_now, all) = (Arc::clone(asked), choices.to_vec());
    let changed = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|at| all.get(at));
        trial.answer(|answers| {
            answers.set(&asked_now, None);
            if let Some(choice) = chosen {
                answers.press(&asked_now, &choice.path);
            }
        });
    };
    view! {
        <label class="field"><span class="label">{legend(trial, asked)}</span>
            <select class="select" on:change=changed><option value="">"…"</option>{options}</select>
        </label>
    }
    .into_any()
}

pub(super) fn taxonomy(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    folded(trial, asked, "Choose…")
}

/// What was chosen, and a list of boxes that opens.
fn folded(trial: Trial, asked: &Arc<Asked>, prompt: &'static str) -> AnyView {
    let group = unique();
    let (leafs, most) = match &asked.how {
        How::Taxonomy { leafs_only, most, .. } => (*leafs_only, *most),
        _ => (false, None),
    };
    let choice = |choice: &Choice| {
        if leafs && choice.inner {
            return view! { <span class=format!("ls-branch {}", level(choice.level()))>{choice.label.clone()}</span> }.into_any();
        }
        one(trial, asked, choice, &group, true)
    };
    let boxes = asked.choices().iter().map(choice).collect_view();
    let limit = most.map(|most| view! { <span class="dim fs2">{format!("up to {most}")}</span> });
    let tree = Arc::clone(asked);
    let chosen = move || {
        let chosen = tree
            .choices()
            .iter()
            .filter(|choice| trial.read(|answers| answers.is_chosen(&tree, &choice.path)));
        chosen.map(|choice| chip(trial, &tree, choice)).collect_view()
    };
    view! {
        <fieldset class="stack">
            <legend class="label">{legend(trial, asked)}</legend>
            <div class="ls-chips">{chosen}</div>
            <details class="ls-fold"><summary>{prompt}" "{limit}</summary><div class="choices ls-tree">{boxes}</div></details>
        </fieldset>
    }
    .into_any()
}

fn chip(trial: Trial, asked: &Arc<Asked>, choice: &Choice) -> AnyView {
    let words = match &asked.how {
        How::Taxonomy { full_path: true, separator, .. } => choice.path.join(separator),
        _ => choice.label.clone(),
    };
    let (label, asked, path) = (format!("Take {words} away"), Arc::clone(asked), choice.path.clone());
    view! {
        <span class="ls-chip">{words}<Button look=Look::Quiet small=true icon=Name::X label=label on_press=move |_| trial.answer(|answers| answers.press(&asked, &path))/></span>
    }
    .into_any()
}
