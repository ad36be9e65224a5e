//! What the ledger of automatic imports says, as the companion answers it and the page reads it.

use super::text::{count, counted, duration};
use serde::{Deserialize, Serialize};

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is to be imported.
    #[default]
    Pending,
    /// A watcher is at it.
    Importing,
    /// Every result is a task, or a line of the receipt that says why not.
    Imported,
    /// It did not work, and is tried again or waits for a person.
    Failed,
    /// It is not imported, and there is a reason.
    Skipped,
}

impl State {
    const ALL: [Self; 5] = [Self::Pending, Self::Importing, Self::Imported, Self::Failed, Self::Skipped];

    /// As it stands in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Importing => "importing",
            Self::Imported => "imported",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// A word of the database; one that nobody knows is of a later version, and waits for a person.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.word() == word).unwrap_or(Self::Failed)
    }

    /// Whether a person may have it tried again.
    pub const fn may_retry(self) -> bool {
        matches!(self, Self::Failed | Self::Skipped)
    }
}

/// A line of the ledger. Times are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The batch API, or the folder.
    pub source: String,
    /// The batch's id there.
    pub batch_id: String,
    /// Its name, for people.
    pub name: String,
    /// Its requests, by the server's word.
    pub results: u64,
    /// How far it is.
    pub state: State,
    /// Why, in a sentence; empty: there is nothing to say.
    pub reason: String,
    /// The project, once it is known.
    pub project: Option<u64>,
    /// The mapping's name, once it is known.
    pub mapping: String,
    /// What the watcher is at right now.
    pub doing: String,
    /// Results that have a task.
    pub done: u64,
    /// Of so many.
    pub total: u64,
    /// How often it was begun.
    pub attempts: u64,
    /// When it was found.
    pub found_at: i64,
    /// When its state changed.
    pub changed_at: i64,
    /// When a failed one is tried again; `None`: not by itself.
    pub next_at: Option<i64>,
    /// Which watcher is at it; not told.
    #[serde(skip)]
    pub owner: String,
    /// The receipt's name; empty: there is none.
    pub receipt: String,
}

impl Import {
    /// Whether a filter's words are in what a person sees of it.
    pub fn matches(&self, words: &str) -> bool {
        let project = self.project.map_or_else(String::new, |project| format!("project {project}"));
        let shown = [&self.name, &self.batch_id, &self.reason, &self.mapping, &project];
        let shown = shown.map(|text| text.to_lowercase()).join("\n");
        words.to_lowercase().split_whitespace().all(|word| shown.contains(word))
    }
}

impl Import {
    /// When it goes on, in words; `now`: Unix seconds.
    pub fn next(&self, now: i64) -> String {
        let wait = |at: i64| duration((at - now).max(0).unsigned_abs());
        match (self.state, self.next_at) {
            (State::Failed, None) => "waits for a person".to_owned(),
            (State::Failed, Some(at)) if at > now => format!("next try in {}", wait(at)),
            (State::Failed | State::Pending, Some(_)) => "is due".to_owned(),
            (State::Importing, _) => self.doing.clone(),
            _ => String::new(),
        }
    }

    /// How many results it is of: as counted, before that by the server's word.
    pub const fn of(&self) -> u64 {
        if self.total > 0 { self.total } else { self.results }
    }

    /// What came of it, in numbers.
    pub fn came_of(&self) -> String {
        let (done, total) = (count(self.done), count(self.of()));
        match self.state {
            State::Imported | State::Failed if self.total > 0 => format!("{done} of {total} are tasks"),
            State::Importing if self.total > 0 => format!("{done} of {total} confirmed"),
            _ => counted(self.results, "request"),
        }
    }
}

/// How many imports there are of each state, and the tasks that they made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "see State")]
pub struct Counts {
    pub pending: u64,
    pub importing: u64,
    pub imported: u64,
    pub failed: u64,
    pub skipped: u64,
    /// Results that have a task.
    pub tasks: u64,
}

impl Counts {
    /// Counts further imports of a state, and their tasks.
    pub fn add(&mut self, state: State, many: u64, tasks: u64) {
        let place = match state {
            State::Pending => &mut self.pending,
            State::Importing => &mut self.importing,
            State::Imported => &mut self.imported,
            State::Failed => &mut self.failed,
            State::Skipped => &mut self.skipped,
        };
        *place += many;
        self.tasks += tasks;
    }

    /// All of them.
    pub const fn all(&self) -> u64 {
        self.pending + self.importing + self.imported + self.failed + self.skipped
    }
}

/// What is known of a watcher that runs. Times are Unix seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watching {
    /// Which watcher this is, among those that share the ledger.
    pub watcher: String,
    /// Whose batches it watches.
    pub source: String,
    /// Label Studio's address.
    pub label_studio: String,
    /// The project that results go to when nothing says otherwise.
    pub project: Option<u64>,
    /// Seconds between two looks.
    pub every: u64,
    /// When it last looked.
    pub looked_at: Option<i64>,
    /// Why the last look failed.
    pub fault: Option<String>,
}

/// The answer of `GET /api/imports`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imports {
    /// The newest lines.
    pub data: Vec<Import>,
    /// Of all lines.
    pub counts: Counts,
    /// The companion's clock.
    pub now: i64,
    /// The watcher of the companion that answers, if it runs one.
    pub watcher: Option<Watching>,
    /// What the ledger is, without a password.
    pub ledger: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(state: State, attempts: u64, next_at: Option<i64>) -> Import {
        Import {
            source: String::new(),
            batch_id: "batch_1".into(),
            name: "Tickets, week 46".into(),
            results: 1_200,
            state,
            reason: "401: the token is refused".into(),
            project: Some(7),
            mapping: "tickets v8".into(),
            doing: "sending".into(),
            done: 0,
            total: 0,
            attempts,
            found_at: 0,
            changed_at: 0,
            next_at,
            owner: String::new(),
            receipt: String::new(),
        }
    }

    #[test]
    fn a_line_says_what_happens_next() {
        let next = |state, next_at| import(state, 3, next_at).next(100);
        assert_eq!(next(State::Failed, Some(160)), "next try in 1 min");
        assert_eq!(next(State::Failed, Some(90)), "is due");
        assert_eq!(next(State::Failed, None), "waits for a person");
        assert_eq!(next(State::Importing, Some(90)), "sending");
        assert_eq!(next(State::Imported, None), "");
    }

    #[test]
    fn a_line_says_what_came_of_it() {
        let mut import = import(State::Failed, 1, None);
        assert_eq!(import.came_of(), "1,200 requests");
        (import.done, import.total) = (400, 1_000);
        assert_eq!(import.came_of(), "400 of 1,000 are tasks");
    }

    #[test]
    fn words_are_found_wherever_a_person_sees_them() {
        let import = import(State::Failed, 1, None);
        for words in ["tickets", "week 7", "batch_1 refused", "PROJECT 7", ""] {
            assert!(import.matches(words), "{words}");
        }
        assert!(!import.matches("tickets 999"));
    }
}
