//! The desk, in its worker and on the page: the same rows, the same bytes back; a drawer that is filled, full, swept.

use crate::support::{until, wait};
use batch_curator::{
    browser::desk::{self, Job, Way, shelf::Drawer, shelves::Shelves, stay_here, way},
    core::results::{
        desk::{Bytes, FileAsk, Memory, Told},
        evidence::Evidence,
        index::{Index, Source, Span},
        probe::{Found, Probe},
        query::Query,
    },
};
use js_sys::{Array, Uint8Array};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsValue, prelude::*};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File, Url};

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    async fn drawer_names() -> JsValue;
    async fn leave_behind(name: &str);
}

/// A worker that listens.
async fn in_worker() {
    stay_here(true);
    stay_here(false);
    desk::begin(|_| {});
    until("a desk", || way() != Way::Starting).await;
    assert_eq!(way(), Way::Worker, "no worker answers");
}

async fn drawers() -> usize {
    Array::from(&drawer_names().await).length() as usize
}

/// A line of the output file.
fn line(n: usize) -> String {
    let filler = "ä ".repeat(200);
    format!(
        r#"{{"custom_id":"c-{n}","response":{{"status_code":200,"body":{{"model":"m","choices":[{{"message":{{"role":"assistant","content":"Answer {n} {filler}"}},"finish_reason":"stop"}}]}}}}}}"#
    )
}

fn request(n: usize) -> String {
    format!(
        r#"{{"custom_id":"c-{n}","method":"POST","body":{{"model":"m","messages":[{{"role":"user","content":"Question {n}?"}}]}}}}"#
    )
}

fn text(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(|n| one(n) + "\n").collect()
}

fn parts(text: &str) -> JsValue {
    Array::of1(&text.into()).into()
}

/// An address that page and worker can read.
fn served(text: &str) -> Bytes {
    let blob = Blob::new_with_str_sequence(&parts(text)).unwrap();
    Bytes::at(Url::create_object_url_with_blob(&blob).unwrap())
}

#[derive(Default)]
struct Seen {
    index: Index,
    told: Vec<Told>,
    problem: Option<String>,
}

impl Seen {
    fn kept(&self) -> Option<(u64, u64, Option<String>)> {
        self.told.iter().find_map(|told| match told {
            Told::Kept { in_memory, in_file, why_not_file, .. } => {
                Some((*in_memory, *in_file, why_not_file.clone()))
            }
            _ => None,
        })
    }
}

fn read(files: Vec<FileAsk>, given: Option<File>, memory: Memory) -> (Job, Rc<RefCell<Seen>>) {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let heard = seen.clone();
    let job = desk::read(files, given, memory, move |told, bytes: Option<Uint8Array>| {
        let mut seen = heard.borrow_mut();
        if matches!(told, Told::Rows { .. })
            && let Err(why) = seen.index.append(&bytes.unwrap().to_vec())
        {
            seen.problem = Some(why.to_string());
        }
        seen.told.push(told);
    });
    (job, seen)
}

fn two_files(count: usize) -> Vec<FileAsk> {
    vec![
        FileAsk { source: Source::Output, bytes: served(&text(count, line)) },
        FileAsk { source: Source::Input, bytes: served(&text(count + 1, request)) },
    ]
}

/// Reads two files and copies lines of both out again.
async fn there_and_back(memory: Memory) -> (Job, Rc<RefCell<Seen>>) {
    const COUNT: usize = 5_000;
    let (job, seen) = read(two_files(COUNT), None, memory);
    until("the end", || seen.borrow().kept().is_some()).await;
    assert_eq!(seen.borrow().problem, None);
    assert_eq!(seen.borrow_mut().index.settle(), 1, "a request without a result");
    assert_eq!(seen.borrow().index.len() as usize, COUNT + 1);
    let places = [0u32, 1, 777, 2_500, 4_999];
    let spans: Vec<Span> = places
        .iter()
        .flat_map(|place| {
            let seen = seen.borrow();
            [seen.index.span(*place).unwrap(), seen.index.request(*place).unwrap()]
        })
        .chain([
            Span { source: Source::Output, offset: u64::MAX, len: 9 },
            Span { source: Source::Errors, offset: 0, len: 1 },
        ])
        .collect();
    let lines = job.lines(spans).await;
    for (at, place) in places.iter().enumerate() {
        assert_eq!(lines[2 * at].as_deref(), Some(line(*place as usize).as_bytes()));
        assert_eq!(lines[2 * at + 1].as_deref(), Some(request(*place as usize).as_bytes()));
    }
    assert_eq!(lines[10..], [None, None], "what is not there is nothing");
    (job, seen)
}

