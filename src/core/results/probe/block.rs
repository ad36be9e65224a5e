//! What was found, as bytes: numbers of seven bits a byte, offsets as the distance to the one before.

/// A block that no [`Prober`](super::Prober) made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("What was found cannot be read: the page and its worker are of different versions. Reload the page.")]
pub struct BadBlock;

/// Writes a number.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

/// Reads what [`put`] wrote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Result<u64, BadBlock> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(BadBlock)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(BadBlock)
    }

    pub(super) fn bytes(&mut self, len: u64) -> Result<&'a [u8], BadBlock> {
        let len = usize::try_from(len).map_err(|_| BadBlock)?;
        let (bytes, rest) = self.0.split_at_checked(len).ok_or(BadBlock)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}
