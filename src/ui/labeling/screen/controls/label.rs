//! Mark parts of a text: the labels, the words to mark for those without a mouse, and what was marked.

use super::{
    super::{marks, trial::Trial},
    legend,
};
use crate::core::labeling::{
    answers::{Place, Region, Units},
    preview::{Asked, Block, How, Label, Screen, Within},
};
use crate::ui::kit::{Button, Look, Name};
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn labels(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::Labels { labels, within, .. } = &asked.how else { return ().into_any() };
    let palette = labels.iter().map(|label| one(trial, asked, label)).collect_view();
    let quote = (*within == Within::Text).then(|| quote(trial, asked));
    let control = Arc::clone(asked);
    let marked = move || {
        let regions = trial.read(|answers| {
            let mine = answers.regions.iter().filter(|region| region.from == control.name);
            mine.cloned().collect::<Vec<_>>()
        });
        let all = regions.iter().map(|one| region(trial, &control, one)).collect_view();
        (!regions.is_empty()).then(
            || view! { <ul class="ls-texts" aria-label=format!("Marked with {}", control.name)>{all}</ul> },
        )
    };
    view! {
        <fieldset class="stack"><legend class="label">{legend(trial, asked)}</legend>
            <div class="ls-labels" role="group" aria-label=format!("Labels of {}", asked.name)>{palette}</div>
            {quote}
            {marked}
        </fieldset>
    }
    .into_any()
}

/// A label: relabels what is selected, else it is taken into the hand for the next part that is marked.
fn one(trial: Trial, asked: &Arc<Asked>, label: &Label) -> AnyView {
    let (control, value) = (Arc::clone(asked), label.value.clone());
    let on = {
        let (control, value) = (Arc::clone(asked), value.clone());
        move || trial.label().is_some_and(|(name, label)| name == control.name && label == value)
    };
    let pressed = {
        let on = on.clone();
        move |_| {
            let selected = untrack(|| {
                trial.read(|answers| {
                    let selected =
                        answers.regions.iter().find(|region| Some(&region.id) == answers.selected.as_ref());
                    selected.is_some_and(|region| region.from == control.name)
                })
            });
            if selected && !untrack(&on) {
                trial.answer(|answers| answers.relabel(&control, &value));
            } else {
                trial.take(&control.name, &value);
            }
        }
    };
    let key = (!label.key.is_empty())
        .then(|| view! { <kbd aria-hidden="true" title="Its key in Label Studio">{label.key.clone()}</kbd> });
    let hint = (!label.hint.is_empty()).then(|| label.hint.clone());
    view! { <button type="button" class="ls-label" aria-pressed=move || on().to_string() title=hint style:--label=label.color.clone() on:click=pressed>{label.label.clone()}{key}</button> }
        .into_any()
}

/// Words to mark, the next place where they stand: without a mouse nothing can be selected in a text.
fn quote(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let words = RwSignal::new(String::new());
    let control = Arc::clone(asked);
    let place = Memo::new(move |_| {
        let words = words.get();
        trial.both(|answers, screen| next(&control, screen, &answers.regions, &words))
    });
    let hand = {
        let name = asked.name.clone();
        move || trial.label().filter(|(control, _)| *control == name).map(|(_, label)| label)
    };
    let control = Arc::clone(asked);
    let ready = Signal::derive(move || place.get().is_none() || hand().is_none());
    let mark = move || {
        if let (Some((start, end)), Some((_, label))) = (place.get_untracked(), trial.label_now()) {
            let text = words.get_untracked();
            trial.mark(&control, Place::Text(start, end), text, &label);
        }
    };
    let by_key = {
        let mark = mark.clone();
        move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                mark();
            }
        }
    };
    let label = format!("Words to mark with {}", asked.name);
    view! {
        <div class="row ls-quote"><input class="input" type="text" aria-label=label placeholder="Select in the text, or write its words here" prop:value=words on:input=move |event| words.set(event_target_value(&event)) on:keydown=by_key/>
            <Button small=true disabled=ready on_press=move |_| mark()>"Mark"</Button>
        </div>
    }
    .into_any()
}

/// The next place where words stand in the control's text, after those of them that are marked.
fn next(control: &Asked, screen: &Screen, regions: &[Region], words: &str) -> Option<(usize, usize)> {
    if words.is_empty() {
        return None;
    }
    let text = text_of(&screen.blocks, &control.to_name)?;
    let same = regions.iter().filter(|region| region.to == control.to_name && region.text == words);
    let taken: Vec<usize> = same.filter_map(|region| region.within(None)).map(|(start, _)| start).collect();
    let units = |at: usize| Units::CodePoints.count(text.get(..at).unwrap_or_default());
    let mut places = text.match_indices(words).map(|(at, _)| units(at));
    let start = places.find(|start| !taken.contains(start))?;
    Some((start, start + Units::CodePoints.count(words)))
}

/// What a `Text` of this name shows.
fn text_of<'a>(blocks: &'a [Block], name: &str) -> Option<&'a str> {
    blocks.iter().find_map(|block| match block {
        Block::Text { name: own, text } => (own == name).then_some(text.as_str()),
        Block::View(view) => text_of(&view.children, name),
        Block::Pages(pages) => pages.iter().find_map(|page| text_of(page, name)),
        _ => None,
    })
}

fn region(trial: Trial, control: &Arc<Asked>, region: &Region) -> AnyView {
    let color = marks::color(control, region);
    let (id, selected, gone) = (region.id.clone(), region.id.clone(), region.id.clone());
    let on = move || trial.read(|answers| answers.selected.as_ref() == Some(&selected));
    let pressed = {
        let on = on.clone();
        move |_| trial.select(if untrack(&on) { None } else { Some(&id) })
    };
    let predicted = region.predicted.then(|| view! { " "<span class="badge pred">"predicted"</span> });
    let take = format!("Unmark {}", region.text);
    view! {
        <li class="ls-said"><button type="button" class="ls-region" aria-pressed=move || on().to_string() on:click=pressed>
                <span class="ls-label" style:--label=color>{region.labels.join(", ")}</span>" "<span class="prose">{region.text.clone()}</span>{predicted}
            </button>
            <Button look=Look::Quiet small=true icon=Name::X label=take on_press=move |_| trial.answer(|answers| answers.unmark(&gone))/>
        </li>
    }
    .into_any()
}
