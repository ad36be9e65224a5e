//! The sample set: every line is what it claims.

use super::{Server, config};
use batch_curator::companion::samples::{self, Sample, write};
use batch_curator::companion::serve::Batches;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const NOW: i64 = 1_795_000_000;

type Set = BTreeMap<&'static str, Sample>;

fn write_set() -> Set {
    samples::all(NOW).into_iter().map(|sample| (sample.plan.slug, sample)).collect()
}

fn set() -> &'static Set {
    static SET: OnceLock<Set> = OnceLock::new();
    SET.get_or_init(write_set)
}

fn lines(sample: &Sample, part: usize) -> Vec<String> {
    let bytes = sample.files[part].clone().unwrap_or_default();
    String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

fn parsed(sample: &Sample, part: usize) -> Vec<Value> {
    lines(sample, part).iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn content(line: &Value) -> &str {
    line["response"]["body"]["choices"][0]["message"]["content"].as_str().unwrap_or_default()
}

fn finish(line: &Value) -> &str {
    line["response"]["body"]["choices"][0]["finish_reason"].as_str().unwrap()
}

#[test]
fn they_are_the_same_at_every_start_and_joined_by_custom_id() {
    let (first, second) = (set(), write_set());
    assert_eq!(first.len(), 8);
    for (slug, sample) in first {
        assert_eq!(sample.files, second[slug].files, "{slug}");
        let asked = parsed(sample, 0);
        assert!((200..=2_000).contains(&asked.len()), "{slug}: {}", asked.len());
        let ids: HashSet<_> =
            asked.iter().map(|line| line["custom_id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), asked.len(), "{slug}");
        for line in lines(sample, 1).iter().chain(&lines(sample, 2)) {
            let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
            assert!(ids.contains(line["custom_id"].as_str().unwrap()), "{slug}");
        }
        let texts: HashSet<_> = lines(sample, 1)
            .iter()
            .filter_map(|line| Some(content(&serde_json::from_str(line).ok()?).to_owned()))
            .collect();
        if *slug != "review-translation" {
            assert!(texts.len() > 100, "{slug} is varied: {}", texts.len());
        }
        assert!(!lines(sample, 0).iter().any(|line| line.contains("{product}")), "{slug}");
    }
}

#[test]
fn each_task_is_what_it_says() {
    let set = set();
    let support = parsed(&set["support-answers"], 1);
    let message = |line: &Value| line["response"]["body"]["choices"][0]["message"].clone();
    assert!(support.iter().filter(|line| message(line)["reasoning_content"].is_string()).count() > 50);
    let calls: Vec<_> = support.iter().filter(|line| finish(line) == "tool_calls").collect();
    assert!(calls.len() > 15);
    for call in calls {
        let arguments = message(call)["tool_calls"][0]["function"]["arguments"].as_str().unwrap().to_owned();
        serde_json::from_str::<Value>(&arguments).unwrap();
    }

    let invoices = parsed(&set["invoice-extraction"], 1);
    let fenced = invoices.iter().filter(|line| {
        let json = content(line).strip_prefix("```json\n").and_then(|rest| rest.strip_suffix("\n```"));
        json.is_some_and(|json| serde_json::from_str::<Value>(json).unwrap()["items"].is_array())
    });
    assert!(fenced.count() > 400);
    let cut: Vec<_> = invoices.iter().filter(|line| finish(line) == "length").collect();
    assert!(cut.len() > 10 && cut.iter().all(|line| !content(line).ends_with("```")));
    assert!(invoices.iter().any(|line| content(line).starts_with("Here is")));

    let labels: HashSet<_> = parsed(&set["ticket-classes"], 1)
        .iter()
        .filter_map(|line| {
            serde_json::from_str::<Value>(content(line)).ok()?["label"].as_str().map(str::to_owned)
        })
        .collect();
    assert_eq!(labels.len(), 6);

    let larger = parsed(&set["ticket-classes-larger"], 1);
    let answers: std::collections::HashMap<_, _> =
        larger.iter().map(|line| (line["custom_id"].as_str().unwrap(), content(line))).collect();
    let small = parsed(&set["ticket-classes"], 1);
    let same =
        small.iter().filter(|line| answers.get(line["custom_id"].as_str().unwrap()) == Some(&content(line)));
    let same = same.count();
    assert!(same > 0 && same < 400, "the two models agree to the letter now and then: {same}");
    assert_eq!(
        parsed(&set["ticket-classes"], 0)[7]["body"]["messages"],
        parsed(&set["ticket-classes-larger"], 0)[7]["body"]["messages"]
    );

    let advice = parsed(&set["product-advice"], 0);
    let turns = |line: &Value| line["body"]["messages"].as_array().unwrap().len();
    assert!(advice.iter().filter(|line| turns(line) >= 4).count() > 100);
    let languages: HashSet<_> =
        advice.iter().map(|line| line["custom_id"].as_str().unwrap()[7..9].to_owned()).collect();
    assert_eq!(languages.len(), 7);
}

#[test]
fn all_of_one_failed_and_one_is_awkward() {
    let set = set();
    let failed = &set["review-translation"];
    assert_eq!((failed.counts, failed.files[1].is_none()), ((240, 0, 240), true));
    let mut causes: HashMap<String, u32> = HashMap::new();
    for line in parsed(failed, 2) {
        assert!(line["response"]["status_code"].as_u64().unwrap() >= 400);
        *causes.entry(line["response"]["body"]["error"]["code"].as_str().unwrap().to_owned()).or_default() +=
            1;
    }
    assert_eq!(
        (causes["rate_limit_exceeded"], causes["context_length_exceeded"], causes["model_not_found"]),
        (180, 45, 15)
    );

    let gaps = &set["contract-summaries"];
    let (asked, output) = (parsed(gaps, 0), lines(gaps, 1));
    let readable: Vec<Value> = output.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(output.len() - readable.len(), 2, "lines that cannot be read");
    let ids: Vec<_> = readable.iter().map(|line| line["custom_id"].as_str().unwrap()).collect();
    let distinct: HashSet<_> = ids.iter().collect();
    assert_eq!(
        (ids.len() - distinct.len(), asked.len() - distinct.len()),
        (1, 4),
        "twice, and never answered"
    );
    let bad =
        readable.iter().filter(|line| !line["error"].is_null() || line["response"]["status_code"] != 200);
    let failed = bad.count() as u64;
    assert_eq!(failed, 4);
    assert_ne!(gaps.counts.2, failed, "the server's counts are wrong");
}

#[tokio::test]
async fn the_server_starts_at_once_and_serves_them() {
    let begun = Instant::now();
    let server = Server::start(config(Batches::Samples)).await;
    let started = begun.elapsed();
    let batches = server.all("/v1/batches", 3).await;
    println!("started in {started:?}, listed in {:?}", begun.elapsed());
    assert!(started < Duration::from_secs(1), "{started:?}"); // 10 ms alone, more on a busy machine
    assert_eq!(batches.len(), 8);
    assert_eq!(batches[0]["status"], "in_progress");
    for batch in &batches {
        for key in ["input_file_id", "output_file_id", "error_file_id"] {
            let Some(id) = batch[key].as_str() else { continue };
            let file = server.json(&format!("/v1/files/{id}")).await;
            let body = server.get(&format!("/v1/files/{id}/content")).await.bytes().await.unwrap();
            assert_eq!(file["bytes"], body.len(), "{id}");
            let part = server.get_with(&format!("/v1/files/{id}/content"), &[("range", "bytes=5-9")]).await;
            assert_eq!(part.bytes().await.unwrap(), body[5..10], "{id}");
        }
    }
}

#[tokio::test]
async fn written_as_files_they_are_the_same_batches() {
    let folder = tempfile::tempdir().unwrap();
    println!("{}", write::all(folder.path()).unwrap());
    let memory = Server::start(config(Batches::Samples)).await.all("/v1/batches", 100).await;
    let disk = Server::folder(folder.path()).await.all("/v1/batches", 100).await;
    let facts = |batches: &[Value]| -> Vec<Value> {
        let keys = ["id", "model", "status", "endpoint"];
        batches.iter().map(|batch| keys.iter().map(|key| batch[*key].clone()).collect()).collect()
    };
    assert_eq!(facts(&disk), facts(&memory));
    assert!(disk.iter().all(|batch| batch["errors"].is_null()));
}
