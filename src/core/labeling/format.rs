//! A configuration with its lines in order: two blanks for each step inwards, attributes on one line where they fit.

use super::lexer::{Piece, pieces};
use super::tree::{Document, NodeId, NodeKind};

/// Characters of a line, where attributes can be broken.
const WIDTH: usize = 100;

/// The configuration put in order; what is shown as text stays as it is. `None`: its syntax has a fault, or it is
/// in order already.
pub fn format(source: &str) -> Option<String> {
    let document = Document::parse(source);
    if !document.syntax.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(source.len());
    for piece in before_root(source, &document) {
        out.push_str(piece.trim());
        out.push('\n');
    }
    node(&document, document.root?, 0, &mut out);
    let tail = source.get(document.node(document.root?)?.span.end..).unwrap_or_default();
    for piece in pieces(tail).0 {
        if let Piece::Comment(span) | Piece::Instruction(span) = piece {
            out.extend([span.of(tail), "\n"]);
        }
    }
    (out != source).then_some(out)
}

/// The declaration, comments and the like before the outermost tag.
fn before_root<'a>(source: &'a str, document: &Document) -> Vec<&'a str> {
    let end = document.root.and_then(|root| document.node(root)).map_or(0, |node| node.span.start);
    let head = source.get(..end).unwrap_or_default();
    let spans = pieces(head).0.into_iter().filter_map(|piece| match piece {
        Piece::Comment(span) | Piece::Instruction(span) | Piece::Doctype(span) => Some(span),
        _ => None,
    });
    spans.map(|span| span.of(head)).collect()
}

fn node(document: &Document, id: NodeId, depth: usize, out: &mut String) {
    let Some(node_) = document.node(id) else { return };
    let indent = "  ".repeat(depth);
    let source = document.source.as_str();
    let NodeKind::Element(element) = &node_.kind else {
        let text = node_.span.of(source).trim_matches([' ', '\t', '\r', '\n']);
        if !text.is_empty() {
            out.extend([indent.as_str(), text, "\n"]);
        }
        return;
    };
    let attributes: Vec<&str> =
        element.attributes.iter().map(|attribute| attribute.span.of(source)).collect();
    // As it is written: `&#160;` and an empty CDATA are no blanks between tags.
    let is_text = |id: &NodeId| {
        let text =
            document.node(*id).filter(|node| matches!(node.kind, NodeKind::Text(_) | NodeKind::Cdata(_)));
        text.is_some_and(|node| !node.span.of(source).trim_matches([' ', '\t', '\r', '\n']).is_empty())
    };
    let written = |id: &NodeId| {
        is_text(id) || document.node(*id).is_some_and(|node| !matches!(node.kind, NodeKind::Text(_)))
    };
    let empty = !element.children.iter().any(written) && !keeps_text(element.tag_name());
    let end = if empty { "/>" } else { ">" };
    let one_line = format!(
        "{indent}<{}{}{end}",
        element.name,
        attributes.iter().flat_map(|one| [" ", one]).collect::<String>()
    );
    if one_line.chars().count() <= WIDTH || attributes.len() < 2 {
        out.push_str(&one_line);
    } else {
        let lines: Vec<String> = attributes.iter().map(|one| format!("\n{indent}    {one}")).collect();
        out.extend([indent.as_str(), "<", &element.name, &lines.concat(), end]);
    }
    if !empty {
        let text = element.children.iter().any(is_text);
        if keeps_text(element.tag_name()) || text {
            out.push_str(document.inner(element));
        } else {
            out.push('\n');
            element.children.iter().for_each(|child| node(document, *child, depth + 1, out));
            out.push_str(&indent);
        }
        out.extend(["</", &element.name, ">"]);
    }
    out.push('\n');
}

/// Tags whose inside is a text of its own.
fn keeps_text(tag: &str) -> bool {
    matches!(tag, "Style" | "HyperText" | "Markdown")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::core::labeling::{TEMPLATES, check};

    #[test]
    fn lines_are_put_in_order() {
        let source = "<?xml version=\"1.0\"?><View><!-- a --><Text name='t'   value=\"$a\"></Text>\n\n<Choices name=\"c\" toName=\"t\"><Choice>Yes &amp; no</Choice></Choices><Style> .a { b: c }\n</Style></View>\n<!-- end -->";
        let ordered = "<?xml version=\"1.0\"?>\n<View>\n  <!-- a -->\n  <Text name='t' value=\"$a\"/>\n  <Choices name=\"c\" toName=\"t\">\n    <Choice>Yes &amp; no</Choice>\n  </Choices>\n  <Style> .a { b: c }\n</Style>\n</View>\n<!-- end -->\n";
        assert_eq!(format(source).unwrap(), ordered);
        assert_eq!(format(ordered), None);
        assert_eq!(format("<View><Text></View>"), None);
        for kept in ["<Choice>&#160;</Choice>", "<Header><![CDATA[ ]]></Header>", "<Header>\u{a0}</Header>"] {
            let ordered = format(&format!("<View>{kept}</View><?end?>")).unwrap();
            assert_eq!(ordered, format!("<View>\n  {kept}\n</View>\n<?end?>\n"));
        }
    }

    #[test]
    fn long_tags_are_broken() {
        let source = format!(
            "<View><TextArea name=\"a\" toName=\"t\" placeholder=\"{}\" rows=\"4\"/></View>",
            "x".repeat(90)
        );
        let ordered = format(&source).unwrap();
        assert!(ordered.contains("  <TextArea\n      name=\"a\"\n"), "{ordered}");
        assert_eq!(format(&ordered), None);
    }

    #[test]
    fn nothing_of_the_meaning_changes() {
        for template in TEMPLATES {
            let once = format(template.xml).unwrap_or_else(|| template.xml.to_owned());
            assert_eq!(format(&once), None, "{}", template.id);
            assert_eq!(check(&once).diagnostics, check(template.xml).diagnostics);
            let read = |xml: &str| {
                let document = Document::parse(xml);
                let facts = |(_, element): (NodeId, &crate::core::labeling::tree::Element)| {
                    let attributes = element.attributes.iter().map(|a| (a.name.clone(), a.value.clone()));
                    (
                        element.name.clone(),
                        element.depth,
                        attributes.collect::<Vec<_>>(),
                        document.text(element),
                    )
                };
                document.elements().map(facts).collect::<Vec<_>>()
            };
            assert_eq!(read(&once), read(template.xml));
        }
    }
}
