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

/// A template, whose file is named like it.
macro_rules! built_in {
    ($id:literal, $title:literal, $description:literal) => {
        Template {
            id: $id,
            title: $title,
            description: $description,
            xml: include_str!(concat!($id, ".xml")),
        }
    };
}

/// All of them; the first is the one to begin with. Each ends in a comment that holds a sample task, as Label
/// Studio's own preview reads it.
pub const TEMPLATES: &[Template] = &[
    built_in!(
        "batch-result-review",
        "Batch result review",
        "Read a result, judge it, correct it, and mark it for training."
    ),
    built_in!(
        "chat-review",
        "Result review (chat)",
        "Read the conversation turn by turn, give its last answer stars, and say what is wrong with it."
    ),
    built_in!(
        "result-correction",
        "Result review with correction",
        "Mark the faults in an answer; one that needs it is rewritten."
    ),
    built_in!(
        "extraction-check",
        "Extraction check",
        "Hold extracted JSON beside its source, mark what is missing or wrong, and put it right."
    ),
    built_in!(
        "classification-confidence",
        "Classification with confidence",
        "Choose the class yourself, say how sure you are, and whether the model was right."
    ),
    built_in!(
        "pairwise-comparison",
        "Comparison of two models",
        "Choose the better of two answers to the same question, and say why."
    ),
    built_in!(
        "retrieval-review",
        "Retrieval-augmented answer review",
        "Check an answer against the passages it was made from: what they bear out, and what they do not."
    ),
    built_in!(
        "candidate-evaluation",
        "Candidate evaluation",
        "Read a candidate's profile and the model's judgement; recommend, say how sure you are, and sum up."
    ),
];

/// The template of this id.
pub fn template(id: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.id == id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::core::labeling::{Document, check, import_check, variables};

    #[test]
    fn every_template_is_without_fault() {
        for template in TEMPLATES {
            assert_eq!(check(template.xml).diagnostics, [], "{}", template.id);
            assert!(!variables(&Document::parse(template.xml)).is_empty());
        }
    }

    /// What stands between the marks of the comment at the end.
    fn sample(template: &Template) -> serde_json::Value {
        let (_, comment) = template.xml.split_once("<!-- {").unwrap();
        let json = comment.trim_end().strip_suffix("-->").unwrap();
        serde_json::from_str(&format!("{{{json}")).unwrap()
    }

    #[test]
    fn every_template_has_a_sample_task_that_can_be_imported() {
        for template in TEMPLATES {
            let sample = sample(template);
            let data = sample["data"].as_object().unwrap();
            let document = Document::parse(template.xml);
            assert_eq!(import_check(&document, data), Vec::<String>::new(), "{}", template.id);
            let mut carried: Vec<_> = data.keys().map(String::as_str).collect();
            let names: Vec<_> = variables(&document).into_iter().map(|v| v.field().to_owned()).collect();
            carried.retain(|key| !names.iter().any(|name| name == key));
            assert_eq!(carried, Vec::<&str>::new(), "{}: nothing shows these", template.id);
        }
    }

    #[test]
    fn names_are_stable_and_tell_the_templates_apart() {
        for (at, template) in TEMPLATES.iter().enumerate() {
            assert!(template.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", template.id);
            assert!(template.description.ends_with('.'), "{}", template.id);
            let others = TEMPLATES.iter().skip(at + 1);
            assert!(others.clone().all(|other| other.id != template.id && other.title != template.title));
        }
        assert_eq!(template("candidate-evaluation").unwrap().title, "Candidate evaluation");
        assert_eq!(template("nothing"), None);
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
