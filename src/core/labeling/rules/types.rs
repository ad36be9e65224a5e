//! Attributes whose value is not of the kind that the editor takes: it stops there, and the screen stays blank.

use super::{Config, either, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::Attribute;
use crate::core::labeling::suggest;
use crate::core::labeling::tags::{AttributeInfo, Edition, Type};
use crate::core::labeling::tree::Element;

/// The colours that CSS knows by name.
const COLORS: &str = include_str!("colors.txt");

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let Some(tag) = element.tag.filter(|tag| tag.edition == Edition::Community) else { continue };
        for attribute in &element.attributes {
            let wrong = match tag.attribute(&attribute.name) {
                Some(known) => kind(element, attribute, known),
                None => unknown(element, attribute, tag.attributes.as_slice()),
            };
            found.extend(wrong.map(|wrong| wrong.doc(Some(tag.doc())).about(id)));
        }
    }
}

fn kind(element: &Element, attribute: &Attribute, known: &AttributeInfo) -> Option<Diagnostic> {
    let said = attribute.value.as_str();
    let error = |code: &'static str, wants: String| {
        let message = format!(
            "`{}=\"{said}\"` in {}: {wants} Label Studio's screen would stay blank.",
            known.name,
            title(element)
        );
        Diagnostic::error(code, attribute.value_span, message)
    };
    let write = |word: &str| Fix::one(format!("Write `{word}`"), attribute.value_span, word);
    match &known.kind {
        Type::Bool if !matches!(said, "true" | "false") => {
            let meant = match said.trim().to_ascii_lowercase().as_str() {
                "false" | "no" | "0" | "off" | "none" | "null" => "false",
                _ => "true",
            };
            Some(
                error("bad-boolean", "it must be `true` or `false`, in small letters.".into())
                    .fix(write(meant)),
            )
        }
        Type::OneOf(words) if !words.contains(&said) => {
            let near = suggest::nearest(said.trim(), words.iter().copied());
            let near =
                near.or_else(|| words.iter().copied().find(|word| said.trim().eq_ignore_ascii_case(word)));
            Some(
                error("bad-word", format!("it must be {}.", either(words, "or"))).with_fixes(near.map(write)),
            )
        }
        Type::Color if !is_color(said) => {
            let near = suggest::nearest(said.trim(), COLORS.split_whitespace());
            Some(
                error("bad-color", "it is no colour, such as `red` or `#ff8800`.".into())
                    .with_fixes(near.map(write)),
            )
        }
        Type::Range if !said.trim().parse::<f64>().is_ok_and(|number| (0.0..=1.0).contains(&number)) => {
            Some(error("bad-range", "it must be a number from 0 to 1, such as `0.5`.".into()))
        }
        Type::Number if said.trim().parse::<f64>().is_err() => {
            Some(error("bad-number", "it must be a number.".into()))
        }
        // The editor takes the word for a truth value, and the attribute wants a text.
        Type::Text if matches!(said, "true" | "false") && known.name != "value" => {
            let capital = if said == "true" { "True" } else { "False" };
            let wants =
                "the editor takes `true` and `false` for a truth value where a text is wanted.".to_owned();
            Some(error("boolean-for-text", wants).fix(write(capital)))
        }
        _ => None,
    }
}

/// A slip of the fingers: the editor ignores what it does not know.
fn unknown(element: &Element, attribute: &Attribute, known: &[AttributeInfo]) -> Option<Diagnostic> {
    // `name` and `toName` on tags that have none are for other rules.
    if matches!(
        attribute.name.to_ascii_lowercase().as_str(),
        "name" | "toname" | "xmlns" | "value" | "style" | "classname"
    ) {
        return None;
    }
    let free = known.iter().filter(|known| element.attribute(known.name).is_none());
    let near = suggest::nearest(&attribute.name, free.map(|known| known.name))?;
    let message = format!(
        "{} has no attribute `{}`: it is ignored. Did you mean `{near}`?",
        title(element),
        attribute.name
    );
    let fix = Fix::one(format!("Write `{near}`"), attribute.name_span, near);
    Some(Diagnostic::warning("unknown-attribute", attribute.name_span, message).fix(fix))
}

/// What a browser takes for a colour.
fn is_color(text: &str) -> bool {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let lower = text.to_ascii_lowercase();
    let function = lower.split_once('(').is_some_and(|(name, rest)| {
        let names = [
            "rgb",
            "rgba",
            "hsl",
            "hsla",
            "hwb",
            "lab",
            "lch",
            "oklab",
            "oklch",
            "color",
            "color-mix",
            "var",
        ];
        names.contains(&name) && rest.ends_with(')')
    });
    function || COLORS.split_whitespace().any(|name| name == lower)
}
