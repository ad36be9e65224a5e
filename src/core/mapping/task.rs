//! A result as a task.

use super::control::Control;
use super::convert::is_nothing;
use super::result::Reading;
use super::shape::Shape;
use super::{BatchFacts, Field, Mapping, Prediction, Problem, Task};
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
            let mapped = mapping.source(variable.field()).is_some();
            (variable, mapped)
        });
        Self { fields, meta: mapping.meta.clone(), predictions, required: required.collect() }
    }

    /// Makes the task of one result. What the import would refuse is among its problems, and so is a prediction
    /// that Label Studio could not show; what the configuration does not ask for and the result does not have is
    /// left out.
    ///
    /// `key` is what the result is known by, so that it is never sent twice.
    pub fn task(&self, batch: &BatchFacts, line: &ResultLine, key: &str) -> Task {
        let custom_id = line.custom_id.clone().unwrap_or_default();
        let mut task = Task::default();
        // Label Studio is asked by these two what it has already: no mapping may change them.
        task.data.insert("batch_id".to_owned(), batch.id.clone().into());
        task.data.insert("custom_id".to_owned(), custom_id.clone().into());
        let reading = Reading::new(batch, line);
        for Filled { field, shape, lacking } in &self.fields {
            let name = field.variable.as_str();
            let identity = matches!(name, "batch_id" | "custom_id");
            match (field.source.value(&reading), lacking) {
                (Ok(_), _) if identity => {}
                (Ok(found), _) => drop(task.data.insert(name.to_owned(), shape.fit(found))),
                (Err(_), Lacking::Null) => drop(task.data.insert(name.to_owned(), Value::Null)),
                (Err(reason), Lacking::Refused) => {
                    task.problems.push(Problem { variable: name.to_owned(), reason });
                }
                (Err(_), Lacking::LeftOut) => {}
            }
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
        for predicted in &self.predictions {
            predicted.add(&reading, &mut task);
        }
        task
    }

    /// What the import asks for and does not get.
    fn require(&self, task: &mut Task) {
        for (variable, mapped) in &self.required {
            let name = variable.field();
            if task.problems.iter().any(|problem| problem.variable == name) {
                continue;
            }
            let reason = if !mapped && !task.data.contains_key(name) {
                Some("nothing is mapped to it".to_owned())
            } else {
                refusal(variable, &task.data)
            };
            task.problems.extend(reason.map(|reason| Problem { variable: name.to_owned(), reason }));
        }
    }
}

impl Predicted {
    fn add(&self, reading: &Reading<'_>, task: &mut Task) {
        let mut regions = Vec::new();
        for (field, control) in self.prediction.controls.iter().zip(&self.controls) {
            let made = match control {
                None => Err("the configuration has no control tag of this name".to_owned()),
                // What the model did not answer is no fault of the task: it is shown unanswered.
                Some(control) => match field.source.value(reading) {
                    Ok(value) if !is_nothing(&value) => control.regions(&value, &task.data),
                    Ok(_) | Err(_) => continue,
                },
            };
            match made {
                Ok(made) => regions.extend(made),
                Err(reason) => task.problems.push(Problem { variable: field.variable.clone(), reason }),
            }
        }
        if regions.is_empty() {
            return;
        }
        let mut prediction = Map::new();
        let model = match &self.prediction.model_version {
            Some(source) => source.value(reading),
            None => reading.part(super::result::Part::Model).cloned().map_err(str::to_owned),
        };
        if let Ok(model) = model {
            prediction.insert("model_version".into(), super::convert::written(&model).into());
        }
        if let Some(Ok(score)) = self.prediction.score.as_ref().map(|source| source.value(reading)) {
            match score.as_f64().filter(|score| (0.0..=1.0).contains(score)) {
                Some(_) => drop(prediction.insert("score".into(), score)),
                None => task.problems.push(Problem {
                    variable: "score".into(),
                    reason: format!("`{}` is no number from 0 to 1", super::convert::written(&score)),
                }),
            }
        }
        prediction.insert("result".into(), regions.into());
        task.predictions.push(Value::Object(prediction));
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