async fn probe(job: &Job, seen: &Rc<RefCell<Seen>>, filter: &str) -> Vec<u32> {
    let query = Query::parse(filter);
    let probe: Probe = query.probes().remove(0);
    let found = Rc::new(RefCell::new((Found::new(&probe), false)));
    let (heard, rows) = (found.clone(), seen.clone());
    let looking = job.probe(probe.clone(), move |told, bytes: Option<Uint8Array>| match told {
        Told::Found { source, .. } => {
            let block = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
            heard.borrow_mut().0.append(&rows.borrow().index, source, &block).unwrap();
        }
        Told::Probed { .. } => heard.borrow_mut().1 = true,
        other => panic!("{other:?}"),
    });
    until("the probe's end", || found.borrow().1).await;
    drop(looking);
    let mut evidence = Evidence::default();
    evidence.insert(probe, std::mem::take(&mut found.borrow_mut().0));
    query.apply(&seen.borrow().index, &evidence)
}

#[wasm_bindgen_test]
async fn a_worker_reads_and_looks_up() {
    in_worker().await;
    let (job, seen) = there_and_back(Memory::USUAL).await;
    assert_eq!(way(), Way::Worker);
    assert_eq!(probe(&job, &seen, "\"answer 777 \"").await, [777], "without regard to case, in the output");
    assert_eq!(probe(&job, &seen, "\"question 4321?\"").await, [4_321], "in the request of a row");
}

#[wasm_bindgen_test]
async fn the_page_reads_where_it_has_to() {
    stay_here(true);
    let (job, seen) = there_and_back(Memory::USUAL).await;
    assert_eq!(way(), Way::Here);
    assert_eq!(probe(&job, &seen, "\"answer 777 \"").await, [777]);
    stay_here(false);
}

#[wasm_bindgen_test]
async fn bytes_above_the_limit_go_into_a_file_and_leave_with_the_job() {
    in_worker().await;
    for round in 0..5 {
        let (job, seen) = there_and_back(Memory::of(0)).await;
        let (in_memory, in_file, why_not) = seen.borrow().kept().unwrap();
        assert_eq!((in_memory, why_not), (0, None), "round {round}");
        assert!(in_file > 2_000_000, "{in_file}");
        assert_eq!(drawers().await, 1);
        assert_eq!(probe(&job, &seen, "\"answer 4999 \"").await, [4_999]);
        drop(job);
        for _ in 0..200 {
            if drawers().await == 0 {
                break;
            }
            wait(10).await;
        }
        assert_eq!(drawers().await, 0, "round {round}: the file goes with its job");
    }
}

/// Where nothing can go into a file.
#[wasm_bindgen_test]
async fn what_stays_in_memory_above_the_limit_is_compressed() {
    stay_here(true);
    for (limit, least) in [(0, 10_000), (3_000_000, 500_000)] {
        let (job, seen) = there_and_back(Memory::of(limit)).await;
        let (in_memory, in_file, _) = seen.borrow().kept().unwrap();
        assert!(
            (least..limit + 500_000).contains(&in_memory),
            "{in_memory} of 4 MB, {limit} may stay as they are"
        );
        assert_eq!(in_file, 0);
        assert_eq!(probe(&job, &seen, "\"answer 4999 \"").await, [4_999]);
        assert_eq!(probe(&job, &seen, "\"question 1?\"").await, [1]);
    }
    stay_here(false);
}

#[wasm_bindgen_test]
async fn what_a_crash_left_behind_is_swept_but_not_what_is_young() {
    leave_behind("1000-left").await;
    let young = format!("{}-young", js_sys::Date::now());
    leave_behind(&young).await;
    in_worker().await;
    for _ in 0..500 {
        if drawers().await == 1 {
            break;
        }
        wait(10).await;
    }
    assert_eq!(Array::from(&drawer_names().await).get(0).as_string(), Some(young.clone()));
    forget_drawer(&young).await;
}

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    async fn forget_drawer(name: &str);
    /// Nothing comes of asking for the storage until what is given back is called.
    fn stall_storage() -> js_sys::Function;
    /// A script that workers run first which are started until what is given back is called.
    fn in_workers(script: &str) -> js_sys::Function;
    #[wasm_bindgen(js_name = STALLED)]
    fn stalled() -> String;
    #[wasm_bindgen(js_name = FORGETFUL)]
    fn forgetful() -> String;
}

