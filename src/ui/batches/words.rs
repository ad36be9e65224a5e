//! What the list says of a batch, in words.

use crate::{
    core::{
        batch::{Batch, Status},
        text,
    },
    ui::kit::{Name, Part, TallyPart},
};

/// Shape and word of where a batch stands.
pub(super) fn status(batch: &Batch, now: i64) -> (Name, String) {
    let icon = match batch.status {
        Status::Completed if batch.counts.all_failed() => return (Name::Bad, "All failed".to_owned()),
        _ if batch.is_stale(now) => return (Name::Warn, "Overdue".to_owned()),
        Status::Completed => Name::Ok,
        Status::Failed => Name::Bad,
        Status::Expired => Name::Wait,
        Status::Cancelled => Name::Skip,
        Status::Other(_) if batch.is_finished() => Name::Skip,
        _ => Name::Run,
    };
    (icon, batch.status.label())
}

/// The parts of its tally, by the server's own counts.
pub(super) fn tally(batch: &Batch) -> Vec<TallyPart> {
    let counts = batch.counts;
    let part = |part, count, word| TallyPart { part, count, word };
    vec![
        part(Part::Ok, counts.completed.unwrap_or(0), "succeeded"),
        part(Part::Bad, counts.failed.unwrap_or(0), "failed"),
        part(Part::None, batch.missing(), "no result"),
    ]
}

/// What stands at the end of its tally: `42 failed · 17 no result`, `about 13 min left`; and whether it is bad.
pub(super) fn remark(batch: &Batch, now: i64) -> (String, bool) {
    if let Some(error) = batch.errors.first().filter(|_| batch.status == Status::Failed) {
        return (text::one_line(&error.message, 120), true);
    }
    if batch.counts.is_silent() {
        let words = if batch.counts_need_lines() { "counts not told" } else { "" };
        return (words.to_owned(), false);
    }
    if !batch.is_finished() {
        return (batch.seconds_left(now).map(left).unwrap_or_default(), false);
    }
    let failed = batch.counts.failed.unwrap_or(0);
    // What expired or was cancelled never ran; what a completed batch lacks was lost.
    let lacking = if batch.status == Status::Completed { "no result" } else { "never ran" };
    let parts: Vec<_> = [(failed, "failed"), (batch.missing(), lacking)]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", text::count(count)))
        .collect();
    (if parts.is_empty() { "all succeeded".to_owned() } else { parts.join(" · ") }, false)
}

/// How fast it moves and how long it may still take; `None`: it does not run.
pub(super) fn progress(batch: &Batch, now: i64) -> Option<String> {
    let pace = batch.pace(now);
    let left = batch.seconds_left(now).map(left);
    let ran = || batch.running_seconds(now).map(|ran| format!("running for {}", text::duration(ran)));
    match (pace, left) {
        (Some(pace), Some(left)) => Some(format!("{pace}, {left}")),
        (one, other) => one.or(other).or_else(ran),
    }
}

fn left(seconds: u64) -> String {
    format!("about {} left", text::duration(seconds))
}

/// `chat`, `embeddings`: the endpoint in a word.
pub(super) fn endpoint(batch: &Batch) -> &str {
    let path = batch.endpoint.trim_end_matches('/');
    match path.strip_suffix("/completions").and_then(|path| path.rsplit('/').next()) {
        Some("chat") => "chat",
        _ => path.rsplit('/').next().unwrap_or_default(),
    }
}

/// `18 min`: how long ago, short, for a column.
pub(super) fn age(batch: &Batch, now: i64) -> String {
    let age = batch.age_seconds(now).map_or_else(|| "—".to_owned(), text::age);
    age.trim_end_matches(" ago").to_owned()
}

/// How long it took or takes.
pub(super) fn took(batch: &Batch, now: i64) -> String {
    let seconds = batch.duration_seconds().or_else(|| batch.running_seconds(now));
    seconds.map_or_else(|| "—".to_owned(), text::duration)
}

/// Tokens, both ways.
pub(super) fn tokens(batch: &Batch) -> String {
    batch.usage.map_or_else(|| "—".to_owned(), |usage| text::tokens(usage.input.saturating_add(usage.output)))
}
