//! A line of the ledger, from the database and into it.

use super::NEVER;
use crate::core::imports::{Import, State};
use sqlx::Row as _;
use sqlx::any::AnyRow;

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

/// Reads a line.
pub(super) fn read(row: &AnyRow) -> Result<Import, sqlx::Error> {
    let text = |name: &str| row.try_get::<String, _>(name);
    let number = |name: &str| row.try_get::<i64, _>(name);
    let count = |name: &str| number(name).map(i64::unsigned_abs);
    Ok(Import {
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
        next_at: Some(number("next_at")?).filter(|at| *at != NEVER),
        owner: text("owner")?,
        receipt: text("receipt")?,
    })
}
