//! What a file's name says of its part in a batch.
//!
//! People and tools write `x.output.jsonl`, `x_results.jsonl`, `input-x.jsonl`, `errors.jsonl`. The word may stand
//! at either end, set off by a dot, a dash or an underscore; what remains is the batch's own name.

/// A file's part in a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was asked.
    Input,
    /// What came back.
    Output,
    /// What failed.
    Errors,
    /// A JSONL whose name does not say: its first lines will.
    Unmarked,
    /// `batch.json`: what else is known of the batch.
    Note,
}

const WORDS: [(&str, Part); 15] = [
    ("input", Part::Input),
    ("inputs", Part::Input),
    ("request", Part::Input),
    ("requests", Part::Input),
    ("output", Part::Output),
    ("outputs", Part::Output),
    ("out", Part::Output),
    ("result", Part::Output),
    ("results", Part::Output),
    ("response", Part::Output),
    ("responses", Part::Output),
    ("error", Part::Errors),
    ("errors", Part::Errors),
    ("failed", Part::Errors),
    ("failures", Part::Errors),
];

const BETWEEN: [char; 3] = ['.', '_', '-'];

/// The batch's own name (empty when the file is named by its part alone) and the part. `None`: neither JSONL nor
/// `batch.json`.
pub fn read(name: &str) -> Option<(&str, Part)> {
    if name.starts_with('.') {
        return None;
    }
    if name.eq_ignore_ascii_case("batch.json") {
        return Some(("", Part::Note));
    }
    if let Some(base) = without_end(name, ".batch.json") {
        return Some((base, Part::Note));
    }
    let stem = without_end(name, ".jsonl").or_else(|| without_end(name, ".ndjson"))?;
    if let Some(part) = part_of(stem) {
        return Some(("", part));
    }
    if let Some((base, word)) = stem.rsplit_once(BETWEEN)
        && let Some(part) = part_of(word)
    {
        return Some((base, part));
    }
    if let Some((word, base)) = stem.split_once(BETWEEN)
        && let Some(part) = part_of(word)
    {
        return Some((base, part));
    }
    Some((stem, Part::Unmarked))
}

fn part_of(word: &str) -> Option<Part> {
    WORDS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, part)| *part)
}

fn without_end<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(end.len())?;
    name.get(at..).filter(|tail| tail.eq_ignore_ascii_case(end)).and_then(|_| name.get(..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_may_stand_at_either_end() {
        for (name, expected) in [
            ("x.input.jsonl", Some(("x", Part::Input))),
            ("x_input.jsonl", Some(("x", Part::Input))),
            ("x-input.jsonl", Some(("x", Part::Input))),
            ("input_x.jsonl", Some(("x", Part::Input))),
            ("x.errors.jsonl", Some(("x", Part::Errors))),
            ("batch_6a1f_error.jsonl", Some(("batch_6a1f", Part::Errors))),
            ("batch_6a1f_output.jsonl", Some(("batch_6a1f", Part::Output))),
            ("RESULTS.JSONL", Some(("", Part::Output))),
            ("Ünïcode_Output.ndjson", Some(("Ünïcode", Part::Output))),
            ("november.jsonl", Some(("november", Part::Unmarked))),
            ("outputs-final.v2.jsonl", Some(("final.v2", Part::Output))),
            ("batch.json", Some(("", Part::Note))),
            ("x.batch.json", Some(("x", Part::Note))),
            (".hidden.jsonl", None),
            ("x.jsonl.part", None),
            ("notes.json", None),
        ] {
            assert_eq!(read(name), expected, "{name}");
        }
    }
}
