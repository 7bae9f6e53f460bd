//! Filters, as far as SQL: the first byte chooses the method, what follows are its parameters.
#![no_main]
#![allow(missing_docs)]

use libfuzzer_sys::fuzz_target;

const METHODS: [&str; 4] = [
    "crm.lead.list",
    "crm.item.list",
    "event.offline.list",
    "event.offline.get",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let method = METHODS[usize::from(*first) % METHODS.len()];
    let (status, answer) = bx24_fuzz::call(method, &bx24_fuzz::repeated(rest));
    assert!(status < 500, "{method}: {answer}");
});
