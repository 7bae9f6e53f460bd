//! What the parent page posts to the frame.
#![no_main]

use bx24_protocol::wire::frame::split_answer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    if let Some((id, rest)) = split_answer(data) {
        assert!(!id.is_empty() && !id.contains(':'));
        assert_eq!([id, rest].join(":"), data);
    }
});
