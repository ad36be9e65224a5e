//! How fast results are read, in this process: 50,000 lines of chat completions, made here. Run by
//! `cargo bench --bench skim`; prints a line for each way, and the bytes that a row of the index takes.
#![allow(clippy::print_stdout, missing_docs, reason = "a bench prints")]

use batch_curator::core::jsonl::LineSplitter;
use batch_curator::core::results::index::{Index, Source};
use batch_curator::core::results::reader::Reader;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROWS: usize = 50_000;
const ROUNDS: usize = 7;
/// As a stream delivers them.
const CHUNK: usize = 256 << 10;

fn main() {
    let file = file();
    println!("{ROWS} lines, {:.1} MB, {} bytes a line", megabytes(file.len()), file.len() / ROWS);
    let lines = || file.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    assert!(lines().all(|line| scan::skim::line(line).is_some()), "every line is usual");

    time("split into lines", file.len(), || {
        let mut count = 0;
        let mut splitter = LineSplitter::new();
        for chunk in file.chunks(CHUNK) {
            splitter.push(chunk, &mut |_| count += 1);
        }
        count
    });
    time("skim", file.len(), || lines().filter_map(scan::skim::line).count());
    time("reader", file.len(), || read(&file).iter().map(Vec::len).sum());
    let blocks = read(&file);
    time("index of the reader's blocks", file.len(), || index(&blocks).len() as usize);
    time("serde_json::Value", file.len(), || {
        lines()
            .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
            .map(|line| usize::from(black_box(line).is_object()))
            .sum()
    });
    let bytes: usize = blocks.iter().map(Vec::len).sum();
    println!("blocks: {} bytes a row", bytes / ROWS);
    let index = index(&blocks);
    println!("index: {} bytes a row ({} rows)", index.memory() / ROWS, index.len());
}

fn read(file: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = Reader::new(Source::Output);
    let mut blocks: Vec<Vec<u8>> = file
        .chunks(CHUNK)
        .map(|chunk| {
            reader.push(chunk);
            reader.take()
        })
        .collect();
    reader.finish();
    blocks.push(reader.take());
    blocks
}

fn index(blocks: &[Vec<u8>]) -> Index {
    let mut index = Index::default();
    for (at, block) in (1..).zip(blocks) {
        assert!(index.append(block).is_ok(), "a block of this reader");
        index.expect(at, blocks.len() as u64);
    }
    index
}

/// The best of some rounds: what else runs here only makes it slower.
fn time(what: &str, bytes: usize, mut run: impl FnMut() -> usize) {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        black_box(run());
        best = best.min(begin.elapsed());
    }
    println!("{what}: {:.0} MB/s, {:.0} ms", megabytes(bytes) / best.as_secs_f64(), best.as_secs_f64() * 1e3);
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// As the servers write it: escapes, some of it not Latin, JSON within the text, counts, the request's echo.
fn file() -> Vec<u8> {
    let mut out = Vec::new();
    for n in 0..ROWS {
        let prose = "The candidate has led two teams and writes clearly; her examples are concrete.\n\n";
        let content = match n % 4 {
            0 => format!(
                "```json\n{{\"score\": {}, \"verdict\": \"hire\", \"why\": \"{}\"}}\n```",
                n % 100,
                prose.trim().repeat(4)
            ),
            1 => format!("{}Überzeugend, \"sehr klar\": 日本語 😀 {n}. {}", prose, prose.repeat(3)),
            _ => format!("{n}: {}", prose.repeat(4)),
        };
        let line = json!({"id": format!("batch_req_{n:024x}"), "custom_id": format!("candidate-{n:05}"), "response": {"status_code": 200,
            "request_id": format!("req-{n:012x}"), "body": {"id": format!("chatcmpl-{n:012x}"), "object": "chat.completion", "created": 1_795_345_732 + n,
            "model": "google/gemma-3-4b-it", "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": null, "tool_calls": []},
            "logprobs": null, "finish_reason": if n % 50 == 0 { "length" } else { "stop" }}], "usage": {"prompt_tokens": 100 + n % 400,
            "completion_tokens": 90 + n % 200, "total_tokens": 190}}}, "error": null, "input": {"messages": [
            {"role": "system", "content": "You judge candidates. Answer with a score from 0 to 100, a verdict, and the reason for it."},
            {"role": "user", "content": format!("**Candidate:** number {n}\n**Letter:** {}", prose.repeat(3))}],
            "model": "google/gemma-3-4b-it", "temperature": 0.7, "max_tokens": 500}});
        out.extend_from_slice(line.to_string().as_bytes());
        out.push(b'\n');
    }
    out
}
