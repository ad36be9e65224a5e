//! From a word to what it asks, or to what should be written instead.

use super::Problem;
use super::lex::{self, Item, Op, Word};
use super::term::{Column, Condition, Flag, JsonForm, Measure, Pattern, Term, Within};
use crate::core::results::{compare::Difference, probe::path, summary::RowOutcome};

/// The fields that a filter knows, for the sentence that lists them.
const FIELDS: &str = "outcome, finish, model, error, id, json, tools, refusal, reasoning, tokens, prompt, length, is, differs, answer, request, case";

/// What a word asks. `None`: nothing yet, such as empty quotes.
pub(super) fn term(word: Word<'_>) -> Result<Option<Term>, Problem> {
    let span = word.start..word.at + word.body.len();
    let problem = |sentence: String| Problem { span: span.clone(), sentence };
    let term = |condition, items| Term { span: span.clone(), not: word.not, condition, items };
    let plain = || {
        let text = lex::unquoted(word.body);
        let text_term = |text| term(Condition::Text { text, within: Within::Anywhere }, Vec::new());
        Ok((!text.is_empty()).then(|| text_term(text)))
    };
    let Some((name, op, at)) = lex::field(word.body) else {
        return match lex::path_of(word.body) {
            Some(_) => Err(problem(format!(
                "Say what {0} should be: {0}=\"yes\", {0}>3, {0}:part, or {0}:* for any value.",
                word.body
            ))),
            None => plain(),
        };
    };
    let rest = word.body.get(at..).unwrap_or_default();
    let field = Field { name, op, items: lex::items(rest, word.at + at), rest };
    let known = lex::path_of(name).is_some() || is_field(name);
    if !known && (rest.is_empty() || rest.starts_with("//")) {
        return plain();
    }
    if !known {
        let text = lex::quoted(word.body);
        return Err(problem(match nearest(name) {
            Some(near) => format!(
                "There is no field {name}. Did you mean {near}? To look for the text itself, write {text}."
            ),
            None => format!(
                "There is no field {name}. Fields are {FIELDS}. To look for the text itself, write {text}."
            ),
        }));
    }
    if field.items.is_empty() {
        return Err(problem(format!("Write what {name} should be, such as {}.", example(name))));
    }
    let condition = field.condition().map_err(problem)?;
    // Text is one item, commas and all.
    let items = field.items.iter().map(|item| item.span.clone()).collect();
    Ok(Some(term(condition, items)))
}

struct Field<'a> {
    name: &'a str,
    op: Op,
    items: Vec<Item>,
    rest: &'a str,
}

fn is_field(name: &str) -> bool {
    !matches!(canonical(name), Err(()))
}

/// The field that a word means.
fn canonical(name: &str) -> Result<&'static str, ()> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "outcome" | "status" => "outcome",
        "finish" | "finish_reason" | "reason" => "finish",
        "model" => "model",
        "error" | "code" | "error_code" => "error",
        "id" | "custom_id" => "id",
        "json" => "json",
        "tools" | "tool" | "tool_calls" => "tools",
        "refusal" | "refused" => "refusal",
        "reasoning" | "thinking" => "reasoning",
        "tokens" | "output_tokens" | "completion_tokens" | "completion" => "tokens",
        "prompt" | "prompt_tokens" | "input_tokens" => "prompt",
        "length" | "len" | "chars" => "length",
        "is" | "has" => "is",
        "differs" | "diff" => "differs",
        "answer" | "output" => "answer",
        "request" | "input" => "request",
        "case" => "case",
        _ => return Err(()),
    })
}

/// The field that differs from `name` by one character, or that one of them begins.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let fields = FIELDS.split(", ");
    let near = |field: &&str| {
        (name.len() > 2 && (field.starts_with(&name) || name.starts_with(field))) || one_apart(&name, field)
    };
    fields.filter(|field| field.len() > 2).find(near)
}

