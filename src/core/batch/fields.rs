//! The fields of an object, taken one at a time. What is understood leaves the map; what is not stays, and is
//! shown as it came.

use serde_json::{Map, Value};

/// A JSON object being read.
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// The value, out of the map; `null` and `""` count as absent, and leave it too.
    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        self.0.shift_remove(key).filter(|value| !is_absent(value))
    }

    /// The value as `read` understands it. It stays in the map when `read` does not.
    fn understood<T>(&mut self, key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.0.get(key)?;
        let found = read(value);
        if found.is_some() || is_absent(value) {
            self.0.shift_remove(key);
        }
        found
    }

    /// The first of these keys that holds text; numbers count as text, for ids may be numbers.
    pub(super) fn text(&mut self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.understood(key, text))
    }

    /// A point in time, Unix seconds.
    pub(super) fn time(&mut self, key: &str) -> Option<i64> {
        self.understood(key, unix_seconds)
    }

    /// The first of these keys that holds a count.
    pub(super) fn count(&mut self, keys: &[&str]) -> Option<u64> {
        keys.iter().find_map(|key| self.understood(key, count))
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Text that is not blank; a number as its digits.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A whole number that is not negative, also as a float or as text.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "range and fraction are checked first"
)]
pub(super) fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| {
            let float = number.as_f64()?;
            ((0.0..9e15).contains(&float) && float.fract() == 0.0).then_some(float as u64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Above this a number counts milliseconds: seconds reach it in the year 5138.
const MILLISECONDS_FROM: f64 = 1e11;

/// Unix seconds from seconds, milliseconds, digits as text, or an ISO 8601 time (UTC when it names no zone).
/// Zero and less are how some servers write "never".
#[allow(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn unix_seconds(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        // Digits, and a fraction that seconds do not need. (Rust's own reading of floats is 15 kB of page.)
        Value::String(text) => match text.trim().split('.').next().map(str::parse::<u32>) {
            Some(Ok(number)) => f64::from(number),
            _ => match text.trim().parse::<u64>() {
                Ok(number) => number as f64,
                Err(_) => return iso_seconds(text.trim()),
            },
        },
        _ => return None,
    };
    let seconds = if number >= MILLISECONDS_FROM { number / 1000.0 } else { number };
    (1.0..MILLISECONDS_FROM).contains(&seconds).then_some(seconds as i64)
}

/// `2026-08-01T12:34:56[.123456][Z|±hh:mm]`, also with a space for the `T`.
fn iso_seconds(text: &str) -> Option<i64> {
    let part = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
    };
    let sign = |at: usize| text.as_bytes().get(at).copied();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let shaped = sign(4) == Some(b'-')
        && sign(7) == Some(b'-')
        && matches!(sign(10), Some(b'T' | b't' | b' '))
        && sign(13) == Some(b':')
        && sign(16) == Some(b':');
    let real =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    if !shaped || !real {
        return None;
    }
    let local = days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    let zone = text.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let east = match zone.as_bytes() {
        [] | [b'Z' | b'z'] => 0,
        [direction @ (b'+' | b'-'), ..] => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let hours: i64 = digits.get(..2)?.parse().ok()?;
            let minutes: i64 = digits.get(2..4).map_or(Some(0), |m| m.parse().ok())?;
            (hours * 3600 + minutes * 60) * if *direction == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    Some(local - east)
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's `days_from_civil`).
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_of_every_writing() {
        assert_eq!(unix_seconds(&json!(1_795_345_732)), Some(1_795_345_732));
        assert_eq!(unix_seconds(&json!(1_795_345_732.9)), Some(1_795_345_732));
        assert_eq!(unix_seconds(&json!(1_795_345_732_123_u64)), Some(1_795_345_732));
        assert_eq!(unix_seconds(&json!("1795345732")), Some(1_795_345_732));
        assert_eq!(unix_seconds(&json!("1970-01-02T00:00:01Z")), Some(86_401));
        assert_eq!(unix_seconds(&json!("2000-02-29 12:00:00")), Some(951_825_600));
        assert_eq!(unix_seconds(&json!("2026-08-01T12:34:56.123456+02:00")), Some(1_785_580_496));
        assert_eq!(unix_seconds(&json!("2026-08-01T10:34:56")), Some(1_785_580_496));
        for never in
            [json!(0), json!(-1), json!("soon"), json!("2026-13-01T00:00:00Z"), json!(true), json!("")]
        {
            assert_eq!(unix_seconds(&never), None, "{never}");
        }
    }

    #[test]
    fn counts_of_every_writing() {
        assert_eq!(count(&json!(3)), Some(3));
        assert_eq!(count(&json!(3.0)), Some(3));
        assert_eq!(count(&json!("3")), Some(3));
        assert_eq!(count(&json!(-1)), None);
        assert_eq!(count(&json!(2.5)), None);
    }

    #[test]
    fn what_is_not_understood_stays() {
        let Value::Object(map) = json!({"a": "", "b": null, "c": [1], "d": "x"}) else { unreachable!() };
        let mut fields = Fields(map);
        for key in ["a", "b", "c"] {
            assert_eq!(fields.text(&[key]), None);
        }
        assert_eq!(fields.text(&["no", "d"]), Some("x".into()));
        assert_eq!(Value::Object(fields.0), json!({"c": [1]}));
    }
}
