//! What a sample of results holds, by path.

use super::super::facts::TASK_DATA;
use super::super::path::at_key;
use super::super::result::{Part, Reading};
use super::super::{BatchFacts, Source};
use super::names::plain;
use crate::core::results::line::ResultLine;
use serde_json::Value;
use std::collections::HashMap;

/// How deep objects are looked into, and how many paths are kept.
const DEEP: usize = 4;
const MANY: usize = 400;

/// Where values are sought; what comes first counts more.
const ROOMS: [(&str, Part, &str); 4] = [
    ("output.json", Part::Json, "the answer's JSON"),
    ("output.tool_calls[0].arguments", Part::ToolCalls, "the tool call"),
    ("input.json", Part::InputJson, "the JSON of the request"),
    ("batch.metadata", Part::Batch, "the batch's metadata"),
];

/// The sample, read.
pub(super) struct Seen<'a> {
    readings: Vec<Reading<'a>>,
    pub(super) leaves: Vec<Leaf>,
}

/// One path, and its values.
pub(super) struct Leaf {
    pub(super) path: String,
    /// The last name of the path, plain.
    pub(super) key: String,
    /// All names of the path below its room, plain.
    full: String,
    /// In which room it lies: its place among them, and its name.
    room: (usize, &'static str),
    /// What it is in each result that has it, other than null: the place in the sample, and the value.
    pub(super) values: Vec<(usize, Value)>,
}

impl Leaf {
    /// Whether it is called so, wholly or with the names that it lies in.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.key == name || self.full == name
    }

    /// Whether a model wrote it.
    pub(super) const fn is_answered(&self) -> bool {
        self.room.0 < 2
    }

    /// `verdict of the answer's JSON`.
    pub(super) fn title(&self) -> String {
        let (start, _, _) = ROOMS.get(self.room.0).copied().unwrap_or(("", Part::Document, ""));
        let name = self.path.strip_prefix(start).unwrap_or(&self.path);
        format!("`{}` of {}", name.trim_start_matches('.'), self.room.1)
    }
}

impl<'a> Seen<'a> {
    pub(super) fn new(batch: &'a BatchFacts, sample: &[&'a ResultLine]) -> Self {
        let readings: Vec<Reading<'a>> = sample.iter().map(|line| Reading::new(batch, line)).collect();
        let mut found = Found::default();
        for (row, reading) in readings.iter().enumerate() {
            for (room, (path, part, name)) in ROOMS.into_iter().enumerate() {
                let Ok(value) = reading.part(part) else { continue };
                let inside = match part {
                    Part::ToolCalls => value.get(0).and_then(|call| call.get("arguments")),
                    Part::Batch => value.get("metadata"),
                    _ => Some(value),
                };
                if let Some(inside) = inside {
                    found.walk(inside, &Place { path, full: "", room: (room, name), row, depth: 0 });
                }
            }
        }
        Self { readings, leaves: found.leaves }
    }

    /// How many results the sample has.
    pub(super) fn rows(&self) -> usize {
        self.readings.len()
    }

    /// The values of a path: the place in the sample, and the value.
    pub(super) fn values(&self, path: &str) -> Vec<(usize, Value)> {
        let Ok(source) = Source::path(path) else { return Vec::new() };
        let there = self.readings.iter().enumerate();
        there
            .filter_map(|(row, reading)| {
                Some((row, source.value(reading).ok().filter(|value| !value.is_null())?))
            })
            .collect()
    }
}

#[derive(Default)]
struct Found {
    leaves: Vec<Leaf>,
    known: HashMap<String, usize>,
}

#[derive(Clone, Copy)]
struct Place<'p> {
    path: &'p str,
    full: &'p str,
    room: (usize, &'static str),
    row: usize,
    depth: usize,
}

impl Found {
    fn walk(&mut self, value: &Value, place: &Place<'_>) {
        let Value::Object(map) = value else { return };
        for (key, value) in map {
            let path = at_key(place.path, key);
            let own = plain(key);
            // `batch.metadata.task_data.x` is a field of its own, not a part of a name.
            let full = if key == TASK_DATA { String::new() } else { format!("{}{own}", place.full) };
            if !value.is_null() {
                self.add(&path, own, &full, place, value);
            }
            if place.depth < DEEP {
                self.walk(value, &Place { path: &path, full: &full, depth: place.depth + 1, ..*place });
            }
        }
    }

    fn add(&mut self, path: &str, key: String, full: &str, place: &Place<'_>, value: &Value) {
        let at = match self.known.get(path) {
            Some(at) => *at,
            None if self.leaves.len() >= MANY => return,
            None => {
                self.leaves.push(Leaf {
                    path: path.to_owned(),
                    key,
                    full: full.to_owned(),
                    room: place.room,
                    values: Vec::new(),
                });
                self.known.insert(path.to_owned(), self.leaves.len() - 1);
                self.leaves.len() - 1
            }
        };
        if let Some(leaf) = self.leaves.get_mut(at) {
            leaf.values.push((place.row, value.clone()));
        }
    }
}
