//! Servers of the tests' own making: `fetch` is replaced for everything under `https://test.invalid/`.
//!
//! | below it | what answers |
//! |---|---|
//! | `full` | a batch server with two pages of batches |
//! | `ended` | one batch that is completed when it is asked for, and one that expired |
//! | `empty`, `lame` | one without batches, one that fails |
//! | `steps` | one with a single batch and its files |
//! | `studio` | a Label Studio with project 12, in which nothing is |

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = replace_fetch)]
    fn replace();
    /// How often they were asked.
    pub(crate) fn requests() -> u32;
}

/// From here on these servers answer; every other address is asked as ever. They are on the page alone, so results
/// are read there too.
pub(crate) fn replace_fetch() {
    batch_curator::browser::desk::stay_here(true);
    replace();
}
