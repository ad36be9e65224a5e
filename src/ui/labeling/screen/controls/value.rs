//! One value: stars, a number, a date, the better of two.

use super::{super::trial::Trial, legend, unique};
use crate::core::labeling::preview::{Asked, DateKind, How};
use crate::core::text::decimals;
use crate::ui::kit::{Icon, Name};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Stars: a radio each, so that arrow keys move and a screen reader counts. The same star again takes them back.
pub(super) fn rating(trial: Trial, asked: &Arc<Asked>, max: u32) -> AnyView {
    let group = unique();
    let stars = {
        let asked = Arc::clone(asked);
        Memo::new(move |_| trial.read(|answers| answers.value(&asked).and_then(Value::as_f64)).unwrap_or(0.0))
    };
    let star = |at: u32| {
        let label = format!("{at} of {max}");
        let asked = Arc::clone(asked);
        // A prediction of three and a half stars lights three, as in Label Studio.
        let on = Memo::new(move |_| stars.get() >= f64::from(at) && stars.get() < f64::from(at) + 1.0);
        let pressed = move |_| {
            let value = (!on.get_untracked()).then(|| Value::from(at));
            trial.answer(|answers| answers.set(&asked, value));
        };
        view! { <label><Icon name=Name::Star/><input class="sr" type="radio" name=group.clone() aria-label=label prop:checked=on on:click=pressed/></label> }
    };
    let all = (1..=max).map(star).collect_view();
    view! { <fieldset><legend class="label">{legend(trial, asked)}</legend><div class="rating">{all}</div></fieldset> }
        .into_any()
}

pub(super) fn number(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::Number { min, max, step, default, slider } = &asked.how else { return ().into_any() };
    let plain = |number: f64| {
        let written = decimals(number, 6);
        if written.contains('.') {
            written.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            written
        }
    };
    let default = default.map(plain).unwrap_or_default();
    let shown = {
        let asked = Arc::clone(asked);
        let fallback = default.clone();
        Memo::new(move |_| {
            let value = trial.read(|answers| answers.value(&asked).cloned());
            value.map_or_else(|| fallback.clone(), |value| value.to_string())
        })
    };
    let changed = {
        let asked = Arc::clone(asked);
        move |event| {
            let value = event_target_value(&event).parse::<serde_json::Number>().ok();
            trial.answer(|answers| answers.set(&asked, value.map(Value::Number)));
        }
    };
    let (least, most) = (min.map(plain), max.map(plain));
    let range = match (&least, &most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("from {least}")),
        (None, Some(most)) => Some(format!("up to {most}")),
        (None, None) => None,
    };
    let range = range.map(|range| view! { <span class="hint">{range}</span> });
    let (kind, class) = if *slider { ("range", "") } else { ("number", "input") };
    let output = slider.then(|| view! { <output class="mono">{move || shown.get()}</output> });
    view! {
        <label class="field ls-short"><span class="label">{legend(trial, asked)}</span>
            <span class="row"><input class=class type=kind min=least max=most step=step.map_or_else(|| "1".to_owned(), plain) prop:value=move || shown.get() on:input=changed/>{output}</span>
            {range}
        </label>
    }
    .into_any()
}

pub(super) fn date(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::DateTime { kind, min, max } = &asked.how else { return ().into_any() };
    let (kind, year) = match kind {
        DateKind::DateTime => ("datetime-local", false),
        DateKind::Date => ("date", false),
        DateKind::Time => ("time", false),
        DateKind::Month => ("month", false),
        DateKind::Year => ("number", true),
    };
    let shown = {
        let asked = Arc::clone(asked);
        move || {
            trial
                .read(|answers| answers.value(&asked).map(crate::core::labeling::bind::as_text))
                .unwrap_or_default()
        }
    };
    let changed = {
        let asked = Arc::clone(asked);
        move |event| {
            let text = event_target_value(&event);
            let value =
                if year { text.parse::<i64>().ok().map(Value::from) } else { Some(Value::from(text)) };
            let value = value.filter(|value| value.as_str() != Some(""));
            trial.answer(|answers| answers.set(&asked, value));
        }
    };
    view! {
        <label class="field ls-short"><span class="label">{legend(trial, asked)}</span>
            <input class="input" type=kind min=min.clone() max=max.clone() prop:value=shown on:change=changed/>
        </label>
    }
    .into_any()
}

/// Label Studio draws nothing for it: one clicks on the better object. Here it can be pressed as well.
pub(super) fn pairwise(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::Pairwise { left, right } = &asked.how else { return ().into_any() };
    let group = unique();
    let side = |side: &'static str, name: &str| {
        let on = {
            let asked = Arc::clone(asked);
            Memo::new(move |_| {
                trial.read(|answers| answers.value(&asked).and_then(Value::as_str) == Some(side))
            })
        };
        let asked = Arc::clone(asked);
        let pressed = move |_| {
            let value = (!on.get_untracked()).then(|| Value::from(side));
            trial.answer(|answers| answers.set(&asked, value));
        };
        view! { <label><input type="radio" name=group.clone() prop:checked=on on:click=pressed/><span>{side}" "<span class="mono dim">{name.to_owned()}</span></span></label> }
    };
    view! {
        <fieldset class="stack"><legend class="label">{legend(trial, asked)}</legend>
            <div class="choices inline">{side("left", left)}{side("right", right)}</div>
        </fieldset>
    }
    .into_any()
}
