//! What each control tag is answered with: a value of the answer that has its name, or that fits it.

use super::names::{near, plain};
use super::seen::{Leaf, Seen};
use super::{Confidence, Suggested, Suggestion, share};
use crate::core::labeling::{Document, variables};
use crate::core::mapping::control::Control;
use crate::core::mapping::source::From;
use crate::core::mapping::{Conversion, Source, Target};
use serde_json::{Map, Value};

/// So many values have to fit a control that has another name.
const ENOUGH: usize = 3;

type Data = Map<String, Value>;

/// A source for a control, and how well it fits.
struct Fit {
    source: Source,
    fits: usize,
    of: usize,
    /// How its name is like the control's: 2 the same, 1 near, 0 not at all.
    name: u8,
    title: String,
    /// What was done to make it fit.
    done: &'static str,
    /// The first value that does not fit: why.
    why: Option<String>,
}

pub(super) fn suggest(document: &Document, seen: &Seen<'_>, data: &[Data], suggested: &mut Suggested) {
    let mut taken: Vec<String> = Vec::new();
    for control in Control::all(document).iter().filter(|control| control.is_predictable()) {
        let target = Target::control(&control.name);
        let filled = filled_by(document, control, suggested);
        let best = best(control, seen, data, &taken, filled.is_some());
        let already = |fit: &Fit| filled.as_ref().is_some_and(|(source, _)| *source == fit.source);
        let (confidence, reason) = match best {
            Some(fit) if already(&fit) => {
                let variable = filled.map(|(_, variable)| variable).unwrap_or_default();
                (None, format!("`${variable}` fills it already."))
            }
            Some(fit) if fit.fits * 2 >= fit.of => {
                let sure = match (fit.name, fit.fits * 10 >= fit.of * 9) {
                    (2, true) => Confidence::Sure,
                    (2, false) | (1, true) => Confidence::Likely,
                    (0, true) if fit.of >= ENOUGH => Confidence::Likely,
                    _ => Confidence::Guess,
                };
                if let From::Path(path) = &fit.source.from {
                    taken.push(path.text().to_owned());
                }
                let all = share(fit.fits, fit.of);
                let reason = format!("{}: {all} values fit{}.", fit.title, fit.done);
                suggested.mapping.put(&target, Some(fit.source));
                (Some(sure), reason)
            }
            Some(fit) => {
                let why = fit.why.unwrap_or_default();
                (None, format!("{} has its name, but does not fit: {why}.", fit.title))
            }
            None => (None, "Nothing in the answers has its name or fits it.".to_owned()),
        };
        suggested.reasons.push(Suggestion { target, confidence, reason });
    }
    if suggested.mapping.predictions.is_empty() {
        return;
    }
    if let Some((source, title)) = score(seen) {
        let target = Target::Score(0);
        suggested.mapping.put(&target, Some(source));
        let reason = format!("{title}: each is a number from 0 to 1.");
        suggested.reasons.push(Suggestion { target, confidence: Some(Confidence::Likely), reason });
    }
}

/// The field that a text area starts with, and where that comes from.
fn filled_by(document: &Document, control: &Control, suggested: &Suggested) -> Option<(Source, String)> {
    let (_, element) =
        document.elements().find(|(_, element)| element.value("name") == Some(&control.name))?;
    let value = element.value("value").filter(|_| control.tag == "TextArea")?;
    let known = variables(document);
    let variable = known.iter().find(|variable| value == format!("${}", variable.name))?;
    let source = suggested.mapping.get(&Target::data(variable.field()))?;
    Some((source.clone(), variable.name.clone()))
}

