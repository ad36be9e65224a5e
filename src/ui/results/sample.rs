//! A sample in place of a selection: the first, some at random, or a fair share of every kind. What it will be is
//! shown before it is applied.

use super::super::kit::{Button, Choice, Dialog, Field, Look, Seg, TextField};
use super::panels::{Panel, Panels};
use crate::{
    core::{
        results::{
            compare::Difference,
            evidence::Evidence,
            facets::{self, Facet},
            index::Index,
            sample,
        },
        text,
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Matching,
    Selected,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    First,
    Random,
    OfEach,
}

/// Kinds that a fair share can be taken of; JSON values in use come after them.
const KINDS: [(Facet, &str); 7] = [
    (Facet::Outcome, "outcome"),
    (Facet::Finish, "finish reason"),
    (Facet::Model, "model"),
    (Facet::ErrorCode, "error code"),
    (Facet::Json, "JSON or not"),
    (Facet::Tools, "tool calls"),
    (Facet::Difference, "difference"),
];
/// Values of a kind that are named in what is shown before.
const NAMED: usize = 6;

/// What was drawn, and how, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Drawn {
    places: Arc<Vec<u32>>,
    of: usize,
    words: String,
}

/// The dialog.
#[component]
pub fn SampleDialog() -> impl IntoView {
    let panels = Panels::of();
    view! {
        <Dialog title="Select a sample" open=panels.is(Panel::Sample) on_close=move |()| panels.closed(Panel::Sample)>
            <Sample/>
        </Dialog>
    }
}

/// What was entered. It is asked for anew each time that the dialog opens.
#[derive(Clone, Copy)]
struct Asked {
    from: RwSignal<From>,
    way: RwSignal<Way>,
    number: RwSignal<String>,
    seed: RwSignal<String>,
    kind: RwSignal<usize>,
    differing: RwSignal<bool>,
}

impl Asked {
    fn new() -> Self {
        Self {
            from: RwSignal::new(From::Matching),
            way: RwSignal::new(Way::Random),
            number: RwSignal::new("20".to_owned()),
            seed: RwSignal::new(new_seed()),
            kind: RwSignal::new(0),
            differing: RwSignal::new(false),
        }
    }

    /// How many; `Err`: what to enter instead.
    fn count(self) -> Result<usize, String> {
        let digits: String =
            self.number.get().chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
        match digits.parse() {
            Ok(0) | Err(_) => Err("Enter how many rows, such as 20.".to_owned()),
            Ok(number) => Ok(number),
        }
    }

    /// A number is itself; any other word gives one too, always the same.
    fn seed_number(self) -> u64 {
        let word = self.seed.get();
        let word = word.trim();
        word.parse().unwrap_or_else(|_| {
            // FNV-1a.
            word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            })
        })
    }
}

/// Four digits: short enough to read out.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 9,000")]
fn new_seed() -> String {
    (1000 + (js_sys::Math::random() * 9000.0) as u32).to_string()
}

/// The kinds on offer, with their words.
fn kinds(app: App) -> Vec<(Facet, String)> {
    let comparing = app.results.with_evidence(|_, evidence| evidence.comparison.is_some());
    let mut kinds: Vec<_> = KINDS
        .into_iter()
        .filter(|(facet, _)| *facet != Facet::Difference || comparing)
        .map(|(facet, word)| (facet, word.to_owned()))
        .collect();
    for path in app.results.with_evidence(|_, evidence| evidence.paths()) {
        kinds.push((Facet::Value(path.clone()), path));
    }
    kinds
}

/// The rows to draw from.
fn pool(app: App, asked: Asked) -> Vec<u32> {
    let results = app.results;
    let mut pool = match asked.from.get() {
        // The first are the first on screen.
        From::Matching => results.shown().to_vec(),
        From::Selected => results.selection(|selection| selection.places().collect()),
    };
    if asked.differing.get() {
        results.with_evidence(|_, evidence| {
            let differs = |place: &u32| {
                let difference =
                    evidence.comparison.as_ref().and_then(|comparison| comparison.of_row(*place));
                matches!(difference, Some(Difference::Text | Difference::Outcome))
            };
            pool.retain(differs);
        });
    }
    pool
}

fn draw(app: App, asked: Asked, kinds: &[(Facet, String)]) -> Result<Drawn, String> {
    let number = asked.count()?;
    let pool = pool(app, asked);
    if pool.is_empty() {
        return Err("There is nothing to draw from.".to_owned());
    }
    let (seed, word) = (asked.seed_number(), asked.seed.get());
    let of = text::count(pool.len() as u64);
    let (places, words) = match asked.way.get() {
        Way::First => (sample::first(&pool, number), format!("the first of {of}")),
        Way::Random => (sample::random(&pool, number, seed), format!("at random of {of}, seed {word}")),
        Way::OfEach => {
            let (kind, name) = kinds.get(asked.kind.get()).ok_or("Choose a kind.")?;
            let draw = |index: &Index, evidence: &Evidence| {
                sample::stratified(&pool, number, seed, kind, index, evidence)
            };
            let places = app.results.with_evidence(draw);
            (places, format!("a fair share of every {name} of {of}, seed {word}"))
        }
    };
    Ok(Drawn { places: Arc::new(places), of: pool.len(), words })
}

