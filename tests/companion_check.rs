//! `batch-curator check` as it runs: the real binary, its words, its JSON, its exit codes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const GOOD: &str = r#"<View><Text name="t" value="$t"/><Rating name="r" toName="t"/></View>"#;
/// Two lines before the fault, and characters of several bytes before it in its own.
const BAD: &str = "<View>\n  <Text name=\"t\" value=\"$t\"/>\n  <Header value=\"ü🎉\"/><Choices name=\"c\"><Choice value=\"a\"/></Choices>\n</View>\n";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn check(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_batch-curator"))
        .arg("check")
        .args(arguments)
        .current_dir(folder)
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A wrong usage is told before anything is read.
    drop(stdin.write_all(input));
    drop(stdin);
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn text_shows_the_line_and_the_fix() {
    let folder = folder(&[("bad.xml", BAD)]);
    let ran = check(folder.path(), &["bad.xml"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let first = ran.out.lines().next().unwrap();
    assert!(first.starts_with("error[to-name-missing]: `<Choices name=\"c\">` has no `toName`"), "{first}");
    for part in [
        " --> bad.xml:3:24\n",
        "3 |   <Header value=\"ü🎉\"/><Choices name=\"c\">",
        "---- object tag `t` (Text)",
        "help: Add `toName=\"t\"`",
        "<Choices name=\"c\" toName=\"t\">",
        "++++++++++",
    ] {
        assert!(ran.out.contains(part), "{part} is not in\n{}", ran.out);
    }
    assert!(ran.out.ends_with("bad.xml: 1 error\n"), "{}", ran.out);
}

#[test]
fn json_is_one_object_for_each_file_and_its_fix_mends() {
    let folder = folder(&[("bad.xml", BAD), ("good.xml", GOOD)]);
    let ran = check(folder.path(), &["--format", "json", "bad.xml", "good.xml"], b"");
    let told = lines(&ran.out);
    assert_eq!((ran.code, told.len()), (1, 2));
    assert_eq!(told[1], json!({"file": "good.xml", "diagnostics": []}));
    let first = &told[0]["diagnostics"][0];
    let keys: Vec<_> = first.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["code", "severity", "message", "line", "column", "start", "end", "fix"]);
    assert_eq!((&first["code"], &first["severity"]), (&json!("to-name-missing"), &json!("error")));
    assert_eq!((&first["line"], &first["column"]), (&json!(3), &json!(24)));
    let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    assert_eq!(&BAD[at(&first["start"])..at(&first["end"])], "Choices");
    let mut mended = BAD.to_owned();
    let mut edits = first["fix"]["edits"].as_array().unwrap().clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(at(&edit["start"])));
    for edit in &edits {
        mended.replace_range(at(&edit["start"])..at(&edit["end"]), edit["text"].as_str().unwrap());
    }
    let again = check(folder.path(), &["--format=json", "-"], mended.as_bytes());
    assert_eq!((again.code, &lines(&again.out)[0]), (0, &json!({"file": "-", "diagnostics": []})));
}

#[test]
fn an_unreadable_file_does_not_stop_the_others() {
    let folder = folder(&[("bad.xml", BAD), ("good.xml", GOOD)]);
    std::fs::write(folder.path().join("latin.xml"), b"<View>\n<Header value=\"caf\xe9\"/></View>").unwrap();
    let ran = check(folder.path(), &["nowhere.xml", "latin.xml", ".", "bad.xml", "good.xml"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere.xml cannot be read: "), "{}", ran.err);
    let sentence =
        "latin.xml is not UTF-8: some of its bytes are no text (line 2, byte 25). Save it as UTF-8.";
    assert!(ran.err.contains(sentence), "{}", ran.err);
    assert!(
        ran.out.contains("bad.xml: 1 error\n") && ran.out.ends_with("good.xml: no problems\n"),
        "{}",
        ran.out
    );
    let utf16: Vec<u8> = "\u{feff}<View/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ran = check(folder.path(), &["-"], &utf16);
    assert!(
        ran.code == 2 && ran.err.contains("The standard input is not UTF-8: it is UTF-16"),
        "{}",
        ran.err
    );
}

#[test]
fn a_wrong_usage_is_2() {
    let folder = folder(&[("good.xml", GOOD)]);
    for arguments in [
        &[][..],
        &["--format", "xml", "good.xml"],
        &["--edition", "cloud", "good.xml"],
        &["--nope", "good.xml"],
    ] {
        let ran = check(folder.path(), arguments, b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
}

#[test]
fn a_warning_is_no_failure() {
    let small = r#"<View><text name="t" value="$t"/></View>"#;
    let ran = check(Path::new("."), &["-"], small.as_bytes());
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("warning[") && ran.out.ends_with("-: 1 warning\n"), "{}", ran.out);
}

#[test]
fn the_edition_decides_about_its_tags() {
    let chat = r#"<View><Chat name="c" value="$messages"/></View>"#;
    let code = |edition| check(Path::new("."), &["--edition", edition, "-"], chat.as_bytes()).code;
    assert_eq!((code("community"), code("enterprise")), (1, 0));
}

#[test]
fn tasks_are_imported_dry() {
    let folder = folder(&[
        ("good.xml", GOOD),
        ("task.json", r#"{"data": {"t": "x"}}"#),
        ("bare.json", r#"{"t": "x"}"#),
        ("list.json", r#"[{"t": "x"}, {"data": {"u": 1}}, {"t": null}]"#),
        ("text.json", r#"["x"]"#),
        ("broken.json", "{"),
        ("empty.json", "[]"),
    ]);
    let run = |task| check(folder.path(), &["--format", "json", "--task", task, "good.xml"], b"");
    for fine in ["task.json", "bare.json"] {
        assert_eq!((run(fine).code, lines(&run(fine).out)[0]["diagnostics"].clone()), (0, json!([])));
    }
    let ran = run("list.json");
    let told = &lines(&ran.out)[0]["diagnostics"];
    assert_eq!((ran.code, told.as_array().unwrap().len()), (1, 1));
    assert_eq!((&told[0]["code"], &told[0]["line"]), (&json!("task-data"), &json!(1)));
    let message = told[0]["message"].as_str().unwrap();
    assert!(message.contains("task 2 and one more: \"t\" key is expected in task data"), "{message}");
    for (file, words) in [
        ("text.json", "task 1 is not an object"),
        ("broken.json", "broken.json is not JSON"),
        ("empty.json", "holds no task"),
        ("nowhere.json", "nowhere.json cannot be read"),
    ] {
        let ran = run(file);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{file}");
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn predictions_are_tried_too() {
    let task = |stars: Value| {
        json!({"data": {"t": "x"}, "predictions": [{"result": [
            {"from_name": "r", "to_name": "t", "type": "rating", "value": {"rating": stars}}]}]})
    };
    let tasks = json!([task(json!(3)), task(json!(9)), task(json!(9)), {"t": "bare"}]).to_string();
    let folder = folder(&[("good.xml", GOOD), ("tasks.json", &tasks)]);
    let ran = check(folder.path(), &["--format", "json", "--task", "tasks.json", "good.xml"], b"");
    let told = &lines(&ran.out)[0]["diagnostics"];
    assert_eq!((ran.code, told.as_array().unwrap().len()), (0, 1), "the import takes it: a warning");
    assert_eq!((&told[0]["code"], &told[0]["severity"]), (&json!("task-prediction"), &json!("warning")));
    let at = |name: &str| usize::try_from(told[0][name].as_u64().unwrap()).unwrap();
    assert_eq!(&GOOD[at("start")..at("end")], "Rating");
    let message = told[0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("A prediction for “r” of task 2 and one more would not arrive as it is: "),
        "{message}"
    );
}

#[test]
fn a_task_must_be_one() {
    let tasks =
        json!([{"data": "x"}, {"data": {"t": "x"}, "predictions": [{}]}, {"data": 7}, {"$undefined$": "x"}]);
    let folder = folder(&[("good.xml", GOOD), ("tasks.json", &tasks.to_string())]);
    let ran = check(folder.path(), &["--format", "json", "--task", "tasks.json", "good.xml"], b"");
    let told = lines(&ran.out)[0]["diagnostics"].as_array().unwrap().clone();
    let said: Vec<_> = told.iter().map(|one| one["message"].as_str().unwrap()).collect();
    assert_eq!(
        (ran.code, said),
        (
            1,
            vec![
                "Label Studio's import will refuse task 2: Prediction must have \"result\" fields.",
                "Label Studio's import will refuse task 1 and one more: Task[data] must be dict or list.",
            ]
        )
    );
    assert!(told.iter().all(|one| one["code"] == "task-shape"));
}
