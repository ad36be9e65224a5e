//! The configurations that Label Studio was given for real, and what it made of them
//! (server, editor: measured on Label Studio 1.23.2).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use batch_curator::core::labeling::{Document, Severity, check};

/// The configuration that the first importer was shipped with. Label Studio's server names the first fault
/// only; without it, the second blanks the screen at the first click and the third before anything is shown.
const ORIGINAL: &str = r#"<View>
  <Header value="Batch Result Review"/>

  <Text name="custom_id" value="$custom_id"/>
  <Text name="batch_id" value="$batch_id"/>
  <Text name="model" value="$model"/>

  <Header value="Input Messages"/>
  <Text name="input" value="$input_messages"/>

  <Header value="LLM Response"/>
  <TextArea name="response" value="$llm_response" editable="true"/>

  <Choices name="quality" toName="response" choice="single">
    <Choice value="excellent"/>
    <Choice value="good"/>
    <Choice value="needs_correction"/>
    <Choice value="poor"/>
  </Choices>

  <Checkbox name="gold_star" toName="response">
    <Choice value="Use for training"/>
  </Checkbox>
</View>
"#;

#[test]
fn the_original_gives_its_three_faults_at_once() {
    let document = Document::parse(ORIGINAL);
    let report = check(ORIGINAL);
    let errors: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| {
            let place = document.position(diagnostic.span.start);
            (diagnostic.code, place.line, place.column, diagnostic.span.of(ORIGINAL))
        })
        .collect();
    assert_eq!(
        errors,
        [
            ("to-name-missing", 12, 4, "TextArea"),
            ("to-name-not-object", 14, 35, "response"),
            ("unknown-tag", 21, 4, "Checkbox"),
        ]
    );
    assert_eq!(report.errors, 3);
    let message = |index: usize| report.diagnostics[index].message.as_str();
    assert!(message(0).contains("`<TextArea name=\"response\">` has no `toName`"), "{}", message(0));
    assert!(message(0).contains("`custom_id`, `batch_id`, `model` and `input`"), "{}", message(0));
    assert!(message(1).contains("points at another control"), "{}", message(1));
    assert!(message(2).contains("use `<Choices choice=\"multiple\">`"), "{}", message(2));
    assert!(!report.diagnostics[2].fixes.is_empty());
    // One row for a model's answer is worth a warning, not an error.
    let warnings: Vec<_> = report.diagnostics[3..].iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(warnings, ["text-area-rows"]);
}

/// Of Label Studio's issue 3013: the server takes it, the editor stays blank.
const REPEATED: &str = r#"<View>
  <Image name="query" value="$query image_id"/>
  <Repeater on="$target_images" indexFlag="{{idx}}">
    <Image name="target_{{idx}}" value="$target_image[{{idx}}].url"/>
    <Choices name="same_{{idx}}" toName="same_{{idx}}"><Choice value="yes"/><Choice value="no"/></Choices>
  </Repeater>
</View>
"#;

/// The source after one first fix after the other.
fn mended(source: &str) -> String {
    let mut text = source.to_owned();
    for _ in 0..20 {
        let Some(fix) = check(&text).diagnostics.into_iter().find_map(|found| found.fixes.into_iter().next())
        else {
            break;
        };
        text = fix.apply(&text);
    }
    text
}

#[test]
fn a_repeater_gives_its_three_faults_and_all_can_be_mended() {
    let document = Document::parse(REPEATED);
    let found: Vec<_> = check(REPEATED)
        .diagnostics
        .iter()
        .map(|found| (found.code, document.position(found.span.start).line, found.severity))
        .collect();
    assert_eq!(
        found,
        [
            ("bad-variable", 2, Severity::Error),
            ("repeater-other-list", 4, Severity::Error),
            ("to-name-not-object", 5, Severity::Error)
        ]
    );
    let mended = mended(REPEATED);
    assert_eq!(check(&mended).diagnostics, []);
    assert!(mended.contains("$query_image_id") && mended.contains("toName=\"target_{{idx}}\""), "{mended}");
}

