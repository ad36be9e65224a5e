//! What a screen reader is told, in turn: one message at a time, and what somebody waits for first.

/// Whether somebody waits for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What became of something that a person just did.
    Answer,
    /// What became of work in the background.
    News,
}

/// The messages that wait for their turn: of each kind the newest.
#[derive(Debug, Default)]
pub struct Spoken {
    /// One was said a moment ago, and is not interrupted.
    busy: bool,
    answer: Option<String>,
    news: Option<String>,
}

impl Spoken {
    /// Takes a message in. `Some`: it is said now, and [`turn`](Self::turn) is to be asked until it has no more.
    pub fn offer(&mut self, kind: Kind, text: String) -> Option<String> {
        if !self.busy {
            self.busy = true;
            return Some(text);
        }
        *match kind {
            Kind::Answer => &mut self.answer,
            Kind::News => &mut self.news,
        } = Some(text);
        None
    }

    /// What is said once the last message was heard; `None`: nothing, and the next one is said at once.
    pub fn turn(&mut self) -> Option<String> {
        let next = self.answer.take().or_else(|| self.news.take());
        self.busy = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind::*, *};

    /// What is said, when all of these come within a moment.
    fn said(messages: &[(Kind, &str)]) -> Vec<String> {
        let mut spoken = Spoken::default();
        let mut said: Vec<String> =
            messages.iter().filter_map(|(kind, text)| spoken.offer(*kind, (*text).to_owned())).collect();
        said.extend(std::iter::from_fn(|| spoken.turn()));
        assert!(spoken.offer(News, "later".to_owned()).is_some(), "after a silence nothing waits");
        said
    }

    #[test]
    fn what_nobody_waits_for_takes_no_answers_place() {
        assert_eq!(
            said(&[(Answer, "checking"), (Answer, "refused"), (News, "1 task")]),
            ["checking", "refused", "1 task"]
        );
        assert_eq!(
            said(&[(News, "1 task"), (News, "2 tasks"), (Answer, "refused")]),
            ["1 task", "refused", "2 tasks"]
        );
    }

    #[test]
    fn the_newest_of_a_kind_is_said() {
        assert_eq!(
            said(&[(Answer, "1 selected"), (Answer, "2 selected"), (Answer, "3 selected")]),
            ["1 selected", "3 selected"]
        );
        assert!(said(&[]).is_empty());
    }
}
