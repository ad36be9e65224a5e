//! The labeling configuration that a schema's data sources and questions come to.

use super::schema::{DataSource, Question, Schema};
use crate::core::labeling::lexer::entity;
use std::fmt::Write as _;

/// The field of the model's own answer.
pub const ANSWER: &str = "llm_response";

/// The configuration. Whatever the schema's texts hold, it is well-formed, and no `$` in them is a variable.
pub fn of(schema: &Schema) -> String {
    let mut shown = String::new();
    let sources: Vec<&DataSource> = if schema.rendering.show_data_sources || schema.data_sources.is_empty() {
        schema.data_sources.iter().collect()
    } else {
        // A control is always about something.
        schema.data_sources.iter().take(1).collect()
    };
    for source in &sources {
        show(schema, source, &mut shown);
    }
    let answer = schema.rendering.show_llm_prediction || sources.is_empty();
    if answer && !schema.data_sources.iter().any(|source| source.id == ANSWER) {
        shown.push_str("  <Header value=\"What the model said\" size=\"5\"/>\n");
        let _infallible =
            writeln!(shown, "  <Text name=\"{}\" value=\"${ANSWER}\"/>", object(schema, ANSWER));
    }
    let about = sources.first().map_or(ANSWER, |source| source.id.as_str());
    let about = object(schema, about);
    let mut asked = String::new();
    for question in &schema.questions {
        ask(schema, question, &about, &mut asked);
    }
    if schema.rendering.layout == "two-column" {
        format!(
            "<View style=\"display: flex; gap: 24px\">\n<View style=\"flex: 1\">\n{shown}</View>\n\
             <View style=\"flex: 1\">\n{asked}</View>\n</View>"
        )
    } else {
        format!("<View>\n{shown}{asked}</View>")
    }
}

fn show(schema: &Schema, source: &DataSource, out: &mut String) {
    let name = escaped(&source.name);
    let text = format!("<Text name=\"{}\" value=\"${}\"/>", object(schema, &source.id), source.id);
    let _infallible = if source.display_format.as_deref() == Some("collapsible") {
        writeln!(out, "  <Collapse>\n    <Panel value=\"{name}\">\n      {text}\n    </Panel>\n  </Collapse>")
    } else {
        writeln!(out, "  <Header value=\"{name}\" size=\"5\"/>\n  {text}")
    };
}

fn ask(schema: &Schema, question: &Question, about: &str, out: &mut String) {
    let Question { id, text, required, .. } = question;
    let _infallible = writeln!(out, "  <Header value=\"{}\" size=\"5\"/>", escaped(text));
    if let Some(help) = question.help_text.as_deref().filter(|_| schema.rendering.show_rubrics) {
        for line in help.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let _infallible = writeln!(out, "  <Header value=\"{}\" size=\"6\"/>", escaped(line));
        }
    }
    let begin = format!("name=\"{}\" toName=\"{about}\"", escaped(id));
    let needed = if *required {
        format!(" required=\"true\" requiredMessage=\"Answer: {}\"", escaped(text))
    } else {
        String::new()
    };
    let yes_or_no = ["Yes".to_owned(), "No".to_owned()];
    let options = question.options.as_deref().filter(|options| !options.is_empty());
    let bound = |name: &str| question.validation.as_ref().and_then(|bounds| bounds.get(name)?.as_f64());
    let _infallible = match (question.kind.as_str(), options) {
        ("choice" | "rating" | "boolean", Some(options)) => choices(out, &begin, &needed, options),
        ("boolean", None) => choices(out, &begin, &needed, &yes_or_no),
        ("rating" | "choice", None) => {
            let most = bound("max").filter(|most| (1.0..=10.0).contains(most)).unwrap_or(5.0);
            writeln!(out, "  <Rating {begin} maxRating=\"{most:.0}\"{needed}/>")
        }
        ("number", _) => {
            let limit =
                |name: &str| bound(name).map_or_else(String::new, |bound| format!(" {name}=\"{bound}\""));
            writeln!(out, "  <Number {begin}{}{}{needed}/>", limit("min"), limit("max"))
        }
        (kind, _) => {
            let rows = if kind == "structured" { 8 } else { 4 };
            writeln!(
                out,
                "  <TextArea {begin} rows=\"{rows}\" maxSubmissions=\"1\" editable=\"true\"{needed}/>"
            )
        }
    };
}

