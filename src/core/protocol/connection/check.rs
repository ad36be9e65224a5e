//! The parts of a connection, and what is known of each.

/// What is tested, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Part {
    Address,
    Cors,
    Token,
    Permission,
    Project,
}

/// All parts, in order.
pub const PARTS: [Part; 5] = [Part::Address, Part::Cors, Part::Token, Part::Permission, Part::Project];

impl Part {
    /// The part's name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Address => "Address",
            Self::Cors => "CORS",
            Self::Token => "Token",
            Self::Permission => "Permission",
            Self::Project => "Project",
        }
    }
}

/// What is known of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which part.
    pub part: Part,
    /// `Some(true)`: works. `Some(false)`: fails. `None`: not reached.
    pub works: Option<bool>,
    /// What was found, as a phrase.
    pub found: String,
    /// What mends it: a sentence, perhaps with a setting or a command.
    pub remedy: Option<String>,
}
