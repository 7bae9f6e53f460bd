//! Every `§` that code, tests, pages or documents cite is a heading of docs/contract.md, and every
//! link between documents leads to a file.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Folders of what is built, downloaded or hidden begin so.
const SKIPPED: [&str; 6] = [
    ".",
    "target",
    "node_modules",
    "pkg",
    "test-results",
    "playwright-report",
];

/// All files of the project below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type().unwrap().is_dir() {
            found.push(entry.path());
        } else if !SKIPPED.iter().any(|start| name.starts_with(start)) {
            found.extend(files(&entry.path()));
        }
    }
    found
}

/// `3.1` of the text `3.1, row 7`; empty if it does not begin with a number.
fn number(text: &str) -> &str {
    let digits = |at: usize| {
        let rest = text.bytes().skip(at);
        rest.take_while(u8::is_ascii_digit).count()
    };
    let whole = digits(0);
    let part = digits(whole + 1);
    let has_part = whole > 0 && part > 0 && text.as_bytes().get(whole) == Some(&b'.');
    text.get(..if has_part { whole + 1 + part } else { whole })
        .unwrap()
}

/// The sections that a line cites; of `§8.1–8.4` both ends.
fn citations(line: &str) -> Vec<&str> {
    let mut cited = Vec::new();
    for text in line.split('§').skip(1) {
        let first = number(text.trim_start());
        let rest = text.trim_start().strip_prefix(first).unwrap();
        let last = rest.strip_prefix(['–', '-']).map_or("", number);
        cited.extend([first, last].into_iter().filter(|one| !one.is_empty()));
    }
    cited
}

fn headings() -> HashSet<String> {
    let contract = fs::read_to_string(Path::new(ROOT).join("docs/contract.md")).unwrap();
    let heading = |line: &str| {
        let title = line.strip_prefix('#')?.trim_start_matches('#').trim_start();
        Some(number(title.strip_prefix('§')?).to_owned())
    };
    contract.lines().filter_map(heading).collect()
}

#[test]
fn every_cited_section_is_a_heading_of_the_contract() {
    let headings = headings();
    let (mut cited, mut dangling) = (0, Vec::new());
    for file in files(Path::new(ROOT)) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue; // an image
        };
        let shown = file.strip_prefix(ROOT).unwrap().display();
        for (at, line) in text.lines().enumerate() {
            let citations = citations(line);
            cited += citations.len();
            let unknown = citations.iter().filter(|one| !headings.contains(**one));
            dangling.extend(unknown.map(|one| format!("{shown}:{}: §{one}", at + 1)));
        }
    }
    assert!(
        dangling.is_empty(),
        "docs/contract.md has no such heading:\n{}",
        dangling.join("\n")
    );
    assert!(cited > 200, "only {cited} citations were found");
}

#[test]
fn every_link_between_documents_leads_to_a_file() {
    let all = files(Path::new(ROOT));
    let documents = all
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "md"));
    let mut links = 0;
    for file in documents {
        let text = fs::read_to_string(file).unwrap();
        let targets = text.split("](").skip(1);
        let targets = targets.filter_map(|rest| Some(rest.split_once(')')?.0));
        for target in targets.filter(|target| !target.contains("://")) {
            let shown = file.strip_prefix(ROOT).unwrap();
            // npm shows it on a page of its own
            assert!(
                shown != Path::new("npm/README.md"),
                "{target}: give the whole address"
            );
            let path = target.split_once('#').map_or(target, |(path, _)| path);
            let there = file.with_file_name(path).exists();
            assert!(there, "{}: `{target}` leads nowhere", shown.display());
            links += 1;
        }
    }
    assert!(links > 10);
}

#[test]
fn citations_are_found_however_they_are_written() {
    let sign = '§';
    for (line, expected) in [
        ("contract %3.1, rows 7 and 8", vec!["3.1"]),
        ("(contract %8.1–8.4).", vec!["8.1", "8.4"]),
        ("ends with %3.6. The next", vec!["3.6"]),
        ("% 13, %2", vec!["13", "2"]),
        ("cited as %n", vec![]),
    ] {
        let line = line.replace('%', &sign.to_string());
        assert_eq!(citations(&line), expected, "{line}");
    }
}
