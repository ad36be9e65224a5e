//! The preview pane: what the annotator will see of this row, or the task as it will be sent.

use super::super::kit::{Button, CopyButton, Empty, Icon, JsonTree, Look, Seg, icon::Name, seg};
use super::{blocks, here::Here, keys};
use crate::{
    core::{
        labeling::preview::{Block, preview},
        mapping::Task,
    },
    state::App,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Labeling,
    Task,
}

/// The pane.
#[component]
pub fn Preview(
    /// Where the person is.
    here: Here,
    /// The previewed row as a task.
    task: Memo<Option<Arc<Task>>>,
) -> impl IntoView {
    let app = App::of();
    let labeling = here.labeling;
    let side = RwSignal::new(Side::Labeling);
    let place = Memo::new(move |_| labeling.row(app));
    let name = move || {
        place.get().and_then(|place| app.results.with_index(|index| index.row(place).map(|row| row.name())))
    };
    let json = Memo::new(move |_| task.get().map(|task| task.to_value()));
    let pretty = Signal::derive(move || {
        json.with(|json| json.as_ref().and_then(|json| serde_json::to_string_pretty(json).ok()))
            .unwrap_or_default()
    });
    let choices = vec![seg::Choice::new(Side::Labeling, "Labeling"), seg::Choice::new(Side::Task, "Task")];
    let body = move || match (side.get(), json.get()) {
        (Side::Task, Some(json)) => task_json(json, pretty),
        (Side::Task, None) => nothing(app),
        (Side::Labeling, _) => view! { <Screen here task/> }.into_any(),
    };
    view! {
        <section class="pane prev" aria-label="Labeling preview">
            <div class="pane-head">
                <h2>"Preview"</h2>
                <span class="dim mono ellip" title=name>{name}</span>
                <span class="end row">
                    <Seg label="View of the task" choices on=side on_choose=move |chosen| side.set(chosen)/>
                    <Button look=Look::Quiet small=true icon=Name::Up label="Previous result" on_press=move |_| labeling.step(app, -1)/>
                    <Button look=Look::Quiet small=true icon=Name::Down label="Next result" on_press=move |_| labeling.step(app, 1)/>
                </span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Labeling preview">{body}</div>
        </section>
    }
}

/// Without a row there is still the configuration to look at, with nothing filled in.
#[component]
fn Screen(here: Here, task: Memo<Option<Arc<Task>>>) -> impl IntoView {
    let app = App::of();
    let shown = Memo::new(move |_| {
        let checked = here.labeling.checked();
        flat(match task.get() {
            Some(task) => preview(&checked.document, &task.data, &task.predictions),
            None => preview(&checked.document, &serde_json::Map::new(), &[]),
        })
    });
    // A block is drawn anew when it changes, or the row: a keystroke in the configuration leaves the others,
    // with what was tried in them, as they are.
    let place = Memo::new(move |_| here.labeling.row(app));
    let keyed = move || shown.with(|shown| keys::keyed(place.get(), shown));
    let each = move |(_, at): (u64, usize)| shown.with_untracked(|shown| shown.get(at).map(blocks::block));
    let refused = move || task.get().filter(|task| !task.is_sendable()).map(|task| refused(&task));
    let absent = move || task.get().is_none().then(|| nothing(app));
    view! {
        <div class="ls">
            {absent}
            {refused}
            <For each=keyed key=|(key, _)| *key children=each/>
        </div>
    }
}

/// What is in the outermost view, where that view adds nothing of its own.
fn flat(blocks: Vec<Block>) -> Vec<Block> {
    let inside = |block| match block {
        Block::View { title: None, hidden: false, condition: None, children } => children,
        other => vec![other],
    };
    blocks.into_iter().flat_map(inside).collect()
}

/// Why this row cannot be sent.
fn refused(task: &Task) -> AnyView {
    let reasons = task.problems.iter().map(|problem| {
        view! { <li><b class="mono">"$"{problem.variable.clone()}</b>": "{problem.reason.clone()}</li> }
    });
    view! {
        <div class="note warn">
            <Icon name=Name::Warn/>
            <div><p><b>"This row would not be sent."</b></p><ul class="reasons">{reasons.collect_view()}</ul></div>
        </div>
    }
    .into_any()
}

fn nothing(app: App) -> AnyView {
    let why = move || match app.results.load() {
        crate::state::results::Load::Ready => "This batch has no such row.",
        crate::state::results::Load::Failed(_) => "The batch could not be read; see Results.",
        _ => "The batch is being read.",
    };
    view! { <Empty title="No row yet" text=Signal::derive(move || why().to_owned())/> }.into_any()
}

fn task_json(json: Value, pretty: Signal<String>) -> AnyView {
    // Each part is a tree of its own, so that its first level is open.
    let parts = if let Value::Object(parts) = json { parts } else { serde_json::Map::new() };
    let tree = |(name, part): (String, Value)| {
        let label = format!("The task's {name}");
        view! { <h3 class="fs2 mono">{name}</h3><div class="code"><JsonTree value=Arc::new(part) label=label/></div> }
    };
    let trees = parts.into_iter().map(tree).collect_view();
    view! {
        <div class="pad3 stack">
            <div class="row"><span class="dim fs2">"As the import will get it"</span><span class="end"><CopyButton text=pretty label="Copy the task"/></span></div>
            {trees}
        </div>
    }
    .into_any()
}