#[allow(clippy::many_single_char_names, reason = "two of each")]
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    // One more, one less, one other, or two that changed places.
    let swapped = a.len() == b.len() && front + back + 2 == longer && {
        let pair = |text: &[u8]| (text.get(front).copied(), text.get(front + 1).copied());
        let ((x, y), (u, v)) = (pair(a), pair(b));
        x == v && y == u
    };
    (longer - shorter <= 1 && front + back >= longer - 1) || swapped
}

fn example(name: &str) -> String {
    match canonical(name) {
        _ if lex::path_of(name).is_some() => format!("{name}=\"yes\""),
        Ok("outcome") => "outcome:failed".to_owned(),
        Ok("finish") => "finish:length".to_owned(),
        Ok("error") => "error:rate_limit_exceeded".to_owned(),
        Ok("tokens" | "prompt" | "length") => format!("{name}>500 or {name}:100..500"),
        Ok("is") => "is:duplicate".to_owned(),
        Ok("differs") => "differs:any".to_owned(),
        Ok("json" | "tools" | "refusal" | "reasoning" | "case") => format!("{name}:yes"),
        _ => format!("{name}:something"),
    }
}

impl Field<'_> {
    fn condition(&self) -> Result<Condition, String> {
        if let Some(path) = lex::path_of(self.name) {
            return self.value(path);
        }
        let field = canonical(self.name).unwrap_or_default();
        if let Some(measure) = [Measure::Tokens, Measure::Prompt, Measure::Length]
            .into_iter()
            .find(|measure| measure.word() == field)
        {
            return self.measure(measure);
        }
        if !matches!(self.op, Op::Has | Op::Is) {
            return Err(format!("{} is no number: write {}.", self.name, example(self.name)));
        }
        let text = |within| Ok(Condition::Text { text: lex::unquoted(self.rest), within });
        let named = |column| Ok(Condition::Named(column, self.patterns()));
        match field {
            "outcome" => Ok(Condition::Outcome(self.each("ok, failed, unreadable or missing", outcome)?)),
            "finish" => named(Column::Finish),
            "model" => named(Column::Model),
            "error" => named(Column::Error),
            "id" => named(Column::Id),
            "json" => Ok(Condition::Json(self.each("yes, fenced or no", |word| match word {
                "yes" | "bare" => Some(JsonForm::Bare),
                "fenced" | "fence" => Some(JsonForm::Fenced),
                "no" => Some(JsonForm::No),
                _ => None,
            })?)),
            "tools" => Ok(Condition::Flag(Flag::Tools, self.yes()?)),
            "refusal" => Ok(Condition::Flag(Flag::Refusal, self.yes()?)),
            "reasoning" => Ok(Condition::Flag(Flag::Reasoning, self.yes()?)),
            "case" => Ok(Condition::Case(self.yes()?)),
            "differs" => {
                let all = self.each("any, text, outcome, only-here or no", differences)?;
                Ok(Condition::Differs(all.into_iter().flatten().copied().collect()))
            }
            "answer" => text(Within::Answer),
            "request" => text(Within::Request),
            _ => self.is(),
        }
    }

    fn each<T>(&self, known: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
        let one = |item: &Item| {
            read(&item.text.to_ascii_lowercase())
                .ok_or_else(|| format!("{} is {known}, not {}.", self.name, item.text))
        };
        self.items.iter().map(one).collect()
    }

    fn patterns(&self) -> Vec<Pattern> {
        self.items.iter().map(|item| Pattern { text: item.text.clone(), quoted: item.quoted }).collect()
    }

    fn yes(&self) -> Result<bool, String> {
        let read = |word: &str| match word {
            "yes" | "true" | "on" => Some(true),
            "no" | "false" | "off" | "none" => Some(false),
            _ => None,
        };
        match self.each("yes or no", read)?.as_slice() {
            [one] => Ok(*one),
            _ => Err(format!("{} is either yes or no.", self.name)),
        }
    }

    fn is(&self) -> Result<Condition, String> {
        let read = |word: &str| match word {
            "duplicate" | "double" | "repeated" => Some(Condition::Duplicate),
            "tools" | "tool_calls" => Some(Condition::Flag(Flag::Tools, true)),
            "refusal" | "refused" => Some(Condition::Flag(Flag::Refusal, true)),
            "reasoning" => Some(Condition::Flag(Flag::Reasoning, true)),
            "json" => Some(Condition::Json(vec![JsonForm::Bare, JsonForm::Fenced])),
            word => outcome(word).map(|outcome| Condition::Outcome(vec![outcome])),
        };
        let known = "duplicate, ok, failed, unreadable, missing, json, tools, refusal or reasoning";
        let mut all = self.each(known, read)?;
        match (all.pop(), all.is_empty()) {
            (Some(one), true) => Ok(one),
            _ => Err(format!("Write one word behind {}:, and another {0}:word for the next.", self.name)),
        }
    }

    fn measure(&self, measure: Measure) -> Result<Condition, String> {
        let word = self.name;
        let wrong = || format!("{word} is a number: write {word}>500, {word}:100..500 or {word}<=2k.");
        let number = |text: &str| number(text).ok_or_else(wrong);
        let (min, max) = match self.op {
            Op::Over => (number(self.rest)?.checked_add(1).map(Some).ok_or_else(wrong)?, None),
            Op::From => (Some(number(self.rest)?), None),
            Op::Under => (None, number(self.rest)?.checked_sub(1).map(Some).ok_or_else(wrong)?),
            Op::UpTo => (None, Some(number(self.rest)?)),
            Op::IsNot => return Err(format!("Write -{word}:{} for all others.", self.rest)),
            Op::Has | Op::Is => match self.rest.split_once("..") {
                Some(("", "")) => return Err(wrong()),
                Some(("", max)) => (None, Some(number(max)?)),
                Some((min, "")) => (Some(number(min)?), None),
                Some((min, max)) => (Some(number(min)?), Some(number(max)?)),
                None => (Some(number(self.rest)?), Some(number(self.rest)?)),
            },
        };
        match (min, max) {
            (Some(min), Some(max)) if min > max => {
                Err(format!("{word} cannot be at least {min} and at most {max}: write {word}:{max}..{min}."))
            }
            (min, max) => Ok(Condition::Measure(measure, min, max)),
        }
    }

    fn value(&self, path: &str) -> Result<Condition, String> {
        match path::parse(path) {
            Some(steps) => {
                Ok(Condition::Value { path: path::text(&steps), op: self.op, wanted: self.patterns() })
            }
            None => Err(format!(
                "{} is no path: write json.name, json.list[0].name or json.\"a name\".",
                self.name
            )),
        }
    }
}

