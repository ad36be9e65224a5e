//! What a person wants opened: a pasted text, or files dropped on the page.
//!
//! Ids are opaque, so a bare one says nothing of what it names: the server is asked, for a batch first and then
//! for a file. An address says what it is, and a link of this page says everything.

mod address;

use super::{
    origin::Origin,
    protocol::{error::ApiError, http::host_of},
    route::{Route, decode},
    text,
};
use address::Place;

/// What a pasted text can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pasted {
    /// A link of this page.
    Link(Route),
    /// An id: of a batch, else of a file.
    Id(String),
    /// The id of a batch.
    Batch(String),
    /// The id of a file.
    File(String),
    /// The address of a results file.
    Address(String),
}

/// Why nothing can be opened: what is the matter, and what to do. Both are sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What is the matter.
    pub happened: String,
    /// What to do.
    pub remedy: &'static str,
}

impl Unfit {
    fn new(happened: impl Into<String>, remedy: &'static str) -> Self {
        Self { happened: happened.into(), remedy }
    }

    /// The browser named a file and did not hand it out.
    pub fn unreadable() -> Self {
        Self::new("The browser did not hand out that file.", "Choose it with “JSONL from disk” instead.")
    }
}

/// Reads a pasted text. `page` is the page's own address, `base` the batch API's (empty: the page's origin).
/// `Ok(None)`: it is blank.
pub fn read(pasted: &str, page: &str, base: &str) -> Result<Option<Pasted>, Unfit> {
    let pasted = unquoted(pasted);
    if pasted.is_empty() {
        return Ok(None);
    }
    if pasted.chars().any(char::is_control) {
        return Err(Unfit::new("That is more than one line.", "Paste one id or one address at a time."));
    }
    if let Some(route) = link(pasted) {
        return own(pasted, page).map(|()| Some(Pasted::Link(route)));
    }
    match address::read(pasted) {
        Place::Bare => Ok(Some(Pasted::Id(pasted.to_owned()))),
        Place::Disk => Err(Unfit::new(
            "A page cannot read this disk by an address.",
            "Drop the file on this page, or choose it with “JSONL from disk”.",
        )),
        Place::Scheme(scheme) => Err(Unfit::new(
            format!("Nothing can be read from an address that begins with {}:.", text::one_line(scheme, 20)),
            "Paste the id of a batch or of a file, or an address that begins with http.",
        )),
        Place::Web { origin, path } => {
            let ours = origin.is_none() || origin == address::origin(page);
            if let Some(object) = object(path).filter(|_| ours || origin == address::origin(base)) {
                return Ok(Some(object));
            }
            own(pasted, page).map(|()| Some(Pasted::Address(pasted.to_owned())))
        }
    }
}

/// Without blanks, and without what clings to a value that was copied out of JSON or a log.
fn unquoted(pasted: &str) -> &str {
    pasted.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | '<' | '>'))
}

/// A link of ours: its hash names what is open. What was read from a disk cannot be opened by a link.
fn link(pasted: &str) -> Option<Route> {
    let route = Route::parse(pasted.get(pasted.find("#/")?..)?);
    route.origin().is_some_and(|origin| !matches!(origin, Origin::Local(_))).then_some(route)
}

/// Whether an address is of the page's own origin; a relative one is.
fn own(pasted: &str, page: &str) -> Result<(), Unfit> {
    let origin = address::origin(pasted);
    if origin.is_none() || origin == address::origin(page) {
        return Ok(());
    }
    let here = text::one_line(host_of(page), 80);
    Err(Unfit::new(
        format!(
            "That address is of {}; this page reads from {here} alone.",
            text::one_line(host_of(pasted), 80)
        ),
        "Download the file and drop it on this page, or open the page of that server.",
    ))
}

/// `…/v1/batches/<id>` and `…/v1/files/<id>`, with anything after it.
fn object(path: &str) -> Option<Pasted> {
    let mut parts = path.split('/').skip_while(|part| *part != "v1").skip(1);
    let (kind, id) = (parts.next()?, decode(parts.next()?));
    match kind {
        _ if id.is_empty() => None,
        "batches" => Some(Pasted::Batch(id)),
        "files" => Some(Pasted::File(id)),
        _ => None,
    }
}

/// Whether a refused batch may still be a file. Servers say that they do not know an id with 400, 404, 422 or
/// even 500 (D15); who may not ask, or asks too often, learns nothing by asking again.
pub fn may_be_a_file(refused: &ApiError) -> bool {
    match refused {
        ApiError::Refused { status, .. } => !matches!(status, 401 | 403 | 429 | 502..=504),
        ApiError::Unexpected { .. } => true,
    }
}

/// What was dropped or chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// A folder.
    pub folder: bool,
}

/// Endings of files that are packed or binary.
const PACKED: [&str; 10] = ["gz", "zip", "zst", "bz2", "xz", "7z", "tar", "tgz", "parquet", "xlsx"];

/// Whether what was dropped is the one file that can be opened.
pub fn fit(given: &[Given]) -> Result<(), Unfit> {
    const WHICH: &str = "Drop the JSONL file of a batch's results: one JSON object on each line.";
    let one = match given {
        [] => return Err(Unfit::new("That holds no file.", WHICH)),
        [one] => one,
        several => {
            let number = text::counted(several.len() as u64, "file");
            return Err(Unfit::new(
                format!("Those are {number}; one can be open at a time."),
                "Drop one of them. To open several as one, join them first: cat *.jsonl > all.jsonl",
            ));
        }
    };
    let name = text::one_line(&one.name, 80);
    let ending = one.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if one.folder {
        return Err(Unfit::new(
            format!("{name} is a folder."),
            "Open it and drop the one file that you want to see.",
        ));
    }
    if one.bytes == 0 {
        return Err(Unfit::new(format!("{name} is empty: 0 bytes."), WHICH));
    }
    if ending.is_some_and(|ending| PACKED.contains(&ending.as_str())) {
        return Err(Unfit::new(
            format!("{name} is packed or binary, not JSONL."),
            "Unpack it first, then drop what was in it.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
