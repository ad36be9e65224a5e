//! Whether Label Studio's editor shows an answer, and whether it would send it.

use crate::core::labeling::preview::{Asked, How, Layout};
use crate::core::text;
use serde_json::Value;

/// Why the editor would not show a result of this control as its answer; `None`: it shows it.
pub fn misfit(control: &Asked, result: &Value) -> Option<String> {
    let word = |name: &str| result.get(name).and_then(Value::as_str).unwrap_or_default();
    let wanted = control.result_type();
    if word("type") != wanted {
        return Some(format!(
            "its type is “{}”, not “{wanted}”: Label Studio shows an error instead",
            word("type")
        ));
    }
    if result.get("to_name").is_some_and(|to| !to.is_string()) {
        return Some("its `to_name` is no name of an object".to_owned());
    }
    let part = control.part();
    let Some(said) = result.get("value").and_then(|value| value.get(part)) else {
        return Some(format!("its value has no `{part}`"));
    };
    let banner = |what: &str| {
        let said = text::one_line(&said.to_string(), 60);
        Some(format!("`{part}` is `{said}`, no {what}: Label Studio shows an error instead"))
    };
    match (&control.how, said) {
        (How::Choices { nested, .. }, Value::Array(chosen)) => {
            chosen.iter().find_map(|one| unknown(control, one, *nested))
        }
        (How::Choices { .. }, _) => banner("list"),
        (How::Taxonomy { .. }, Value::Array(_))
        | (How::Ranker { .. }, Value::Object(_) | Value::Array(_))
        | (How::TextArea { .. }, Value::String(_)) => None,
        (How::Taxonomy { .. }, _) => banner("list of paths"),
        (How::Ranker { .. }, _) => banner("object of lists"),
        (How::Rating { .. } | How::Number { .. }, said) if !said.is_number() => banner("number"),
        (How::TextArea { .. }, Value::Array(texts)) if texts.iter().all(Value::is_string) => None,
        (How::TextArea { .. }, _) => banner("list of texts"),
        (How::DateTime { .. }, said) if !said.is_string() => banner("date"),
        (How::Pairwise { .. }, said) if !matches!(said.as_str(), Some("left" | "right")) => banner("side"),
        (How::Labels { .. }, said) if !said.is_array() => banner("list"),
        _ => None,
    }
}

/// Why nothing is selected by what a prediction calls a choice.
fn unknown(control: &Asked, one: &Value, nested: bool) -> Option<String> {
    let known = control.choices().iter().any(|choice| match one {
        Value::Array(path) if nested => {
            path.iter().map(Value::as_str).eq(choice.path.iter().map(|step| Some(step.as_str())))
        }
        other => !nested && other.as_str() == Some(choice.value.as_str()),
    });
    if known {
        return None;
    }
    let shown = one.as_str().map_or_else(|| one.to_string(), str::to_owned);
    let aliased = control.choices().iter().find(|choice| choice.label == shown && choice.value != shown);
    let hint = if let Some(choice) = aliased {
        format!(" (its alias “{}” does)", choice.value)
    } else {
        let words = || control.choices().iter().map(|choice| choice.value.as_str());
        let near = crate::core::labeling::suggest::nearest(&shown, words());
        near.map(|near| format!("; the nearest is “{near}”")).unwrap_or_default()
    };
    Some(format!("“{}” selects nothing{hint}", text::one_line(&shown, 60)))
}

/// Why the editor would not send a value, in its words where it has any.
pub(super) fn objection(control: &Asked, value: &Value) -> Option<String> {
    let name = &control.name;
    match &control.how {
        How::Choices { multiple: false, layout, .. } => {
            let several = value.as_array().is_some_and(|chosen| chosen.len() > 1);
            several.then(|| {
                let which = if *layout == Layout::Select { "list" } else { "group" };
                format!("Several are chosen in the {which} “{name}”, where one can be.")
            })
        }
        How::Number { min, max, step, .. } => {
            let number = value.as_f64()?;
            let shown = |number: f64| super::results::number(number).to_string();
            if let Some(min) = min.filter(|min| number < *min) {
                return Some(refused(
                    name,
                    number,
                    &format!("Value must be greater than or equal to {}", shown(min)),
                ));
            }
            if let Some(max) = max.filter(|max| number > *max) {
                return Some(refused(
                    name,
                    number,
                    &format!("Value must be less than or equal to {}", shown(max)),
                ));
            }
            let (step, least) = ((*step)?, min.unwrap_or(0.0));
            let steps = ((number - least) / step).round();
            let nearest = steps.mul_add(step, least);
            if (number - nearest).abs() <= 1e-8 {
                return None;
            }
            let below = ((number - least) / step).floor().mul_add(step, least);
            let (below, above) = (shown(below), shown(below + step));
            Some(refused(name, number, &format!("The two nearest valid values are {below} and {above}")))
        }
        How::DateTime { min, max, .. } => {
            let date = value.as_str()?;
            let day = date.get(..10).unwrap_or(date);
            if let Some(min) = min.as_deref().filter(|min| day < *min) {
                return Some(format!("Date \"{day}\" is not valid: min date is {min}."));
            }
            let max = max.as_deref().filter(|max| day > *max)?;
            Some(format!("Date \"{day}\" is not valid: max date is {max}."))
        }
        _ => None,
    }
}

fn refused(name: &str, number: f64, why: &str) -> String {
    format!("Number \"{}\" is not valid: {why} (“{name}”).", super::results::number(number))
}
