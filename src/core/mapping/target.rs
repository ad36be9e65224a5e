//! What a mapping fills: a field of the task, or a part of a prediction.

use super::{Field, Mapping, Prediction, Source};
use std::fmt;

/// One thing that a mapping fills. Predictions are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A field of the task's data.
    Data(String),
    /// A further field of the task's meta.
    Meta(String),
    /// What a control tag of this name is answered with.
    Control(usize, String),
    /// Who predicts.
    ModelVersion(usize),
    /// How sure the prediction is.
    Score(usize),
}

impl Target {
    /// A field of the data.
    pub fn data(name: &str) -> Self {
        Self::Data(name.to_owned())
    }

    /// A control of the first prediction.
    pub fn control(name: &str) -> Self {
        Self::Control(0, name.to_owned())
    }

    /// The name of its field or control.
    pub fn name(&self) -> &str {
        match self {
            Self::Data(name) | Self::Meta(name) | Self::Control(_, name) => name,
            Self::ModelVersion(_) => "model_version",
            Self::Score(_) => "score",
        }
    }

    /// Which prediction it is a part of.
    pub const fn prediction(&self) -> Option<usize> {
        match self {
            Self::Data(_) | Self::Meta(_) => None,
            Self::Control(at, _) | Self::ModelVersion(at) | Self::Score(at) => Some(*at),
        }
    }
}

/// As people name it: `$profile`, `meta.team`, `recommendation`.
impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(name) => write!(out, "${name}"),
            Self::Meta(name) => write!(out, "meta.{name}"),
            other => out.write_str(other.name()),
        }
    }
}

impl Mapping {
    /// Where a target's value comes from; `None`: nothing is mapped to it.
    pub fn get(&self, target: &Target) -> Option<&Source> {
        match target {
            Target::Data(name) => find(&self.fields, name),
            Target::Meta(name) => find(&self.meta, name),
            Target::Control(at, name) => find(&self.predictions.get(*at)?.controls, name),
            Target::ModelVersion(at) => self.predictions.get(*at)?.model_version.as_ref(),
            Target::Score(at) => self.predictions.get(*at)?.score.as_ref(),
        }
    }

    /// Fills a target from elsewhere, or with `None` from nowhere.
    pub fn put(&mut self, target: &Target, source: Option<Source>) {
        if let Some(at) = target.prediction()
            && source.is_some()
            && self.predictions.len() <= at
        {
            self.predictions.resize_with(at + 1, Prediction::default);
        }
        let prediction = target.prediction().and_then(|at| self.predictions.get_mut(at));
        match (target, prediction) {
            (Target::Data(name), _) => put(&mut self.fields, name, source),
            (Target::Meta(name), _) => put(&mut self.meta, name, source),
            (Target::Control(_, name), Some(prediction)) => put(&mut prediction.controls, name, source),
            (Target::ModelVersion(_), Some(prediction)) => prediction.model_version = source,
            (Target::Score(_), Some(prediction)) => prediction.score = source,
            (_, None) => {}
        }
    }

    /// Everything that is filled, in the order of the file.
    pub fn targets(&self) -> Vec<Target> {
        let mut all: Vec<Target> =
            self.fields.iter().map(|field| Target::Data(field.variable.clone())).collect();
        all.extend(self.meta.iter().map(|field| Target::Meta(field.variable.clone())));
        for (at, prediction) in self.predictions.iter().enumerate() {
            all.extend(prediction.model_version.as_ref().map(|_| Target::ModelVersion(at)));
            all.extend(prediction.score.as_ref().map(|_| Target::Score(at)));
            all.extend(prediction.controls.iter().map(|field| Target::Control(at, field.variable.clone())));
        }
        all
    }
}

fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a Source> {
    fields.iter().find(|field| field.variable == name).map(|field| &field.source)
}

fn put(fields: &mut Vec<Field>, name: &str, source: Option<Source>) {
    let at = fields.iter().position(|field| field.variable == name);
    match (at, source) {
        (Some(at), None) => drop(fields.remove(at)),
        (Some(at), Some(source)) => {
            if let Some(field) = fields.get_mut(at) {
                field.source = source;
            }
        }
        (None, Some(source)) => fields.push(Field { variable: name.to_owned(), source }),
        (None, None) => {}
    }
}
