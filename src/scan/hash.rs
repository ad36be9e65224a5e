//! A number for a text: equal for equal texts, today and tomorrow. Not for strangers' keys of a table.

const A: u64 = 0x9E37_79B9_7F4A_7C15;
const B: u64 = 0xD6E8_FEB8_6659_FD93;

/// 64 bits, never 0.
pub fn digest(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = A ^ (bytes.len() as u64).wrapping_mul(B);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(A);
        // What a product has moved up comes down again: else the next word could undo it.
        hash ^= hash >> 32;
    }
    let last = tail.iter().fold(0u64, |last, byte| last << 8 | u64::from(*byte));
    hash = (hash ^ last).wrapping_mul(B);
    // Every bit of the text reaches every bit of the number (the end of SplitMix64).
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (hash ^ (hash >> 31)).max(1)
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn texts_differ_and_a_text_keeps_its_number() {
        let texts = ["", "\0", "\0\0", "a", "b", "ab", "ba", "12345678", "123456780", "12345678\0", "é"];
        let all: std::collections::BTreeSet<u64> = texts.into_iter().map(digest).collect();
        assert_eq!(all.len(), texts.len());
        assert_eq!(digest("one"), digest(&String::from("one")));
        let many: std::collections::BTreeSet<u64> =
            (0..100_000).map(|n| digest(&format!("answer {n}"))).collect();
        assert_eq!(many.len(), 100_000);
    }
}
