//! Rebuilds the companion when the page was built anew, for the page is inside the binary. Prepares a page whose
//! later steps are to be split off. And takes the comments out of the style, which every page carries.

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    sheets(Path::new("style"), &Path::new(&std::env::var("OUT_DIR").unwrap_or_default()).join("style"))?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=BATCH_CURATOR_SPLIT");
    println!("cargo::rerun-if-changed=src/companion/ledger/migrations");
    // Not for the page itself: trunk writes `dist/` after each build, so that the wasm build would never rest.
    let wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if !wasm {
        println!("cargo::rerun-if-changed=dist");
    } else if std::env::var("BATCH_CURATOR_SPLIT").is_ok_and(|value| value == "1") {
        // See `src/ui/later.rs`. Taking code out of a linked module needs to know where it points.
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
    Ok(())
}

/// Spaces that are for people. Not before a colon, where one is a selector's.
const TIGHT: &[(&str, &str)] = &[
    (" {", "{"),
    ("{ ", "{"),
    ("{\n", "{"),
    (" }", "}"),
    ("; ", ";"),
    (";\n", ";"),
    (";}", "}"),
    ("} ", "}"),
    ("}\n", "}"),
    (": ", ":"),
    (", ", ","),
    (",\n", ","),
];

/// Copies the style without its comments and without what is only for people: a quarter of what a page would fetch of
/// it. No string of it holds any of these marks.
#[allow(clippy::disallowed_methods, reason = "it runs where the page is built")]
fn sheets(from: &Path, to: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", from.display());
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        let text = fs::read_to_string(file.path())?;
        let mut parts = text.split("/*");
        let first = parts.next().unwrap_or_default().to_owned();
        let bare = parts.filter_map(|part| part.split_once("*/")).fold(first, |bare, (_, rest)| bare + rest);
        let lines: Vec<&str> = bare.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let tight = TIGHT.iter().fold(lines.join("\n"), |text, (loose, tight)| text.replace(loose, tight));
        fs::write(to.join(file.file_name()), tight)?;
    }
    Ok(())
}
