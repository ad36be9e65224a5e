//! What the host page is told. `embed::events` turns each into an event of the element.

/// Something that a host may want to know. Plain values, never a token, never model output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outward {
    /// The view stands.
    Ready,
    /// Something failed, in a sentence.
    Error {
        /// The sentence.
        message: String,
    },
    /// The person went somewhere.
    Navigated {
        /// The route as a hash, such as `#/batches`.
        route: String,
    },
    /// Another number of results is chosen.
    Selected {
        /// The batch.
        batch_id: String,
        /// How many.
        count: usize,
    },
    /// A push ended, as counted in Label Studio.
    Pushed {
        /// The batch.
        batch_id: String,
        /// The project.
        project: u64,
        /// Tasks created.
        created: u64,
        /// Results that were there already.
        already_there: u64,
        /// Results that were refused or not sent.
        refused: u64,
    },
}
