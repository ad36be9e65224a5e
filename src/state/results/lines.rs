//! Whole rows: the few that were read last, and the way to any other.
//!
//! Lines lie with the desk, so a row that is opened is not there at once: it is followed, [`Detail::Away`] until it
//! comes. The rows beside it come along, so that going from row to row does not wait.

use super::side::Side;
use crate::core::results::{
    index::Span,
    line::{self, ResultLine},
    summary::RowOutcome,
};
use leptos::prelude::*;
use std::{collections::VecDeque, sync::Arc};
use wasm_bindgen_futures::spawn_local;

/// A row, read whole.
#[derive(Debug, Clone)]
pub enum Detail {
    /// On its way, or the row itself is not known yet.
    Away,
    /// It cannot be read; why and what to do, in a sentence.
    Gone(&'static str),
    /// Here it is, with its request where that is known.
    Here(Arc<ResultLine>),
}

impl PartialEq for Detail {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Away, Self::Away) => true,
            (Self::Gone(one), Self::Gone(two)) => one == two,
            (Self::Here(one), Self::Here(two)) => Arc::ptr_eq(one, two),
            _ => false,
        }
    }
}

impl Detail {
    /// The row, where it is there.
    pub fn here(self) -> Option<Arc<ResultLine>> {
        if let Self::Here(line) = self { Some(line) } else { None }
    }
}

const GONE: &str = "The bytes of this row are not here any more. Load the results again.";

/// Rows that are kept.
const ROWS: usize = 200;
/// Bytes of their lines that are kept; a few rows are kept however long they are.
const BYTES: usize = 8 * 1024 * 1024;
const FEW: usize = 8;
/// Rows that are asked for at once.
const AT_ONCE: usize = 200;

#[derive(Debug)]
struct Entry {
    place: u32,
    /// `None`: asked for, and not there yet.
    row: Option<(Detail, Arc<str>)>,
    /// Its request was known when it was asked for.
    joined: bool,
    cost: usize,
}

/// The rows that were read last, the newest at the end.
#[derive(Debug, Default)]
pub(super) struct Cache {
    entries: VecDeque<Entry>,
    cost: usize,
}

impl Cache {
    fn get(&self, place: u32) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.place == place)
    }

    fn put(&mut self, entry: Entry) {
        if let Some(at) = self.entries.iter().position(|old| old.place == entry.place)
            && let Some(old) = self.entries.remove(at)
        {
            self.cost = self.cost.saturating_sub(old.cost);
        }
        self.cost += entry.cost;
        self.entries.push_back(entry);
        while self.entries.len() > ROWS || (self.cost > BYTES && self.entries.len() > FEW) {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.cost = self.cost.saturating_sub(oldest.cost);
        }
    }
}

/// What is to be read of a row.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    place: u32,
    number: u64,
    /// Its line. `None`: no line answers the request.
    line: Option<Span>,
    request: Option<Span>,
}

/// A row as it was read: whole, and its line as it stands in the file.
type Row = (Option<ResultLine>, Vec<u8>);

impl Side {
    fn wanted(self, place: u32) -> Option<Wanted> {
        self.index.with_value(|index| {
            let missing = index.outcome(place)? == RowOutcome::Missing;
            let span = index.span(place)?;
            let number = u64::from(index.number(place));
            Some(if missing {
                Wanted { place, number, line: None, request: Some(span) }
            } else {
                Wanted { place, number, line: Some(span), request: index.request(place) }
            })
        })
    }

    /// A row, read whole, followed. `beside`: rows that will probably be wanted next.
    pub(super) fn detail(self, place: u32, beside: &[u32]) -> Detail {
        self.lines_version.track();
        let Some(wanted) = self.wanted(place) else {
            self.version.track(); // a link to a row waits for it to arrive
            return Detail::Away;
        };
        let kept = self.lines.with_value(|lines| {
            let entry = lines.get(place)?;
            Some((entry.row.as_ref().map(|(detail, _)| detail.clone()), entry.joined))
        });
        if wanted.request.is_none() {
            self.version.track(); // the input file may still be on its way
        }
        let fresh = kept.as_ref().is_some_and(|(_, joined)| *joined || wanted.request.is_none());
        if !fresh {
            // The one that is looked at does not wait for the others.
            self.fetch(std::iter::once(place));
            self.fetch(beside.iter().copied());
        }
        kept.and_then(|(detail, _)| detail).unwrap_or(Detail::Away)
    }

    /// The line of a row as it stands in its file, followed; characters that are none are replaced. `None`: it is
    /// on its way, or there is none. Ask for [`detail`](Self::detail) first.
    pub(super) fn raw_line(self, place: u32) -> Option<Arc<str>> {
        self.lines_version.track();
        self.lines.with_value(|lines| lines.get(place)?.row.as_ref().map(|(_, raw)| raw.clone()))
    }

