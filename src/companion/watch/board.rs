//! What the watcher is doing, for the page, `/ready` and the metrics; and how it is woken.

use crate::core::imports::Watching;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// Where the watcher writes and others read.
#[derive(Default)]
pub(in crate::companion) struct Board {
    now: Mutex<Watching>,
    wake: Notify,
}

impl Board {
    pub(super) fn new(now: Watching) -> Self {
        Self { now: Mutex::new(now), wake: Notify::new() }
    }

    /// What is known now.
    pub(in crate::companion) fn now(&self) -> Watching {
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
