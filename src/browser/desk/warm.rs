//! The worker reads a few made-up lines before anybody asks for real ones: an engine compiles WebAssembly twice, quickly
//! at first and well once it runs hot. So the first file is read by code that is hot already (measured: a fifth of
//! the time that 50,000 rows take), and searched by such code too (half of what the first search takes), also where it
//! is compressed. The page takes the rows in and forgets them, for the same reason.

use super::compressed::{BLOCK, Compressed};
use crate::core::results::{
    desk::Told,
    index::Source,
    probe::{Probe, Prober},
    reader::Reader,
};

/// Lines as they often are, each in a different way.
const LINES: [&str; 3] = [
    concat!(
        r#"{"id":"batch_req_0","custom_id":"warm-1","response":{"status_code":200,"request_id":"0","body":{"id":"0","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Plain words, plain words, plain words, plain words, plain words, plain words\n\nplain words, plain words. É and 日本, plain words."},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":180,"completion_tokens":100,"total_tokens":280}}},"error":null,"input":{"model":"m","messages":[{"role":"system","content":"plain words, plain words, plain words, plain words, plain words, plain words, plain words, plain words, plain words, plain words."},{"role":"user","content":"plain words."}]}}"#,
        "\n"
    ),
    concat!(
        r#"{"custom_id":"warm-2","response":{"status_code":200,"body":{"model":"m","choices":[{"message":{"role":"assistant","content":"{\"verdict\": \"good\", \"score\": 0.75, \"reasons\": [\"one\", \"two\"]}","reasoning_content":"Hm."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":4}}},"error":null}"#,
        "\n"
    ),
    concat!(
        r#"{"custom_id":"warm-3","response":{"status_code":200,"body":{"model":"m","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"0","type":"function","function":{"name":"look_up","arguments":"{\"order\": 17}"}}]},"finish_reason":"tool_calls"}]}},"error":null}"#,
        "\n"
    ),
];

/// How often they are read: enough for the engine to notice, a few hundredths of a second.
const TIMES: usize = 2_000;

/// How many of them are searched at a time, about as many bytes as of a real file; and how often.
const SEARCHED: usize = 128;
const SEARCHES: usize = 64;

/// The job that these are the rows of: no real one has this number.
pub(super) const JOB: u32 = 0;
/// Bytes of rows that the page is told of at once: it has other things to do.
const TOLD: usize = 48 * 1024;

/// Reads them, looks for a text in them, and forgets them.
pub(super) fn up(tell: impl Fn(Told, &[u8])) {
    let mut reader = Reader::new(Source::Output);
    for time in 0..TIMES {
        for line in LINES {
            reader.push(line.replace("warm", &time.to_string()).as_bytes());
        }
        if reader.bytes() > TOLD {
            tell(Told::Rows { job: JOB, source: Source::Output, bytes: 0 }, &reader.take());
        }
    }
    let lines = LINES.concat().repeat(SEARCHED);
    // In no line, and in every third.
    for (needle, case) in
        [("nowhere", true), ("Plain words", true), ("nowhere", false), ("plain words", false)]
    {
        let mut prober = Prober::new(&Probe::Text { needle: needle.to_owned(), case }, Source::Output);
        for _ in 0..SEARCHES {
            prober.push(lines.as_bytes());
            drop(prober.take());
        }
    }
    let (mut compressed, mut room) = (Compressed::default(), lines.into_bytes());
    room.truncate(usize::try_from(BLOCK).unwrap_or_default());
    compressed.push(0, &room);
    for _ in 0..SEARCHES {
        compressed.fill(0, &mut room);
    }
}
