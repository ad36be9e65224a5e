#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

fn codes(source: &str) -> Vec<&'static str> {
    pieces(source).1.iter().map(|problem| problem.code).collect()
}

fn values(source: &str) -> Vec<(String, String)> {
    let attributes = |piece: Piece| match piece {
        Piece::Open(tag) => tag.attributes,
        _ => Vec::new(),
    };
    let found = pieces(source).0.into_iter().flat_map(attributes);
    found.map(|attribute| (attribute.name, attribute.value)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn what_is_well_formed_has_no_faults() {
    for source in [
        "<View/>",
        "\u{feff}<View></View>",
        "<?xml version=\"1.0\"?>\n<View/>",
        "<View><!-- <Checkbox name='x'> & < --><Text name = 't'\n value\t=\"$t &amp; &#65; &lt;\"/></View>\n",
        "<Style><![CDATA[ .a > .b { } <x> & ]]></Style>",
        "<View a=\"set x=\" b='say \"hi\"' c=\"\"/>",
        "<?xml-stylesheet href=\"a\"?><View/>",
        "<View hint=\"“quoted” ‘text’\">a > b ü</View>",
    ] {
        assert_eq!(codes(source), Vec::<&str>::new(), "{source}");
    }
}

#[test]
fn quotes_that_are_missing() {
    let source = "<Text name=\"t value=\"$t\"/><Choices name=\"c\"/>";
    assert_eq!(codes(source), ["quote-missing"]);
    assert_eq!(values(source), pairs(&[("name", "t"), ("value", "$t"), ("name", "c")]));
    let source = "<Choice value=\"a/>\n<Choice value=\"b\"/>";
    assert_eq!(codes(source), ["quote-missing"]);
    assert_eq!(values(source), pairs(&[("value", "a"), ("value", "b")]));
    let source = "<Text value='a>";
    assert_eq!((codes(source), values(source)), (vec!["quote-missing"], pairs(&[("value", "a")])));
    let source = "<Text name=t\" value=$t/>";
    assert_eq!(codes(source), ["unquoted-value", "unquoted-value"]);
    assert_eq!(values(source), pairs(&[("name", "t"), ("value", "$t")]));
}

#[test]
fn quotes_that_are_wrong() {
    let source = "<Text name=“t” value=\"$t”/><Text name=\"u\"/>";
    assert_eq!(codes(source), ["smart-quotes", "quote-missing"]);
    assert_eq!(values(source), pairs(&[("name", "t"), ("value", "$t"), ("name", "u")]));
    let source = "<Header value=\"say \"hi\" now\"/>";
    assert_eq!(
        (codes(source), values(source)),
        (vec!["quote-in-value"], pairs(&[("value", "say \"hi\" now")]))
    );
    assert_eq!(codes("<Text name=\"a\"value=\"b\"/>"), ["blank-missing"]);
    assert_eq!(codes("<Text name=\"a\"\" value=\"b\"/>"), ["stray-character"]);
}

#[test]
fn the_rest_of_what_people_write() {
    for (source, code) in [
        ("<Header value=\"A & B\"/>", "raw-ampersand"),
        ("<Header>A &nbsp; B</Header>", "raw-ampersand"),
        ("<Header value=\"a < b\"/>", "raw-less-than"),
        ("<View>a < b</View>", "raw-less-than"),
        ("<Choices required/>", "value-missing"),
        ("<Choices required=/>", "value-missing"),
        ("<Text name=\"a\" name=\"b\"/>", "attribute-twice"),
        ("<Text name=\"a\" / >", "stray-character"),
        ("<Text\u{a0}name=\"a\"/>", "stray-character"),
        ("<Text name=\"a\" <View/>", "tag-unended"),
        ("<View></View", "tag-unended"),
        ("<View></View a=\"b\">", "closing-tag-attributes"),
        ("<!-- a\n<View/>", "comment-unclosed"),
        ("<!-- a -- b --><View/>", "comment-dashes"),
        ("<![CDATA[ a", "cdata-unclosed"),
        ("<?xml version=\"1.0\"", "instruction-unclosed"),
        (" <?xml version=\"1.0\"?><View/>", "declaration-place"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><View/>", "declaration-encoding"),
        ("<!DOCTYPE View [<!ENTITY a \"b\">]><View/>", "doctype"),
        ("<View>\u{1}</View>", "forbidden-character"),
        ("<View>]]></View>", "raw-cdata-end"),
    ] {
        assert_eq!(codes(source), [code], "{source}");
    }
}

#[test]
fn fixes_leave_nothing_to_mend() {
    for source in [
        "<Text name=\"t value=\"$t\"/>",
        "<Text name=“t” value=\"$t”/>",
        "<Header value=\"say \"hi\" now\"/>",
        "<Header value=\"a < b & c\"/>",
        "<Text name=t\" value=$t/>",
        "<Choices required/>",
        "<Choices required=/>",
        "<Text name=\"a\"value=\"b\" / >",
        "<Text\u{a0}name=\"a\"/>",
        "<View><Text name=\"a\" <View/></View",
        "<!-- a -- b ---><View/>",
        "<!-- a\n<View/>",
        "<!-- a --\n<View/>",
    ] {
        let mut text = source.to_owned();
        for _ in 0..5 {
            let problems = pieces(&text).1;
            let Some(fix) = problems.iter().find_map(|problem| problem.fixes.first().cloned()) else { break };
            text = fix.apply(&text);
        }
        assert_eq!(codes(&text), Vec::<&str>::new(), "{source} became {text}");
    }
}

#[test]
fn entities() {
    assert_eq!(entity::decode("a &amp; &#x41;&#66; &nbsp; &"), "a & AB &nbsp; &");
    assert_eq!(entity::decode_value("a\r\nb\tc&#10;d"), "a b c\nd");
    assert_eq!(entity::decode(&entity::encode("<a b=\"c\">&\n")), "<a b=\"c\">&\n");
}
