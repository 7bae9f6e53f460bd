//! What callers may write in JavaScript is what the types declare: the options that are read, and the
//! codes of errors.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The strings in the array that a Rust file calls `name`.
fn strings(path: &str, name: &str) -> BTreeSet<String> {
    let text = read(path);
    let (_, rest) = text.split_once(&format!("const {name}: [&str;")).unwrap();
    let (array, _) = rest.split_once(';').unwrap();
    let quoted = array.split('"').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

/// The members of what a declaration file calls `name`, as prettier lays them out.
fn members(path: &str, name: &str) -> BTreeSet<String> {
    let text = read(path);
    let head = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        matches!(words.as_slice(), ["export", "interface" | "type", word, ..] if *word == name)
    };
    let lines = text.lines().skip_while(|line| !head(line)).skip(1);
    let member = |line: &str| {
        let text = line.strip_prefix("  ")?;
        let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
        let (word, rest) = text.split_at(end);
        (rest.starts_with(['?', ':', '(']) && !word.is_empty()).then(|| word.to_owned())
    };
    lines
        .take_while(|line| !line.starts_with('}'))
        .filter_map(member)
        .collect()
}

#[test]
fn the_options_that_are_read_are_those_that_are_declared() {
    let input = |file: &str, array| strings(&format!("src/api/input/{file}.rs"), array);
    let numbers = strings("protocol/src/calls/settings.rs", "NUMBERS");
    let settings = &input("settings", "NO_NUMBERS") | &numbers;
    for (found, types, interfaces) in [
        (settings, "mirror", &["Settings"][..]),
        (input("sync", "CALL"), "client", &["CallOptions"]),
        (input("sync", "SYNC"), "handlers", &["SyncOptions"]),
        (input("connect", "AUTH"), "client", &["ConnectOptions"]),
        (
            input("handler", "FIELDS"),
            "handlers",
            &["HandlerFields", "OnlineHandler"],
        ),
    ] {
        let types = format!("src/api/types/{types}.d.ts");
        let declared = interfaces.iter().flat_map(|name| members(&types, name));
        let wanted: BTreeSet<String> = declared.collect();
        assert!(found.len() > 1, "nothing is read of {interfaces:?}");
        assert_eq!(
            found, wanted,
            "left: what is read, right: what {interfaces:?} of {types} declares"
        );
    }
}

#[test]
fn every_error_code_of_ours_is_declared_and_documented() {
    let source = read("protocol/src/error.rs");
    let arms = source.lines().filter_map(|line| {
        let (variant, code) = line.trim().split_once(" => \"")?;
        let code = code.strip_suffix("\",")?;
        variant.starts_with("Self::").then_some(code)
    });
    let codes: Vec<&str> = arms.collect();
    assert!(
        codes.contains(&"NETWORK"),
        "protocol/src/error.rs has no codes"
    );
    for file in ["src/api/types/mirror.d.ts", "npm/README.md"] {
        let text = read(file);
        for code in &codes {
            assert!(
                text.contains(&format!("`{code}`")),
                "{file} does not say what `{code}` means"
            );
        }
    }
}
