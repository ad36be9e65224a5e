//! Finds a text in bytes.

/// Where `needle` first occurs, literally.
pub fn literal(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}
