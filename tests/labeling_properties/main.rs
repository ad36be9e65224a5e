//! What holds for any text at all: no panic, every place inside the source, fixes that fit.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod holds;

use batch_curator::core::labeling::{lexer::entity, span, template};
use holds::{holds, mends};
use proptest::prelude::*;

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
