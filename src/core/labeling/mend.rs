//! Mends what can be mended without asking: errors that have exactly one fix.

use super::{Report, Severity, check::check_document, tags::Edition, tree::Document};

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
    let mut report = report(source, edition);
    for _ in 0..ROUNDS {
        let Some(step) = step(&mended.xml, &report, edition) else { break };
        mended.done.push(step.title);
        mended.xml = step.xml;
        report = step.report;
    }
    mended
}

/// Whether [`safely`] would do anything; `report` is what the check says of the source.
pub fn can(source: &str, report: &Report, edition: Edition) -> bool {
    step(source, report, edition).is_some()
}

/// One fix, and what is left after it.
struct Step {
    xml: String,
    title: String,
    report: Report,
}

fn step(source: &str, before: &Report, edition: Edition) -> Option<Step> {
    let mut candidates = before.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    candidates.find_map(|found| {
        let [fix] = found.fixes.as_slice() else { return None };
        let xml = fix.apply(source);
        let report = report(&xml, edition);
        (report.errors < before.errors).then(|| Step { xml, title: fix.title.clone(), report })
    })
}

fn report(source: &str, edition: Edition) -> Report {
    check_document(&Document::parse(source), edition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_after_the_other() {
        let broken = r#"<View><Text name="text" value="$text"><Choices name="c" toName="txet"><Choice value="a"></Choices></View>"#;
        let mended = safely(broken, Edition::Community);
        let left = report(&mended.xml, Edition::Community);
        assert_eq!(left.errors, 0, "{mended:?}");
        assert!(mended.done.len() > 1, "{mended:?}");
        assert!(can(broken, &report(broken, Edition::Community), Edition::Community));
        assert!(!can(&mended.xml, &left, Edition::Community));
    }

    #[test]
    fn a_good_configuration_stays_as_it_is() {
        for template in super::super::TEMPLATES {
            let mended = safely(template.xml, Edition::Community);
            assert_eq!((mended.xml.as_str(), mended.done.len()), (template.xml, 0), "{}", template.id);
        }
    }
}
