//! Paths of a Taxonomy: as people and models write them, and as they are saved.

use super::words::words;
use super::{Control, Fault};
use serde_json::Value;

/// Stands between the choices of a path that is written as one text.
pub const PATH: &str = " / ";

impl Control {
    /// A path (as a list, or as a text with ` / `), a list of paths, or the only choice of a name.
    pub(super) fn paths(&self, value: &Value) -> Result<Value, Fault> {
        let several = |items: &[Value]| -> Result<Vec<Value>, Fault> {
            items.iter().map(|item| self.path(&words(item)?)).collect()
        };
        let paths: Vec<Value> = match value {
            Value::Array(items) if items.iter().any(Value::is_array) => several(items)?,
            // The steps of one path; if there is none such, a path each.
            Value::Array(items) => match self.path(&words(value)?) {
                Ok(path) => vec![path],
                Err(no) if items.len() < 2 => return Err(no),
                Err(_) => several(items)?,
            },
            other => vec![self.path(&words(other)?)?],
        };
        Ok(paths.into())
    }

    /// A path as it is saved, given by its steps.
    fn path(&self, steps: &[String]) -> Result<Value, Fault> {
        // Joined: a step may hold the separator itself.
        let joined = steps.join(PATH);
        let is = |own: &[String]| own.join(PATH) == joined;
        let known = self.options.iter().find(|choice| is(&choice.path) || is(&choice.saved_path));
        if let Some(choice) = known {
            return Ok(choice.saved_path.clone().into());
        }
        if self.more.is_some() {
            return Ok(joined.split(PATH).collect::<Vec<_>>().into());
        }
        let mut named = self.options.iter().filter(|choice| choice.value == joined);
        match (named.next(), named.next()) {
            (Some(choice), None) => Ok(choice.saved_path.clone().into()),
            _ => Err(self.unknown(&joined, &[])),
        }
    }
}