fn outcome(word: &str) -> Option<RowOutcome> {
    match word {
        "ok" | "succeeded" | "success" | "answered" => Some(RowOutcome::Succeeded),
        "failed" | "error" | "errors" | "failure" => Some(RowOutcome::Failed),
        "unreadable" | "broken" => Some(RowOutcome::Unreadable),
        "missing" | "unanswered" => Some(RowOutcome::Missing),
        _ => None,
    }
}

fn differences(word: &str) -> Option<&'static [Difference]> {
    Some(match word {
        "any" | "yes" => &[Difference::Text, Difference::Outcome, Difference::OnlyHere],
        "text" => &[Difference::Text],
        "outcome" => &[Difference::Outcome],
        "only-here" | "only" | "here" => &[Difference::OnlyHere],
        "no" | "same" | "none" => &[Difference::Same],
        _ => return None,
    })
}

/// `500`, `1,500`, `1_500`, `1.5k`, `2m`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn number(text: &str) -> Option<u32> {
    let text = text.replace([',', '_'], "").to_ascii_lowercase();
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (digits, scale) = match text.strip_suffix('k') {
        Some(digits) => (digits, 1000.0),
        None => (text.strip_suffix('m')?, 1_000_000.0),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = plain.then(|| digits.parse::<f64>().ok())?? * scale;
    (value <= f64::from(u32::MAX)).then_some(value.round() as u32)
}
