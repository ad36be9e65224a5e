//! What a screen reader is told: one polite message a second at most, failures at once.

use leptos::prelude::*;

/// The two live regions.
#[derive(Clone, Copy)]
pub struct Live {
    polite: RwSignal<String>,
    alert: RwSignal<String>,
    waiting: RwSignal<Option<String>>,
    news: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Live {
    pub(super) fn new() -> Self {
        Self {
            polite: RwSignal::default(),
            alert: RwSignal::default(),
            waiting: RwSignal::default(),
            news: RwSignal::default(),
            busy: RwSignal::new(false),
        }
    }

    /// The polite region's text.
    pub fn polite(&self) -> String {
        self.polite.get()
    }

    /// The alert region's text.
    pub fn alerted(&self) -> String {
        self.alert.get()
    }

    pub(super) fn alert(&self, text: String) {
        self.alert.try_set(text);
    }

    /// Whether the caller should start [`drain`](Self::drain): the text is out, and silence is owed.
    pub(super) fn offer(&self, text: String) -> bool {
        self.say(text, self.waiting)
    }

    /// The same for what nobody waits for: it takes no answer's place.
    pub(super) fn offer_news(&self, text: String) -> bool {
        self.say(text, self.news)
    }

    fn say(&self, text: String, later: RwSignal<Option<String>>) -> bool {
        if self.busy.get_untracked() {
            later.set(Some(text));
            return false;
        }
        self.busy.set(true);
        self.polite.set(text);
        true
    }

    /// Lets what came meanwhile out, one a second: the newest answer, then the newest news.
    pub(super) async fn drain(self) {
        loop {
            crate::browser::clock::sleep(1000).await;
            let next = |from: RwSignal<Option<String>>| from.try_update(Option::take).flatten();
            match next(self.waiting).or_else(|| next(self.news)) {
                Some(text) => drop(self.polite.try_set(text)),
                None => break,
            }
        }
        self.busy.try_set(false);
    }
}
