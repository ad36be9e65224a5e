//! One step of the push: a bead, a title, what is to be said beside it, and what it holds.

use super::super::kit::{Icon, Name};
use leptos::{html, prelude::*};
use std::time::Duration;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It comes later.
    Ahead,
    /// It is this one's turn.
    Now,
    /// Done.
    Done,
    /// It failed, or its outcome needs a look.
    Bad,
}

/// The step.
#[component]
pub fn StepItem(
    /// Its number, from 1.
    number: &'static str,
    /// Its name.
    title: &'static str,
    /// Where it stands.
    #[prop(into)]
    mark: Signal<Mark>,
    /// What is said beside the title.
    #[prop(into)]
    aside: ViewFn,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let class = move || match mark.get() {
        Mark::Ahead => "step",
        Mark::Now => "step now",
        Mark::Done => "step done",
        Mark::Bad => "step bad",
    };
    let bead = move || match mark.get() {
        Mark::Ahead | Mark::Now => number.into_any(),
        Mark::Done => view! { <Icon name=Name::Tick/> }.into_any(),
        Mark::Bad => view! { <Icon name=Name::Warn/> }.into_any(),
    };
    let current = move || (mark.get() == Mark::Now).then_some("step");
    let heading: NodeRef<html::H2> = NodeRef::new();
    follow(mark, heading);
    view! {
        <li class=class aria-current=current>
            <div class="mark"><span class="bead">{bead}</span></div>
            <div class="body"><header><h2 node_ref=heading tabindex="-1">{title}</h2>{move || aside.run()}</header>{children()}</div>
        </li>
    }
}

/// When a step's turn comes and the button that led here is gone, the focus would be lost: it goes to the
/// step's heading, which brings the step into view as well.
fn follow(mark: Signal<Mark>, heading: NodeRef<html::H2>) {
    Effect::new(move |before: Option<Mark>| {
        let now = mark.get();
        let came = before == Some(Mark::Ahead) && now != Mark::Ahead;
        if came && let Some(heading) = heading.get_untracked() {
            // After this turn: what held the focus is removed in it.
            let check = move || {
                let active = document().active_element();
                if active.is_none_or(|element| element.tag_name() == "BODY") {
                    // Fails only on an element that is gone.
                    heading.focus().unwrap_or_default();
                }
            };
            set_timeout(check, Duration::from_millis(60));
        }
        now
    });
}
