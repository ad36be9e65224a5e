//! Which rows of a long list are on screen. Rows have one height, so that it is plain arithmetic.

use std::ops::Range;

/// Browsers cut elements off somewhere above 17 million pixels; stay below.
const MAX_HEIGHT: f64 = 15_000_000.0;

/// A list of `count` rows of `row` pixels, seen through a viewport.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Pixels scrolled.
    pub scroll: f64,
    /// Height of the viewport in pixels.
    pub viewport: f64,
    /// Height of one row in pixels.
    pub row: f64,
    /// Rows in the list.
    pub count: usize,
    /// Rows drawn beyond each edge, so that a fast scroll shows no gap.
    pub overscan: usize,
}

impl Window {
    fn row(&self) -> f64 {
        if self.row.is_finite() && self.row >= 1.0 { self.row } else { 1.0 }
    }

    /// Height of the rows, were they all drawn.
    fn total(&self) -> f64 {
        self.count as f64 * self.row()
    }

    /// Height of the scroll space.
    pub fn height(&self) -> f64 {
        self.total().min(MAX_HEIGHT)
    }

    /// Pixels of list for one pixel of scrolling: 1 until the list is too tall for a browser.
    fn factor(&self) -> f64 {
        let room = self.height() - self.viewport;
        if self.total() > MAX_HEIGHT && room > 0.0 { (self.total() - self.viewport) / room } else { 1.0 }
    }

    /// Rows to draw.
    pub fn range(&self) -> Range<usize> {
        let first = index((self.scroll.max(0.0) * self.factor() / self.row()).floor()).min(self.count);
        let shown = index((self.viewport.max(0.0) / self.row()).ceil()).saturating_add(1);
        let end = first.saturating_add(shown).saturating_add(self.overscan).min(self.count);
        first.saturating_sub(self.overscan).min(end)..end
    }

    /// Pixels above the first drawn row, and below the last.
    pub fn padding(&self) -> (f64, f64) {
        let range = self.range();
        let drawn = range.len() as f64 * self.row();
        let slip = self.scroll.max(0.0) * (self.factor() - 1.0);
        let above = (range.start as f64 * self.row() - slip).clamp(0.0, (self.height() - drawn).max(0.0));
        (above, (self.height() - above - drawn).max(0.0))
    }

    /// Where to scroll so that a row is wholly seen; `None` when it already is. `head` pixels of the
    /// viewport are covered by the sticky head.
    pub fn reveal(&self, row: usize, head: f64) -> Option<f64> {
        let top = row as f64 * self.row();
        let bottom = top + self.row();
        let now = self.scroll.max(0.0) * self.factor();
        let seen = (self.viewport - head).max(self.row());
        if top < now {
            Some(top / self.factor())
        } else if bottom > now + seen {
            Some((bottom - seen).max(0.0) / self.factor())
        } else {
            None
        }
    }

    /// Rows that a page key moves.
    pub fn page(&self) -> usize {
        index((self.viewport / self.row()).floor()).saturating_sub(2).max(1)
    }
}

/// Floats of whole, small, non-negative pixels only; the cast saturates.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a saturating cast of a count of rows"
)]
fn index(value: f64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(scroll: f64, count: usize) -> Window {
        Window { scroll, viewport: 320.0, row: 32.0, count, overscan: 4 }
    }

    #[test]
    fn shows_what_is_seen_and_a_little_more() {
        assert_eq!(window(0.0, 1000).range(), 0..15);
        assert_eq!(window(3200.0, 1000).range(), 96..115);
        assert_eq!(window(1e9, 1000).range(), 996..1000, "scrolled too far");
        assert_eq!(window(0.0, 3).range(), 0..3);
        assert_eq!(window(0.0, 0).range(), 0..0);
    }

    #[test]
    fn paddings_and_rows_fill_the_space() {
        for scroll in [0.0, 31.0, 3200.0, 31_680.0] {
            let w = window(scroll, 1000);
            let (above, below) = w.padding();
            let sum = above + below + w.range().len() as f64 * 32.0;
            assert!((sum - w.height()).abs() < 1e-6, "{scroll}: {sum}");
        }
    }

    #[test]
    fn a_million_rows_fit_a_browser_and_the_last_one_is_reached() {
        let mut w = window(0.0, 2_000_000);
        assert!(w.height() <= MAX_HEIGHT);
        w.scroll = w.height() - w.viewport;
        assert_eq!(w.range().end, 2_000_000);
        w.scroll = w.reveal(1_000_000, 30.0).unwrap_or(w.scroll);
        assert!(w.range().contains(&1_000_000), "{:?}", w.range());
        assert!(w.padding().0 <= w.scroll, "the first row hangs above the edge");
    }

    #[test]
    fn reveals_only_what_is_hidden() {
        let w = window(3200.0, 1000);
        assert_eq!(w.reveal(100, 30.0), None);
        assert_eq!(w.reveal(99, 30.0), Some(3168.0));
        assert_eq!(w.reveal(109, 30.0), Some(110.0 * 32.0 - 290.0));
        assert_eq!(w.page(), 8);
    }

    #[test]
    fn nonsense_heights_do_not_divide_by_zero() {
        let w = Window { row: 0.0, ..window(f64::NAN, 10) };
        assert!(w.range().end <= 10);
        assert!(w.height().is_finite());
    }
}
