//! The bytes of a batch's files, where the browser put them: outside the page's linear memory.

use crate::core::results::{index::Source, line};
use js_sys::Uint8Array;
use serde_json::Value;
use std::collections::HashMap;

/// A file as the chunks that its stream delivered.
#[derive(Default)]
pub(super) struct Chunks {
    chunks: Vec<(u64, Uint8Array)>,
    len: u64,
}

impl Chunks {
    /// Keeps a chunk.
    pub(super) fn push(&mut self, chunk: Uint8Array) {
        let at = self.len;
        self.len += u64::from(chunk.length());
        self.chunks.push((at, chunk));
    }

    /// Copies a line out; `None`: it is not there.
    fn read(&self, offset: u64, len: u32) -> Option<Vec<u8>> {
        let end = offset.checked_add(u64::from(len))?;
        if end > self.len {
            return None;
        }
        let mut bytes = Vec::with_capacity(len as usize);
        let first = self.chunks.partition_point(|(at, chunk)| at + u64::from(chunk.length()) <= offset);
        for (at, chunk) in self.chunks.get(first..)? {
            if *at >= end {
                break;
            }
            let from = u32::try_from(offset.saturating_sub(*at)).ok()?;
            let to = u32::try_from((end - at).min(u64::from(chunk.length()))).ok()?;
            bytes.extend(chunk.subarray(from, to).to_vec());
        }
        Some(bytes)
    }
}

/// The files of the open batch.
#[derive(Default)]
pub(super) struct Files {
    output: Chunks,
    errors: Chunks,
    input: Chunks,
    /// Where each request stands in the input file.
    requests: HashMap<String, (u64, u32)>,
}

impl Files {
    /// Keeps a chunk of a results file.
    pub(super) fn push(&mut self, source: Source, chunk: Uint8Array) {
        match source {
            Source::Output => self.output.push(chunk),
            Source::Errors => self.errors.push(chunk),
            Source::Input => self.input.push(chunk),
        }
    }

    /// Keeps a chunk of the input file.
    pub(super) fn push_input(&mut self, chunk: Uint8Array) {
        self.input.push(chunk);
    }

    /// Remembers where a request stands.
    pub(super) fn place_request(&mut self, custom_id: String, offset: u64, len: u32) {
        self.requests.insert(custom_id, (offset, len));
    }

    /// Copies a row's line out.
    pub(super) fn read(&self, source: Source, offset: u64, len: u32) -> Option<Vec<u8>> {
        match source {
            Source::Output => self.output.read(offset, len),
            Source::Errors => self.errors.read(offset, len),
            Source::Input => self.input.read(offset, len),
        }
    }

    /// The body of a request, where it is known.
    pub(super) fn request(&self, custom_id: &str) -> Option<Value> {
        let (offset, len) = self.requests.get(custom_id)?;
        let bytes = self.input.read(*offset, *len)?;
        line::request_line(&bytes, 0).map(|(_, body)| body)
    }
}
