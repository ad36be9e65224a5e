//! Any bytes as a labeling configuration.
#![no_main]

#[path = "../labeling_properties/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    holds::holds(&source);
    holds::mends(&source);
});
