//! A `.env` file with its places: what it says, what is wrong with its lines, and a corrected copy.

use std::path::{Path, PathBuf};

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    line: usize,
    key: String,
    value: String,
}

/// What a file and the environment say. The environment wins, as it does for the programs that read both.
#[derive(Debug)]
pub(super) struct Settings {
    path: Option<PathBuf>,
    text: String,
    entries: Vec<Entry>,
    /// Lines that are no assignment, from 1.
    pub(super) broken: Vec<usize>,
    environment: fn(&str) -> Option<String>,
}

/// A line to change or to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) key: &'static str,
    pub(super) value: String,
    /// It is a secret, and is not shown.
    pub(super) secret: bool,
}

impl Settings {
    /// Reads the file, if there is one.
    pub(super) fn read(path: Option<&Path>, environment: fn(&str) -> Option<String>) -> Result<Self, String> {
        let Some(path) = path else { return Ok(Self::of(String::new(), environment)) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
        Ok(Self { path: Some(path.to_owned()), ..Self::of(text, environment) })
    }

    fn of(text: String, environment: fn(&str) -> Option<String>) -> Self {
        let (mut entries, mut broken) = (Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let assignment = line.strip_prefix("export ").unwrap_or(line).split_once('=');
            let named = |key: &str| {
                !key.is_empty() && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
            };
            match assignment.map(|(key, value)| (key.trim(), value.trim())) {
                Some((key, value)) if named(key) => {
                    entries.push(Entry { line: at + 1, key: key.to_owned(), value: unquoted(value) });
                }
                _ => broken.push(at + 1),
            }
        }
        Self { path: None, text, entries, broken, environment }
    }

    /// The value that counts; an empty one is none.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let own =
            || self.entries.iter().rev().find(|entry| entry.key == key).map(|entry| entry.value.clone());
        (self.environment)(key).or_else(own).filter(|value| !value.trim().is_empty())
    }

    /// Where a key is said: `.env, line 12`, `the environment`, or where it is to be added.
    pub(super) fn place(&self, key: &str) -> String {
        let name = self.path.as_ref().map_or_else(|| ".env".to_owned(), |path| path.display().to_string());
        if (self.environment)(key).is_some() {
            return "the environment".to_owned();
        }
        match self.entries.iter().rev().find(|entry| entry.key == key) {
            Some(entry) => format!("{name}, line {}", entry.line),
            None => format!("add to {name}"),
        }
    }

    /// The file as it should be: changed lines stay as comments above the new ones, further ones come at the end.
    pub(super) fn corrected(&self, changes: &[Change]) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut left: Vec<&Change> = changes.iter().collect();
        for (at, line) in self.text.lines().enumerate() {
            let key = self.entries.iter().find(|entry| entry.line == at + 1).map(|entry| entry.key.as_str());
            let Some(found) = left.iter().position(|change| Some(change.key) == key) else {
                lines.push(line.to_owned());
                continue;
            };
            let change = left.remove(found);
            // What was said before is a secret too.
            let before = if change.secret { format!("{}=…", change.key) } else { line.to_owned() };
            lines.push(format!("# was: {before}"));
            lines.push(format!("{}={}", change.key, change.value));
        }
        if !left.is_empty() {
            lines.push("\n# Added by `batch-curator doctor --fix`.".to_owned());
        }
        lines.extend(left.iter().map(|change| format!("{}={}", change.key, change.value)));
        lines.join("\n") + "\n"
    }

    /// Where the corrected copy goes: beside the file.
    pub(super) fn copy(&self) -> Option<PathBuf> {
        let path = self.path.as_ref()?;
        let mut name = path.file_name()?.to_os_string();
        name.push(".fixed");
        Some(path.with_file_name(name))
    }
}

fn unquoted(value: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inner.0.to_owned();
        }
    }
    // A comment after the value.
    value.split(" #").next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# a\nLABEL_STUDIO_URL=http://localhost:8080 # ours\nexport A='x # y'\nnonsense\nLABEL_STUDIO_TOKEN=\"t\"\n";

    #[test]
    fn values_have_places_and_the_environment_wins() {
        let settings = Settings::of(TEXT.to_owned(), |key| (key == "B").then(|| "b".to_owned()));
        assert_eq!(settings.get("LABEL_STUDIO_URL").as_deref(), Some("http://localhost:8080"));
        assert_eq!(settings.get("A").as_deref(), Some("x # y"));
        assert_eq!(
            (settings.get("B").as_deref(), settings.place("B").as_str()),
            (Some("b"), "the environment")
        );
        assert_eq!(
            (settings.place("A").as_str(), settings.broken.as_slice()),
            (".env, line 3", [4].as_slice())
        );
        assert_eq!(settings.get("C"), None);
    }

    #[test]
    fn a_corrected_copy_changes_only_what_was_wrong() {
        let settings = Settings::of(TEXT.to_owned(), |_| None);
        let change = |key, value: &str, secret| Change { key, value: value.to_owned(), secret };
        let changes = [
            change("LABEL_STUDIO_URL", "http://localhost:4115", false),
            change("LABEL_STUDIO_TOKEN", "new", true),
            change("LABEL_STUDIO_PROJECT_ID", "3", false),
        ];
        let text = settings.corrected(&changes);
        assert!(text.contains(
            "# was: LABEL_STUDIO_URL=http://localhost:8080 # ours\nLABEL_STUDIO_URL=http://localhost:4115\n"
        ));
        assert!(text.contains("# was: LABEL_STUDIO_TOKEN=…\nLABEL_STUDIO_TOKEN=new\n"));
        assert!(text.ends_with("doctor --fix`.\nLABEL_STUDIO_PROJECT_ID=3\n"));
    }
}
