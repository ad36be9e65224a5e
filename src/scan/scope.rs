//! Which strings of a line count, and what they say once their escapes are undone.
//!
//! A search is for what people read: texts of request and answer, error messages, ids that callers gave. Keys do
//! not count, nor does what is the same on every line or means nothing to a reader (see `MUTED`): a search for
//! "model" or "stop" would otherwise find every row. Numbers do not count either; filters are for those.

/// Keys whose values do not count, whatever is in them.
const MUTED: &[&[u8]] = &[
    b"id",
    b"object",
    b"model",
    b"role",
    b"type",
    b"finish_reason",
    b"request_id",
    b"system_fingerprint",
    b"service_tier",
    b"status",
    b"usage",
    b"logprobs",
    b"response_format",
    b"tools",
    b"b64_json",
    b"embedding",
    b"encrypted_content",
    b"method",
];

/// Hands on the raw bytes (escapes and all) of every string that counts, with their offset in the line, until one
/// says `true`: then that one's offset. Of a line that is no object all bytes are handed on as one string.
pub fn find_string(line: &[u8], mut says: impl FnMut(&[u8]) -> Option<usize>) -> Option<usize> {
    if line.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(byte)) != Some(&b'{')
    {
        return says(line);
    }
    let mut at = 0;
    let mut depth = 0u32;
    // Everything down to this depth is muted.
    let mut muted: Option<u32> = None;
    // The value that comes next belongs to a muted key.
    let mut next_muted = false;
    while let Some(step) =
        line.get(at..).and_then(|rest| rest.iter().position(|byte| b"\"{}[],".contains(byte)))
    {
        at += step;
        match line.get(at) {
            Some(b'"') => {
                let from = at + 1;
                let end = from + string_end(line.get(from..).unwrap_or_default());
                let raw = line.get(from..end).unwrap_or_default();
                at = end + 1;
                if is_key(line.get(at..).unwrap_or_default()) {
                    next_muted = MUTED.contains(&raw) || (depth == 1 && raw == b"url");
                } else if !next_muted
                    && muted.is_none()
                    && !raw.starts_with(b"data:")
                    && let Some(hit) = says(raw)
                {
                    return Some(from + hit);
                }
                continue;
            }
            Some(b'{' | b'[') => {
                depth = depth.saturating_add(1);
                if next_muted && muted.is_none() {
                    muted = Some(depth);
                }
                next_muted = false;
            }
            Some(b'}' | b']') => {
                if muted == Some(depth) {
                    muted = None;
                }
                depth = depth.saturating_sub(1);
                next_muted = false;
            }
            _ => next_muted = false,
        }
        at += 1;
    }
    None
}

/// Bytes before the quote that ends a string.
fn string_end(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(step) = text.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += step;
        if text.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    text.len()
}

fn is_key(after: &[u8]) -> bool {
    after.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

/// Undoes the escapes of a string once. What is no escape stays as it is; half a surrogate pair is U+FFFD.
pub fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let (width, byte) = match escape.get(1) {
            Some(b'n') => (2, b'\n'),
            Some(b't') => (2, b'\t'),
            Some(b'r') => (2, b'\r'),
            Some(b'b') => (2, 8),
            Some(b'f') => (2, 12),
            Some(plain @ (b'"' | b'\\' | b'/')) => (2, *plain),
            Some(b'u') if unit(escape).is_some() => {
                let (character, width) = character(escape);
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = escape.get(width..).unwrap_or_default();
                continue;
            }
            _ => (1, b'\\'),
        };
        out.push(byte);
        rest = escape.get(width..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// The 16 bits of `\u1234`.
fn unit(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

/// The character that an escape stands for, and how many bytes it takes.
fn character(escape: &[u8]) -> (char, usize) {
    let high = unit(escape).unwrap_or(0xFFFD);
    let low = escape.get(6..).and_then(unit).filter(|low| (0xDC00..0xE000).contains(low));
    match (high, low) {
        (0xD800..0xDC00, Some(low)) => {
            let joined = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            (char::from_u32(joined).unwrap_or('\u{FFFD}'), 12)
        }
        _ => (char::from_u32(high).unwrap_or('\u{FFFD}'), 6),
    }
}

/// A character without regard to case. ASCII stays among itself (the Kelvin sign is no `k`), and what would become
/// several characters stays as it is, so that a folded text has the characters of the text.
pub fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(single), None) if !single.is_ascii() => single,
        _ => character,
    }
}

/// Folds text in place of `out`. Bytes that are no UTF-8 become U+FFFD.
pub fn folded(text: &[u8], out: &mut Vec<u8>) {
    out.clear();
    if text.is_ascii() {
        out.extend(text.iter().map(u8::to_ascii_lowercase));
        return;
    }
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            out.extend_from_slice(fold(character).encode_utf8(&mut [0; 4]).as_bytes());
        }
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
}
