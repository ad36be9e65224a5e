//! A table of any length: only the rows on screen exist.
//!
//! Focus stays on the grid and `aria-activedescendant` names the row, so that a row that scrolls away cannot
//! take the focus with it. Rows are indices; what a row shows is the caller's.

use super::once_painted;
use crate::core::window::Window;
use leptos::{ev, html, prelude::*};
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::{JsCast as _, closure::Closure};

/// Rows that are drawn at once when there were none before.
const FIRST_TURN: usize = 12;
/// Rows drawn beyond each edge, so that a fast scroll shows no gap.
const OVERSCAN: usize = 6;
/// So long after the last jump, rows beyond the edges are drawn too.
const REST: Duration = Duration::from_millis(100);

/// How far `j`, `k` and their kin move.
fn moved(key: &str, at: Option<usize>, window: &Window) -> Option<usize> {
    let last = window.count.checked_sub(1)?;
    let here = at.unwrap_or(0).min(last);
    let target = match key {
        "ArrowDown" | "j" => at.map_or(0, |at| at + 1),
        "ArrowUp" | "k" => here.saturating_sub(1),
        "PageDown" => here + window.page(),
        "PageUp" => here.saturating_sub(window.page()),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(target.min(last))
}

/// The table. Give `head` a `<colgroup>` and a `<thead>`; `row` returns the cells (`<td>`) of one row.
#[component]
pub fn VirtualTable(
    /// What it lists, for a screen reader.
    #[prop(into)]
    label: String,
    /// Its name within the root: row ids are made of it.
    name: &'static str,
    /// Rows.
    #[prop(into)]
    count: Signal<usize>,
    /// Height of a row in pixels, to begin with; then it is measured, for density and width change it.
    row_height: f64,
    /// The row that the keys move from.
    #[prop(into)]
    active: Signal<Option<usize>>,
    /// Another row was reached, by key or by click.
    #[prop(into)]
    on_active: Callback<usize>,
    /// A row was clicked. Without it: it becomes the active one.
    #[prop(optional, into)]
    on_press: Option<Callback<usize>>,
    /// A row was opened: Enter, or a double click.
    #[prop(into)]
    on_open: Callback<usize>,
    /// `x`, and with Shift `⇧x`: select it; the flag says Shift.
    #[prop(optional, into)]
    on_toggle: Option<Callback<(usize, bool)>>,
    /// Whether a row is selected. Followed by each row on screen.
    #[prop(optional, into)]
    selected: Option<Callback<usize, bool>>,
    /// Rows are drawn anew when it changes: the list is another one.
    #[prop(into)]
    version: Signal<u64>,
    /// Takes the focus when rows come, if nothing else has it: keys work at once. For standalone pages.
    #[prop(optional)]
    claim_focus: bool,
    /// Further classes, such as `tall fold`.
    #[prop(optional)]
    class: &'static str,
    /// `<colgroup>` and `<thead>`.
    head: AnyView,
    /// The cells of a row.
    #[prop(into)]
    row: Callback<usize, AnyView>,
) -> impl IntoView {
    let node: NodeRef<html::Div> = NodeRef::new();
    let scroll = RwSignal::new(0.0_f64);
    let viewport = RwSignal::new(900.0_f64);
    let sizes = Sizes { viewport, row: RwSignal::new(row_height), head: RwSignal::new(30.0) };
    let press = on_press.unwrap_or(on_active);
    let beyond = RwSignal::new(OVERSCAN);
    let window = Memo::new(move |_| Window {
        scroll: scroll.get(),
        viewport: viewport.get(),
        row: sizes.row.get(),
        count: count.get(),
        overscan: beyond.get(),
    });
    // Rows that come all at once are drawn in two turns: together they would hold the page for too long.
    let warm = once_painted(Signal::derive(move || count.get() > 0));
    let range = Memo::new(move |_| {
        let whole = window.get().range();
        let first = whole.start..whole.end.min(whole.start + FIRST_TURN);
        if warm.get() { whole } else { first }
    });
    observe(node, sizes);
    Effect::new(move || {
        // Also when a row that had the page for itself is closed: its focus went with it.
        active.track();
        node.track();
        if claim_focus && count.get() > 0 {
            // With the frame: to take the focus forces the layout that the frame needs anyway, and a table that was
            // out of sight is seen again by then.
            request_animation_frame(move || claim(node));
        }
    });

    // A shorter list, after a filter, may end above where we are scrolled to.
    Effect::new(move || {
        let height = window.get().height();
        if let Some(element) = node.get_untracked().filter(|_| scroll.get_untracked() > height) {
            scroll.set(f64::from(element.scroll_top()));
        }
    });
    Effect::new(move || {
        let (Some(at), Some(element)) = (active.get(), node.get()) else { return };
        if let Some(top) = window.get_untracked().reveal(at, sizes.head.get_untracked()) {
            // The rows there are drawn at once, and the box follows with the frame: to scroll it forces a layout.
            scroll.set(top);
            request_animation_frame(move || {
                element.set_scroll_top(whole(top));
                scroll.try_set(f64::from(element.scroll_top())); // a box that is out of sight does not scroll
            });
        }
    });

    // A jump replaces all rows at once: first those that are seen.
    let mut rested = debounce(REST, move |()| {
        beyond.try_set(OVERSCAN);
    });
    let mut scrolled = move |top: f64| {
        if (top - scroll.get_untracked()).abs() > viewport.get_untracked() {
            beyond.set(0);
            rested(());
        }
        scroll.set(top);
    };

    let keydown = move |event: ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let at = active.get_untracked();
        let key = event.key();
        match (key.as_str(), at, on_toggle) {
            ("Enter", Some(at), _) => on_open.run(at),
            ("x" | "X", Some(at), Some(toggle)) => toggle.run((at, event.shift_key())),
            _ => match moved(&key, at, &window.get_untracked()) {
                Some(target) => on_active.run(target),
                None => return,
            },
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let id = move |at: usize| format!("{name}-row-{at}");
    let descendant = move || active.get().filter(|at| range.get().contains(at)).map(id);
    let line = move |(at, _): (usize, u64)| {
        let on = move || active.get() == Some(at);
        let chosen = move || selected.map(|selected| if selected.run(at) { "true" } else { "false" });
        view! {
            <tr id=id(at) role="row" aria-rowindex=at + 2 aria-selected=chosen class:active=on
                on:click=move |_| press.run(at) on:dblclick=move |_| on_open.run(at)>
                {row.run(at)}
            </tr>
        }
    };
    view! {
        <div class="scroll" node_ref=node on:scroll=move |event| {
            if let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
                scrolled(f64::from(element.scroll_top()));
            }
        }>
            <table class=format!("table {class}") role="grid" tabindex="0" aria-label=label
                aria-rowcount=move || count.get() + 1 aria-activedescendant=descendant on:keydown=keydown>
                {head}
                <tbody class="space" role="presentation" aria-hidden="true">
                    <tr role="presentation"><td role="presentation" style:height=move || px(window.get().padding().0)></td></tr>
                </tbody>
                <tbody role="rowgroup">
                    <For each=move || { let version = version.get(); range.get().map(move |at| (at, version)).collect::<Vec<_>>() }
                        key=|key| *key children=line/>
                </tbody>
                <tbody class="space" role="presentation" aria-hidden="true">
                    <tr role="presentation"><td role="presentation" style:height=move || px(window.get().padding().1)></td></tr>
                </tbody>
            </table>
        </div>
    }
}

fn px(height: f64) -> String {
    crate::core::text::decimals(height, 0) + "px"
}

#[allow(clippy::cast_possible_truncation, reason = "a scroll position, below 15 million")]
fn whole(pixels: f64) -> i32 {
    pixels as i32
}

/// Heights in pixels: they change with density and width, so that they are read off what is drawn.
#[derive(Clone, Copy)]
struct Sizes {
    viewport: RwSignal<f64>,
    row: RwSignal<f64>,
    head: RwSignal<f64>,
}

impl Sizes {
    fn measure(self, node: NodeRef<html::Div>) {
        let Some(element) = node.try_get_untracked().flatten() else { return };
        let height = |selector| {
            let found = element.query_selector(selector).ok().flatten();
            found.map_or(0.0, |found| found.get_bounding_client_rect().height())
        };
        let take = |size: RwSignal<f64>, height: f64| {
            if height >= 1.0 && size.try_get_untracked().is_some_and(|before| (height - before).abs() > 0.25)
            {
                size.try_set(height);
            }
        };
        take(self.viewport, f64::from(element.client_height()));
        take(self.head, height("thead"));
        take(self.row, height("tbody tr[aria-rowindex]"));
    }
}

/// Keeps the heights up to date until the owner ends. The browser says when they change, after its own layout: to read
/// them off at any other time would force one.
fn observe(node: NodeRef<html::Div>, sizes: Sizes) {
    let seen = Closure::<dyn FnMut()>::new(move || sizes.measure(node));
    let Ok(observer) = web_sys::ResizeObserver::new(seen.as_ref().unchecked_ref()) else { return };
    let kept = StoredValue::new(SendWrapper::new((observer, seen)));
    Effect::new(move || {
        if let Some(element) = node.get() {
            let table = element.query_selector("table").ok().flatten();
            kept.with_value(|kept| {
                kept.0.observe(&element);
                // It grows with the first rows, and with their height.
                if let Some(table) = table {
                    kept.0.observe(&table);
                }
            });
        }
    });
    on_cleanup(move || {
        kept.try_with_value(|kept| kept.0.disconnect());
    });
}

/// Focuses the grid if nothing has the focus.
fn claim(node: NodeRef<html::Div>) {
    let active =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let free = active.is_none_or(|element| element.tag_name() == "BODY");
    let grid = node
        .try_get_untracked()
        .flatten()
        .filter(|_| free)
        .and_then(|element| element.query_selector("table").ok().flatten());
    if let Some(grid) = grid.and_then(|grid| grid.dyn_into::<web_sys::HtmlElement>().ok()) {
        grid.focus().unwrap_or_default();
    }
}
