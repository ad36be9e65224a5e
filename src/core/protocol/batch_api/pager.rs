//! All batches, page by page. Decides which page to ask for next; an edge does the asking.
//!
//! Servers page in many ways (D14), so nothing is taken on trust: only batches that were not seen before count,
//! and a page that brings none ends it.

use super::{ApiError, encode, json, unexpected, url};
use crate::core::batch::Batch;
use crate::core::protocol::http::{Request, Response};
use serde_json::Value;
use std::collections::HashSet;

/// What the standard allows at most, and what every server grants.
const LIMITS: [u32; 2] = [100, 20];

/// A server that always finds something new would page for ever.
const MAX_PAGES: u32 = 1000;

/// Asks for all batches, newest first.
///
/// While [`Pager::next_request`] gives a request, send it and hand the answer to [`Pager::receive`].
#[derive(Debug, Clone)]
pub struct Pager {
    base: String,
    limit: u32,
    next: Next,
    /// The server refused ids as cursors: `after` is a number of batches to skip.
    by_offset: bool,
    /// The page's very last id, when the cursor is an earlier one.
    last_resort: Option<String>,
    seen: HashSet<String>,
    pages: u32,
    unreadable: u64,
    promised_more: bool,
    incomplete: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    First,
    After(String),
    Done,
}

impl Pager {
    /// `base` is the server's address, with or without `/v1`; empty is the page's own origin.
    pub fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            limit: LIMITS[0],
            next: Next::First,
            by_offset: false,
            last_resort: None,
            seen: HashSet::new(),
            pages: 0,
            unreadable: 0,
            promised_more: false,
            incomplete: false,
        }
    }

    /// What to ask next. `None`: there is nothing more to ask.
    pub fn next_request(&self) -> Option<Request> {
        let query = match &self.next {
            Next::First => format!("batches?limit={}", self.limit),
            Next::After(cursor) => format!("batches?limit={}&after={}", self.limit, encode(cursor)),
            Next::Done => return None,
        };
        Some(Request::get(url(&self.base, &query)))
    }

    /// Takes the answer and gives the batches that were not seen before.
    ///
    /// After an error the pager is done; what came before stands, and [`Self::incomplete`] says that it is not
    /// all.
    pub fn receive(&mut self, response: &Response) -> Result<Vec<Batch>, ApiError> {
        self.pages += 1;
        if matches!(response.status, 400 | 422) && self.ask_otherwise() {
            return Ok(Vec::new());
        }
        let page = json(response, "a list of batches").and_then(|body| {
            let more = body.get("has_more").and_then(Value::as_bool);
            let items = items(&body).cloned();
            items
                .map(|items| (items, more))
                .ok_or_else(|| unexpected(response, "a list of batches", crate::core::batch::kind(&body)))
        });
        match page {
            Ok((items, more)) => Ok(self.take_page(&items, more)),
            Err(why) => {
                self.next = Next::Done;
                self.incomplete = true;
                Err(why)
            }
        }
    }

    /// Not all batches may have come: the server said that there are more, but gave none, or something could
    /// not be read.
    pub fn incomplete(&self) -> bool {
        self.incomplete || self.unreadable > 0
    }

    /// Entries of the list that are no batches (they have no id).
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// After a refusal: a smaller page, then numbers as cursors. `false` when both were tried.
    fn ask_otherwise(&mut self) -> bool {
        match &self.next {
            Next::First if self.limit > LIMITS[1] => self.limit = LIMITS[1],
            Next::After(_) if !self.by_offset => {
                self.by_offset = true;
                self.next = Next::After(self.skipped());
            }
            _ => return false,
        }
        true
    }

    fn take_page(&mut self, items: &[Value], more: Option<bool>) -> Vec<Batch> {
        let mut fresh = Vec::new();
        let mut page: Vec<(String, Option<i64>)> = Vec::with_capacity(items.len());
        for item in items {
            match Batch::from_value(item) {
                Ok(batch) => {
                    page.push((batch.id.clone(), batch.created_at));
                    if self.seen.insert(batch.id.clone()) {
                        fresh.push(batch);
                    }
                }
                Err(_) => self.unreadable += 1,
            }
        }
        let broken_promise = items.is_empty() && self.promised_more;
        self.promised_more = more == Some(true);
        let last_resort = self.last_resort.take();
        self.next = if more == Some(false) {
            self.incomplete |= broken_promise;
            Next::Done
        } else if self.pages >= MAX_PAGES {
            self.incomplete = true;
            Next::Done
        } else if let (false, Some((last, _))) = (fresh.is_empty(), page.last()) {
            let cursor = cursor(&page).unwrap_or(last);
            self.last_resort = (cursor != last).then(|| last.clone());
            Next::After(if self.by_offset { self.skipped() } else { cursor.to_owned() })
        } else if let (Some(last), false) = (last_resort, self.by_offset) {
            Next::After(last)
        } else {
            let full = u32::try_from(items.len()).is_ok_and(|length| length >= self.limit);
            self.incomplete |= broken_promise || more.unwrap_or(full);
            Next::Done
        };
        fresh
    }

    /// What came so far, as an offset.
    fn skipped(&self) -> String {
        (self.seen.len() as u64 + self.unreadable).to_string()
    }
}

/// The id to continue after: the page's last, as the standard clients do.
///
/// But some servers continue with what is strictly *older* than the cursor, and so lose batches that were
/// created in the same second. So when times fall within the page, it is the last batch that is newer than the
/// page's last second: the few that come twice are known by their ids. `None`: there is no such batch.
fn cursor(page: &[(String, Option<i64>)]) -> Option<&String> {
    let oldest = page.last()?.1?;
    page.iter().rev().find(|(_, time)| time.is_some_and(|time| time > oldest)).map(|(id, _)| id)
}

/// The entries of a page: the standard's `data`, a job history's `jobs`, or a bare list.
fn items(body: &Value) -> Option<&Vec<Value>> {
    ["data", "batches", "jobs"].into_iter().find_map(|key| body.get(key)).unwrap_or(body).as_array()
}

#[cfg(test)]
mod tests;
