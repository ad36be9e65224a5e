//! Labeling configurations to start from. Each is valid for Label Studio's server and renders in its editor.

/// One configuration to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Stable name.
    pub id: &'static str,
    /// As a list shows it.
    pub title: &'static str,
    /// What it is for, in one line.
    pub description: &'static str,
    /// The configuration.
    pub xml: &'static str,
}

/// All of them; the first is the one to begin with.
pub const TEMPLATES: &[Template] = &[Template {
    id: "batch-result-review",
    title: "Batch result review",
    description: "Read a result, judge it, correct it, and mark it for training.",
    xml: include_str!("batch-result-review.xml"),
}];

/// The template of this id.
pub fn template(id: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.id == id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::core::labeling::{Document, check, variables};

    #[test]
    fn every_template_is_without_fault() {
        for template in TEMPLATES {
            assert_eq!(check(template.xml).diagnostics, [], "{}", template.id);
            assert!(!variables(&Document::parse(template.xml)).is_empty());
        }
    }

    #[test]
    fn the_review_asks_for_these_fields() {
        let names: Vec<_> = variables(&Document::parse(template("batch-result-review").unwrap().xml))
            .into_iter()
            .map(|v| v.name)
            .collect();
        assert_eq!(names, ["custom_id", "batch_id", "model", "input_messages", "llm_response"]);
    }
}
