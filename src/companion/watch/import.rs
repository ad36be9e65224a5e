//! One batch, from the ledger into Label Studio.

use super::Watcher;
use super::rules::Aim;
use crate::companion::clock::now;
use crate::companion::label_studio::client::Client;
use crate::companion::ledger::{End, NEVER};
use crate::companion::push::job::Job;
use crate::companion::push::prepare::How;
use crate::core::imports::{Import, State};
use crate::core::mapping::BatchFacts;
use crate::core::mapping::preset::Preset;
use crate::core::protocol::label_studio::Project;
use crate::core::push::machine::Push as Machine;
use crate::core::push::plan::{Limits, Mode};
use crate::core::push::receipt::{Outcome, Receipt};
use crate::core::text::{count, counted, one_line};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a claim holds without being renewed, seconds; who does not renew it is dead.
pub(super) const LEASE: i64 = 60;
const RENEWED: Duration = Duration::from_secs(15);
/// Counting the rows is work.
const SHOWN: Duration = Duration::from_millis(500);
/// The first wait after a failure, seconds; it doubles.
const WAIT: i64 = 30;
const LONGEST: i64 = 3_600;

/// How far the import is, for the ledger.
#[derive(Default, Clone)]
struct Doing {
    words: String,
    counted: (u64, u64),
}

impl Watcher {
    /// Imports what was claimed, and writes down how it ended.
    pub(super) async fn import(&self, import: &Import) {
        let end = match self.attempt(import).await {
            Ok(end) => end,
            Err(reason) => End {
                state: State::Failed,
                reason,
                project: import.project,
                mapping: import.mapping.clone(),
                next_at: now() + wait(import.attempts),
                ..End::default()
            },
        };
        let name = format!("{} ({})", one_line(&import.name, 80), import.batch_id);
        match self.ledger.end(import, &end, now()).await {
            Ok(true) => said(&name, &end),
            Ok(false) => tracing::warn!("{name}: another watcher took it over."),
            Err(why) => tracing::error!("{name}: {why}"),
        }
    }

    /// The project, how a result becomes a task, and what that is called.
    async fn aim(&self, client: &mut Client, aim: Aim) -> Result<(Project, How, String), String> {
        let how =
            |preset: Option<Preset>| preset.map_or(How::Suggested, |preset| How::Saved(Box::new(preset)));
        match aim {
            Aim::Project(project, named) => {
                let name = named.as_ref().map_or("suggested", |named| &named.name).to_owned();
                Ok((client.open(project).await?, how(named.map(|named| named.preset)), name))
            }
            Aim::Schema(id, own) => {
                let unknown = || format!("There is no schema {id:?} any more.");
                let schema = self.curation.schemas().get(&id).ok_or_else(unknown)?;
                let project = match own {
                    Some(project) => client.open(project).await?,
                    None => self.curation.project(client, schema).await.map_err(|problem| problem.message)?,
                };
                Ok((project, how(schema.preset()), id))
            }
        }
    }

    async fn attempt(&self, import: &Import) -> Result<End, String> {
        let asked = self.api.batch(&import.batch_id).await?;
        let batch = &asked.batch;
        let facts = BatchFacts::of(batch.id.clone(), Some(batch));
        for sentence in facts.faults() {
            tracing::warn!("{}: {sentence}", import.batch_id);
        }
        let end = End { next_at: NEVER, ..End::default() };
        let aim = match self.rules.choose(&facts, |schema| self.curation.schemas().get(schema).is_some()) {
            Ok(aim) => aim,
            Err(reason) => return Ok(End { state: State::Skipped, reason, ..end }),
        };
        if batch.counts.all_failed() {
            let total = counted(batch.counts.total.unwrap_or_default(), "request");
            let reason = format!("All {total} failed: there is nothing to import.");
            return Ok(End { state: State::Failed, reason, ..end });
        }
        let (mut client, _) = self.to.client()?;
        let (project, how, mapping) = self.aim(&mut client, aim).await?;
        let end = End { project: Some(project.id), mapping, ..end };
        let fetched = self.api.fetch(&asked).await?;
        let job = Job {
            files: fetched.files(),
            facts,
            project,
            how,
            mode: Mode::Skip,
            journal: None,
            limits: Limits::default(),
            dry_run: false,
        };
        let stop = Arc::new(AtomicBool::new(false));
        let doing = Arc::new(Mutex::new(Doing::default()));
        let renewing =
            tokio::spawn(renew(self.clone(), import.clone(), Arc::clone(&doing), Arc::clone(&stop)));
        let mut shown = None::<Instant>;
        let ended = job
            .run(&mut client, &stop, &mut |machine| {
                if shown.is_none_or(|last| last.elapsed() > SHOWN) {
                    shown = Some(Instant::now());
                    *doing.lock().unwrap_or_else(PoisonError::into_inner) = doing_of(machine);
                }
            })
            .await;
        renewing.abort();
        let Some(receipt) = ended?.close(true) else { return Err("Nothing was sent.".to_owned()) };
        let end = ended_as(&receipt, End { receipt: receipt.head.name.clone(), ..end }, import.attempts);
        self.ledger.keep(receipt).await?;
        let promised = batch.counts.completed.unwrap_or_default();
        Ok(if end.counted.1 < promised { short(end, promised, import.attempts) } else { end })
    }
}

