//! How a number is spread over the rows. Dragging over it, or its two fields, holds the filter to a range.

use crate::core::text;
use leptos::{ev, html, prelude::*};

/// The rows whose number is from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The least number.
    pub from: u32,
    /// The greatest.
    pub to: u32,
    /// Rows.
    pub count: u64,
}

/// A range; `None`: open at that end.
pub type Range = (Option<u32>, Option<u32>);

const HEIGHT: f64 = 54.0;

/// Where a number lies, in parts of the width: bars are equally wide, whatever they span.
fn at(bars: &[Bar], number: u32, end: bool) -> f64 {
    let count = bars.len().max(1) as f64;
    let number = f64::from(number) + if end { 1.0 } else { 0.0 };
    let mut place = 0.0;
    for bar in bars {
        let (from, span) = (f64::from(bar.from), f64::from(bar.to) - f64::from(bar.from) + 1.0);
        place += ((number - from) / span).clamp(0.0, 1.0);
    }
    (place / count).clamp(0.0, 1.0)
}

fn within(bar: &Bar, (min, max): Range) -> bool {
    min.is_none_or(|min| bar.to >= min) && max.is_none_or(|max| bar.from <= max)
}

/// From one bar to another, in either direction; open at an end that is the histogram's own.
fn spanned(bars: &[Bar], (a, b): (usize, usize)) -> Range {
    let (first, last) = (a.min(b), a.max(b));
    let min = bars.get(first).filter(|_| first > 0).map(|bar| bar.from);
    let max = bars.get(last).filter(|_| last + 1 < bars.len()).map(|bar| bar.to);
    (min, max)
}

fn percent(part: f64) -> String {
    text::decimals(part * 100.0, 2) + "%"
}

/// The bars, the axis and the two fields.
#[component]
pub fn Histogram(
    /// What is counted, such as `output tokens`.
    label: &'static str,
    /// The bars, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// The least and the greatest number there is.
    #[prop(into)]
    ends: Signal<(u32, u32)>,
    /// The range that the filter asks for.
    #[prop(into)]
    range: Signal<Range>,
    /// A new range.
    #[prop(into)]
    on_range: Callback<Range>,
) -> impl IntoView {
    let node: NodeRef<leptos::svg::Svg> = NodeRef::new();
    // Bars that the pointer dragged over so far: where it went down, where it is.
    let dragged = RwSignal::new(None::<(usize, usize)>);
    let now = Memo::new(move |_| match dragged.get() {
        Some(ends) => bars.with(|bars| spanned(bars, ends)),
        None => range.get(),
    });
    let chosen = Memo::new(move |_| now.get() != (None, None) || dragged.get().is_some());
    let bar_at = move |event: &ev::PointerEvent| {
        let count = bars.with_untracked(Vec::len);
        let area = node.get_untracked()?.get_bounding_client_rect();
        let part = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        Some(index((part * count as f64).floor()).min(count.checked_sub(1)?))
    };
    let down = move |event: ev::PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let (Some(at), Some(svg)) = (bar_at(&event), node.get_untracked()) {
            // Fails only for a pointer that is gone again.
            svg.set_pointer_capture(event.pointer_id()).unwrap_or_default();
            dragged.set(Some((at, at)));
            event.prevent_default();
        }
    };
    let moved = move |event: ev::PointerEvent| {
        if let (Some((from, to)), Some(at)) = (dragged.get_untracked(), bar_at(&event))
            && at != to
        {
            dragged.set(Some((from, at)));
        }
    };
    let up = move |_| {
        if let Some(ends) = dragged.get_untracked() {
            dragged.set(None);
            on_range.run(bars.with_untracked(|bars| spanned(bars, ends)));
        }
    };
    let most =
        Memo::new(move |_| bars.with(|bars| bars.iter().map(|bar| bar.count).max().unwrap_or(1).max(1)));
    let draw = move || {
        let (bars, range, chosen) = (bars.get(), now.get(), chosen.get());
        let width = 1.0 / bars.len().max(1) as f64;
        let brush = chosen.then(|| {
            let from = range.0.map_or(0.0, |min| at(&bars, min, false));
            let to = range.1.map_or(1.0, |max| at(&bars, max, true));
            let edge = |x: f64| view! { <line class="edge" x1=percent(x) x2=percent(x) y1="0" y2=HEIGHT.to_string()></line> };
            view! {
                <rect class="brush" x=percent(from) y="0" width=percent((to - from).max(0.0)) height=HEIGHT.to_string()></rect>
                {edge(from)}{edge(to)}
            }
        });
        let bar = |(place, bar): (usize, &Bar)| {
            // A bar of few rows is still seen.
            let height = (bar.count as f64 / most.get() as f64 * (HEIGHT - 2.0)).max(if bar.count > 0 {
                1.5
            } else {
                0.0
            });
            let class = if chosen && within(bar, range) { "on" } else { "b" };
            view! {
                <rect class=class x=percent(place as f64 * width) y=text::decimals(HEIGHT - height, 1)
                    width=percent(width * 0.82) height=text::decimals(height, 1)></rect>
            }
        };
        view! { {bars.iter().enumerate().map(bar).collect_view()} {brush} }
    };
    let said = move || {
        let (least, most) = ends.get();
        let top = bars.with(|bars| bars.iter().max_by_key(|bar| bar.count).map_or(0, |bar| bar.from));
        let n = |number| text::count(u64::from(number));
        format!("Histogram of {label}, {} to {}, most near {}", n(least), n(most), n(top))
    };
    let write = move |number: u32| text::count(u64::from(number));
    view! {
        <svg class="hist" role="img" aria-label=said node_ref=node on:pointerdown=down on:pointermove=moved
            on:pointerup=up on:pointercancel=move |_| dragged.set(None)>
            {draw}
            <line class="axis" x1="0" x2="100%" y1="54.5" y2="54.5"></line>
        </svg>
        <div class="hist-x" aria-hidden="true">
            <span>{move || write(ends.get().0)}</span>
            <span>{move || bars.with(|bars| bars.get(bars.len() / 2).map(|bar| write(bar.from)))}</span>
            <span>{move || write(ends.get().1)}</span>
        </div>
        <Fields label ends now on_range/>
    }
}

