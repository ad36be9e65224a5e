//! What else there is to know of an answer: its form, and what stands beside it.

use super::super::conversation::{Part, Turn, text_of};
use super::Traits;
use scan::json::is_object_or_list;

/// The form of a text: JSON, or JSON in a code fence.
pub(super) fn of_text(text: &str) -> Traits {
    let text = text.trim();
    match text.strip_prefix("```") {
        Some(fenced) if is_fenced(fenced) => Traits::FENCED,
        None if is_object_or_list(text) => Traits::JSON,
        _ => Traits::default(),
    }
}

/// After the opening fence: perhaps the language, then JSON, then the closing fence and nothing more.
fn is_fenced(text: &str) -> bool {
    let inner = text.strip_suffix("```").unwrap_or_default();
    is_object_or_list(inner.strip_prefix("json").or_else(|| inner.strip_prefix("JSON")).unwrap_or(inner))
}

/// What stands beside the text.
pub(super) fn of_turns(turns: &[Turn]) -> Traits {
    turns.iter().flat_map(|turn| &turn.parts).fold(Traits::default(), |traits, part| {
        traits.and(match part {
            Part::ToolCall { .. } => Traits::TOOL_CALLS,
            Part::Refusal(_) => Traits::REFUSAL,
            Part::Reasoning(_) => Traits::REASONING,
            // Encrypted, so that its words are not known.
            Part::Other { kind, .. } if kind == "reasoning" => Traits::REASONING,
            _ => Traits::default(),
        })
    })
}

/// Of the text; without any, of the refusals and calls. 0: there is nothing to compare.
pub(super) fn digest(turns: &[Turn]) -> u64 {
    let text = text_of(turns);
    if !text.trim().is_empty() {
        return scan::hash::digest(&text);
    }
    let parts = turns.iter().flat_map(|turn| &turn.parts);
    let said: String = parts
        .filter(|part| matches!(part, Part::Refusal(_) | Part::ToolCall { .. }))
        .filter_map(super::said)
        .collect();
    if said.is_empty() { 0 } else { scan::hash::digest(&said) }
}
