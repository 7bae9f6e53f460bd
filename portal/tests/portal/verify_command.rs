//! `bx24-portal verify` as a program.

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::running::Running;

fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bx24-portal"));
    command
        .arg("verify")
        .args(arguments)
        .env_remove("BX24_TOKEN")
        .env_remove("BX24_WEBHOOK")
        .envs(variables.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// The times at which requests arrived.
async fn arrivals(portal: &Running) -> Vec<f64> {
    let all = portal.look("requests").await;
    let times = all.as_array().unwrap().iter();
    let mut times: Vec<f64> = times.map(|entry| entry["ts"].as_f64().unwrap()).collect();
    times.sort_by(f64::total_cmp);
    times
}

#[tokio::test]
async fn interrupted_it_removes_what_it_bound_and_it_never_hurries() {
    let portal = Running::start().await;
    let (token, url) = (portal.admin(), portal.text("portal"));
    let program = command(&[&url], &[("BX24_TOKEN", &token)]).spawn().unwrap();
    while portal.handlers().await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let id = program.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(sent.success());
    let output = tokio::task::spawn_blocking(|| program.wait_with_output().unwrap());
    let output = output.await.unwrap();
    let (out, err) = texts(&output);
    assert_eq!(output.status.code(), Some(1), "{out}{err}");
    assert!(out.contains("ended early: interrupted"), "{out}");
    assert!(!out.contains("still bound"), "{out}");
    assert_eq!(portal.handlers().await, Vec::<Value>::new());
    let times = arrivals(&portal).await;
    assert!(times.len() >= 4, "{times:?}");
    // the first may be noted late on a busy machine: half a second for that
    let took = times[times.len() - 1] - times[0];
    assert!(took > times.len() as f64 - 1.5, "{times:?}");
    assert!(!format!("{out}{err}").contains(&token));
}

#[tokio::test]
async fn a_portal_on_which_nothing_can_be_compared_fails() {
    let portal = Running::start().await;
    portal.switch(json!({"overload": true})).await;
    let webhook = portal.text("webhook");
    let program = command(&[], &[("BX24_WEBHOOK", &webhook)]).spawn().unwrap();
    let output = tokio::task::spawn_blocking(|| program.wait_with_output().unwrap());
    let output = output.await.unwrap();
    let (out, err) = texts(&output);
    assert_eq!((output.status.code(), out.as_str()), (Some(1), ""));
    assert!(err.contains("to `BX24_WEBHOOK`: 401 "), "{err}");
    let secret = webhook.trim_end_matches('/').rsplit('/').next().unwrap();
    assert!(!err.contains(secret), "{err}");
}

#[test]
fn list_shows_what_would_be_sent_without_a_credential() {
    let output = command(&["--list"], &[]).output().unwrap();
    let (out, err) = texts(&output);
    assert!(output.status.success() && err.is_empty(), "{err}");
    for line in [
        "§3.1 twice (an administrator)",
        "§2.2 no authorization: profile (no token)",
        "  event.bind {\"event\":\"ONAPPTEST\",\"handler\":\"https://app.example/bx24-verify-RANDOM/",
    ] {
        assert!(out.contains(line), "{line} in {out}");
    }
    assert!(!out.contains("event.test"), "{out}");
}

#[test]
fn mistakes_are_answered_with_what_is_wrong() {
    let token = [("BX24_TOKEN", "hidden")];
    let webhook = [("BX24_WEBHOOK", "https://p.example/rest/1/hidden/")];
    let both = [token[0], webhook[0]];
    for (arguments, variables, words) in [
        (vec![], &[][..], "set `BX24_TOKEN`"),
        (vec![], &token, "give the portal's address"),
        (vec!["https://p.example/"], &webhook, "give no other"),
        (vec![], &both, "choose one"),
        (
            vec!["https://p.example/rest/1/hidden/"],
            &token,
            "`BX24_WEBHOOK`",
        ),
        (
            vec!["https://p.example/", "--ca", "/no/such"],
            &token,
            "`/no/such`: No such file",
        ),
    ] {
        let output = command(&arguments, variables).output().unwrap();
        let (out, err) = texts(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{err}");
        assert!(err.contains(words) && !err.contains("hidden"), "{err}");
    }
}
