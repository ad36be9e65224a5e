//! The connection test at work: performs what `core::protocol::connection` asks for, and times it.

use super::{Connection, Timed};
use crate::{
    browser::{clock, fetch},
    core::protocol::{
        connection::{Check, Step, Test},
        label_studio as api,
    },
};
use leptos::prelude::*;

impl Connection {
    /// Runs a test to its end; the checks on screen follow it while it is the newest.
    pub(super) async fn run(&self, mut test: Test, generation: u32) -> Test {
        loop {
            let began = clock::now_ms();
            let answer = match test.next_step() {
                Step::Plain(request) => fetch::send(request).await,
                Step::Knock(request) => fetch::knock(request).await,
                Step::Authorised(request) => self.call(request).await,
                Step::Done => return test,
            };
            let before: Vec<_> = test.checks().iter().map(|check| check.works).collect();
            test.receive(answer);
            if self.generation.try_get_value() != Some(generation) {
                return test;
            }
            let took = elapsed(began);
            self.checks.try_update(|checks| {
                let old = std::mem::take(checks);
                let ms = |at: usize| old.get(at).and_then(|timed| timed.ms);
                let fresh = |at: usize, check: &Check| before.get(at) != Some(&check.works);
                *checks = test
                    .checks()
                    .iter()
                    .enumerate()
                    .map(|(at, check)| Timed {
                        check: check.clone(),
                        ms: if fresh(at, check) { Some(took) } else { ms(at) },
                    })
                    .collect();
            });
        }
    }

    /// The projects to pick from, a thousand at most.
    pub(super) async fn list_projects(&self) {
        let base = self.base();
        let mut all = Vec::new();
        for page in 1..=10 {
            let Ok(response) = self.call(api::projects(&base, page)).await else { break };
            let Some(list) = api::read::<api::ProjectPage>(&response).filter(|_| response.ok()) else {
                break;
            };
            let more = list.next.is_some();
            all.extend(list.results);
            if !more {
                break;
            }
        }
        self.projects.try_set(all);
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a request's time in milliseconds"
)]
fn elapsed(began: f64) -> u32 {
    (clock::now_ms() - began).max(0.0) as u32
}
