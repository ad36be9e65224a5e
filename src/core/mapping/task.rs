//! A result as a task.

use super::control::Control;
use super::convert::is_nothing;
use super::facts::{TASK_DATA, TASK_META};
use super::fault::{Fault, Kind};
use super::result::Reading;
use super::shape::Shape;
use super::{BatchFacts, Field, Mapping, Otherwise, Prediction, Problem, Target, Task};
use crate::core::labeling::import::refusal;
use crate::core::labeling::{Document, Variable, variables};
use crate::core::results::line::ResultLine;
use serde_json::{Map, Value};

/// A mapping made ready for one configuration: what does not depend on the result is found out once, for a
/// push asks for thousands of tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapper {
    fields: Vec<Filled>,
    meta: Vec<Field>,
    predictions: Vec<Predicted>,
    /// What the import asks for, and whether anything is mapped to it.
    required: Vec<(Variable, bool)>,
}

/// One field, and the tag that shows it.
#[derive(Debug, Clone, PartialEq)]
struct Filled {
    field: Field,
    shape: Shape,
    lacking: Lacking,
}

/// One prediction, and the control tags that it answers.
#[derive(Debug, Clone, PartialEq)]
struct Predicted {
    prediction: Prediction,
    /// In the order of the prediction's controls; `None`: the configuration has no such control.
    controls: Vec<Option<Control>>,
}

/// What becomes of a field that the result has no value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacking {
    /// Nobody asks for it.
    LeftOut,
    /// The import takes null.
    Null,
    /// The import would refuse the task.
    Refused,
}

impl Mapper {
    /// Readies a mapping for a configuration.
    pub fn new(mapping: &Mapping, document: &Document) -> Self {
        let known = variables(document);
        let filled = |field: &Field| {
            let name = field.variable.as_str();
            let mut asking = known.iter().filter(|variable| variable.field() == name);
            let shown = asking.clone().find(|variable| variable.name == name);
            let lacking = match asking.find(|variable| variable.required) {
                None => Lacking::LeftOut,
                Some(variable) if variable.kind.accepts(&Value::Null) => Lacking::Null,
                Some(_) => Lacking::Refused,
            };
            Filled { field: field.clone(), shape: Shape::of(document, shown), lacking }
        };
        let fields = mapping.fields.iter().map(filled).collect();
        let controls = Control::all(document);
        let predicted = |prediction: &Prediction| {
            let find =
                |field: &Field| controls.iter().find(|control| control.name == field.variable).cloned();
            Predicted {
                prediction: prediction.clone(),
                controls: prediction.controls.iter().map(find).collect(),
            }
        };
        let predictions = mapping.predictions.iter().map(predicted).collect();
        let required = known.into_iter().filter(|variable| variable.required);
        let required = required.map(|variable| {
            let mapped = mapping.get(&Target::data(variable.field())).is_some();
            (variable, mapped)
        });
        Self { fields, meta: mapping.meta.clone(), predictions, required: required.collect() }
    }

    /// Makes the task of one result. What the import would refuse is among its problems, and so is a prediction
    /// that Label Studio could not show; what the configuration does not ask for and the result does not have is
    /// left out, with a note.
    ///
    /// `key` is what the result is known by, so that it is never sent twice.
    pub fn task(&self, batch: &BatchFacts, line: &ResultLine, key: &str) -> Task {
        let custom_id = line.custom_id.clone().unwrap_or_default();
        let mut task = Task { data: batch.carried(TASK_DATA), ..Task::default() };
        // Label Studio is asked by these two what it has already: no mapping may change them.
        task.data.insert("batch_id".to_owned(), batch.id.clone().into());
        task.data.insert("custom_id".to_owned(), custom_id.clone().into());
        let reading = Reading::new(batch, line);
        for field in &self.fields {
            field.fill(&reading, &mut task);
        }
        self.require(&mut task);
        task.meta = meta(batch, &custom_id, key);
        for field in &self.meta {
            if let (Ok(value), false) =
                (field.source.value(&reading), task.meta.contains_key(&field.variable))
            {
                task.meta.insert(field.variable.clone(), value);
            }
        }
        for (name, value) in batch.carried(TASK_META) {
            task.meta.entry(name).or_insert(value);
        }
        for (at, predicted) in self.predictions.iter().enumerate() {
            predicted.add(at, &reading, &mut task);
        }
        // That there is no answer is said once, not of each field that it would have filled.
        let reasons: Vec<Kind> = task.problems.iter().map(|problem| problem.fault.kind).collect();
        let said = |kind| matches!(kind, Kind::Failed | Kind::Unreadable) && reasons.contains(&kind);
        task.notes.retain(|note| !said(note.fault.kind));
        task
    }

    /// What the import asks for and does not get.
    fn require(&self, task: &mut Task) {
        for (variable, mapped) in &self.required {
            let name = variable.field();
            if task.problems.iter().any(|problem| problem.target == Target::data(name)) {
                continue;
            }
            let value = task.data.get(name);
            let fault = if !mapped && value.is_none() {
                Some(Fault::new(Kind::NotMapped, "nothing is mapped to it"))
            } else {
                let kind = match value {
                    None => Kind::Missing,
                    Some(Value::Null) => Kind::Null,
                    Some(_) => Kind::WrongType,
                };
                refusal(variable, &task.data).map(|reason| Fault::new(kind, reason))
            };
            task.problems.extend(fault.map(|fault| Problem::new(Target::data(name), fault)));
        }
    }
}

