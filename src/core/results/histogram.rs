//! How a number is spread over the rows: bins with round borders, to be brushed.

use super::evidence::Evidence;
use super::index::Index;
use super::query::{Group, Measure, Query, Tests, Verdict};

/// The rows that match the filter, but for its range of this measure, by size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// Of what.
    pub measure: Measure,
    /// Ascending and without gaps; none where no number is known. 40 at most.
    pub bins: Vec<Bin>,
    /// The smallest number.
    pub min: u32,
    /// The largest.
    pub max: u32,
    /// The bins grow: the numbers are skewed.
    pub log: bool,
    /// Rows whose number is not known.
    pub unknown: usize,
}

/// Rows whose number is between two others, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "see the line above")]
pub struct Bin {
    pub from: u32,
    pub to: u32,
    pub count: usize,
    /// All of it is within the filter's range, or there is no range.
    pub on: bool,
}

/// Bins, about.
const BINS: u32 = 34;

/// Counts the rows.
pub fn histogram(query: &Query, index: &Index, evidence: &Evidence, measure: Measure) -> Histogram {
    let tests = Tests::of(query, index, evidence);
    let own = tests.group(&Group::Measure(measure));
    let counts = |place: &u32| match tests.verdict(*place) {
        Verdict::Yes => true,
        Verdict::But(group) => own == Some(group),
        Verdict::No => false,
    };
    let mut unknown = 0;
    let mut numbers = Vec::new();
    for place in (0..index.len()).filter(counts) {
        match measure.of(index, place) {
            Some(number) => numbers.push(number),
            None => unknown += 1,
        }
    }
    numbers.sort_unstable();
    let (Some(min), Some(max)) = (numbers.first().copied(), numbers.last().copied()) else {
        return Histogram { measure, bins: Vec::new(), min: 0, max: 0, log: false, unknown };
    };
    let median = numbers.get(numbers.len() / 2).copied().unwrap_or(max);
    let log = max / median.max(1) >= 12 && max > 100;
    let borders = if log { growing(min, max) } else { even(min, max) };
    let (low, high) = query.range(measure).unwrap_or_default();
    let mut rest = numbers.as_slice();
    let ends = borders.iter().skip(1).map(|next| next.saturating_sub(1)).chain([u32::MAX]);
    let bins = borders
        .iter()
        .zip(ends)
        .map(|(from, to)| {
            let count = rest.partition_point(|number| *number <= to);
            rest = rest.get(count..).unwrap_or_default();
            // The last bin ends where its borders would have, or with the largest number.
            let to = if to == u32::MAX { last_of(&borders, max) } else { to };
            let on = low.is_none_or(|low| *from >= low) && high.is_none_or(|high| to.min(max) <= high);
            Bin { from: *from, to, count, on }
        })
        .collect();
    Histogram { measure, bins, min, max, log, unknown }
}

fn last_of(borders: &[u32], max: u32) -> u32 {
    match borders {
        [.., before, last] => last.saturating_add(last - before).saturating_sub(1).max(max),
        _ => max,
    }
}

/// Where bins of one width begin, which is 1, 2 or 5 times a power of ten.
fn even(min: u32, max: u32) -> Vec<u32> {
    let wanted = u64::from((max - min) / BINS + 1);
    let powers = std::iter::successors(Some(1u64), |power| power.checked_mul(10));
    let step =
        powers.flat_map(|power| [power, 2 * power, 5 * power]).find(|step| *step >= wanted).unwrap_or(wanted);
    let step = u32::try_from(step).unwrap_or(u32::MAX);
    let begin = min / step * step;
    std::iter::successors(Some(begin), |from| from.checked_add(step))
        .take_while(|from| *from <= max)
        .collect()
}

/// Where bins begin that grow with their numbers: round ones, more of them where the numbers are not far apart.
fn growing(min: u32, max: u32) -> Vec<u32> {
    let digits = |number: u32| number.max(1).ilog10();
    let steps: &[u64] = match digits(max) - digits(min) {
        0..=2 => &[10, 12, 15, 20, 25, 30, 40, 50, 60, 80],
        3..=4 => &[10, 15, 20, 30, 50, 70],
        _ => &[10, 20, 50],
    };
    let powers = std::iter::successors(Some(1u64), |power| power.checked_mul(10)).take(11);
    let mut borders: Vec<u32> = vec![0];
    borders.extend(
        powers
            .flat_map(|power| steps.iter().map(move |step| step * power / 10))
            .filter_map(|at| u32::try_from(at).ok()),
    );
    borders.dedup();
    let first = borders.partition_point(|border| *border <= min).saturating_sub(1);
    borders.into_iter().skip(first).take_while(|border| *border <= max).collect()
}

#[cfg(test)]
mod tests;
