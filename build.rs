//! Rebuilds the companion when the page was built anew, for the page is inside the binary. And prepares a page
//! whose later steps are to be split off.

fn main() {
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
}
