//! Pieces become a tree; tags that were never closed, closed wrongly or closed twice are put right.

use super::{Document, Element, Node, NodeId, NodeKind};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::{self, OpenTag, Piece, entity};
use crate::core::labeling::span::{Lines, Span};
use crate::core::labeling::{suggest, tags};
use std::collections::HashMap;

/// The server and its XML reader give up at about 300.
const DEEPEST: usize = 250;

pub(super) fn build(source: &str) -> Document {
    let (pieces, syntax) = lexer::pieces(source);
    let lines = Lines::new(source);
    let document =
        Document { source: source.to_owned(), nodes: Vec::new(), top: Vec::new(), root: None, syntax, lines };
    let mut builder = Builder { document, open: Vec::new(), names: HashMap::new() };
    for piece in pieces {
        builder.piece(piece);
    }
    builder.end();
    builder.document
}

struct Builder {
    document: Document,
    /// Elements that wait for their closing tag, the outermost first.
    open: Vec<NodeId>,
    /// How many of each name wait.
    names: HashMap<String, usize>,
}

impl Builder {
    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Open(tag) => self.open(tag),
            Piece::Close { name, name_span, span } => self.close(&name, name_span, span),
            Piece::Text(span) => {
                let text = entity::decode(span.of(&self.document.source));
                self.outside(span, &text);
                self.add(NodeKind::Text(text), span);
            }
            Piece::Cdata { span, inside } => {
                let text = inside.of(&self.document.source).to_owned();
                self.outside(span, "CDATA");
                self.add(NodeKind::Cdata(text), span);
            }
            Piece::Comment(span) => drop(self.add(NodeKind::Comment, span)),
            Piece::Instruction(span) => drop(self.add(NodeKind::Instruction, span)),
            Piece::Doctype(span) => drop(self.add(NodeKind::Doctype, span)),
        }
    }

    /// Text before or after the outermost tag is a fault, unless it is blank.
    fn outside(&mut self, span: Span, text: &str) {
        if self.open.is_empty() && !text.trim_matches(lexer::is_blank).is_empty() {
            let written = span.of(&self.document.source);
            let start = span.start + written.len() - written.trim_start_matches(lexer::is_blank).len();
            let span = Span::new(start, span.start + written.trim_end_matches(lexer::is_blank).len());
            let message = "Text stands outside the outermost tag.";
            let fix = Fix::one("Remove it", span, "");
            self.document.syntax.push(Diagnostic::error("text-outside", span, message).fix(fix));
        }
    }

    fn add(&mut self, kind: NodeKind, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.document.nodes.len()).unwrap_or(u32::MAX));
        let parent = self.open.last().copied();
        self.document.nodes.push(Node { parent, kind, span });
        match parent.and_then(|parent| self.element_mut(parent)) {
            Some(parent) => parent.children.push(id),
            None => self.document.top.push(id),
        }
        id
    }

    fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match self.document.nodes.get_mut(id.index()).map(|node| &mut node.kind) {
            Some(NodeKind::Element(element)) => Some(element),
            _ => None,
        }
    }

    fn open(&mut self, tag: OpenTag) {
        let name = tag.name.of(&self.document.source).to_owned();
        let depth = self.open.len();
        let element = Element {
            tag: tags::find(&name),
            name: name.clone(),
            name_span: tag.name,
            open: tag.span,
            close: None,
            self_closing: tag.self_closing,
            attributes: tag.attributes,
            children: Vec::new(),
            depth,
        };
        if depth == DEEPEST {
            let message =
                format!("Tags are nested more than {DEEPEST} deep. Label Studio's server cannot read that.");
            self.document.syntax.push(Diagnostic::error("too-deep", tag.name, message));
        }
        if depth == 0
            && let Some(root) = self.document.root.and_then(|root| self.document.element(root))
        {
            let message = format!(
                "There is one outermost tag, and it ends before `<{name}>`. Put both into one `<View>`."
            );
            let problem = Diagnostic::error("second-root", tag.span, message);
            let ends = root.close.map_or(root.open, |(_, close)| close);
            self.document.syntax.push(problem.related(ends, "the first outermost tag ends here"));
        }
        let self_closing = tag.self_closing;
        let id = self.add(NodeKind::Element(Box::new(element)), tag.span);
        self.document.root = self.document.root.or(Some(id));
        if !self_closing {
            *self.names.entry(name).or_default() += 1;
            self.open.push(id);
        }
    }

    fn close(&mut self, written: &str, name: Span, span: Span) {
        if self.names.get(written).is_some_and(|&waiting| waiting > 0) {
            while let Some(&top) = self.open.last() {
                let Some(element) = self.document.element(top) else { break };
                if element.name == written {
                    self.finish(Some((name, span)));
                    break;
                }
                self.never_closed(span.start);
            }
            return;
        }
        let top = self.open.last().and_then(|&top| self.document.element(top));
        let meant = top.filter(|top| suggest::nearest(written, [top.name.as_str()]).is_some());
        if let Some(top) = meant {
            let message = if top.name.eq_ignore_ascii_case(written) {
                format!(
                    "`<{}>` is closed by `</{written}>`: XML tells capital letters from small ones.",
                    top.name
                )
            } else {
                format!("`<{}>` is closed by `</{written}>`. Both names must be the same.", top.name)
            };
            // Of two names the one that is no tag is the slip.
            let known = tags::find(written).filter(|tag| tag.name == written && top.tag.is_none());
            let problem = if known.is_some() {
                let fix = Fix::one(format!("Write `<{written}>`"), top.name_span, written);
                Diagnostic::error("closing-name", top.name_span, message)
                    .related(span, "it is closed here")
                    .fix(fix)
            } else {
                let fix = Fix::one(format!("Write `</{}>`", top.name), name, top.name.clone());
                Diagnostic::error("closing-name", span, message)
                    .related(top.open, "it is opened here")
                    .fix(fix)
            };
            self.document.syntax.push(problem);
            let closed = self.finish(Some((name, span)));
            if let (Some(tag), Some(element)) = (known, closed.and_then(|id| self.element_mut(id))) {
                element.tag = Some(tag);
                written.clone_into(&mut element.name);
            }
        } else {
            let message = format!("`</{written}>` closes nothing: no `<{written}>` is open here.");
            let fix = Fix::one("Remove it", span, "");
            self.document.syntax.push(Diagnostic::error("stray-closing-tag", span, message).fix(fix));
        }
    }

    /// Takes the innermost open element from the stack.
    fn finish(&mut self, close: Option<(Span, Span)>) -> Option<NodeId> {
        let id = self.open.pop()?;
        let end = close.map(|(_, span)| span.end);
        let element = self.element_mut(id)?;
        element.close = close;
        let name = element.name.clone();
        if let (Some(end), Some(node)) = (end, self.document.nodes.get_mut(id.index())) {
            node.span.end = end;
        }
        if let Some(waiting) = self.names.get_mut(&name) {
            *waiting = waiting.saturating_sub(1);
        }
        Some(id)
    }

    /// The innermost open element has no closing tag before `end`: the blame is on its opening tag, and what
    /// cannot be inside it is moved out, so that it is not reported a second time.
    fn never_closed(&mut self, end: usize) {
        let Some(id) = self.finish(None) else { return };
        if self.slash_missing(id) {
            return;
        }
        let depth = self.open.len();
        let Some(element) = self.document.element(id) else { return };
        let kept = if depth < DEEPEST { self.kept(element) } else { element.children.len() };
        let last = element.children.get(..kept).unwrap_or_default().iter().rev();
        let mut last =
            last.filter_map(|&child| Some((self.document.node(child)?, self.document.element(child))));
        let inside = last.find_map(|(node, element)| element.map(|_| node.span.end));
        let (name, open) = (element.name.clone(), element.open);
        let (place, fix) = if let Some(inside) = inside {
            let at = if kept == element.children.len() { end } else { inside };
            (at.max(open.end), Fix::one(format!("Add `</{name}>`"), Span::at(at), format!("</{name}>")))
        } else if open.of(&self.document.source).ends_with('>') {
            let bracket = Span::new(open.end - 1, open.end);
            (open.end, Fix::one(format!("Close it: `<{name} …/>`"), bracket, "/>"))
        } else {
            (open.end, Fix::one(format!("Add `</{name}>`"), Span::at(open.end), format!("</{name}>")))
        };
        let message =
            format!("`<{name}>` is never closed. Add `</{name}>` where it ends, or write `<{name} …/>`.");
        self.document
            .syntax
            .push(Diagnostic::error("never-closed", open, message).drawn().fix(fix).about(id));
        if let Some(node) = self.document.nodes.get_mut(id.index()) {
            node.span.end = place;
        }
        let moved = self.element_mut(id).map(|element| element.children.split_off(kept)).unwrap_or_default();
        self.adopt(moved);
    }

    /// `<Labels>` where `</Labels>` is meant: inside one of its own kind, without attributes, without tags in it.
    fn slash_missing(&mut self, id: NodeId) -> bool {
        let Some(element) = self.document.element(id) else { return false };
        let around = self.open.last().and_then(|&around| self.document.element(around));
        let bare = element.attributes.is_empty() && self.document.children(element).next().is_none();
        if !bare || around.is_none_or(|around| around.name != element.name) {
            return false;
        }
        let (name, name_span, open, inside) =
            (&element.name, element.name_span, element.open, element.children.clone());
        let message = format!("`<{name}>` opens another tag; `</{name}>` is meant, to close the one before.");
        let fix = Fix::one(format!("Write `</{name}>`"), Span::at(name_span.start), "/");
        self.document.syntax.push(Diagnostic::error("closing-slash-missing", open, message).fix(fix));
        // What was read as a tag is the end of the one around it.
        if let Some(node) = self.document.nodes.get_mut(id.index()) {
            node.kind = NodeKind::Text(String::new());
            node.span = open;
        }
        self.finish(Some((name_span, open)));
        self.adopt(inside);
        true
    }

    /// How many of its children an unclosed element keeps: up to the first element that cannot be in it.
    fn kept(&self, element: &Element) -> usize {
        let Some(tag) = element.tag else { return element.children.len() };
        let fits = |child: &Element| match child.tag {
            // A Choice may be in a Choice; one that was not closed before the next hardly means that.
            _ if matches!(tag.name, "Choice" | "Label") => false,
            Some(inner) => inner.name == "Repeater" || tag.allows(inner.name) || tag.name == "Repeater",
            None => true,
        };
        let misfit = |&id: &NodeId| self.document.element(id).is_some_and(|child| !fits(child));
        element.children.iter().position(misfit).unwrap_or(element.children.len())
    }

    /// Nodes become children of the innermost open element.
    fn adopt(&mut self, moved: Vec<NodeId>) {
        let parent = self.open.last().copied();
        for &child in &moved {
            if let Some(node) = self.document.nodes.get_mut(child.index()) {
                node.parent = parent;
            }
        }
        match parent.and_then(|parent| self.element_mut(parent)) {
            Some(parent) => parent.children.extend(moved),
            None => self.document.top.extend(moved),
        }
    }

    fn end(&mut self) {
        let length = self.document.source.trim_end_matches(lexer::is_blank).len();
        // While the last piece is itself unfinished, a closing tag written behind it would be lost in it.
        let at_end = |fix: &Fix| fix.edits.iter().any(|(span, _)| span.end >= length);
        let unfinished = self.document.syntax.iter().any(|problem| problem.fixes.iter().any(at_end));
        let before = self.document.syntax.len();
        while !self.open.is_empty() {
            self.never_closed(length);
        }
        if unfinished {
            self.document.syntax.iter_mut().skip(before).for_each(|problem| problem.fixes.clear());
        }
        if self.document.root.is_none() {
            let message = "The configuration is empty. It needs an outermost tag, usually `<View>`.";
            let fix =
                Fix::one("Begin with `<View>`", Span::at(self.document.source.len()), "<View>\n</View>\n");
            let fix = self.document.source.trim().is_empty().then_some(fix);
            self.document.syntax.push(Diagnostic::error("no-root", Span::at(0), message).with_fixes(fix));
        }
        self.document.syntax.sort_by_key(|problem| problem.span.start);
    }
}
