//! The steps whose code comes later, so that the page starts with the list of batches alone: less than half of it.
//!
//! A page that is built to be shipped (`make page`, which sets `cfg(split)`) keeps everything that is reachable
//! only from [`results`] or [`task`] in files of their own. They are fetched when the browser is idle after the
//! first paint, or when a step opens before that. Every other build holds the whole and goes the same way
//! through here, without a fetch.
//!
//! Code stays in such a file only as long as nothing else names it: neither the shell nor a constructor of the
//! state. `node .make/size.mjs dist` shows what each file holds.

use super::{
    app::StatusLine,
    batches::BatchesView,
    kit::{Button, EdgeProgress, Later, ProblemNote},
    labeling::{LabelingView, alone::PreviewAlone},
    push::PushView,
    results::ResultsView,
    sheet,
    watcher::WatcherView,
};
use crate::{
    browser::clock,
    core::route::Step,
    state::{App, Problem, preview::Preview},
};
use leptos::prelude::*;

/// What a file is asked for: entry points, not views, so that a view is built where it is shown.
#[derive(Clone, Copy)]
struct Code {
    view: fn(Step) -> AnyView,
    /// Run once, as soon as the file is there.
    begin: fn(App),
}

/// A file could not be fetched. The browser's console says why.
#[derive(Debug, Clone, Copy)]
pub struct Unloaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for Unloaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

// The attribute makes each of these `async`: it awaits its file first.

/// The Results step.
#[cfg_attr(
    split,
    leptos::wasm_split::wasm_split(results, wasm_split_path = ::leptos::wasm_split, fallible),
    allow(unsafe_code, reason = "the attribute exports it to the file's loader")
)]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where it is split off")]
fn results() -> Result<Code, Unloaded> {
    sheet::dress_later();
    Ok(Code { view: |_| view! { <ResultsView/> }.into_any(), begin: |app| app.results.begin() })
}

/// From a result to a task: the Labeling and the Push step.
#[cfg_attr(
    split,
    leptos::wasm_split::wasm_split(task, wasm_split_path = ::leptos::wasm_split, fallible),
    allow(unsafe_code, reason = "the attribute exports it to the file's loader")
)]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where it is split off")]
fn task() -> Result<Code, Unloaded> {
    sheet::dress_later();
    let view = |step| match step {
        Step::Push => view! { <PushView/> }.into_any(),
        _ => view! { <LabelingView/> }.into_any(),
    };
    Ok(Code { view, begin: |app| app.labeling.begin() })
}

/// The labeling preview, for a page that shows nothing else of this one.
#[cfg_attr(
    split,
    leptos::wasm_split::wasm_split(task, wasm_split_path = ::leptos::wasm_split, fallible),
    allow(unsafe_code, reason = "the attribute exports it to the file's loader")
)]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where it is split off")]
fn alone() -> Result<fn(Preview) -> AnyView, Unloaded> {
    sheet::dress_later();
    Ok(|given| view! { <PreviewAlone given/> }.into_any())
}

/// The same, however the page was built.
///
/// # Errors
/// Its file could not be fetched.
#[cfg_attr(not(split), allow(clippy::unused_async, reason = "there is nothing to wait for"))]
pub async fn preview_alone() -> Result<fn(Preview) -> AnyView, Unloaded> {
    #[cfg(split)]
    return alone().await;
    #[cfg(not(split))]
    alone()
}

/// What the companion imports by itself.
#[cfg_attr(
    split,
    leptos::wasm_split::wasm_split(watcher, wasm_split_path = ::leptos::wasm_split, fallible),
    allow(unsafe_code, reason = "the attribute exports it to the file's loader")
)]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where it is split off")]
fn watcher() -> Result<Code, Unloaded> {
    sheet::dress_later();
    Ok(Code { view: |_| view! { <WatcherView/> }.into_any(), begin: |app| app.watcher.begin(app) })
}

/// The files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Results,
    Task,
    Watcher,
}

impl Which {
    /// The one that a step needs; `None`: its code is in the shell.
    fn of(step: Step) -> Option<Self> {
        match step {
            Step::Batches => None,
            Step::Results => Some(Self::Results),
            Step::Labeling | Step::Push => Some(Self::Task),
            Step::Watcher => Some(Self::Watcher),
        }
    }

