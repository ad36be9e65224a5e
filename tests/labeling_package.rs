//! False alarms on the configurations that Label Studio itself ships, where it is installed:
//! `LABEL_STUDIO_PACKAGE=…/site-packages/label_studio cargo test --test labeling_package -- --nocapture`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]

use batch_curator::core::labeling::{Document, Severity, check};
use std::path::{Path, PathBuf};

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, into);
        } else if path.ends_with("config.yml") || path.ends_with("config.xml") {
            into.push(path);
        }
    }
}

/// The XML of a gallery file: the block under `config:`.
fn configuration(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    if path.extension().is_some_and(|extension| extension == "xml") {
        return text;
    }
    let mut lines = text.lines().skip_while(|line| !line.starts_with("config:"));
    let first = lines.next().unwrap_or_default().trim_start_matches("config:").trim();
    if first.starts_with('<') {
        return first.to_owned();
    }
    let block = lines.take_while(|line| line.is_empty() || line.starts_with(' '));
    block.map(|line| line.strip_prefix("  ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_label_studio_ships_has_no_faults() {
    let Ok(package) = std::env::var("LABEL_STUDIO_PACKAGE") else {
        println!("skipped: LABEL_STUDIO_PACKAGE does not say where Label Studio is installed");
        return;
    };
    let mut paths = Vec::new();
    files(Path::new(&package), &mut paths);
    assert!(paths.len() > 50, "no configurations in {package}");
    let mut faulty = 0;
    for path in &paths {
        let source = configuration(path);
        let document = Document::parse(&source);
        for diagnostic in check(&source).diagnostics {
            // Tags of the Enterprise edition are told as such; the gallery ships some all the same.
            faulty +=
                usize::from(diagnostic.severity == Severity::Error && diagnostic.code != "enterprise-tag");
            let place = document.position(diagnostic.span.start);
            let (code, severity) = (diagnostic.code, diagnostic.severity.name());
            println!(
                "{}:{}:{}: {severity} {code}: {}",
                path.display(),
                place.line,
                place.column,
                diagnostic.message
            );
        }
    }
    println!("{} configurations, {faulty} errors", paths.len());
    assert_eq!(faulty, 0);
}
