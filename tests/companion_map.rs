//! `batch-curator map`, `suggest` and `schema` as they run: the real binary, what it writes where, its exit codes.
//! `tests/fixtures/mapping.json` holds the tasks and problems of every deviation that the fixtures show.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const CONFIG: &str = r#"<View><Text name="answer" value="$answer"/><Text name="asked" value="$asked"/><Header value="$found $reasoning"/>
  <Choices name="verdict" toName="answer"><Choice value="Yes"/><Choice value="No"/></Choices></View>"#;
const MAPPING: &str = r#"{"version": 1, "name": "all", "data": {
    "answer": {"path": "output.text"}, "asked": {"path": "input.text", "then": [{"default": "not known"}]},
    "found": {"path": "output.json_found"}, "reasoning": {"path": "output.reasoning"},
    "tool": {"path": "output.tool_calls[0].name"}, "refusal": {"path": "output.refusal"}, "ended": {"path": "output.finish_reason"}},
  "meta": {"model": {"path": "model"}},
  "predictions": [{"score": {"path": "output.json.sure"}, "controls": {"verdict": {"path": "output.json.verdict"}}}]}"#;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batch-curator"));
    let done = command.args(arguments).current_dir(folder).env_remove("RUST_LOG").output().unwrap();
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

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

#[test]
fn what_servers_and_models_write_becomes_the_tasks_that_are_written_down() {
    let folder = folder(&[("config.xml", CONFIG), ("mapping.json", MAPPING)]);
    let mut made = serde_json::Map::new();
    for name in [
        "d01_body_is_a_json_string",
        "d02_keys_missing",
        "d03_errors_in_the_output_file",
        "d04_error_is_null",
        "d05_line_carries_its_input",
        "d06_echo_without_choices",
        "d18_lines",
        "mapping_answers",
    ] {
        let results = fixture(&format!("{name}.jsonl"));
        let given = [
            "map",
            "--mapping",
            "mapping.json",
            "--config",
            "config.xml",
            "--results",
            results.to_str().unwrap(),
        ];
        let ran = run(folder.path(), &given);
        let problems = lines(&ran.err);
        assert_eq!(ran.code, i32::from(!problems.is_empty()), "{name}");
        let tasks: Vec<Value> = lines(&ran.out)
            .into_iter()
            .map(|mut task| {
                // Who the result is, is tested elsewhere.
                for part in ["key", "batch_id", "custom_id", "source"] {
                    task["meta"].as_object_mut().unwrap().shift_remove(part).unwrap();
                }
                task["data"].as_object_mut().unwrap().shift_remove("batch_id").unwrap();
                task
            })
            .collect();
        made.insert(name.to_owned(), json!({"tasks": tasks, "problems": problems}));
    }
    let made = Value::Object(made);
    let path = fixture("mapping.json");
    if std::env::var_os("WRITE_EXPECTED").is_some() {
        std::fs::write(&path, format!("{made:#}\n")).unwrap();
    }
    let expected: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for (name, expected) in expected.as_object().unwrap() {
        assert_eq!(&made[name], expected, "{name}");
    }
}

