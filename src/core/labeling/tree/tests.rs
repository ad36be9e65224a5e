#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

fn codes(source: &str) -> Vec<&'static str> {
    Document::parse(source).syntax.iter().map(|problem| problem.code).collect()
}

/// `View(Text,Choices(Choice))`
fn outline(document: &Document) -> String {
    fn of(document: &Document, id: NodeId, out: &mut String) {
        let Some(element) = document.element(id) else { return };
        out.push_str(&element.name);
        let mut inner = Vec::new();
        for (child, _) in document.children(element) {
            let mut text = String::new();
            of(document, child, &mut text);
            inner.push(text);
        }
        if !inner.is_empty() {
            out.extend(["(", &inner.join(","), ")"]);
        }
    }
    let mut out = String::new();
    for &top in &document.top {
        of(document, top, &mut out);
    }
    out
}

#[test]
fn every_part_knows_its_place() {
    let source = "<View>\n  <Text name='t' value=\"$a &amp; b\"/>\n  hi\n</View>";
    let document = Document::parse(source);
    let (id, text) = document.elements().nth(1).unwrap();
    let value = text.attribute("VALUE").unwrap();
    assert_eq!((value.name_span.of(source), value.value_span.of(source)), ("value", "$a &amp; b"));
    assert_eq!((value.span.of(source), value.value.as_str()), ("value=\"$a &amp; b\"", "$a & b"));
    assert_eq!(text.open.of(source), "<Text name='t' value=\"$a &amp; b\"/>");
    assert_eq!(document.position(text.open.start), Position { line: 2, column: 3 });
    let (root, view) = document.parent(id).unwrap();
    assert_eq!(Some(root), document.root);
    assert_eq!(view.close.unwrap().1.of(source), "</View>");
    assert_eq!(document.node(root).unwrap().span.of(source), source);
    assert_eq!((document.text(view), document.inner(text)), ("hi".to_owned(), ""));
}

#[test]
fn an_unclosed_tag_is_blamed_itself() {
    let source = "<View>\n<Text name=\"t\" value=\"$t\"/>\n<Choices name=\"c\" toName=\"t\">\n<Choice value=\"a\"/>\n</View>";
    let document = Document::parse(source);
    assert_eq!(document.syntax.len(), 1);
    assert_eq!(document.syntax[0].code, "never-closed");
    assert_eq!(document.position(document.syntax[0].span.start).line, 3);
    let mended = document.syntax[0].fixes[0].apply(source);
    assert_eq!(codes(&mended), Vec::<&str>::new(), "{mended}");
}

#[test]
fn what_cannot_be_inside_an_unclosed_tag_is_beside_it() {
    let source = "<View><Text name=\"t\" value=\"$t\"><Choices name=\"c\"><Choice value=\"a\"><Choice value=\"b\"></Choices><Rating name=\"r\"/></View>";
    let document = Document::parse(source);
    assert_eq!(outline(&document), "View(Text,Choices(Choice,Choice),Rating)");
    assert_eq!(codes(source), ["never-closed"; 3]);
    let source = "<View><Choices name=\"c\"><Choice value=\"a\"/><TextArea name=\"x\"/></View>";
    let document = Document::parse(source);
    assert_eq!(outline(&document), "View(Choices(Choice),TextArea)");
    let mended = document.syntax[0].fixes[0].apply(source);
    assert_eq!(outline(&Document::parse(&mended)), "View(Choices(Choice),TextArea)");
    assert_eq!(codes(&mended), Vec::<&str>::new());
}

#[test]
fn closing_tags_that_close_nothing() {
    assert_eq!(codes("<View></Choices></View>"), ["stray-closing-tag"]);
    assert_eq!(codes("<View></View></View>"), ["stray-closing-tag"]);
    assert_eq!(codes("<View><Choices></choices></View>"), ["closing-name"]);
    assert_eq!(codes("<View><Choices></Choises></View>"), ["closing-name"]);
    assert_eq!(codes("<View/><View/>"), ["second-root"]);
    assert_eq!(codes("x <View/> y"), ["text-outside"; 2]);
    assert_eq!(codes(""), ["no-root"]);
    assert_eq!(codes("<!-- only -->"), ["no-root"]);
}

#[test]
fn depth_and_length_do_no_harm() {
    let deep = "<View>".repeat(100_000);
    let document = Document::parse(&deep);
    assert_eq!(document.nodes.len(), 100_000);
    assert_eq!(document.syntax.iter().filter(|problem| problem.code == "too-deep").count(), 1);
    for hostile in [
        "<a<",
        "<!--",
        "<a b=\"",
        "</a>",
        "<![CDATA[",
        "&",
        "<a b='c d=",
        "<?",
        "<!D[",
        "\"",
        "<Choice>",
        "<a b=“",
        " / ",
    ] {
        let source = hostile.repeat(20_000);
        assert!(!Document::parse(&source).syntax.is_empty() || hostile == "\"", "{hostile}");
    }
}

/// One slip each: the code, the line it is on, and that the fix makes it what was meant.
#[test]
fn slips_in_brackets_are_read_as_meant() {
    let whole = "<View>\n<Choices name=\"c\">\n<Choice value=\"a\"/>\n</Choices>\n</View>\n";
    for (from, to, code, line) in [
        ("</Choices>", "/Choices>", "closing-tag-damaged", 4),
        ("</Choices>", "<-/Choices>", "closing-tag-damaged", 4),
        ("</Choices>", "</=Choices>", "closing-tag-damaged", 4),
        ("</Choices>", "</Cho'ices>", "closing-tag-damaged", 4),
        ("</Choices>", "<//Choices>", "closing-tag-damaged", 4),
        ("</Choices>", "<Choices>", "closing-slash-missing", 4),
        ("</Choices>", "</Choises>", "closing-name", 4),
        ("<Choices ", "<Chices ", "closing-name", 2),
        ("<Choices ", "Choices ", "bracket-missing", 2),
        ("<Choices ", "'Choices ", "bracket-missing", 2),
        ("<Choice value=\"a\"/>", "<Choice value=\"a\"/", "tag-unended", 3),
        ("<Choice value=\"a\"/>", "<Choice value=\"a\"", "tag-unended", 3),
        ("<Choice value=\"a\"/>", "<Choice value=\"a\">", "never-closed", 3),
    ] {
        let source = whole.replacen(from, to, 1);
        let document = Document::parse(&source);
        assert_eq!(codes(&source), [code], "{to}");
        assert_eq!(outline(&document), "View(Choices(Choice))", "{to}");
        let problem = &document.syntax[0];
        assert_eq!(document.position(problem.span.start).line, line, "{to}");
        assert_eq!(problem.fixes[0].apply(&source), whole, "{to}");
    }
}
