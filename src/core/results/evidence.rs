//! What is known of the rows beside the index: what was looked up in the bytes, and the batch beside.

use super::compare::Comparison;
use super::probe::{Found, Probe};
use hashbrown::HashMap;

/// What was looked up.
#[derive(Debug, Default)]
pub struct Evidence {
    found: HashMap<Probe, Found>,
    /// How the rows differ from those of another batch, once both are read.
    pub comparison: Option<Comparison>,
}

impl Evidence {
    /// What was found for a probe. `None`: no one has begun to look.
    pub fn get(&self, probe: &Probe) -> Option<&Found> {
        self.found.get(probe)
    }

    /// What is found for a probe, to be added to.
    pub fn get_mut(&mut self, probe: &Probe) -> Option<&mut Found> {
        self.found.get_mut(probe)
    }

    /// Keeps what was found, in place of what was.
    pub fn insert(&mut self, probe: Probe, found: Found) {
        self.found.insert(probe, found);
    }

    /// Forgets what the filter no longer needs.
    pub fn keep(&mut self, probes: &[Probe]) {
        self.found.retain(|probe, _| probes.contains(probe));
    }

    /// The paths of JSON values that are looked up, in the order of their letters.
    pub fn paths(&self) -> Vec<String> {
        let path = |probe: &Probe| match probe {
            Probe::Json { path } => Some(path.clone()),
            Probe::Text { .. } => None,
        };
        let mut paths: Vec<_> = self.found.keys().filter_map(path).collect();
        paths.sort_unstable();
        paths
    }

    /// What was found for a path.
    pub fn json(&self, path: &str) -> Option<&Found> {
        self.get(&Probe::Json { path: path.to_owned() })
    }
}
