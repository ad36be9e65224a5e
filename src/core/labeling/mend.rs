//! Mends what can be mended without asking: errors that have exactly one fix.

use super::{Severity, check::check_document, tags::Edition, tree::Document};

/// More rounds than errors are listed help no one.
const ROUNDS: usize = 200;

/// A configuration, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The configuration afterwards.
    pub xml: String,
    /// The titles of the fixes, in their order.
    pub done: Vec<String>,
}

/// Applies the first such fix that leaves fewer errors, checks again, and goes on until there is none.
pub fn safely(source: &str, edition: Edition) -> Mended {
    let mut mended = Mended { xml: source.to_owned(), done: Vec::new() };
    let mut errors = errors(&mended.xml, edition);
    for _ in 0..ROUNDS {
        let Some((xml, title, left)) = step(&mended.xml, edition, errors) else { break };
        mended = Mended { xml, done: mended.done };
        mended.done.push(title);
        errors = left;
    }
    mended
}

/// Whether [`safely`] would do anything.
pub fn can(source: &str, edition: Edition) -> bool {
    step(source, edition, errors(source, edition)).is_some()
}

fn errors(source: &str, edition: Edition) -> usize {
    check_document(&Document::parse(source), edition).errors
}

fn step(source: &str, edition: Edition, before: usize) -> Option<(String, String, usize)> {
    let report = check_document(&Document::parse(source), edition);
    let mut candidates = report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    candidates.find_map(|found| {
        let [fix] = found.fixes.as_slice() else { return None };
        let xml = fix.apply(source);
        let left = errors(&xml, edition);
        (left < before).then(|| (xml, fix.title.clone(), left))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_after_the_other() {
        let broken = r#"<View><Text name="text" value="$text"><Choices name="c" toName="txet"><Choice value="a"></Choices></View>"#;
        let mended = safely(broken, Edition::Community);
        assert_eq!(errors(&mended.xml, Edition::Community), 0, "{mended:?}");
        assert!(mended.done.len() > 1, "{mended:?}");
        assert!(can(broken, Edition::Community) && !can(&mended.xml, Edition::Community));
    }

    #[test]
    fn a_good_configuration_stays_as_it_is() {
        for template in super::super::TEMPLATES {
            let mended = safely(template.xml, Edition::Community);
            assert_eq!((mended.xml.as_str(), mended.done.len()), (template.xml, 0), "{}", template.id);
        }
    }
}
