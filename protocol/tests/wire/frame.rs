//! The frame's name, the messages to its parent and the answers (contract §8).

use bx24_protocol::wire::frame::{Frame, split_answer};
use proptest::prelude::*;

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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_frames_parsers_take_anything(text in prop_oneof![any::<String>(), "[a-z|:/ ]{0,12}"]) {
        if let Some((id, rest)) = split_answer(&text) {
            prop_assert_eq!([id, rest].join(":"), text.as_str());
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
}
