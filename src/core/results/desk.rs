//! What the page and its desk say to each other. The desk reads the files of a job, keeps their bytes and looks
//! things up in them: a worker, or the page's own thread. Bytes travel beside a message, never in it.
//!
//! A job is one set of results: up to one file of each [`Source`]. Numbers of jobs and of questions are the
//! page's; the desk repeats them.

use super::{
    index::{Source, Span},
    probe::Probe,
};
use serde::{Deserialize, Serialize};

/// Where a file's bytes come from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bytes {
    /// An absolute address.
    Url {
        /// The address.
        url: String,
        /// Headers that the host page gives: one of them may be a secret.
        headers: Vec<(String, String)>,
    },
    /// A file of the person's, which travels beside the message.
    Given,
}

impl Bytes {
    /// An address that wants no headers.
    pub fn at(url: String) -> Self {
        Self::Url { url, headers: Vec::new() }
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Url { url, .. } => f.debug_struct("Url").field("url", url).finish_non_exhaustive(),
            Self::Given => f.write_str("Given"),
        }
    }
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAsk {
    /// What it holds.
    pub source: Source,
    /// Where it is.
    pub bytes: Bytes,
}

/// How many bytes of a job may stay in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// While it is read: what is above goes to the browser's private storage at once.
    pub reading: u64,
    /// Once it is read: a job with more goes there as a whole.
    pub settled: u64,
}

impl Memory {
    /// 64 MiB while it is read, so that reading is fast; 8 MiB after that.
    pub const USUAL: Self = Self { reading: 64 << 20, settled: 8 << 20 };

    /// So many bytes, at any time.
    pub const fn of(bytes: u64) -> Self {
        Self { reading: bytes, settled: bytes }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::USUAL
    }
}

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Read these files, one after another.
    Read {
        /// The job.
        job: u32,
        /// The files, in the order in which they are read.
        files: Vec<FileAsk>,
        /// What of it may stay in memory.
        memory: Memory,
    },
    /// Read no further. What was read stays.
    Stop {
        /// The job.
        job: u32,
    },
    /// Forget the job and its bytes.
    Close {
        /// The job.
        job: u32,
    },
    /// Copy these lines out.
    Lines {
        /// The question.
        id: u32,
        /// The job.
        job: u32,
        /// Where they lie.
        spans: Vec<Span>,
    },
    /// Look something up in all files, also in what is still to come.
    Probe {
        /// The question.
        id: u32,
        /// The job.
        job: u32,
        /// What.
        probe: Probe,
    },
    /// Look no further.
    Quiet {
        /// The question.
        id: u32,
    },
}

/// What the desk answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// The desk listens.
    Open,
    /// A file begins.
    Head {
        /// The job.
        job: u32,
        /// The file.
        source: Source,
        /// Its bytes, where the server says so.
        total: Option<u64>,
    },
    /// Rows, as a block beside the message for [`Index::append`](super::index::Index::append).
    Rows {
        /// The job.
        job: u32,
        /// The file.
        source: Source,
        /// Bytes of the file that are read so far.
        bytes: u64,
    },
    /// A file was read to its end.
    End {
        /// The job.
        job: u32,
        /// The file.
        source: Source,
    },
    /// The server answered something else than the file.
    Refused {
        /// The job.
        job: u32,
        /// The file.
        source: Source,
        /// HTTP status.
        status: u16,
        /// The answer's beginning.
        body: String,
    },
    /// No answer came, or the file broke off. The rows so far were told.
    Broken {
        /// The job.
        job: u32,
        /// The file.
        source: Source,
        /// Bytes that came before; 0: not even its head.
        bytes: u64,
        /// Host and port.
        host: String,
        /// The browser's own words.
        detail: String,
    },
    /// No more rows will come.
    Finished {
        /// The job.
        job: u32,
        /// Because the page wanted no more.
        stopped: bool,
    },
    /// Where the bytes are now.
    Kept {
        /// The job.
        job: u32,
        /// What they take of memory: in buffers, and compressed where it is much.
        in_memory: u64,
        /// In a file of the browser's private storage.
        in_file: u64,
        /// Why no file could be used, in a phrase; `None`: it could, or none was needed.
        why_not_file: Option<String>,
    },
    /// The lines that were asked for, one after another beside the message.
    Lines {
        /// The question.
        id: u32,
        /// Bytes of each line, in the order of the question; `None`: it is not there.
        lens: Vec<Option<u32>>,
        /// When they were copied out: milliseconds since 1970, with fractions.
        ready: f64,
    },
    /// What a probe found, as a block beside the message for [`Found::append`](super::probe::Found::append). The
    /// rows that it is about were told before.
    Found {
        /// The question.
        id: u32,
        /// The file.
        source: Source,
        /// Bytes of all files that are looked through.
        done: u64,
        /// Bytes of all files that there are so far.
        of: u64,
    },
    /// A probe saw everything.
    Probed {
        /// The question.
        id: u32,
    },
    /// The desk itself failed; nothing more will come.
    Fault {
        /// What happened.
        sentence: String,
    },
}

impl Told {
    /// The job that it is about; `None`: it answers a question, or is about all of them.
    pub fn job(&self) -> Option<u32> {
        match self {
            Self::Head { job, .. }
            | Self::Rows { job, .. }
            | Self::End { job, .. }
            | Self::Refused { job, .. }
            | Self::Broken { job, .. }
            | Self::Finished { job, .. }
            | Self::Kept { job, .. } => Some(*job),
            Self::Open
            | Self::Lines { .. }
            | Self::Found { .. }
            | Self::Probed { .. }
            | Self::Fault { .. } => None,
        }
    }
}

/// Cuts lines that lie one after another apart again. Lengths that lead past the end give nothing.
pub fn cut(bytes: &[u8], lens: &[Option<u32>]) -> Vec<Option<Vec<u8>>> {
    let mut rest = bytes;
    let mut take = |len: u32| {
        let (line, after) = rest.split_at_checked(len as usize)?;
        rest = after;
        Some(line.to_vec())
    };
    lens.iter().map(|len| len.and_then(&mut take)).collect()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn lines_come_apart_and_lengths_are_not_trusted() {
        let line = |text: &str| Some(text.as_bytes().to_vec());
        assert_eq!(
            cut(b"abcde", &[Some(2), None, Some(0), Some(3)]),
            [line("ab"), None, line(""), line("cde")]
        );
        assert_eq!(cut(b"abc", &[Some(u32::MAX), Some(2)]), [None, line("ab")]);
        assert!(cut(b"abc", &[]).is_empty());
    }
}
