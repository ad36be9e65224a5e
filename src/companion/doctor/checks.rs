//! What is tried, part by part.

use super::env::{Change, Settings};
use super::{Finding, Verdict};
use crate::companion::batch_api::BatchApi;
use crate::companion::label_studio::client::Client;
use crate::companion::ledger::Ledger;
use crate::companion::outgoing::{http, perform};
use crate::companion::proxy::target::Upstream;
use crate::core::protocol::http::Request;
use crate::core::protocol::label_studio::Project;
use crate::core::text::count;
use std::path::Path;
use std::time::Duration;

/// The parts, in their order.
pub(super) const PARTS: [&str; 10] = [
    "env-file",
    "batch-api",
    "label-studio",
    "token",
    "project",
    "mapping",
    "curation-url",
    "auto-import",
    "cors",
    "ledger",
];

/// Nothing is waited for longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
const BATCH_PORT: u16 = 4080;
pub(super) const CURATION: &str = "http://localhost:8001";

/// What is known so far: later parts need earlier ones.
pub(super) struct Checks<'a> {
    settings: &'a Settings,
    pub(super) mapping: Option<&'a Path>,
    found: Vec<Finding>,
    /// A Label Studio that answers.
    pub(super) studio: Option<String>,
    pub(super) client: Option<Client>,
    pub(super) project: Option<Project>,
}

impl<'a> Checks<'a> {
    pub(super) fn new(settings: &'a Settings, mapping: Option<&'a Path>) -> Self {
        Self { settings, mapping, found: Vec::new(), studio: None, client: None, project: None }
    }

    /// Tries everything; of that only the parts that are wanted are told.
    pub(super) async fn run(mut self, only: &[String]) -> Vec<Finding> {
        self.env_file();
        self.batch_api().await;
        self.label_studio().await;
        self.token().await;
        self.project().await;
        self.mapping();
        self.curation_url().await;
        self.auto_import();
        self.cors().await;
        self.ledger().await;
        self.found.retain(|finding| only.is_empty() || only.iter().any(|part| part == finding.part));
        self.found
    }

    pub(super) fn say(&mut self, part: &'static str, verdict: Verdict, said: impl Into<String>) {
        self.found.push(Finding { part, verdict, said: said.into(), change: None });
    }

    pub(super) fn say_change(
        &mut self,
        part: &'static str,
        verdict: Verdict,
        said: impl Into<String>,
        key: &'static str,
        value: impl Into<String>,
    ) {
        let change =
            Some(Change { key, value: value.into(), secret: key.ends_with("KEY") || key.ends_with("TOKEN") });
        self.found.push(Finding { part, verdict, said: said.into(), change });
    }

