//! What the embedder chose. `embed::options` reads it from JavaScript.

use super::hosted::Taker;
use crate::browser::hook::Hook;
use crate::core::{results::desk::Memory, route::Steps};

/// How the page is set up; fixed by the embedder, changed by `update()`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Where the batch API is, without `/v1`; empty: where the page came from.
    pub base: String,
    /// Label Studio's address, to start with.
    pub label_studio: Option<String>,
    /// The project's id, to start with.
    pub project: Option<u64>,
    /// Colours.
    pub theme: Theme,
    /// Where the route is kept.
    pub route: RouteMode,
    /// May the page remember theme, Label Studio's address and project? Never a token.
    pub persist: bool,
    /// Where a companion introduces itself, such as `companion.json`; `None`: there is none to ask.
    pub companion: Option<String>,
    /// How many bytes of results may stay in memory.
    pub memory: Memory,
    /// Which screens are shown.
    pub steps: Steps,
    /// The batch that is open at first, by its id.
    pub batch: Option<String>,
    /// What is chosen of it at first: a filter, empty for all. `None`: nothing.
    pub select: Option<String>,
    /// What requests to the batch API carry beyond ours.
    pub headers: Headers,
    /// Who gets the selection.
    pub taker: Option<Taker>,
}

/// Headers for the batch API, from the host page.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Headers {
    /// None.
    #[default]
    None,
    /// Always these.
    Fixed(Vec<(String, String)>),
    /// Asked for before each request.
    Asked(Hook),
}

impl std::fmt::Debug for Headers {
    /// One of the values may be a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Fixed(_) => "Fixed",
            Self::Asked(_) => "Asked",
        })
    }
}

/// Colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The word in attributes and storage.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.word() == word)
    }
}

/// Where the route is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RouteMode {
    /// In memory: an embed leaves its host's address alone.
    #[default]
    Memory,
    /// In the address's hash: a reload keeps its place, a link leads to it.
    Hash,
}
