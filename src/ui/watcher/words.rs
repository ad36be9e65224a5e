//! What a line of the ledger is called on the screen.

use crate::{
    core::imports::{Import, State},
    ui::kit::{Name, Part, TallyPart},
};

/// Its state: shape and word.
pub(super) fn state(import: &Import) -> (Name, String) {
    match import.state {
        State::Pending => (Name::Wait, "Pending".to_owned()),
        State::Importing => (Name::Run, "Importing".to_owned()),
        State::Imported => (Name::Ok, "Imported".to_owned()),
        State::Failed if import.attempts > 1 => (Name::Bad, format!("Failed, try {}", import.attempts)),
        State::Failed => (Name::Bad, "Failed".to_owned()),
        State::Skipped => (Name::Skip, "Skipped".to_owned()),
    }
}

/// The mapping's name and the project.
pub(super) fn mapping(import: &Import) -> (String, String) {
    let name = if import.mapping.is_empty() { "—".to_owned() } else { import.mapping.clone() };
    (name, import.project.map_or_else(String::new, |project| format!("project {project}")))
}

/// The bar.
pub(super) fn parts(import: &Import) -> Vec<TallyPart> {
    let total = import.of();
    let rest = total.saturating_sub(import.done);
    let part = |part, count, word| TallyPart { part, count, word };
    match import.state {
        State::Imported => {
            vec![part(Part::Ok, import.done, "are tasks"), part(Part::None, rest, "are no tasks")]
        }
        State::Failed if import.done == 0 => vec![part(Part::Bad, total, "failed")],
        State::Failed => vec![part(Part::Ok, import.done, "are tasks"), part(Part::Bad, rest, "are open")],
        State::Importing if import.total > 0 => vec![part(Part::Ok, import.done, "confirmed")],
        _ => Vec::new(),
    }
}
