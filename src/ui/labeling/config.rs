//! The configuration pane: whose it is, how many problems it has, and the editor. Until that is there, and where
//! it cannot be had: the lines, and a plain editor above them.

use super::super::kit::{Button, Icon, Look, icon::Name};
use super::{chooser::Chooser, code::State, here::Here, paint};
use crate::state::{
    App,
    labeling::{Labeling, Source},
};
use leptos::prelude::*;

/// The pane.
#[component]
pub fn Configuration(
    /// Where the person is.
    here: Here,
) -> impl IntoView {
    let app = App::of();
    let labeling = here.labeling;
    let counts = Memo::new(move |_| {
        let report = labeling.checked().report;
        (report.errors, report.warnings)
    });
    let editing = Memo::new(move |_| labeling.source() == Source::Pasted);
    let from_project = Memo::new(move |_| matches!(labeling.source(), Source::Project(..)));
    let edit = move |_| {
        labeling.edit_copy(app);
        here.focus_editor(app);
        app.announce("A copy is open for editing");
    };
    let state = here.code.state;
    let ready = Memo::new(move |_| state.get() == State::Ready);
    let failed = Memo::new(move |_| match state.get() {
        State::Failed(times) => Some(times),
        _ => None,
    });
    let host = NodeRef::new();
    here.code.live_in(app, here, host);
    let refusal = Memo::new(move |_| refusal(labeling));
    let count = move |icon: Name, class: &'static str, number: usize, word: &'static str| {
        (number > 0).then(|| {
            let title = crate::core::text::counted(number as u64, word);
            let tip = title.clone();
            view! { <span class=class title=tip><Icon name=icon/><span aria-hidden="true">{number}</span><span class="sr">{title}</span></span> }
        })
    };
    view! {
        <section class="pane editor-pane" aria-label="Labeling configuration">
            <div class="pane-head">
                <h2>"Configuration"</h2>
                <Chooser/>
                <span class="end row">
                    {move || count(Name::Bad, "st bad", counts.get().0, "error")}
                    {move || count(Name::Warn, "st warn", counts.get().1, "warning")}
                    {move || (counts.get() == (0, 0)).then(|| view! { <span class="st ok" title="No problems"><Icon name=Name::Ok/><span class="sr">"No problems"</span></span> })}
                    {move || from_project.get().then(|| view! {
                        <Button small=true look=Look::Quiet icon=Name::Pull label="Read it again from Label Studio" on_press=move |_| labeling.read_again(app)/>
                    })}
                    {move || (!editing.get()).then(|| view! { <Button small=true on_press=edit>"Edit a copy"</Button> })}
                    <super::save::Save/>
                </span>
            </div>
            <div class="config-body">
                {move || refusal.get().map(|why| view! {
                    <p class="remark refusal"><b>"Not usable for a push. "</b>{super::words(&why)}</p>
                })}
                {move || editing.get().then(|| view! {
                    <p class="remark aside">"This copy stays in this page until you save it to a project. "{move || labeling.has_earlier().then(|| view! {
                        <Button small=true look=Look::Quiet icon=Name::Undo on_press=move |_| labeling.swap_earlier(app)>"Swap with the earlier copy"</Button>
                    })}</p>
                })}
                {move || failed.get().map(|times| view! {
                    <p class="remark plain">"The editor could not be loaded, so this is a plain one. The network may be gone, or the page was replaced by a newer one. "
                        <Button small=true on_press=move |_| here.code.state.set(State::Loading(times))>"Retry"</Button></p>
                })}
                <div class="ed-host" node_ref=host hidden=move || !ready.get()></div>
                <p class="sr" id="editor-keys">"Tab indents. To leave the editor press Escape, then Tab. F8 goes to the next problem, Control and full stop opens the fixes, Control and space completes."</p>
                {move || (!ready.get()).then(|| view! { <Source here editing/> })}
            </div>
        </section>
    }
}

/// What the list below does not say already.
fn refusal(labeling: Labeling) -> Option<String> {
    let why = labeling.refusal()?;
    Some(match labeling.checked().report.errors {
        0 => why,
        1 => "Mend its error: Label Studio could not show a task with it.".to_owned(),
        errors => format!("Mend its {errors} errors: Label Studio could not show a task with them."),
    })
}

/// The lines; while a copy is edited, a transparent editor of the same type lies exactly above them, so that
/// what is typed has its colours and marks at once.
#[component]
fn Source(here: Here, editing: Memo<bool>) -> impl IntoView {
    let labeling = here.labeling;
    let lines = Memo::new(move |_| {
        let checked = labeling.checked();
        paint::lines(&checked.document, &checked.report.diagnostics, here.problem.get())
    });
    let keyed =
        move || lines.get().into_iter().map(|line| (line.number, line.key(), line)).collect::<Vec<_>>();
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Configuration">
            <div class="ed-stack">
                <div class="ed" node_ref=here.lines aria-hidden=move || editing.get().then_some("true")>
                    <For each=keyed key=|(number, key, _)| (*number, *key) children=move |(_, _, line)| row(here, line)/>
                </div>
                {move || editing.get().then(|| view! {
                    <textarea class="ed-input" node_ref=here.editor aria-label="Your copy of the configuration" spellcheck="false"
                        autocomplete="off" autocapitalize="off" wrap="off" placeholder="Paste a labeling configuration here: <View> … </View>" prop:value=move || labeling.xml()
                        on:input=move |event| labeling.set_copy(event_target_value(&event))></textarea>
                })}
            </div>
        </div>
    }
}

fn row(here: Here, line: paint::Line) -> impl IntoView {
    let class = match line.mark {
        Some((_, true)) => "ln err",
        Some((_, false)) => "ln wrn",
        None => "ln",
    };
    let mark = line.mark.map(|(at, error)| {
        let (class, icon, word) =
            if error { ("g", Name::Bad, "Error") } else { ("g warn", Name::Warn, "Warning") };
        let label = format!("{word} in line {}: show it", line.number);
        view! { <button type="button" class=class aria-label=label tabindex="-1" on:click=move |_| here.go_to(at)><Icon name=icon/></button> }
    });
    let pieces = line.pieces.into_iter().map(|piece| {
        if piece.class.is_empty() {
            piece.text.into_any()
        } else {
            view! { <span class=piece.class>{piece.text}</span> }.into_any()
        }
    });
    view! { <div class=class class:cur=line.current>{mark}<span class="src">{pieces.collect_view()}</span></div> }
}
