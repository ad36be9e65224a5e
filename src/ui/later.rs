//! The steps whose code comes later: Labeling and Push, a third of the page.
//!
//! A page that is built to be shipped (`make page`, which sets `cfg(split)`) keeps everything that is reachable
//! only from [`chunk`] in a file of its own. It is fetched when the browser is idle after the first paint, or
//! when one of its steps opens before that. Every other build holds the whole and goes the same way through
//! here, without a fetch.
//!
//! Code stays in that file only as long as nothing else names it: neither the shell nor a constructor of the
//! state.

use super::{
    kit::{Button, EdgeProgress, ProblemNote},
    labeling::LabelingView,
    push::PushView,
};
use crate::{
    browser::clock,
    core::route::Step,
    state::{App, Problem},
};
use leptos::prelude::*;

/// What the chunk is asked for.
#[derive(Clone, Copy)]
struct Code {
    labeling: fn() -> AnyView,
    push: fn() -> AnyView,
    begin: fn(App),
}

/// The chunk could not be fetched. The browser's console says why.
#[derive(Debug, Clone, Copy)]
struct Unloaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for Unloaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// All that is split off. The attribute makes it `async`: it awaits the chunk first.
#[cfg_attr(
    split,
    leptos::wasm_split::wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible),
    allow(unsafe_code, reason = "the attribute exports it to the chunk's loader")
)]
#[allow(clippy::unnecessary_wraps, reason = "it can fail where it is split off")]
fn chunk() -> Result<Code, Unloaded> {
    Ok(Code {
        labeling: || view! { <LabelingView/> }.into_any(),
        push: || view! { <PushView/> }.into_any(),
        begin: |app| app.labeling.begin(),
    })
}

#[cfg_attr(not(split), allow(clippy::unused_async, reason = "there is nothing to wait for"))]
async fn load() -> Result<Code, Unloaded> {
    #[cfg(split)]
    return chunk().await;
    #[cfg(not(split))]
    chunk()
}

/// How far the chunk is.
#[derive(Clone, Copy)]
enum State {
    Away,
    Asked,
    Here(Code),
    Failed,
}

/// The code of the later steps, of one mount. `Copy`.
#[derive(Clone, Copy)]
pub struct Later {
    app: App,
    state: RwSignal<State>,
}

impl Later {
    /// Nothing is fetched yet.
    pub fn new(app: App) -> Self {
        Self { app, state: RwSignal::new(State::Away) }
    }

    /// Fetches it as soon as the browser has nothing better to do. Fails in silence: whoever opens a step asks
    /// again.
    pub fn fetch_when_idle(self) {
        self.app.spawn(async move {
            clock::idle().await;
            if matches!(self.state.try_get_untracked(), Some(State::Away)) {
                self.fetch(State::Away).await;
            }
        });
    }

    /// Fetches it now, unless that is done or under way.
    fn ask(self) {
        if matches!(self.state.get_untracked(), State::Away | State::Failed) {
            self.app.spawn(self.fetch(State::Failed));
        }
    }

    async fn fetch(self, otherwise: State) {
        self.state.try_set(State::Asked);
        match load().await {
            Ok(code) => {
                (code.begin)(self.app);
                self.state.try_set(State::Here(code));
            }
            Err(Unloaded) => {
                if matches!(otherwise, State::Failed) {
                    self.app.failed(&problem());
                }
                self.state.try_set(otherwise);
            }
        }
    }

    /// A step's view, or what there is to see until its code has come.
    pub fn view(self, step: Step) -> AnyView {
        // The browser may have been idle and the network gone: then the step asks itself.
        if matches!(self.state.get(), State::Away) {
            self.ask();
        }
        match (self.state.get(), step) {
            (State::Here(code), Step::Push) => (code.push)(),
            (State::Here(code), _) => (code.labeling)(),
            (State::Failed, _) => {
                let problem = problem();
                view! {
                    <section class="context"><h1>{step.name()}</h1></section>
                    <main class="work">
                        <ProblemNote problem><Button on_press=move |_| self.ask()>"Retry"</Button></ProblemNote>
                    </main>
                }
                .into_any()
            }
            _ => view! {
                <section class="context"><h1>{step.name()}</h1></section>
                <main class="work" aria-busy="true"><EdgeProgress busy=true label=step.name()/></main>
            }
            .into_any(),
        }
    }
}

fn problem() -> Problem {
    Problem::new(
        "The code of this step could not be loaded.",
        "The network may be gone, or the page was replaced by a newer one: retry, or reload the page.",
    )
}