fn answer(custom_id: &str, content: &str) -> String {
    let body = json!({"model": "m", "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]});
    format!(
        "{}\n",
        json!({"custom_id": custom_id, "response": {"status_code": 200, "body": body}, "error": null})
    )
}

#[test]
fn a_long_answer_arrives_whole_and_duplicates_have_keys_of_their_own() {
    let long = "ä line of words\n".repeat(1300);
    let results = [answer("a", &long), answer("b", "No"), answer("a", "again")].concat();
    let folder = folder(&[("c.xml", CONFIG), ("m.json", MAPPING), ("r.jsonl", &results)]);
    let ran =
        run(folder.path(), &["map", "--mapping", "m.json", "--config", "c.xml", "--results", "r.jsonl"]);
    let tasks = lines(&ran.out);
    assert_eq!((ran.code, ran.err.as_str(), tasks.len()), (0, "", 3));
    assert_eq!(tasks[0]["data"]["answer"], long);
    let key = |at: usize| tasks[at]["meta"]["key"].as_str().unwrap().to_owned();
    assert!(key(0) != key(2) && key(0).starts_with("k1:"));
    assert_eq!(tasks[0]["data"]["batch_id"], "local:r.jsonl");
    // What tasks go without is told when it is asked for.
    let given = ["map", "--mapping", "m.json", "--config", "c.xml", "--results", "r.jsonl", "--notes"];
    let ran = run(folder.path(), &given);
    assert_eq!(ran.code, 0);
    let notes = lines(&ran.err);
    assert!(
        notes.iter().any(|note| note["target"] == "verdict"
            && note["cause"] == "no-json"
            && note["refused"] == false)
    );
}

#[test]
fn requests_and_the_batch_are_joined_and_its_metadata_is_honoured() {
    let batch = json!({"id": "batch_7", "object": "batch", "endpoint": "/v1/chat/completions", "status": "completed", "model": "llama",
        "metadata": {"task_data": "{\"team\": \"red\", \"answer\": \"never\"}", "task_meta": "{\"round\": 3, \"key\": \"never\"}", "schema_type": "review"}});
    let request =
        json!({"custom_id": "a", "body": {"messages": [{"role": "user", "content": "Well?"}]}}).to_string();
    let results = answer("a", "Yes");
    let files = [
        ("c.xml", CONFIG),
        ("m.json", MAPPING),
        ("r.jsonl", &results),
        ("i.jsonl", &request),
        ("b.json", &batch.to_string()),
    ];
    let folder = folder(&files);
    let given = [
        "map",
        "--mapping",
        "m.json",
        "--config",
        "c.xml",
        "--results",
        "r.jsonl",
        "--input",
        "i.jsonl",
        "--batch",
        "b.json",
    ];
    let ran = run(folder.path(), &given);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let task = &lines(&ran.out)[0];
    assert_eq!(task["data"]["team"], "red");
    assert_eq!((&task["data"]["answer"], &task["data"]["asked"]), (&json!("Yes"), &json!("[user] Well?")));
    assert_eq!((&task["data"]["batch_id"], &task["meta"]["round"]), (&json!("batch_7"), &json!(3)));
    assert!(task["meta"]["key"].as_str().unwrap().starts_with("k1:"));
    // Metadata that are no object are said, and left out.
    std::fs::write(folder.path().join("b.json"), batch.to_string().replace("{\\\"round\\\": 3", "{round"))
        .unwrap();
    let ran = run(folder.path(), &given);
    assert_eq!(ran.code, 0);
    assert!(lines(&ran.err)[0]["reason"].as_str().unwrap().contains("`task_meta` is no JSON object"));
}

#[test]
fn a_suggested_mapping_maps() {
    let results: String = (0..6)
        .map(|at| {
            answer(
                &format!("r{at}"),
                &json!({"verdict": if at % 2 == 0 { "Yes" } else { "no" }, "sure": 0.5}).to_string(),
            )
        })
        .collect();
    let folder = folder(&[("c.xml", CONFIG), ("r.jsonl", &results)]);
    let ran =
        run(folder.path(), &["suggest", "--config", "c.xml", "--results", "r.jsonl", "--name", "first"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("sure    verdict <- output.json.verdict: "), "{}", ran.err);
    let mapping: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&mapping["name"], &mapping["config"]), (&json!("first"), &json!(CONFIG)));
    assert_eq!(mapping["predictions"][0]["controls"]["verdict"]["then"], json!([{"map": {"no": "No"}}]));
    // `$asked` cannot be had without the requests: its rows say so.
    let mut mapping = mapping;
    mapping["data"]["asked"] = json!({"constant": "?"});
    std::fs::write(folder.path().join("m.json"), mapping.to_string()).unwrap();
    let ran = run(folder.path(), &["map", "--mapping", "m.json", "--results", "r.jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        lines(&ran.out)
            .iter()
            .all(|task| task["predictions"][0]["result"][0]["value"]["choices"][0].is_string())
    );
}

#[test]
fn schemas_are_printed() {
    let folder = folder(&[("c.xml", CONFIG)]);
    let schema: Value =
        serde_json::from_str(&run(folder.path(), &["schema", "--config", "c.xml"]).out).unwrap();
    assert_eq!(schema["properties"]["verdict"]["enum"], json!(["Yes", "No"]));
    let ran = run(folder.path(), &["schema", "--config", "c.xml", "--response-format"]);
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap()["json_schema"]["schema"], schema);
    // Ours against its own schema.
    let ran = run(folder.path(), &["schema", "--mapping"]);
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    let valid = jsonschema::validator_for(&schema).unwrap();
    assert!(valid.is_valid(&serde_json::from_str(MAPPING).unwrap()));
    assert!(!valid.is_valid(&json!({"version": 1, "data": {"a": {"path": "custom_id", "constant": 1}}})));
}

#[test]
fn wrong_usage_is_two_and_says_what_to_do() {
    let broken = CONFIG.replace("toName=\"answer\"", "toName=\"nobody\"");
    let results = answer("a", "Yes");
    let files = [
        ("c.xml", CONFIG),
        ("bad.xml", &broken),
        ("m.json", MAPPING),
        ("slip.json", r#"{"version": 1, "dat": {}}"#),
        ("r.jsonl", &results),
    ];
    let folder = folder(&files);
    for (arguments, said) in [
        (vec!["map", "--mapping", "m.json", "--results", "r.jsonl"], "Give it with --config"),
        (
            vec!["map", "--mapping", "slip.json", "--config", "c.xml", "--results", "r.jsonl"],
            "slip.json: dat: no one here knows it; did you mean `data`?",
        ),
        (
            vec!["map", "--mapping", "m.json", "--config", "bad.xml", "--results", "r.jsonl"],
            "bad.xml cannot be used, line 2, column",
        ),
        (
            vec!["map", "--mapping", "m.json", "--config", "c.xml", "--results", "gone.jsonl"],
            "gone.jsonl cannot be read",
        ),
        (
            vec![
                "map",
                "--mapping",
                "m.json",
                "--config",
                "c.xml",
                "--results",
                "r.jsonl",
                "--batch",
                "m.json",
            ],
            "m.json is no batch",
        ),
        (vec!["suggest", "--config", "gone.xml", "--results", "r.jsonl"], "gone.xml cannot be read"),
        (vec!["schema"], "--config"),
        (vec!["map"], "--mapping"),
    ] {
        let ran = run(folder.path(), &arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}

/// What the README shows as a mapping file is one.
#[test]
fn the_mapping_of_the_readme_is_read() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let begin = readme.find(r#"{"version": 1, "name""#).unwrap();
    let end = begin + readme[begin..].find("\n\n").unwrap();
    let mut mapping: Value = serde_json::from_str(&readme[begin..end]).unwrap();
    mapping["config"] = CONFIG.replace("verdict", "recommendation").into();
    let folder = folder(&[("mapping.json", &mapping.to_string()), ("results.jsonl", "")]);
    let ran = run(folder.path(), &["map", "--mapping", "mapping.json", "--results", "results.jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}
