//! What a person sees of a push: a bar on a terminal, plain lines elsewhere; the plan, and what came of it.

use crate::core::push::machine::{Progress, Push};
use crate::core::push::receipt::{Outcome, Receipt};
use crate::core::text::{bytes, count, counted};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// Lines come at most this often.
const EVERY: Duration = Duration::from_secs(5);
/// Causes that are named.
const NAMED: usize = 5;

/// The bar, or the lines.
pub(super) struct Watch {
    bar: Option<ProgressBar>,
    said: Instant,
    told: usize,
}

impl Watch {
    pub(super) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            let style = ProgressStyle::with_template("{msg:32} {wide_bar} {pos}/{len} {per_sec} {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self { bar, said: Instant::now(), told: 0 }
    }

    pub(super) fn show(&mut self, push: &Push) {
        // Counting the rows is work: not after every step of a fast push.
        let quiet = Duration::from_millis(100);
        let news = push.events().len();
        if self.said.elapsed() < quiet && news == self.told {
            return;
        }
        for event in push.events().iter().skip(self.told) {
            if let Some(bar) = &self.bar {
                bar.println(&event.text);
            } else {
                tracing::info!("{}", event.text);
            }
        }
        self.told = news;
        let Progress { doing, new, settled, bytes: done, requests, .. } = match &self.bar {
            None if self.said.elapsed() < EVERY => return,
            _ => push.progress(),
        };
        self.said = Instant::now();
        if let Some(bar) = &self.bar {
            bar.set_length(new as u64);
            bar.set_position(settled as u64);
            bar.set_message(doing);
        } else {
            tracing::info!(
                "{doing}: {} of {}, {}, {}",
                count(settled as u64),
                counted(new as u64, "task"),
                bytes(done as u64),
                counted(requests.into(), "request")
            );
        }
    }

    pub(super) fn end(&mut self, push: &Push) {
        self.show(push);
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// What would be sent.
pub(super) fn plan(push: &Push, title: &str) {
    let plan = push.plan();
    let all = push.candidates().len();
    tracing::info!(
        "Dry run, nothing was written: {} = {} new + {} already in {title:?} + {} refused.",
        counted(all as u64, "result"),
        count(plan.new.len() as u64),
        count(plan.there.len() as u64),
        count(plan.refused.len() as u64)
    );
    let predictions: u64 =
        plan.new.iter().filter_map(|p| push.candidates().get(*p)).map(|c| c.size().predictions).sum();
    tracing::info!(
        "To send: {} with {}, in {}.",
        bytes(plan.bytes as u64),
        counted(predictions, "prediction"),
        counted(plan.chunks.len() as u64, "request")
    );
    causes(plan.refused.iter().map(|(place, reason)| {
        (reason.as_str(), push.candidates().get(*place).map_or(0, |candidate| candidate.row))
    }));
    doubled(&push.doubled().into_iter().map(|(c, ids)| (c.custom_id.clone(), ids)).collect::<Vec<_>>());
}

/// What came of it.
pub(super) fn end(push: &Push, receipt: &Receipt) {
    let head = &receipt.head;
    let tally = head.tally;
    let mut parts = vec![format!("{} created", count(tally.created))];
    for (number, word) in [
        (tally.repaired, "of them repaired"),
        (tally.attached, "got predictions"),
        (tally.there, "already there"),
        (tally.not_sent, "not sent"),
        (tally.in_doubt, "in doubt"),
    ] {
        if number > 0 {
            parts.push(format!("{} {word}", count(number)));
        }
    }
    tracing::info!("{} = {}.", counted(tally.total(), "result"), parts.join(", "));
    for entry in head.ledger() {
        let verdict = entry.verdict.map_or_else(|why| why, |()| "adds up".to_owned());
        tracing::info!("{}: {} + {} = {}; {verdict}.", entry.what, entry.before, entry.sent, entry.after);
    }
    if push.has_written() && head.after.is_none() {
        tracing::warn!("The project could not be counted again.");
    }
    for surplus in &head.surplus {
        tracing::info!(
            "{}: it was there twice, from two requests at the same time; task {} stays, {:?} removed.",
            surplus.custom_id,
            surplus.kept,
            surplus.removed
        );
    }
    causes(receipt.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::NotSent { reason } | Outcome::InDoubt { reason } => Some((reason.as_str(), row.row)),
        _ => None,
    }));
    doubled(&head.doubled);
    if let Some(why) = &head.trouble {
        tracing::error!("It ended early: {why}.");
    }
}

/// Why results were not sent, the most frequent first.
fn causes<'a>(refused: impl Iterator<Item = (&'a str, u64)>) {
    let mut causes: HashMap<&str, (u64, u64)> = HashMap::new();
    for (reason, row) in refused {
        causes.entry(reason).or_insert((0, row)).0 += 1;
    }
    let mut causes: Vec<(&str, (u64, u64))> = causes.into_iter().collect();
    causes.sort_by_key(|(reason, (number, _))| (std::cmp::Reverse(*number), *reason));
    for (reason, (number, row)) in causes.iter().take(NAMED) {
        tracing::warn!("{}, the first in line {row}: {reason}", counted(*number, "result"));
    }
    if causes.len() > NAMED {
        tracing::warn!(
            "and {}; the receipt names each.",
            counted((causes.len() - NAMED) as u64, "more cause")
        );
    }
}

fn doubled(doubled: &[(String, Vec<u64>)]) {
    for (name, ids) in doubled.iter().take(NAMED) {
        tracing::warn!("{name} is in the project more than once, as tasks {ids:?}. Nothing is deleted here.");
    }
    if doubled.len() > NAMED {
        tracing::warn!("and {} more than once.", counted((doubled.len() - NAMED) as u64, "more result"));
    }
}