    /// Asks for rows that are not kept yet, and keeps them.
    fn fetch(self, places: impl Iterator<Item = u32>) {
        let mut asked = Vec::new();
        for place in places {
            let Some(wanted) = self.wanted(place) else { continue };
            let joined = wanted.request.is_some();
            let known =
                self.lines.with_value(|lines| lines.get(place).is_some_and(|entry| entry.joined || !joined));
            if !known {
                // What is there is shown until the better one comes.
                let row = self.lines.try_update_value(|lines| {
                    let at = lines.entries.iter().position(|entry| entry.place == place)?;
                    lines.entries.get_mut(at)?.row.take()
                });
                let row = row.flatten();
                let cost = row.as_ref().map_or(0, |(_, raw)| raw.len());
                self.lines.update_value(|lines| lines.put(Entry { place, row, joined, cost }));
                asked.push(wanted);
            }
        }
        if asked.is_empty() {
            return;
        }
        let generation = self.generation.get_untracked();
        let answer = self.ask(asked.clone());
        spawn_local(async move {
            let rows = answer.await;
            if !self.is_current(generation) {
                return;
            }
            self.lines.try_update_value(|lines| {
                for (wanted, (line, raw)) in asked.into_iter().zip(rows) {
                    let detail = line.map_or(Detail::Gone(GONE), |line| Detail::Here(Arc::new(line)));
                    let raw: Arc<str> = String::from_utf8_lossy(&raw).into();
                    let cost = raw.len().saturating_mul(3); // the line, and the tree that was made of it
                    let joined = wanted.request.is_some();
                    lines.put(Entry { place: wanted.place, row: Some((detail, raw)), joined, cost });
                }
            });
            self.lines_version.try_update(|version| *version = version.wrapping_add(1));
        });
    }

    /// Reads rows from the desk.
    fn ask(self, wanted: Vec<Wanted>) -> impl Future<Output = Vec<Row>> + use<> {
        let spans = wanted.iter().flat_map(|row| row.line.into_iter().chain(row.request)).collect();
        let answer = self.job.with_value(|job| job.as_ref().map(|job| job.lines(spans)));
        async move {
            let mut lines = match answer {
                Some(answer) => answer.await,
                None => Vec::new(),
            }
            .into_iter();
            let mut next = |span: Option<Span>| span.and_then(|_| lines.next().flatten());
            wanted
                .into_iter()
                .map(|row| {
                    let (line, request) = (next(row.line), next(row.request));
                    let body = request.as_deref().and_then(|bytes| line::request_line(bytes, 0));
                    let whole = match (row.line, &line) {
                        (Some(_), Some(bytes)) => Some(line::read(bytes, row.number)),
                        (Some(_), None) => None,
                        (None, _) => body.as_ref().map(|_| self.missing(row)),
                    };
                    let whole = match (whole, body) {
                        (Some(whole), Some((_, body))) => Some(whole.with_input(body)),
                        (whole, _) => whole,
                    };
                    (whole, line.unwrap_or_default())
                })
                .collect()
        }
    }

    fn missing(self, row: Wanted) -> ResultLine {
        let id = self.index.try_with_value(|index| index.custom_id(row.place).to_owned()).unwrap_or_default();
        line::missing(row.number, &id)
    }

    /// Rows, read whole, in the order of `places`; `None`: it is not there (any more). Nothing is kept.
    pub(super) async fn lines(self, places: &[u32]) -> Vec<Option<ResultLine>> {
        let mut rows = Vec::with_capacity(places.len());
        for some in places.chunks(AT_ONCE) {
            let wanted: Vec<Option<Wanted>> = some.iter().map(|place| self.wanted(*place)).collect();
            let mut read = self.ask(wanted.iter().flatten().copied().collect()).await.into_iter();
            rows.extend(
                wanted.iter().map(|wanted| wanted.and_then(|_| read.next()).and_then(|(line, _)| line)),
            );
        }
        rows
    }

    /// Lines as they stand in their files, in the order of `places`; `None`: no line answers the request, or it is
    /// not there (any more).
    pub(super) async fn raw(self, places: &[u32]) -> Vec<Option<Vec<u8>>> {
        let mut rows = Vec::with_capacity(places.len());
        for some in places.chunks(AT_ONCE) {
            let spans: Vec<Option<Span>> =
                some.iter().map(|place| self.wanted(*place).and_then(|wanted| wanted.line)).collect();
            let asked = spans.iter().flatten().copied().collect();
            let answer = self.job.with_value(|job| job.as_ref().map(|job| job.lines(asked)));
            let mut read = match answer {
                Some(answer) => answer.await,
                None => Vec::new(),
            }
            .into_iter();
            rows.extend(spans.iter().map(|span| span.and_then(|_| read.next()).flatten()));
        }
        rows
    }
}
