//! Where a field's value comes from.

use super::convert::Conversion;
use super::fault::Fault;
use super::path::{BadPath, Path};
use super::result::Reading;
use super::template::Template;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a value comes from, and what is done with it on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Where it comes from.
    #[serde(flatten)]
    pub from: From,
    /// What is done with it, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Conversion>,
    /// What becomes of a result whose value does not fit.
    #[serde(default, skip_serializing_if = "Otherwise::is_refuse")]
    pub otherwise: Otherwise,
}

/// What becomes of a result whose value does not fit the control that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// It is not sent, and the reason is said.
    #[default]
    Refuse,
    /// It is sent, and the control is left unanswered.
    LeaveOut,
}

impl Otherwise {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_refuse(&self) -> bool {
        *self == Self::Refuse
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// A path into the result document.
    Path(Path),
    /// A text with `{{ path }}` parts.
    Template(Template),
    /// The same for every result.
    Constant(Value),
}

impl Source {
    /// As it comes, without a further step.
    pub const fn new(from: From) -> Self {
        Self { from, then: Vec::new(), otherwise: Otherwise::Refuse }
    }

    /// What a path names.
    ///
    /// # Errors
    /// It is no path.
    pub fn path(text: &str) -> Result<Self, BadPath> {
        Path::parse(text).map(|path| Self::new(From::Path(path)))
    }

    /// A text with `{{ path }}` parts.
    ///
    /// # Errors
    /// It has a part that is no path.
    pub fn template(text: &str) -> Result<Self, BadPath> {
        Template::parse(text).map(|template| Self::new(From::Template(template)))
    }

    /// The same for every result.
    pub fn constant(value: impl Into<Value>) -> Self {
        Self::new(From::Constant(value.into()))
    }

    /// With one more step.
    #[must_use]
    pub fn then(mut self, step: Conversion) -> Self {
        self.then.push(step);
        self
    }

    /// As a person reads it: the path, the template, or the constant.
    pub fn title(&self) -> String {
        match &self.from {
            From::Path(path) => path.text().to_owned(),
            From::Template(template) => template.text().to_owned(),
            From::Constant(value) => format!("always “{}”", super::convert::written(value)),
        }
    }

    /// Whether its title is code rather than words.
    pub fn is_path(&self) -> bool {
        matches!(self.from, From::Path(_))
    }

    /// Its value in a result, or why there is none, in words that follow the name of a field.
    ///
    /// # Errors
    /// There is none: why.
    pub fn value(&self, reading: &Reading<'_>) -> Result<Value, Fault> {
        let found = match &self.from {
            From::Path(path) => path.follow(reading).map(std::borrow::Cow::into_owned),
            From::Template(template) => template.fill(reading).map(Value::from),
            From::Constant(value) => Ok(value.clone()),
        };
        self.convert(found)
    }

    /// A value after all steps.
    ///
    /// # Errors
    /// There is none, or a step cannot take it: why.
    pub fn convert(&self, found: Result<Value, Fault>) -> Result<Value, Fault> {
        self.then.iter().fold(found, |value, step| step.apply(value))
    }
}
