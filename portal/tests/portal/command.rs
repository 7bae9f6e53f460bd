//! The command line.

use std::io::Read as _;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Program, output, start};
use crate::running::{answer, stranger};

#[tokio::test]
async fn json_prints_the_ready_line_and_nothing_else() {
    let (mut program, mut out, line) = start(&["--json"]);
    let ready: Value = serde_json::from_str(&line).unwrap();
    for name in [
        "portal",
        "app",
        "rest",
        "webhook",
        "accessToken",
        "userAccessToken",
        "memberId",
        "applicationToken",
        "inbox",
        "control",
    ] {
        assert!(ready[name].is_string(), "{name} of {ready}");
    }
    let client = stranger().build().unwrap();
    let webhook = format!("{}event.get", ready["webhook"].as_str().unwrap());
    let (status, body) = answer(client.get(webhook)).await;
    assert_eq!((status, &body["result"]), (200, &json!([])));
    interrupt(&program);
    assert!(program.0.wait().unwrap().success(), "Ctrl-C is a clean end");
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

/// What a terminal sends for Ctrl-C.
fn interrupt(program: &Program) {
    let sent = Command::new("kill")
        .args(["-INT", &program.0.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

#[tokio::test]
async fn flags_set_what_they_say() {
    let flags = [
        "--json",
        "--user",
        "--require-https",
        "--webhook-events",
        "refused",
        "--update-handlers",
        "kept",
    ];
    let (_program, _out, line) = start(&[&flags[..], &["--app", "http://localhost:5173"]].concat());
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["app"], "http://localhost:5173/");
    let state = stranger()
        .build()
        .unwrap()
        .get(format!("{}state", ready["control"].as_str().unwrap()));
    let (_, state) = answer(state).await;
    assert_eq!(state["user"], json!({"id": 2, "admin": false}));
    let switches = &state["switches"];
    let set =
        ["requireHttps", "webhookEvents", "updateHandlers"].map(|name| switches[name].clone());
    assert_eq!(set, [json!(true), json!("refused"), json!("kept")]);
}

#[tokio::test]
async fn like_sets_what_documentation_and_live_portals_do_differently() {
    for (flags, expected) in [
        (vec!["--json"], ["allowed", "removed", "server"]),
        (
            vec!["--json", "--like", "live"],
            ["refused", "kept", "server"],
        ),
        (
            vec!["--json", "--like", "live", "--webhook-events", "allowed"],
            ["allowed", "kept", "server"],
        ),
    ] {
        let (_program, _out, line) = start(&flags);
        let ready: Value = serde_json::from_str(&line).unwrap();
        let url = format!("{}switches", ready["control"].as_str().unwrap());
        let (_, switches) = answer(stranger().build().unwrap().get(url)).await;
        let set = ["webhookEvents", "updateHandlers", "statuses"];
        assert_eq!(set.map(|name| switches[name].as_str().unwrap()), expected);
    }
}

#[test]
fn without_json_it_greets_a_person() {
    let (_program, _out, line) = start(&[]);
    assert!(line.starts_with("Open http://127.0.0.1:"), "{line}");
}

#[test]
fn mistakes_are_answered_with_what_is_wrong() {
    for (arguments, words) in [
        (
            vec!["--app", "localhost:5173"],
            "`localhost:5173` is no http or https address",
        ),
        (vec!["--api-only"], "has no page and no install address"),
        (vec!["--open-as", "3"], "`open-as`: there is no user `3`"),
        (vec!["--tls-cert", "x"], "give both or none"),
        (vec!["--admin", "--user"], "cannot be used with"),
        (vec!["--port", "x"], "invalid value 'x' for '--port"),
        (vec!["--webhook-events", "x"], "allowed, refused"),
        (
            vec!["--data", "/no/such/folder/file.db"],
            "file.db`: No such file or directory",
        ),
    ] {
        let arguments = if arguments[0] == "--port" {
            arguments
        } else {
            [&["--port", "0", "--app-port", "0"], &arguments[..]].concat()
        };
        let output = output(&arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && text.contains(words),
            "{arguments:?}: {text}"
        );
    }
}

#[test]
fn every_flag_is_documented() {
    let help = String::from_utf8(output(&["--help"]).stdout).unwrap();
    let words = help.split_whitespace();
    let flags = words.filter_map(|word| word.strip_prefix("--"));
    let flags: Vec<&str> = flags
        .map(|flag| flag.split(['[', '`', ',', '.']).next().unwrap())
        .filter(|flag| !["help", "version"].contains(flag))
        .collect();
    assert!(flags.len() > 20 && flags.contains(&"tls"), "{flags:?}");
    let readme = include_str!("../../README.md");
    let table = readme.split("## Flags").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    for flag in flags {
        assert!(table.contains(&format!("`--{flag}")), "--{flag}");
    }
}
