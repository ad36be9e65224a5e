//! The source's lines in colour: each byte gets a class from the reader's spans, then runs become pieces.

use crate::core::labeling::{
    Diagnostic, Document, Severity, bind,
    span::Span,
    tree::{Element, NodeKind},
};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

const TAG: u8 = 1;
const ATTRIBUTE: u8 = 2;
const STRING: u8 = 3;
const VARIABLE: u8 = 4;
const COMMENT: u8 = 5;
const COLOUR: u8 = 7;
const ERROR: u8 = 8;
const WARNING: u8 = 16;
const RELATED: u8 = 32;

/// A run of one class.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece {
    /// Classes of the style sheet; empty: plain.
    pub class: String,
    /// As written.
    pub text: String,
}

/// One line of the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// What it is made of.
    pub pieces: Vec<Piece>,
    /// The first problem that begins here: its place in the report, and how bad it is.
    pub mark: Option<(usize, bool)>,
    /// The current problem begins here.
    pub current: bool,
}

impl Line {
    /// Two lines of the same key look the same.
    pub fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// All lines. `current` is the place of the current problem among `problems`.
pub fn lines(document: &Document, problems: &[Diagnostic], current: Option<usize>) -> Vec<Line> {
    let source = document.source.as_str();
    let mut paint = Paint(vec![0; source.len()]);
    for node in &document.nodes {
        match &node.kind {
            NodeKind::Element(element) => paint.element(source, element),
            NodeKind::Comment | NodeKind::Instruction | NodeKind::Doctype => paint.fill(node.span, COMMENT),
            NodeKind::Cdata(_) => paint.fill(node.span, STRING),
            NodeKind::Text(_) => {}
        }
    }
    for problem in problems {
        let flag = if problem.severity == Severity::Error { ERROR } else { WARNING };
        paint.mark(visible(source, problem.span), flag);
    }
    if let Some(problem) = current.and_then(|at| problems.get(at)) {
        for (span, _) in &problem.related {
            paint.mark(visible(source, *span), RELATED);
        }
    }
    let begins = |problem: &Diagnostic| document.position(problem.span.start).line;
    let begins: Vec<usize> = problems.iter().map(begins).collect();
    let mut start = 0;
    let numbered = source.split('\n').zip(1..);
    numbered
        .map(|(text, number)| {
            let here = |(_, line): &(usize, &usize)| **line == number;
            // An error counts more than a warning, and errors come first.
            let mark = begins.iter().enumerate().find(here).map(|(at, _)| {
                (at, problems.get(at).is_some_and(|problem| problem.severity == Severity::Error))
            });
            let pieces = paint.pieces(text, start);
            start += text.len() + 1;
            let current = current.and_then(|at| begins.get(at)) == Some(&number);
            Line { number, pieces, mark, current }
        })
        .collect()
}

/// Every `$variable` in the values of attributes.
pub fn variables(document: &Document) -> Vec<Span> {
    let source = document.source.as_str();
    let elements = document.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Element(element) => Some(element),
        _ => None,
    });
    let values = elements.flat_map(|element| &element.attributes).map(|attribute| attribute.value_span);
    let within = |value: Span| {
        bind::references(value.of(source))
            .map(move |(at, path)| Span::new(value.start + at, value.start + at + 1 + path.len()))
    };
    values.flat_map(within).collect()
}

/// The part of a span on its first line; of an empty one, the character at its place.
pub fn visible(source: &str, span: Span) -> Span {
    let text = span.of(source);
    let end = text.find('\n').map_or(span.end, |at| span.start + at);
    if end > span.start {
        return Span::new(span.start, end);
    }
    let next = source.get(span.start..).and_then(|rest| rest.chars().next()).filter(|next| *next != '\n');
    Span::new(span.start, span.start + next.map_or(0, char::len_utf8))
}

/// A class for each byte.
struct Paint(Vec<u8>);

impl Paint {
    fn fill(&mut self, span: Span, class: u8) {
        self.0.get_mut(span.start..span.end).unwrap_or_default().fill(class);
    }

    fn mark(&mut self, span: Span, flag: u8) {
        for class in self.0.get_mut(span.start..span.end).unwrap_or_default() {
            *class |= flag;
        }
    }

    fn element(&mut self, source: &str, element: &Element) {
        self.fill(element.open, TAG);
        if let Some((_, close)) = element.close {
            self.fill(close, TAG);
        }
        for attribute in &element.attributes {
            let value = attribute.value_span;
            let quoted = source.get(..value.start).is_some_and(|before| before.ends_with(['"', '\'']));
            self.fill(attribute.span, STRING);
            self.fill(Span::new(attribute.span.start, value.start - usize::from(quoted)), ATTRIBUTE);
            for (at, path) in bind::references(value.of(source)) {
                let from = value.start + at;
                self.fill(Span::new(from, from + 1 + path.len()), VARIABLE);
            }
        }
    }

    /// The runs of one line that starts at this byte.
    fn pieces(&self, text: &str, start: usize) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut last = None;
        for (at, character) in text.trim_end_matches('\r').char_indices() {
            let class = self.0.get(start + at).copied().unwrap_or_default();
            match pieces.last_mut().filter(|_| last == Some(class)) {
                Some(piece) => piece.text.push(character),
                None => pieces.push(Piece { class: names(class), text: character.to_string() }),
            }
            last = Some(class);
        }
        pieces
    }
}

fn names(class: u8) -> String {
    let colour = match class & COLOUR {
        TAG => "t",
        ATTRIBUTE => "a",
        STRING => "s",
        VARIABLE => "v",
        COMMENT => "c",
        _ => "",
    };
    let squiggle = match (class & ERROR, class & WARNING) {
        (0, 0) => "",
        (0, _) => " sq w",
        _ => " sq",
    };
    let related = if class & RELATED == 0 { "" } else { " rel" };
    format!("{colour}{squiggle}{related}").trim_start().to_owned()
}
