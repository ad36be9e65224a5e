//! The texts around hits that lie beyond an excerpt: read back from the bytes for the rows on screen only, a few
//! at once, and kept until something else is looked for.

use crate::{
    browser::clock,
    core::results::{
        conversation::text_of,
        highlight::marks,
        line::ResultLine,
        snippet::{Piece, around},
    },
    state::App,
};
use hashbrown::HashMap;
use leptos::prelude::*;

/// Milliseconds that rows on screen wait for others to be asked for with them.
const GATHER_MS: u32 = 60;
/// More are not kept.
const KEPT: usize = 2_000;

/// What is known of the rows on screen. `Copy`.
#[derive(Clone, Copy)]
pub struct Snippets {
    app: App,
    needles: Memo<Vec<String>>,
    known: StoredValue<Known>,
    /// Counts up with every answer.
    version: RwSignal<u32>,
}

#[derive(Default)]
struct Known {
    /// What was looked for.
    needles: Vec<String>,
    texts: HashMap<u32, Vec<Piece>>,
    wanted: Vec<u32>,
    asked: bool,
}

impl Snippets {
    /// Nothing is known yet.
    pub fn new(app: App, needles: Memo<Vec<String>>) -> Self {
        Self { app, needles, known: StoredValue::new(Known::default()), version: RwSignal::new(0) }
    }

    /// The text around the hit, if it is known already; else it is asked for, and followed.
    pub fn of(self, place: u32) -> Option<Vec<Piece>> {
        let needles = self.needles.get();
        if needles.is_empty() {
            return None;
        }
        self.version.track();
        let mut ask = false;
        let found = self.known.try_update_value(|known| {
            if known.needles != needles {
                *known = Known { needles, asked: known.asked, ..Known::default() };
            }
            let found = known.texts.get(&place).cloned();
            if found.is_none() && !known.wanted.contains(&place) {
                known.wanted.push(place);
                ask = !known.asked;
                known.asked |= ask;
            }
            found
        });
        if ask {
            self.app.spawn(self.fetch());
        }
        found.flatten().filter(|pieces| !pieces.is_empty())
    }

    async fn fetch(self) {
        clock::sleep(GATHER_MS).await;
        let taken = self.known.try_update_value(|known| {
            known.asked = false;
            (known.needles.clone(), std::mem::take(&mut known.wanted))
        });
        let Some((needles, places)) = taken else { return };
        // Rows that were scrolled past are not worth the reading.
        let places: Vec<u32> = places.into_iter().rev().take(80).collect();
        let lines = self.app.results.lines(&places).await;
        self.known.try_update_value(|known| {
            if known.needles != needles {
                return;
            }
            if known.texts.len() > KEPT {
                known.texts.clear();
            }
            for (place, line) in places.iter().zip(lines) {
                known.texts.insert(*place, line.map(|line| hit(&line, &needles)).unwrap_or_default());
            }
        });
        self.version.try_update(|version| *version = version.wrapping_add(1));
    }
}

/// The text around the first hit of a line: in the answer, else in the request, else anywhere in the line.
fn hit(line: &ResultLine, needles: &[String]) -> Vec<Piece> {
    let answer = line.text();
    let found = marks(&answer, needles);
    if !found.is_empty() {
        return around(&answer, &found);
    }
    for (what, text) in [("asked: ", text_of(&line.asked)), ("in the line: ", line.raw.to_string())] {
        let found = marks(&text, needles);
        if !found.is_empty() {
            let mut pieces = vec![Piece { text: what.to_owned(), hit: false }];
            pieces.extend(around(&text, &found));
            return pieces;
        }
    }
    Vec::new()
}
