//! The type `EventCode` names the codes of the catalogue, all of them and no others.
//!
//! `UPDATE_DOCS=1 cargo test --test event_codes` writes it anew.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{env, fs};

const CATALOGUE: &str = include_str!("../protocol/data/events.tsv");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/types/event_code.d.ts");

/// The members of the type.
fn members() -> Vec<String> {
    let rows = CATALOGUE.lines().skip(1);
    let codes = rows.filter_map(|row| row.split('\t').next());
    codes
        .map(|code| format!("`{}`", code.replace("{entityTypeId}", "${number}")))
        .collect()
}

/// The declaration, as prettier wants it.
fn declaration() -> String {
    let members = members().join("\n  | ");
    format!("/** Codes of the event catalogue. */\nexport type EventCode =\n  | {members};\n")
}

#[test]
fn the_type_has_the_codes_of_the_catalogue() {
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(TYPES, declaration()).unwrap();
    }
    let found = fs::read_to_string(TYPES).unwrap();
    let mut missing = members();
    missing.retain(|member| !found.contains(member.as_str()));
    assert!(
        found == declaration(),
        "src/api/types/event_code.d.ts is not what protocol/data/events.tsv says; it lacks \
         {missing:?}. `UPDATE_DOCS=1 cargo test --test event_codes` writes it anew"
    );
}
