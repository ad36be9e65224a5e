#![allow(clippy::unwrap_used, clippy::expect_used)]
use crate::core::labeling::check::check;

fn codes(source: &str) -> Vec<&'static str> {
    check(source).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// The source after its first fix.
fn mended(source: &str) -> String {
    check(source).diagnostics.iter().find_map(|diagnostic| diagnostic.fixes.first()).unwrap().apply(source)
}

const TEXT: &str = "<Text name=\"t\" value=\"$t\"/>";
const CHOICE: &str = "<Choice value=\"a\"/><Choice value=\"b\"/>";

fn view(inside: &str) -> String {
    format!("<View>{TEXT}{inside}</View>")
}

#[test]
fn valid_configurations_have_no_faults() {
    for inside in [
        format!("<Choices name='c' toName = 't'>{CHOICE}</Choices>"),
        "<Choices name=\"c\" toName=\"t\" value=\"$options\"/>".to_owned(),
        "<!-- <Checkbox name=\"t\"/> -->".to_owned(),
        "<Text name=\"u\" value=\"literal\"/>".to_owned(),
        format!("<Choices name=\"c\" toName=\"t\"><View>{CHOICE}</View><Header value=\"h\"/></Choices>"),
        format!("<Taxonomy name=\"c\" toName=\"t\"><Choice value=\"x\">{CHOICE}</Choice></Taxonomy>"),
        "<HyperText name=\"h\" value=\"$h\"><div name=\"t\"><p>x</p></div></HyperText>".to_owned(),
        "<Relations><Relation value=\"r\"/></Relations>".to_owned(),
        "<Text name=\"u\" value=\"$u\"/><Pairwise name=\"p\" toName=\"t,u\"/>".to_owned(),
        "<Collapse><Panel value=\"p\"><View/></Panel></Collapse>".to_owned(),
        "<Repeater on=\"$rows\"><Text name=\"r_{{idx}}\" value=\"$rows[{{idx}}].t\"/></Repeater>".to_owned(),
        "<Style>.a > .b { color: red }</Style>".to_owned(),
        "<TextArea name=\"a\" toName=\"t\"/>".to_owned(),
    ] {
        assert_eq!(check(&view(&inside)).diagnostics, [], "{inside}");
    }
}

#[test]
fn tags_that_are_none() {
    assert_eq!(codes(&view("<Foo/>")), ["unknown-tag"]);
    assert_eq!(codes(&view("<Chat name=\"c\" value=\"$c\"/>")), ["enterprise-tag"]);
    assert_eq!(codes(&view("<div><Header value=\"x\"/></div>")), ["html-tag"]);
    let source = view(&format!("<Choises name=\"c\" toName=\"t\">{CHOICE}</Choises>"));
    assert_eq!(codes(&source), ["unknown-tag"]);
    assert_eq!(codes(&mended(&source)), Vec::<&str>::new());
}

#[test]
fn a_checkbox_becomes_choices() {
    for (inside, label) in [
        ("<Checkbox name=\"gold_star\" toName=\"t\"><Choice value=\"Use it\"/></Checkbox>", "Use it"),
        ("<Checkbox name=\"g\" toName=\"t\" value=\"Use &lt;it\"/>", "Use &lt;it"),
        ("<Checkbox name=\"g\" toName=\"t\">Use it</Checkbox>", "Use it"),
        ("<Checkbox name=\"use_it\" toName=\"t\"/>", "use it"),
    ] {
        let source = view(inside);
        assert_eq!(codes(&source), ["unknown-tag"]);
        let after = mended(&source);
        assert_eq!(codes(&after), Vec::<&str>::new(), "{after}");
        assert!(after.contains(&format!("<Choice value=\"{label}\"/>")), "{after}");
        assert!(after.contains("choice=\"multiple\""));
    }
}

