//! What differs between the labeling configuration that a mapping was made for and another one.

use super::control::Control;
use crate::core::labeling::{Document, variables};

/// What is new, gone or other in `now`, in sentences; empty: the mapping fits as it did. Looks and words that no
/// mapping touches do not count.
pub fn changes(made_for: &Document, now: &Document) -> Vec<String> {
    let mut said = Vec::new();
    let (before, after) = (shown(made_for), shown(now));
    for (name, tag) in &after {
        match before.iter().find(|(known, _)| known == name) {
            None => said.push(format!("`${name}` ({tag}) is new.")),
            Some((_, was)) if was != tag => said.push(format!("`${name}` was shown by {was}, now by {tag}.")),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    said.extend(gone.map(|(name, _)| format!("`${name}` is gone.")));
    let (before, after) = (Control::all(made_for), Control::all(now));
    for control in &after {
        match before.iter().find(|known| known.name == control.name) {
            None => said.push(format!("The {} `{}` is new.", control.tag, control.name)),
            Some(was) => said.extend(changed(was, control)),
        }
    }
    let gone = before.iter().filter(|was| !after.iter().any(|control| control.name == was.name));
    said.extend(gone.map(|was| format!("The {} `{}` is gone.", was.tag, was.name)));
    said
}

/// Each field once, with the tag that shows it.
fn shown(document: &Document) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for variable in variables(document) {
        if !all.iter().any(|(name, _)| name == variable.field()) {
            all.push((variable.field().to_owned(), variable.tag_name.clone()));
        }
    }
    all
}

fn changed(was: &Control, control: &Control) -> Option<String> {
    let name = &control.name;
    if was.tag != control.tag {
        return Some(format!("`{name}` was a {}, now it is a {}.", was.tag, control.tag));
    }
    let saved = |control: &Control| -> Vec<String> {
        control.options.iter().map(|choice| choice.saved_path.join(" / ")).collect()
    };
    let (before, after) = (saved(was), saved(control));
    let list = |some: &[String], than: &[String]| {
        let other: Vec<String> =
            some.iter().filter(|one| !than.contains(one)).take(6).map(|one| format!("`{one}`")).collect();
        other.join(", ")
    };
    let mut parts = Vec::new();
    for (words, what) in [(list(&after, &before), "new"), (list(&before, &after), "gone")] {
        if !words.is_empty() {
            parts.push(format!("{words} {} {what}", if words.contains(',') { "are" } else { "is" }));
        }
    }
    if was.limits != control.limits {
        parts.push("its range is another".to_owned());
    }
    if was.multiple != control.multiple {
        let now = if control.multiple { "several" } else { "only one" };
        parts.push(format!("{now} may be chosen now"));
    }
    if was.to_name != control.to_name {
        parts.push(format!("it is about `{}` now", control.to_name));
    }
    (!parts.is_empty()).then(|| format!("`{name}`: {}.", parts.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mapping_touches_is_said() {
        let before = r#"<View><Text name="t" value="$t"/><Text name="u" value="$u"/>
            <Choices name="c" toName="t"><Choice value="A"/><Choice value="B"/></Choices>
            <Rating name="r" toName="t"/><TextArea name="a" toName="t"/></View>"#;
        let after = r#"<View><Header value="Other words"/><HyperText name="t" value="$t"/><Text name="v" value="$v"/>
            <Choices name="c" toName="t" choice="multiple"><Choice value="A"/><Choice value="C"/></Choices>
            <Rating name="r" toName="v" maxRating="3"/><Number name="a" toName="t"/><Pairwise name="p" toName="t,v"/></View>"#;
        let (before, after) = (Document::parse(before), Document::parse(after));
        assert_eq!(
            changes(&before, &after),
            [
                "`$t` was shown by Text, now by HyperText.",
                "`$v` (Text) is new.",
                "`$u` is gone.",
                "`c`: `C` is new; `B` is gone; several may be chosen now.",
                "`r`: its range is another; it is about `v` now.",
                "`a` was a TextArea, now it is a Number.",
                "The Pairwise `p` is new.",
            ]
        );
        assert_eq!(changes(&before, &before), Vec::<String>::new());
    }
}
