//! A folder as a batch API.

use super::Server;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

fn success(id: &str) -> String {
    let body = json!({"object": "chat.completion", "model": "m-1", "choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": "Größe 🙂"}}], "usage": {"prompt_tokens": 3, "completion_tokens": 4}});
    json!({"id": "r", "custom_id": id, "response": {"status_code": 200, "request_id": "x", "body": body}, "error": null})
        .to_string()
}

fn request(id: &str) -> String {
    json!({"custom_id": id, "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m-1", "messages": []}})
        .to_string()
}

fn write(folder: &Path, name: &str, lines: &[String]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, lines.join("\n")).unwrap();
}

fn named<'a>(batches: &'a [Value], name: &str) -> &'a Value {
    let found = batches.iter().find(|batch| batch["metadata"]["name"] == name);
    found.unwrap_or_else(|| panic!("no batch {name} in {batches:#?}"))
}

#[tokio::test]
async fn forty_five_batches_of_one_second_are_all_seen_once() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..45 {
        write(folder.path(), &format!("b{number:02}.output.jsonl"), &[success("a")]);
        let note = json!({"created_at": 1_700_000_000}).to_string();
        fs::write(folder.path().join(format!("b{number:02}.batch.json")), note).unwrap();
    }
    let server = Server::folder(folder.path()).await;
    let mut orders = Vec::new();
    for limit in [4, 20, 45, 100] {
        let seen = server.all("/v1/batches", limit).await;
        let ids: Vec<_> = seen.iter().map(|batch| batch["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 45, "limit {limit}");
        orders.push(ids);
    }
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]), "the order is the same for each limit");
    assert_eq!(server.json("/v1/batches").await["data"].as_array().unwrap().len(), 20, "the default");
    let again = Server::folder(folder.path()).await.all("/v1/batches", 7).await;
    assert_eq!(again[9]["id"].as_str(), Some(orders[0][9].as_str()), "ids survive a restart");
    let lost = Server::fault(server.get("/v1/batches?after=gone").await).await;
    assert_eq!((lost.0, lost.1.as_str()), (400, "invalid_request_error"));
    assert_eq!(server.get("/v1/batches?limit=101").await.status(), 400);
    assert_eq!(server.all("/v1/files", 7).await.len(), 45);
}

