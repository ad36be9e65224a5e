//! A report for people, as Markdown: what was read, how it ended, and the chosen results. Model output stands in
//! fences that are longer than any within, so that none of it becomes Markdown or HTML.

use crate::core::results::conversation::text_of;
use crate::core::results::index::Index;
use crate::core::results::line::{Outcome, ResultLine};
use crate::core::results::summary::RowOutcome;
use crate::core::text::{count, one_line};
use hashbrown::HashMap;

/// What stands at the head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The batch's name.
    pub title: String,
    /// Where the results are from: an id, an address, a file.
    pub origin: String,
    /// When, as people write it.
    pub when: String,
    /// The filter's text.
    pub filter: String,
    /// How many results are chosen, and how they were, in words.
    pub selection: String,
    /// How many results are written out at most.
    pub limit: usize,
}

/// Kinds of errors that are listed.
const ERRORS: usize = 10;
/// Characters of a request or an answer.
const TEXT: usize = 20_000;

/// The report. `chosen`: how many rows are; `results`: these rows with their lines, of which no more are taken than
/// the limit.
pub fn markdown<'a>(
    report: &Report,
    index: &Index,
    chosen: usize,
    results: impl Iterator<Item = (u32, Option<&'a ResultLine>)>,
) -> String {
    let mut out = head(report, index);
    let mut written = 0;
    for (place, line) in results.take(report.limit) {
        result(&mut out, index, place, line);
        written += 1;
    }
    if written < chosen {
        let (written, chosen) = (count(written as u64), count(chosen as u64));
        out.extend([format!("*The first {written} of {chosen} chosen results.*\n")]);
    }
    out
}

fn head(report: &Report, index: &Index) -> String {
    let mut out = format!("# {}\n\n", plain(&report.title));
    let fields = [
        ("From", &report.origin),
        ("Written", &report.when),
        ("Filter", &report.filter),
        ("Chosen", &report.selection),
    ];
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
        out.extend([format!("- {name}: {}\n", code(value))]);
    }
    let tally = index.tally();
    out.push_str("\n| Outcome | Results |\n|---|---:|\n");
    let rows = [
        ("Succeeded", tally.succeeded),
        ("Failed", tally.failed),
        ("Unreadable", tally.unreadable),
        ("No result", tally.missing),
        ("All", tally.total()),
    ];
    for (name, number) in rows {
        out.extend([format!("| {name} | {} |\n", count(number))]);
    }
    let errors = errors(index);
    if !errors.is_empty() {
        out.push_str("\n## Most frequent errors\n\n");
        for (number, words) in errors {
            out.extend([format!("- {} × {}\n", count(number), code(words))]);
        }
    }
    out.push_str("\n## Results\n\n");
    out
}

/// How often each code, with the words of its first.
fn errors(index: &Index) -> Vec<(u64, &str)> {
    let mut slots = HashMap::new();
    let mut kinds: Vec<(u64, &str)> = Vec::new();
    for place in (0..index.len()).filter(|place| index.outcome(*place) == Some(RowOutcome::Failed)) {
        let slot = *slots.entry(index.error_code(place)).or_insert_with(|| {
            kinds.push((0, index.excerpt(place)));
            kinds.len() - 1
        });
        if let Some((number, _)) = kinds.get_mut(slot) {
            *number += 1;
        }
    }
    kinds.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    kinds.truncate(ERRORS);
    kinds
}

fn result(out: &mut String, index: &Index, place: u32, line: Option<&ResultLine>) {
    let Some(row) = index.row(place) else { return };
    let name = match row.occurrence {
        0 => code(&row.name()),
        again => format!("{}, number {}", code(&row.name()), u64::from(again) + 1),
    };
    let mut facts = vec![format!("line {}", count(row.summary.number))];
    let named = [
        ("model", &row.summary.model),
        ("finish reason", &row.summary.finish_reason),
        ("error", &row.summary.error_code),
    ];
    facts.extend(
        named
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name} {}", code(value))),
    );
    let tokens = [("prompt tokens", row.summary.input_tokens), ("tokens", row.summary.output_tokens)];
    facts.extend(
        tokens.into_iter().filter_map(|(name, number)| Some(format!("{} {name}", count(u64::from(number?))))),
    );
    out.extend([format!("### {name}\n\n{}\n\n", facts.join(" · "))]);
    let asked = line.map(|line| text_of(&line.asked)).unwrap_or_default();
    if !asked.trim().is_empty() {
        out.extend([format!("Request\n\n{}\n", fenced(&asked))]);
    }
    let (title, said) = match line.map(|line| (&line.outcome, line)) {
        Some((Outcome::Succeeded, line)) if !line.text().trim().is_empty() => ("Answer", line.text()),
        Some((Outcome::Failed { message, .. }, _)) if !message.is_empty() => ("Error", message.clone()),
        Some((Outcome::Unreadable { reason }, _)) => ("Unreadable", reason.clone()),
        // Nothing but a call or a refusal, or the line is not at hand: what the table shows.
        _ => match row.summary.outcome {
            RowOutcome::Succeeded => ("Answer", row.summary.excerpt),
            RowOutcome::Missing => ("No result", "No line answers this request.".to_owned()),
            RowOutcome::Failed | RowOutcome::Unreadable => ("Error", row.summary.excerpt),
        },
    };
    out.extend([format!("{title}\n\n{}\n", fenced(&said))]);
}

/// As a block that nothing within can end.
fn fenced(text: &str) -> String {
    let (text, note) = match text.char_indices().nth(TEXT) {
        Some((end, _)) => {
            let rest = text.chars().count().saturating_sub(TEXT) as u64;
            (text.get(..end).unwrap_or_default(), format!("\n*{} more characters.*\n", count(rest)))
        }
        None => (text, String::new()),
    };
    let fence = "`".repeat(longest(text).max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n{note}", text.trim_end_matches(['\n', '\r']))
}

/// As code within a line that nothing within can end.
fn code(text: &str) -> String {
    let text = one_line(text, 500);
    if text.is_empty() {
        return "(none)".to_owned();
    }
    let fence = "`".repeat(longest(&text) + 1);
    // A space on both sides is taken away again, and keeps backticks at the ends apart from the fence.
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// The most backticks in a row.
fn longest(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

/// Text that is no Markdown.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for character in one_line(text, 200).chars() {
        if character.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests;
