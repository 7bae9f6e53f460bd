//! What goes over the wire and through the frame, value by value (contract §7.3, §8), and what is
//! checked at the door.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

use bx24_protocol::calls::rate_limit::Bucket;
use bx24_protocol::calls::settings::{NUMBERS, Settings, unknown_option};
use bx24_protocol::wire::encode::{encode_component, encode_params};
use bx24_protocol::wire::frame::{Frame, split_answer};
use bx24_protocol::wire::params::{Params, Value};
use bx24_protocol::wire::portal_url::{origin, webhook};
use proptest::prelude::*;

fn map(entries: &[(&str, Value)]) -> Params {
    let owned = |(key, value): &(&str, Value)| ((*key).to_owned(), value.clone());
    entries.iter().map(owned).collect()
}

fn list(items: &[Value]) -> Value {
    Value::List(items.to_vec())
}

#[test]
fn bodies_are_written_as_bx24_js_writes_them() {
    let nested = Value::Map(map(&[
        ("b", "1".into()),
        ("c", list(&["x".into(), "y".into()])),
    ]));
    let holes = Value::Map(map(&[
        ("n", Value::Null),
        ("e", list(&[])),
        ("m", Value::Map(vec![])),
    ]));
    for (params, expected) in [
        (map(&[]), ""),
        (map(&[("a", "".into())]), "a="),
        (map(&[("a", 0.into()), ("b", (-15).into())]), "a=0&b=-15"),
        (
            map(&[("a", "true".into()), ("b", "undefined".into())]),
            "a=true&b=undefined",
        ),
        (map(&[("a", Value::Null)]), ""),
        (map(&[("a", Value::Null), ("b", "1".into())]), "b=1"),
        (map(&[("a", list(&[]))]), "a="),
        (map(&[("a", Value::Map(vec![]))]), ""),
        (
            map(&[("a", list(&["x".into(), Value::Null, "z".into()]))]),
            "a[0]=x&a[2]=z",
        ),
        (map(&[("a", nested.clone())]), "a[b]=1&a[c][0]=x&a[c][1]=y"),
        (map(&[("a", holes)]), "a[e]="),
        // scalars go before nested values, each in the caller's order
        (
            map(&[
                ("z", nested),
                ("b", "2".into()),
                ("n", Value::Null),
                ("a", "1".into()),
            ]),
            "b=2&a=1&z[b]=1&z[c][0]=x&z[c][1]=y",
        ),
        (
            map(&[("handler", "https://x.y/h?a=1&b=2+3#f %".into())]),
            "handler=https%3A%2F%2Fx.y%2Fh%3Fa%3D1%26b%3D2%2B3%23f%20%25",
        ),
        (
            map(&[("a", "привет 😀".into())]),
            "a=%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82%20%F0%9F%98%80",
        ),
        // key parts are encoded, the brackets between them are not
        (
            map(&[("k [&]", Value::Map(map(&[("=]é", "v".into())])))]),
            "k%20%5B%26%5D[%3D%5D%C3%A9]=v",
        ),
    ] {
        assert_eq!(encode_params(&params), expected, "{params:?}");
    }
}

#[test]
fn text_is_encoded_as_encode_uri_component_does() {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    for byte in 0..128_u8 {
        let c = char::from(byte);
        let mut out = String::new();
        out.push_str(&encode_component(&c.to_string()));
        let expected = if plain.contains(c) {
            c.to_string()
        } else {
            format!("%{byte:02X}")
        };
        assert_eq!(out, expected);
    }
}