fn choices(out: &mut String, begin: &str, needed: &str, options: &[String]) -> std::fmt::Result {
    writeln!(out, "  <Choices {begin} choice=\"single\" showInline=\"true\"{needed}>")?;
    let mut known = Vec::new();
    for option in options {
        if !known.contains(&option) {
            writeln!(out, "    <Choice value=\"{}\"/>", escaped(option))?;
            known.push(option);
        }
    }
    writeln!(out, "  </Choices>")
}

/// The name of the object tag for a field: no control may have the same.
fn object(schema: &Schema, field: &str) -> String {
    let mut name = field.to_owned();
    while schema.questions.iter().any(|question| question.id == name) {
        name.push_str("_shown");
    }
    name
}

/// As the value of an attribute. A `$` before a letter would be a variable: an invisible sign comes between.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // What is left out is gone before it is looked what follows a `$`.
    let mut letters = text.chars().filter_map(kept).peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == '$' && letters.peek().is_some_and(|next| *next != ' ') {
            out.push('\u{200b}');
        }
    }
    entity::encode(&out)
}

/// What an attribute may hold: white space of every kind is a blank, and what XML does not know is left out.
fn kept(letter: char) -> Option<char> {
    match letter {
        space if space.is_whitespace() => Some(' '),
        letter => Some(letter).filter(|letter| !letter.is_control() && entity::is_allowed(*letter)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::core::labeling::{Document, Severity, check, variables};
    use proptest::prelude::*;

    fn schema(name: &str, question: &str, option: &str, kind: &str, layout: &str) -> Schema {
        let value = serde_json::json!({
            "id": "x", "name": "Abc", "rendering": {"layout": layout},
            "dataSources": [
                {"id": "ticket", "name": name, "type": "text"},
                {"id": "resume", "name": name, "type": "structured", "displayFormat": "collapsible"},
            ],
            "questions": [
                {"id": "ticket", "text": question, "type": kind, "options": [option, "other"], "helpText": "a\nb"},
                {"id": "more", "text": question, "type": "text", "required": false},
                {"id": "stars", "text": question, "type": "rating"},
            ],
        });
        serde_json::from_value(value).unwrap()
    }

    fn verdict(schema: &Schema) -> (Vec<String>, Vec<String>) {
        let xml = of(schema);
        let errors = check(&xml).diagnostics.into_iter().filter(|found| found.severity == Severity::Error);
        let names = variables(&Document::parse(&xml)).into_iter().map(|variable| variable.name);
        (errors.map(|error| format!("{}\n{xml}", error.message)).collect(), names.collect())
    }

    proptest! {
        #[test]
        fn whatever_a_schema_says_its_configuration_is_right(
            name in "\\PC{1,12}", question in ".{1,20}", option in "[^,\\x00-\\x1f]{1,8}[a-z]",
            kind in "choice|boolean|rating|number|text|structured", layout in "two-column|single-column",
        ) {
            let (errors, names) = verdict(&schema(&name, &question, &option, &kind, &layout));
            prop_assert_eq!(errors, Vec::<String>::new());
            prop_assert_eq!(names, ["ticket", "resume", ANSWER]);
        }
    }

    #[test]
    fn what_is_left_out_brings_no_variable_about() {
        let (errors, names) = verdict(&schema("$\u{1}a", "$\u{85}a", "$\u{fffe}b", "choice", "grid"));
        assert_eq!((errors.len(), names.len()), (0, 3));
    }

    #[test]
    fn a_dollar_in_a_text_is_no_variable_and_markup_stays_text() {
        let (errors, names) =
            verdict(&schema("Cost in $usd <b>&", "Is \"$5\" right?", "$yes", "choice", "grid"));
        assert_eq!((errors.len(), names.len()), (0, 3));
    }
}
