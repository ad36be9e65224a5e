//! Values that stand in many places of a line: texts, numbers, errors, and keys that may come only once. Each step is
//! `None` where the line is not usual.

use crate::{json::Walk, text::Text};

/// Why a request failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Error<'a> {
    pub(super) code: Option<Text<'a>>,
    pub(super) message: Text<'a>,
}

/// `null`, or an object with a message.
pub(super) fn error<'a>(walk: &mut Walk<'a>, into: &mut Option<Error<'a>>) -> Option<()> {
    if walk.null()? {
        return Some(());
    }
    let (mut code, mut kind, mut message, mut number) = (None, None, None, false);
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "code" => {
            keys.first(0)?;
            if matches!(walk.peek()?, b'-' | b'0'..=b'9') {
                number = true;
                return walk.number().map(drop);
            }
            said(walk, &mut code)
        }
        "type" => keys.first(1).and_then(|()| said(walk, &mut kind)),
        "message" => keys.first(2).and_then(|()| walk.string()).map(|text| message = Some(text)),
        // One that is wrapped once more.
        "error" => None,
        _ => walk.skip(),
    })?;
    let code = code.or(kind);
    // A number counts as a code where no word is.
    if number && code.is_none() {
        return None;
    }
    *into = Some(Error { code, message: message? });
    Some(())
}

/// A text or a plain number; `null` and the empty text are none.
pub(super) fn id<'a>(walk: &mut Walk<'a>) -> Option<Text<'a>> {
    match walk.peek()? {
        b'"' => walk.string(),
        b'n' => nothing(walk).map(|()| Text::default()),
        _ => {
            let number = walk.number()?;
            (number.len() < 19 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| Text::of(number))
        }
    }
}

/// A text that is not empty, or `null`, or the empty text.
pub(super) fn said<'a>(walk: &mut Walk<'a>, into: &mut Option<Text<'a>>) -> Option<()> {
    if !walk.null()? {
        *into = Some(walk.string()?).filter(|text| !text.is_empty());
    }
    Some(())
}

pub(super) fn nothing(walk: &mut Walk<'_>) -> Option<()> {
    walk.null()?.then_some(())
}

pub(super) fn or_null<'a>(walk: &mut Walk<'a>, read: impl FnOnce(&mut Walk<'a>) -> Option<()>) -> Option<()> {
    if walk.null()? { Some(()) } else { read(walk) }
}

pub(super) fn digits(walk: &mut Walk<'_>) -> Option<u64> {
    let number = walk.number()?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse().ok()
}

/// Keys that came: none may come twice.
#[derive(Debug, Default)]
pub(super) struct Once(u32);

impl Once {
    #[inline]
    pub(super) fn first(&mut self, key: u32) -> Option<()> {
        let bit = 1u32.checked_shl(key)?;
        let new = self.0 & bit == 0;
        self.0 |= bit;
        new.then_some(())
    }
}
