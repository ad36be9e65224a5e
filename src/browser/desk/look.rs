//! Probes: the bytes of all files of a job, from their beginning, as far as their rows are told, and further as they
//! come.

use super::{
    compressed::BLOCK,
    service::{Job, Service},
};
use crate::{
    browser::clock,
    core::results::{
        desk::Told,
        index::Source,
        probe::{Probe, Prober},
    },
};

/// Bytes that are looked through at a time: some blocks, whole where they are compressed.
const PART: u64 = 4 * BLOCK;
/// How often what was found is told.
const TELL_MS: f64 = 80.0;
/// How long to wait for more bytes.
const WAIT_MS: u32 = 60;

impl Service {
    pub(super) async fn look(&self, job: &Job, id: u32, probe: &Probe) {
        let wanted = || self.probes.borrow().contains(&id) && !job.closed.get();
        let mut part = vec![0u8; usize::try_from(PART).unwrap_or_default()];
        let mut before = 0;
        for source in [Source::Output, Source::Errors, Source::Input] {
            let mut prober = Prober::new(probe, source);
            let (mut at, mut told) = (0, clock::now_ms());
            let found = |prober: &mut Prober, at: u64| {
                let shelves = job.shelves.borrow();
                let of = [Source::Output, Source::Errors, Source::Input].map(|source| shelves.len(source));
                let told = Told::Found { id, source, done: before + at, of: of.iter().sum() };
                self.tell(told, Some(&prober.take()));
            };
            loop {
                if !wanted() {
                    return;
                }
                let here = job.told.borrow().get(&source).copied().unwrap_or_default();
                let count = here.saturating_sub(at).min(PART - at % PART);
                if count == 0 {
                    if job.done.get() || job.ended.borrow().contains(&source) {
                        break;
                    }
                    found(&mut prober, at);
                    clock::sleep(WAIT_MS).await;
                    continue;
                }
                let room = part.get_mut(..usize::try_from(count).unwrap_or_default()).unwrap_or_default();
                if !job.shelves.borrow().read(source, at, room) {
                    break; // what cannot be read cannot be found
                }
                prober.push(room);
                at += count;
                if clock::now_ms() - told > TELL_MS {
                    told = clock::now_ms();
                    found(&mut prober, at);
                }
                self.breathe().await;
            }
            // The last line of a file that was left or broke off is no row.
            if job.ended.borrow().contains(&source) {
                prober.finish();
            }
            found(&mut prober, at);
            before += at;
        }
        self.probed(id);
    }

    /// Nothing more will be found.
    pub(super) fn probed(&self, id: u32) {
        if self.probes.borrow_mut().remove(&id) {
            self.tell(Told::Probed { id }, None);
        }
    }
}
