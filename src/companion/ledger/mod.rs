//! The ledger: a line for every completed batch, so that none is imported twice and no failure is silent.
//!
//! `SQLite` in one file, or `PostgreSQL` for many watchers: the same statements, but for the row lock by which they share
//! the work. Who claims a batch owns it until its lease ends; the owner renews it, and a dead one's work is taken over.
//!
//! - [`import`]: a line, and its states
//! - `open`: from an address to a database that is up to date

mod import;
mod open;
#[cfg(test)]
mod tests;

pub(super) use import::Found;

use crate::core::imports::{Counts, Import, State};
use crate::core::push::receipt::Receipt;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyPool, AssertSqlSafe, Row as _};

/// Never, as a time.
pub(super) const NEVER: i64 = i64::MAX;

/// The database.
#[derive(Clone)]
pub(super) struct Ledger {
    pool: AnyPool,
    /// What locks a row that is being claimed against other watchers; `SQLite` locks the whole file.
    lock: &'static str,
    /// What the database is, without a password.
    place: String,
}

/// How an import ended.
#[derive(Debug, Clone, Default)]
pub(super) struct End {
    /// Imported, failed or skipped.
    pub(super) state: State,
    /// Why, in a sentence; empty: all went well.
    pub(super) reason: String,
    /// The project that it went to, where one was found.
    pub(super) project: Option<u64>,
    /// The mapping's name.
    pub(super) mapping: String,
    /// Results that have a task, and all of them.
    pub(super) counted: (u64, u64),
    /// When it is tried again.
    pub(super) next_at: i64,
    /// The receipt's name.
    pub(super) receipt: String,
}

impl Ledger {
    /// What the database is.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// When this source was first looked through to its end; `None`: never.
    pub(super) async fn watched_since(&self, source: &str) -> Result<Option<i64>, String> {
        let row = sqlx::query("SELECT since FROM sources WHERE source = $1").bind(source);
        let row = row.fetch_optional(&self.pool).await.map_err(|error| self.fault(&error))?;
        row.map(|row| row.try_get("since")).transpose().map_err(|error| self.fault(&error))
    }

