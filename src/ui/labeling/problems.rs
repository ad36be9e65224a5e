//! The problems: what is wrong, where, and the button that mends it. What a problem brought about is folded under it.

use super::super::kit::{Button, Choice, Empty, Icon, Look, Popover, Tabs, icon::Name};
use super::here::{Here, Tab};
use crate::{
    core::{
        labeling::{Diagnostic, Severity, diagnostic::Fix, mend, tags::Edition},
        text,
    },
    state::App,
};
use leptos::{ev, prelude::*};
use std::collections::HashSet;

/// The pane.
#[component]
pub fn Problems(
    /// Where the person is.
    here: Here,
) -> impl IntoView {
    let app = App::of();
    let labeling = here.labeling;
    // The causes whose consequences are shown, by their code and line: they outlive a keystroke elsewhere.
    let open: RwSignal<HashSet<(&'static str, usize)>> = RwSignal::new(HashSet::new());
    let count = move || {
        let report = labeling.checked().report;
        report.diagnostics.len() + report.omitted
    };
    let list = move || {
        let checked = labeling.checked();
        let all = &checked.report.diagnostics;
        let item = |at: usize, found: &Diagnostic, kids: usize| {
            let place = checked.document.position(found.span.start);
            let fold = (kids > 0).then_some(Fold { key: (found.code, place.line), kids, open });
            let place = format!("{}:{}", place.line, place.column);
            view! { <Item here at found=found.clone() place fold/> }.into_any()
        };
        let mut rows: Vec<AnyView> = Vec::new();
        for (at, found) in all.iter().enumerate().filter(|(_, found)| found.because.is_none()) {
            let kids: Vec<_> = all.iter().enumerate().filter(|(_, kid)| kid.because == Some(at)).collect();
            rows.push(item(at, found, kids.len()));
            let key = (found.code, checked.document.position(found.span.start).line);
            if open.with(|open| open.contains(&key)) {
                rows.extend(kids.into_iter().map(|(at, kid)| item(at, kid, 0)));
            }
        }
        rows
    };
    let omitted = move || {
        let omitted = labeling.checked().report.omitted;
        (omitted > 0).then(|| view! { <p class="pad3 dim">{format!("{} more are not listed. Mend these first.", text::count(omitted as u64))}</p> })
    };
    // Whether the button has anything to do costs a whole check, so it is asked only where there are errors.
    let can = Memo::new(move |_| {
        let checked = labeling.checked();
        checked.report.errors > 0 && mend::can(&checked.document.source, &checked.report, Edition::Community)
    });
    let all = move |_| {
        let done = labeling.mend_safely(app);
        here.mended(app, &text::counted(done.len() as u64, "change"));
    };
    let is_front = move || here.tab.get() == Tab::Configuration;
    let tabs = Signal::derive(move || {
        vec![
            Choice::new(Tab::Configuration, "Configuration").counted(text::count(count() as u64)),
            Choice::new(Tab::Rows, "Rows").counted(super::rows::counted(labeling)),
        ]
    });
    view! {
        <section class="pane probs" aria-label="Problems">
            <div class="pane-head">
                <Tabs label="Problems" tabs on=here.tab on_choose=move |tab| here.tab.set(tab)/>
                <span class="end row">
                    {move || (can.get() && is_front()).then(|| view! {
                        <Button small=true look=Look::Quiet icon=Name::Fix on_press=all><span title="Errors that can be mended in one way only">"Fix all that is sure"</span></Button>
                    })}
                    {move || is_front().then(|| view! { <span class="row dim fs2 app-narrow-hide"><kbd>"F8"</kbd>" next"</span> })}
                </span>
            </div>
            {move || (!is_front()).then(|| view! { <super::rows::Rows here/> })}
            <div class="scroll" tabindex="0" role="tabpanel" aria-label="Problem list" hidden=move || !is_front()>
                {move || (count() == 0).then(|| view! {
                    <Empty title="No problems" text="Label Studio's server and its editor both take this configuration.".to_owned()/>
                })}
                <ul class="problems">{list}</ul>
                {omitted}
            </div>
        </section>
    }
}

/// What a problem brought about, shown or not.
#[derive(Clone, Copy)]
struct Fold {
    key: (&'static str, usize),
    kids: usize,
    open: RwSignal<HashSet<(&'static str, usize)>>,
}

impl Fold {
    fn view(self) -> impl IntoView {
        let Self { key, kids, open } = self;
        let shown = move || open.with(|open| open.contains(&key));
        let toggle = move |_| {
            open.update(|open| {
                if !open.remove(&key) {
                    open.insert(key);
                }
            });
        };
        let words = format!("{} of it", text::counted(kids as u64, "consequence"));
        view! {
            <button type="button" class="fold" aria-expanded=move || if shown() { "true" } else { "false" } on:click=toggle><Icon name=Name::Chev/>{words}</button>
        }
    }
}

#[component]
fn Item(here: Here, at: usize, found: Diagnostic, place: String, fold: Option<Fold>) -> impl IntoView {
    let app = App::of();
    let (class, icon, word) = match found.severity {
        Severity::Error => ("", Name::Bad, "Error: "),
        Severity::Warning => ("w", Name::Warn, "Warning: "),
        Severity::Info => ("i", Name::Help, "Note: "),
    };
    let class = if found.because.is_some() { format!("{class} kid") } else { class.to_owned() };
    let on = move || here.problem.get() == Some(at);
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        here.go_to(at);
    };
    let first = found.fixes.first().map(|fix| {
        let title = short(fix);
        view! { <Button small=true icon=Name::Fix on_press=move |_| here.mend(app, at, 0)><span class="ellip">{super::words(&title)}</span></Button> }
    });
    let others: Vec<_> = found.fixes.iter().map(short).enumerate().skip(1).collect();
    let others = (!others.is_empty()).then(|| {
        let items = move || {
            let press = |which: usize| move |_| here.mend(app, at, which);
            let item = |(which, title): (usize, String)| view! { <Button small=true on_press=press(which)><span>{super::words(&title)}</span></Button> };
            view! { <div class="fix-menu">{others.iter().cloned().map(item).collect_view()}</div> }
        };
        view! { <Popover label="Other fixes" icon=Name::More class="btn sm icon">{items()}</Popover> }
    });
    let doc = found.doc.filter(|url| url.starts_with("https://")).map(|url| {
        view! { <a href=url target="_blank" rel="noreferrer noopener" class="doc" title="Label Studio's page about this tag"><Icon name=Name::Ext/><span class="sr">"Label Studio's page about this tag"</span></a> }
    });
    view! {
        <li class=class class:on=on>
            <Icon name=icon/>
            <span class="msg">
                <button type="button" class="problem-link" aria-current=move || on().then_some("true") on:click=go>
                    <span class="sr">{word}</span>{super::words(&found.message)}
                </button>
            </span>
            <span class="row">{doc}<span class="where mono" title="line:column">{place}</span>{first}{others}</span>
            {fold.map(Fold::view)}
        </li>
    }
}

/// The fix's own words, on one line.
fn short(fix: &Fix) -> String {
    text::one_line(&fix.title, 60)
}
