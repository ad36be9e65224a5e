//! Numbers, sizes and times as people read them, without the browser's help, so that page and companion
//! write the same.

pub use scan::text::{is_unseen, one_line};

/// `1,234,567`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 row`, `1,234 rows`: the number and its noun, whose plural is a plain `s`.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A number with so many digits after the point. Rust's own printing of floats is 15 kB of page.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
pub fn decimals(value: f64, places: u32) -> String {
    let scale = 10u64.saturating_pow(places);
    let scaled = (value.abs() * scale as f64).round() as u64;
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    let (whole, part) = (scaled / scale, scaled % scale);
    if places == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part:0width$}", width = places as usize)
    }
}

/// `734 B`, `7.4 MB`: decimal units, as download bars write them.
pub fn bytes(size: u64) -> String {
    if size < 1000 { format!("{size} B") } else { scaled(size, &["kB", "MB", "GB", "TB", "PB", "EB"]) }
}

/// `950`, `6.8 k`, `6.8 M`.
pub fn tokens(number: u64) -> String {
    if number < 1000 { number.to_string() } else { scaled(number, &["k", "M", "G", "T", "P", "E"]) }
}

/// One decimal below 100, none above; the unit steps up when rounding reaches 1,000.
fn scaled(number: u64, units: &[&str]) -> String {
    let mut value = number as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let name = units.get(unit).copied().unwrap_or_default();
    if value < 99.95 { decimals(value, 1) + " " + name } else { decimals(value, 0) + " " + name }
}

/// How long something took: `0 s`, `41 s`, `41 min`, `1 h 52`, `3 d 4 h`.
pub fn duration(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{minutes} min"),
        3600..86_400 => format!("{hours} h {:02}", minutes % 60),
        _ if hours % 24 == 0 => format!("{days} d"),
        _ => format!("{days} d {} h", hours % 24),
    }
}

/// How long ago something was: `just now`, `5 min ago`, `3 h ago`, `2 d ago`. A time in the future (clocks
/// disagree) is `just now`.
pub fn age(seconds: i64) -> String {
    match seconds {
        ..60 => "just now".to_owned(),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        _ => format!("{} d ago", seconds / 86_400),
    }
}

/// `42 %`. Never rounds up to 100 % nor down to 0 %: `>99 %`, `<1 %`. Of nothing: `0 %`.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 || part == 0 {
        return "0 %".to_owned();
    }
    let share = part as f64 / whole as f64 * 100.0;
    match share {
        _ if part < whole && share >= 99.5 => ">99 %".to_owned(),
        _ if share < 0.5 => "<1 %".to_owned(),
        _ => decimals(share, 0) + " %",
    }
}

/// A model's own name, without whose it is or where it lies: `gemma-3-4b-it` of `google/gemma-3-4b-it`.
pub fn model_name(model: &str) -> &str {
    let own = model.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if own.is_empty() { model } else { own }
}

/// A name as part of a file's name that every system takes: letters, digits, `-`, `_` and `.`, 80 at most. What
/// leaves nothing becomes `results`.
pub fn file_stem(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        let plain = character.is_alphanumeric() || matches!(character, '_' | '.');
        if plain && out.chars().count() < 80 {
            out.extend(character.to_lowercase());
        } else if !plain && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_matches(['-', '.']);
    if out.is_empty() { "results".to_owned() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_half_away_and_never_say_minus_zero() {
        for (value, places, expected) in [
            (0.0, 2, "0.00"),
            (1.005_1, 2, "1.01"),
            (99.95, 1, "100.0"),
            (12.5, 0, "13"),
            (-0.04, 1, "0.0"),
            (-3.26, 1, "-3.3"),
            (0.007, 3, "0.007"),
        ] {
            assert_eq!(decimals(value, places), expected);
        }
    }

    #[test]
    fn counts_have_commas() {
        let of = [0, 7, 999, 1000, 50_000, 1_234_567, u64::MAX].map(count);
        assert_eq!(of, ["0", "7", "999", "1,000", "50,000", "1,234,567", "18,446,744,073,709,551,615"]);
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(0, "row"), "0 rows");
        assert_eq!(counted(1500, "row"), "1,500 rows");
    }

    #[test]
    fn sizes_step_up_when_rounding_does() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1000), "1.0 kB");
        assert_eq!(bytes(7_400_000), "7.4 MB");
        assert_eq!(bytes(74_000_000), "74.0 MB");
        assert_eq!(bytes(296_100_000), "296 MB");
        assert_eq!(bytes(999_960), "1.0 MB");
        assert_eq!(bytes(u64::MAX), "18.4 EB");
        assert_eq!(tokens(950), "950");
        assert_eq!(tokens(6_800_000), "6.8 M");
        assert_eq!(tokens(999_999), "1.0 M");
    }

    #[test]
    fn times() {
        let of = [0, 4, 59, 60, 2460, 3600, 6720, 86_399, 86_400, 273_600].map(duration);
        assert_eq!(
            of,
            ["0 s", "4 s", "59 s", "1 min", "41 min", "1 h 00", "1 h 52", "23 h 59", "1 d", "3 d 4 h"]
        );
        assert_eq!(age(-5), "just now");
        assert_eq!(age(59), "just now");
        assert_eq!(age(300), "5 min ago");
        assert_eq!(age(7200), "2 h ago");
        assert_eq!(age(200_000), "2 d ago");
    }

    #[test]
    fn a_model_is_called_by_its_own_name() {
        for (model, own) in [
            ("google/gemma-3-4b-it", "gemma-3-4b-it"),
            ("/models/llama/", "llama"),
            ("gpt-4.1-mini", "gpt-4.1-mini"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(model_name(model), own);
        }
    }

    #[test]
    fn file_names_hold_nothing_odd() {
        assert_eq!(file_stem("Candidate evaluation, Q4"), "candidate-evaluation-q4");
        assert_eq!(file_stem("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_stem("Łódź 2026.jsonl"), "łódź-2026.jsonl");
        assert_eq!(file_stem("\u{202E}<>:"), "results");
        assert_eq!(file_stem(&"x".repeat(300)).len(), 80);
    }

    #[test]
    fn percent_never_pretends() {
        assert_eq!(percent(0, 0), "0 %");
        assert_eq!(percent(0, 10), "0 %");
        assert_eq!(percent(1, 50_000), "<1 %");
        assert_eq!(percent(49_999, 50_000), ">99 %");
        assert_eq!(percent(50_000, 50_000), "100 %");
        assert_eq!(percent(1, 3), "33 %");
    }
}
