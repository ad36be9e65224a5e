//! Reads a batch and its files as they arrive, in slices of 8 ms, so that the page stays alive.

use super::{Load, Results, Source};
use crate::{
    browser::{
        clock,
        fetch::{self, Opened},
    },
    core::{
        batch::Batch,
        jsonl::{Line, LineSplitter},
        protocol::{batch_api, http::Request},
        results::{line, summary},
    },
    state::{App, Problem},
};
use leptos::prelude::{Set as _, UpdateValue as _, WithValue as _};
use std::sync::Arc;

/// Longest time on the main thread before the browser gets its turn.
const SLICE_MS: f64 = 8.0;
/// Bytes that are copied into linear memory at a time.
const PART: u32 = 256 * 1024;
/// How often the table hears of new rows while a file is on its way.
const PUBLISH_MS: f64 = 120.0;
/// Rows that are shown at once, before anything else is read.
const FIRST_ROWS: u32 = 40;

/// Asks for the batch, then reads its output, its errors and its requests.
pub(super) async fn batch(
    results: Results,
    app: App,
    batch_id: String,
    generation: u32,
) -> Result<(), Problem> {
    let base = app.base();
    let response =
        fetch::send(batch_api::batch(&base, &batch_id)).await.map_err(|none| Problem::no_answer(&none))?;
    let batch = batch_api::parse_batch(&response)
        .map_err(|why| Problem::refused(&format!("Batch {batch_id} did not come"), &why))?;
    if !results.is_current(generation) {
        return Ok(());
    }
    results.batch.try_set(Some(Arc::new(batch.clone())));
    let reader = Reader { results, base, generation };
    reader.all(&batch).await
}

struct Reader {
    results: Results,
    base: String,
    generation: u32,
}

impl Reader {
    async fn all(&self, batch: &Batch) -> Result<(), Problem> {
        for (file, source) in
            [(&batch.output_file_id, Source::Output), (&batch.error_file_id, Source::Errors)]
        {
            let Some(file) = file else { continue };
            let what = if source == Source::Output { "results" } else { "errors" };
            let keep = |chunk| self.results.files.update_value(|files| files.push(source, chunk));
            let row = |line: Line<'_>| {
                let summary = summary::summarize(line.bytes, line.number, line.offset);
                self.results.index.update_value(|index| index.push(source, &summary));
            };
            self.file(file, what, keep, row).await?;
        }
        // Without its requests a batch can still be read: a failure here is no failure of the page.
        if let Some(file) = &batch.input_file_id {
            let keep = |chunk| self.results.files.update_value(|files| files.push_input(chunk));
            let mut number = 0;
            let request = |line: Line<'_>| {
                if let Some(id) = line::request_id(line.bytes, number) {
                    let len = u32::try_from(line.bytes.len()).unwrap_or(u32::MAX);
                    self.results.files.update_value(|files| files.place_request(id, line.offset, len));
                }
                number += 1;
            };
            if self.file(file, "requests", keep, request).await.is_ok() && self.current() {}
        }
        if self.current() {
            self.results.bump();
            self.results.load.try_set(Load::Ready);
        }
        Ok(())
    }

    fn current(&self) -> bool {
        self.results.is_current(self.generation)
    }

    /// Reads one file to its end, or until another batch is opened.
    async fn file(
        &self,
        file_id: &str,
        what: &'static str,
        keep: impl Fn(js_sys::Uint8Array),
        mut line: impl FnMut(Line<'_>),
    ) -> Result<(), Problem> {
        let url = batch_api::file_content_url(&self.base, file_id);
        let opened = fetch::open(Request::get(url)).await.map_err(|none| Problem::no_answer(&none))?;
        let stream = match opened {
            Opened::Stream(stream) => stream,
            Opened::Refused(response) => {
                return Err(Problem::refused(
                    &format!("The file of {what} did not come"),
                    &batch_api::refusal(&response),
                ));
            }
        };
        let mut splitter = LineSplitter::new();
        let mut part = vec![0u8; PART as usize];
        let mut bytes = 0u64;
        let mut slice = clock::now_ms();
        let mut published = slice;
        let mut first_shown = self.results.index.with_value(super::Index::len) >= FIRST_ROWS;
        while let Some(chunk) = stream.next().await.map_err(|none| cut_off(what, bytes, &none))? {
            if !self.current() {
                return Ok(());
            }
            let length = chunk.length();
            keep(chunk.clone());
            let mut from = 0;
            while from < length {
                let to = (from + PART).min(length);
                let Some(room) = part.get_mut(..(to - from) as usize) else { break };
                chunk.subarray(from, to).copy_to(room);
                splitter.push(room, &mut line);
                bytes += u64::from(to - from);
                from = to;
                let now = clock::now_ms();
                let first = !first_shown && self.results.index.with_value(super::Index::len) >= FIRST_ROWS;
                first_shown |= first;
                if first || now - published > PUBLISH_MS {
                    published = now;
                    self.publish(what, bytes, stream.total);
                    if first {
                        clock::frame().await; // the rows are on the screen before the work goes on
                    }
                }
                if now - slice > SLICE_MS {
                    clock::yield_now().await;
                    slice = clock::now_ms();
                    if !self.current() {
                        return Ok(());
                    }
                }
            }
        }
        splitter.finish(&mut line);
        self.publish(what, bytes, stream.total);
        Ok(())
    }

    fn publish(&self, what: &'static str, bytes: u64, total: Option<u64>) {
        if self.current() {
            self.results.load.try_set(Load::Reading { what, bytes, total });
            self.results.bump();
        }
    }
}

fn cut_off(what: &str, bytes: u64, none: &crate::core::protocol::http::NoAnswer) -> Problem {
    let so_far = crate::core::text::bytes(bytes);
    Problem::new(
        format!("The file of {what} broke off after {so_far}."),
        "The rows so far are shown. Load it again to read the rest.",
    )
    .detailed(none.to_string())
}
