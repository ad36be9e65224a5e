//! The companion as it runs: a real server on a free port, spoken to over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs
)]

mod access;
mod content;
mod folder;
mod life;
mod page;
mod proxy;
mod samples;

use batch_curator::companion::serve::{self, Batches, Config, Running};
use reqwest::{Client, Response};
use serde_json::Value;
use std::path::Path;

pub(crate) struct Server {
    pub(crate) running: Running,
    pub(crate) client: Client,
}

pub(crate) fn config(batches: Batches) -> Config {
    Config::new("127.0.0.1:0".parse().unwrap(), batches)
}

impl Server {
    pub(crate) async fn start(config: Config) -> Self {
        let client =
            Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { running: serve::start(config).await.unwrap(), client }
    }

    pub(crate) async fn folder(path: &Path) -> Self {
        Self::start(config(Batches::Folder(path.to_owned()))).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.addr)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self.client.get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert!(response.status().is_success(), "{path}: {}", response.status());
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
    }

    /// The error's sentence.
    pub(crate) async fn fault(response: Response) -> (u16, String, String) {
        let status = response.status().as_u16();
        let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        let text = |key: &str| body["error"][key].as_str().unwrap().to_owned();
        (status, text("type"), text("message"))
    }

    /// All pages of a list, by the ids' own cursor.
    pub(crate) async fn all(&self, path: &str, limit: usize) -> Vec<Value> {
        let mut seen: Vec<Value> = Vec::new();
        loop {
            let after = seen.last().map(|last| format!("&after={}", last["id"].as_str().unwrap()));
            let page = self.json(&format!("{path}?limit={limit}{}", after.unwrap_or_default())).await;
            let data = page["data"].as_array().unwrap().clone();
            assert_eq!(page["first_id"], data.first().map_or(Value::Null, |one| one["id"].clone()));
            assert_eq!(page["last_id"], data.last().map_or(Value::Null, |one| one["id"].clone()));
            seen.extend(data);
            if page["has_more"] == false {
                return seen;
            }
        }
    }
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
