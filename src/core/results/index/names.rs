//! Words that repeat from row to row, kept once.

use hashbrown::HashMap;

/// A word by its number. The default is the empty word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sym(u32);

/// The words of one column.
#[derive(Debug, Default)]
pub struct Names {
    /// Without the empty word, whose number is 0.
    words: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Sym>,
    /// Asked for last.
    last: Sym,
}

impl Names {
    /// The number of a word, a new one where it is new.
    pub fn sym(&mut self, name: &str) -> Sym {
        if name.is_empty() {
            return Sym::default();
        }
        // Most rows say what the row before says.
        if self.name(self.last) == name {
            return self.last;
        }
        if let Some(sym) = self.numbers.get(name) {
            self.last = *sym;
            return *sym;
        }
        self.words.push(name.into());
        let sym = Sym(u32::try_from(self.words.len()).unwrap_or_default());
        self.numbers.insert(name.into(), sym);
        self.last = sym;
        sym
    }

    /// The number of a word that is there.
    pub fn find(&self, name: &str) -> Option<Sym> {
        if name.is_empty() { Some(Sym::default()) } else { self.numbers.get(name).copied() }
    }

    /// The word; empty for a number of another column.
    pub fn name(&self, sym: Sym) -> &str {
        let at = (sym.0 as usize).checked_sub(1);
        at.and_then(|at| self.words.get(at)).map_or("", |name| name)
    }

    /// How many there are, the empty one included: numbers are below this.
    pub fn len(&self) -> usize {
        self.words.len() + 1
    }

    /// There is always the empty word.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// All of them, the empty one first.
    pub fn iter(&self) -> impl Iterator<Item = (Sym, &str)> {
        let named = (1u32..).zip(&self.words).map(|(number, name)| (Sym(number), &**name));
        std::iter::once((Sym::default(), "")).chain(named)
    }
}

impl Sym {
    /// The number, for tables by word.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let mut names = Names::default();
        let (a, b) = (names.sym("a"), names.sym("b"));
        assert_eq!((names.sym("a"), names.find("b"), names.find("c")), (a, Some(b), None));
        assert_eq!((names.name(a), names.name(b), names.name(Sym(9))), ("a", "b", ""));
        assert_eq!((names.sym(""), names.name(Sym::default())), (Sym::default(), ""));
        assert_eq!(names.iter().map(|(_, name)| name).collect::<Vec<_>>(), ["", "a", "b"]);
    }
}
