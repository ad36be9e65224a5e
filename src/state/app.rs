//! The whole of what a mounted page knows.

use super::{
    batches::Batches,
    companion::{self, CompanionInfo},
    connection::Connection,
    labeling::Labeling,
    live::Live,
    outward::Outward,
    problem::Problem,
    push::Push,
    results::Results,
    settings::{RouteMode, Settings, Theme},
    watcher::Watcher,
};
use crate::{
    browser::{clock, route as address, storage},
    core::{
        origin::Origin,
        results::desk::Memory,
        route::{Route, Step, ViewState},
        spoken::Kind,
    },
};
use leptos::{
    prelude::*,
    reactive::{owner::WeakOwner, spawn_local_scoped_with_cancellation},
};
use std::future::Future;

/// The app: signals, and the methods that change them. `Copy`, provided by context: see [`App::of`].
#[derive(Clone, Copy)]
pub struct App {
    settings: RwSignal<Settings>,
    route: RwSignal<Route>,
    last_origin: RwSignal<Option<Origin>>,
    theme: RwSignal<Theme>,
    companion: RwSignal<Option<CompanionInfo>>,
    settled: RwSignal<bool>,
    status: RwSignal<String>,
    tell: StoredValue<Callback<Outward>>,
    owner: StoredValue<WeakOwner>,
    /// The live regions.
    pub live: Live,
    /// The list of batches.
    pub batches: Batches,
    /// The connection to Label Studio.
    pub connection: Connection,
    /// The rows of the open batch.
    pub results: Results,
    /// The labeling configuration.
    pub labeling: Labeling,
    /// Sending to Label Studio.
    pub push: Push,
    /// What the companion imports by itself.
    pub watcher: Watcher,
}

impl App {
    /// Builds the state and provides it. Call it within the app's outer owner, then [`start`](Self::start).
    pub fn new(settings: Settings, tell: Callback<Outward>) -> Self {
        let remembered = |key| settings.persist.then(|| storage::read(key)).flatten();
        let theme =
            remembered(storage::Key::Theme).and_then(|word| Theme::parse(&word)).unwrap_or(settings.theme);
        let route = match settings.route {
            RouteMode::Hash => Some(address::get()).filter(|route| *route != Route::default()),
            RouteMode::Memory => None,
        };
        let route = route.map_or_else(|| settings.first(), |route| settings.steps.admit(route));
        let app = Self {
            last_origin: RwSignal::new(route.origin().cloned()),
            route: RwSignal::new(route),
            theme: RwSignal::new(theme),
            companion: RwSignal::new(None),
            settled: RwSignal::new(settings.companion.is_none()),
            settings: RwSignal::new(settings),
            status: RwSignal::default(),
            tell: StoredValue::new(tell),
            owner: StoredValue::new(Owner::current().unwrap_or_default().downgrade()),
            live: Live::new(),
            batches: Batches::new(),
            connection: Connection::new(),
            results: Results::new(),
            labeling: Labeling::new(),
            push: Push::new(),
            watcher: Watcher::new(),
        };
        provide_context(app);
        app
    }

    /// Starts what runs by itself: following the address, asking the companion, the list of batches.
    pub fn start(self) {
        if self.hashed() {
            address::on_change(move |route| self.arrive(route));
        }
        self.spawn(async move {
            if let Some(url) = self.settings.with_untracked(|settings| settings.companion.clone()) {
                self.companion.try_set(companion::ask(url).await);
                self.settled.try_set(true);
            }
            if self.settings.with_untracked(|settings| settings.steps.has(Step::Batches)) {
                self.batches.run(self).await;
            }
        });
    }

    /// The app of this mount. Everything below the root has it.
    pub fn of() -> Self {
        expect_context::<Self>()
    }

