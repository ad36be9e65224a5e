//! Keeping the list fresh, only while someone looks at it: every five seconds while something runs and moves,
//! ever more seldom while nothing does.

use super::{Batches, List, ask, counted};
use crate::{
    browser::clock,
    core::{batch::Cadence, protocol::batch_api::Pager, route::Step},
    state::App,
};
use leptos::prelude::*;

/// Between two beats of the clock.
const BEAT_MS: u32 = 5_000;
/// Running batches asked for by id at each look.
const BY_ID: usize = 20;
/// How the status line begins when a look failed.
const FAILED: &str = "Not refreshed";

impl Batches {
    /// Never ends; the owner that spawned it ends it.
    pub(super) async fn keep_fresh(self, app: App) {
        let mut cadence = Cadence::default();
        loop {
            clock::sleep(BEAT_MS).await;
            // Gone: the app is unmounted.
            if self.now.try_set(clock::now_unix()).is_some() {
                return;
            }
            if !clock::visible() || app.route_untracked().step() != Step::Batches {
                cadence.away();
                continue;
            }
            if self.loading.get_untracked() {
                continue;
            }
            let running = self.list.with_untracked(List::running);
            if cadence.beat(!running.is_empty()) {
                let before = self.list.with_untracked(List::version);
                self.refresh(app, running).await;
                cadence.saw(self.list.try_with_untracked(List::version).is_some_and(|after| after != before));
            }
        }
    }

    /// The first page for what is new, and each running batch by its id: some servers move a batch on only
    /// when it is asked for (D21). A failure here is said in the status line: the list is still good.
    async fn refresh(self, app: App, running: Vec<String>) {
        let mut pager = Pager::new(&app.base());
        let Some(request) = pager.next_request() else { return };
        match app.ask_batch_api(request).await {
            Ok(response) => match pager.receive(&response) {
                Ok(batches) => drop(self.list.try_update(|list| list.put(batches))),
                Err(why) => return app.set_status(format!("{FAILED}: {why}")),
            },
            Err(why) => return app.set_status(format!("{FAILED}: {why}")),
        }
        for id in running.iter().take(BY_ID) {
            if let Ok(batch) = ask(app, id).await {
                self.list.try_update(|list| list.put([batch]));
            }
        }
        self.refreshed.try_set(clock::now_unix());
        if untrack(|| app.status()).starts_with(FAILED) {
            app.set_status("");
        }
        self.tell_of_ends(app, &running);
    }

    /// Says, without interrupting, which of those that ran have ended. The words stay until the next end.
    fn tell_of_ends(self, app: App, ran: &[String]) {
        let ended: Vec<_> = self
            .list
            .try_with_untracked(|list| {
                ran.iter().filter_map(|id| list.find(id)).filter(|batch| batch.is_finished()).collect()
            })
            .unwrap_or_default();
        let words = match ended.as_slice() {
            [] => return,
            [one] => one.farewell(),
            several => format!("{} have ended.", counted(several.len())),
        };
        app.set_status(words.clone());
        app.mention(words);
    }
}
