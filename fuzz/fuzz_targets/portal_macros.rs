//! The macros of a batch: a command whose parameter is the input, after one whose answer is large.
#![no_main]
#![allow(missing_docs)]

use form_urlencoded::{Serializer, byte_serialize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = bx24_fuzz::repeated(data);
    let value: String = byte_serialize(&text).collect();
    let params = Serializer::new(String::new())
        .append_pair("cmd[a]", "stub")
        .append_pair("cmd[b]", &format!("stub?text={value}"))
        .finish();
    let (status, answer) = bx24_fuzz::call("batch", params.as_bytes());
    assert_eq!(status, 200, "{answer}");
    let answer = &answer["result"];
    let result = answer["result"]["b"].is_object();
    let error = answer["result_error"]["b"]["error"].as_str();
    // a macro that becomes too much is refused; nothing else about a text can be wrong
    assert!(
        result != (error == Some("ERROR_BATCH_MACRO_TOO_LARGE")),
        "{error:?}"
    );
});
