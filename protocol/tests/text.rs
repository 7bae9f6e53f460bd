//! Texts taken apart and put together.

use bx24_protocol::text::{cut, digits, fill, holds, until, whole};

#[test]
fn fills_one_by_one() {
    assert_eq!(fill("`%` is %", &["a", "b"]), "`a` is b");
    assert_eq!(fill("%%", &["a"]), "a");
}

#[test]
fn cuts_at_the_first_mark() {
    assert_eq!(cut("a:b:c", b':'), Some(("a", "b:c")));
    assert_eq!(cut("a", b':'), None);
    assert_eq!((until("a/b?c", b"?/"), until("ä", b"/")), ("a", "ä"));
}

#[test]
fn finds_parts_anywhere() {
    for part in ["", "Handler", "already", "binded"] {
        assert!(holds("Handler already binded", part), "{part}");
    }
    assert!(!holds("Handler", "Handler already") && !holds("", "a"));
}

#[test]
fn numbers_go_both_ways() {
    for number in [0, 7, 10, 1_234_567_890, -15] {
        assert_eq!(digits(number), number.to_string());
        assert_eq!(whole(&number.to_string()), Some(number));
    }
    for text in ["", "-", "1.5", " 1", "1e3", "9999999999999999999"] {
        assert_eq!(whole(text), None, "{text}");
    }
}
