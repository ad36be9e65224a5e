//! The tally: one bar, one order, every row accounted for. The parts differ by texture as well as by colour.

use leptos::prelude::*;

/// What a part of the bar stands for, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Succeeded, or proven.
    Ok,
    /// Failed, or refused.
    Bad,
    /// No result.
    None,
    /// Unreadable.
    Junk,
    /// Planned or in flight.
    Run,
    /// Already there.
    There,
    /// In doubt.
    Warn,
}

impl Part {
    fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Bad => "bad",
            Self::None => "none",
            Self::Junk => "junk",
            Self::Run => "run",
            Self::There => "there",
            Self::Warn => "warn",
        }
    }
}

/// A part, how many, and its word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyPart {
    /// What it stands for.
    pub part: Part,
    /// How many.
    pub count: u64,
    /// Its word, such as `succeeded`.
    pub word: &'static str,
}

/// Below this share of the bar a part would not be seen.
const SEEN: f64 = 1.7;
/// Between parts, percent.
const GAP: f64 = 0.5;

/// Where each part begins and how wide it is, in percent. Small parts are widened at the cost of the widest.
fn segments(counts: &[u64], total: u64) -> Vec<(f64, f64)> {
    let total = total.max(counts.iter().sum()).max(1) as f64;
    let mut widths: Vec<f64> = counts.iter().map(|count| *count as f64 / total * 100.0).collect();
    let mut owed = 0.0;
    for width in &mut widths {
        if *width > 0.0 && *width < SEEN {
            owed += SEEN - *width;
            *width = SEEN;
        }
    }
    if let Some(widest) = widths.iter_mut().max_by(|a, b| a.total_cmp(b)) {
        *widest = (*widest - owed).max(SEEN.min(*widest));
    }
    let mut x = 0.0;
    let filled = widths.iter().sum::<f64>() > 99.9;
    let last = widths.iter().rposition(|width| *width > 0.0);
    widths
        .iter()
        .enumerate()
        .map(|(at, width)| {
            let gap = if *width > GAP * 2.0 && !(filled && Some(at) == last) { GAP } else { 0.0 };
            let segment = (x, width - gap);
            x += width;
            segment
        })
        .collect()
}

/// `1,941 succeeded, 42 failed of 2,000`.
fn sentence(parts: &[TallyPart], total: u64) -> String {
    let said: Vec<_> = parts
        .iter()
        .filter(|part| part.count > 0)
        .map(|p| format!("{} {}", digits(p.count), p.word))
        .collect();
    let said = if said.is_empty() { "none yet".to_owned() } else { said.join(", ") };
    format!("{said} of {}", digits(total))
}

/// Thousands separated.
fn digits(number: u64) -> String {
    crate::core::text::count(number)
}

/// The bar.
#[component]
pub fn Tally(
    /// The parts, in their order.
    #[prop(into)]
    parts: Signal<Vec<TallyPart>>,
    /// Of how many; less than the sum counts as the sum.
    #[prop(into)]
    total: Signal<u64>,
    /// 14 px high instead of 6.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let rects = move || {
        let parts = parts.get();
        let counts: Vec<u64> = parts.iter().map(|part| part.count).collect();
        parts
            .iter()
            .zip(segments(&counts, total.get()))
            .filter(|(_, (_, width))| *width > 0.0)
            .map(|(part, (x, width))| {
                view! { <rect class=part.part.class() x=crate::core::text::decimals(x, 2) + "%" width=crate::core::text::decimals(width, 2) + "%" height="100%"></rect> }
            })
            .collect_view()
    };
    let label = move || parts.with(|parts| sentence(parts, total.get()));
    view! { <svg class=if large { "tally lg" } else { "tally" } role="img" aria-label=label>{rects}</svg> }
}

/// The same sum in words, each with its texture. Parts of zero are left out.
#[component]
pub fn Legend(
    /// The parts, in their order.
    #[prop(into)]
    parts: Signal<Vec<TallyPart>>,
) -> impl IntoView {
    let entry = |part: TallyPart| {
        view! {
            <span>
                <svg class="key" aria-hidden="true"><rect class=part.part.class() width="100%" height="100%"></rect></svg>
                <b>{digits(part.count)}</b>" "{part.word}
            </span>
        }
    };
    view! {
        <div class="legend">
            {move || parts.get().into_iter().filter(|part| part.count > 0).map(entry).collect_view()}
        </div>
    }
}
