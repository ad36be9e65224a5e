//! A large results file, in a process of its own, for its memory is looked at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs
)]

use batch_curator::companion::serve::{self, Batches, Config};
use reqwest::Client;
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};

/// 70 MB are listed at once, counted in the background, and never held in memory.
#[tokio::test(flavor = "multi_thread")]
async fn fifty_thousand_lines_are_counted_without_being_held() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let written =
        tokio::task::spawn_blocking(move || batch_curator::companion::samples::write::large(&root, 50_000));
    let begun = Instant::now();
    println!("wrote {} in {:?}", written.await.unwrap().unwrap(), begun.elapsed());
    let size = fs::metadata(folder.path().join("large.output.jsonl")).unwrap().len();
    assert!((60_000_000..80_000_000).contains(&size), "{size} bytes");
    let config = Config::new("127.0.0.1:0".parse().unwrap(), Batches::Folder(folder.path().to_owned()));
    let running = serve::start(config).await.unwrap();
    let client = Client::builder().no_proxy().build().unwrap();
    let get = async |path: &str| client.get(format!("http://{}{path}", running.addr)).send().await.unwrap();
    let json = async |path: &str| -> Value {
        serde_json::from_slice(&get(path).await.bytes().await.unwrap()).unwrap()
    };
    json("/v1/files").await; // warm
    let (begun, before) = (Instant::now(), resident());
    let first = json("/v1/batches").await;
    let listed = begun.elapsed();
    assert!(listed < Duration::from_secs(1), "listed in {listed:?}");
    assert_eq!(first["data"][0]["request_counts"], Value::Null, "not known yet");
    let id = first["data"][0]["id"].as_str().unwrap().to_owned();
    let mut most = before;
    let counts = loop {
        most = most.max(resident());
        let batch = json(&format!("/v1/batches/{id}")).await;
        if !batch["request_counts"].is_null() {
            break batch["request_counts"].clone();
        }
        assert!(begun.elapsed() < Duration::from_mins(2), "never counted");
    };
    println!("listed in {listed:?}, counted in {:?}, memory {} -> {} KiB", begun.elapsed(), before, most);
    assert_eq!(counts, json!({"total": 50_000, "completed": 49_900, "failed": 100}));
    let file = first["data"][0]["output_file_id"].as_str().unwrap();
    let mut content = get(&format!("/v1/files/{file}/content")).await;
    assert_eq!(content.content_length(), Some(size));
    let mut read = 0;
    while let Some(chunk) = content.chunk().await.unwrap() {
        read += chunk.len() as u64;
        most = most.max(resident());
    }
    assert_eq!(read, size);
    assert!(most < before + 40_000, "{before} -> {most} KiB");
}

/// KiB of this process in memory; 0 where the system does not say.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}
