//! The portal's reading of a request: the first byte chooses how the body says that it is encoded.
#![no_main]
#![allow(missing_docs)]

use axum::extract::Request;
use bx24_portal::php::{body, brackets};
use futures_util::FutureExt as _;
use libfuzzer_sys::fuzz_target;

const TYPES: [&str; 6] = [
    "application/x-www-form-urlencoded",
    "application/json",
    "Application/JSON; charset=utf-8",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "text/plain;charset=UTF-8",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let kind = TYPES[usize::from(*first) % TYPES.len()];
    let request = Request::post("/rest/event.bind.json?a[b]=c&method=x")
        .header("content-type", kind)
        .body(bytes.to_vec().into())
        .expect("a request");
    // the body is there already, so reading it never waits
    let tree = body::read(request).now_or_never().expect("a tree");
    let tree = tree.expect("a body within the limit");
    if !kind.starts_with("multipart") {
        let mut expected = brackets::parse(b"a[b]=c");
        expected.extend(body::parse_raw(kind, bytes));
        expected.remove("method");
        assert_eq!(tree, expected);
    }
    assert!(!tree.contains_key("method"));
});
