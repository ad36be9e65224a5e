//! What the watcher is doing, for the page, `/ready` and the metrics; and how it is woken.

use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// What is known of the watcher now. Times are Unix seconds.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::companion) struct Now {
    /// Which watcher this is, among those that share the ledger.
    pub(in crate::companion) watcher: String,
    /// Whose batches it watches.
    pub(in crate::companion) source: String,
    /// Label Studio's address.
    pub(in crate::companion) label_studio: String,
    /// The project that results go to when nothing says otherwise.
    pub(in crate::companion) project: Option<u64>,
    /// Seconds between two looks.
    pub(in crate::companion) every: u64,
    /// When it last looked.
    pub(in crate::companion) looked_at: Option<i64>,
    /// Why the last look failed.
    pub(in crate::companion) fault: Option<String>,
}

/// Where the watcher writes and others read.
#[derive(Default)]
pub(in crate::companion) struct Board {
    now: Mutex<Now>,
    wake: Notify,
}

impl Board {
    pub(super) fn new(now: Now) -> Self {
        Self { now: Mutex::new(now), wake: Notify::new() }
    }

    /// What is known now.
    pub(in crate::companion) fn now(&self) -> Now {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// It looked. The fault is returned when it is another one than before.
    pub(super) fn looked(&self, at: i64, fault: Option<String>) -> Option<String> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.looked_at = Some(at);
        let news = fault.clone().filter(|fault| now.fault.as_ref() != Some(fault));
        now.fault = fault;
        news
    }

    /// There may be something to do: it looks at once.
    pub(in crate::companion) fn wake(&self) {
        self.wake.notify_one();
    }

    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }
}
