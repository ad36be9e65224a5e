//! What holds for any text at all: no panic, every place inside the source, fixes that fit.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use batch_curator::core::labeling::{
    Document, answers::Answers, check, complete::complete, format::format, hover::hover, import_check,
    lexer::entity, preview, sample_task, schema::response_format, span, template, variables,
};
use proptest::prelude::*;
use serde_json::Map;

/// Text that is nearly XML: what people type, in any order.
fn nearly_xml() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "<View>",
        "</View>",
        "<Text name=\"t\" value=\"$t\"/>",
        "<Choices name=\"c\" toName=\"t\">",
        "</Choices>",
        "<Choice value=\"a\"/>",
        "<Choice>",
        "<TextArea name='x' toName=c",
        "<Checkbox name=\"b\"",
        "<",
        ">",
        "/>",
        "/",
        "=",
        "\"",
        "'",
        "&",
        "&amp;",
        "&#0;",
        " ",
        "\n",
        "“",
        "”",
        "ü",
        "🎉",
        "<!--",
        "-->",
        "--",
        "<![CDATA[",
        "]]>",
        "<?xml",
        "?>",
        "<!DOCTYPE",
        "[",
        "]",
        "name=",
        "value",
        " toName=\"t\"",
        "$x",
        "$a.b[0]",
        "</",
        "<Header>hi</Header>",
        "<HyperText name=\"h\">",
        "<Repeater on=\"$r\">",
        "\u{feff}",
        "\u{0}",
        "<Paragraphs name=\"p\" value=\"$m\"/>",
        "rows=2",
        "<Rating",
        "<Pairwise name=\"w\" toName=\"t, t\"/>",
        "\r\n",
        "\t",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.concat())
}

/// The built-in configuration with some of its characters gone, doubled or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let edits = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            prop::sample::select(vec!["", "\"", "<", ">", "/", "&", " ", "x", "“"]),
        ),
        1..4,
    );
    edits.prop_map(|edits| {
        let mut characters: Vec<String> =
            template("batch-result-review").unwrap().xml.chars().map(String::from).collect();
        for (index, with) in edits {
            let at = index.index(characters.len());
            with.clone_into(&mut characters[at]);
        }
        characters.concat()
    })
}

fn holds(source: &str) {
    let document = Document::parse(source);
    let report = check(source);
    let inside = |span: span::Span| source.get(span.start..span.end).is_some();
    for node in &document.nodes {
        assert!(inside(node.span), "{node:?}");
    }
    for (_, element) in document.elements() {
        assert!(inside(element.open) && inside(element.name_span));
        for attribute in &element.attributes {
            assert!(inside(attribute.span) && inside(attribute.name_span) && inside(attribute.value_span));
        }
    }
    for diagnostic in &report.diagnostics {
        assert!(inside(diagnostic.span), "{diagnostic:?}");
        assert!(diagnostic.related.iter().all(|(span, _)| inside(*span)));
        let place = document.position(diagnostic.span.start);
        assert!(place.line >= 1 && place.column >= 1);
        for fix in &diagnostic.fixes {
            let mut edits: Vec<_> = fix.edits.iter().map(|(span, _)| *span).collect();
            edits.sort();
            assert!(edits.iter().all(|span| inside(*span)), "{diagnostic:?}");
            assert!(edits.windows(2).all(|pair| pair[0].end <= pair[1].start), "{diagnostic:?}");
            assert_ne!(fix.apply(source), source, "{diagnostic:?}");
        }
    }
    // Wherever the caret stands.
    for (offset, _) in source.char_indices().chain([(source.len(), ' ')]).step_by(1 + source.len() / 20) {
        if let Some(offered) = complete(&document, offset, &["$t".to_owned()]) {
            assert!(
                source.get(offered.from..offered.to).is_some() && offered.from <= offset,
                "{offset}: {offered:?}"
            );
        }
        if let Some(told) = hover(&document, offset) {
            assert!(
                inside(told.span) && told.span.start <= offset && offset <= told.span.end,
                "{offset}: {told:?}"
            );
        }
    }
    if let Some(tidy) = format(source) {
        assert_eq!(format(&tidy), None, "formatted twice:\n{source}");
        assert_eq!(check(&tidy).errors, report.errors, "formatted:\n{source}\nbecame\n{tidy}");
    }
    response_format(&document);
    variables(&document);
    import_check(&document, &Map::new());
    let screen = preview(&document, &report, &sample_task(&document).data);
    let mut answers = Answers::new(&screen, &[]);
    for control in &screen.controls {
        if let Some(choice) = control.choices().first() {
            answers.press(control, &choice.path);
        }
        answers.shows(&screen, control);
    }
    answers.results(&screen);
    answers.objections(&screen);
}

/// Fixes are applied one after the other, the first each time; it must come to an end without fixable faults.
fn mends(source: &str) {
    let mut text = source.to_owned();
    for _ in 0..200 {
        let Some(fix) =
            check(&text).diagnostics.into_iter().find_map(|diagnostic| diagnostic.fixes.into_iter().next())
        else {
            return;
        };
        text = fix.apply(&text);
    }
    panic!("never mended:\n{source}\nbecame\n{text}");
}

/// `make soak` asks for many more by `PROPTEST_CASES`; a number in the configuration would hide that.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(source in ".{0,200}") {
        holds(&source);
    }

    /// As a file is read that is no text at all.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn nearly(source in nearly_xml()) {
        holds(&source);
        mends(&source);
    }

    #[test]
    fn damage(source in damaged()) {
        holds(&source);
        mends(&source);
    }

    #[test]
    fn a_text_survives_being_written_as_a_value(text in "[^\u{0}-\u{8}\u{b}-\u{1f}]{0,40}") {
        prop_assert_eq!(entity::decode(&entity::encode(&text)), text);
    }

    #[test]
    fn utf16_places_come_back(text in ".{0,40}") {
        for (at, _) in text.char_indices() {
            prop_assert_eq!(span::from_utf16(&text, span::to_utf16(&text, at)), at);
        }
    }
}
