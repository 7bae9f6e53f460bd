//! The frame's `window.name`, which any page that opens it can set.
#![no_main]

use bx24_protocol::wire::frame::Frame;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    let Ok(frame) = Frame::parse(data) else {
        return;
    };
    let origin = frame.origin();
    let (scheme, host) = origin.split_once("://").expect("an origin has a scheme");
    assert_eq!(scheme, if frame.secure { "https" } else { "http" });
    // nothing that would make it the origin of another host, or more than an origin
    assert!(
        !host.contains(['/', '?', '#', '@', '\\', '%', ' ']),
        "{origin}"
    );
    assert!(frame.message("getInitData", "", "id").ends_with(&frame.sid));
});
