//! What rows have in common, kept once for all that have the same: a row holds a number instead of three words.

use super::Sym;
use hashbrown::HashMap;

/// Model, finish reason and error code of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    pub(super) model: Sym,
    pub(super) finish_reason: Sym,
    pub(super) error_code: Sym,
}

/// All kinds that there are.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    all: Vec<Kind>,
    numbers: HashMap<Kind, u32>,
    /// Asked for last.
    last: u32,
}

impl Kinds {
    /// The number of a kind, a new one where it is new.
    pub(super) fn number(&mut self, kind: Kind) -> u32 {
        // Most rows are of the kind of the row before.
        if self.all.get(self.last as usize) != Some(&kind) {
            let all = &mut self.all;
            self.last = *self.numbers.entry(kind).or_insert_with(|| {
                all.push(kind);
                u32::try_from(all.len() - 1).unwrap_or(u32::MAX)
            });
        }
        self.last
    }

    /// The kind of a number.
    pub(super) fn kind(&self, number: u32) -> Kind {
        self.all.get(number as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_keeps_its_number() {
        let mut kinds = Kinds::default();
        let kind = |word: &str| Kind { model: super::super::Names::default().sym(word), ..Kind::default() };
        let (none, some) = (kind(""), kind("m"));
        assert_eq!([none, some, some, none].map(|kind| kinds.number(kind)), [0, 1, 1, 0]);
        assert_eq!((kinds.kind(0), kinds.kind(1), kinds.kind(7)), (none, some, Kind::default()));
    }
}
