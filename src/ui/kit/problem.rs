//! Notes in the page, and how every failure looks.

use super::icon::{Icon, Name};
use crate::state::Problem;
use leptos::prelude::*;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the statuses")]
pub enum Tone {
    Ok,
    Warn,
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Ok => "note ok",
            Self::Warn => "note warn",
            Self::Bad => "note bad",
        }
    }

    fn icon(self) -> Name {
        match self {
            Self::Ok => Name::Ok,
            Self::Warn => Name::Warn,
            Self::Bad => Name::Bad,
        }
    }
}

/// A note: icon, words, and what one can do at its end.
#[component]
pub fn Note(
    /// What it is about.
    tone: Tone,
    /// Words, then at most one further element: the act.
    children: Children,
) -> impl IntoView {
    view! { <div class=tone.class()><Icon name=tone.icon()/>{children()}</div> }
}

/// A failure: what happened, what to do, details folded.
#[component]
pub fn ProblemNote(
    /// The failure.
    problem: Problem,
    /// A button such as Retry.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let Problem { happened, remedy, details } = problem;
    view! {
        <div class="note bad">
            <Icon name=Name::Bad/>
            <div class="stack">
                <p><b>{happened}</b>" "{remedy}</p>
                {(!details.is_empty()).then(|| view! {
                    <details class="problem-details"><summary>"Details"</summary><pre class="mono">{details}</pre></details>
                })}
            </div>
            {children.map(|children| children())}
        </div>
    }
}
