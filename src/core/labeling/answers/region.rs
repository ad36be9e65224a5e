//! A marked part of an object.

use super::map;
use crate::core::labeling::bind;
use crate::core::labeling::preview::{Asked, How, Within};
use serde_json::{Map, Value, json};

/// What places in a text count. Label Studio's editor has both: of a `🎉` it counts one in `Text` and `HyperText`, and
/// two in a turn of `Paragraphs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// Unicode's characters.
    CodePoints,
    /// What JavaScript's strings are made of.
    Utf16,
}

impl Units {
    /// What it counts in places of an object, or of one of its turns.
    pub fn of(turn: Option<usize>) -> Self {
        if turn.is_some() { Self::Utf16 } else { Self::CodePoints }
    }

    /// How many of them a text is.
    pub fn count(self, text: &str) -> usize {
        text.chars().map(|c| self.width(c)).sum()
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::CodePoints => 1,
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// Where a part lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a text, from and up to, in code points.
    Text(usize, usize),
    /// In HTML: nodes (as `XPath`) and places in them, and places in all of its text, where a `<br>` is one more; in
    /// code points.
    Html {
        /// The node in which it begins.
        start: String,
        /// The node in which it ends.
        end: String,
        /// Where in the first.
        start_offset: usize,
        /// Where in the last.
        end_offset: usize,
        /// In all of the text, from and up to.
        global: (usize, usize),
    },
    /// In a turn: its number, from and up to, in UTF-16 units.
    Turn(usize, usize, usize),
}

/// A marked part.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// By which its results belong together.
    pub id: String,
    /// The control that marked it.
    pub from: String,
    /// The object in which it lies.
    pub to: String,
    /// Where it lies.
    pub place: Place,
    /// What it covers.
    pub text: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// A prediction marked it.
    pub predicted: bool,
}

impl Region {
    /// A region as a result has it; `None`: its place cannot be read.
    pub fn read(control: &Asked, id: String, value: &Map<String, Value>) -> Option<Self> {
        let How::Labels { within, .. } = &control.how else { return None };
        let whole = |value: Option<&Value>| -> Option<usize> {
            match value? {
                Value::String(text) => text.parse().ok(),
                other => usize::try_from(other.as_u64()?).ok(),
            }
        };
        let at = |name: &str| whole(value.get(name));
        let word = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let place = match within {
            Within::Text => Place::Text(at("start")?, at("end")?),
            Within::Turns => Place::Turn(at("start")?, at("startOffset")?, at("endOffset")?),
            Within::Html => {
                let global = value.get("globalOffsets");
                let global = |name: &str| whole(global?.get(name));
                Place::Html {
                    start: word("start"),
                    end: word("end"),
                    start_offset: at("startOffset").unwrap_or_default(),
                    end_offset: at("endOffset").unwrap_or_default(),
                    global: (global("start")?, global("end")?),
                }
            }
        };
        let labels = value.get(control.part()).and_then(Value::as_array)?;
        Some(Self {
            id,
            from: control.name.clone(),
            to: control.to_name.clone(),
            place,
            text: word("text"),
            labels: labels.iter().map(bind::as_text).collect(),
            predicted: true,
        })
    }

    /// Where it lies and what it covers, as a result says it.
    pub(super) fn value(&self) -> Map<String, Value> {
        let mut parts = match &self.place {
            Place::Text(start, end) => map([("start", json!(start)), ("end", json!(end))]),
            // As texts, as the editor writes them.
            Place::Turn(turn, start, end) => map([
                ("start", turn.to_string().into()),
                ("end", turn.to_string().into()),
                ("startOffset", json!(start)),
                ("endOffset", json!(end)),
            ]),
            Place::Html { start, end, start_offset, end_offset, global } => map([
                ("start", start.clone().into()),
                ("end", end.clone().into()),
                ("startOffset", json!(start_offset)),
                ("endOffset", json!(end_offset)),
                ("globalOffsets", json!({"start": global.0, "end": global.1})),
            ]),
        };
        parts.insert("text".to_owned(), self.text.clone().into());
        parts
    }

    /// From and up to, in the text of the object or of the turn that is asked about.
    pub fn within(&self, turn: Option<usize>) -> Option<(usize, usize)> {
        match (&self.place, turn) {
            (Place::Text(start, end), None) => Some((*start, *end)),
            (Place::Html { global, .. }, None) => Some(*global),
            (Place::Turn(at, start, end), Some(turn)) if *at == turn => Some((*start, *end)),
            _ => None,
        }
    }
}

/// A piece of a text, and the regions that cover it (as places in a list).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// The regions.
    pub regions: Vec<usize>,
}

/// A text in pieces, each covered by the same regions all along. Places beyond the end, or in the middle of a
/// character, are taken to the nearest one before.
pub fn pieces(text: &str, spans: &[(usize, usize)], count: Units) -> Vec<Piece> {
    let mut cuts: Vec<usize> = spans.iter().flat_map(|(start, end)| [*start, *end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    let mut push = |from: usize, units: usize, part: &str| {
        if !part.is_empty() {
            let covers = |(start, end): &(usize, usize)| *start <= from && units <= *end;
            let regions =
                spans.iter().enumerate().filter(|(_, span)| covers(span)).map(|(at, _)| at).collect();
            pieces.push(Piece { text: part.to_owned(), regions });
        }
    };
    let (mut units, mut begun, mut begun_units) = (0, 0, 0);
    let mut cuts = cuts.into_iter().peekable();
    for (at, c) in text.char_indices() {
        let mut cut = false;
        while cuts.next_if(|next| *next < units + count.width(c)).is_some() {
            cut = true;
        }
        if cut {
            push(begun_units, units, text.get(begun..at).unwrap_or_default());
            (begun, begun_units) = (at, units);
        }
        units += count.width(c);
    }
    push(begun_units, units, text.get(begun..).unwrap_or_default());
    pieces
}
