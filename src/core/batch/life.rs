//! What follows from a batch's fields: its name, its end, its age. Now is given, never asked for.

use super::{Batch, Counts, Status, Usage};
use serde_json::Value;

/// Where people put a batch's name, best first: the name itself, then what it was made from.
const NAME_KEYS: [&str; 5] = ["name", "title", "job_name", "description", "job_description"];
const SOURCE_KEYS: [&str; 5] = ["input_filename", "input_file_name", "input_file", "filename", "source_file"];

impl Batch {
    /// What to call it: a name or title from the metadata, else from unknown fields, else the input's file
    /// name, else the id.
    pub fn name(&self) -> &str {
        let metadata = |key: &str| {
            let found = self.metadata.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
            found.map(|(_, value)| value.trim())
        };
        let extra = |key: &str| self.extra.get(key).and_then(Value::as_str).map(str::trim);
        let filled = |text: &&str| !text.is_empty();
        [NAME_KEYS, SOURCE_KEYS]
            .into_iter()
            .find_map(|keys| {
                let named = keys.iter().find_map(|key| metadata(key).filter(filled));
                named.or_else(|| keys.iter().find_map(|key| extra(key).filter(filled)))
            })
            .unwrap_or(&self.id)
    }

    /// Nothing will change any more: a terminal status, or an unknown one with the time of an end (D8).
    pub fn is_finished(&self) -> bool {
        match &self.status {
            Status::Other(_) => self.ended_at().is_some(),
            standard => standard.is_terminal(),
        }
    }

    /// When it ended, whichever way, Unix seconds.
    pub fn ended_at(&self) -> Option<i64> {
        let times = &self.times;
        times.completed_at.or(times.failed_at).or(times.cancelled_at).or(times.expired_at)
    }

    /// How long it took, from the moment it ran (else was created) to its end. `None` until it ended.
    pub fn duration_seconds(&self) -> Option<u64> {
        let told = || self.extra.get("duration").and_then(Value::as_f64);
        let span = self
            .ended_at()
            .zip(self.started_at())
            .and_then(|(end, start)| u64::try_from(end.checked_sub(start)?).ok());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration, checked")]
        span.or_else(|| told().filter(|seconds| (0.0..1e10).contains(seconds)).map(|seconds| seconds as u64))
    }

    /// How long it has been running at `now` (Unix seconds). `None` when it ended or has not begun.
    pub fn running_seconds(&self, now: i64) -> Option<u64> {
        if self.is_finished() {
            return None;
        }
        self.times.in_progress_at.and_then(|start| u64::try_from(now.checked_sub(start)?).ok())
    }

    /// Seconds since it was created; negative when the clocks disagree.
    pub fn age_seconds(&self, now: i64) -> Option<i64> {
        self.created_at.map(|created| now.saturating_sub(created))
    }

    /// Not finished, though its time is up: a server that was restarted may leave it so for ever (D20).
    pub fn is_stale(&self, now: i64) -> bool {
        !self.is_finished() && self.times.expires_at.is_some_and(|end| now > end)
    }

    /// There are files to read although the counts say nothing: count lines instead (D9).
    pub fn counts_need_lines(&self) -> bool {
        self.counts.is_silent() && (self.output_file_id.is_some() || self.error_file_id.is_some())
    }

    fn started_at(&self) -> Option<i64> {
        self.times.in_progress_at.or(self.created_at)
    }
}

impl Counts {
    /// Every request failed, by the server's word: such a batch opens on its errors.
    pub fn all_failed(&self) -> bool {
        let failed = self.failed.unwrap_or(0);
        failed > 0 && self.completed.unwrap_or(0) == 0 && self.total.is_none_or(|total| failed >= total)
    }

    /// It says nothing: no number, or zeros only.
    pub fn is_silent(&self) -> bool {
        [self.total, self.completed, self.failed].into_iter().all(|count| count.unwrap_or(0) == 0)
    }

    /// Requests that are done, either way.
    pub fn done(&self) -> u64 {
        self.completed.unwrap_or(0).saturating_add(self.failed.unwrap_or(0))
    }
}

impl Usage {
    /// From the wire, under the names of chat completions or of responses. Zeros count as absent (D22).
    pub fn from_value(value: &Value) -> Option<Self> {
        let number =
            |names: [&str; 2]| names.into_iter().find_map(|name| value.get(name).and_then(Value::as_u64));
        Self::from_counts(
            number(["prompt_tokens", "input_tokens"]),
            number(["completion_tokens", "output_tokens"]),
        )
    }

    /// `None` when nothing is counted.
    pub(crate) fn from_counts(input: Option<u64>, output: Option<u64>) -> Option<Self> {
        let usage = Self { input: input.unwrap_or(0), output: output.unwrap_or(0) };
        (usage != Self::default()).then_some(usage)
    }
}
