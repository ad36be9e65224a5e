//! What Label Studio's own validators say, where Label Studio is installed: `make soak` asks them.

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Why the SDK and the server refuse it; `None`: they take it.
pub(crate) struct Verdict {
    pub(crate) sdk: Option<String>,
    pub(crate) server: Option<String>,
}

/// A verdict for each configuration; `None`: nobody is there to ask.
pub(crate) fn ask(sources: &[&str]) -> Option<Vec<Verdict>> {
    let python = PathBuf::from(std::env::var_os("ORACLE_PYTHON")?);
    let mut child = Command::new(python)
        .arg("tests/oracle/verdicts.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("ORACLE_PYTHON runs");
    let mut stdin = child.stdin.take().unwrap();
    let lines: Vec<_> = sources.iter().map(|source| format!("{}\n", Value::from(*source))).collect();
    let writer =
        std::thread::spawn(move || lines.iter().try_for_each(|line| stdin.write_all(line.as_bytes())));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let verdict = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let why = |key: &str| value[key].as_str().map(str::to_owned);
        Verdict { sdk: why("sdk"), server: why("server") }
    };
    let verdicts: Vec<_> = String::from_utf8(done.stdout).unwrap().lines().map(verdict).collect();
    assert_eq!(verdicts.len(), sources.len(), "the oracle answered each");
    Some(verdicts)
}
