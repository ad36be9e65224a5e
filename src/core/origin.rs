//! Where results come from: a batch of the batch API, one of its files, an address, or a file from disk.

/// Where results come from. Ids are opaque.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A batch, by its id.
    Batch(String),
    /// A file of the batch API, by its id.
    File(String),
    /// A results file at an address of the page's own origin.
    Url(String),
    /// A file that the person gave, by its name. It does not survive a reload.
    Local(String),
}

impl Origin {
    /// What names the origin inside Label Studio, as part of every result's key. A batch is its bare id: keys
    /// that are written already depend on it.
    pub fn identity(&self) -> String {
        match self {
            Self::Batch(id) => id.clone(),
            Self::File(id) => format!("file:{id}"),
            Self::Url(url) => format!("url:{url}"),
            Self::Local(name) => format!("local:{name}"),
        }
    }

    /// The origin whose [`identity`](Self::identity) this is.
    pub fn known_as(identity: &str) -> Self {
        let after = |prefix: &str| identity.strip_prefix(prefix).map(str::to_owned);
        let named = after("file:")
            .map(Self::File)
            .or_else(|| after("url:").map(Self::Url))
            .or_else(|| after("local:").map(Self::Local));
        named.unwrap_or_else(|| Self::Batch(identity.to_owned()))
    }

    /// What people call it before anything is read: the id, the address, the file's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Batch(name) | Self::File(name) | Self::Url(name) | Self::Local(name) => name,
        }
    }

    /// The batch, where it is one.
    pub fn batch_id(&self) -> Option<&str> {
        match self {
            Self::Batch(id) => Some(id),
            _ => None,
        }
    }

    /// The word of the address: `#/batch/…`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Batch(_) => "batch",
            Self::File(_) => "file",
            Self::Url(_) => "url",
            Self::Local(_) => "local",
        }
    }

    /// The origin of this kind, as [`word`](Self::word) gives it. `None`: there is no such kind.
    pub fn of(word: &str, name: String) -> Option<Self> {
        Some(match word {
            "batch" => Self::Batch(name),
            "file" => Self::File(name),
            "url" => Self::Url(name),
            "local" => Self::Local(name),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_differ_and_a_batch_keeps_its_id() {
        let all = ["batch", "file", "url", "local"].map(|word| Origin::of(word, "x".to_owned()));
        let names: std::collections::BTreeSet<_> = all.iter().flatten().map(Origin::identity).collect();
        assert!(all.iter().flatten().all(|origin| Origin::known_as(&origin.identity()) == *origin));
        assert_eq!(names.len(), 4);
        assert!(names.contains("x"));
        assert_eq!(Origin::of("nowhere", "x".to_owned()), None);
    }
}
