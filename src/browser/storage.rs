//! The few things that a page may remember, and only where its host allows it. Never a token.

/// Everything that is ever stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `light`, `dark`; absent: as the system.
    Theme,
    /// The last Label Studio's address.
    LabelStudioUrl,
    /// The last project's id.
    LabelStudioProject,
    /// The saved mappings, as a JSON list of their files.
    Mappings,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::Theme => "batch-curator.theme",
            Self::LabelStudioUrl => "batch-curator.label-studio.url",
            Self::LabelStudioProject => "batch-curator.label-studio.project",
            Self::Mappings => "batch-curator.mappings",
        }
    }
}

/// `None` where nothing is stored, and where the browser forbids storage.
fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What was remembered.
pub fn read(key: Key) -> Option<String> {
    store()?.get_item(key.name()).ok().flatten().filter(|value| !value.is_empty())
}

/// Remembers, or forgets with `None`. A browser that forbids it is no error: the page just forgets.
pub fn write(key: Key, value: Option<&str>) {
    let Some(store) = store() else { return };
    match value {
        Some(value) => store.set_item(key.name(), value).unwrap_or_default(),
        None => store.remove_item(key.name()).unwrap_or_default(),
    }
}