/// The source that fits best: by name before by value.
fn best(control: &Control, seen: &Seen<'_>, data: &[Data], taken: &[String], filled: bool) -> Option<Fit> {
    let name = plain(&control.name);
    let by_value = control.tag == "Choices" && control.options.len() > 1;
    let of_leaf = |leaf: &Leaf| {
        let alike = if leaf.is_called(&name) {
            2
        } else if taken.contains(&leaf.path) {
            return None;
        } else {
            u8::from(near(&leaf.key, &name))
        };
        // Any text fits a text area, and many numbers fit stars.
        if alike == 0 && !by_value || alike < 2 && (filled || control.tag == "TextArea") {
            return None;
        }
        let fit = fit(control, &leaf.path, &leaf.values, data)?;
        let whole = fit.fits == fit.of;
        let clear = alike == 2 || (whole && (alike == 1 || fit.of >= ENOUGH));
        clear.then(|| Fit { name: alike, title: leaf.title(), ..fit })
    };
    let mut fits: Vec<Fit> =
        seen.leaves.iter().filter(|leaf| leaf.is_answered()).filter_map(of_leaf).collect();
    if by_value {
        let values = seen.values("output.text");
        let whole = fit(control, "output.text", &values, data).filter(|fit| fit.fits * 10 >= fit.of * 9);
        fits.extend(whole.map(|fit| Fit { name: 1, title: "The whole answer".to_owned(), ..fit }));
    }
    fits.into_iter().reduce(|best, fit| {
        let rank = |fit: &Fit| (fit.name, fit.fits);
        if rank(&fit) > rank(&best) { fit } else { best }
    })
}

/// How many values a control takes, after the step that makes most of them fit. `None`: there are none.
fn fit(control: &Control, path: &str, values: &[(usize, Value)], data: &[Data]) -> Option<Fit> {
    let source = Source::path(path).ok()?;
    let none = Map::new();
    let tried = |source: Source, done: &'static str| {
        let mut why = None;
        let takes = |(row, value): &&(usize, Value)| {
            let made = source
                .convert(Ok(value.clone()))
                .and_then(|value| control.regions(&value, data.get(*row).unwrap_or(&none)));
            made.inspect_err(|fault| why = why.take().or_else(|| Some(fault.reason.clone()))).is_ok()
        };
        let fits = values.iter().filter(takes).count();
        Fit { source, fits, of: values.len(), name: 0, title: String::new(), done, why }
    };
    let mut best = tried(source.clone(), "");
    let mut steps: Vec<(Conversion, &'static str)> = Vec::new();
    match control.tag.as_str() {
        "Choices" => {
            let words = other_spellings(control, values);
            if !words.is_empty() {
                steps.push((Conversion::Map(words), ", some in another spelling"));
            }
        }
        "Number" if control.limits.1 == Some(100.0) && are_shares(values) => {
            // 0.74 lies between 0 and 100, and is meant as 74.
            return Some(tried(source.then(Conversion::Scale(100.0)), " as percentages"));
        }
        "Rating" | "Number" => steps.push((Conversion::Number, " as numbers")),
        _ => {}
    }
    for (step, done) in steps {
        let other = tried(source.clone().then(step), done);
        if other.fits > best.fits {
            best = other;
        }
    }
    (best.of > 0).then_some(best)
}

/// Words that are choices but for case, spaces and the like: each with the choice.
fn other_spellings(control: &Control, values: &[(usize, Value)]) -> Map<String, Value> {
    let mut words = Map::new();
    for word in values.iter().filter_map(|(_, value)| value.as_str()) {
        let trimmed = word.trim();
        let own = plain(trimmed);
        let is = |one: &str| one == trimmed;
        let known = control.options.iter().any(|choice| is(&choice.value) || is(&choice.saved));
        let like =
            control.options.iter().find(|choice| plain(&choice.value) == own || plain(&choice.saved) == own);
        if let Some(choice) = like.filter(|_| !known && !own.is_empty()) {
            words.insert(word.to_owned(), choice.value.clone().into());
        }
    }
    words
}

/// All from 0 to 1, and not only 0 and 1.
fn are_shares(values: &[(usize, Value)]) -> bool {
    let numbers: Vec<Option<f64>> = values.iter().map(|(_, value)| value.as_f64()).collect();
    let share = |number: &Option<f64>| number.is_some_and(|number| (0.0..=1.0).contains(&number));
    numbers.iter().all(share) && numbers.iter().flatten().any(|number| number.fract() != 0.0)
}

/// How sure the model says it is.
fn score(seen: &Seen<'_>) -> Option<(Source, String)> {
    let called =
        |leaf: &&Leaf| ["score", "confidence", "probability", "certainty"].contains(&leaf.key.as_str());
    let mut leaves = seen.leaves.iter().filter(|leaf| leaf.is_answered()).filter(called);
    let leaf = leaves.find(|leaf| are_shares(&leaf.values))?;
    Some((Source::path(&leaf.path).ok()?, leaf.title()))
}
