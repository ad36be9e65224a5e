//! How a batch ended, in a sentence: what is missing, and what can be opened all the same.

use super::{Batch, Status};
use crate::core::text;

impl Batch {
    /// Requests that it is over for, without a result: those that expired or were cancelled before they ran,
    /// and those that the server dropped.
    pub fn missing(&self) -> u64 {
        let open = self.counts.total.unwrap_or(0).saturating_sub(self.counts.done());
        // A batch that failed validation never began: nothing is missing from it.
        if self.is_finished() && self.status != Status::Failed { open } else { 0 }
    }

    /// Whether there is a file to read.
    pub fn has_results(&self) -> bool {
        self.output_file_id.is_some() || self.error_file_id.is_some()
    }

    /// How it ended before all was done, and what can be opened all the same. `None`: there is nothing to say.
    pub fn ending(&self) -> Option<String> {
        let cause = match self.status {
            Status::Expired => "Its time ran out",
            Status::Cancelled => "It was cancelled",
            Status::Failed => "It failed",
            Status::Completed if self.counts.all_failed() => {
                return Some(
                    "Every request failed. It opens on its errors, the most frequent first.".to_owned(),
                );
            }
            _ => return None,
        };
        let missing = match (self.missing(), self.counts.total) {
            (0, _) | (_, None) => String::new(),
            (missing, Some(total)) if missing == total => " before any request had run".to_owned(),
            (missing, Some(total)) => {
                format!(
                    " while {} of {} were still to come",
                    text::count(missing),
                    text::counted(total, "request")
                )
            }
        };
        let rest = match (self.has_results(), self.status == Status::Failed) {
            (true, _) => "What came back can be opened.",
            (false, true) => "There is no file of results; only the requests can be opened.",
            (false, false) => "The server names no file of results; only the requests can be opened.",
        };
        let rest = if self.input_file_id.is_none() && !self.has_results() {
            "It left no file to open."
        } else {
            rest
        };
        Some(format!("{cause}{missing}. {rest}"))
    }

    /// The words that open it: `Open 1,941 results`, `Open the errors`, `Open what came back`.
    pub fn opening(&self) -> String {
        let done = self.counts.done();
        match self.status {
            _ if self.counts.all_failed() => "Open the errors".to_owned(),
            Status::Completed => match self.counts.total {
                Some(total) if total > 0 => format!("Open {}", text::counted(total, "result")),
                _ => "Open results".to_owned(),
            },
            _ if self.has_results() && self.is_finished() && done > 0 => {
                format!("Open {} that came back", text::counted(done, "result"))
            }
            _ if self.has_results() => "Open what came back".to_owned(),
            _ if self.input_file_id.is_some() => "Open its requests".to_owned(),
            _ => "Open".to_owned(),
        }
    }

    /// What is said when it has ended: its name, how, and its counts.
    pub fn farewell(&self) -> String {
        let name = text::one_line(self.name(), 80);
        let how = match self.status {
            Status::Completed => "is completed",
            Status::Failed => "has failed",
            Status::Expired => "has expired",
            Status::Cancelled => "was cancelled",
            _ => "has ended",
        };
        let counts = match (self.counts.completed, self.counts.failed.unwrap_or(0)) {
            (Some(completed), 0) => format!(": {} succeeded", text::count(completed)),
            (Some(completed), failed) => {
                format!(": {} succeeded, {} failed", text::count(completed), text::count(failed))
            }
            (None, _) => String::new(),
        };
        format!("{name} {how}{counts}.")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn batch(status: &str, counts: [u64; 3], output: &str) -> Batch {
        let [total, completed, failed] = counts;
        Batch::from_value(
            &json!({ "id": "b", "status": status, "output_file_id": output, "input_file_id": "in",
            "request_counts": { "total": total, "completed": completed, "failed": failed } }),
        )
        .unwrap()
    }

    #[test]
    fn what_ended_early_says_what_is_left_of_it() {
        let said = |status, counts, output| batch(status, counts, output).ending().unwrap_or_default();
        assert_eq!(
            said("expired", [5000, 3127, 18], "out"),
            "Its time ran out while 1,855 of 5,000 requests were still to come. What came back can be opened."
        );
        assert_eq!(
            said("cancelled", [5, 0, 0], ""),
            "It was cancelled before any request had run. The server names no file of results; only the requests can be opened."
        );
        assert!(said("failed", [300, 0, 0], "").starts_with("It failed. There is no file"));
        assert!(said("completed", [7, 0, 7], "").starts_with("Every request failed."));
        assert_eq!(said("completed", [7, 6, 1], "out"), "");
        assert_eq!(said("in_progress", [7, 6, 1], "out"), "");
    }

    #[test]
    fn the_button_promises_what_there_is() {
        let said = |status, counts, output| batch(status, counts, output).opening();
        assert_eq!(said("completed", [2000, 1941, 42], "out"), "Open 2,000 results");
        assert_eq!(said("completed", [0, 0, 0], "out"), "Open results");
        assert_eq!(said("completed", [7, 0, 7], "out"), "Open the errors");
        assert_eq!(said("expired", [9, 3, 1], "out"), "Open 4 results that came back");
        assert_eq!(said("in_progress", [9, 3, 1], "out"), "Open what came back");
        assert_eq!(said("failed", [9, 0, 0], ""), "Open its requests");
    }

    #[test]
    fn an_end_is_told_with_its_counts() {
        assert_eq!(batch("completed", [9, 8, 1], "out").farewell(), "b is completed: 8 succeeded, 1 failed.");
        assert_eq!(batch("cancelled", [9, 8, 0], "out").farewell(), "b was cancelled: 8 succeeded.");
    }
}
