//! What each field of the task gets.

use super::names::{identity, near, plain, usual};
use super::seen::{Leaf, Seen};
use super::{Confidence, Suggested, Suggestion, share};
use crate::core::labeling::{Document, Variable, variables};
use crate::core::mapping::{Source, Target};

/// What was found: its path, how sure it is, and why.
type Found = (String, Confidence, String);

pub(super) fn suggest(document: &Document, seen: &Seen<'_>, suggested: &mut Suggested) {
    for variable in variables(document) {
        let target = Target::data(variable.field());
        if suggested.of(&target).is_some() {
            continue;
        }
        // A name that cannot stand in a path has no source; that is said of its tasks.
        let found = find(&variable, seen, suggested)
            .and_then(|(path, sure, why)| Some((Source::path(&path).ok()?, sure, why)));
        let (confidence, reason) = match found {
            Some((source, sure, why)) => {
                suggested.mapping.put(&target, Some(source));
                (Some(sure), why)
            }
            None => (None, "Nothing in the results has its name.".to_owned()),
        };
        suggested.reasons.push(Suggestion { target, confidence, reason });
    }
}

fn find(variable: &Variable, seen: &Seen<'_>, suggested: &Suggested) -> Option<Found> {
    let name = variable.field();
    let turns = matches!(variable.tag_name.as_str(), "Paragraphs" | "Chat");
    let by_name = "What the name usually means.";
    if let Some(path) = identity(name) {
        return Some((path.to_owned(), Confidence::Sure, by_name.to_owned()));
    }
    let usual = usual(name, turns);
    if seen.rows() == 0 {
        let path = usual.map_or_else(|| format!("output.json.{name}"), str::to_owned);
        let sure = if usual.is_some() { Confidence::Likely } else { Confidence::Guess };
        return Some((path, sure, by_name.to_owned()));
    }
    called(variable, seen)
        .or_else(|| as_json(name, seen))
        .or_else(|| usual.and_then(|path| as_usual(path, seen)))
        .or_else(|| nearly(variable, seen))
        .or_else(|| by_tag(variable, turns, seen, suggested))
}

/// A key of the field's own name.
fn called(variable: &Variable, seen: &Seen<'_>) -> Option<Found> {
    let name = plain(variable.field());
    let own = seen.leaves.iter().filter(|leaf| leaf.is_called(&name) && leaf.values.len() * 2 >= seen.rows());
    let leaf = own.reduce(|best, leaf| if leaf.values.len() > best.values.len() { leaf } else { best })?;
    let sure = if leaf.values.len() * 10 >= seen.rows() * 9 { Confidence::Sure } else { Confidence::Likely };
    Some((leaf.path.clone(), sure, there(leaf, seen)))
}

/// The answer's JSON, for a name that speaks of JSON: without the fence and the words around it.
fn as_json(name: &str, seen: &Seen<'_>) -> Option<Found> {
    let there = seen.values("output.json").len();
    (plain(name).contains("json") && there * 10 >= seen.rows() * 9).then(|| {
        let reason = format!("{} answers are or hold JSON.", share(there, seen.rows()));
        ("output.json".to_owned(), Confidence::Sure, reason)
    })
}

/// What the name usually means, where the results have it.
fn as_usual(path: &str, seen: &Seen<'_>) -> Option<Found> {
    let there = seen.values(path).len();
    let sure = if there == seen.rows() { Confidence::Sure } else { Confidence::Likely };
    let reason = format!("What the name usually means; {} results have it.", share(there, seen.rows()));
    (there > 0).then(|| (path.to_owned(), sure, reason))
}

/// A key whose name is a part of the field's, or means the same.
fn nearly(variable: &Variable, seen: &Seen<'_>) -> Option<Found> {
    let name = plain(variable.field());
    let like = |leaf: &&Leaf| leaf.is_answered() && near(&leaf.key, &name);
    let leaf = seen.leaves.iter().filter(like).max_by_key(|leaf| leaf.values.len())?;
    Some((leaf.path.clone(), Confidence::Guess, format!("A similar name: {}", there(leaf, seen))))
}

/// What its tag usually shows, where no other field shows it.
fn by_tag(variable: &Variable, turns: bool, seen: &Seen<'_>, suggested: &Suggested) -> Option<Found> {
    let path = match variable.tag_name.as_str() {
        _ if turns => "conversation",
        "Text" | "HyperText" | "TextArea" => "output.text",
        _ => return None,
    };
    let source = Source::path(path).ok()?;
    let taken = suggested.mapping.fields.iter().any(|field| field.source == source);
    (variable.required && !taken && !seen.values(path).is_empty()).then(|| {
        (path.to_owned(), Confidence::Guess, format!("The name says nothing; {} may be meant.", what(turns)))
    })
}

const fn what(turns: bool) -> &'static str {
    if turns { "the conversation" } else { "the answer" }
}

fn there(leaf: &Leaf, seen: &Seen<'_>) -> String {
    format!("{} is in {} results.", leaf.title(), share(leaf.values.len(), seen.rows()))
}
