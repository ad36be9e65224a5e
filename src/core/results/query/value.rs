//! Whether a value of a JSON answer is what is asked for.

use super::lex::Op;
use super::term::Pattern;
use crate::core::results::probe::{Kind, Value, fold};

/// Whether a value is what is asked for.
pub(super) fn is(value: Option<&Value>, op: Op, wanted: &[Pattern]) -> bool {
    match op {
        Op::Is => wanted.iter().any(|wanted| equals(value, wanted)),
        // There must be one: `-json.x=v` is for those without as well.
        Op::IsNot => value.is_some() && !wanted.iter().any(|wanted| equals(value, wanted)),
        Op::Has => wanted.iter().any(|wanted| match value {
            None => wanted.is_none(),
            Some(value) if !wanted.quoted && wanted.text.contains('*') => {
                wanted.fits(&value.text) || wanted.text == "*"
            }
            Some(_) if wanted.is_none() => false,
            Some(value) => {
                let folded = |text: &str| text.chars().map(fold).collect::<String>();
                folded(&value.text).contains(&folded(&wanted.text))
            }
        }),
        Op::Over | Op::From | Op::Under | Op::UpTo => {
            wanted.iter().any(|wanted| value.is_some_and(|value| compares(value, op, &wanted.text)))
        }
    }
}

fn equals(value: Option<&Value>, wanted: &Pattern) -> bool {
    let Some(value) = value else { return wanted.is_none() && !wanted.text.is_empty() };
    match value.kind {
        _ if !wanted.quoted && wanted.text == "*" => true,
        Kind::Text if wanted.text == *value.text => wanted.quoted || !wanted.is_none(),
        Kind::Text | Kind::Absent => false,
        Kind::Number => {
            !wanted.quoted && (wanted.text == *value.text || same_number(&value.text, &wanted.text))
        }
        Kind::Null | Kind::Bool => !wanted.quoted && wanted.text.eq_ignore_ascii_case(&value.text),
        Kind::List | Kind::Object => *value.text == *wanted.text,
    }
}

fn same_number(a: &str, b: &str) -> bool {
    matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if a.total_cmp(&b).is_eq())
}

/// Numbers with numbers; anything else by its text, which is right for dates.
fn compares(value: &Value, op: Op, wanted: &str) -> bool {
    let order = match (value.kind, value.text.parse::<f64>(), wanted.parse::<f64>()) {
        (Kind::Number | Kind::Text, Ok(value), Ok(wanted)) => value.partial_cmp(&wanted),
        (Kind::Text, ..) => Some((*value.text).cmp(wanted)),
        _ => None,
    };
    order.is_some_and(|order| match op {
        Op::Over => order.is_gt(),
        Op::From => order.is_ge(),
        Op::Under => order.is_lt(),
        _ => order.is_le(),
    })
}
