//! `[1]: https://example.org` resolves `[1]`, and would then be gone. People who judge a text must see it.

use super::{Block, build::build};
use pulldown_cmark::{BrokenLink, CowStr, Options, Parser};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds of looking for definitions: a second definition of a name shows once the first is text.
const ROUNDS: usize = 8;

/// What models write: GitHub's tables, tasks and strikes.
const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// Definitions become text by a backslash before each; links find them all the same.
pub(super) fn kept_visible(text: &str) -> Vec<Block> {
    let mut escaped = text.to_owned();
    let mut known = BTreeMap::new();
    let mut added = BTreeSet::new();
    for _ in 0..ROUNDS {
        let found = definitions(&escaped, &mut known);
        if found.is_empty() {
            let resolve = |link: BrokenLink<'_>| {
                let (address, title): &(String, String) = known.get(&name(&link.reference))?;
                Some((CowStr::from(address.clone()), CowStr::from(title.clone())))
            };
            let parser = Parser::new_with_broken_link_callback(&escaped, OPTIONS, Some(resolve));
            return build(parser.into_offset_iter(), &escaped, &added);
        }
        (escaped, added) = with_backslashes(&escaped, &found, &added);
    }
    // Somebody defines one name again and again.
    vec![Block::Html(text.to_owned())]
}

/// Where definitions begin, in order; what they say is noted, the first of a name counts.
fn definitions(text: &str, known: &mut BTreeMap<String, (String, String)>) -> BTreeSet<usize> {
    let parser = Parser::new_ext(text, OPTIONS);
    let mut starts = BTreeSet::new();
    for (label, definition) in parser.reference_definitions().iter() {
        let title = definition.title.as_deref().unwrap_or_default().to_owned();
        known.entry(name(label)).or_insert_with(|| (definition.dest.to_string(), title));
        let from = text.get(definition.span.clone()).and_then(|span| span.find('['));
        starts.insert(definition.span.start + from.unwrap_or_default());
    }
    starts
}

/// The text with a backslash at each of these places, and where all the added backslashes are now.
fn with_backslashes(
    text: &str,
    starts: &BTreeSet<usize>,
    before: &BTreeSet<usize>,
) -> (String, BTreeSet<usize>) {
    let mut out = String::with_capacity(text.len() + starts.len());
    let mut rest = 0;
    let mut passed = starts.iter().peekable();
    let mut by = 0;
    let moved = before.iter().map(|at| {
        while passed.next_if(|start| *start <= at).is_some() {
            by += 1;
        }
        at + by
    });
    let mut added: BTreeSet<usize> = moved.collect();
    for start in starts {
        out.push_str(text.get(rest..*start).unwrap_or_default());
        added.insert(out.len());
        out.push('\\');
        rest = *start;
    }
    out.push_str(text.get(rest..).unwrap_or_default());
    (out, added)
}

/// A name as it is compared: letter case and white space do not count.
fn name(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
