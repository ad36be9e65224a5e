//! Keeping the list fresh: every five seconds while something runs, else now and then, and only while
//! someone looks at it.

use super::{Batches, List, ask};
use crate::{
    browser::{clock, fetch},
    core::{protocol::batch_api::Pager, route::Step},
    state::App,
};
use leptos::prelude::*;

/// Between two looks.
const BEAT_MS: u32 = 5_000;
/// While nothing runs, only every so many beats.
const IDLE_BEATS: u32 = 4;
/// Running batches asked for by id at each beat.
const BY_ID: usize = 20;

impl Batches {
    /// Never ends; the owner that spawned it ends it.
    pub(super) async fn keep_fresh(self, app: App) {
        let mut idle = 0;
        loop {
            clock::sleep(BEAT_MS).await;
            // Gone: the app is unmounted.
            if self.now.try_set(clock::now_unix()).is_some() {
                return;
            }
            let looked_at = clock::visible() && app.route_untracked().step() == Step::Batches;
            if !looked_at || self.loading.get_untracked() {
                continue;
            }
            let running = self.list.with_untracked(List::running);
            idle = if running.is_empty() { idle + 1 } else { IDLE_BEATS };
            if idle >= IDLE_BEATS {
                idle = 0;
                self.refresh(app, running).await;
            }
        }
    }

    /// The first page for what is new, and each running batch by its id: some servers move a batch on only
    /// when it is asked for (D21). A failure here is said in the status line: the list is still good.
    async fn refresh(self, app: App, running: Vec<String>) {
        let mut pager = Pager::new(&app.base());
        let Some(request) = pager.next_request() else { return };
        match fetch::send(request).await {
            Ok(response) => match pager.receive(&response) {
                Ok(batches) => drop(self.list.try_update(|list| list.put(batches))),
                Err(why) => return app.set_status(format!("Not refreshed: {why}")),
            },
            Err(why) => return app.set_status(format!("Not refreshed: {why}")),
        }
        for id in running.into_iter().take(BY_ID) {
            if let Ok(batch) = ask(app, &id).await {
                self.list.try_update(|list| list.put([batch]));
            }
        }
        app.set_status("");
    }
}
