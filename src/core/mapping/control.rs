//! A value made to fit a control tag: the regions of a prediction, in the shape that both Label Studio's own check
//! and its editor take.

mod paths;
mod spans;
mod words;

pub use paths::PATH;

use super::fault::{Fault, Kind as Fails};
use crate::core::labeling::options::options;
use crate::core::labeling::tags::Kind;
use crate::core::labeling::tree::Element;
use crate::core::labeling::{Document, bind};
use serde_json::{Map, Value, json};
use words::{listed, shown, words};

/// A control tag, as far as a prediction asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Its name.
    pub name: String,
    /// The tag in its canonical spelling: `Choices`, `Rating`, …
    pub tag: String,
    /// The object that its answers are about: the first, where it names several.
    pub to_name: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// Several may be chosen.
    pub multiple: bool,
    /// The least and the most that a number may be.
    pub limits: (Option<f64>, Option<f64>),
    /// `$variable` that brings further options, or the object's text.
    more: Option<String>,
    /// What the object shows: `$variable` or words.
    object: Option<String>,
    /// The object shows turns: the key of what is said in each.
    turns: Option<String>,
    /// Names of the objects, for Pairwise.
    objects: Vec<String>,
    /// Of a Ranker: the names of its buckets; without buckets its own name.
    pub buckets: Vec<String>,
    /// Of a Taxonomy: only what has nothing below it may be chosen.
    pub leafs_only: bool,
    /// Why no result can answer it beforehand.
    never: Option<&'static str>,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is shown.
    pub value: String,
    /// What is saved.
    pub saved: String,
    /// From the outermost choice to this one, as they are shown.
    pub path: Vec<String>,
    /// The same, as they are saved.
    pub saved_path: Vec<String>,
}

impl Control {
    /// Every control of a configuration that a prediction can answer, in the order of the source.
    pub fn all(document: &Document) -> Vec<Self> {
        let controls = document.elements().filter(|(_, element)| {
            element.tag.is_some_and(|tag| tag.kind == Kind::Control) && element.value("toName").is_some()
        });
        controls.filter_map(|(_, element)| Self::of(document, element)).collect()
    }

    fn of(document: &Document, element: &Element) -> Option<Self> {
        let name = element.value("name").filter(|name| !name.is_empty())?.to_owned();
        let objects: Vec<String> = element.value("toName")?.split(',').map(str::to_owned).collect();
        let first = objects.first().cloned().unwrap_or_default();
        let object = document.elements().find(|(_, other)| other.value("name") == Some(&first));
        let limit = |name: &str| element.value(name).and_then(|value| value.trim().parse().ok());
        Some(Self {
            name,
            tag: element.tag_name().to_owned(),
            to_name: first,
            options: choices(document, element),
            multiple: element.value("choice") == Some("multiple"),
            limits: (limit("min"), limit(if element.is("Rating") { "maxRating" } else { "max" })),
            more: element.value("value").filter(|value| value.starts_with('$')).map(str::to_owned),
            object: object.and_then(|(_, object)| object.value("value")).map(str::to_owned),
            turns: object
                .filter(|(_, object)| object.is("Paragraphs"))
                .map(|(_, object)| object.value("textKey").unwrap_or("text").to_owned()),
            objects,
            buckets: buckets(document, element),
            leafs_only: element.is_true("leafsOnly"),
            never: if element.is_true("perRegion") || element.is_true("perItem") {
                Some("it is asked about each region, not about the task")
            } else if element.is_true("allowNested") {
                Some(
                    "choices with `allowNested` cannot be pre-selected: Label Studio's own check refuses them",
                )
            } else {
                None
            },
        })
    }

    /// Whether a result can answer it beforehand: not what is asked about each region, nor choices in choices.
    pub const fn is_predictable(&self) -> bool {
        self.never.is_none()
    }

