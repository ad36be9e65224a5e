//! A line of the ledger.

use serde::Serialize;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::companion) enum State {
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
    pub(in crate::companion) const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Importing => "importing",
            Self::Imported => "imported",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// A word of the database; one that nobody knows is of a later version, and waits for a person.
    pub(super) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.word() == word).unwrap_or(Self::Failed)
    }
}

/// A completed batch that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::companion) struct Found {
    /// The batch API.
    pub(in crate::companion) source: String,
    /// Its id there.
    pub(in crate::companion) batch_id: String,
    /// Its name, for people.
    pub(in crate::companion) name: String,
    /// Its requests, by the server's word.
    pub(in crate::companion) results: u64,
    /// Why it is not imported by itself.
    pub(in crate::companion) skipped: Option<String>,
}

/// A line of the ledger. Times are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::companion) struct Import {
    pub(in crate::companion) source: String,
    pub(in crate::companion) batch_id: String,
    pub(in crate::companion) name: String,
    pub(in crate::companion) results: u64,
    pub(in crate::companion) state: State,
    pub(in crate::companion) reason: String,
    pub(in crate::companion) project: Option<u64>,
    pub(in crate::companion) mapping: String,
    /// What the watcher is at right now.
    pub(in crate::companion) doing: String,
    /// Results that have a task.
    pub(in crate::companion) done: u64,
    /// Of so many.
    pub(in crate::companion) total: u64,
    pub(in crate::companion) attempts: u64,
    pub(in crate::companion) found_at: i64,
    pub(in crate::companion) changed_at: i64,
    /// When a failed one is tried again; `null`: not by itself.
    #[serde(serialize_with = "unless_never")]
    pub(in crate::companion) next_at: i64,
    #[serde(skip)]
    pub(in crate::companion) owner: String,
    /// The receipt's name; empty: there is none.
    pub(in crate::companion) receipt: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn unless_never<S: serde::Serializer>(at: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    Some(*at).filter(|at| *at != super::NEVER).serialize(serializer)
}

impl Import {
    pub(super) fn of(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let text = |name: &str| row.try_get::<String, _>(name);
        let number = |name: &str| row.try_get::<i64, _>(name);
        let count = |name: &str| number(name).map(i64::unsigned_abs);
        Ok(Self {
            source: text("source")?,
            batch_id: text("batch_id")?,
            name: text("name")?,
            results: count("results")?,
            state: State::of(&text("state")?),
            reason: text("reason")?,
            project: row.try_get::<Option<i64>, _>("project")?.map(i64::unsigned_abs),
            mapping: text("mapping")?,
            doing: text("doing")?,
            done: count("done")?,
            total: count("total")?,
            attempts: count("attempts")?,
            found_at: number("found_at")?,
            changed_at: number("changed_at")?,
            next_at: number("next_at")?,
            owner: text("owner")?,
            receipt: text("receipt")?,
        })
    }
}

/// How many imports there are of each state, and the tasks that they made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(in crate::companion) struct Tally {
    pub(in crate::companion) pending: u64,
    pub(in crate::companion) importing: u64,
    pub(in crate::companion) imported: u64,
    pub(in crate::companion) failed: u64,
    pub(in crate::companion) skipped: u64,
    /// Results that have a task.
    pub(in crate::companion) tasks: u64,
}

impl Tally {
    pub(super) fn add(&mut self, state: State, many: u64, done: u64) {
        let place = match state {
            State::Pending => &mut self.pending,
            State::Importing => &mut self.importing,
            State::Imported => &mut self.imported,
            State::Failed => &mut self.failed,
            State::Skipped => &mut self.skipped,
        };
        *place += many;
        self.tasks += done;
    }
}