#[test]
fn to_name() {
    let source = view("<TextArea name=\"a\"/>");
    assert_eq!(codes(&source), ["to-name-missing"]);
    assert_eq!(codes(&mended(&source)), Vec::<&str>::new());
    assert!(mended(&source).contains("name=\"a\" toName=\"t\""));
    let source = view("<Rating name=\"r\" toName=\"\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["to-name-missing"], vec![]));
    let source = view("<Rating name=\"r\" toName=\"tt\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["to-name-unknown"], vec![]));
    let source = view("<Rating name=\"r\" toName=\"t\"/><Rating name=\"s\" toName=\"r\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["to-name-not-object"], vec![]));
    assert_eq!(codes(&view("<Rating name=\"r\" toName=\"r\"/>")), ["to-name-not-object"]);
    let source = view("<Text name=\"u\" value=\"$u\"/><Pairwise name=\"p\" toName=\"t, u\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["to-name-blank"], vec![]));
    // The editor finds the only object by itself, when it is no text.
    let inferred = "<View><Image name=\"i\" value=\"$i\"/><Rating name=\"r\"/></View>";
    assert_eq!((codes(inferred), check(inferred).errors), (vec!["to-name-missing"], 0));
    assert_eq!(check(&view("<Rating name=\"r\"/>")).errors, 1);
    // Two objects, and nothing that tells which is meant: both are offered, the nearer one first.
    let two = view("<Text name=\"u\" value=\"$u\"/><Rating name=\"r\"/>");
    let offered: Vec<_> = check(&two).diagnostics[0].fixes.iter().map(|fix| fix.title.clone()).collect();
    assert_eq!(offered, ["Add `toName=\"u\"`", "Add `toName=\"t\"`"]);
    assert_eq!(check(&two).diagnostics[0].related.len(), 2);
    // The one that shows the same data is meant.
    let same = view("<Text name=\"u\" value=\"$u\"/><TextArea name=\"r\" value=\"$u\" rows=\"3\"/>");
    assert!(mended(&same).contains("toName=\"u\""));
}

#[test]
fn names_and_values() {
    let source = view("<Rating toName=\"t\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["name-missing"], vec![]));
    assert_eq!(codes(&view(TEXT)), ["name-twice"]);
    let source = "<View><Text name=\"t\"/></View>";
    assert_eq!((codes(source), codes(&mended(source))), (vec!["object-without-value"], vec![]));
    let choices = |inside: &str| view(&format!("<Choices name=\"c\" toName=\"t\">{inside}</Choices>"));
    assert_eq!(codes(&choices("")), ["nothing-to-choose"]);
    assert_eq!(codes(&choices("<Choice/>")), ["choice-without-value"]);
    let source = choices("<Choice>Yes &amp; no</Choice>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["choice-without-value"], vec![]));
    assert!(mended(&source).contains("value=\"Yes &amp; no\""));
}

#[test]
fn places() {
    assert_eq!(codes(&view("<Choice value=\"a\"/>")), ["outside-parent"]);
    let inside =
        format!("<Choices name=\"c\" toName=\"t\">{CHOICE}<Text name=\"u\" value=\"$u\"/></Choices>");
    assert_eq!(codes(&view(&inside)), ["child-not-allowed"]);
    assert_eq!(codes(&view("<Header><Header/></Header>")), ["child-not-allowed"]);
    assert_eq!(codes(&view("<Panel/>")), ["outside-parent"]);
}

#[test]
fn rows_and_letters() {
    let source = view("<TextArea name=\"a\" toName=\"t\" value=\"$t\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["text-area-rows"], vec![]));
    assert_eq!(check(&source).errors, 0);
    let source = "<View><text name=\"t\" value=\"$t\"/></View>";
    assert_eq!((codes(source), codes(&mended(source))), (vec!["tag-case"], vec![]));
    let source = view("<TextArea name=\"a\" toname=\"t\"/>");
    assert_eq!((codes(&source), codes(&mended(&source))), (vec!["attribute-case"], vec![]));
}

#[test]
fn a_hostile_configuration_is_checked_in_time() {
    for hostile in [
        "<View>",
        "<Choices>",
        "<Choice>",
        "<Checkbox>",
        "<Rating toName=\"x\"/>",
        "<Text name=\"t\"/><Rating name=\"a\" toName=\"a\"/>",
    ] {
        let report = check(&hostile.repeat(4_000));
        assert!(report.errors > 0 && report.diagnostics.len() <= 200 && report.omitted > 0);
    }
}
