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
    /// A batch or a file is open, and read as far as it is there.
    Opened {
        /// The batch.
        batch_id: String,
        /// Rows.
        rows: usize,
        /// How it went: `ready`, `stopped` or `failed`.
        how: &'static str,
    },
    /// Another number of results is chosen.
    Selected {
        /// The batch.
        batch_id: String,
        /// How many.
        count: usize,
    },
    /// A push began to send.
    PushStarted {
        /// The batch.
        batch_id: String,
        /// The project.
        project: u64,
        /// Tasks to be sent.
        tasks: u64,
    },
    /// A push goes on; at most once a second.
    PushProgressed {
        /// The batch.
        batch_id: String,
        /// The project.
        project: u64,
        /// Tasks that were answered for.
        done: u64,
        /// Of so many.
        tasks: u64,
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
