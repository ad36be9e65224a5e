//! A result as a task.

use super::shape::Shape;
use super::source::Reading;
use super::{BatchFacts, Field, Mapping, Problem, Task};
use crate::core::labeling::import::refusal;
use crate::core::labeling::{Document, Variable, variables};
use crate::core::results::line::ResultLine;
use serde_json::{Map, Value};

/// A mapping made ready for one configuration: what does not depend on the result is found out once, for a
/// push asks for thousands of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapper {
    fields: Vec<Filled>,
    /// What the import asks for, and whether anything is mapped to it.
    required: Vec<(Variable, bool)>,
}

/// One field, and the tag that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Filled {
    field: Field,
    shape: Shape,
    lacking: Lacking,
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
        let required = known.into_iter().filter(|variable| variable.required);
        let required = required.map(|variable| {
            let mapped = mapping.source(variable.field()).is_some();
            (variable, mapped)
        });
        Self { fields, required: required.collect() }
    }

    /// Makes the task of one result. What the import would refuse is among its problems; what the
    /// configuration does not ask for and the result does not have is left out.
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
            match (reading.value(&field.source), lacking) {
                (Ok(_), _) if identity => {}
                (Ok(found), _) => drop(task.data.insert(name.to_owned(), shape.fit(found))),
                (Err(_), Lacking::Null) => drop(task.data.insert(name.to_owned(), Value::Null)),
                (Err(reason), Lacking::Refused) => {
                    task.problems.push(Problem { variable: name.to_owned(), reason });
                }
                (Err(_), Lacking::LeftOut) => {}
            }
        }
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
        task.meta = meta(batch, &custom_id, key);
        task
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
