//! This answer beside the other batch's answer to the same request.

use super::super::{
    super::kit::{Button, Empty, Icon, icon::Name},
    diff::DiffView,
    panels::{Panel, Panels},
};
use crate::{
    core::results::{
        compare::Difference,
        line::{Outcome, ResultLine},
    },
    state::{App, results::Detail},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The tab. Without another batch it says how to choose one.
#[component]
pub fn Diff(
    /// The row, read whole.
    result: Arc<ResultLine>,
    /// The row's place.
    place: u32,
) -> impl IntoView {
    let results = App::of().results;
    let other = Memo::new(move |_| results.other());
    move || {
        let Some(other) = other.get() else { return view! { <NotCompared/> }.into_any() };
        let title = other.title();
        let difference = results.with_evidence(|_, evidence| evidence.comparison.as_ref()?.of_row(place));
        match difference {
            None => {
                view! { <p class="dim" role="status">"The other batch is still being read."</p> }.into_any()
            }
            Some(Difference::OnlyHere) => {
                let text = format!("{title} has no result with this custom_id.");
                view! { <Empty title="Only here" text/> }.into_any()
            }
            Some(_) => view! { <Both result=result.clone() place title/> }.into_any(),
        }
    }
}

#[component]
fn NotCompared() -> impl IntoView {
    let panels = Panels::of();
    view! {
        <Empty title="Not compared" text="Choose another batch that asked the same: every row is then shown beside its answer there.".to_owned()>
            <Button on_press=move |_| panels.open(Panel::Compare)>"Compare…"</Button>
        </Empty>
    }
}

/// Both answers.
#[component]
fn Both(result: Arc<ResultLine>, place: u32, title: String) -> impl IntoView {
    let app = App::of();
    let there = Memo::new(move |_| app.results.other_detail(place));
    let own_title = untrack(|| app.results.title(app));
    let result = StoredValue::new(result);
    move || match there.get() {
        None | Some(Detail::Away) => {
            view! { <p class="away" role="status">"Reading the other line…"</p> }.into_any()
        }
        Some(Detail::Gone(why)) => {
            view! { <Empty title="The other line cannot be read back" text=why.to_owned()/> }.into_any()
        }
        Some(Detail::Here(there)) => {
            let here = result.get_value();
            let notes = [(&title, &there), (&own_title, &here)].map(|(title, line)| ended(title, line));
            let (left, right) = (said(&there), said(&here));
            view! {
                {notes.into_iter().collect_view()}
                <DiffView left=left right=right left_title=title.clone() right_title=own_title.clone()/>
            }
            .into_any()
        }
    }
}

/// The answer, or the failure's words.
fn said(line: &ResultLine) -> String {
    match &line.outcome {
        Outcome::Succeeded => line.text(),
        Outcome::Failed { code, message } => format!("{code}: {message}"),
        Outcome::Unreadable { reason } => reason.clone(),
    }
}

/// How it ended, where it did not succeed.
fn ended(title: &str, line: &ResultLine) -> Option<AnyView> {
    let what = match &line.outcome {
        Outcome::Succeeded => return None,
        Outcome::Failed { code, .. } => format!("failed: {code}"),
        Outcome::Unreadable { .. } => "cannot be read".to_owned(),
    };
    Some(view! { <p class="st bad"><Icon name=Name::Bad/>{title.to_owned()}" "{what}</p> }.into_any())
}
