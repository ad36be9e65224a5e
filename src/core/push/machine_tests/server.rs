//! A Label Studio in a hundred lines: it stores what is imported and never de-duplicates.

use crate::core::protocol::http::{Answer, Method, NoAnswer, Request, Response};
use crate::core::push::machine::Clock;
use serde_json::{Value, json};

#[derive(Default)]
pub(super) struct Server {
    pub(super) tasks: Vec<Stored>,
    pub(super) imports: u32,
    last: u64,
    last_prediction: u64,
    pub(super) removed_predictions: u32,
    /// Imports that are committed after so many further requests.
    late: Vec<(u32, Vec<Value>)>,
    /// How many further requests a late import waits for.
    pub(super) lateness: u32,
    /// Milliseconds since it began; a request takes a tenth of a second.
    pub(super) now_ms: u64,
    /// What is still to be carried out, and when.
    due: Vec<(u64, Request)>,
    /// So many milliseconds after it was sent, what is to be `Fault::Retried` is carried out.
    pub(super) retried_after: u64,
    /// A gateway gives up on that with this status; none: nothing is heard.
    pub(super) gateway: Option<u16>,
    /// The counters of tasks stay at what was sent with them, however many predictions came since.
    pub(super) counts_are_stuck: bool,
    /// Imports are answered with a number, and done when they were asked for so often.
    pub(super) background: Option<u32>,
    jobs: Vec<(u32, Vec<Value>)>,
}

pub(super) struct Stored {
    pub(super) id: u64,
    pub(super) task: Value,
    pub(super) predictions: Vec<Value>,
    pub(super) worked: u64,
}

/// What happens to one request on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fault {
    None,
    /// The server never sees it.
    Dropped,
    /// The server acts, the answer is lost.
    AnswerLost,
    /// The server acts, then answers 500.
    Late500,
    /// The server answers 429 and does nothing.
    Busy,
    /// The server acts, the answer is cut.
    Garbled,
    /// The server answers 201, and loses the predictions.
    Lossy,
    /// No answer; the server acts two requests later.
    CommittedLate,
    /// No answer; the server tries again for a while, and acts in the end.
    Retried,
}

pub(super) const FAULTS: [Fault; 8] = [
    Fault::None,
    Fault::Dropped,
    Fault::AnswerLost,
    Fault::Late500,
    Fault::Busy,
    Fault::Garbled,
    Fault::Lossy,
    Fault::CommittedLate,
];

fn ok(status: u16, body: &Value) -> Response {
    Response { status, retry_after: None, body: body.to_string() }
}

impl Server {
    pub(super) fn store(&mut self, task: Value, keep_predictions: bool) -> u64 {
        self.last += 1;
        let predictions = task["predictions"].as_array().cloned().unwrap_or_default();
        let predictions = if keep_predictions { predictions } else { Vec::new() };
        let predictions = predictions.into_iter().map(|prediction| self.numbered(prediction)).collect();
        self.tasks.push(Stored { id: self.last, task, predictions, worked: 0 });
        self.last
    }

    pub(super) fn numbered(&mut self, mut prediction: Value) -> Value {
        self.last_prediction += 1;
        prediction["id"] = json!(self.last_prediction);
        prediction
    }

    pub(super) fn with_key(&self, key: &str) -> Vec<&Stored> {
        self.tasks.iter().filter(|stored| stored.task["meta"]["key"] == key).collect()
    }

    pub(super) fn by_id(&mut self, id: u64) -> Option<&mut Stored> {
        self.tasks.iter_mut().find(|stored| stored.id == id)
    }

    fn import(&mut self, tasks: Vec<Value>, lossy: bool) -> Response {
        if let Some(at) = tasks.iter().position(|t| t["data"]["bad"] == true) {
            let text = format!("Error at item {at}: \"x\" key is expected :: {{'data'}}");
            return ok(400, &json!({ "validation_errors": { "non_field_errors": [text] } }));
        }
        let count: usize = tasks.iter().filter_map(|t| t["predictions"].as_array()).map(Vec::len).sum();
        let ids: Vec<u64> = tasks.into_iter().map(|task| self.store(task, !lossy)).collect();
        let count = if lossy { 0 } else { count };
        ok(201, &json!({ "task_count": ids.len(), "prediction_count": count, "task_ids": ids }))
    }

    fn post(&mut self, request: &Request, lossy: bool) -> Response {
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        if request.url.contains("/import/predictions") {
            let all = body.as_array().unwrap();
            for prediction in all.iter().filter(|_| !lossy) {
                let prediction = self.numbered(prediction.clone());
                self.by_id(prediction["task"].as_u64().unwrap()).unwrap().predictions.push(prediction);
            }
            return ok(201, &json!({ "created": all.len() }));
        }
        if request.url.contains("id=delete_tasks") {
            let ids: Vec<u64> = serde_json::from_value(body["selectedItems"]["included"].clone()).unwrap();
            self.tasks.retain(|stored| !ids.contains(&stored.id));
            return ok(200, &json!({ "processed_items": ids.len() }));
        }
        self.imports += 1;
        let tasks: Vec<Value> = serde_json::from_value(body).unwrap();
        if let Some(polls) = self.background {
            self.jobs.push((polls, tasks));
            return ok(201, &json!({ "import": self.jobs.len() }));
        }
        self.import(tasks, lossy)
    }

