//! What is chosen, how it came about, and where it goes next. The number shown is the number that later steps use.
//!
//! - `excluded`: the exceptions, one by one, with the way back

pub mod excluded;

use super::super::kit::{Button, Dialog, Icon, Look, RouteLink, icon::Name};
use super::panels::{Panel, Panels};
use crate::{
    core::{
        results::{query::Query, selection::Selection},
        route::Step,
        text,
    },
    state::App,
};
use leptos::prelude::*;

/// How the chosen rows came about, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum How {
    /// Everything that matches a rule; `here`: it is the filter on screen.
    Rule { all: usize, excluded: usize, included: usize, rule: String, here: bool },
    /// A sample that was not changed since.
    Sampled(String),
    /// One by one: `hidden` of them do not match the filter.
    Single { hidden: usize, shown: usize },
}

fn how(app: App, panels: Panels) -> How {
    let results = app.results;
    let shown = results.shown();
    let ruled = results.selection(|selection| {
        let rule = selection.rule()?.to_owned();
        let (excluded, included) = (selection.excluded().len(), selection.included().len());
        let all = (selection.len() + excluded).saturating_sub(included);
        Some((rule, all, excluded, included))
    });
    if let Some((rule, all, excluded, included)) = ruled {
        let here = rule == results.filter().trim();
        return How::Rule { all, excluded, included, rule, here };
    }
    if let Some(words) = panels.sampled(results) {
        return How::Sampled(words);
    }
    let hidden = results.selection(|selection| selection.len().saturating_sub(selection.count_among(&shown)));
    How::Single { hidden, shown: shown.len() }
}

/// Chooses everything that matches the filter on screen, whether it is visible or not. Rows that arrive later and
/// match join.
pub(super) fn select_all(app: App) {
    app.results.choose_all(app);
    let chosen = untrack(|| app.results.selection(Selection::len));
    app.announce(format!("{} selected", text::count(chosen as u64)));
}

/// The bar.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let panels = Panels::of();
    let count = Memo::new(move |_| results.selection(Selection::len));
    let how = Memo::new(move |_| how(app, panels));
    let all_chosen =
        move || how.with(|how| matches!(how, How::Rule { excluded: 0, included: 0, here: true, .. }));
    let clear = move |_| results.choose(app, Selection::clear);
    view! {
        <section class="selbar" part="selection" aria-label="Selection">
            <span class="count" aria-live="polite">{move || text::count(count.get() as u64)}</span>
            <span class="how ellip">{move || words(how.get(), panels)}</span>
            <span class="vr app-narrow-hide"></span>
            <span class="row app-narrow-hide">
                {move || (!all_chosen()).then(|| {
                    let rows = text::count(results.shown().len() as u64);
                    view! { <Button look=Look::Quiet on_press=move |_| select_all(app)>{format!("Select all {rows}")}</Button> }
                })}
                <Button look=Look::Quiet on_press=move |_| panels.open(Panel::Sample)>"Sample…"</Button>
                <Button look=Look::Quiet icon=Name::Pull on_press=move |_| panels.open(Panel::Export)>"Export"</Button>
                <Button look=Look::Quiet on_press=clear>"Clear"</Button>
            </span>
            <span class="end row app-narrow-hide"><span class="dim nowrap lo"><kbd>"x"</kbd>" select "<kbd>"⇧x"</kbd>" range "<kbd>"a"</kbd>" all"</span></span>
            <RouteLink to=Signal::derive(move || app.route_at(Step::Labeling)) class="btn app-narrow-hide to-preview">"Preview labeling"</RouteLink>
            <span class="selbar-more">
                <Button look=Look::Quiet icon=Name::More label="More to do with the selection" on_press=move |_| panels.open(Panel::More)/>
            </span>
            <HandOver/>
            <RouteLink to=Signal::derive(move || app.route_at(Step::Push)) class="btn primary">
                <Icon name=Name::Push/>{move || format!("Push {}…", text::count(count.get() as u64))}
            </RouteLink>
        </section>
    }
}

/// What the host page does with the selection, where it wants it.
#[component]
fn HandOver() -> impl IntoView {
    let app = App::of();
    let label = Memo::new(move |_| app.settings().taker.map(|taker| taker.label));
    move || {
        label.get().map(|label| {
            let look = if app.shows(Step::Push) { Look::Plain } else { Look::Primary };
            view! { <Button look=look on_press=move |_| app.hand_over()>{label}</Button> }
        })
    }
}

/// On a narrow page: what the bar has no room for.
#[component]
pub fn MoreDialog() -> impl IntoView {
    let app = App::of();
    let panels = Panels::of();
    let then = move |act: &dyn Fn()| {
        panels.close();
        act();
    };
    view! {
        <Dialog title="Selection" open=panels.is(Panel::More) on_close=move |()| panels.closed(Panel::More)>
            <div class="acts-list">
                <Button on_press=move |_| then(&|| select_all(app))>"Select all that match"</Button>
                <Button on_press=move |_| panels.open(Panel::Sample)>"Select a sample…"</Button>
                <Button on_press=move |_| panels.open(Panel::Export)>"Export…"</Button>
                <RouteLink to=Signal::derive(move || app.route_at(Step::Labeling)) class="btn">"Preview labeling"</RouteLink>
                <Button on_press=move |_| then(&|| app.results.choose(app, Selection::clear))>"Clear the selection"</Button>
            </div>
            <footer><Button look=Look::Quiet on_press=move |_| panels.close()>"Close"</Button></footer>
        </Dialog>
    }
}

/// How it came about, in words; the exceptions open a list.
fn words(how: How, panels: Panels) -> AnyView {
    let number = |rows: usize| text::count(rows as u64);
    match how {
        How::Rule { all, excluded, included, rule, here } => {
            let of = match (here, Query::parse(&rule).is_empty()) {
                (_, true) => String::new(),
                (true, false) => " that match".to_owned(),
                (false, false) => format!(" that match {}", text::one_line(&rule, 60)),
            };
            let open = move |_| panels.open(Panel::Excluded);
            view! {
                "selected: all "<b>{number(all)}</b>{of}
                {(excluded > 0).then(|| view! { ", except "<button type="button" class="link" on:click=open>{number(excluded)}" excluded"</button> })}
                {(included > 0).then(|| format!(", and {} more", number(included)))}
            }
            .into_any()
        }
        How::Sampled(words) => view! { "selected: "{words} }.into_any(),
        How::Single { hidden: 0, shown } => {
            view! { "selected of "<b>{number(shown)}</b>" that match" }.into_any()
        }
        How::Single { hidden, .. } => {
            format!("selected, {} of them hidden by the filter", number(hidden)).into_any()
        }
    }
}
