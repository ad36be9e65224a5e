//! From one configuration to another over the same tasks: which answers would no longer fit.
//!
//! Label Studio refuses a change only where annotations name a control or an object that is gone; predictions and
//! the tasks' own data it does not look at. The editor then shows nothing where an answer finds no place.

use super::options::options;
use super::tags::Kind;
use super::tree::{Document, Element};
use super::variables::variables;
use std::collections::BTreeSet;

/// What becomes of one control's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The control, as the old configuration names it.
    pub control: String,
    /// What happens to it.
    pub change: Change,
}

/// What happens to a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// No control of this name is left.
    Gone,
    /// No control of this name is left, but a new one is just like it.
    Renamed(String),
    /// It is another tag now: the old and the new one.
    Tag(String, String),
    /// It is about another object now: the old and the new `toName`.
    Target(String, String),
    /// These of its values can no longer be chosen.
    Values(Vec<String>),
}

/// What a change of the configuration costs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Migration {
    /// Controls whose answers would no longer fit, in the order of the old configuration.
    pub losses: Vec<Loss>,
    /// Fields that the new configuration asks of a task and the old one did not.
    pub fields: Vec<String>,
}

impl Migration {
    /// From one configuration to another.
    pub fn between(old: &Document, new: &Document) -> Self {
        let (before, after) = (controls(old), controls(new));
        let losses = before.iter().filter_map(|control| {
            let change = change(control, &before, &after)?;
            Some(Loss { control: control.name.clone(), change })
        });
        let fields = |document: &Document| -> BTreeSet<String> {
            let required = variables(document).into_iter().filter(|variable| variable.required);
            required.map(|variable| variable.field().to_owned()).collect()
        };
        let had = fields(old);
        let fields = fields(new).into_iter().filter(|field| !had.contains(field)).collect();
        Self { losses: losses.collect(), fields }
    }

    /// Everything fits.
    pub fn is_harmless(&self) -> bool {
        self.losses.is_empty() && self.fields.is_empty()
    }
}

impl Loss {
    /// A sentence; what is `code` stands between backquotes.
    pub fn sentence(&self) -> String {
        let name = &self.control;
        match &self.change {
            Change::Gone => format!("`{name}` is gone: its answers would be shown nowhere."),
            Change::Renamed(now) => format!(
                "`{name}` is called `{now}` now: its answers stay under the old name and would be shown nowhere."
            ),
            Change::Tag(was, is) => {
                format!("`{name}` was a `{was}` and is a `{is}` now: its answers are of another kind.")
            }
            Change::Target(was, is) => {
                format!(
                    "`{name}` was about `{was}` and is about `{is}` now: its answers point at the former."
                )
            }
            Change::Values(gone) => {
                let list = gone.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
                let these = if gone.len() == 1 { "this value" } else { "these values" };
                format!("`{name}` no longer offers {list}: answers with {these} would show as unanswered.")
            }
        }
    }
}

/// What matters of a control for the answers given with it.
struct Control {
    name: String,
    tag: String,
    target: String,
    values: Vec<String>,
    /// Its values come from the task.
    dynamic: bool,
}

fn change(control: &Control, before: &[Control], after: &[Control]) -> Option<Change> {
    let Some(now) = after.iter().find(|other| other.name == control.name) else {
        let alike = |other: &&Control| {
            before.iter().all(|old| old.name != other.name)
                && other.tag == control.tag
                && other.target == control.target
                && other.values == control.values
        };
        let renamed = after.iter().find(alike).map(|other| Change::Renamed(other.name.clone()));
        return Some(renamed.unwrap_or(Change::Gone));
    };
    if now.tag != control.tag {
        return Some(Change::Tag(control.tag.clone(), now.tag.clone()));
    }
    if now.target != control.target {
        return Some(Change::Target(control.target.clone(), now.target.clone()));
    }
    let offered = |value: &&String| !now.dynamic && !now.values.contains(*value);
    let gone: Vec<_> = control.values.iter().filter(offered).cloned().collect();
    (!gone.is_empty()).then_some(Change::Values(gone))
}

/// The controls by their names, in the order of the source; of equal names the first.
fn controls(document: &Document) -> Vec<Control> {
    let mut found: Vec<Control> = Vec::new();
    for (_, element) in document.elements() {
        let control = element.tag.is_some_and(|tag| tag.kind == Kind::Control);
        let Some(name) = element.value("name").filter(|name| control && !name.is_empty()) else { continue };
        if found.iter().any(|other| other.name == name) {
            continue;
        }
        found.push(Control {
            name: name.to_owned(),
            tag: element.tag_name().to_owned(),
            target: element.value("toName").unwrap_or_default().to_owned(),
            values: values(document, element),
            dynamic: element.value("value").is_some_and(|value| value.starts_with('$')),
        });
    }
    found
}

/// What answers to a control may say: the alias where there is one, else the value; of a bucket the name.
fn values(document: &Document, control: &Element) -> Vec<String> {
    let said = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    let options = options(document, control);
    let options = options.iter().filter_map(|option| said(option.alias().or(option.element.value("value"))));
    let buckets = document.children(control).filter(|(_, child)| child.is("Bucket"));
    options.chain(buckets.filter_map(|(_, bucket)| said(bucket.value("name")))).collect()
}

#[cfg(test)]
mod tests;
