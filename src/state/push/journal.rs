//! The journal of a push, in this browser: written before each request, forgotten when all is accounted for.

use super::Push;
use crate::{
    browser::documents::{self, Kind},
    core::push::{
        journal::{self, Entry, Head},
        machine::Push as Machine,
    },
    state::App,
};
use leptos::prelude::*;

/// Results whose lines are one part.
const LINES: usize = 200;

/// Where a push writes down what it does.
pub(super) struct Journal {
    /// `None`: nowhere.
    name: Option<String>,
    next: u32,
    fault: Option<String>,
}

impl Journal {
    /// Nothing is written down.
    pub(super) fn none() -> Self {
        Self { name: None, next: 0, fault: None }
    }

    /// One that was begun before, of so many parts.
    pub(super) fn of(name: String, parts: usize) -> Self {
        Self { name: Some(name), next: u32::try_from(parts).unwrap_or(u32::MAX), fault: None }
    }

    /// Why nothing is written down, if that is a fault.
    pub(super) fn fault(&self) -> Option<String> {
        self.fault.clone()
    }

    pub(super) async fn record(&mut self, entry: &Entry) {
        self.write(vec![journal::said(entry)]).await;
    }

    async fn write(&mut self, parts: Vec<String>) {
        let Some(name) = &self.name else { return };
        match documents::put_parts(Kind::Journal, name, self.next, &parts).await {
            Ok(()) => self.next = self.next.saturating_add(u32::try_from(parts.len()).unwrap_or(u32::MAX)),
            Err(why) => self.fault = Some(why),
        }
    }

    /// All is accounted for: nothing is left to be resumed.
    pub(super) async fn forget(self) {
        if let Some(name) = self.name {
            // What stays behind is offered to be resumed, and then sends nothing.
            documents::remove(Kind::Journal, &name).await.unwrap_or_default();
        }
    }
}

impl Push {
    /// Writes down what is about to be sent, with its tasks.
    pub(super) async fn begin_journal(&self, app: App, head: &Head) -> Journal {
        if !app.settings_untracked().persist {
            return Journal::none();
        }
        let mut journal = Journal { name: Some(head.name.clone()), next: 0, fault: None };
        let lines = self.machine.with_value(|machine| {
            let candidates = machine.as_ref().map(Machine::candidates).unwrap_or_default();
            self.texts.with_value(|texts| {
                let line = |(candidate, text): (_, &String)| journal::line(candidate, text);
                candidates.iter().zip(texts).map(line).collect::<Vec<_>>()
            })
        });
        let mut parts = vec![journal::said(head)];
        parts.extend(lines.chunks(LINES).map(|lines| lines.join("\n")));
        journal.write(parts).await;
        // The head last: a journal that is listed is whole.
        if journal.fault.is_none()
            && let Err(why) = documents::put_head(Kind::Journal, &head.name, &journal::said(head)).await
        {
            journal.fault = Some(why);
        }
        if let Some(why) = journal.fault() {
            self.sending.update(|sending| sending.no_journal = Some(why));
        }
        journal
    }
}