#[test]
fn window_name_names_the_frame() {
    for (name, domain, secure, origin) in [
        (
            "portal.bitrix24.com|1|sid",
            "portal.bitrix24.com",
            true,
            "https://portal.bitrix24.com",
        ),
        (
            "portal.example|0|sid",
            "portal.example",
            false,
            "http://portal.example",
        ),
        (
            "portal.example|2|sid",
            "portal.example",
            false,
            "http://portal.example",
        ),
        (
            "127.0.0.1:8080|0|sid",
            "127.0.0.1:8080",
            false,
            "http://127.0.0.1:8080",
        ),
        (
            "portal.example:443|1|sid",
            "portal.example:443",
            true,
            "https://portal.example",
        ),
        (
            "portal.example:80|0|sid",
            "portal.example:80",
            false,
            "http://portal.example",
        ),
        (
            "portal.example:80|1|sid",
            "portal.example:80",
            true,
            "https://portal.example:80",
        ),
        (
            "portal.example:8443|1|sid",
            "portal.example:8443",
            true,
            "https://portal.example:8443",
        ),
        ("[::1]:8080|0|sid", "[::1]:8080", false, "http://[::1]:8080"),
        ("портал.рф|1|sid", "портал.рф", true, "https://портал.рф"),
        (
            "portal.example|1|sid|more",
            "portal.example",
            true,
            "https://portal.example",
        ),
    ] {
        let frame = Frame::parse(name).unwrap();
        assert_eq!(
            (frame.domain.as_str(), frame.secure, frame.sid.as_str()),
            (domain, secure, "sid")
        );
        assert_eq!(frame.origin(), origin, "{name}");
    }
}

#[test]
fn any_other_window_name_is_no_frame() {
    for name in [
        "",
        "|",
        "||",
        "a|1",
        "a|1|",
        "|1|sid",
        "main",
        "a/b|1|sid",
        "a b|1|sid",
        "a?x|1|sid",
        "a#x|1|sid",
        "user@host|1|sid",
        "a\\b|1|sid",
        "a%2Fb|1|sid",
        "a\n|1|sid",
    ] {
        let error = Frame::parse(name).unwrap_err();
        assert_eq!(error.code(), "NO_FRAME", "{name:?}");
        assert!(error.description().contains("not opened by a portal"));
    }
}

#[test]
fn messages_to_the_parent_hold_four_parts() {
    let frame = Frame::parse("portal.example|1|sid").unwrap();
    for (command, params, callback, expected) in [
        ("getInitData", "", "cb", "getInitData::cb:sid"),
        ("refreshAuth", "{}", "cb", "refreshAuth:{}:cb:sid"),
        ("setInstallFinish", "{}", "", "setInstallFinish:{}::sid"),
        (
            "setAppOption",
            "{\"name\":\"a:b\"}",
            "cb",
            "setAppOption:{\"name\":\"a:b\"}:cb:sid",
        ),
    ] {
        assert_eq!(frame.message(command, params, callback), expected);
    }
}

#[test]
fn an_answer_of_the_parent_is_split_at_the_first_colon() {
    for (data, expected) in [
        ("cb:{\"a\":\"b:c\"}", Some(("cb", "{\"a\":\"b:c\"}"))),
        ("cb:", Some(("cb", ""))),
        (":x", None),
        ("cb", None),
        ("", None),
        (":", None),
    ] {
        assert_eq!(split_answer(data), expected, "{data}");
    }
}

