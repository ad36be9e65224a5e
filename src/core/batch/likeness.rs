//! Which batches one compares with each other.

use super::Batch;

impl Batch {
    /// How likely one compares it with `here`, from 0: the same kind of requests, as many of them, and the same
    /// model count, in this order. A batch that still runs is last.
    pub fn likeness(&self, here: Option<&Self>) -> u8 {
        if !self.is_finished() {
            return 0;
        }
        let Some(here) = here else { return 1 };
        let endpoint = here.endpoint == self.endpoint;
        let requests = here.counts.total.is_some() && here.counts.total == self.counts.total;
        let model = here.model.is_some() && here.model == self.model;
        1 + u8::from(model) + 2 * u8::from(requests) + 4 * u8::from(endpoint)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn the_likeliest_are_those_that_asked_the_same() {
        let batch = |value| Batch::from_value(&value).unwrap();
        let here = batch(
            json!({ "id": "a", "status": "completed", "endpoint": "/v1/x", "model": "m", "request_counts": { "total": 9 } }),
        );
        let twin = batch(
            json!({ "id": "b", "status": "completed", "endpoint": "/v1/x", "model": "n", "request_counts": { "total": 9 } }),
        );
        let kin = batch(json!({ "id": "c", "status": "completed", "endpoint": "/v1/x", "model": "m" }));
        let far = batch(json!({ "id": "d", "status": "completed", "endpoint": "/v1/y" }));
        let runs = batch(json!({ "id": "e", "status": "in_progress", "endpoint": "/v1/x", "model": "m" }));
        let order = [twin, kin, far, runs].map(|other| other.likeness(Some(&here)));
        assert!(order.is_sorted_by(|a, b| a > b), "{order:?}");
    }
}
