//! What the host page gives and gets: headers for the batch API, and the selection.

use super::{
    App,
    problem::Problem,
    settings::{Headers, Settings},
};
use crate::{
    browser::{
        fetch,
        hook::{self, plain, texts},
    },
    core::{
        origin::Origin,
        protocol::http::{Answer, NoAnswer, Request},
        results::selection::Selection,
        route::Route,
        text,
    },
};
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;

/// Who gets the selection: a function of the host page, and the words on its button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    /// The words on the button.
    pub label: String,
    /// The function.
    pub take: hook::Hook,
}

impl App {
    /// Asks the batch API, with the headers that the host page gives.
    ///
    /// # Errors
    /// No answer came; or the host page's own function failed, in its words.
    pub async fn ask_batch_api(&self, request: Request) -> Answer {
        let given = self.batch_api_headers(&request.url).await?;
        fetch::send(request.with(given)).await
    }

    /// The host page's headers for a request to the batch API.
    ///
    /// # Errors
    /// Its function failed.
    pub async fn batch_api_headers(&self, url: &str) -> Result<Vec<(String, String)>, NoAnswer> {
        let hook = match self.settings_untracked().headers {
            Headers::None => return Ok(Vec::new()),
            Headers::Fixed(given) => return Ok(given),
            Headers::Asked(hook) => hook,
        };
        let answer = hook.call(&JsValue::from_str(url)).await;
        answer.and_then(|given| texts(&given)).map_err(|why| NoAnswer::Unasked { why })
    }

    /// Gives the selection to the host page.
    pub fn hand_over(self) {
        let Some(taker) = self.settings_untracked().taker else { return };
        let selection = untrack(|| self.selection_as_json());
        self.spawn(async move {
            match taker.take.call(&plain(&selection)).await {
                Ok(_) => {
                    let count = selection.get("count").and_then(Value::as_u64).unwrap_or_default();
                    let said = format!("{}: {}", taker.label, text::counted(count, "result"));
                    self.announce(said.clone());
                    self.set_status(said);
                }
                Err(why) => {
                    let problem = Problem::new(
                        "The page around Batch Curator did not take the selection.",
                        format!("It said: {why}"),
                    );
                    self.set_status(problem.happened.clone());
                    self.failed(&problem);
                }
            }
        });
    }

    fn selection_as_json(self) -> Value {
        let places: Vec<u32> = self.results.selection(|selection: &Selection| selection.places().collect());
        let results: Vec<Value> = self.results.with_index(|index| {
            let row =
                |place: &u32| json!({ "row": u64::from(*place) + 1, "customId": index.custom_id(*place) });
            places.iter().map(row).collect()
        });
        let batch_id = self.results.origin().map(|origin| origin.identity());
        json!({ "batchId": batch_id, "count": places.len(), "results": results })
    }
}

impl Settings {
    /// The place that these settings begin with.
    pub fn first(&self) -> Route {
        let batch = self.batch.clone().map(|id| Route::results(Origin::Batch(id)));
        self.steps.admit(batch.unwrap_or_default())
    }
}