    /// From now on, what is found there is new.
    pub(super) async fn watch_from(&self, source: &str, now: i64) -> Result<(), String> {
        self.changed(
            sqlx::query("INSERT INTO sources (source, since) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(source)
                .bind(now),
        )
        .await
        .map(drop)
    }

    /// A completed batch gets its line, if it has none. Whether it is new.
    pub(super) async fn add(&self, found: &Found, now: i64) -> Result<bool, String> {
        let (state, reason) = match &found.skipped {
            None => (State::Pending, ""),
            Some(why) => (State::Skipped, why.as_str()),
        };
        let sql = "INSERT INTO imports (source, batch_id, name, results, state, reason, found_at, changed_at, next_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT DO NOTHING";
        self.changed(
            sqlx::query(sql)
                .bind(&found.source)
                .bind(&found.batch_id)
                .bind(&found.name)
                .bind(signed(found.results))
                .bind(state.word())
                .bind(reason)
                .bind(now)
                .bind(if state == State::Skipped { NEVER } else { now }),
        )
        .await
    }

    /// Takes the oldest import of this source that is due, or that its owner left: it is `owner`'s until the lease
    /// ends.
    pub(super) async fn claim(
        &self,
        source: &str,
        owner: &str,
        now: i64,
        lease: i64,
    ) -> Result<Option<Import>, String> {
        let sql = format!(
            "UPDATE imports SET state = 'importing', owner = $1, lease_until = $2, changed_at = $3, \
             attempts = attempts + 1, doing = '' WHERE (source, batch_id) IN (\
             SELECT source, batch_id FROM imports WHERE source = $4 AND \
             ((state IN ('pending', 'failed') AND next_at <= $3) OR (state = 'importing' AND lease_until < $3)) \
             ORDER BY next_at, found_at LIMIT 1 {}) RETURNING *",
            self.lock
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(owner)
            .bind(now + lease)
            .bind(now)
            .bind(source)
            .fetch_optional(&self.pool)
            .await
            .map_err(|error| self.fault(&error))?;
        row.map(|row| self.read(&row)).transpose()
    }

    /// The owner is still at it. `false`: somebody else took it over.
    pub(super) async fn renew(
        &self,
        import: &Import,
        until: i64,
        doing: &str,
        counted: (u64, u64),
    ) -> Result<bool, String> {
        let sql = "UPDATE imports SET lease_until = $1, doing = $2, done = $3, total = $4 \
                   WHERE source = $5 AND batch_id = $6 AND state = 'importing' AND owner = $7";
        self.changed(
            sqlx::query(sql)
                .bind(until)
                .bind(doing)
                .bind(signed(counted.0))
                .bind(signed(counted.1))
                .bind(&import.source)
                .bind(&import.batch_id)
                .bind(&import.owner),
        )
        .await
    }

    /// How it ended. `false`: somebody else took it over, and says how.
    pub(super) async fn end(&self, import: &Import, end: &End, now: i64) -> Result<bool, String> {
        let sql = "UPDATE imports SET state = $1, reason = $2, project = $3, mapping = $4, done = $5, total = $6, \
                   next_at = $7, receipt = $8, changed_at = $9, owner = '', lease_until = 0, doing = '' \
                   WHERE source = $10 AND batch_id = $11 AND state = 'importing' AND owner = $12";
        self.changed(
            sqlx::query(sql)
                .bind(end.state.word())
                .bind(&end.reason)
                .bind(end.project.map(signed))
                .bind(&end.mapping)
                .bind(signed(end.counted.0))
                .bind(signed(end.counted.1))
                .bind(end.next_at)
                .bind(&end.receipt)
                .bind(now)
                .bind(&import.source)
                .bind(&import.batch_id)
                .bind(&import.owner),
        )
        .await
    }

    /// A failed or skipped one is due now; `source`: of this batch API only. `false`: it is not there, or is under
    /// way or done.
    pub(super) async fn retry(&self, source: Option<&str>, batch_id: &str, now: i64) -> Result<bool, String> {
        let sql = "UPDATE imports SET state = 'pending', next_at = $1, changed_at = $1 \
                   WHERE batch_id = $2 AND ($3 = '' OR source = $3) AND state IN ('failed', 'skipped', 'pending')";
        self.changed(sqlx::query(sql).bind(now).bind(batch_id).bind(source.unwrap_or_default())).await
    }

    /// The newest lines.
    pub(super) async fn imports(&self, most: u32) -> Result<Vec<Import>, String> {
        let rows = sqlx::query("SELECT * FROM imports ORDER BY found_at DESC, batch_id LIMIT $1")
            .bind(i64::from(most))
            .fetch_all(&self.pool)
            .await
            .map_err(|error| self.fault(&error))?;
        rows.iter().map(|row| self.read(row)).collect()
    }

    /// The line of a batch; of several sources that have one of this id, the newest.
    pub(super) async fn import(
        &self,
        source: Option<&str>,
        batch_id: &str,
    ) -> Result<Option<Import>, String> {
        let sql = "SELECT * FROM imports WHERE batch_id = $1 AND ($2 = '' OR source = $2) \
                   ORDER BY found_at DESC LIMIT 1";
        let row = sqlx::query(sql).bind(batch_id).bind(source.unwrap_or_default());
        let row = row.fetch_optional(&self.pool).await.map_err(|error| self.fault(&error))?;
        row.map(|row| self.read(&row)).transpose()
    }

    /// How many there are of each state.
    pub(super) async fn tally(&self) -> Result<Counts, String> {
        let sql = "SELECT state, COUNT(*) AS many, CAST(COALESCE(SUM(done), 0) AS BIGINT) AS done FROM imports GROUP BY state";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await.map_err(|error| self.fault(&error))?;
        let mut tally = Counts::default();
        for row in &rows {
            let read = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
            let state: String = row.try_get("state").map_err(|error| self.fault(&error))?;
            let many = read("many").map_err(|error| self.fault(&error))?;
            tally.add(State::of(&state), many, read("done").map_err(|error| self.fault(&error))?);
        }
        Ok(tally)
    }

    /// Keeps a receipt, so that every instance can show it.
    pub(super) async fn keep(&self, receipt: Receipt) -> Result<(), String> {
        let text = receipt.jsonl();
        // Of 50,000 rows one form is enough.
        let head = receipt.head;
        let sql = "INSERT INTO receipts (name, batch_id, project, made_at, text) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (name) DO UPDATE SET text = excluded.text";
        self.changed(
            sqlx::query(sql)
                .bind(&head.name)
                .bind(&head.batch_id)
                .bind(signed(head.project))
                .bind(head.at)
                .bind(text),
        )
        .await
        .map(drop)
    }

    /// A receipt as it was kept.
    pub(super) async fn receipt(&self, name: &str) -> Result<Option<String>, String> {
        let row = sqlx::query("SELECT text FROM receipts WHERE name = $1").bind(name);
        let row = row.fetch_optional(&self.pool).await.map_err(|error| self.fault(&error))?;
        row.map(|row| row.try_get("text")).transpose().map_err(|error| self.fault(&error))
    }

    /// Whether a statement changed something.
    async fn changed(&self, statement: Query<'_, Any, AnyArguments>) -> Result<bool, String> {
        let done = statement.execute(&self.pool).await.map_err(|error| self.fault(&error))?;
        Ok(done.rows_affected() > 0)
    }

    fn read(&self, row: &AnyRow) -> Result<Import, String> {
        import::read(row).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &sqlx::Error) -> String {
        format!("The ledger {} cannot be used: {error}.", self.place)
    }
}

/// As databases count.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
