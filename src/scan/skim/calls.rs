//! The tools that a usual answer calls.

use super::field::{Once, or_null};
use crate::{json::Walk, text::Text};

/// Calls of functions, each with its name and its arguments as a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls<'a> {
    /// The list as it is written; empty when nothing is called.
    raw: &'a str,
}

impl<'a> Calls<'a> {
    /// A list of calls, which may be empty. `None`: not usual.
    pub(super) fn read(walk: &mut Walk<'a>) -> Option<Self> {
        let raw = walk.raw()?;
        let mut any = false;
        each(raw, |_, _| any = true)?;
        Some(Self { raw: if any { raw } else { "" } })
    }

    /// Nothing is called.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Hands on name and arguments of each call, in order.
    pub fn each(self, take: impl FnMut(Text<'a>, Text<'a>)) {
        // They were all read before.
        each(self.raw, take).unwrap_or_default();
    }
}

fn each<'a>(raw: &'a str, mut take: impl FnMut(Text<'a>, Text<'a>)) -> Option<()> {
    Walk::new(raw).list(|walk| {
        let (mut called, mut keys) = (None, Once::default());
        walk.object(|walk, key| match key {
            "function" => keys.first(0).and_then(|()| function(walk)).map(|function| called = Some(function)),
            _ => walk.skip(),
        })?;
        let (name, arguments) = called?;
        take(name, arguments);
        Some(())
    })
}

fn function<'a>(walk: &mut Walk<'a>) -> Option<(Text<'a>, Text<'a>)> {
    let (mut name, mut arguments, mut keys) = (None, Text::default(), Once::default());
    walk.object(|walk, key| match key {
        "name" => keys.first(0).and_then(|()| walk.string()).map(|text| name = Some(text)),
        "arguments" => {
            keys.first(1).and_then(|()| or_null(walk, |walk| walk.string().map(|text| arguments = text)))
        }
        // It counts where there are no arguments.
        "input" => None,
        _ => walk.skip(),
    })?;
    Some((name?, arguments))
}
