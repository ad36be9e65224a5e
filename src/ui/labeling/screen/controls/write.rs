//! Write texts: a box, and those that were added.

use super::{super::trial::Trial, legend};
use crate::core::labeling::preview::{Asked, How};
use crate::ui::kit::{Button, Icon, Look, Name};
use leptos::{ev, prelude::*};
use std::sync::Arc;

pub(super) fn text_area(trial: Trial, asked: &Arc<Asked>) -> AnyView {
    let How::TextArea { rows, placeholder, submits, shortcuts, .. } = &asked.how else {
        return ().into_any();
    };
    let (rows, submits) = (*rows, *submits);
    let draft = {
        let asked = Arc::clone(asked);
        Memo::new(move |_| trial.read(|answers| answers.draft(&asked).to_owned()))
    };
    let open = {
        let asked = Arc::clone(asked);
        Memo::new(move |_| trial.read(|answers| asked.takes_text(answers.texts(&asked).len())))
    };
    let add = {
        let asked = Arc::clone(asked);
        move || trial.answer(|answers| answers.add(&asked))
    };
    let written = {
        let asked = Arc::clone(asked);
        move |event| trial.answer(|answers| answers.write(&asked, event_target_value(&event)))
    };
    // Enter adds a single line, Shift+Enter one of several.
    let keys = {
        let add = add.clone();
        move |event: ev::KeyboardEvent| {
            if submits && event.key() == "Enter" && (rows == 1) != event.shift_key() {
                event.prevent_default();
                add();
            }
        }
    };
    let hint = move || {
        let lossy = rows == 1 && draft.with(|text| text.contains('\n'));
        lossy.then(|| view! { <span class="hint st warn"><Icon name=Name::Warn/>"One row: any edit here joins the lines of this text."</span> })
    };
    let placeholder = placeholder.clone();
    let field = if rows == 1 {
        let line = move || draft.with(|text| text.replace(['\r', '\n'], " "));
        view! { <input class="input" type="text" placeholder=placeholder prop:value=line on:input=written on:keydown=keys/> }.into_any()
    } else {
        view! { <textarea class="input" rows=rows placeholder=placeholder prop:value=move || draft.get() on:input=written on:keydown=keys></textarea> }
            .into_any()
    };
    let texts = {
        let asked = Arc::clone(asked);
        move || {
            let texts = trial.read(|answers| answers.texts(&asked));
            let one = |(at, text): (usize, String)| {
                let asked = Arc::clone(&asked);
                view! {
                    <li class="ls-said"><span class="prose">{text}</span><Button look=Look::Quiet small=true icon=Name::X label="Take this text away" on_press=move |_| trial.answer(|answers| answers.drop_text(&asked, at))/></li>
                }
            };
            (!texts.is_empty()).then(|| view! { <ul class="ls-texts">{texts.into_iter().enumerate().map(one).collect_view()}</ul> })
        }
    };
    let shortcut = |text: &String| {
        let (asked, text) = (Arc::clone(asked), text.clone());
        let words = text.clone();
        let put = move |_| {
            trial.answer(|answers| {
                let draft = format!("{}{text}", answers.draft(&asked));
                answers.write(&asked, draft);
            });
        };
        view! { <Button small=true on_press=put>{words}</Button> }
    };
    let shortcuts = (!shortcuts.is_empty())
        .then(|| view! { <div class="row">{shortcuts.iter().map(shortcut).collect_view()}</div> });
    let button = submits.then(|| {
        let empty = Signal::derive(move || draft.with(String::is_empty));
        view! { <Button small=true disabled=empty on_press=move |_| add()>"Add"</Button> }
    });
    view! {
        <div class="stack">
            <label class="field"><span class="label">{legend(trial, asked)}</span>
                <span class="ls-box-row" hidden=move || !open.get()>{field}{hint}</span>
            </label>
            <div class="row" hidden=move || !open.get()>{button}{shortcuts}</div>
            {texts}
        </div>
    }
    .into_any()
}
