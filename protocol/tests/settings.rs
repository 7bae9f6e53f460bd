//! Settings, and the bucket that two of them size.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

use bx24_protocol::calls::rate_limit::Bucket;
use bx24_protocol::calls::settings::{NUMBERS, Settings, unknown_option};

#[test]
fn settings_take_their_numbers_and_refuse_others() {
    let mut settings = Settings::default();
    for (name, number) in [
        ("frameTimeout", 1.0),
        ("timeout", 2.0),
        ("attemptTimeout", 7.0),
        ("retries", 3.9),
        ("burst", 4.0),
        ("perSecond", 5.0),
        ("timeScale", 6.0),
    ] {
        settings.set(name, number, "").unwrap();
    }
    let expected = Settings {
        frame_timeout: 1.0,
        timeout: 2.0,
        attempt_timeout: Some(7.0),
        retries: 3,
        burst: Some(4.0),
        per_second: Some(5.0),
        merge: None,
        time_scale: 6.0,
    };
    assert_eq!(settings, expected);
    for (name, number, shown) in [
        ("frameTimeout", -1.0, "-1"),
        ("timeout", 0.0, "0"),
        ("timeout", f64::NAN, "NaN"),
        ("timeout", f64::INFINITY, "Infinity"),
        ("timeout", 2_147_483_648.0, "2147483648"),
        ("retries", -1.0, "-1"),
        ("burst", 0.5, "0.5"),
        ("perSecond", 0.0, "0"),
        ("timeScale", 0.0, "0"),
    ] {
        let error = settings.set(name, number, shown).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert!(
            error
                .description()
                .starts_with(&format!("`{name}` must be "))
                && error.description().ends_with(&format!(", not {shown}")),
            "{}",
            error.description()
        );
    }
    assert_eq!(settings, expected, "a refused value changes nothing");
    for (name, meant) in [
        ("Timeout", "did you mean `timeout`?"),
        ("frame_timeout", "did you mean `frameTimeout`?"),
        (
            "",
            "there are `frameTimeout`, `timeout`, `attemptTimeout`, `retries`, `burst`, `perSecond`, `timeScale`",
        ),
    ] {
        let error = settings.set(name, 1.0, "1").unwrap_err();
        assert_eq!(
            error.description(),
            format!("there is no option `{name}`: {meant}")
        );
        assert_eq!(error, unknown_option(name, &NUMBERS));
    }
}

#[test]
fn the_defaults_are_those_that_the_types_promise() {
    let expected = Settings {
        frame_timeout: 10_000.0,
        timeout: 60_000.0,
        attempt_timeout: None,
        retries: 4,
        burst: None,
        per_second: None,
        merge: None,
        time_scale: 1.0,
    };
    assert_eq!(Settings::default(), expected);
}

#[test]
fn a_bucket_takes_a_burst_and_drains() {
    let mut bucket = Bucket::new(3.0, 0.002);
    let mut waits = Vec::new();
    for now in [0.0, 0.0, 0.0, 0.0, 250.0, 500.0, 500.0, 10_000.0] {
        let wait = bucket.wait(now);
        waits.push(wait);
        if wait <= 0.0 {
            bucket.take();
        }
    }
    assert_eq!(waits, [0.0, 0.0, 0.0, 500.0, 250.0, 0.0, 500.0, 0.0]);
}

#[test]
fn a_bucket_bears_other_limits_a_full_portal_and_a_clock_set_back() {
    let mut bucket = Bucket::new(50.0, 0.002);
    bucket.fill();
    assert_eq!(bucket.wait(0.0), 500.0, "the portal says it is full");
    bucket.set_limits(51.0, 0.002);
    assert_eq!(bucket.wait(0.0), 0.0);
    bucket.set_limits(50.0, 0.01);
    assert_eq!(bucket.wait(0.0), 100.0);
    bucket.set_limits(10_000.0, 0.01);
    bucket.fill();
    bucket.set_limits(50.0, 0.01);
    assert_eq!(bucket.wait(0.0), 100.0, "full of what it holds now");
    assert_eq!(bucket.wait(-1e9), 100.0, "the clock was set back");
    let drained = bucket.wait(-1e9 + 40.0);
    assert!(
        (drained - 60.0).abs() < 1e-6,
        "{drained}: it drains on from there"
    );
}
