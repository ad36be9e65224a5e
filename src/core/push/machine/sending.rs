//! Which results go into the next request.

use super::super::journal::Entry;
use super::super::plan::first_chunk;
use super::{Phase, Push};

impl Push {
    /// What is sent next: nothing new before it is known what became of what an interrupted push sent.
    pub(super) fn choose(&mut self) {
        if !self.open.is_empty() {
            let places = std::mem::take(&mut self.open).into_iter().collect();
            return self.doubt(places, "the push was interrupted", 0);
        }
        if self.stopped {
            self.queue.clear();
        }
        let count = first_chunk(self.queue.iter().copied(), &self.candidates, self.pace.limits());
        if count > 0 {
            self.phase = Phase::Load(self.queue.drain(..count).collect());
            return;
        }
        self.begin_proof();
    }

    /// A chunk's texts are here: it is announced, then sent.
    pub(super) fn load(&mut self, chunk: Vec<usize>, texts: &[String]) {
        let whole = chunk.len() == texts.len() && texts.iter().all(|text| !text.is_empty());
        if !whole {
            for place in chunk {
                self.not_sent(place, "the text of its task is not there any more");
            }
            self.phase = Phase::Sending;
            return;
        }
        for place in &chunk {
            if let Some(state) = self.states.get_mut(*place) {
                state.attempts += 1;
            }
        }
        self.written = true;
        self.records.push_back(Entry::Sending { places: chunk.clone(), at: self.now });
        self.phase = Phase::Ready(chunk, format!("[{}]", texts.join(",")));
    }
}
