//! The controls of the annotator's screen, to be tried: answers live as long as the preview of this row.

use super::super::kit::{Icon, icon::Name};
use crate::core::labeling::preview::{Choice, Layout};
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Radios are one group by their `name`, which must be unique in the root.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("try-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The control's name, and what is to be known of it.
fn legend(name: &str, required: bool, predicted: bool) -> AnyView {
    view! {
        {name.to_owned()}
        {required.then(|| view! { " "<span class="badge">"required"</span> })}
        {predicted.then(|| view! { " "<span class="badge pred">"predicted"</span> })}
    }
    .into_any()
}

/// One of several, or several.
pub(super) fn choices(
    name: &str,
    choices: &[Choice],
    multiple: bool,
    layout: Layout,
    required: bool,
    predicted: bool,
) -> AnyView {
    let head = legend(name, required, predicted);
    if layout == Layout::Select && !multiple {
        let option = |choice: &Choice| {
            view! { <option selected=choice.selected title=choice.hint.clone()>{choice.label.clone()}</option> }
        };
        return view! {
            <label class="field"><span class="label">{head}</span>
                <select class="select"><option value="">"…"</option>{choices.iter().map(option).collect_view()}</select>
            </label>
        }
        .into_any();
    }
    let group = unique();
    let kind = if multiple { "checkbox" } else { "radio" };
    let choice = |choice: &Choice| {
        let hint = (!choice.hint.is_empty()).then(|| choice.hint.clone());
        let badge =
            (predicted && choice.selected).then(|| view! { <span class="badge pred">"predicted"</span> });
        view! {
            <label title=hint class=level(choice.level)>
                <input type=kind name=group.clone() checked=choice.selected/><span>{choice.label.clone()}</span>{badge}
            </label>
        }
    };
    let class = if layout == Layout::Inline { "choices inline" } else { "choices" };
    let list = choices.iter().map(choice).collect_view();
    view! { <fieldset class="stack"><legend class="label">{head}</legend><div class=class>{list}</div></fieldset> }.into_any()
}

fn level(level: usize) -> &'static str {
    match level {
        0 => "",
        1 => "in1",
        2 => "in2",
        _ => "in3",
    }
}

/// Stars: a radio each, so that arrow keys move and a screen reader counts.
pub(super) fn rating(name: &str, max: u32, value: u32, required: bool, predicted: bool) -> AnyView {
    let head = legend(name, required, predicted);
    let group = unique();
    let star = move |at: u32| {
        let label = format!("{at} of {max}");
        view! { <label><Icon name=Name::Star/><input class="sr" type="radio" name=group.clone() aria-label=label checked=at == value/></label> }
    };
    let stars = (1..=max).map(star).collect_view();
    view! { <fieldset><legend class="label">{head}</legend><div class="rating">{stars}</div></fieldset> }
        .into_any()
}

/// A text; with one row a single line, as Label Studio has it.
pub(super) fn text_area(
    name: &str,
    rows: u32,
    value: String,
    placeholder: String,
    required: bool,
    predicted: bool,
) -> AnyView {
    let head = legend(name, required, predicted);
    let lossy = rows == 1 && value.contains('\n');
    let hint = lossy.then(|| {
        view! { <span class="hint st warn"><Icon name=Name::Warn/>"One row: any edit here joins the lines of this text."</span> }
    });
    let field = if rows == 1 {
        let line = value.replace(['\r', '\n'], " ");
        view! { <input class="input" type="text" placeholder=placeholder prop:value=line/> }.into_any()
    } else {
        view! { <textarea class="input" rows=rows placeholder=placeholder prop:value=value></textarea> }
            .into_any()
    };
    view! { <label class="field"><span class="label">{head}</span>{field}{hint}</label> }.into_any()
}