#[wasm_bindgen_test]
async fn a_storage_that_does_not_answer_is_done_without() {
    let again = stall_storage();
    let why = desk::opfs::File::new().await.err();
    again.call0(&JsValue::NULL).unwrap();
    assert_eq!(why.as_deref(), Some("the browser's storage does not answer"));
}

async fn in_worker_with(script: &str) {
    let again = in_workers(script);
    in_worker().await;
    again.call0(&JsValue::NULL).unwrap();
}

#[wasm_bindgen_test]
async fn a_file_that_opens_late_is_still_wanted() {
    in_worker_with(&forgetful()).await;
    let (_job, seen) = read(two_files(500), None, Memory::of(100_000));
    until("what became of the bytes", || seen.borrow().kept().is_some()).await;
    let (_, in_file, why) = seen.borrow().kept().unwrap();
    assert_eq!(why, None);
    assert!(in_file > 100_000, "{in_file}");
    stay_here(true);
    stay_here(false);
}

#[wasm_bindgen_test]
async fn nobody_waits_for_a_storage_that_does_not_answer() {
    in_worker_with(&stalled()).await;
    let (_job, seen) = read(two_files(500), None, Memory::of(100_000));
    let done = || seen.borrow().told.iter().any(|told| matches!(told, Told::Finished { .. }));
    until("the end", done).await;
    let read = js_sys::Date::now();
    until("what became of the bytes", || seen.borrow().kept().is_some()).await;
    let (_, in_file, why) = seen.borrow().kept().unwrap();
    assert_eq!((in_file, why.as_deref()), (0, Some("the browser's storage does not answer")));
    // All rows were there long before that was given up.
    let later = js_sys::Date::now() - read;
    assert!(later > 2_000.0, "{later} ms");
    stay_here(true);
    stay_here(false);
}

#[wasm_bindgen_test]
async fn a_desk_that_does_not_know_a_job_finds_nothing_in_it_and_says_so() {
    in_worker().await;
    let (job, seen) = read(two_files(10), None, Memory::USUAL);
    until("the end", || seen.borrow().kept().is_some()).await;
    in_worker().await; // another worker
    assert!(probe(&job, &seen, "because").await.is_empty());
    stay_here(false);
}

#[wasm_bindgen_test]
async fn a_file_from_disk_is_read_without_a_server() {
    for here in [false, true] {
        if here {
            stay_here(true);
        } else {
            in_worker().await;
        }
        let file = File::new_with_str_sequence(&parts(&text(300, line)), "mine.jsonl").unwrap();
        let ask = vec![FileAsk { source: Source::Output, bytes: Bytes::Given }];
        let (job, seen) = read(ask, Some(file), Memory::USUAL);
        until("the end", || seen.borrow().kept().is_some()).await;
        assert_eq!(seen.borrow().index.len(), 300);
        drop(job);
    }
    stay_here(false);
}

#[wasm_bindgen_test]
async fn a_file_that_does_not_come_takes_no_other_with_it() {
    in_worker().await;
    let gone = Bytes::at("blob:nowhere".to_owned());
    let mut files = two_files(50);
    files.insert(0, FileAsk { source: Source::Errors, bytes: gone });
    let (job, seen) = read(files, None, Memory::USUAL);
    until("the end", || seen.borrow().kept().is_some()).await;
    assert!(
        seen.borrow()
            .told
            .iter()
            .any(|told| matches!(told, Told::Broken { source: Source::Errors, bytes: 0, .. }))
    );
    assert_eq!(seen.borrow().index.len(), 50);
    drop(job);
}

/// Room for so many bytes.
struct Small {
    bytes: Vec<u8>,
    room: usize,
    discarded: Rc<RefCell<u32>>,
}

impl Drawer for Small {
    fn write(&mut self, bytes: &Uint8Array, at: u64) -> Result<(), String> {
        assert_eq!(at, self.bytes.len() as u64, "one after another");
        if self.bytes.len() + bytes.length() as usize > self.room {
            return Err("the storage is full".to_owned());
        }
        self.bytes.extend(bytes.to_vec());
        Ok(())
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), String> {
        let at = usize::try_from(at).unwrap();
        into.copy_from_slice(self.bytes.get(at..at + into.len()).ok_or("too short")?);
        Ok(())
    }