    #[cfg(split)]
    async fn load(self) -> Result<Code, Unloaded> {
        match self {
            Self::Results => results().await,
            Self::Task => task().await,
            Self::Watcher => watcher().await,
        }
    }

    #[cfg(not(split))]
    #[allow(clippy::unused_async, reason = "there is nothing to wait for")]
    async fn load(self) -> Result<Code, Unloaded> {
        match self {
            Self::Results => results(),
            Self::Task => task(),
            Self::Watcher => watcher(),
        }
    }
}

/// How far a file is.
#[derive(Clone, Copy)]
enum State {
    Away,
    Asked,
    Here(Code),
    Failed,
}

/// The code of the later steps, of one mount. `Copy`.
#[derive(Clone, Copy)]
pub struct LaterSteps {
    app: App,
    results: RwSignal<State>,
    task: RwSignal<State>,
    watcher: RwSignal<State>,
}

impl LaterSteps {
    /// Nothing is fetched yet.
    pub fn new(app: App) -> Self {
        let away = || RwSignal::new(State::Away);
        Self { app, results: away(), task: away(), watcher: away() }
    }

    fn state(self, which: Which) -> RwSignal<State> {
        match which {
            Which::Results => self.results,
            Which::Task => self.task,
            Which::Watcher => self.watcher,
        }
    }

    /// Fetches all as soon as the browser has nothing better to do. Fails in silence: a step that opens asks again.
    pub fn fetch_when_idle(self) {
        self.app.spawn(async move {
            clock::idle().await;
            for which in [Which::Results, Which::Task, Which::Watcher] {
                // Without a ledger there is nothing to watch.
                if which == Which::Watcher && !self.keeps_ledger().await {
                    continue;
                }
                if matches!(self.state(which).try_get_untracked(), Some(State::Away)) {
                    self.fetch(which, State::Away).await;
                }
            }
        });
    }

    /// Whether there is a ledger, as soon as that is known.
    async fn keeps_ledger(self) -> bool {
        while !untrack(|| self.app.settled()) {
            clock::sleep(200).await;
        }
        self.app.keeps_ledger_untracked()
    }

    async fn fetch(self, which: Which, otherwise: State) {
        let state = self.state(which);
        state.try_set(State::Asked);
        if let Ok(code) = which.load().await {
            (code.begin)(self.app);
            state.try_set(State::Here(code));
            return;
        }
        // A step may have been opened meanwhile, and waits: it has to be told.
        let waiting = Which::of(self.app.route_untracked().step());
        let failed = waiting == Some(which) || matches!(otherwise, State::Failed);
        if failed {
            self.app.failed(&problem());
        }
        state.try_set(if failed { State::Failed } else { otherwise });
    }

    /// Fetches it because a step is open that needs it.
    fn ask(self, which: Which) {
        self.app.spawn(self.fetch(which, State::Failed));
    }

    /// A step's view, or what there is to see until its code has come.
    pub fn view(self, step: Step) -> AnyView {
        // The old view goes in one turn, and the new one is built in the next.
        let Some(which) = Which::of(step) else { return view! { <Later><BatchesView/></Later> }.into_any() };
        let work = match self.state(which).get() {
            State::Here(code) => return view! { <Later>{(code.view)(step)}</Later> }.into_any(),
            State::Failed => view! {
                <ProblemNote problem=problem()>
                    <Button on_press=move |_| self.ask(which)>"Retry"</Button>
                </ProblemNote>
            }
            .into_any(),
            State::Away => {
                self.ask(which);
                loading(step)
            }
            State::Asked => loading(step),
        };
        view! {
            <section class="context"><h1>{step.name()}</h1></section>
            <main class="work">{work}</main>
            <StatusLine text=String::new()/>
        }
        .into_any()
    }
}

fn loading(step: Step) -> AnyView {
    view! { <EdgeProgress busy=true label=step.name()/> }.into_any()
}

fn problem() -> Problem {
    Problem::new(
        "The code of this step could not be loaded.",
        "The network may be gone, or the page was replaced by a newer one: retry, or reload the page.",
    )
}
