//! Files on disk become batches.

use super::names::{self, Part};
use super::note;
use super::sniff::{Kind, Sniffer};
use crate::companion::etag::hex;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Folders below the first one.
const LEVELS: usize = 2;

/// A batch as its files.
#[derive(Debug, Clone)]
pub struct Found {
    /// The note's own id, or one made from the path: the same after a restart.
    pub id: String,
    /// What a person would call it: the name that its files share.
    pub name: String,
    /// Unix seconds: the note's, or when the oldest of its files was written.
    pub created_at: i64,
    /// What was asked.
    pub input: Option<OnDisk>,
    /// What came back.
    pub output: Option<OnDisk>,
    /// What failed.
    pub errors: Option<OnDisk>,
    /// What `batch.json` says.
    pub note: Map<String, Value>,
    /// Why it says nothing, though it is there.
    pub note_fault: Option<String>,
}

/// One file as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDisk {
    /// Made from the path: the same after a restart.
    pub id: String,
    /// Where it is.
    pub path: PathBuf,
    /// Bytes.
    pub len: u64,
    /// When it was last written.
    pub modified: SystemTime,
}

impl Found {
    /// Input, output, errors.
    pub fn parts(&self) -> [&Option<OnDisk>; 3] {
        [&self.input, &self.output, &self.errors]
    }
}

impl OnDisk {
    /// When it was last written, Unix seconds.
    pub fn seconds(&self) -> i64 {
        let since = self.modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }
}

#[derive(Default)]
struct Group {
    input: Option<OnDisk>,
    output: Option<OnDisk>,
    errors: Option<OnDisk>,
    note: Option<PathBuf>,
}

impl Group {
    fn has_results(&self) -> bool {
        self.output.is_some() || self.errors.is_some()
    }

    /// An input alone was never run, as far as one can see, unless a note says more.
    fn is_batch(&self) -> bool {
        self.has_results() || (self.note.is_some() && self.input.is_some())
    }

    fn slot(&mut self, part: Part) -> &mut Option<OnDisk> {
        match part {
            Part::Input => &mut self.input,
            Part::Errors => &mut self.errors,
            Part::Output | Part::Unmarked | Part::Note => &mut self.output,
        }
    }
}

/// Folder (relative) and the name that the files share, in small letters.
type Key = (PathBuf, String);
type Groups = BTreeMap<Key, Group>;

/// Looks at a folder. `root` is canonical.
///
/// # Errors
/// When the folder itself cannot be read; a folder below that cannot be read is logged and left out.
pub fn scan(root: &Path, sniffer: &Sniffer) -> io::Result<Vec<Found>> {
    let mut groups = Groups::new();
    walk(root, root, LEVELS, sniffer, &mut groups)?;
    let folders: BTreeSet<PathBuf> = groups.keys().map(|(folder, _)| folder.clone()).collect();
    for folder in &folders {
        pair_the_lonely(folder, &mut groups);
        give_the_note_its_batch(folder, &mut groups);
    }
    let mut taken = HashSet::new();
    let batches = groups.into_iter().filter(|(_, group)| group.is_batch());
    Ok(batches.map(|(key, group)| found(root, &key, group, &mut taken)).collect())
}

fn walk(root: &Path, folder: &Path, levels: usize, sniffer: &Sniffer, groups: &mut Groups) -> io::Result<()> {
    let mut entries: Vec<DirEntry> = std::fs::read_dir(folder)?.filter_map(Result::ok).collect();
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && levels > 0 && !name.starts_with('.') {
            if let Err(error) = walk(root, &entry.path(), levels - 1, sniffer, groups) {
                tracing::warn!("The folder {} cannot be read: {error}.", entry.path().display());
            }
            continue;
        }
        let Some((base, part)) = names::read(&name) else { continue };
        // A file may go away between the listing and this look: then it is not there.
        let Some((path, about)) = regular_file(root, &entry) else { continue };
        let relative = folder.strip_prefix(root).unwrap_or(folder);
        if part == Part::Note {
            groups.entry((relative.to_owned(), base.to_lowercase())).or_default().note = Some(path);
            continue;
        }
        let modified = about.modified().unwrap_or(UNIX_EPOCH);
        let file = OnDisk { id: id("file-", &relative.join(&name)), len: about.len(), modified, path };
        let part = match part {
            Part::Unmarked => match sniffer.kind(&file.path, file.len, file.modified) {
                Kind::Results => Part::Output,
                Kind::Requests => Part::Input,
                Kind::Other => continue,
            },
            marked => marked,
        };
        let slot = groups.entry((relative.to_owned(), base.to_lowercase())).or_default().slot(part);
        if slot.is_none() {
            *slot = Some(file);
        } else {
            // `x.output.jsonl` beside `x_results.jsonl`: the second is a batch of its own.
            *groups.entry((relative.to_owned(), name.to_lowercase())).or_default().slot(part) = Some(file);
        }
    }
    Ok(())
}

