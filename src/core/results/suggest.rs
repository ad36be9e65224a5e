//! What could be typed next in a filter: names of fields, then the values that exist.

/// Something to complete with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What the input holds once it is taken.
    pub draft: String,
    /// What is offered.
    pub word: String,
    /// What it means, or how many rows have it.
    pub note: String,
    /// The term is whole: a token can be made of it.
    pub whole: bool,
}

/// Every field, with what its values begin with, and what it is for.
const FIELDS: [(&str, &str); 15] = [
    ("outcome:", "ok, failed, missing, unreadable"),
    ("finish:", "why the answer ended"),
    ("model:", "the model"),
    ("error:", "the code of the error"),
    ("tokens>", "output tokens; also tokens:420..1680"),
    ("prompt>", "prompt tokens"),
    ("length>", "characters of the answer"),
    ("json:", "the answer is JSON: yes, fenced, no"),
    ("json.", "a value in a JSON answer: json.verdict=yes"),
    ("tools:", "calls a tool: yes, no"),
    ("refusal:", "refuses: yes, no"),
    ("reasoning:", "has reasoning: yes, no"),
    ("is:", "is:duplicate"),
    ("id:", "the custom_id; * is anything"),
    ("differs:", "from the other batch: any, text, outcome"),
];

/// The most that is offered at once.
const MOST: usize = 8;

/// What could follow the last word of `draft`. `values` knows the values of a field, most frequent first, as
/// they are written in a filter, with a note each; `keys` are the JSON keys that are known.
pub fn suggest(
    draft: &str,
    values: impl Fn(&str) -> Vec<(String, String)>,
    keys: &[String],
) -> Vec<Suggestion> {
    let at = last_word(draft);
    let (before, word) = draft.split_at_checked(at).unwrap_or((draft, ""));
    let (minus, word) = match word.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", word),
    };
    let make = |word: String, note: String, whole| Suggestion {
        draft: format!("{before}{minus}{word}"),
        word,
        note,
        whole,
    };
    let starts = |whole: &str, part: &str| {
        whole.len() > part.len()
            && whole.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part))
    };
    let mut found = Vec::new();
    if let Some((field, part)) = word.split_once([':', '=']) {
        let sign = if word.as_bytes().get(field.len()) == Some(&b'=') { '=' } else { ':' };
        let (before, last) = part.rsplit_once(',').unwrap_or(("", part));
        let comma = if before.is_empty() { "" } else { "," };
        let last = last.trim_start_matches('"');
        for (value, note) in values(field) {
            if starts(value.trim_start_matches('"'), last) {
                found.push(make(format!("{field}{sign}{before}{comma}{value}"), note, true));
            }
        }
    } else if starts(word, "json.") || word.eq_ignore_ascii_case("json.") {
        let paths =
            keys.iter().map(|key| format!("json.{key}")).filter(|path| starts(&format!("{path}="), word));
        found.extend(paths.map(|path| make(path + "=", String::new(), false)));
    } else {
        let fields = FIELDS.iter().filter(|(field, _)| starts(field, word));
        found.extend(fields.map(|(field, note)| make((*field).to_owned(), (*note).to_owned(), false)));
    }
    found.truncate(MOST);
    found
}

/// Where the last word begins: behind the last space that is not within quotes.
fn last_word(draft: &str) -> usize {
    let (mut at, mut open, mut escaped) = (0, false, false);
    for (here, character) in draft.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if open => escaped = true,
            '"' => open = !open,
            _ if !open && character.is_whitespace() => at = here + character.len_utf8(),
            _ => {}
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(field: &str) -> Vec<(String, String)> {
        let of = |values: &[&str]| values.iter().map(|value| ((*value).to_owned(), "3".to_owned())).collect();
        match field {
            "finish" => of(&["stop", "length", "\"a b\""]),
            "json.verdict" => of(&["\"Strong Yes\"", "No"]),
            _ => Vec::new(),
        }
    }

    fn words(draft: &str) -> Vec<String> {
        let keys = ["verdict".to_owned(), "score".to_owned()];
        suggest(draft, values, &keys).into_iter().map(|suggestion| suggestion.draft).collect()
    }

    #[test]
    fn fields_come_first() {
        assert_eq!(words("out"), ["outcome:"]);
        assert_eq!(words("Re"), ["refusal:", "reasoning:"]);
        assert_eq!(words("foo -mod"), ["foo -model:"]);
        assert_eq!(words("json"), ["json:", "json."]);
        assert_eq!(words("").len(), MOST);
    }

    #[test]
    fn then_the_values_that_exist() {
        assert_eq!(words("finish:").len(), 3);
        assert_eq!(words("finish:st"), ["finish:stop"]);
        assert_eq!(words("finish:stop,le"), ["finish:stop,length"]);
        assert_eq!(words("x finish:\"a"), ["x finish:\"a b\""]);
        assert_eq!(words("finish:stop"), Vec::<String>::new(), "what is whole needs no completion");
        assert_eq!(words("json.ver"), ["json.verdict="]);
        assert_eq!(words("json."), ["json.verdict=", "json.score="]);
        assert_eq!(words("json.verdict=str"), ["json.verdict=\"Strong Yes\""]);
    }

    proptest! {
        #[test]
        fn what_was_typed_before_stays(draft in "\\PC{0,40}") {
            for suggestion in suggest(&draft, values, &["é\"".to_owned()]) {
                let at = last_word(&draft);
                prop_assert_eq!(suggestion.draft.get(..at), draft.get(..at));
            }
        }
    }
}
