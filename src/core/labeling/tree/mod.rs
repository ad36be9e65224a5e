//! The configuration as a tree in which every part knows its place in the source.
//!
//! There is always a tree, whatever comes in: faults of the syntax are noted in [`Document::syntax`] and
//! mended in the tree as a reader would understand them. Nodes live in one list, so that no depth of nesting
//! can overflow a stack.

mod build;

use super::diagnostic::Diagnostic;
use super::lexer::Attribute;
use super::span::{Lines, Position, Span};
use super::tags::Tag;

/// A node of one document; its place in [`Document::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A configuration, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What was read.
    pub source: String,
    /// Every node, in the order of the source.
    pub nodes: Vec<Node>,
    /// The nodes outside any element, in order.
    pub top: Vec<NodeId>,
    /// The outermost element; `None` when there is none at all.
    pub root: Option<NodeId>,
    /// What is wrong with the syntax, in the order of the source.
    pub syntax: Vec<Diagnostic>,
    lines: Lines,
}

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The element that it is directly in.
    pub parent: Option<NodeId>,
    /// What it is.
    pub kind: NodeKind,
    /// All of it, for an element with its closing tag.
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A tag with all that is in it.
    Element(Box<Element>),
    /// Characters, entities resolved.
    Text(String),
    /// `<![CDATA[…]]>`: the characters inside.
    Cdata(String),
    /// `<!--…-->`.
    Comment,
    /// `<?…?>`.
    Instruction,
    /// `<!DOCTYPE …>`.
    Doctype,
}

/// A tag with all that is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// As written.
    pub name: String,
    /// What Label Studio knows of it; `None`: it is no tag.
    pub tag: Option<&'static Tag>,
    /// Where the name is in the opening tag.
    pub name_span: Span,
    /// The opening tag, `<` to `>`.
    pub open: Span,
    /// The closing tag's name and the whole of it. `None`: `<…/>`, or never closed.
    pub close: Option<(Span, Span)>,
    /// It ends with `/>`, or was taken as if it did.
    pub self_closing: bool,
    /// In the order written.
    pub attributes: Vec<Attribute>,
    /// What is in it, in order.
    pub children: Vec<NodeId>,
    /// Elements around it.
    pub depth: usize,
}

impl Element {
    /// The attribute of this name, regardless of case, as the editor looks it up.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// What the attribute of this name says, regardless of case.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_str())
    }

    /// Whether an attribute says `true`.
    pub fn is_true(&self, name: &str) -> bool {
        self.value(name) == Some("true")
    }

    /// Canonical name of the tag, or the name as written when it is no tag.
    pub fn tag_name(&self) -> &str {
        self.tag.map_or(self.name.as_str(), |tag| tag.name)
    }

    /// Whether it is this tag, regardless of case.
    pub fn is(&self, tag: &str) -> bool {
        self.name.eq_ignore_ascii_case(tag)
    }

    /// Where another attribute is best written: after the last one, or after the name.
    pub fn attribute_end(&self) -> usize {
        self.attributes.iter().map(|attribute| attribute.span.end).max().unwrap_or(self.name_span.end)
    }
}

impl Document {
    /// Reads any text.
    pub fn parse(source: &str) -> Self {
        build::build(source)
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// A node that is an element.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match self.node(id).map(|node| &node.kind) {
            Some(NodeKind::Element(element)) => Some(element),
            _ => None,
        }
    }

    /// Every element, in the order of the source.
    pub fn elements(&self) -> impl Iterator<Item = (NodeId, &Element)> {
        self.nodes.iter().zip(0..).filter_map(|(node, index)| match &node.kind {
            NodeKind::Element(element) => Some((NodeId(index), element.as_ref())),
            _ => None,
        })
    }

    /// The element that a node is directly in.
    pub fn parent(&self, id: NodeId) -> Option<(NodeId, &Element)> {
        let parent = self.node(id)?.parent?;
        Some((parent, self.element(parent)?))
    }

    /// The elements around a node, the nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
        std::iter::successors(self.parent(id), |(parent, _)| self.parent(*parent))
    }

    /// The elements directly in an element.
    pub fn children<'a>(&'a self, element: &'a Element) -> impl Iterator<Item = (NodeId, &'a Element)> {
        element.children.iter().filter_map(|&child| Some((child, self.element(child)?)))
    }

    /// The characters directly in an element, CDATA included, without blanks at its ends.
    pub fn text(&self, element: &Element) -> String {
        let parts =
            element.children.iter().filter_map(|&child| match self.node(child).map(|node| &node.kind) {
                Some(NodeKind::Text(text) | NodeKind::Cdata(text)) => Some(text.as_str()),
                _ => None,
            });
        parts.collect::<String>().trim().to_owned()
    }

    /// The source between an element's tags.
    pub fn inner(&self, element: &Element) -> &str {
        let end = element.close.map_or(element.open.end, |(_, close)| close.start);
        Span::new(element.open.end, end).of(&self.source)
    }

    /// Line and column of a byte of the source.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.source, offset)
    }

    /// The text of a line (from 1) without its end.
    pub fn line(&self, line: usize) -> &str {
        self.lines.text(&self.source, line)
    }
}

#[cfg(test)]
mod tests;