#[test]
fn the_original_can_be_mended() {
    let mended = mended(ORIGINAL);
    assert_eq!(check(&mended).diagnostics, [], "{mended}");
    assert!(mended.contains("name=\"response\" toName=\"input\""), "{mended}");
    assert!(mended.contains("<Choices name=\"gold_star\" toName=\"input\" choice=\"multiple\">"), "{mended}");
}

#[test]
fn what_a_fault_brought_about_is_folded_under_it() {
    let nameless = "<View><Rating name=\"r\" toName=\"t\"/><Text value=\"$t\"/><Rating name=\"s\" toName=\"t\"/><Foo/></View>";
    let found: Vec<_> = check(nameless).diagnostics.iter().map(|found| (found.code, found.because)).collect();
    assert_eq!(
        found,
        [
            ("name-missing", None),
            ("to-name-unknown", Some(0)),
            ("to-name-unknown", Some(0)),
            ("unknown-tag", None)
        ]
    );
}

/// Each with what is to be said of it: the code and the line.
#[test]
fn configurations_that_label_studio_was_tried_with() {
    let cases = [
        (
            "<View><Text name=\"t\" value=\"$t\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"a\"/></View>",
            "never-closed",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Choices name=\"c\"><Choice value=\"a\"/></Choices></View>",
            "to-name-missing",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Choices name=\"c\" toName=\"nope\"><Choice value=\"a\"/></Choices></View>",
            "to-name-unknown",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"a\"/></Choices><Choices name=\"d\" toName=\"c\"><Choice value=\"a\"/></Choices></View>",
            "to-name-not-object",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Checkbox name=\"c\" toName=\"t\"><Choice value=\"a\"/></Checkbox></View>",
            "unknown-tag",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Text name=\"t\" value=\"$u\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"a\"/></Choices></View>",
            "name-twice",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Choices name=\"c\" toName=\"t\"></Choices></View>",
            "nothing-to-choose",
        ),
        (
            "<View><Text name=\"t\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"a\"/></Choices></View>",
            "object-without-value",
        ),
        (
            "<View><Text name=\"t\" value=\"$t\"/><Choices name=\"c\" toName=\"t\"><Choice/><Choice value=\"b\"/></Choices></View>",
            "choice-without-value",
        ),
        ("<View><Header value=\"A & B\"/><Text name=\"t\" value=\"$t\"/></View>", "raw-ampersand"),
        ("<!DOCTYPE View><View><Text name=\"t\" value=\"$t\"/></View>", "doctype"),
    ];
    for (source, code) in cases {
        let report = check(source);
        let codes: Vec<_> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!((codes, report.errors), (vec![code], 1), "{source}");
    }
    // The server takes it, the editor shows the letter "t": legal.
    let literal = "<View><Text name=\"t\" value=\"t\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"a\"/></Choices></View>";
    assert_eq!(check(literal).diagnostics, []);
    // Both take small letters; the server then checks nothing. Worth a warning.
    let small = "<View><text name=\"t\" value=\"$t\"/><choices name=\"c\" toName=\"t\"><choice value=\"a\"/></choices></View>";
    assert_eq!((check(small).errors, check(small).warnings), (0, 3));
}

/// Every code that the checker can say, as its source writes them: the first word after `error(` or `warning(`.
fn codes(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes(&path, found);
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|ending| ending != "rs") || name.contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for after in text.split("error(").chain(text.split("warning(")).skip(1) {
            let Some(code) = after.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            if code.contains('-') && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
                found.insert(code.to_owned());
            }
        }
    }
}

#[test]
fn the_readme_names_every_code() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = std::collections::BTreeSet::new();
    codes(&root.join("src/core/labeling"), &mut all);
    codes(&root.join("src/companion/check"), &mut all);
    assert!(all.len() > 60, "{all:?}");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let missing: Vec<_> = all.iter().filter(|code| !readme.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
