//! A batch: any commands, of which each has an answer or an error.
#![no_main]
#![allow(missing_docs)]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (status, answer) = bx24_fuzz::call("batch", &bx24_fuzz::repeated(data));
    assert_eq!(status, 200, "{answer}");
    let parts = ["result", "result_error", "result_total", "result_time"];
    for part in parts.map(|part| &answer["result"][part]) {
        assert!(part.is_array() || part.is_object(), "{answer}");
    }
    assert!(!answer.to_string().contains("SQL query error"), "{answer}");
});
