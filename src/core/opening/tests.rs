#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

const PAGE: &str = "https://curator.test:8443/sub/#/batches";

fn pasted(text: &str) -> Result<Option<Pasted>, Unfit> {
    read(text, PAGE, "https://api.test/openai/")
}

fn opened(text: &str) -> Pasted {
    pasted(text).unwrap_or_else(|why| panic!("{text}: {why:?}")).unwrap_or_else(|| panic!("{text}: blank"))
}

fn refused(text: &str) -> String {
    pasted(text).unwrap_err().happened
}

fn id(text: &str) -> Pasted {
    Pasted::Id(text.to_owned())
}

#[test]
fn an_id_stays_an_id_whatever_it_looks_like() {
    for text in [
        "batch_1",
        "file-out-9",
        "a1b2c3",
        "0f8b-44",
        "bGl0ZWxsbQ==",
        "b:1",
        "a/b",
        "über",
        "results.jsonl",
        "10",
    ] {
        assert_eq!(opened(text), id(text));
    }
    assert_eq!(opened("  \"batch_1\", "), id("batch_1"), "copied out of JSON");
    assert_eq!(pasted(" \n "), Ok(None));
    assert_eq!(refused("batch_1\nbatch_2"), "That is more than one line.");
}

#[test]
fn an_address_of_the_api_names_its_batch_or_file() {
    let batch = Pasted::Batch("b/1".to_owned());
    assert_eq!(opened("https://api.test/openai/v1/batches/b%2F1"), batch);
    assert_eq!(opened("HTTPS://API.test:443/v1/batches/b%2F1/results?x=1"), batch);
    assert_eq!(opened("https://curator.test:8443/v1/batches/b%2F1"), batch, "through the companion");
    assert_eq!(opened("/v1/files/f1/content"), Pasted::File("f1".to_owned()));
    let list = "https://curator.test:8443/v1/batches";
    assert_eq!(opened(list), Pasted::Address(list.to_owned()), "no id in it");
}

#[test]
fn a_link_of_this_page_opens_as_it_stands() {
    let link = Route::parse("#/batch/b1/results?row=3&filter=x");
    for text in [
        "#/batch/b1/results?row=3&filter=x",
        "https://curator.test:8443/sub/#/batch/b1/results?row=3&filter=x",
    ] {
        assert_eq!(opened(text), Pasted::Link(link.clone()));
    }
    assert!(refused("https://other.test/#/batch/b1/results").contains("other.test"));
    assert!(!matches!(pasted("#/local/x.jsonl/results"), Ok(Some(Pasted::Link(_)))), "a disk is no link");
}

#[test]
fn addresses_are_of_this_origin_or_refused() {
    for text in ["/out/results.jsonl", "./results.jsonl", "https://curator.test:8443/results.jsonl?v=2"] {
        assert_eq!(opened(text), Pasted::Address(text.to_owned()));
    }
    for text in [
        "https://other.test/results.jsonl",
        "http://curator.test:8443/results.jsonl",
        "https://curator.test:8443@other.test/results.jsonl",
        r"https://other.test\@curator.test:8443/results.jsonl",
        "https://api.test/results.jsonl",
        "https://other.test/v1/batches/b1",
    ] {
        assert!(refused(text).starts_with("That address is of "), "{text}");
    }
    assert!(refused("//other.test/x.jsonl").contains("begins with"));
    assert!(refused("s3://bucket/x.jsonl").contains("begins with s3:"));
    assert!(refused("data:text/plain,x").contains("begins with data:"));
    for text in ["file:///home/x.jsonl", r"C:\x.jsonl", "c:/x.jsonl", "~/x.jsonl", r"\\server\x.jsonl"] {
        assert_eq!(refused(text), "A page cannot read this disk by an address.");
    }
}

#[test]
fn an_unknown_batch_may_be_a_file_and_a_locked_door_is_none() {
    let refused = |status| ApiError::Refused { status, sentence: String::new(), retry_after: None };
    assert!([400, 404, 405, 422, 500].into_iter().all(|status| may_be_a_file(&refused(status))));
    assert!(![401, 403, 429, 502, 503, 504].into_iter().any(|status| may_be_a_file(&refused(status))));
}

#[test]
fn one_file_that_can_be_lines_is_fit() {
    let given = |name: &str, bytes, folder| Given { name: name.to_owned(), bytes, folder };
    let said = |given: &[Given]| fit(given).map_or_else(|why| why.happened, |()| "fit".to_owned());
    assert_eq!(said(&[given("out.jsonl", 1, false)]), "fit");
    assert_eq!(said(&[given("out", 1, false)]), "fit", "names are free");
    assert_eq!(said(&[]), "That holds no file.");
    assert_eq!(said(&vec![given("a", 1, false); 2]), "Those are 2 files; one can be open at a time.");
    assert_eq!(said(&[given("runs", 4096, true)]), "runs is a folder.");
    assert_eq!(said(&[given("a.jsonl", 0, false)]), "a.jsonl is empty: 0 bytes.");
    assert_eq!(said(&[given("a.jsonl.GZ", 9, false)]), "a.jsonl.GZ is packed or binary, not JSONL.");
}

proptest! {
    #[test]
    fn anything_can_be_pasted(text in "\\PC{0,40}|https?://[a-z@:.\\\\/?#%]{0,20}|/v1/(batches|files)/[%a-zé/]{0,9}") {
        if let Ok(Some(Pasted::Address(found))) = pasted(&text) {
            prop_assert!(address::origin(&found).is_none_or(|origin| Some(origin) == address::origin(PAGE)));
        }
    }
}