#[tokio::test]
async fn every_way_to_name_files_makes_the_right_batches() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (ok, ask) = ([success("a")], [request("a"), request("b")]);
    let refused =
        [json!({"custom_id": "b", "response": null, "error": {"code": "batch_expired"}}).to_string()];
    write(root, "Alpha.input.jsonl", &ask);
    write(root, "alpha_output.jsonl", &ok);
    write(root, "alpha-errors.jsonl", &refused);
    write(root, "november.jsonl", &ok);
    write(root, "dataset.jsonl", &[json!({"text": "no results"}).to_string()]);
    write(root, "run/input.jsonl", &ask);
    write(root, "run/output.jsonl", &ok);
    write(root, "vllm/openai_example_batch.jsonl", &ask);
    write(root, "vllm/results.jsonl", &ok);
    fs::write(root.join("vllm/batch.json"), r#"{"id":"b/7 x","metadata":{"team":"a"},"model":"told"}"#)
        .unwrap();
    write(root, "only/wishes.input.jsonl", &ask);
    write(root, "a/b/deep.errors.jsonl", &refused);
    write(root, "a/b/c/too-deep.output.jsonl", &ok);
    write(root, ".hidden/x.output.jsonl", &ok);
    let server = Server::folder(root).await;
    let batches = server.all("/v1/batches", 100).await;
    let mut names: Vec<_> = batches.iter().map(|batch| batch["metadata"]["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["alpha", "deep", "november", "run", "vllm"]);

    let alpha = named(&batches, "alpha");
    assert_eq!(alpha["request_counts"], json!({"total": 2, "completed": 1, "failed": 1}));
    assert_eq!(alpha["endpoint"], "/v1/chat/completions");
    assert_eq!((&alpha["model"], &alpha["status"]), (&json!("m-1"), &json!("completed")));
    assert_eq!(alpha["usage"]["total_tokens"], 7);
    for key in ["input_file_id", "output_file_id", "error_file_id"] {
        let file = server.json(&format!("/v1/files/{}", alpha[key].as_str().unwrap())).await;
        assert_eq!(file["object"], "file", "{key}");
    }
    assert_eq!(named(&batches, "deep")["output_file_id"], Value::Null);
    let vllm = named(&batches, "vllm");
    assert!(vllm["input_file_id"].is_string(), "the lone input belongs to the lone result");
    assert_eq!(
        (&vllm["id"], &vllm["model"], &vllm["metadata"]["team"]),
        (&json!("b/7 x"), &json!("told"), &json!("a"))
    );
    assert_eq!(server.json("/v1/batches/b%2F7%20x").await["id"], "b/7 x");
    assert_eq!(server.get("/v1/batches/gone").await.status(), 404);
    assert_eq!(server.get("/v1/files/gone").await.status(), 404);
}

#[tokio::test]
async fn new_and_changed_files_appear_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::folder(folder.path()).await;
    assert_eq!(server.json("/v1/batches").await["data"], json!([]));
    write(folder.path(), "x.output.jsonl", &[success("a")]);
    let first = server.json("/v1/batches").await["data"][0].clone();
    assert_eq!(first["request_counts"]["completed"], 1);
    write(folder.path(), "x.output.jsonl", &[success("a"), success("b"), "cut {".to_owned()]);
    let second = server.json(&format!("/v1/batches/{}", first["id"].as_str().unwrap())).await;
    assert_eq!(second["request_counts"], json!({"total": 3, "completed": 2, "failed": 1}));
    assert_eq!(second["output_file_id"], first["output_file_id"]);
}

#[tokio::test]
async fn a_broken_note_is_said_and_the_batch_still_opens() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "x.output.jsonl", &[success("a")]);
    fs::write(folder.path().join("x.batch.json"), "{\"model\": ").unwrap();
    let server = Server::folder(folder.path()).await;
    let batch = server.json("/v1/batches").await["data"][0].clone();
    let message = batch["errors"]["data"][0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("x.batch.json is no JSON (") && message.contains("line 1 column"),
        "{message}"
    );
    assert_eq!(batch["request_counts"]["completed"], 1);
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_outside_of_the_folder_is_reached() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret.output.jsonl", &[success("secret")]);
    let root = outside.path().join("batches");
    write(&root, "x.output.jsonl", &[success("a")]);
    symlink(outside.path().join("secret.output.jsonl"), root.join("link.output.jsonl")).unwrap();
    symlink(outside.path(), root.join("up")).unwrap();
    symlink(root.join("x.output.jsonl"), root.join("inside.output.jsonl")).unwrap();
    let server = Server::folder(&root).await;
    let batches = server.all("/v1/batches", 100).await;
    assert_eq!(batches.len(), 2, "x and the link inside: {batches:#?}");
    for path in ["/v1/files/..%2F..%2Fsecret.output.jsonl/content", "/v1/files/x.output.jsonl/content"] {
        assert_eq!(server.get(path).await.status(), 404, "{path}");
    }
    // A file that becomes a link after it was listed does not lead out either.
    let id = batches[0]["output_file_id"].as_str().unwrap().to_owned();
    fs::remove_file(root.join("x.output.jsonl")).unwrap();
    symlink(outside.path().join("secret.output.jsonl"), root.join("x.output.jsonl")).unwrap();
    let text = server.get(&format!("/v1/files/{id}/content")).await.text().await.unwrap();
    assert!(!text.contains("secret\""), "{text}");
}

#[tokio::test]
async fn a_missing_folder_is_a_sentence() {
    use batch_curator::companion::serve::{self, Batches};
    let gone = super::config(Batches::Folder("/nowhere/at/all".into()));
    let error = serve::start(gone).await.map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("/nowhere/at/all") && error.contains("--batches"), "{error}");
}

#[tokio::test]
async fn newest_first_by_when_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    for (name, age) in [("old", 500), ("new", 5), ("middle", 50)] {
        write(folder.path(), &format!("{name}.jsonl"), &[success("a")]);
        let file =
            fs::File::options().append(true).open(folder.path().join(format!("{name}.jsonl"))).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    }
    let batches = Server::folder(folder.path()).await.all("/v1/batches", 1).await;
    let names: Vec<_> = batches.iter().map(|batch| batch["metadata"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["new", "middle", "old"]);
}
