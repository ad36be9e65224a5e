//! A filter cut into words, and words into a field, an operator and values. Spans are bytes of the whole text.

use std::ops::Range;

/// One word: what stands between white space that is not within quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// Where it begins, the minus included.
    pub(super) start: usize,
    pub(super) not: bool,
    /// Where `body` begins.
    pub(super) at: usize,
    pub(super) body: &'a str,
}

/// How a field and its values are tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `:`
    Has,
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `>`
    Over,
    /// `>=`
    From,
    /// `<`
    Under,
    /// `<=`
    UpTo,
}

/// One of the values behind an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) span: Range<usize>,
    /// Without its quotes.
    pub(super) text: String,
    pub(super) quoted: bool,
}

/// The words of a filter.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut from = 0;
    while let Some((start, rest)) = skip_space(text, from) {
        let end = start + length(rest, char::is_whitespace);
        let whole = text.get(start..end).unwrap_or_default();
        let not = whole.len() > 1 && whole.starts_with('-');
        let at = start + usize::from(not);
        words.push(Word { start, not, at, body: text.get(at..end).unwrap_or_default() });
        from = end;
    }
    words
}

fn skip_space(text: &str, from: usize) -> Option<(usize, &str)> {
    let rest = text.get(from..)?;
    let trimmed = rest.trim_start();
    (!trimmed.is_empty()).then(|| (from + rest.len() - trimmed.len(), trimmed))
}

/// Bytes until a character outside quotes that `ends`.
fn length(text: &str, ends: impl Fn(char) -> bool) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted && ends(character) => return at,
            _ => {}
        }
    }
    text.len()
}

/// What closes a quote that is open at the end, so that something can be written behind it.
pub(super) fn closing(text: &str) -> &'static str {
    let (mut quoted, mut escaped) = (false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
    }
    match (quoted, escaped) {
        (true, true) => "\\\"",
        (true, false) => "\"",
        _ => "",
    }
}

/// `field`, operator, and where the values begin. `None`: this is no such word.
pub(super) fn field(body: &str) -> Option<(&str, Op, usize)> {
    if !body.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = length(body, |character| matches!(character, ':' | '=' | '!' | '<' | '>'));
    let (name, rest) = body.split_at_checked(end)?;
    let (op, width) = op(rest)?;
    // A path may hold anything within quotes; any other field is a plain word.
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    (path_of(name).is_some() || name.chars().all(plain)).then_some((name, op, end + width))
}

fn op(text: &str) -> Option<(Op, usize)> {
    let ops = [
        ("!=", Op::IsNot),
        (">=", Op::From),
        ("<=", Op::UpTo),
        (":", Op::Has),
        ("=", Op::Is),
        (">", Op::Over),
        ("<", Op::Under),
    ];
    ops.into_iter().find_map(|(sign, op)| text.starts_with(sign).then_some((op, sign.len())))
}

/// What follows `json`: `.path`, `[0]`.
pub(super) fn path_of(name: &str) -> Option<&str> {
    let rest = name.get(..4).filter(|json| json.eq_ignore_ascii_case("json")).and_then(|_| name.get(4..))?;
    rest.starts_with(['.', '[']).then_some(rest)
}

/// The values, cut at commas; `at` is where `text` begins. Empty ones are left out.
pub(super) fn items(text: &str, at: usize) -> Vec<Item> {
    let mut items = Vec::new();
    let mut from = 0;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let end = from + length(rest, |character| character == ',');
        let raw = text.get(from..end).unwrap_or_default();
        if !raw.is_empty() {
            items.push(Item { span: at + from..at + end, text: unquoted(raw), quoted: raw.contains('"') });
        }
        if end >= text.len() {
            return items;
        }
        from = end + 1;
    }
}

/// Without quotes; within them `\"`, `\\`, `\n` and `\t` mean one character.
pub(super) fn unquoted(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut quoted = false;
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            '\\' if quoted => match characters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(plain @ ('"' | '\\')) => out.push(plain),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            _ => out.push(character),
        }
    }
    out
}

/// In quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => out.push(character),
        }
    }
    out + "\""
}

/// A value as it is written behind an operator: in quotes where it must be.
pub fn written(text: &str) -> String {
    let bare = |character: char| !character.is_whitespace() && !matches!(character, '"' | ',' | '*' | '\\');
    let plain = !text.is_empty() && text.chars().all(bare) && !text.contains("..") && !is_reserved(text);
    if plain { text.to_owned() } else { quoted(text) }
}

/// Words that without quotes mean something else than themselves.
fn is_reserved(text: &str) -> bool {
    ["none", "null", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
        || text.parse::<f64>().is_ok()
}
