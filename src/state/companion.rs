//! The companion, where one serves the page.

use crate::{browser::fetch, core::protocol::http::Request};
use serde_json::Value;

/// What the companion says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompanionInfo {
    /// Its version.
    pub version: String,
    /// Where the batches come from: `samples`, `folder`, `api`.
    pub batches: String,
    /// The folder or the API's address, for a sentence.
    pub source: String,
    /// The Label Studio to start with.
    pub label_studio: Option<String>,
    /// It keeps a ledger of imports.
    pub ledger: bool,
}

impl CompanionInfo {
    /// Reads `companion.json`; `None` when it is something else, such as a single-page server's index.
    pub fn read(json: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(json).ok()?;
        if value.get("name").and_then(Value::as_str) != Some("batch-curator") {
            return None;
        }
        let text = |key| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self {
            version: text("version"),
            batches: text("batches"),
            source: text("source"),
            ledger: value.get("ledger").and_then(Value::as_bool).unwrap_or_default(),
            label_studio: Some(text("label_studio")).filter(|url| !url.is_empty()),
        })
    }
}

/// Asks for it. A plain static server has none, and that is no error.
pub async fn ask(url: String) -> Option<CompanionInfo> {
    let mut request = Request::get(url);
    request.timeout_ms = 5_000;
    let response = fetch::send(request).await.ok().filter(crate::core::protocol::http::Response::ok)?;
    CompanionInfo::read(&response.body)
}
