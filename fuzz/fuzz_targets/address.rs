//! A portal's domain and a webhook's URL, as a caller gives them.
#![no_main]

use bx24_protocol::wire::portal_url::{origin, webhook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    if let Ok(origin) = origin(data) {
        check(&origin);
    }
    match webhook(data) {
        Ok((origin, base)) => {
            check(&origin);
            assert!(base.starts_with(&origin) && !base.contains(['?', '#', '%', ' ']));
        }
        // a webhook's URL is a secret: whatever was given, one of two sentences is said
        Err(error) => {
            let known = ["", "https://p.example/rest/1/"].map(|url| webhook(url).err());
            assert!(known.contains(&Some(error)));
        }
    }
});

fn check(origin: &str) {
    let host = origin.split_once("://").map(|(_, host)| host);
    let host = host.expect("an origin has a scheme");
    assert!(
        !host.contains(['/', '?', '#', '@', '\\', '%', ' ']),
        "{origin}"
    );
}
