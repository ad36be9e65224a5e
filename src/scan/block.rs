//! A block of bytes in less room: LZ4, which takes less time than reading them does.

/// The block, compressed. Where nothing repeats it is longer by a two-hundredth.
#[inline(never)]
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    lz4_flex::block::compress(bytes)
}

/// Fills all of `into`, which is as long as the block was, from what [`compress`] made of it. `false`: it is not that.
#[inline(never)]
pub fn open(compressed: &[u8], into: &mut [u8]) -> bool {
    lz4_flex::block::decompress_into(compressed, into).is_ok_and(|len| len == into.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn results_take_a_fraction() {
        let lines = br#"{"custom_id":"1","response":{"status_code":200,"body":{"choices":[]}},"error":null}"#
            .repeat(999);
        let small = compress(&lines);
        assert!(small.len() * 20 < lines.len(), "{} of {}", small.len(), lines.len());
        let mut back = vec![0; lines.len()];
        assert!(open(&small, &mut back) && back == lines);
        assert!(!open(&small, &mut back[1..]), "one byte too few");
    }

    proptest! {
        #[test]
        fn what_comes_out_is_what_went_in(bytes: Vec<u8>, times in 1..40usize) {
            let bytes = bytes.repeat(times);
            let mut back = vec![0; bytes.len()];
            prop_assert!(open(&compress(&bytes), &mut back));
            prop_assert_eq!(back, bytes);
        }

        #[test]
        fn what_is_no_block_is_refused_or_fills(bytes: Vec<u8>, len in 0..5_000usize) {
            open(&bytes, &mut vec![0; len]);
        }
    }
}