/// `20 of 212: 14 Strong Yes, 6 No`.
fn outcome(app: App, drawn: &Drawn, kind: &Facet) -> String {
    let number = |rows: usize| text::count(rows as u64);
    let counts =
        app.results.with_evidence(|index, evidence| facets::breakdown(kind, &drawn.places, index, evidence));
    let more = counts.len().saturating_sub(NAMED);
    let mut said: Vec<_> =
        counts.iter().take(NAMED).map(|(label, rows)| format!("{} {label}", number(*rows))).collect();
    if more > 0 {
        said.push(format!("{more} other kinds"));
    }
    format!("{} of {}: {}", number(drawn.places.len()), number(drawn.of), said.join(", "))
}

#[component]
fn Sample() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let panels = Panels::of();
    let asked = Asked::new();
    let kinds = untrack(|| kinds(app));
    let names: Vec<_> = kinds.iter().map(|(_, name)| name.clone()).collect();
    let kinds = StoredValue::new(kinds);
    let drawn = Memo::new(move |_| kinds.with_value(|kinds| draw(app, asked, kinds)));
    let said = move || {
        drawn.with(|drawn| match drawn {
            Ok(drawn) => {
                let kind = kinds.with_value(|kinds| match asked.way.get() {
                    Way::OfEach => kinds.get(asked.kind.get()).map(|(kind, _)| kind.clone()),
                    _ => None,
                });
                outcome(app, drawn, &kind.unwrap_or(Facet::Outcome))
            }
            Err(why) => why.clone(),
        })
    };
    let apply = move |_| {
        let Ok(drawn) = drawn.get_untracked() else { return };
        results.choose(app, |selection| {
            selection.clear();
            selection.add(&drawn.places);
        });
        panels.set_sampled(&drawn.places, drawn.words);
        panels.close();
    };
    let chosen = untrack(|| results.selection(crate::core::results::selection::Selection::len));
    let mut pools = vec![
        Choice::new(From::Matching, "All that match")
            .counted(text::count(untrack(|| results.shown()).len() as u64)),
    ];
    if chosen > 0 {
        pools.push(Choice::new(From::Selected, "What is selected").counted(text::count(chosen as u64)));
    }
    let comparing = untrack(|| results.with_evidence(|_, evidence| evidence.comparison.is_some()));
    let ways = [(Way::First, "First"), (Way::Random, "Random"), (Way::OfEach, "Of each kind")]
        .map(|(way, word)| Choice::new(way, word));
    view! {
        <div class="form">
            <div class="field"><span class="label">"Of"</span>
                <Seg label="Of what" choices=Signal::stored(pools) on=asked.from on_choose=move |from| asked.from.set(from)/></div>
            <div class="field"><span class="label">"How"</span>
                <Seg label="How" choices=Signal::stored(ways.to_vec()) on=asked.way on_choose=move |way| asked.way.set(way)/></div>
            <div class="form-row">
                <TextField label="Rows in all" value=asked.number on_input=move |text| asked.number.set(text)/>
                <div class="row seed" hidden=move || asked.way.get() == Way::First>
                    <TextField label="Seed" value=asked.seed on_input=move |text| asked.seed.set(text)/>
                    <Button look=Look::Quiet on_press=move |_| asked.seed.set(new_seed())>"New seed"</Button>
                </div>
            </div>
            <div hidden=move || asked.way.get() != Way::OfEach>
                <Field label="A fair share of every">
                    <select class="select" on:change=move |event| asked.kind.set(event_target_value(&event).parse().unwrap_or(0))>
                        {names.into_iter().enumerate().map(|(at, name)| view! { <option value=at.to_string()>{name}</option> }).collect_view()}
                    </select>
                </Field>
            </div>
            {comparing.then(|| view! {
                <label class="opt">
                    <input class="check" type="checkbox" prop:checked=asked.differing
                        on:change=move |event| asked.differing.set(event_target_checked(&event))/>
                    "Disagreements only: rows that the other batch answers differently"
                </label>
            })}
            <p class="outcome" role="status" class:bad-t=move || drawn.with(Result::is_err)>{said}</p>
        </div>
        <footer>
            <Button on_press=move |_| panels.close()>"Cancel"</Button>
            <Button look=Look::Primary disabled=Signal::derive(move || drawn.with(Result::is_err)) on_press=apply>
                {move || match drawn.with(|drawn| drawn.as_ref().map_or(0, |drawn| drawn.places.len())) {
                    0 => "Select".to_owned(),
                    rows => format!("Select these {}", text::count(rows as u64)),
                }}
            </Button>
        </footer>
    }
}
