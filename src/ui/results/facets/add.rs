//! A JSON key becomes a facet and a column.
//!
//! The first keys of the answers are offered where facets begin: nobody looks at the end of a pane for what they do not
//! know to be there.

use super::super::super::kit::{Button, Icon, icon::Name};
use super::super::find::Find;
use crate::{
    core::results::probe::path,
    state::{App, results::Load},
};
use leptos::{html, prelude::*};

/// Keys that are offered by themselves.
const FEW: usize = 4;
/// Further keys, offered to who asks.
const MORE: usize = 12;

/// The first keys that the answers have, one press each.
#[component]
pub(super) fn FirstKeys() -> impl IntoView {
    let find = Find::of();
    let results = App::of().results;
    Effect::new(move || match results.load() {
        Load::Ready => find.look_for_keys(),
        _ => find.forget_other_keys(),
    });
    let offered = Memo::new(move |_| find.known_keys().into_iter().take(FEW).collect::<Vec<_>>());
    move || {
        (!offered.with(Vec::is_empty)).then(|| {
            view! {
                <section class="facet add" aria-label="Keys of the answers">
                    <header><h3>"Keys of the answers"</h3></header>
                    <Keys keys=offered/>
                </section>
            }
        })
    }
}

/// Keys, one press each. What is pressed stays where it is, so that the focus does.
#[component]
fn Keys(keys: Memo<Vec<String>>) -> impl IntoView {
    let find = Find::of();
    let results = App::of().results;
    let one = move |key: String| {
        let (read, path) = (key.clone(), key.clone());
        let taken = Memo::new(move |_| results.layout(|layout| layout.keys().contains(&read)));
        let toggle = move |_| {
            let on = taken.get_untracked();
            find.arrange(|layout| if on { layout.remove_key(&path) } else { layout.add_key(&path) });
        };
        let label = format!("{key}: a facet and a column");
        let pressed = move || if taken.get() { "true" } else { "false" };
        view! { <li><button type="button" class="btn sm mono" aria-label=label aria-pressed=pressed on:click=toggle>{key}</button></li> }
    };
    view! { <ul class="row wrap">{move || keys.get().into_iter().map(one).collect_view()}</ul> }
}

/// Offers the further keys that the answers have, and a field for any other.
#[component]
pub(super) fn AddKey() -> impl IntoView {
    let find = Find::of();
    let node: NodeRef<html::Input> = NodeRef::new();
    let wrong = RwSignal::new(false);
    let opened = move |_| find.look_for_keys();
    let offered = Memo::new(move |_| find.known_keys().into_iter().skip(FEW).take(MORE).collect::<Vec<_>>());
    let add = move || {
        let written = node.get_untracked().map(|input| input.value()).unwrap_or_default();
        let written = written.trim();
        match path::parse(written.strip_prefix("json.").unwrap_or(written)) {
            Some(steps) => {
                wrong.set(false);
                find.arrange(|layout| layout.add_key(&path::text(&steps)));
                if let Some(input) = node.get_untracked() {
                    input.set_value("");
                }
            }
            None => wrong.set(true),
        }
    };
    let keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            add();
        }
    };
    view! {
        <details class="facet add" on:toggle=opened>
            <summary class="link"><Icon name=Name::Chev class="chev"/>"Add a JSON key…"</summary>
            <div class="stack">
                <p class="fs2 ink2">"A key of the answers becomes a facet and a column."</p>
                <Keys keys=offered/>
                <div class="row">
                    <input class="input mono" node_ref=node aria-label="Path of a JSON key" placeholder="scores[0].value" autocomplete="off"
                        spellcheck="false" aria-invalid=move || wrong.get().then_some("true") on:keydown=keydown/>
                    <Button small=true on_press=move |_| add()>"Add"</Button>
                </div>
                <div role="status">{move || wrong.get().then(|| view! { <p class="bad-t fs2">"Write a path such as verdict, scores[0].value or \"a name\"."</p> })}</div>
            </div>
        </details>
    }
}
