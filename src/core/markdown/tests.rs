#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn blocks(source: &str) -> Vec<Block> {
    parse(source).blocks
}

#[test]
fn what_models_write() {
    let source = "# Plan\n\nUse **one** *or* ~~two~~ `x = 1`.\\\nDone.\n\n- [x] first\n- [ ] second\n\n3. three\n4. four\n\n> said\n\n```rust no_run\nfn f() {}\n```\n\n---\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n| 3 |\n";
    let item = |done, words| Item { done, blocks: vec![paragraph(words)] };
    assert_eq!(
        blocks(source),
        [
            Block::Heading { level: 1, words: vec![text("Plan")] },
            Block::Paragraph(vec![
                text("Use "),
                Inline::Strong(vec![text("one")]),
                text(" "),
                Inline::Emphasis(vec![text("or")]),
                text(" "),
                Inline::Strike(vec![text("two")]),
                text(" "),
                Inline::Code("x = 1".to_owned()),
                text("."),
                Inline::Break,
                text("Done."),
            ]),
            Block::List { start: None, items: vec![item(Some(true), "first"), item(Some(false), "second")] },
            Block::List { start: Some(3), items: vec![item(None, "three"), item(None, "four")] },
            Block::Quote(vec![paragraph("said")]),
            Block::Code { language: "rust no_run".to_owned(), text: "fn f() {}\n".to_owned() },
            Block::Rule,
            Block::Table {
                align: vec![Align::Center, Align::End],
                head: vec![vec![text("a")], vec![text("b")]],
                rows: vec![vec![vec![text("1")], vec![text("2")]], vec![vec![text("3")]]],
            },
        ]
    );
}

#[test]
fn html_is_text() {
    assert_eq!(
        blocks("<script>alert(1)</script>\n"),
        [Block::Html("<script>alert(1)</script>\n".to_owned())]
    );
    assert_eq!(
        blocks("a <img src=x onerror=alert(1)> b &lt;i&gt;"),
        [paragraph("a <img src=x onerror=alert(1)> b <i>")]
    );
}

#[test]
fn links_keep_every_address() {
    let link = |address: &str, words: &str| Inline::Link {
        address: address.to_owned(),
        title: String::new(),
        words: vec![text(words)],
    };
    assert_eq!(
        blocks("[a](javascript:alert(1)) <https://x.example>"),
        [Block::Paragraph(vec![
            link("javascript:alert(1)", "a"),
            text(" "),
            link("https://x.example", "https://x.example"),
        ])]
    );
    assert_eq!(
        blocks("![the *cat*](https://x.example/c.png \"asleep\")"),
        [Block::Paragraph(vec![Inline::Image {
            address: "https://x.example/c.png".to_owned(),
            title: "asleep".to_owned(),
            alt: "the cat".to_owned(),
        }])]
    );
}

#[test]
fn definitions_resolve_links_and_stay_visible() {
    let source = "See [1].\n\n[1]: https://x.example\n[1]: https://y.example\n";
    let Some([Block::Paragraph(first), Block::Paragraph(second)]) = blocks(source).first_chunk().cloned()
    else {
        panic!("{:?}", blocks(source))
    };
    assert!(matches!(first.get(1), Some(Inline::Link { address, .. }) if address == "https://x.example"));
    let seen = visible_inline(&second);
    assert!(seen.contains("https://x.example") && seen.contains("https://y.example"), "{seen}");
    assert!(!seen.contains('\\'), "{seen}");
}

#[test]
fn formulas_keep_their_backslashes() {
    assert_eq!(blocks(r"\(x+1\) and \[y\] but \*no\*"), [paragraph(r"\(x+1\) and \[y\] but *no*")]);
    assert_eq!(blocks(r"\\(x)"), [paragraph(r"\(x)")]);
}