    fn get(&mut self, request: &Request) -> Response {
        if let Some((_, number)) = request.url.split_once("/imports/") {
            let number: usize = number.trim_end_matches('/').parse().unwrap();
            let (polls, tasks) = &mut self.jobs[number - 1];
            if *polls > 0 {
                *polls -= 1;
                return ok(200, &json!({ "status": "in_progress" }));
            }
            let tasks = std::mem::take(tasks);
            let mut done: Value = serde_json::from_str(&self.import(tasks, false).body).unwrap();
            done["status"] = json!("completed");
            return ok(200, &done);
        }
        if request.url.contains("/api/projects/") {
            let predictions: usize = self.tasks.iter().map(|stored| stored.predictions.len()).sum();
            let (tasks, id) = (self.tasks.len(), 1);
            return ok(
                200,
                &json!({ "id": id, "task_number": tasks, "total_predictions_number": predictions }),
            );
        }
        self.list(&request.url)
    }

    fn list(&self, url: &str) -> Response {
        let part = |name: &str| url.split(name).nth(1).and_then(|rest| rest.split('&').next()).unwrap();
        let page: usize = part("&page=").parse().unwrap();
        let size: usize = part("&page_size=").parse().unwrap();
        let query: Vec<u8> = part("&query=").as_bytes().to_vec();
        let asked = decode(&decode(&query));
        let query: Value = serde_json::from_slice(&asked).unwrap();
        let items = query["filters"]["items"].as_array().unwrap();
        let matches = |stored: &&Stored| {
            items.iter().all(|item| match item["filter"].as_str().unwrap() {
                "filter:tasks:id" if item["operator"] == "in" => {
                    let bound = |name: &str| item["value"][name].as_u64().unwrap();
                    (bound("min")..=bound("max")).contains(&stored.id)
                }
                "filter:tasks:id" => item["value"].as_array().unwrap().contains(&json!(stored.id)),
                "filter:tasks:data.batch_id" => stored.task["data"]["batch_id"] == item["value"],
                _ => item["value"].as_array().unwrap().contains(&stored.task["data"]["custom_id"]),
            })
        };
        let all: Vec<&Stored> = self.tasks.iter().filter(matches).collect();
        let show = |stored: &&Stored| {
            let Stored { id, task, predictions, worked } = stored;
            let sent = task["predictions"].as_array().map_or(0, Vec::len);
            let count = predictions.len().min(if self.counts_are_stuck { sent } else { usize::MAX });
            let mut shown = json!({
                "id": id, "meta": task["meta"], "total_predictions": count, "total_annotations": worked,
            });
            if url.contains("predictions&fields=all") {
                shown["predictions"] = json!(predictions);
            }
            shown
        };
        let shown: Vec<Value> = all.iter().skip((page - 1) * size).take(size).map(show).collect();
        if shown.is_empty() && page > 1 {
            return ok(404, &json!({ "detail": "Invalid page." }));
        }
        let predictions: usize = all.iter().map(|stored| stored.predictions.len()).sum();
        ok(200, &json!({ "total": all.len(), "total_predictions": predictions, "tasks": shown }))
    }

    /// Whether an import is still to be committed.
    pub(super) fn is_late(&self) -> bool {
        !self.late.is_empty()
    }

    fn delete_prediction(&mut self, url: &str) -> Response {
        let id: u64 = url.trim_end_matches('/').rsplit('/').next().unwrap().parse().unwrap();
        let holder = self.tasks.iter_mut().find(|stored| stored.predictions.iter().any(|p| p["id"] == id));
        match holder {
            Some(stored) => {
                stored.predictions.retain(|prediction| prediction["id"] != id);
                self.removed_predictions += 1;
                Response { status: 204, retry_after: None, body: String::new() }
            }
            None => ok(404, &json!({ "detail": "Not found." })),
        }
    }

    fn answer(&mut self, request: &Request, lossy: bool) -> Response {
        match request.method {
            Method::Post => self.post(request, lossy),
            Method::Delete => self.delete_prediction(&request.url),
            _ => self.get(request),
        }
    }

    /// What came due meanwhile.
    pub(super) fn catch_up(&mut self) {
        let (due, later) = std::mem::take(&mut self.due).into_iter().partition(|(at, _)| *at <= self.now_ms);
        self.due = later;
        for (_, request) in due as Vec<(u64, Request)> {
            self.answer(&request, false);
        }
    }

    /// The time, as an edge tells it.
    pub(super) fn clock(&self) -> Clock {
        Clock { now: (self.now_ms / 1_000).cast_signed() + 1, took_ms: 100 }
    }

    pub(super) fn send(&mut self, request: &Request, fault: Fault) -> Answer {
        for (left, tasks) in std::mem::take(&mut self.late) {
            if left > 0 {
                self.late.push((left - 1, tasks));
            } else {
                self.import(tasks, false);
            }
        }
        self.now_ms += 100;
        self.catch_up();
        let lost = || NoAnswer::Timeout { host: "ls".into(), seconds: 120 };
        let text = |status, body: &str| Ok(Response { status, retry_after: None, body: body.to_owned() });
        match fault {
            Fault::None => Ok(self.answer(request, false)),
            Fault::Lossy => Ok(self.answer(request, true)),
            Fault::Dropped => Err(lost()),
            Fault::Busy => text(429, "busy"),
            Fault::Retried => {
                self.due.push((self.now_ms + self.retried_after, request.clone()));
                self.gateway.map_or_else(|| Err(lost()), |status| text(status, "Gateway Time-out"))
            }
            Fault::CommittedLate => {
                if request.url.contains("/import?") {
                    let tasks = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
                    self.late.push((self.lateness.max(2), tasks));
                }
                Err(lost())
            }
            acted => {
                let response = self.answer(request, false);
                match acted {
                    Fault::AnswerLost => Err(lost()),
                    Fault::Late500 => text(500, "boom"),
                    _ => {
                        Ok(Response { body: response.body[..response.body.len() / 2].to_owned(), ..response })
                    }
                }
            }
        }
    }
}

fn decode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            out.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            out.push(*first);
        }
    }
    out
}
