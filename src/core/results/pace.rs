//! How fast a file comes, and how long it will still take. The clock is the caller's.

/// How far reading is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Progress {
    /// Bytes of this file so far.
    pub bytes: u64,
    /// Bytes of it all, where the server says so.
    pub total: Option<u64>,
    /// Rows of all files so far.
    pub rows: u64,
    /// Smoothed; 0 at first.
    pub bytes_per_s: f64,
    /// Smoothed; 0 at first.
    pub rows_per_s: f64,
    /// Of this file; `None`: nobody knows.
    pub seconds_left: Option<f64>,
}

/// Follows one file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    now: Progress,
    last: Option<(f64, u64, u64)>,
}

/// Over how many milliseconds a rate is smoothed.
const SMOOTH_MS: f64 = 1_500.0;
/// Closer together than this, two notes make one.
const LEAST_MS: f64 = 50.0;

impl Pace {
    /// A file begins.
    pub fn begin(now_ms: f64, total: Option<u64>, rows: u64) -> Self {
        Self { now: Progress { total, rows, ..Progress::default() }, last: Some((now_ms, 0, rows)) }
    }

    /// So far it is now.
    pub fn note(&mut self, now_ms: f64, bytes: u64, rows: u64) -> Progress {
        self.now.bytes = bytes;
        self.now.rows = rows;
        let (then, bytes_then, rows_then) = *self.last.get_or_insert((now_ms, bytes, rows));
        let ms = now_ms - then;
        if ms >= LEAST_MS {
            let weight = 1.0 - (-ms / SMOOTH_MS).exp();
            let mix = |old: f64, more: u64| {
                let rate = more as f64 / ms * 1000.0;
                if old > 0.0 { old + (rate - old) * weight } else { rate }
            };
            self.now.bytes_per_s = mix(self.now.bytes_per_s, bytes.saturating_sub(bytes_then));
            self.now.rows_per_s = mix(self.now.rows_per_s, rows.saturating_sub(rows_then));
            self.last = Some((now_ms, bytes, rows));
        }
        let rate = self.now.bytes_per_s;
        self.now.seconds_left =
            self.now.total.filter(|_| rate > 0.0).map(|total| total.saturating_sub(bytes) as f64 / rate);
        self.now
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;

    #[test]
    fn an_even_stream_has_an_even_rate() {
        let mut pace = Pace::begin(1_000.0, Some(10_000_000), 5);
        let mut seen = Progress::default();
        for step in 1..=20u32 {
            let done = u64::from(step) * 100_000;
            seen = pace.note(1_000.0 + f64::from(step) * 100.0, done, 5 + done / 1000);
        }
        assert!((seen.bytes_per_s - 1_000_000.0).abs() < 1.0, "{seen:?}");
        assert!((seen.rows_per_s - 1_000.0).abs() < 1.0, "{seen:?}");
        assert!((seen.seconds_left.unwrap_or_default() - 8.0).abs() < 0.1, "{seen:?}");
    }

    #[test]
    fn nothing_is_claimed_without_knowing() {
        let mut pace = Pace::begin(0.0, None, 0);
        assert_eq!(pace.note(10.0, 1_000, 3).bytes_per_s, 0.0, "too soon");
        assert_eq!(pace.note(500.0, 1_000, 3).seconds_left, None, "no total");
        let mut late = Pace::begin(0.0, Some(10), 0);
        assert_eq!(late.note(100.0, 20, 3).seconds_left, Some(0.0), "more came than was announced");
    }
}
