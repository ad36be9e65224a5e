//! What the environment says.

/// The variables that hold Label Studio's token; the first that is set counts.
const TOKENS: [&str; 2] = ["LABEL_STUDIO_API_KEY", "LABEL_STUDIO_TOKEN"];

/// A variable that is set and not empty.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty())
}

/// Label Studio's token, as it was put there.
pub(super) fn token() -> Option<String> {
    TOKENS.into_iter().find_map(variable)
}