/// A regular file, or a link to one inside of the folder.
fn regular_file(root: &Path, entry: &DirEntry) -> Option<(PathBuf, Metadata)> {
    let mut path = entry.path();
    if entry.file_type().ok()?.is_symlink() {
        path = path.canonicalize().ok().filter(|real| real.starts_with(root))?;
    }
    let about = path.metadata().ok().filter(Metadata::is_file)?;
    Some((path, about))
}

/// `vllm run-batch -i examples.jsonl -o results.jsonl`: two names that share nothing. Where a folder holds exactly
/// one input without results and one batch without input, they belong together.
fn pair_the_lonely(folder: &Path, groups: &mut Groups) {
    let only = |wanted: &dyn Fn(&Group) -> bool| {
        let mut keys = groups.iter().filter(|((at, _), group)| at == folder && wanted(group));
        let first = keys.next().map(|(key, _)| key.clone());
        first.filter(|_| keys.next().is_none())
    };
    let input = only(&|group| group.input.is_some() && !group.has_results() && group.note.is_none());
    let batch = only(&|group| group.input.is_none() && group.has_results());
    if let (Some(input), Some(batch)) = (input, batch) {
        let file = groups.remove(&input).and_then(|group| group.input);
        if let Some(group) = groups.get_mut(&batch) {
            group.input = file;
        }
    }
}

/// A plain `batch.json` speaks of the only batch of its folder, whatever that batch's files are called.
fn give_the_note_its_batch(folder: &Path, groups: &mut Groups) {
    let key = (folder.to_owned(), String::new());
    let Some(note) = groups.get(&key).filter(|group| !group.has_results() && group.input.is_none()) else {
        return;
    };
    let Some(path) = note.note.clone() else { return };
    let mut others = groups.iter_mut().filter(|((at, base), _)| at == folder && !base.is_empty());
    if let (Some((_, only)), None) = (others.next(), others.next())
        && only.note.is_none()
    {
        only.note = Some(path);
        groups.remove(&key);
    }
}

fn found(root: &Path, key: &Key, group: Group, taken: &mut HashSet<String>) -> Found {
    let (note, note_fault) = match group.note.as_deref().map(note::read) {
        Some(Ok(note)) => (note, None),
        Some(Err(fault)) => (Map::new(), Some(fault)),
        None => (Map::new(), None),
    };
    let own = note.get("id").and_then(Value::as_str).filter(|id| !id.is_empty() && !taken.contains(*id));
    let id = own.map_or_else(|| id("batch_", &key.0.join(&key.1)), str::to_owned);
    taken.insert(id.clone());
    let name = if key.1.is_empty() { folder_name(root, &key.0) } else { shared_name(&group, key) };
    let Group { input, output, errors, .. } = group;
    let oldest = [&input, &output, &errors].into_iter().flatten().map(OnDisk::seconds).min();
    let created_at = note.get("created_at").and_then(Value::as_i64).or(oldest).unwrap_or_default();
    Found { id, name, created_at, input, output, errors, note, note_fault }
}

/// The shared part as it is written, not in small letters.
fn shared_name(group: &Group, key: &Key) -> String {
    let file = group.output.as_ref().or(group.errors.as_ref()).or(group.input.as_ref());
    let name = file.and_then(|file| file.path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let base = name.as_deref().and_then(names::read).map(|(base, _)| base.to_owned());
    base.filter(|base| !base.is_empty()).unwrap_or_else(|| key.1.clone())
}

fn folder_name(root: &Path, relative: &Path) -> String {
    let whole = root.join(relative);
    whole.file_name().map_or_else(|| "results".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Opaque, and the same after a restart.
fn id(prefix: &str, relative: &Path) -> String {
    let mut hash = Sha256::new();
    hash.update(prefix.as_bytes());
    hash.update(relative.as_os_str().as_encoded_bytes());
    let digest = hash.finalize();
    format!("{prefix}{}", hex(digest.get(..12).unwrap_or_default()))
}