    fn discard(self: Box<Self>) {
        *self.discarded.borrow_mut() += 1;
    }
}

/// Every span of two files, whatever chunks they came in, and however much of them is in a drawer.
#[wasm_bindgen_test]
fn a_full_drawer_loses_nothing() {
    let whole: Vec<u8> = (0..=255).cycle().take(1_000).collect();
    for room in [0, 10, 333, 600, 10_000] {
        let discarded = Rc::new(RefCell::new(0));
        let mut shelves = Shelves::new(None);
        assert!(shelves.wants_drawer());
        shelves.give_drawer(Ok(Box::new(Small { bytes: Vec::new(), room, discarded: discarded.clone() })));
        for chunk in whole.chunks(37) {
            shelves.push(Source::Output, Uint8Array::from(chunk));
            shelves.push(Source::Input, Uint8Array::from(chunk));
            shelves.file(300, u64::MAX);
        }
        while shelves.file(100, 50) {}
        assert_eq!(shelves.in_memory() + shelves.in_file(), 2_000);
        assert_eq!(shelves.why_not_file().is_some(), room < 10_000, "room for {room}");
        if room == 10_000 {
            assert!(shelves.in_memory() <= 100);
        }
        for source in [Source::Output, Source::Input] {
            for (from, to) in [(0, 1_000), (0, 1), (999, 1_000), (36, 38), (73, 500), (500, 500), (299, 777)]
            {
                let mut into = vec![0; to - from];
                assert!(shelves.read(source, from as u64, &mut into), "{from}..{to}");
                assert_eq!(into, whole[from..to], "{from}..{to} with room for {room}");
            }
            assert!(!shelves.read(source, 999, &mut [0, 0]), "past the end");
            assert!(!shelves.read(source, u64::MAX, &mut [0]), "far past the end");
        }
        drop(shelves);
        assert_eq!(*discarded.borrow(), 1);
    }
}

/// Every span, whatever chunks they came in, however much of them is in a drawer before the rest is compressed.
#[wasm_bindgen_test]
fn what_is_compressed_is_read_back_as_it_was() {
    const LEN: usize = 1_500_000;
    // Words that repeat, and bytes that do not.
    let noise = |n: usize| n.wrapping_mul(2_654_435_761).to_be_bytes()[0];
    let whole: Vec<u8> =
        (0..LEN).map(|n| if n / 1_000 % 5 == 0 { noise(n) } else { b"plain words, "[n % 13] }).collect();
    for (room, chunk) in [(0, 65_536), (0, 1_000_003), (100_000, 40_000), (300_000, 299_999), (0, LEN)] {
        let mut shelves = Shelves::new(None);
        let discarded = Rc::new(RefCell::new(0));
        shelves.give_drawer(Ok(Box::new(Small { bytes: Vec::new(), room, discarded })));
        let context = format!("room for {room}, in chunks of {chunk}");
        for piece in whole.chunks(chunk) {
            shelves.push(Source::Output, Uint8Array::from(piece));
            shelves.push(Source::Input, Uint8Array::from(piece));
            shelves.file(0, u64::MAX);
            while shelves.compress(500_000, 300_000, false) {}
        }
        let left = shelves.in_buffers();
        assert!((400_000..700_000).contains(&left), "{context}: {left}, with a part of a block of each file");
        while shelves.compress(0, 300_000, true) {}
        assert_eq!(shelves.in_buffers(), 0, "{context}");
        assert!(shelves.in_memory() < 2 * LEN as u64 * 2 / 5, "{context}: {}", shelves.in_memory());
        let ends = [0, 1, 99_999, 262_143, 262_144, 262_145, 524_288, 800_000, LEN - 1, LEN];
        for source in [Source::Output, Source::Input] {
            for (from, to) in
                ends.iter().flat_map(|a| ends.iter().map(move |b| (*a, *b))).filter(|(a, b)| a <= b)
            {
                let mut into = vec![0; to - from];
                assert!(shelves.read(source, from as u64, &mut into), "{from}..{to}, {context}");
                assert!(into == whole[from..to], "{from}..{to}, {context}");
            }
            assert!(!shelves.read(source, LEN as u64 - 1, &mut [0, 0]), "past the end");
        }
    }
}
