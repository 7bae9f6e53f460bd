//! The portal's reading of bracketed names, and its writing of them.
#![no_main]
#![allow(dead_code, unused_imports, missing_docs)]

// this folder alone: the whole portal would bring a database and a TLS library with it
#[path = "../../portal/src/php/mod.rs"]
mod php;

use libfuzzer_sys::fuzz_target;
use php::brackets;

fuzz_target!(|data: &[u8]| {
    let tree = brackets::parse(data);
    let again = brackets::parse(brackets::encode(&tree).as_bytes());
    // PHP leaves what follows a bracket that is never closed as it is, and would not the next time
    if !tree.keys().any(|name| name.contains(['[', '.', ' '])) {
        assert_eq!(again, tree);
    }
});
