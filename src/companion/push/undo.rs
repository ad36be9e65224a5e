//! `batch-curator undo`: exactly the tasks of a receipt are deleted again.

use super::drive::asked_to_stop;
use crate::companion::clock::now;
use crate::companion::label_studio::LabelStudio;
use crate::core::push::machine::Clock;
use crate::core::push::receipt;
use crate::core::push::undo::{Fate, Step, Undo as Machine};
use crate::core::text::{count, counted};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Tasks that are named.
const NAMED: usize = 20;

/// Delete exactly the tasks that a receipt says a push created.
///
/// Tasks that somebody worked on stay, unless told otherwise. Interrupted, the same command goes on.
#[derive(Args)]
#[command(after_help = "Exit codes: 0 every task of the receipt is gone, 1 some stay, 2 wrong usage.\n\n\
    Environment:\n  LABEL_STUDIO_API_KEY  the token, of any kind (alias LABEL_STUDIO_TOKEN)\n\n\
    Example:\n  batch-curator undo --receipt rc_20261122_140229.jsonl --label-studio http://127.0.0.1:8080 --dry-run")]
pub(in crate::companion) struct Undo {
    /// The receipt
    #[arg(long, value_name = "FILE.jsonl")]
    receipt: PathBuf,

    #[command(flatten)]
    to: LabelStudio,

    /// Delete tasks that somebody worked on as well
    #[arg(long)]
    annotated_too: bool,

    /// Say what would be deleted, and delete nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(options: &Undo) -> Result<ExitCode, String> {
    let path = options.receipt.display();
    let text = std::fs::read_to_string(&options.receipt)
        .map_err(|error| format!("{path} cannot be read: {error}."))?;
    let receipt = receipt::read(&text).map_err(|why| format!("{path}: {why}"))?;
    let (mut client, _) = options.to.client()?;
    if client.base() != receipt.head.label_studio {
        return Err(format!(
            "The receipt is of {}, and --label-studio is {}. Nothing was deleted.",
            receipt.head.label_studio,
            client.base()
        ));
    }
    client.open(receipt.head.project).await?;
    let stop = asked_to_stop();
    let mut machine = Machine::new(&receipt, options.annotated_too, now().unsigned_abs());
    loop {
        if stop.load(Ordering::Relaxed) {
            machine.stop();
        }
        match machine.next_step() {
            Step::Send(request) => {
                let answer = client.call(request).await;
                machine.receive(answer, Clock { now: now(), took_ms: 0 });
            }
            Step::Wait(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
            Step::Planned => {
                let tally = machine.tally();
                let too = if options.annotated_too {
                    "deleted too"
                } else {
                    "kept; --annotated-too deletes them as well"
                };
                tracing::info!(
                    "Of {}: {} to delete, {} gone already, {} that somebody worked on ({too}), {} of another push.",
                    counted(machine.made().len() as u64, "task"),
                    count(tally.to_delete),
                    count(tally.gone),
                    count(tally.worked),
                    count(tally.kept)
                );
                if options.dry_run {
                    tracing::info!("Dry run: nothing was deleted.");
                    return Ok(ExitCode::SUCCESS);
                }
                machine.go();
            }
            Step::Done => break,
        }
    }
    Ok(end(&machine))
}

fn end(machine: &Machine) -> ExitCode {
    let tally = machine.tally();
    let stay = tally.to_delete + tally.kept + tally.worked + tally.failed;
    tracing::info!(
        "{} deleted, {} gone before, {} stay.",
        counted(tally.deleted, "task"),
        count(tally.gone),
        count(stay)
    );
    let mut named = 0;
    for made in machine.made() {
        let why = match &made.fate {
            Fate::Worked => "somebody worked on it",
            Fate::Kept(why) | Fate::Failed(why) => why,
            Fate::ToDelete => "stopped before it was deleted",
            _ => continue,
        };
        named += 1;
        if named <= NAMED {
            tracing::warn!("Task {} ({}) stays: {why}.", made.task, made.custom_id);
        }
    }
    if named > NAMED {
        tracing::warn!("and {} more.", count((named - NAMED) as u64));
    }
    if let Some(why) = machine.trouble() {
        tracing::error!("It ended early: {why}. The same command goes on.");
    }
    let unknown = machine.made().iter().any(|made| made.fate == Fate::Unknown);
    if stay == 0 && !unknown && machine.trouble().is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
