//! The preview pane: what the annotator will see of this row, or the task as it will be sent.

use super::super::kit::{Button, CopyButton, Empty, Icon, JsonTree, Look, Seg, icon::Name, seg};
use super::{
    here::Here,
    screen::{Labeled, Trial},
};
use crate::{
    core::{
        labeling::{answers::Answers, preview::preview},
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
    Result,
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
    let choices = vec![
        seg::Choice::new(Side::Labeling, "Labeling"),
        seg::Choice::new(Side::Task, "Task"),
        seg::Choice::new(Side::Result, "Result"),
    ];
    let screen = Memo::new(move |_| {
        let checked = labeling.checked();
        let data = task.get().map(|task| task.data.clone());
        let data = data.unwrap_or_else(|| labeling.sample().data);
        Arc::new(preview(&checked.document, &checked.report, &data))
    });
    let predictions = Memo::new(move |_| {
        let of_row = task.get().map(|task| task.predictions.clone());
        Arc::new(of_row.unwrap_or_else(|| labeling.sample().predictions))
    });
    let trial = Trial::new(screen, predictions, place);
    // Drawn once: what is open and scrolled stays while one looks at the result.
    let other = move || match (side.get(), json.get()) {
        (Side::Task, Some(json)) => task_json(json, pretty),
        (Side::Task, None) => nothing(app),
        (Side::Result, _) => result(trial),
        (Side::Labeling, _) => ().into_any(),
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
            <div class="scroll" tabindex="0" role="group" aria-label="Labeling preview">
                <div hidden=move || side.get() != Side::Labeling><Labeling here task trial/></div>
                {other}
            </div>
        </section>
    }
}

/// What stands above the screen: that there is no row, or why it cannot be sent.
#[component]
fn Labeling(here: Here, task: Memo<Option<Arc<Task>>>, trial: Trial) -> impl IntoView {
    let app = App::of();
    let refused = move || task.get().filter(|task| !task.is_sendable()).map(|task| refused(&task));
    let sample = move || {
        task.get().is_none().then(|| {
            let whose = if here.labeling.sample().written {
                "the sample task of the configuration"
            } else {
                "made-up data"
            };
            view! { <p class="remark aside">{absent(app)}" Shown with "{whose}"."</p> }
        })
    };
    let tried = move || {
        trial.touched().then(|| view! {
            <div class="remark aside row"><span>"Tried here, sent nowhere."</span><span class="end"><Button look=Look::Quiet small=true icon=Name::Undo label="Back to what is predicted" on_press=move |_| trial.reset()>"Reset"</Button></span></div>
        })
    };
    view! { {sample}{refused}<Labeled trial/>{tried} }
}

/// What Label Studio would save of the answers, and why it would not.
fn result(trial: Trial) -> AnyView {
    let results = Memo::new(move |_| Value::Array(trial.both(Answers::results)));
    let pretty = Signal::derive(move || {
        results.with(|results| serde_json::to_string_pretty(results).unwrap_or_default())
    });
    let objections = move || {
        let all = trial.both(Answers::objections);
        (!all.is_empty()).then(|| {
            let all = all.into_iter().map(|one| view! { <li>{one}</li> }).collect_view();
            view! {
                <div class="note warn"><Icon name=Name::Warn/><div><p><b>"Label Studio would not submit this."</b></p><ul class="reasons">{all}</ul></div></div>
            }
        })
    };
    // Each answer is a tree of its own, so that its first level is open.
    let tree = |result: &Value| {
        let from = result.get("from_name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let label = format!("The result of {from}");
        view! { <h3 class="fs2 mono">{from}</h3><div class="code"><JsonTree value=Arc::new(result.clone()) label=label/></div> }
    };
    let trees = move || {
        let results = results.get();
        let all = results.as_array().map(Vec::as_slice).unwrap_or_default();
        if all.is_empty() {
            return view! { <Empty title="Nothing answered yet" text="Answer under Labeling: what Label Studio would save of it stands here."/> }.into_any();
        }
        all.iter().map(tree).collect_view().into_any()
    };
    view! {
        <div class="pad3 stack">
            <div class="row"><span class="dim fs2">"As the editor would save it"</span><span class="end"><CopyButton text=pretty label="Copy the result"/></span></div>
            {objections}
            {trees}
        </div>
    }
    .into_any()
}

/// Why this row cannot be sent.
fn refused(task: &Task) -> AnyView {
    let reasons = task.problems.iter().map(|problem| {
        view! { <li><b class="mono">{problem.target.to_string()}</b>": "{problem.fault.reason.clone()}</li> }
    });
    view! {
        <div class="note warn">
            <Icon name=Name::Warn/>
            <div><p><b>"This row would not be sent."</b></p><ul class="reasons">{reasons.collect_view()}</ul></div>
        </div>
    }
    .into_any()
}

/// Why there is no row.
fn absent(app: App) -> &'static str {
    match app.results.load() {
        _ if app.origin().is_none() => "No batch is open.",
        crate::state::results::Load::Ready => "This batch has no such row.",
        crate::state::results::Load::Failed(_) => "The batch could not be read; see Results.",
        _ => "The batch is being read.",
    }
}

fn nothing(app: App) -> AnyView {
    view! { <Empty title="No row yet" text=Signal::derive(move || absent(app).to_owned())/> }.into_any()
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
