//! Rebuilds the companion when the page was built anew, for the page is inside the binary.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Not for the page itself: trunk writes `dist/` after each build, so that the wasm build would never rest.
    let wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if !wasm {
        println!("cargo::rerun-if-changed=dist");
    }
}
