//! `strtotime`, as far as filters use it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// Date and time without a zone, which then is the portal's: UTC.
const TIMES: [&str; 6] = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
];
const DATES: [&str; 2] = ["%Y-%m-%d", "%d.%m.%Y"];
/// Date and time with a zone.
const ZONED: [&str; 4] = [
    "%Y-%m-%d %H:%M:%S%#z",
    "%Y-%m-%d %H:%M:%S %#z",
    "%Y-%m-%dT%H:%M:%S%#z",
    "%d.%m.%Y %H:%M:%S %#z",
];

/// The time in unix seconds; `None` if the text is none that is known here.
pub fn strtotime(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.timestamp());
    }
    let zoned = |format: &&str| DateTime::parse_from_str(text, format).ok();
    let time = |format: &&str| NaiveDateTime::parse_from_str(text, format).ok();
    let date = |format: &&str| NaiveDate::parse_from_str(text, format).ok();
    let zoned = ZONED.iter().find_map(zoned);
    let local = || TIMES.iter().find_map(time);
    let midnight = || Some(DATES.iter().find_map(date)?.and_time(NaiveTime::MIN));
    zoned.map(|time| time.timestamp()).or_else(|| {
        local()
            .or_else(midnight)
            .map(|time| time.and_utc().timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_field_are_read() {
        let noon = Some(1_609_408_800);
        for (text, expected) in [
            ("2020-12-31T10:00:00+00:00", noon),
            ("2020-12-31T12:00:00+02:00", noon),
            ("2020-12-31T10:00:00Z", noon),
            ("2020-12-31 10:00:00", noon),
            ("2020-12-31T10:00:00", noon),
            ("2020-12-31 10:00", noon),
            ("31.12.2020 10:00:00", noon),
            ("31.12.2020 10:00", noon),
            ("2020-12-31 12:00:00 +0200", noon),
            ("2020-12-31 12:00:00+02:00", noon),
            (" 2020-12-31 10:00:00 ", noon),
            ("2020-12-31", Some(1_609_372_800)),
            ("31.12.2020", Some(1_609_372_800)),
            ("2020-13-01", None),
            ("yesterday maybe", None),
            ("", None),
        ] {
            assert_eq!(strtotime(text), expected, "{text}");
        }
    }
}
