//! The driver: does what the machine says, and brings back what came.

use super::journal::Journal;
use crate::companion::clock::now;
use crate::companion::label_studio::client::Client;
use crate::core::push::machine::{Clock, Push, Step};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How a drive ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The dry run is done, and no more was asked for.
    Planned,
    /// The push is over.
    Done,
}

/// Runs a push to its end; `stop` ends it after the request in flight.
pub(super) async fn drive(
    machine: &mut Push,
    client: &mut Client,
    journal: &mut Journal,
    stop: &AtomicBool,
    dry_run: bool,
    watch: &mut (dyn FnMut(&Push) + Send),
) -> Result<Ended, String> {
    loop {
        if stop.load(Ordering::Relaxed) {
            machine.stop();
        }
        watch(machine);
        match machine.next_step() {
            Step::Send(request) => {
                let began = Instant::now();
                let answer = client.call(request).await;
                let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
                machine.receive(answer, Clock { now: now(), took_ms });
            }
            Step::Texts(places) => machine.supply(journal.texts(&places)?),
            Step::Record(entry) => journal.record(&entry)?,
            Step::Wait(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
            Step::Planned if dry_run => return Ok(Ended::Planned),
            Step::Planned => machine.go(),
            Step::Done => return Ok(Ended::Done),
        }
    }
}

/// Set by the first Ctrl-C; a second one ends the process, and the journal resumes it.
pub(super) fn asked_to_stop() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let set = asked.clone();
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            if set.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
            tracing::warn!(
                "Stopping after the request in flight. Once more ends at once; the journal resumes either way."
            );
        }
    });
    asked
}