impl Filled {
    fn fill(&self, reading: &Reading<'_>, task: &mut Task) {
        let name = self.field.variable.as_str();
        let identity = matches!(name, "batch_id" | "custom_id");
        match (self.field.source.value(reading), self.lacking) {
            (Ok(_), _) if identity => {}
            (Ok(found), lacking) => {
                let fault = if lacking != Lacking::LeftOut && !found.is_null() && is_nothing(&found) {
                    Some(Fault::new(Kind::Empty, "is empty"))
                } else {
                    found.as_str().and_then(too_long)
                };
                task.notes.extend(fault.map(|fault| Problem::new(Target::data(name), fault)));
                task.data.insert(name.to_owned(), self.shape.fit(found));
            }
            // The batch's own `task_data` has it.
            (Err(_), _) if !identity && task.data.contains_key(name) => {}
            (Err(fault), Lacking::Refused) => task.problems.push(Problem::new(Target::data(name), fault)),
            (Err(fault), lacking) => {
                if lacking == Lacking::Null {
                    task.data.insert(name.to_owned(), Value::Null);
                }
                task.notes.push(Problem::new(Target::data(name), fault));
            }
        }
    }
}

/// Longer texts make the editor slow.
const LONG: usize = 200_000;

fn too_long(text: &str) -> Option<Fault> {
    (text.len() > LONG).then(|| {
        let size = crate::core::text::bytes(text.len() as u64);
        Fault::new(Kind::TooLong, format!("is {size} long; the editor becomes slow"))
    })
}

impl Predicted {
    fn add(&self, at: usize, reading: &Reading<'_>, task: &mut Task) {
        let mut regions = Vec::new();
        for (field, control) in self.prediction.controls.iter().zip(&self.controls) {
            let own = || Target::Control(at, field.variable.clone());
            let Some(control) = control else {
                let fault = Fault::new(Kind::NoControl, "the configuration has no control tag of this name");
                task.problems.push(Problem::new(own(), fault));
                continue;
            };
            // What the model did not answer is no fault of the task: it is shown unanswered.
            let made = match field.source.value(reading) {
                Ok(value) if value.is_null() => Err((true, Fault::new(Kind::Null, "is null"))),
                Ok(value) if is_nothing(&value) => Err((true, Fault::new(Kind::Empty, "is empty"))),
                Ok(value) => control.regions(&value, &task.data).map_err(|fault| {
                    (field.source.otherwise == Otherwise::LeaveOut && fault.kind != Kind::NoControl, fault)
                }),
                Err(fault) => Err((
                    fault.kind != Kind::WrongType || field.source.otherwise == Otherwise::LeaveOut,
                    fault,
                )),
            };
            match made {
                Ok(made) => regions.extend(made),
                Err((true, fault)) => task.notes.push(Problem::new(own(), fault)),
                Err((false, fault)) => task.problems.push(Problem::new(own(), fault)),
            }
        }
        if regions.is_empty() {
            return;
        }
        let mut prediction = Map::new();
        let model = match &self.prediction.model_version {
            Some(source) => source.value(reading),
            None => reading.part(super::result::Part::Model).cloned(),
        };
        match model {
            Ok(model) => {
                prediction.insert("model_version".into(), super::convert::written(&model).into());
            }
            Err(fault) => task.notes.push(Problem::new(Target::ModelVersion(at), fault)),
        }
        match self.prediction.score.as_ref().map(|source| (source.value(reading), source.otherwise)) {
            None => {}
            Some((Err(fault), _)) => task.notes.push(Problem::new(Target::Score(at), fault)),
            Some((Ok(score), _)) if score.as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)) => {
                prediction.insert("score".into(), score);
            }
            Some((Ok(score), otherwise)) => {
                let reason = format!("`{}` is no number from 0 to 1", super::convert::written(&score));
                let problem = Problem::new(Target::Score(at), Fault::new(Kind::OutOfRange, reason));
                let list =
                    if otherwise == Otherwise::LeaveOut { &mut task.notes } else { &mut task.problems };
                list.push(problem);
            }
        }
        prediction.insert("result".into(), regions.into());
        task.predictions.push(Value::Object(prediction));
        task.predicted.push(at);
    }
}

/// The task of a single result: see [`Mapper::task`]; for many, keep the [`Mapper`].
pub fn task(
    mapping: &Mapping,
    document: &Document,
    batch: &BatchFacts,
    line: &ResultLine,
    key: &str,
) -> Task {
    Mapper::new(mapping, document).task(batch, line, key)
}

fn meta(batch: &BatchFacts, custom_id: &str, key: &str) -> Map<String, Value> {
    let pairs =
        [("key", key), ("batch_id", &batch.id), ("custom_id", custom_id), ("source", "batch-curator")];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}
