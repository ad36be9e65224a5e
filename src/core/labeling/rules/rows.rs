//! A `TextArea` that is filled from the task and has one row loses every line break at the first edit.

use super::{Config, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements().filter(|(_, element)| element.is("TextArea")) {
        let filled = element.value("value").is_some_and(|value| value.contains('$'));
        let rows = element.attribute("rows");
        let several = rows.is_some_and(|rows| rows.value.trim().parse::<u32>().is_ok_and(|rows| rows > 1));
        if !filled || several {
            continue;
        }
        let message = format!(
            "{} shows one row: whoever edits the text loses all its line breaks. Give it `rows=\"2\"` or more.",
            title(element)
        );
        let (span, text) = match rows {
            Some(rows) => (rows.value_span, "6".to_owned()),
            None => (Span::at(element.attribute_end()), " rows=\"6\"".to_owned()),
        };
        let place = rows.map_or(element.name_span, |rows| rows.span);
        let fix = Fix::one("Give it `rows=\"6\"`", span, text);
        let doc = element.tag.map(crate::core::labeling::tags::Tag::doc);
        found.push(Diagnostic::warning("text-area-rows", place, message).fix(fix).doc(doc).about(id));
    }
}
