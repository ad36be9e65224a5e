//! A text cut into what people compare.

/// Words, stretches of white space, line breaks and single marks; together they are the text.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = Kind::of(first);
        let length = match kind {
            Kind::Mark | Kind::Break => first.len_utf8(),
            Kind::Word | Kind::Space => rest.find(|c| Kind::of(c) != kind).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        out.push(token);
        rest = after;
    }
    out
}

/// Lines with their ends.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// How many tokens [`split`] makes; stops counting a little above `most`.
pub(super) fn count(text: &str, most: usize) -> usize {
    let mut before = None;
    let starts = text.chars().filter(|c| {
        let kind = Kind::of(*c);
        let new = matches!(kind, Kind::Mark | Kind::Break) || before != Some(kind);
        before = Some(kind);
        new
    });
    starts.take(most.saturating_add(1)).count()
}

/// How many words there are, as people count them.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Space,
    Break,
    Mark,
}

impl Kind {
    fn of(character: char) -> Self {
        match character {
            '\n' => Self::Break,
            // Languages that are written without spaces are compared by the letter.
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3fffd}' => Self::Mark,
            c if c.is_whitespace() => Self::Space,
            c if c.is_alphanumeric() || matches!(c, '_' | '\'' | '’' | '\u{300}'..='\u{36f}') => Self::Word,
            _ => Self::Mark,
        }
    }
}
