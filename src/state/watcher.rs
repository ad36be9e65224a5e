//! What the page knows of the companion's watcher: the ledger of automatic imports, read anew while somebody looks.

use super::{App, Problem};
use crate::{
    browser::{clock, fetch, files},
    core::{
        imports::{Counts, Import, Imports, State},
        protocol::{
            batch_api::refusal,
            error::ApiError,
            http::{Request, encode},
        },
        route::Step,
        text::one_line,
    },
};
use leptos::prelude::*;

/// Milliseconds between two readings while the view is open.
const OPEN: u32 = 4_000;
/// And while another one is, for the dot in the header.
const AWAY: u32 = 30_000;

/// Which lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the words on the screen")]
pub enum Segment {
    #[default]
    All,
    Failed,
    /// Pending and importing.
    Open,
    Imported,
    Skipped,
}

impl Segment {
    fn holds(self, state: State) -> bool {
        match self {
            Self::All => true,
            Self::Failed => state == State::Failed,
            Self::Open => matches!(state, State::Pending | State::Importing),
            Self::Imported => state == State::Imported,
            Self::Skipped => state == State::Skipped,
        }
    }
}

/// The ledger as it was read last, and what narrows it.
#[derive(Clone, Copy)]
pub struct Watcher {
    ledger: RwSignal<Option<Imports>>,
    problem: RwSignal<Option<Problem>>,
    filter: RwSignal<String>,
    segment: RwSignal<Segment>,
    reading: RwSignal<bool>,
}

impl Watcher {
    pub(super) fn new() -> Self {
        Self {
            ledger: RwSignal::new(None),
            problem: RwSignal::new(None),
            filter: RwSignal::default(),
            segment: RwSignal::default(),
            reading: RwSignal::new(false),
        }
    }

    /// How many imports failed; `None`: nothing was read yet.
    pub fn failed(&self) -> Option<u64> {
        self.ledger.with(|ledger| ledger.as_ref().map(|ledger| ledger.counts.failed))
    }

    /// Reads the ledger now and then, for as long as the page is open.
    pub fn begin(self, app: App) {
        app.spawn(async move {
            loop {
                let open = app.route_untracked().step() == Step::Watcher;
                if clock::visible() && app.keeps_ledger_untracked() {
                    self.read(app).await;
                }
                // In short steps: whoever comes to look does not wait for the long pause to end.
                let pause = if open { OPEN } else { AWAY };
                let mut waited = 0;
                while waited < pause {
                    clock::sleep(500).await;
                    waited += 500;
                    if !open && app.route_untracked().step() == Step::Watcher {
                        break;
                    }
                }
            }
        });
    }

    /// Reads it at once.
    pub fn refresh(self, app: App) {
        app.spawn(self.read(app));
    }

    async fn read(self, app: App) {
        self.reading.try_set(true);
        let read = ask(Request::get(format!("{}/api/imports", app.base()))).await;
        self.reading.try_set(false);
        let read = read.and_then(|body| {
            serde_json::from_str::<Imports>(&body).map_err(|why| {
                Problem::new("The companion's ledger cannot be read.", "Is it of another version?")
                    .detailed(why.to_string())
            })
        });
        match read {
            Ok(ledger) => {
                if self.ledger.with_untracked(|known| known.as_ref() != Some(&ledger)) {
                    self.ledger.try_set(Some(ledger));
                }
                self.problem.try_set(None);
            }
            Err(problem) => {
                if self.problem.with_untracked(Option::is_none)
                    && app.route_untracked().step() == Step::Watcher
                {
                    app.failed(&problem);
                }
                self.problem.try_set(Some(problem));
            }
        }
    }

