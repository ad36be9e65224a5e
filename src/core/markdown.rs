//! Markdown as models write it, as a tree of our own: nothing in it is ever HTML.
//!
//! - `build`: the parser's events become the tree
//! - `references`: `[1]: https://…` resolves links and stays visible
//! - [`address`]: which addresses may be followed or loaded, and whom they name
//!
//! HTML stays visible as the text that it is. Nothing is swallowed: what has no place in the tree is text.

pub mod address;
mod build;
mod references;

/// Longer texts are laid out to here; the rest stays as written.
pub const LIMIT: usize = 200_000;
/// Quotes and lists are nested so deep; what lies deeper is laid out flat.
const DEPTH: usize = 16;
/// Emphasis and links are nested so deep, likewise.
const INLINE_DEPTH: usize = 8;

/// A text, laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// What was laid out.
    pub blocks: Vec<Block>,
    /// Where the rest begins that was not, in bytes; the text's length when all of it was.
    pub end: usize,
}

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading, 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        words: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// Its items.
        items: Vec<Item>,
    },
    /// A quote.
    Quote(Vec<Block>),
    /// Code between fences, or indented.
    Code {
        /// What follows the fence, such as `python`; often empty.
        language: String,
        /// The code.
        text: String,
    },
    /// HTML that the text holds: shown as it is written.
    Html(String),
    /// A table.
    Table {
        /// How each column is aligned.
        align: Vec<Align>,
        /// The cells of its head.
        head: Vec<Vec<Inline>>,
        /// Its rows; one may be shorter than the head, or longer.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A line across.
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// A task: whether it is done.
    pub done: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Align {
    #[default]
    Start,
    Center,
    End,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Code.
    Code(String),
    /// `**strong**`
    Strong(Vec<Inline>),
    /// `*emphasis*`
    Emphasis(Vec<Inline>),
    /// `~~struck~~`
    Strike(Vec<Inline>),
    /// A link, to any address: whether it may be followed, [`address::link`] says.
    Link {
        /// Where to, as written.
        address: String,
        /// Its title; often empty.
        title: String,
        /// Its words.
        words: Vec<Inline>,
    },
    /// An image; shown only on request.
    Image {
        /// Where it is, as written.
        address: String,
        /// Its title; often empty.
        title: String,
        /// What it shows, in words.
        alt: String,
    },
    /// A line break that was meant.
    Break,
}

/// Lays a text out. Never fails, and takes no longer than [`LIMIT`] allows.
pub fn parse(text: &str) -> Document {
    let end = end_of(text);
    let head = text.get(..end).unwrap_or_default();
    Document { blocks: references::kept_visible(head), end }
}

/// Where laying out stops: after the last whole line within the limit, or in the middle of an endless one.
fn end_of(text: &str) -> usize {
    if text.len() <= LIMIT {
        return text.len();
    }
    let head = text.get(..boundary(text, LIMIT)).unwrap_or_default();
    head.rfind('\n').map_or(head.len(), |at| at + 1)
}

/// The last place up to `at` where a character begins, or the text's end.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The words of an image's description; what stands in it keeps its address.
fn plain(words: &[Inline]) -> String {
    let mut out = String::new();
    for part in words {
        match part {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(words) | Inline::Emphasis(words) | Inline::Strike(words) => out += &plain(words),
            Inline::Link { address, title, words } => {
                out += &[&plain(words), " ", address, " ", title].concat();
            }
            Inline::Image { address, title, alt } => out += &[alt, " ", address, " ", title].concat(),
            Inline::Break => out.push('\n'),
        }
    }
    out
}

#[cfg(test)]
mod tests;
