//! Names: every object and control has one, and no two are the same.

use super::{Config, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;
use crate::core::labeling::tags::{Edition, Kind};
use std::collections::HashMap;

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for (id, element) in config.elements() {
        let name = element.attribute("name").filter(|name| !name.value.is_empty());
        let Some(name) = name else {
            let needs = element.tag.filter(|tag| tag.edition == Edition::Community && tag.requires("name"));
            if let Some(tag) = needs.filter(|tag| tag.kind != Kind::Visual) {
                let free = free_name(config, tag.name);
                let message =
                    format!("{} needs a `name`: answers and other tags refer to it.", title(element));
                let fix = Fix::one(
                    format!("Name it `{free}`"),
                    Span::at(element.name_span.end),
                    format!(" name=\"{free}\""),
                );
                let empty = element.attribute("name");
                let fix =
                    empty.map_or(fix, |empty| Fix::one(format!("Name it `{free}`"), empty.value_span, free));
                let error = Diagnostic::error("name-missing", element.name_span, message);
                found.push(error.fix(fix).doc(Some(tag.doc())).about(id));
            }
            continue;
        };
        if let Some(&before) = first.get(name.value.as_str()) {
            let message = format!("The name `{}` is taken. Every tag needs a name of its own.", name.value);
            let error = Diagnostic::error("name-twice", name.value_span, message);
            found.push(error.related(before, "it is used here first").about(id));
        } else {
            first.insert(&name.value, name.value_span);
        }
    }
}

/// A name that no tag has yet, made from the tag's own.
fn free_name(config: &Config, tag: &str) -> String {
    let stem = tag.to_ascii_lowercase();
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let mut names = std::iter::once(stem.clone()).chain(numbered);
    names.find(|name| !config.names.contains_key(name.as_str())).unwrap_or(stem.clone())
}
