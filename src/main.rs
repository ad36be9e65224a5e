//! The companion's door.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    batch_curator::companion::main()
}

/// Trunk builds every target of the package, this one too; in the browser it has nothing to do.
#[cfg(target_arch = "wasm32")]
fn main() {}