    /// Why no result can answer it beforehand, in words that follow its name.
    pub const fn never(&self) -> Option<&'static str> {
        self.never
    }

    /// The regions of a prediction that says this value; `data` is the task's. None: there is nothing to say.
    ///
    /// # Errors
    /// Label Studio would refuse the value, or not show it: why, in words that follow the control's name.
    pub fn regions(&self, value: &Value, data: &Map<String, Value>) -> Result<Vec<Value>, Fault> {
        let one =
            |part: &str, value: Value| Ok(vec![self.region(&self.tag.to_ascii_lowercase(), part, value)]);
        if let Some(why) = self.never {
            return Err(Fault::new(Fails::NoControl, why));
        }
        match self.tag.as_str() {
            "Choices" => match self.choices(value, data)? {
                chosen if chosen.is_empty() => Ok(Vec::new()),
                chosen => one("choices", chosen.into()),
            },
            "Rating" => one("rating", self.rating(value)?.into()),
            "Number" => one("number", self.number(value)?),
            "TextArea" => one("text", listed(value).into_iter().map(Value::from).collect::<Vec<_>>().into()),
            "DateTime" => match value {
                Value::String(text) => one("datetime", text.trim().into()),
                other => Err(Fault::wrong_type(format!("`{}` is no date", shown(other)))),
            },
            "Taxonomy" => one("taxonomy", self.paths(value)?),
            "Pairwise" => one("selected", self.side(value)?.into()),
            "Ranker" => one("ranker", ranked(value)?),
            "Labels" | "ParagraphLabels" => spans::regions(self, value, data),
            other => {
                Err(Fault::new(Fails::NoControl, format!("a {other} cannot be pre-answered from a result")))
            }
        }
    }

    /// One region of the whole object.
    fn region(&self, kind: &str, part: &str, value: Value) -> Value {
        let mut inner = Map::new();
        inner.insert(part.to_owned(), value);
        json!({"from_name": self.name, "to_name": self.to_name, "type": kind, "value": inner})
    }

    fn choices(&self, value: &Value, data: &Map<String, Value>) -> Result<Vec<String>, Fault> {
        // A yes or no for a box that stands alone.
        if let (Value::Bool(yes), [only]) = (value, self.options.as_slice()) {
            return Ok(if *yes { vec![only.saved.clone()] } else { Vec::new() });
        }
        let more = self.more.as_ref().map(|more| bind::resolve(more, data));
        let dynamic: Vec<Choice> = more.iter().filter_map(Value::as_array).flatten().map(of_task).collect();
        let mut chosen = Vec::new();
        for word in words(value)? {
            let known = self
                .options
                .iter()
                .chain(&dynamic)
                .find(|choice| choice.value == word || choice.saved == word);
            let known = known.ok_or_else(|| self.unknown(&word, &dynamic))?;
            if !chosen.contains(&known.saved) {
                chosen.push(known.saved.clone());
            }
        }
        if chosen.len() > 1 && !self.multiple {
            return Err(Fault::wrong_type(format!(
                "{} choices are given where one can be chosen",
                chosen.len()
            )));
        }
        Ok(chosen)
    }

    fn unknown(&self, word: &str, more: &[Choice]) -> Fault {
        let all = || self.options.iter().chain(more).map(|choice| choice.value.as_str());
        let near = crate::core::labeling::suggest::nearest(word, all());
        let hint = near.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        let reason = format!("`{}` is not among the choices{hint}", crate::core::text::one_line(word, 60));
        Fault {
            word: Some(word.to_owned()),
            near: near.map(str::to_owned),
            ..Fault::new(Fails::NotAChoice, reason)
        }
    }

    fn rating(&self, value: &Value) -> Result<i64, Fault> {
        let most = self.limits.1.unwrap_or(5.0);
        let number = words::number(value)
            .ok_or_else(|| Fault::wrong_type(format!("`{}` is no number of stars", shown(value))))?;
        #[allow(clippy::cast_possible_truncation, reason = "it is whole and small")]
        if number.fract() == 0.0 && (1.0..=most).contains(&number) {
            Ok(number as i64)
        } else {
            let most = crate::core::text::decimals(most, 0);
            let reason = format!("`{}` is no whole number from 1 to {most}", shown(value));
            Err(Fault::new(Fails::OutOfRange, reason))
        }
    }

    fn number(&self, value: &Value) -> Result<Value, Fault> {
        let number = words::number(value)
            .ok_or_else(|| Fault::wrong_type(format!("`{}` is no number", shown(value))))?;
        let (least, most) = self.limits;
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            let bound = |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), words::plain);
            let reason = format!("`{}` is not from {} to {}", shown(value), bound(least), bound(most));
            return Err(Fault::new(Fails::OutOfRange, reason));
        }
        match value {
            Value::Number(_) => Ok(value.clone()),
            other => {
                Ok(super::convert::number(&super::convert::written(other)).map_or(Value::Null, Value::Number))
            }
        }
    }

    fn side(&self, value: &Value) -> Result<&'static str, Fault> {
        let word = shown(value).trim().to_ascii_lowercase();
        let is = |at: usize| self.objects.get(at).is_some_and(|name| name.to_ascii_lowercase() == word);
        match word.as_str() {
            "left" | "a" | "first" | "1" => Ok("left"),
            "right" | "b" | "second" | "2" => Ok("right"),
            _ if is(0) => Ok("left"),
            _ if is(1) => Ok("right"),
            _ => Err(Fault {
                word: Some(shown(value)),
                ..Fault::new(Fails::NotAChoice, format!("`{word}` is neither `left` nor `right`"))
            }),
        }
    }
}

/// The buckets of a Ranker as its answer names them.
fn buckets(document: &Document, ranker: &Element) -> Vec<String> {
    let tags: Vec<&Element> =
        document.children(ranker).map(|(_, child)| child).filter(|child| child.is("Bucket")).collect();
    let name = |element: &Element| element.value("name").unwrap_or_default().to_owned();
    let mut names: Vec<String> = tags.iter().map(|bucket| name(bucket)).collect();
    if names.is_empty() {
        names.push(name(ranker));
    } else if !tags.iter().any(|bucket| bucket.is_true("default")) {
        names.insert(0, "_".to_owned());
    }
    names
}

/// What a control offers, each with the choices around it.
fn choices(document: &Document, control: &Element) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    for option in options(document, control) {
        let outer = option.inside.and_then(|at| found.get(at));
        let (mut path, mut saved_path) =
            outer.map(|outer| (outer.path.clone(), outer.saved_path.clone())).unwrap_or_default();
        let value = option.value(document);
        let saved = option.alias().map_or_else(|| value.clone(), str::to_owned);
        path.push(value.clone());
        saved_path.push(saved.clone());
        found.push(Choice { value, saved, path, saved_path });
    }
    found
}

/// A choice that comes with the task.
fn of_task(item: &Value) -> Choice {
    let part = |name: &str| item.get(name).map(bind::as_text).filter(|text| !text.is_empty());
    let value = part("value").unwrap_or_default();
    let saved = part("alias").unwrap_or_else(|| value.clone());
    Choice { path: vec![value.clone()], saved_path: vec![saved.clone()], value, saved }
}

/// An order of items, or buckets with items: their ids are texts.
fn ranked(value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Object(buckets) => {
            let bucket = |(name, items): (&String, &Value)| Ok((name.clone(), words(items)?.into()));
            Ok(Value::Object(buckets.iter().map(bucket).collect::<Result<_, Fault>>()?))
        }
        other => {
            let reason = format!("`{}` names no buckets: an object of lists of ids is wanted", shown(other));
            Err(Fault::wrong_type(reason))
        }
    }
}

#[cfg(test)]
mod tests;