    /// Runs a future until the app is unmounted, whatever view asked for it. Signals may be gone after an
    /// await: use `try_set`.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        if let Some(owner) = self.owner.try_with_value(WeakOwner::upgrade).flatten() {
            owner.with(|| spawn_local_scoped_with_cancellation(future));
        }
    }

    // ---- where -----------------------------------------------------------------------------------

    /// Where we are.
    pub fn route(&self) -> Route {
        self.route.get()
    }

    /// Where we are, without following it.
    pub fn route_untracked(&self) -> Route {
        self.route.get_untracked()
    }

    /// What is open, or was open last: the trail leads back to it.
    pub fn origin(&self) -> Option<Origin> {
        self.last_origin.get()
    }

    /// Goes there: a new entry in the history.
    pub fn go(&self, route: Route) {
        if self.hashed() {
            address::push(&route);
        }
        self.arrive(route);
    }

    /// Goes there without a new entry: from row to row.
    pub fn slide(&self, route: Route) {
        if self.hashed() {
            address::replace(&route);
        }
        self.arrive(route);
    }

    /// The same batch and row at another step.
    pub fn route_at(&self, step: Step) -> Route {
        let view = ViewState { row: self.route.get().row(), ..self.results.view() };
        Route::at(step, self.last_origin.get(), view)
    }

    /// What a link shows: `None` where the address is the host's.
    pub fn href(&self, route: &Route) -> Option<String> {
        self.hashed().then(|| route.hash())
    }

    fn hashed(&self) -> bool {
        self.settings.with_untracked(|settings| settings.route) == RouteMode::Hash
    }

    fn arrive(&self, route: Route) {
        let route = self.settings.with_untracked(|settings| settings.steps.admit(route));
        if self.route.get_untracked() == route {
            return;
        }
        if let Some(origin) = route.origin() {
            self.last_origin.set(Some(origin.clone()));
        }
        self.tell(Outward::Navigated { route: route.hash() });
        self.route.set(route);
    }

    // ---- set-up ----------------------------------------------------------------------------------

    /// What the embedder chose, followed.
    pub fn settings(&self) -> Settings {
        self.settings.get()
    }

    /// The same, without following it.
    pub fn settings_untracked(&self) -> Settings {
        self.settings.get_untracked()
    }

    /// Whether this screen is shown at all.
    pub fn shows(&self, step: Step) -> bool {
        self.settings.with(|settings| settings.steps.has(step))
    }

    /// Where the batch API is, without a slash at its end; empty: where the page came from.
    pub fn base(&self) -> String {
        self.settings.with_untracked(|settings| settings.base.trim_end_matches('/').to_owned())
    }

    /// How many bytes of results may stay in memory.
    pub fn memory(&self) -> Memory {
        self.settings.with_untracked(|settings| settings.memory)
    }

    /// New settings from the embedder. Where the route is kept stays as it was mounted.
    pub fn update(&self, settings: Settings) {
        let before = self.settings.get_untracked();
        if before.theme != settings.theme {
            self.theme.set(settings.theme);
        }
        let moved = before.base != settings.base || before.headers != settings.headers;
        let other = before.batch != settings.batch && settings.batch.is_some();
        self.settings.set(Settings { route: before.route, ..settings });
        if moved {
            self.batches.reload(*self);
        }
        if other {
            self.go(self.settings.with_untracked(Settings::first));
        } else {
            self.arrive(self.route.get_untracked());
        }
    }

    /// The companion, once it has answered.
    pub fn companion(&self) -> Option<CompanionInfo> {
        self.companion.get()
    }

    /// Whether the companion keeps a ledger of imports.
    pub fn keeps_ledger(&self) -> bool {
        self.companion.with(|companion| companion.as_ref().is_some_and(|companion| companion.ledger))
    }

    /// The same, without following it.
    pub fn keeps_ledger_untracked(&self) -> bool {
        untrack(|| self.keeps_ledger())
    }

    /// Whether the companion has answered, or there is none to ask. Before that, defaults may still change.
    pub fn settled(&self) -> bool {
        self.settled.get()
    }

    /// Colours.
    pub fn theme(&self) -> Theme {
        self.theme.get()
    }

    /// Other colours, remembered where that is allowed.
    pub fn set_theme(&self, theme: Theme) {
        self.theme.set(theme);
        self.remember(storage::Key::Theme, (theme != Theme::System).then(|| theme.word()));
    }

    /// Remembers a value, if the embedder allows it. Never a token.
    pub fn remember(&self, key: storage::Key, value: Option<&str>) {
        if self.settings.with_untracked(|settings| settings.persist) {
            storage::write(key, value);
        }
    }

    /// What was remembered, if the embedder allows it.
    pub fn remembered(&self, key: storage::Key) -> Option<String> {
        self.settings.with_untracked(|settings| settings.persist).then(|| storage::read(key)).flatten()
    }

    // ---- saying ----------------------------------------------------------------------------------

    /// The status line's message.
    pub fn status(&self) -> String {
        self.status.get()
    }

    /// Puts a message into the status line.
    pub fn set_status(&self, text: impl Into<String>) {
        self.status.try_set(text.into());
    }

    /// Tells a screen reader, politely, at most once a second; the newest message wins.
    pub fn announce(&self, text: impl Into<String>) {
        self.say(Kind::Answer, text.into());
    }

    /// The same of something that nobody waits for, such as work in the background: it takes no answer's place.
    pub fn mention(&self, text: impl Into<String>) {
        self.say(Kind::News, text.into());
    }

    fn say(&self, kind: Kind, text: String) {
        if self.live.offer(kind, text) {
            self.spawn(self.live.drain());
        }
    }

    /// Tells of a failure: the alert region, and the host page.
    pub fn failed(&self, problem: &Problem) {
        let message = format!("{} {}", problem.happened, problem.remedy);
        self.live.alert(message.clone());
        self.tell(Outward::Error { message });
    }

    /// Tells the host page.
    pub fn tell(&self, event: Outward) {
        self.tell.with_value(|tell| tell.run(event));
    }

    /// Now, Unix seconds.
    pub fn now(&self) -> i64 {
        clock::now_unix()
    }
}
