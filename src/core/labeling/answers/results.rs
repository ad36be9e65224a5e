//! The result that Label Studio's editor makes of the answers, and why it would not send them.

use super::shows::matches;
use super::{Answer, Answers, map};
use crate::core::labeling::preview::{Asked, How, Is, Per, Screen, When};
use serde_json::{Map, Value, json};

impl Answers {
    /// The results, as an annotation sent now would have them.
    pub fn results(&self, screen: &Screen) -> Vec<Value> {
        let sent = self.sent(screen);
        let mut results = Vec::new();
        for region in &sent.regions {
            let Some(control) = screen.control(&region.from) else { continue };
            let mut value = region.value();
            value.insert(control.part().to_owned(), region.labels.clone().into());
            results.push(one(&region.id, control, value, region.predicted));
        }
        for ((name, about), answer) in &sent.given {
            let Some(control) = screen.control(name) else { continue };
            let region = sent.regions.iter().find(|region| region.id == *about);
            // What was said about a region that is gone, or about no region, is said about nothing.
            if (control.per == Per::Region && region.is_none()) || !sent.is_sent(screen, control, about) {
                continue;
            }
            let mut value = region.map(super::Region::value).unwrap_or_default();
            value.insert(control.part().to_owned(), answer.value.clone());
            let id = if about.is_empty() { name } else { about };
            results.push(one(id, control, value, answer.predicted));
        }
        results.sort_by_key(|result| {
            let name = result.get("from_name").and_then(Value::as_str).unwrap_or_default();
            screen.controls.iter().position(|control| control.name == name)
        });
        results
    }

    /// What the editor fills in at the last moment: texts that were not added, a number's default, an order untouched.
    fn sent(&self, screen: &Screen) -> Self {
        let mut sent = self.clone();
        for control in &screen.controls {
            match &control.how {
                How::TextArea { .. } if control.per == Per::Task => sent.add(control),
                How::Number { default: Some(default), .. }
                    if sent.value(control).is_none() && control.per == Per::Task =>
                {
                    sent.set(control, Some(number(*default)));
                }
                How::Ranker { .. } if sent.value(control).is_none() => {
                    sent.set(control, Some(self.order(control)));
                }
                _ => {}
            }
        }
        sent
    }

    /// Where the items of a `Ranker` are now: an object of buckets.
    pub fn order(&self, control: &Asked) -> Value {
        let How::Ranker { items, buckets, first } = &control.how else { return Value::Null };
        let said = self.value(control).and_then(Value::as_object);
        let mut order: Map<String, Value> =
            buckets.iter().map(|(name, _)| (name.clone(), json!([]))).collect();
        for (name, ids) in said.into_iter().flatten() {
            order.insert(name.clone(), ids.clone());
        }
        let placed: Vec<&str> =
            order.values().filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
        // Label Studio shows what no bucket names only where nothing is the first bucket.
        let left = items
            .iter()
            .filter(|item| said.is_none() || (first == "_" && !placed.contains(&item.id.as_str())));
        let left: Vec<Value> = left.map(|item| item.id.clone().into()).collect();
        if let Some(Value::Array(ids)) = order.get_mut(first) {
            ids.extend(left);
        }
        Value::Object(order)
    }

    /// Whether the editor sends the answer of a control: it does not when what asks for it is not shown, as far as a
    /// choice decides about it.
    fn is_sent(&self, screen: &Screen, control: &Asked, about: &str) -> bool {
        if control.per == Per::Region {
            let region = self.regions.iter().find(|region| region.id == about);
            let labelled =
                |region: &super::Region| region.labels.iter().any(|label| control.when_label.contains(label));
            if !control.when_label.is_empty() && !region.is_some_and(labelled) {
                return false;
            }
        }
        let own = |is: Is| control.when.as_ref().is_some_and(|when| when.is == is);
        if own(Is::ChoiceUnselected) {
            return !self.chosen_elsewhere(screen, control, about);
        }
        if control.per == Per::Region {
            return !own(Is::ChoiceSelected) || self.chosen_elsewhere(screen, control, about);
        }
        let asked = control.around.iter().chain(&control.when).any(|when| when.is == Is::ChoiceSelected);
        !asked || (self.visible(screen, control, 0) && self.chosen_elsewhere(screen, control, about))
    }

    /// Whether another control has the choice that this one waits for; any choice, where it names none.
    fn chosen_elsewhere(&self, screen: &Screen, control: &Asked, about: &str) -> bool {
        let nothing = When { is: Is::Chosen, tag: None, choices: Vec::new(), labels: Vec::new() };
        let when = control.when.as_ref().unwrap_or(&nothing);
        let mut others = self.given.iter().filter_map(|((name, at), answer)| {
            let other = screen.control(name).filter(|other| !other.choices().is_empty())?;
            (name != &control.name || at != about).then_some((other, at, answer))
        });
        others.any(|(other, at, answer)| {
            when.tag.as_ref().is_none_or(|tag| *tag == other.name)
                && (other.per != Per::Region || control.per != Per::Region || at == about)
                && (when.choices.is_empty() || says(other, answer, &when.choices))
        })
    }

    /// Why Label Studio would not send these answers, in its words; empty: it would.
    pub fn objections(&self, screen: &Screen) -> Vec<String> {
        let sent = self.sent(screen);
        let mut found = Vec::new();
        for control in &screen.controls {
            let shown = sent.visible(screen, control, 0);
            match control.per {
                Per::Task if control.required && shown && !sent.holds(control, "") => {
                    found.push(control.demand());
                }
                Per::Region if control.required => {
                    let bare = |region: &&super::Region| {
                        super::shows::asks_about(control, region) && !sent.holds(control, &region.id)
                    };
                    if let Some(region) = sent.regions.iter().find(bare) {
                        found.push(format!("{} (for “{}”)", control.demand(), region.text));
                    }
                }
                _ => {}
            }
            for ((_, _), answer) in sent.given.iter().filter(|((name, _), _)| *name == control.name) {
                found.extend(super::fits::objection(control, &answer.value));
            }
        }
        found
    }

    fn holds(&self, control: &Asked, about: &str) -> bool {
        self.given.get(&(control.name.clone(), about.to_owned())).is_some_and(|answer| match &answer.value {
            Value::Array(items) => !items.is_empty(),
            Value::Number(number) if matches!(control.how, How::Rating { .. }) => number.as_f64() > Some(0.0),
            other => !other.is_null(),
        })
    }
}

fn says(control: &Asked, answer: &Answer, wanted: &[String]) -> bool {
    let last = |one: &Value| match one {
        Value::Array(path) => path.last().and_then(Value::as_str).map(str::to_owned),
        other => other.as_str().map(str::to_owned),
    };
    let words = answer.value.as_array().into_iter().flatten().filter_map(last);
    words.into_iter().any(|word| wanted.iter().any(|wanted| matches(control, wanted, &word)))
}

fn one(id: &str, control: &Asked, value: Map<String, Value>, predicted: bool) -> Value {
    // The editor writes a comparison as one of the control with itself.
    let to = if matches!(control.how, How::Pairwise { .. }) { &control.name } else { &control.to_name };
    Value::Object(map([
        ("id", id.into()),
        ("from_name", control.name.clone().into()),
        ("to_name", to.clone().into()),
        ("type", control.result_type().into()),
        ("origin", if predicted { "prediction" } else { "manual" }.into()),
        ("value", value.into()),
    ]))
}

/// A number as JSON writes it: whole where it is whole.
pub(super) fn number(number: f64) -> Value {
    #[allow(clippy::cast_possible_truncation, reason = "it is whole and fits")]
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}
