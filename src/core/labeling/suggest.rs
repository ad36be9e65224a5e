//! "Did you mean": the nearest of some names.

/// The candidate nearest to `word`, when it is near enough to be a slip of the fingers: one edit, or one for
/// every three characters. Case does not count. Of equally near ones, the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(64).flat_map(char::to_lowercase).collect();
    if word.is_empty() {
        return None;
    }
    let limit = (word.len() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().take(64).flat_map(char::to_lowercase).collect();
        if other.is_empty() || word.len().abs_diff(other.len()) > limit {
            continue;
        }
        let distance = distance(&word, &other);
        // A one-letter name is near to every other: only the same letter in another case counts.
        let near = distance <= limit && distance < word.len().max(other.len());
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Edits between two words: insert, delete, replace, or swap neighbours.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, &a) in left.iter().enumerate() {
        let mut here = Vec::with_capacity(right.len() + 1);
        here.push(row + 1);
        let mut previous = None;
        for (column, &b) in right.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut least = at(&above, column) + usize::from(a != b);
            least = least.min(at(&above, column + 1) + 1).min(at(&here, column) + 1);
            let swapped = row > 0 && previous == Some(a) && left.get(row - 1) == Some(&b);
            if swapped && column > 0 {
                least = least.min(at(&before, column - 1) + 1);
            }
            here.push(least);
            previous = Some(b);
        }
        before = std::mem::replace(&mut above, here);
    }
    above.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near() {
        let tags = ["View", "Text", "TextArea", "Choices", "Choice", "Rating"];
        for (typed, meant) in [
            ("Txet", "Text"),
            ("Choises", "Choices"),
            ("textarea", "TextArea"),
            ("Ratng", "Rating"),
            ("Chioce", "Choice"),
        ] {
            assert_eq!(nearest(typed, tags), Some(meant), "{typed}");
        }
        assert_eq!(nearest("Checkbox", tags), None);
        assert_eq!(nearest("", tags), None);
        assert_eq!(nearest("x", ["t", "c"]), None);
        assert_eq!(nearest("T", ["t", "c"]), Some("t"));
    }
}
