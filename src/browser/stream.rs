//! A body that is read as it arrives: an answer of [`super::fetch`], or a file of the person's.

use super::fetch::Abort;
use crate::core::protocol::http::NoAnswer;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

/// Chunks, one after another. Dropping it ends the transfer.
pub struct Stream {
    reader: ReadableStreamDefaultReader,
    host: String,
    /// Bytes of the whole body, where that is known and it is not compressed.
    pub total: Option<u64>,
    /// Held for as long as chunks are wanted.
    _abort: Option<Abort>,
}

impl Stream {
    /// The body of an answer.
    pub(super) fn of_body(
        body: Option<ReadableStream>,
        host: String,
        total: Option<u64>,
        abort: Abort,
    ) -> Result<Self, NoAnswer> {
        if let Some(reader) = body.and_then(|body| body.get_reader().dyn_into().ok()) {
            Ok(Self { reader, host, total, _abort: Some(abort) })
        } else {
            let detail = "the answer has no body that can be read as a stream".to_owned();
            Err(NoAnswer::Network { host, detail })
        }
    }

    /// A file from disk.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes are whole and positive"
    )]
    pub fn of_file(file: &web_sys::File) -> Result<Self, NoAnswer> {
        let lost = || NoAnswer::Network { host: file.name(), detail: "the file cannot be read".to_owned() };
        let reader = file.stream().get_reader().dyn_into().map_err(|_| lost())?;
        Ok(Self { reader, host: file.name(), total: Some(file.size() as u64), _abort: None })
    }

    /// Ends the transfer from elsewhere: the chunk that is waited for is then the end.
    pub fn canceller(&self) -> impl FnOnce() + 'static {
        let reader = self.reader.clone();
        move || drop(reader.cancel())
    }

    /// The next chunk; `None` at the end.
    pub async fn next(&self) -> Result<Option<Uint8Array>, NoAnswer> {
        let lost = |error: JsValue| {
            let detail =
                error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into());
            NoAnswer::Network { host: self.host.clone(), detail }
        };
        let read = JsFuture::from(self.reader.read()).await.map_err(lost)?;
        let done = Reflect::get(&read, &"done".into()).map_err(lost)?.is_truthy();
        if done {
            return Ok(None);
        }
        Ok(Reflect::get(&read, &"value".into()).map_err(lost)?.dyn_into().ok())
    }
}
