//! Where the page's files come from: inside the binary, or a folder while developing.

use crate::companion::etag;
use axum::body::Bytes;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

/// `dist/`, as trunk wrote it. Debug builds read the folder at run time, release builds hold it.
#[derive(RustEmbed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Dist;

/// A place that files come from.
#[derive(Debug, Clone)]
pub enum Files {
    /// Inside the binary.
    Embedded,
    /// A folder, read anew each time (`--page`).
    Folder(PathBuf),
}

/// One file, whole: the largest is the wasm, below a megabyte.
#[derive(Debug, Clone)]
pub struct File {
    /// What it holds.
    pub bytes: Bytes,
    /// Its validator, with quotes.
    pub etag: String,
}

impl Files {
    /// A file by its path below the root. `None`: there is none, or the path leads elsewhere.
    pub async fn get(&self, name: &str) -> Option<File> {
        if !stays_inside(name) {
            return None;
        }
        match self {
            Self::Embedded => {
                let found = Dist::get(name)?;
                let bytes = match found.data {
                    Cow::Borrowed(held) => Bytes::from_static(held),
                    Cow::Owned(read) => Bytes::from(read),
                };
                Some(File { bytes, etag: etag::of_hash(&found.metadata.sha256_hash()) })
            }
            Self::Folder(root) => {
                let path = tokio::fs::canonicalize(root.join(name)).await.ok()?;
                if !path.starts_with(tokio::fs::canonicalize(root).await.ok()?) {
                    return None;
                }
                let bytes = Bytes::from(tokio::fs::read(path).await.ok()?);
                Some(File { etag: etag::of_bytes(&bytes), bytes })
            }
        }
    }

    /// The place in words, safe inside HTML.
    pub fn place(&self) -> String {
        match self {
            Self::Embedded => "the folder <code>dist</code>, which goes into the binary,".to_owned(),
            Self::Folder(root) => {
                let text = root.display().to_string();
                let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                format!("the folder <code>{text}</code>")
            }
        }
    }
}

fn stays_inside(name: &str) -> bool {
    !name.contains(['\\', '\0'])
        && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn nothing_outside_of_the_folder_is_given_out() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "s").unwrap();
        let root = outside.path().join("dist");
        std::fs::create_dir(&root).unwrap();
        std::fs::write(root.join("index.html"), "page").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret"), root.join("link")).unwrap();
        let files = Files::Folder(root.clone());
        assert_eq!(files.get("index.html").await.unwrap().bytes, "page");
        let absolute = outside.path().join("secret").display().to_string();
        for name in ["../secret", "a/../../secret", "link", "", "..\\secret", &absolute] {
            assert!(files.get(name).await.is_none(), "{name}");
        }
    }
}
