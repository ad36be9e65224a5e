//! How fast a configuration of 200 tags is read and checked, in this process. Run by `.make/bench.py`, beside the
//! SDK's validator on the same text; prints the text's place and the milliseconds of each round as JSON.
#![allow(clippy::print_stdout, missing_docs, reason = "a bench prints")]

use batch_curator::core::labeling::check;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 200;

fn main() {
    let source = configuration();
    let report = check(&source);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
    let rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            black_box(check(black_box(&source)));
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    println!("{}", serde_json::json!({ "config": source, "milliseconds": rounds }));
}

/// 200 tags without a fault: 28 texts, each with a heading, choices, a rating and a place for words.
fn configuration() -> String {
    let mut source =
        "<View>\n  <Header value=\"One\"/>\n  <Header value=\"Two\"/>\n  <Header value=\"Three\"/>\n"
            .to_owned();
    for at in 0..28 {
        // Writing to a string does not fail.
        let _written = write!(
            source,
            "  <Header value=\"Question {at}\"/>\n  <Text name=\"t{at}\" value=\"$text_{at}\"/>\n  \
             <Choices name=\"c{at}\" toName=\"t{at}\" choice=\"single\">\n    <Choice value=\"right\"/>\n    \
             <Choice value=\"wrong\"/>\n  </Choices>\n  <Rating name=\"r{at}\" toName=\"t{at}\" maxRating=\"5\"/>\n  \
             <TextArea name=\"w{at}\" toName=\"t{at}\" rows=\"3\"/>\n"
        );
    }
    let tags = source.matches('<').count() - source.matches("</").count();
    assert_eq!(tags, 200);
    source.push_str("</View>\n");
    source
}
