//! What is well-formed: our reader beside roxmltree, a strict one.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use batch_curator::core::labeling::{Document, TEMPLATES, lexer::entity};
use proptest::prelude::*;

/// An element's name, and its attributes: names and values.
type Named = (String, Vec<(String, String)>);

/// What roxmltree reads: names and attributes of every element, in order; `None`: it is not well-formed.
fn theirs(source: &str) -> Option<Vec<Named>> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(source, options).ok()?;
    let read = |node: roxmltree::Node<'_, '_>| {
        let attributes = node.attributes().map(|one| (one.name().to_owned(), one.value().to_owned()));
        (node.tag_name().name().to_owned(), attributes.collect())
    };
    Some(document.descendants().filter(roxmltree::Node::is_element).map(read).collect())
}

/// The same by our reader.
fn ours(source: &str) -> Option<Vec<Named>> {
    let document = Document::parse(source);
    if !document.syntax.is_empty() {
        return None;
    }
    let read = |element: &batch_curator::core::labeling::tree::Element| {
        let attributes = element.attributes.iter().map(|one| (one.name.clone(), one.value.clone()));
        (element.name.clone(), attributes.collect())
    };
    Some(document.elements().map(|(_, element)| read(element)).collect())
}

const STRICTER: [&str; 3] = [
    // After an instruction's name roxmltree takes anything; the standard, and the server's reader, want a blank.
    "instruction-name",
    // `Choice value="a"/>` or `/View>` between tags is text to a reader of XML, and a lost `<` to anybody else.
    "bracket-missing",
    "closing-tag-damaged",
];

fn agree(source: &str) {
    // Where we are stricter, there is nothing to compare.
    if Document::parse(source).syntax.iter().any(|problem| STRICTER.contains(&problem.code)) {
        return;
    }
    assert_eq!(ours(source), theirs(source), "{source}\n{:?}", Document::parse(source).syntax);
}

#[test]
fn the_templates() {
    for template in TEMPLATES {
        assert!(theirs(template.xml).is_some());
        agree(template.xml);
    }
}

/// Text for a value or between tags; encoded, as it must be.
fn words() -> impl Strategy<Value = String> {
    "[ a-z$.\\[\\]{}<>&\"'ü🎉\n\t]{0,12}".prop_map(|text| entity::encode(&text))
}

fn attribute() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["name", "value", "toName", "whenTagName", "data-x"]);
    let quote = prop::sample::select(vec!['"', '\'']);
    (name, quote, words(), "[ \n]{0,2}", "[ \n]{0,1}").prop_map(|(name, quote, value, before, after)| {
        format!(" {name}{before}={after}{quote}{value}{quote}")
    })
}

fn aside() -> impl Strategy<Value = String> {
    prop_oneof![
        words(),
        "[ a-z<>&\"]{0,8}".prop_map(|inside| format!("<!--{inside}-->")),
        "[ a-z<>&\"]{0,8}".prop_map(|inside| format!("<![CDATA[{inside}]]>")),
        Just("<?note it?>".to_owned()),
        Just("&#65;&#x1F389;".to_owned()),
    ]
}

/// Elements in elements, each with attributes; two of one name now and then.
fn element() -> impl Strategy<Value = String> {
    let tag = || prop::sample::select(vec!["View", "Text", "Choices", "Choice", "ns-1.b", "_x"]);
    let attributes = || prop::collection::vec(attribute(), 0..3).prop_map(|all| all.concat());
    let leaf = (tag(), attributes(), "[ \n]{0,1}")
        .prop_map(|(tag, attributes, space)| format!("<{tag}{attributes}{space}/>"));
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let inside = prop::collection::vec(prop_oneof![inner, aside()], 0..4).prop_map(|all| all.concat());
        (tag(), attributes(), inside)
            .prop_map(|(tag, attributes, inside)| format!("<{tag}{attributes}>{inside}</{tag}>"))
    })
}

/// One slip: a character gone, or another in its place.
fn slip() -> impl Strategy<Value = String> {
    let with =
        prop::sample::select(vec!["", "\"", "'", "<", ">", "/", "&", ";", " ", "=", "x", "-", "!", "?", "]"]);
    (element(), any::<prop::sample::Index>(), with).prop_map(|(source, index, with)| {
        let mut characters: Vec<String> = source.chars().map(String::from).collect();
        let at = index.index(characters.len());
        with.clone_into(&mut characters[at]);
        characters.concat()
    })
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_well_formed_is_read_alike(source in element()) {
        agree(&source);
    }

    #[test]
    fn a_slip_is_seen_by_both_or_none(source in slip()) {
        agree(&source);
    }
}
