//! Files of this user: where they are kept, and how one is written.

use etcetera::BaseStrategy as _;
use std::path::{Path, PathBuf};

/// Where this user's journals and receipts are.
pub(super) fn state_folder() -> Result<PathBuf, String> {
    let places = etcetera::base_strategy::choose_native_strategy().map_err(|_| {
        "There is no folder to keep the journal in: this user has no home. Give --journal FILE and --receipt FILE."
    })?;
    let folder = places.state_dir().unwrap_or_else(|| places.data_dir());
    Ok(folder.join("batch-curator"))
}

/// Writes a file whole, or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{} cannot be written: {error}.", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path)).map_err(fault)
}
