//! Two texts side by side, or one below the other where there is no room: what is gone and what is new.

use crate::core::{
    diff::{
        self, Comparison,
        json::{Change, MOST, changes},
        rows::{Row, Span, Stretch, folded, rows},
    },
    mapping::json,
    text,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Equal rows around a change that stay in sight.
const AROUND: usize = 2;

/// The differences of two texts. Where both are JSON, first the values that differ, path by path.
#[component]
pub fn DiffView(
    /// The text on the left: the one that is compared with.
    #[prop(into)]
    left: Arc<str>,
    /// The text on the right.
    #[prop(into)]
    right: Arc<str>,
    /// What the left text is, such as the name of a batch.
    #[prop(into)]
    left_title: String,
    /// What the right text is.
    #[prop(into)]
    right_title: String,
    /// Only the words: JSON in them is not compared by itself.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    let comparison = diff::compare(&left, &right);
    if comparison.is_equal() {
        let said =
            if left.is_empty() { "Both are empty." } else { "Both texts are equal, letter by letter." };
        return view! { <div class="diff"><p role="status">{said}</p></div> }.into_any();
    }
    let summary = summary(&comparison);
    let coarse = comparison.by_lines.then(|| {
        view! { <p class="dim fs2">"The texts are very long: where much differs, whole lines are compared."</p> }
    });
    let values = if plain { None } else { values(&left, &right, &left_title, &right_title) };
    let all: Arc<[Row]> = rows(&comparison, &left).into();
    let label = format!("{left_title} and {right_title}, word by word");
    let texts = Texts { left, right };
    let stretches = folded(&all, AROUND).into_iter().map(|stretch| match stretch {
        Stretch::Shown(range) => shown(all.get(range).unwrap_or_default(), &texts),
        Stretch::Folded(range) => fold(all.get(range).unwrap_or_default().into(), texts.clone()),
    });
    view! {
        <div class="diff">
            <p class="diff-sum" role="status">{summary}</p>
            {coarse}
            {values}
            <div role="table" class="diff-rows" aria-label=label>
                <div role="row" class="diff-row diff-head">
                    <div role="columnheader"><del class="diffkey">"removed"</del>" "{left_title}</div>
                    <div role="columnheader"><ins class="diffkey">"added"</ins>" "{right_title}</div>
                </div>
                {stretches.collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// `12 words added, 7 removed`; marks and spaces are no words.
fn summary(comparison: &Comparison) -> String {
    let (added, removed) = (comparison.added as u64, comparison.removed as u64);
    if added == 0 && removed == 0 {
        return "Only white space differs.".to_owned();
    }
    format!("{} added, {} removed", text::counted(added, "word"), text::count(removed))
}

/// Both texts, shared by the rows.
#[derive(Clone)]
struct Texts {
    left: Arc<str>,
    right: Arc<str>,
}

fn shown(rows: &[Row], texts: &Texts) -> AnyView {
    let row = |row: &Row| {
        let class = if row.same { "diff-row same" } else { "diff-row" };
        let left = spans(&row.left, &texts.left, true);
        let right = spans(&row.right, &texts.right, false);
        view! { <div role="row" class=class><div role="cell" class="before">{left}</div><div role="cell" class="after">{right}</div></div> }
            .into_any()
    };
    rows.iter().map(row).collect_view().into_any()
}

fn spans(spans: &[Span], text: &str, left: bool) -> Vec<AnyView> {
    let span = |span: &Span| {
        let words = text.get(span.range.clone()).unwrap_or_default().to_owned();
        // Screen readers mostly keep silent about `ins` and `del`: a word that is only heard says it.
        match (span.changed, left) {
            (false, _) => words.into_any(),
            (true, true) => view! { <del><span class="sr">" removed: "</span>{words}</del> }.into_any(),
            (true, false) => view! { <ins><span class="sr">" added: "</span>{words}</ins> }.into_any(),
        }
    };
    spans.iter().map(span).collect()
}

fn fold(rows: Arc<[Row]>, texts: Texts) -> AnyView {
    let open = RwSignal::new(false);
    let words = format!("Show {} that are equal", text::counted(rows.len() as u64, "line"));
    view! {
        {move || if open.get() {
            shown(&rows, &texts)
        } else {
            view! {
                <div role="row" class="diff-fold"><div role="cell" aria-colspan="2">
                    <button type="button" class="link" on:click=move |_| open.set(true)>{words.clone()}</button>
                </div></div>
            }
            .into_any()
        }}
    }
    .into_any()
}

/// The values that differ, where both texts hold JSON.
fn values(left: &str, right: &str, left_title: &str, right_title: &str) -> Option<AnyView> {
    let ((before, _), (after, _)) = (json::find(left)?, json::find(right)?);
    let changes = changes(&before, &after);
    if changes.is_empty() {
        return Some(view! { <p>"As JSON both are equal: only how it is written differs."</p> }.into_any());
    }
    let count = text::counted(changes.len() as u64, "value");
    let title = if changes.len() == 1 { format!("{count} differs") } else { format!("{count} differ") };
    let cut = (changes.len() == MOST)
        .then(|| view! { <p class="dim fs2">"There may be more: the list ends here."</p> });
    let value = |value: Option<serde_json::Value>, left: bool| {
        let Some(value) = value else { return view! { <span class="dim">"not there"</span> }.into_any() };
        let value = text::one_line(&value.to_string(), 300);
        if left {
            view! { <del class="mono">{value}</del> }.into_any()
        } else {
            view! { <ins class="mono">{value}</ins> }.into_any()
        }
    };
    let row = |Change { path, left, right }: Change| {
        let path = if path.is_empty() { "(the whole)".to_owned() } else { path };
        view! { <tr><th scope="row" class="mono">{path}</th><td>{value(left, true)}</td><td>{value(right, false)}</td></tr> }
    };
    Some(
        view! {
            <h3>{title}</h3>
            <div class="grid" tabindex="0" role="group" aria-label="Values that differ">
                <table class="diff-values">
                    <thead><tr><th scope="col">"Value"</th><th scope="col">{left_title.to_owned()}</th><th scope="col">{right_title.to_owned()}</th></tr></thead>
                    <tbody>{changes.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {cut}
            <h3>"Word by word"</h3>
        }
        .into_any(),
    )
}