    /// Has a failed or skipped one imported now.
    pub fn retry(self, app: App, import: &Import) {
        let url = format!(
            "{}/api/imports/{}/retry?source={}",
            app.base(),
            encode(&import.batch_id),
            encode(&import.source)
        );
        let name = one_line(&import.name, 80);
        app.spawn(async move {
            match ask(Request::post(url, String::new())).await {
                Ok(_) => {
                    let said = format!("{name} is imported as soon as the watcher looks.");
                    app.set_status(said.clone());
                    app.announce(said);
                }
                Err(problem) => {
                    app.failed(&problem);
                    app.set_status(problem.happened.clone());
                }
            }
            self.read(app).await;
        });
    }

    /// Hands an import's receipt to the person.
    pub fn save_receipt(self, app: App, name: String) {
        let url = format!("{}/api/receipts/{}", app.base(), encode(&name));
        app.spawn(async move {
            let said = match ask(Request::get(url)).await {
                Ok(text) => files::download(&format!("{name}.jsonl"), "application/x-ndjson", &text)
                    .map_or_else(|why| why, |()| "Receipt saved".to_owned()),
                Err(problem) => {
                    app.failed(&problem);
                    problem.happened
                }
            };
            app.set_status(said);
        });
    }

    // ---- what is shown ---------------------------------------------------------------------------

    /// Whether it was read once.
    pub fn is_read(&self) -> bool {
        self.ledger.with(Option::is_some)
    }

    /// Whether it is being read for the first time.
    pub fn is_waiting(&self) -> bool {
        self.reading.get() && !self.is_read()
    }

    /// Why it could not be read the last time.
    pub fn problem(&self) -> Option<Problem> {
        self.problem.get()
    }

    /// How many there are of each state.
    pub fn counts(&self) -> Counts {
        self.ledger.with(|ledger| ledger.as_ref().map(|ledger| ledger.counts).unwrap_or_default())
    }

    /// The companion's clock, Unix seconds.
    pub fn now(&self) -> i64 {
        self.ledger.with(|ledger| ledger.as_ref().map(|ledger| ledger.now).unwrap_or_default())
    }

    /// The lines that match filter and segment, the newest first.
    pub fn shown(&self) -> Vec<Import> {
        let (words, segment) = (self.filter.get(), self.segment.get());
        let matching = |import: &&Import| segment.holds(import.state) && import.matches(&words);
        self.ledger.with(|ledger| {
            let lines = ledger.iter().flat_map(|ledger| &ledger.data);
            lines.filter(matching).cloned().collect()
        })
    }

    /// What the watcher does, and where the ledger is, for the status line.
    pub fn words(&self) -> (String, String) {
        self.ledger.with(|ledger| {
            let Some(Imports { watcher, now, ledger: place, .. }) = ledger else { return Default::default() };
            let said = match watcher {
                None => "No watcher runs in this companion; others may share its ledger".to_owned(),
                Some(watching) => match (&watching.fault, watching.looked_at) {
                    (Some(why), _) => format!("{}: {why}", watching.watcher),
                    (None, Some(at)) => format!("{} looked {} s ago", watching.watcher, (now - at).max(0)),
                    (None, None) => format!("{} looks for the first time", watching.watcher),
                },
            };
            (said, format!("ledger: {place}"))
        })
    }

    /// Where results go when nothing says otherwise: Label Studio's address.
    pub fn label_studio(&self) -> Option<String> {
        self.ledger.with(|ledger| Some(ledger.as_ref()?.watcher.as_ref()?.label_studio.clone()))
    }

    /// What narrows the lines.
    pub fn filter(&self) -> String {
        self.filter.get()
    }

    /// Narrows them by words.
    pub fn set_filter(&self, words: String) {
        self.filter.set(words);
    }

    /// Which lines are shown.
    pub fn segment(&self) -> Segment {
        self.segment.get()
    }

    /// Shows others.
    pub fn set_segment(&self, segment: Segment) {
        self.segment.set(segment);
    }
}

/// The body of a good answer.
async fn ask(request: Request) -> Result<String, Problem> {
    let response = fetch::send(request).await.map_err(|none| Problem::no_answer(&none))?;
    if response.ok() {
        return Ok(response.body);
    }
    let error: ApiError = refusal(&response);
    Err(Problem::refused("The companion", &error))
}