    /// A value; what was never filled in is none.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let value = self.settings.get(key)?;
        let lower = value.to_lowercase();
        let placeholder = ["your_", "your-", "changeme", "change-me", "<", "xxxx"]
            .iter()
            .any(|sign| lower.starts_with(sign));
        (!placeholder).then_some(value)
    }

    fn env_file(&mut self) {
        let lines: Vec<String> = self.settings.broken.iter().map(usize::to_string).collect();
        if !lines.is_empty() {
            let said = format!("line {}: this is no KEY=VALUE, so it is read by nothing", lines.join(", "));
            self.say("env-file", Verdict::Wrong, said);
        }
    }

    async fn batch_api(&mut self) {
        let port = self.get("BATCH_API_PORT").unwrap_or_else(|| BATCH_PORT.to_string());
        let said = self.get("BATCH_API_URL");
        let address = said.clone().unwrap_or_else(|| format!("http://localhost:{port}"));
        let verdict = match Upstream::parse(&address) {
            Ok(upstream) => listed(&upstream).await,
            Err(why) => Err(format!("BATCH_API_URL: {why}")),
        };
        match verdict {
            Ok(batches) => {
                self.say("batch-api", Verdict::Ok, format!("{address} answers, {batches} on its first page"));
            }
            Err(why) => match at_port(&address, BATCH_PORT).await {
                Some(other) => {
                    let said = format!("{why} But a batch API answers at {other}.");
                    self.say_change("batch-api", Verdict::Wrong, said, "BATCH_API_URL", other);
                }
                None => self.say(
                    "batch-api",
                    Verdict::Wrong,
                    format!("{why} Is it running, and is BATCH_API_URL right?"),
                ),
            },
        }
    }

    async fn curation_url(&mut self) {
        let Some(address) = self.get("CURATION_API_URL") else { return };
        let plain = address.trim_end_matches('/').to_owned();
        if self.studio.as_deref() == Some(plain.as_str()) {
            let said =
                "CURATION_API_URL is Label Studio's own address; the curation API is this companion's.";
            return self.say_change("curation-url", Verdict::Wrong, said, "CURATION_API_URL", CURATION);
        }
        let health = get(&plain, "/health").await;
        match health.as_deref() {
            Ok(body) if body.contains("\"batch-curator\"") => {
                self.say("curation-url", Verdict::Ok, format!("{plain}: the companion answers"));
            }
            Ok(_) => self.say(
                "curation-url",
                Verdict::Wrong,
                format!("{plain}: something answers, and it is not this companion"),
            ),
            Err(why) => {
                let start = "batch-curator serve --listen 127.0.0.1:8001 --label-studio URL";
                self.say("curation-url", Verdict::Wrong, format!("{} Start it: {start}", sentence(why)));
            }
        }
    }

    fn auto_import(&mut self) {
        let names = ["AUTO_IMPORT_TO_CURATION", "ENABLE_AUTO_IMPORT"];
        let on: Vec<&str> = names
            .into_iter()
            .filter(|name| {
                self.get(name)
                    .is_some_and(|value| ["true", "1", "yes", "on"].contains(&value.to_lowercase().as_str()))
            })
            .collect();
        let Some(name) = on.first() else { return };
        if self.project.is_none() {
            let said = format!("{name} is on, and there is no project to import into: nothing would arrive");
            self.say("auto-import", Verdict::Wrong, said);
        } else {
            let said = format!(
                "{name} is on; vLLM Batch Server itself reads it nowhere: `batch-curator watch` imports"
            );
            self.say("auto-import", Verdict::Ok, said);
        }
    }

    async fn ledger(&mut self) {
        let Some(place) = self.get("BATCH_CURATOR_LEDGER") else { return };
        match Ledger::open(&place).await {
            Ok(ledger) => {
                self.say("ledger", Verdict::Ok, format!("{} is open and up to date", ledger.place()));
            }
            Err(why) => self.say("ledger", Verdict::Wrong, why),
        }
    }
}

/// How many batches the first page has.
async fn listed(upstream: &Upstream) -> Result<String, String> {
    let api = BatchApi::new(upstream)?;
    let asked = tokio::time::timeout(PATIENCE, api.list(|_| true)).await;
    let batches = asked.map_err(|_| format!("{} did not answer within 5 seconds.", upstream.who()))??;
    Ok(match batches.len() {
        1 => "1 batch".to_owned(),
        many => format!("{} batches", count(many as u64)),
    })
}

async fn get(address: &str, path: &str) -> Result<String, String> {
    let asked = perform(&http(address)?, Request::get(format!("{address}{path}")), PATIENCE).await;
    asked.map(|response| response.body).map_err(|none| format!("CURATION_API_URL: {none}"))
}

/// A batch API at this port of the same host.
async fn at_port(address: &str, port: u16) -> Option<String> {
    let other = with_port(address, port).filter(|other| other != address.trim_end_matches('/'))?;
    listed(&Upstream::parse(&other).ok()?).await.is_ok().then_some(other)
}

pub(super) fn with_port(address: &str, port: u16) -> Option<String> {
    let mut url = reqwest::Url::parse(address).ok()?;
    url.set_port(Some(port)).ok()?;
    Some(url.as_str().trim_end_matches('/').to_owned())
}

pub(super) fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}
