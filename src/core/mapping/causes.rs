//! The problems of many tasks, by cause: how often each occurs, and the first rows where.

use super::Task;

/// Rows that are named of each cause.
const ROWS: usize = 8;

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The field or the control.
    pub variable: String,
    /// What is wrong, in words that follow its name; the first of its kind.
    pub reason: String,
    /// How many rows have it.
    pub count: u64,
    /// The first of them: their places.
    pub rows: Vec<u32>,
}

/// Problems as they are met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Causes {
    /// Each cause once, in the order in which it was first met.
    list: Vec<Cause>,
    /// Tasks that were looked at.
    pub tasks: u64,
    /// Those of them that cannot be sent.
    pub refused: u64,
}

impl Causes {
    /// Takes in the task of the row at this place.
    pub fn add(&mut self, place: u32, task: &Task) {
        self.tasks += 1;
        self.refused += u64::from(!task.is_sendable());
        for problem in &task.problems {
            let kind = kind(&problem.reason);
            let known = self
                .list
                .iter_mut()
                .find(|cause| cause.variable == problem.variable && self::kind(&cause.reason) == kind);
            if let Some(cause) = known {
                cause.count += 1;
                if cause.rows.len() < ROWS {
                    cause.rows.push(place);
                }
            } else {
                self.list.push(Cause {
                    variable: problem.variable.clone(),
                    reason: problem.reason.clone(),
                    count: 1,
                    rows: vec![place],
                });
            }
        }
    }

    /// The causes, the most frequent first.
    pub fn by_count(&self) -> Vec<Cause> {
        let mut list = self.list.clone();
        list.sort_by_key(|cause| std::cmp::Reverse(cause.count));
        list
    }
}

/// A reason without the words that differ from row to row: what is said by the server, and whole numbers.
fn kind(reason: &str) -> &str {
    match reason.find("): ") {
        Some(end) if reason.starts_with("the request failed") => reason.get(..end).unwrap_or(reason),
        _ if reason.starts_with("data['") => reason.split('=').next().unwrap_or(reason),
        _ if reason.starts_with("the line cannot be read") => "the line cannot be read",
        _ => reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::mapping::Problem;

    fn task(problems: &[(&str, &str)]) -> Task {
        let problem = |(variable, reason): &(&str, &str)| Problem {
            variable: (*variable).to_owned(),
            reason: (*reason).to_owned(),
        };
        Task { problems: problems.iter().map(problem).collect(), ..Task::default() }
    }

    #[test]
    fn alike_problems_are_one_cause() {
        let mut causes = Causes::default();
        causes.add(0, &task(&[("a", "the answer is empty")]));
        for place in 1..20 {
            let said = format!("the request failed (429): try again in {place} s");
            causes.add(place, &task(&[("a", &said), ("b", "the answer is empty")]));
        }
        causes.add(20, &task(&[]));
        let found: Vec<_> =
            causes.by_count().into_iter().map(|c| (c.variable, c.count, c.rows.len(), c.rows[0])).collect();
        assert_eq!(found, [("a".into(), 19, 8, 1), ("b".into(), 19, 8, 1), ("a".into(), 1, 1, 0)]);
        assert_eq!((causes.tasks, causes.refused), (21, 20));
    }
}