/// The range in numbers.
#[component]
fn Fields(
    label: &'static str,
    ends: Signal<(u32, u32)>,
    now: Memo<Range>,
    on_range: Callback<Range>,
) -> impl IntoView {
    let (from, to): (NodeRef<html::Input>, NodeRef<html::Input>) = (NodeRef::new(), NodeRef::new());
    let wrong = RwSignal::new(false);
    let read =
        |node: NodeRef<html::Input>| node.get_untracked().map(|input| input.value()).unwrap_or_default();
    let change = move |_| match (number(&read(from)), number(&read(to))) {
        (Ok(min), Ok(max)) if min.is_none_or(|min| max.is_none_or(|max| min <= max)) => {
            wrong.set(false);
            on_range.run((min, max));
        }
        _ => wrong.set(true),
    };
    let field = move |node: NodeRef<html::Input>,
                      name: &'static str,
                      value: Signal<Option<u32>>,
                      open: Signal<u32>| {
        let shown = move || value.get().map(|number| text::count(u64::from(number))).unwrap_or_default();
        view! {
            <input class="input" inputmode="numeric" autocomplete="off" node_ref=node aria-label=format!("{name}, {label}")
                aria-invalid=move || wrong.get().then_some("true") placeholder=move || text::count(u64::from(open.get()))
                prop:value=shown on:change=change/>
        }
    };
    view! {
        <div class="range">
            {field(from, "From", Signal::derive(move || now.get().0), Signal::derive(move || ends.get().0))}
            <span class="dim">"to"</span>
            {field(to, "To", Signal::derive(move || now.get().1), Signal::derive(move || ends.get().1))}
        </div>
        <div role="status">{move || wrong.get().then(|| view! { <p class="st bad fs2">"Two numbers, the smaller first."</p> })}</div>
    }
}

/// A number as people write it; nothing is no number.
fn number(written: &str) -> Result<Option<u32>, ()> {
    let digits: String =
        written.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | '\'' | '_')).collect();
    if digits.is_empty() { Ok(None) } else { digits.parse().map(Some).map_err(|_| ()) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn index(number: f64) -> usize {
    number.max(0.0) as usize
}