/// Renews the claim until it is aborted; when it is lost, or the watcher is to end, the push stops after the request
/// in flight.
async fn renew(watcher: Watcher, import: Import, doing: Arc<Mutex<Doing>>, stop: Arc<AtomicBool>) {
    let mut renewed = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if watcher.stop.load(Ordering::Relaxed) {
            stop.store(true, Ordering::Relaxed);
        }
        if renewed.elapsed() < RENEWED {
            continue;
        }
        let now_doing = doing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let until = now() + LEASE;
        match watcher.ledger.renew(&import, until, &now_doing.words, now_doing.counted).await {
            Ok(true) => renewed = Instant::now(),
            Ok(false) => {
                stop.store(true, Ordering::Relaxed);
                return;
            }
            // The claim still holds for a while; then somebody else may take it.
            Err(why) => {
                tracing::warn!("{why}");
                if renewed.elapsed() > Duration::from_secs(LEASE.unsigned_abs()) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    }
}

fn doing_of(machine: &Machine) -> Doing {
    let progress = machine.progress();
    let tally = machine.tally();
    Doing { words: progress.doing.to_owned(), counted: (tally.confirmed(), tally.total()) }
}

/// What the receipt says of the import.
fn ended_as(receipt: &Receipt, end: End, attempts: u64) -> End {
    let tally = receipt.head.tally;
    let done = tally.confirmed();
    let end = End { counted: (done, tally.total()), ..end };
    if receipt.was_stopped() {
        let reason = "It was interrupted, and goes on when a watcher runs.".to_owned();
        return End { state: State::Pending, reason, next_at: now(), ..end };
    }
    if !receipt.head.is_accounted_for() {
        let doubt = format!("{} could not be confirmed.", counted(tally.open(), "result"));
        let reason = receipt.head.trouble.clone().unwrap_or(doubt);
        return End { state: State::Failed, reason, next_at: now() + wait(attempts), ..end };
    }
    let refused = most_frequent(receipt);
    if done == 0 {
        let reason = refused.unwrap_or_else(|| "There are no results in it.".to_owned());
        return End { state: State::Failed, reason, ..end };
    }
    let mut reasons = Vec::new();
    if let Some(why) = refused {
        let total = count(tally.total());
        reasons.push(format!("{} of {total} are no tasks: {why}", count(tally.not_sent)));
    }
    for entry in receipt.head.ledger() {
        reasons.extend(entry.verdict.err());
    }
    End { state: State::Imported, reason: reasons.join(" "), ..end }
}

/// The server counts more results than its files held: a file that was cut off, or is still written. What arrived stays,
/// and is not sent again.
fn short(end: End, promised: u64, attempts: u64) -> End {
    let held = count(end.counted.1);
    let reason = format!(
        "The batch API counts {} that succeeded, and its files held {held}.",
        counted(promised, "result")
    );
    End { state: State::Failed, reason, next_at: now() + wait(attempts), ..end }
}

/// The most frequent reason why results became no tasks.
fn most_frequent(receipt: &Receipt) -> Option<String> {
    let mut reasons: HashMap<&str, u64> = HashMap::new();
    for row in &receipt.rows {
        if let Outcome::NotSent { reason } = &row.outcome {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let most = reasons.into_iter().max_by_key(|(reason, many)| (*many, std::cmp::Reverse(*reason)));
    most.map(|(reason, _)| format!("{}.", reason.trim_end_matches('.')))
}

/// How long it is waited after the attempt of this number, in seconds.
fn wait(attempts: u64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
    WAIT.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST)
}

fn said(name: &str, end: &End) {
    let (done, total) = (count(end.counted.0), counted(end.counted.1, "result"));
    let project = end.project.map_or_else(String::new, |project| format!(", project {project}"));
    let reason = &end.reason;
    match end.state {
        State::Imported => {
            let said = format!("Imported {name}{project}: {done} of {total} are tasks. {reason}");
            tracing::info!("{}", said.trim_end());
        }
        State::Skipped => tracing::info!("Skipped {name}: {reason}"),
        State::Pending | State::Importing => tracing::warn!("{name}{project}: {reason}"),
        State::Failed if end.next_at == NEVER => {
            tracing::error!("Failed {name}{project}: {reason} It is not tried again by itself.");
        }
        State::Failed => {
            let seconds = (end.next_at - now()).max(0);
            tracing::error!("Failed {name}{project}: {reason} The next try is in {seconds} seconds.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        assert_eq!([0, 1, 2, 3, 7, 8, 99].map(wait), [30, 30, 60, 120, 1_920, 3_600, 3_600]);
    }
}
