//! `--config FILE.toml`: the options of `serve` and `watch` in a file. What the command line says wins. For other commands
//! the option is their own: a labeling configuration.
//!
//! ```toml
//! listen = "127.0.0.1:8001"
//! batch-api = "http://127.0.0.1:4080"
//! host = ["curator.example.org"]
//! once = true
//! ```

use std::ffi::OsString;
use std::path::Path;
use toml::{Table, Value};

const OPTION: &str = "--config";
const SERVED: [&str; 2] = ["serve", "watch"];

/// The arguments with those of the file put in; the file's own option is gone.
///
/// # Errors
/// The file cannot be read, or holds what is no option.
pub(super) fn merged(arguments: Vec<OsString>) -> Result<Vec<OsString>, String> {
    let served = arguments.get(1).is_some_and(|command| SERVED.iter().any(|served| command == served));
    if !served {
        return Ok(arguments);
    }
    let mut rest = Vec::with_capacity(arguments.len());
    let mut file = None;
    let mut all = arguments.into_iter();
    while let Some(argument) = all.next() {
        let text = argument.to_string_lossy();
        if text == OPTION {
            file = Some(all.next().ok_or("--config needs a file.")?);
        } else if let Some(path) = text.strip_prefix("--config=") {
            file = Some(path.into());
        } else {
            rest.push(argument);
        }
    }
    let Some(file) = file else { return Ok(rest) };
    let name = Path::new(&file).display().to_string();
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{name} cannot be read: {error}."))?;
    let table: Table =
        toml::from_str(&text).map_err(|error| format!("{name}: {}", error.to_string().trim_end()))?;
    for (key, value) in &table {
        let option = format!("--{key}");
        let said = |argument: &OsString| {
            let argument = argument.to_string_lossy();
            argument == option || argument.strip_prefix(&option).is_some_and(|rest| rest.starts_with('='))
        };
        if !rest.iter().any(said) {
            rest.extend(written(&option, value).map_err(|why| format!("{name}: {key}: {why}."))?);
        }
    }
    Ok(rest)
}

fn written(option: &str, value: &Value) -> Result<Vec<OsString>, &'static str> {
    let one = |text: String| vec![OsString::from(format!("{option}={text}"))];
    Ok(match value {
        Value::String(text) => one(text.clone()),
        Value::Integer(number) => one(number.to_string()),
        Value::Datetime(time) => one(time.to_string()),
        Value::Boolean(true) => vec![option.into()],
        Value::Boolean(false) => Vec::new(),
        Value::Array(items) => {
            let mut all = Vec::new();
            for item in items {
                all.extend(written(option, item)?);
            }
            all
        }
        Value::Float(_) | Value::Table(_) => return Err("this is no option's value"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_command_line_wins_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("curator.toml");
        let text = "listen = '127.0.0.1:9'\nhost = ['a', 'b']\nonce = true\nevery = 5\nsince = 2026-11-20\n";
        std::fs::write(&path, text).unwrap();
        let given = |more: &[&str]| {
            let path = path.to_str().unwrap();
            let all =
                ["batch-curator", "watch", "--config", path].iter().chain(more).map(OsString::from).collect();
            let merged = merged(all).unwrap();
            merged.iter().map(|argument| argument.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            given(&["--listen", "127.0.0.1:1"]),
            [
                "batch-curator",
                "watch",
                "--listen",
                "127.0.0.1:1",
                "--every=5",
                "--host=a",
                "--host=b",
                "--once",
                "--since=2026-11-20"
            ]
        );
        assert!(given(&["--every=7"]).iter().all(|argument| argument != "--every=5"));
        std::fs::write(&path, "listen = {}\n").unwrap();
        assert!(
            merged(vec!["x".into(), "serve".into(), format!("--config={}", path.display()).into()])
                .unwrap_err()
                .contains("listen")
        );
        assert!(merged(vec!["x".into(), "serve".into(), "--config".into()]).is_err());
        // A labeling configuration is another matter.
        let own: Vec<OsString> = ["x", "check", "--config", "none.xml"].iter().map(OsString::from).collect();
        assert_eq!(merged(own.clone()), Ok(own));
    }
}
