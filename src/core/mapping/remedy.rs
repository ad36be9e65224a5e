//! What can be done about a cause: a change of the source that it is of.

use super::causes::Cause;
use super::fault::Kind;
use super::{Conversion, Otherwise, Source, Target};
use serde_json::{Map, Value};

/// So long may a text become that is cut: about 40 pages.
const CUT: usize = 100_000;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// A word stands for this choice.
    Word {
        /// The word.
        from: String,
        /// The choice.
        to: String,
    },
    /// Where there is no value, this is it; the person says what.
    Default,
    /// Where the value does not fit, the control is left unanswered.
    LeaveOut,
    /// The text is cut.
    Cut,
    /// Something is mapped to it.
    Map,
    /// Nothing is mapped to it any more.
    Unmap,
}

/// What can be done about a cause, the likeliest first; nothing: its rows are not sent, or go without.
pub fn remedies(cause: &Cause) -> Vec<Remedy> {
    let fault = &cause.fault;
    let predicted = cause.target.prediction().is_some();
    match fault.kind {
        Kind::NotMapped => vec![Remedy::Map],
        Kind::NotAChoice => {
            let word = fault.word.clone().zip(fault.near.clone());
            let word = word.map(|(from, to)| Remedy::Word { from, to });
            word.into_iter().chain(cause.refuses.then_some(Remedy::LeaveOut)).collect()
        }
        Kind::NoControl => vec![Remedy::Unmap],
        Kind::WrongType | Kind::OutOfRange | Kind::NotInText if predicted && cause.refuses => {
            vec![Remedy::LeaveOut]
        }
        Kind::TooLong => vec![Remedy::Cut],
        kind if kind.is_lack() && !matches!(cause.target, Target::ModelVersion(_)) => vec![Remedy::Default],
        _ => Vec::new(),
    }
}

impl Remedy {
    /// The source after it. `value`: what stands in, for [`Remedy::Default`]. `None`: none, or the person has to say.
    pub fn apply(&self, source: &Source, value: Option<Value>) -> Option<Source> {
        let mut source = source.clone();
        match self {
            Self::Word { from, to } => {
                if let Some(Conversion::Map(words)) = source.then.last_mut() {
                    words.insert(from.clone(), to.clone().into());
                } else {
                    let words = Map::from_iter([(from.clone(), to.clone().into())]);
                    source.then.push(Conversion::Map(words));
                }
            }
            Self::Default => source.then.push(Conversion::Default(value?)),
            Self::LeaveOut => source.otherwise = Otherwise::LeaveOut,
            Self::Cut => source.then.push(Conversion::Truncate(CUT)),
            Self::Map | Self::Unmap => return None,
        }
        Some(source)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::causes::Causes;
    use super::super::preset::Preset;
    use super::super::tests::{batch, line};
    use super::super::{Mapper, Mapping};
    use super::*;
    use crate::core::labeling::Document;
    use serde_json::json;

    const XML: &str = r#"<View><Text name="t" value="$text"/><Text name="u" value="$why"/>
        <Choices name="c" toName="t" choice="multiple"><Choice value="Strong Yes"/><Choice value="No"/></Choices>
        <Rating name="r" toName="t"/></View>"#;

    fn refused(mapping: &Mapping) -> Causes {
        let document = Document::parse(XML);
        let mapper = Mapper::new(mapping, &document);
        let mut causes = Causes::default();
        let answers = [
            json!({"c": "Strong yes", "r": 9, "why": "x"}),
            json!({"c": ["No", "Strong yes"], "r": 1, "why": "x"}),
            json!({"c": "No", "r": 1}),
        ];
        for (place, answer) in (0..).zip(answers) {
            causes.add(place, &mapper.task(&batch(), &line(&answer.to_string()), "k"));
        }
        causes
    }

    #[test]
    fn each_remedy_ends_its_cause() {
        let file = r#"{"version": 1, "data": {"text": {"path": "output.text"}, "why": {"path": "output.json.why"}},
            "predictions": [{"controls": {"c": {"path": "output.json.c"}, "r": {"path": "output.json.r"}}}]}"#;
        let mut mapping = Preset::read(file).unwrap().mapping;
        let causes = refused(&mapping);
        assert_eq!((causes.tasks, causes.refused), (3, 3));
        let all = causes.by_count();
        assert_eq!(
            all.iter().map(|cause| (cause.target.to_string(), cause.count)).collect::<Vec<_>>(),
            [("c".into(), 2), ("r".into(), 1), ("$why".into(), 1)]
        );
        for cause in all {
            let remedy = remedies(&cause).into_iter().next().unwrap();
            let source = remedy.apply(mapping.get(&cause.target).unwrap(), Some("none".into())).unwrap();
            mapping.put(&cause.target, Some(source));
        }
        let after = refused(&mapping);
        assert_eq!((after.refused, after.by_count().len()), (0, 1));
        assert_eq!(after.of(&Target::control("r")), (1, false));
    }
}
