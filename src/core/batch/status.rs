//! The words for a status: from the wire, and for people.

use super::Status;

impl Status {
    /// Reads the wire's word: case, `-` and blanks do not matter, `canceled` is `cancelled` (D8).
    pub fn parse(word: &str) -> Self {
        let word = word.trim();
        match plain(word).as_str() {
            "validating" => Self::Validating,
            "in_progress" => Self::InProgress,
            "finalizing" => Self::Finalizing,
            "completed" => Self::Completed,
            "failed" => Self::Failed,
            "expired" => Self::Expired,
            "cancelling" | "canceling" => Self::Cancelling,
            "cancelled" | "canceled" => Self::Cancelled,
            _ => Self::Other(word.to_owned()),
        }
    }

    /// Nothing will change any more. A word outside the standard says nothing of that: ask
    /// [`Batch::is_finished`](super::Batch::is_finished).
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Expired | Self::Cancelled)
    }

    /// The word for people: `In progress`. An unknown word keeps its letters: `SCHEDULING` is `Scheduling`.
    pub fn label(&self) -> String {
        let standard = match self {
            Self::Validating => "Validating",
            Self::InProgress => "In progress",
            Self::Finalizing => "Finalizing",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::Expired => "Expired",
            Self::Cancelling => "Cancelling",
            Self::Cancelled => "Cancelled",
            Self::Other(word) => return spoken(word),
        };
        standard.to_owned()
    }

    /// The wire's own word, in the standard's spelling: for CSS classes, URLs and filters.
    pub fn word(&self) -> &str {
        match self {
            Self::Validating => "validating",
            Self::InProgress => "in_progress",
            Self::Finalizing => "finalizing",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
            Self::Other(word) => word,
        }
    }
}

fn plain(word: &str) -> String {
    word.chars().map(|c| if c == '-' || c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect()
}

fn spoken(word: &str) -> String {
    let words = crate::core::text::one_line(&word.replace(['_', '-'], " ").to_lowercase(), 40);
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_case_do_not_matter() {
        assert_eq!(Status::parse("IN_PROGRESS"), Status::InProgress);
        assert_eq!(Status::parse("in-progress"), Status::InProgress);
        assert_eq!(Status::parse("Canceled"), Status::Cancelled);
        assert_eq!(Status::parse("CANCELLING"), Status::Cancelling);
        assert_eq!(Status::parse(" completed "), Status::Completed);
        assert_eq!(Status::parse("Scheduling"), Status::Other("Scheduling".into()));
        assert_eq!(Status::parse(""), Status::Other(String::new()));
    }

    #[test]
    fn words_come_back() {
        for word in [
            "validating",
            "in_progress",
            "finalizing",
            "completed",
            "failed",
            "expired",
            "cancelling",
            "cancelled",
            "x",
        ] {
            assert_eq!(Status::parse(word).word(), word);
        }
    }

    #[test]
    fn labels_for_people() {
        assert_eq!(Status::InProgress.label(), "In progress");
        assert_eq!(Status::parse("PENDING_APPROVAL").label(), "Pending approval");
        assert_eq!(Status::parse("").label(), "Unknown");
        assert!(!Status::parse("finalized").is_terminal());
        assert!(Status::parse("EXPIRED").is_terminal());
    }
}