#[test]
fn a_domain_becomes_an_origin() {
    for (domain, expected) in [
        ("portal.bitrix24.com", "https://portal.bitrix24.com"),
        ("portal.example/", "https://portal.example"),
        ("https://portal.example", "https://portal.example"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("localhost:3000", "https://localhost:3000"),
        ("http://[::1]:80", "http://[::1]:80"),
        (" portal.example\r\n", "https://portal.example"),
        ("https://portal.example/rest/", "https://portal.example"),
        ("https://portal.example/rest", "https://portal.example"),
        ("HTTPS://Portal.Example", "https://portal.example"),
        ("портал.рф", "https://портал.рф"),
    ] {
        assert_eq!(origin(domain).unwrap(), expected);
    }
    for domain in [
        "",
        "/",
        "https://",
        "ftp://a.b",
        "a.b/rest/1/s3cret/",
        "a.b/restful",
        "a.b//",
        "a b",
        "a?b",
        "a#b",
        "user@a.b",
        "https://user:pw@a.b",
        "a%00b",
        "javascript:alert(1)//",
    ] {
        let error = origin(domain).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT", "{domain}");
        assert_eq!(
            error.description(),
            "`domain` must be a host alone, like `portal.bitrix24.com`; for a webhook's URL: `connect({ webhook })`"
        );
    }
    for domain in ["https://oauth.bitrix.info/rest/", "OAuth.Bitrix24.tech"] {
        let error = origin(domain).unwrap_err();
        assert!(
            error.description().ends_with("is in `client_endpoint`"),
            "{error}"
        );
    }
}

#[test]
fn a_webhooks_url_is_taken_apart() {
    for (url, site, base) in [
        (
            "https://p.example/rest/1/s3cret/",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "https://p.example/rest/1/s3cret",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "http://127.0.0.1:80/rest/1/a-b_c.d@e",
            "http://127.0.0.1:80",
            "http://127.0.0.1:80/rest/1/a-b_c.d@e",
        ),
        (
            "https://p.example/rest/1/s3cret/profile.json",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "https://p.example/rest/1/s3cret/crm.lead.add.json?FIELDS[TITLE]=a/b#x",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "\n HTTPS://P.Example/rest/1/s3Cret/ \r\n",
            "https://p.example",
            "https://p.example/rest/1/s3Cret",
        ),
    ] {
        assert_eq!(webhook(url).unwrap(), (site.to_owned(), base.to_owned()));
    }
}

#[test]
fn a_wrong_webhooks_url_is_refused_and_not_shown() {
    for url in [
        "",
        "p.example/rest/1/s3cret/",
        "ftp://p.example/rest/1/s3cret/",
        "https://p.example/",
        "https://p.example/rest/",
        "https://p.example/rest/1/",
        "https://p.example/rest//s3cret/",
        "https://p.example/rest/1/s3cret//",
        "https://p.example/REST/1/s3cret",
        "https://u:p@p.example/rest/1/s3cret",
        "https:///rest/1/s3cret",
        "https://p.example/rest/1/s3 cret",
        "https://p.example/rest/1/s3%2Fcret",
    ] {
        let error = webhook(url).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT", "{url}");
        assert!(
            !error.description().contains("s3"),
            "{}",
            error.description()
        );
        assert!(
            error
                .description()
                .ends_with(": it is like `https://portal.bitrix24.com/rest/1/secret/`"),
            "{error}"
        );
    }
    for url in ["https://p.example/rest/1/", "https://p.example/rest/1"] {
        let error = webhook(url).unwrap_err();
        assert!(
            error
                .description()
                .starts_with("the webhook's secret is missing: "),
            "{error}"
        );
    }
}

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
    assert_eq!(bucket.wait(-1e9), 100.0, "the clock was set back");
    let drained = bucket.wait(-1e9 + 40.0);
    assert!(
        (drained - 60.0).abs() < 1e-6,
        "{drained}: it drains on from there"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_frames_parsers_take_anything(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((id, rest)) = split_answer(&text) {
            prop_assert_eq!(format!("{id}:{rest}"), &*text);
            prop_assert!(!id.is_empty() && !id.contains(':'));
        }
        if let Ok(frame) = Frame::parse(&text) {
            prop_assert!(text.starts_with(&frame.domain) && !frame.sid.is_empty());
        }
    }

    #[test]
    fn a_frame_of_the_right_form_is_read(domain in "[a-z0-9.:-]{1,30}", secure in any::<bool>(), sid in "[^|]{1,32}") {
        let frame = Frame::parse(&format!("{domain}|{}|{sid}", u8::from(secure))).unwrap();
        prop_assert_eq!((frame.domain, frame.secure, frame.sid), (domain, secure, sid));
    }

    #[test]
    fn addresses_are_taken_or_refused(text in any::<String>()) {
        for made in [origin(&text).ok(), webhook(&text).ok().map(|both| both.1)].into_iter().flatten() {
            prop_assert!(made.starts_with("https://") || made.starts_with("http://"));
        }
    }

    #[test]
    fn encoded_text_decodes_to_itself(text in any::<String>()) {
        let out = encode_component(&text);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()%".contains(&b);
        prop_assert!(out.bytes().all(plain));
        prop_assert_eq!(decode(&out), text.into_bytes());
    }
}

fn decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let hex: String = bytes.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&hex, 16).unwrap()
            }
            other => other,
        });
    }
    out
}
