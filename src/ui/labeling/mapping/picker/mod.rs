//! Where a value comes from: a value of the previewed result to click, a text with parts, or the same for all; and
//! what is done with it on its way. What comes out is shown before it is taken.
//!
//! - `steps`: what is done with it; `draft`: what was typed, as a source

mod draft;
pub mod steps;

use super::super::super::kit::{Button, Choice, Dialog, JsonTree, Look, Seg, TextField, icon::Name};
use super::super::here::Here;
use super::cell::Cell;
use crate::{
    core::mapping::{Otherwise, Target, path::of_pointer},
    state::{App, labeling::Tried},
    ui::kit::Icon,
};
use draft::{Draft, Kind};
use leptos::{ev::MouseEvent, prelude::*};
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// The dialog; it opens when something is picked for a target.
#[component]
pub fn Picker(
    /// Where the person is.
    here: Here,
) -> impl IntoView {
    let open = Memo::new(move |_| here.pick.with(Option::is_some));
    view! {
        <Dialog title="Where the value comes from" class="wide" open=open on_close=move |()| here.pick.set(None)>
            {move || here.pick.get().map(|target| view! { <Pick here target/> })}
        </Dialog>
    }
}

/// A click anywhere on a value takes it, as its button does: the button is what a keyboard reaches.
fn press_leaf(event: &MouseEvent) {
    let Some(clicked) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if matches!(clicked.closest("button"), Ok(Some(_))) {
        return;
    }
    let leaf = clicked.closest(".leaf").ok().flatten();
    let button = leaf.and_then(|leaf| leaf.query_selector(":scope > .btn").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

#[component]
fn Pick(here: Here, target: Target) -> impl IntoView {
    let app = App::of();
    let labeling = here.labeling;
    let draft = Draft::of(untrack(|| labeling.mapping()).get(&target));
    let target = StoredValue::new(target);
    let tried = Memo::new(move |_| {
        let source = draft.source()?.ok()?;
        target.with_value(|target| labeling.try_source(app, target, &source))
    });
    let row = Memo::new(move |_| {
        labeling
            .row(app)
            .and_then(|place| app.results.with_index(|index| index.row(place).map(|row| row.name())))
    });
    let take = move || {
        if let Some(Ok(source)) = untrack(|| draft.source()) {
            here.pick.set(None);
            labeling.map(target.get_value(), Some(source));
            app.announce(format!("{} comes from {}", target.get_value(), untrack(|| draft.words())));
        }
    };
    let wrong = Signal::derive(move || draft.source().and_then(Result::err).unwrap_or_default());
    let unusable = Memo::new(move |_| draft.source().is_none_or(|source| source.is_err()));
    let kinds = vec![
        Choice::new(Kind::Path, "A value of the result"),
        Choice::new(Kind::Text, "A text with parts"),
        Choice::new(Kind::Constant, "The same for all"),
    ];
    let field = move || {
        match draft.kind.get() {
        Kind::Path => view! { <TextField label="Path" value=draft.path on_input=move |typed| draft.path.set(typed) placeholder="output.json.verdict" problem=wrong hint="Click a value, or write a path: output.json.scores[0], or a JSONPath."/> }.into_any(),
        Kind::Text => view! { <TextField label="Text" value=draft.text on_input=move |typed| draft.text.set(typed) placeholder="{{ custom_id }}: {{ output.json.title }}" problem=wrong hint="A click on a value adds it."/> }.into_any(),
        Kind::Constant => view! { <TextField label="Value" value=draft.constant on_input=move |typed| draft.constant.set(typed) placeholder="en" problem=wrong hint="A text; numbers, true, false, lists and objects are read as JSON."/> }.into_any(),
    }
    };
    let control = target.with_value(|target| matches!(target, Target::Control(..)));
    let leave = move |event: leptos::ev::Event| {
        let out = event_target_checked(&event);
        draft.otherwise.set(if out { Otherwise::LeaveOut } else { Otherwise::Refuse });
    };
    view! {
        <p class="row wrap"><b class="mono">{target.get_value().to_string()}</b>{move || reason(here, &target.get_value()).map(|why| view! { <span class="dim fs2">{super::super::words(&why)}</span> })}</p>
        <div class="picker">
            <section class="picker-doc" aria-label="The result" on:click=move |event| press_leaf(&event)><Document here draft/></section>
            <form class="stack" on:submit=move |event| { event.prevent_default(); take(); }>
                <Seg label="Kind of source" choices=kinds on=draft.kind on_choose=move |kind| draft.kind.set(kind)/>
                {field}
                <steps::Steps steps=draft.then/>
                {control.then(|| view! {
                    <label class="row fs2"><input type="checkbox" class="check" prop:checked=move || draft.otherwise.get() == Otherwise::LeaveOut on:change=leave/>"Where the value does not fit, send the task without this answer"</label>
                })}
                <div class="note" aria-live="polite"><div class="grow"><p class="label">"Value of "<span class="mono">{row}</span></p>{move || outcome(tried.get())}</div></div>
                <footer class="row wrap">
                    <Undo here target/>
                    <span class="end row">
                        <Button on_press=move |_| here.pick.set(None)>"Cancel"</Button>
                        <button type="submit" class="btn primary" disabled=unusable><Icon name=Name::Tick/>"Use it"</button>
                    </span>
                </footer>
            </form>
        </div>
    }
}

/// Why it is filled as it is.
fn reason(here: Here, target: &Target) -> Option<String> {
    here.labeling.suggested().of(target).map(|found| match found.confidence {
        Some(_) => format!("Suggested: {}", found.reason),
        None => found.reason.clone(),
    })
}

/// What becomes of the source in the previewed row.
fn outcome(tried: Option<Tried>) -> AnyView {
    let Some(tried) = tried else {
        return view! { <span class="dim">"–"</span> }.into_any();
    };
    let value = match &tried.found {
        Ok(value) => Cell::value(value).show(),
        Err(_) => ().into_any(),
    };
    let fault = tried.fault.or(tried.found.err()).map(|fault| {
        let (class, icon) =
            if tried.refused { ("st bad wraps", Name::Bad) } else { ("st warn wraps", Name::Warn) };
        view! { <p class=class><Icon name=icon/><span>{fault.reason}</span></p> }
    });
    let fits = fault.is_none().then(|| view! { <p class="st ok"><Icon name=Name::Ok/>"fits"</p> });
    view! { {value}{fault}{fits} }.into_any()
}

/// The previewed result as mappings read it: a click on a value takes its path.
#[component]
fn Document(here: Here, draft: Draft) -> impl IntoView {
    /// What is unfolded at first: what the model said, or what it was asked where the value comes from there.
    const SAID: &[&str] = &["/output", "/output/json"];
    const ASKED: &[&str] = &["/input", "/input/json"];
    let app = App::of();
    let open = if draft.path.with_untracked(|path| path.starts_with("input")) { ASKED } else { SAID };
    let document = Memo::new(move |_| here.labeling.row_document(app));
    let tree = move |value: Arc<Value>| {
        let whole = value.clone();
        let act = Callback::new(move |pointer: String| {
            let path = of_pointer(&whole, &pointer);
            let label = format!("Use {path}");
            view! { <Button small=true look=Look::Quiet icon=Name::Tick label on_press=move |_| draft.click(&path)/> }.into_any()
        });
        view! { <JsonTree value label="The result as mappings read it" act branches=true open/> }
    };
    move || match document.get() {
        Some(value) => view! { <div class="code">{tree(value)}</div> }.into_any(),
        None => {
            view! { <p class="dim pad3">"No result is there yet. A path can be written all the same."</p> }
                .into_any()
        }
    }
}

/// The ways back: not mapped, or as it was before it was changed.
#[component]
fn Undo(here: Here, target: StoredValue<Target>) -> impl IntoView {
    let labeling = here.labeling;
    let mapped = untrack(|| labeling.mapping()).get(&target.get_value()).is_some();
    let own = untrack(|| labeling.chosen()).is_own(&target.get_value());
    let preset = untrack(|| labeling.chosen()).preset.is_some();
    let back = if preset { "As in the preset" } else { "As suggested" };
    view! {
        {mapped.then(|| view! {
            <Button look=Look::Quiet icon=Name::X on_press=move |_| { here.pick.set(None); labeling.map(target.get_value(), None); }>"Not mapped"</Button>
        })}
        {own.then(|| view! {
            <Button look=Look::Quiet icon=Name::Undo on_press=move |_| { here.pick.set(None); labeling.unmap(&target.get_value()); }>{back}</Button>
        })}
    }
}