#[test]
fn depth_is_bounded_and_nothing_is_lost() {
    for source in [
        format!("{} deep", ">".repeat(20_000)),
        format!("{} deep", "- ".repeat(5_000)),
        format!("{}deep{}", "*a _b ".repeat(5_000), "_*".repeat(5_000)),
        format!("{}deep{}", "![".repeat(5_000), "](x)".repeat(5_000)),
        format!("{}deep{}", "[".repeat(20_000), "]".repeat(20_000)),
        "<".repeat(50_000) + "deep",
        "`".repeat(50_000) + "deep",
        format!("{}\n{}\n{}deep", "|a".repeat(1_000), "|-".repeat(1_000), "|\n".repeat(20_000)),
        "[a]: b\n".repeat(20_000) + "deep",
    ] {
        let document = parse(&source);
        assert!(depth(&document.blocks) <= 2 * DEPTH + 2, "{source:.20}");
        assert!(visible(&document.blocks).contains("deep"), "{source:.20}");
    }
}

#[test]
fn a_huge_text_is_laid_out_to_the_last_whole_line() {
    let source = "word word\n".repeat(500_000);
    let document = parse(&source);
    assert!(document.end <= LIMIT && document.end > LIMIT - 20);
    assert!(source.get(..document.end).unwrap().ends_with('\n'));
    assert_eq!(parse(&"é".repeat(LIMIT)).end, LIMIT, "an endless line is cut within");
}

fn depth(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Quote(blocks) => 1 + depth(blocks),
        Block::List { items, .. } => 2 + items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
        _ => 1,
    };
    blocks.iter().map(of).max().unwrap_or(0)
}

/// Everything that a reader of the tree can see.
fn visible(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) | Block::Heading { words, .. } => out += &visible_inline(words),
            Block::List { items, .. } => {
                for item in items {
                    out += if item.done.is_some() { "x " } else { " " };
                    out += &visible(&item.blocks);
                }
            }
            Block::Quote(blocks) => out += &visible(blocks),
            Block::Code { language, text } => out += &[language, "\n", text].concat(),
            Block::Html(text) => out += text,
            Block::Table { head, rows, .. } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    out += &visible_inline(cell);
                    out.push(' ');
                }
            }
            Block::Rule => (),
        }
        out.push('\n');
    }
    out
}

fn visible_inline(words: &[Inline]) -> String {
    let mut out = String::new();
    for part in words {
        match part {
            Inline::Text(text) | Inline::Code(text) => out += text,
            Inline::Strong(words) | Inline::Emphasis(words) | Inline::Strike(words) => {
                out += &visible_inline(words);
            }
            Inline::Link { address, title, words } => {
                out += &[&visible_inline(words), " ", address, " ", title, " "].concat();
            }
            Inline::Image { address, title, alt } => {
                out += &[" ", alt, " ", address, " ", title, " "].concat();
            }
            Inline::Break => out.push('\n'),
        }
    }
    out
}

/// Pieces that mean something in Markdown, between words that must survive.
fn piece() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "\n",
        "\n\n",
        " ",
        "  \n",
        "# ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "```\n",
        "|",
        "\n|-|-|\n",
        "[",
        "]",
        "](",
        ")",
        "]: ",
        "][",
        "!",
        "![",
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "<b>",
        "\\",
        "---\n",
        "===\n",
        "- [ ] ",
        "- [x] ",
        "\"",
        "'",
        "(",
        ":",
        "https://",
        "[^",
        "$",
        "{",
        "}",
        "\r\n",
        "é",
    ]);
    prop_oneof![marks.prop_map(str::to_owned), "[a-z]{3,5}"]
}

#[test]
fn cells_without_a_column_stay() {
    for source in ["||# \n|-|-|\n*||aaa", "a|b\n-|-\n1|2|ccc|ddd\n", "> a|b\n> -|-\n> 1|2|ccc|ddd|\n> 1|2"] {
        let seen = visible(&parse(source).blocks);
        for word in source.split(|c: char| !c.is_ascii_lowercase()).filter(|word| word.len() > 2) {
            assert!(seen.contains(word), "{word:?} of {source:?} is not in {seen:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_word_is_swallowed(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = pieces.concat();
        let seen = visible(&parse(&source).blocks);
        for word in source.split(|c: char| !c.is_ascii_lowercase()).filter(|word| word.len() > 2) {
            prop_assert!(seen.contains(word), "{word:?} of {source:?} is not in {seen:?}");
        }
    }

    #[test]
    fn nothing_panics(source in any::<String>()) {
        parse(&source);
    }
}
