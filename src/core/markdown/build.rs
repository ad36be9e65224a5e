//! The parser's events become the tree. Nesting is on a stack of our own, so that no depth of it can hurt.

use super::{Align, Block, DEPTH, INLINE_DEPTH, Inline, Item, plain};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use std::{collections::BTreeSet, ops::Range};

/// Builds the tree. `added`: where a backslash in `source` is not the author's.
pub(super) fn build<'a>(
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    source: &str,
    added: &BTreeSet<usize>,
) -> Vec<Block> {
    let mut builder =
        Builder { stack: vec![Frame::Quote(Vec::new(), Vec::new())], deep: 0, inline: 0, read: 0 };
    for (event, range) in events {
        match event {
            Event::Start(tag) => builder.start(tag),
            Event::End(tag) => {
                builder.end(tag);
                match tag {
                    TagEnd::TableCell => builder.read = range.end,
                    // The parser drops cells that the head has no column for.
                    TagEnd::TableRow => {
                        builder.more_cells(source.get(builder.read..range.end).unwrap_or_default());
                    }
                    _ => (),
                }
            }
            Event::Text(text) => {
                let before = range.start.checked_sub(1).filter(|at| !added.contains(at));
                let escape = before.and_then(|at| source.as_bytes().get(at)) == Some(&b'\\');
                // `\(x\)` and `\[x\]` are formulas far more often than escaped brackets.
                if escape && text.starts_with(['(', ')', '[', ']']) {
                    builder.text("\\");
                }
                builder.text(&text);
            }
            Event::Code(code) => builder.inline(Inline::Code(code.into_string())),
            Event::InlineHtml(text)
            | Event::Html(text)
            | Event::FootnoteReference(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => builder.text(&text),
            Event::SoftBreak => builder.text("\n"),
            Event::HardBreak => builder.inline(Inline::Break),
            Event::Rule => builder.block(Block::Rule),
            Event::TaskListMarker(done) => builder.task(done),
        }
    }
    builder.finish()
}

/// Something that was begun.
enum Frame {
    /// A quote, or the document: its blocks, and words that have no paragraph yet.
    Quote(Vec<Block>, Vec<Inline>),
    List(Option<u64>, Vec<Item>),
    Item(Item, Vec<Inline>),
    Table(Vec<Align>, Vec<Vec<Vec<Inline>>>),
    Row(Vec<Vec<Inline>>),
    /// Code or HTML: its text, and the code's language.
    Verbatim(String, Option<String>),
    /// A paragraph, a heading, a cell, or something within a line.
    Words(Vec<Inline>, Words),
    /// Too deep: what it holds goes to what is around it.
    Flat,
    /// The same, with an address that would be lost.
    FlatLink(String),
}

/// What words become when they end.
enum Words {
    Paragraph,
    Heading(u8),
    Cell,
    Strong,
    Emphasis,
    Strike,
    Link(String, String),
    Image(String, String),
}

struct Builder {
    stack: Vec<Frame>,
    /// Quotes and lists that are open and not flat.
    deep: usize,
    /// The same within a line.
    inline: usize,
    /// Where the last cell of a table ended, in bytes of the source.
    read: usize,
}

impl Builder {
    fn start(&mut self, tag: Tag<'_>) {
        let frame = match tag {
            Tag::Paragraph => Frame::Words(Vec::new(), Words::Paragraph),
            Tag::Heading { level, .. } => Frame::Words(Vec::new(), Words::Heading(level as u8)),
            Tag::BlockQuote(_) => self.container(Frame::Quote(Vec::new(), Vec::new())),
            Tag::List(start) => self.container(Frame::List(start, Vec::new())),
            Tag::Item if matches!(self.stack.last(), Some(Frame::List(..))) => {
                Frame::Item(Item::default(), Vec::new())
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                Frame::Verbatim(String::new(), Some(language))
            }
            Tag::HtmlBlock => Frame::Verbatim(String::new(), None),
            Tag::Table(columns) => Frame::Table(columns.into_iter().map(align).collect(), Vec::new()),
            Tag::TableHead | Tag::TableRow => Frame::Row(Vec::new()),
            Tag::TableCell => Frame::Words(Vec::new(), Words::Cell),
            Tag::Strong => self.within(Words::Strong),
            Tag::Emphasis => self.within(Words::Emphasis),
            Tag::Strikethrough => self.within(Words::Strike),
            Tag::Link { dest_url, title, .. } => {
                self.within(Words::Link(dest_url.into_string(), title.into_string()))
            }
            Tag::Image { dest_url, title, .. } => {
                self.within(Words::Image(dest_url.into_string(), title.into_string()))
            }
            _ => Frame::Flat,
        };
        self.stack.push(frame);
    }

    fn container(&mut self, frame: Frame) -> Frame {
        self.gather();
        if self.deep >= DEPTH {
            return Frame::Flat;
        }
        self.deep += 1;
        frame
    }

    fn within(&mut self, words: Words) -> Frame {
        if self.inline >= INLINE_DEPTH {
            return match words {
                Words::Link(address, title) | Words::Image(address, title) => {
                    Frame::FlatLink(format!(" {address} {title} "))
                }
                _ => Frame::Flat,
            };
        }
        self.inline += 1;
        Frame::Words(Vec::new(), words)
    }

    fn end(&mut self, tag: TagEnd) {
        let Some(frame) = self.stack.pop() else { return };
        match frame {
            Frame::Flat => {
                if matches!(tag, TagEnd::Item) {
                    self.gather();
                }
            }
            Frame::FlatLink(address) => self.text(&address),
            Frame::Quote(mut blocks, loose) => {
                self.deep = self.deep.saturating_sub(1);
                paragraph(&mut blocks, loose);
                self.block(Block::Quote(blocks));
            }
            Frame::List(start, items) => {
                self.deep = self.deep.saturating_sub(1);
                self.block(Block::List { start, items });
            }
            Frame::Item(mut item, loose) => {
                paragraph(&mut item.blocks, loose);
                if let Some(Frame::List(_, items)) = self.stack.last_mut() {
                    items.push(item);
                }
            }
            Frame::Table(align, mut rows) => {
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                self.block(Block::Table { align, head, rows });
            }
            Frame::Row(mut cells) => {
                // The parser fills rows up to the head's width: a wide head over many rows would be millions.
                while cells.last().is_some_and(Vec::is_empty) {
                    cells.pop();
                }
                if let Some(Frame::Table(_, rows)) = self.stack.last_mut() {
                    rows.push(cells);
                }
            }
            Frame::Verbatim(text, Some(language)) => self.block(Block::Code { language, text }),
            Frame::Verbatim(text, None) => self.block(Block::Html(text)),
            Frame::Words(words, kind) => self.end_words(words, kind),
        }
    }

    /// What a table's row holds beyond its head's columns: cells of their own, as written.
    fn more_cells(&mut self, rest: &str) {
        let Some(Frame::Table(_, rows)) = self.stack.last_mut() else { return };
        let Some(row) = rows.last_mut() else { return };
        let cells = rest.split('|').map(str::trim).filter(|cell| !cell.is_empty());
        row.extend(cells.map(|cell| vec![Inline::Text(cell.to_owned())]));
    }

    fn end_words(&mut self, words: Vec<Inline>, kind: Words) {
        match kind {
            Words::Paragraph => return self.block(Block::Paragraph(words)),
            Words::Heading(level) => return self.block(Block::Heading { level, words }),
            Words::Cell => {
                if let Some(Frame::Row(cells)) = self.stack.last_mut() {
                    cells.push(words);
                }
                return;
            }
            _ => self.inline = self.inline.saturating_sub(1),
        }
        let inline = match kind {
            Words::Strong => Inline::Strong(words),
            Words::Emphasis => Inline::Emphasis(words),
            Words::Strike => Inline::Strike(words),
            Words::Link(address, title) => Inline::Link { address, title, words },
            Words::Image(address, title) => Inline::Image { address, title, alt: plain(&words) },
            Words::Paragraph | Words::Heading(_) | Words::Cell => return,
        };
        self.inline(inline);
    }

    /// What takes the next part: the innermost frame that is not flat.
    fn open(&mut self) -> Option<&mut Frame> {
        self.stack.iter_mut().rev().find(|frame| !matches!(frame, Frame::Flat | Frame::FlatLink(_)))
    }

    fn block(&mut self, block: Block) {
        self.gather();
        match self.open() {
            Some(Frame::Quote(blocks, _)) => blocks.push(block),
            Some(Frame::Item(item, _)) => item.blocks.push(block),
            Some(Frame::List(_, items)) => items.push(Item { done: None, blocks: vec![block] }),
            _ => (),
        }
    }

    fn inline(&mut self, inline: Inline) {
        if let Some(Frame::Quote(_, words) | Frame::Item(_, words) | Frame::Words(words, _)) = self.open() {
            words.push(inline);
        }
    }

    fn text(&mut self, text: &str) {
        match self.open() {
            Some(Frame::Verbatim(verbatim, _)) => verbatim.push_str(text),
            Some(Frame::Quote(_, words) | Frame::Item(_, words) | Frame::Words(words, _)) => {
                if let Some(Inline::Text(before)) = words.last_mut() {
                    before.push_str(text);
                } else {
                    words.push(Inline::Text(text.to_owned()));
                }
            }
            _ => (),
        }
    }

    /// A task that lies too deep keeps its box as text.
    fn task(&mut self, done: bool) {
        match self.stack.last_mut() {
            Some(Frame::Item(item, _)) => item.done = Some(done),
            // In a loose list the box stands in the item's first paragraph.
            Some(Frame::Words(..)) => {
                let at = self.stack.len().saturating_sub(2);
                if let Some(Frame::Item(item, _)) = self.stack.get_mut(at) {
                    item.done = Some(done);
                } else {
                    self.text(if done { "[x] " } else { "[ ] " });
                }
            }
            _ => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    /// Words without a paragraph become one, before something else begins.
    fn gather(&mut self) {
        match self.open() {
            Some(Frame::Quote(blocks, loose)) => paragraph(blocks, std::mem::take(loose)),
            Some(Frame::Item(item, loose)) => paragraph(&mut item.blocks, std::mem::take(loose)),
            _ => (),
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.gather();
        match self.stack.into_iter().next() {
            Some(Frame::Quote(blocks, _)) => blocks,
            _ => Vec::new(),
        }
    }
}

fn paragraph(blocks: &mut Vec<Block>, words: Vec<Inline>) {
    if !words.is_empty() {
        blocks.push(Block::Paragraph(words));
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
        Alignment::None | Alignment::Left => Align::Start,
    }
}
