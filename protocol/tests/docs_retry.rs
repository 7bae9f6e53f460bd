//! docs/retry.md says what the code says: it is printed from the policy's own table.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::{env, fs};

use bx24_protocol::calls::retry::{Decision, Row, TABLE, pause};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/retry.md");

const INTRODUCTION: &str = "\
# What a call does after each outcome

Printed from `TABLE` in [protocol/src/calls/retry.rs](../protocol/src/calls/retry.rs) by `UPDATE_DOCS=1 cargo test -p bx24-protocol --test docs_retry`: change it there, not here.

An answer is looked up by its `error`, and where a row names one, by a part of its `error_description`; the first row that fits counts. The status is the one of a single call: a command inside a batch, which has none of its own, gets it from here. Whatever the table says, a call ends at once when its next wait would pass its time limit (`timeout`, 60 s). It then reports the code of its last outcome, with `retryable: true` where a later call may succeed.

`bind` and `unbind` may be sent again although nobody knows whether they were executed: the portal notices a second bind, and a second unbind counts 0. So may methods that only read. All others are repeated only where the portal says that it did not execute them.

";

const DECISIONS: [Decision; 9] = [
    Decision::Refresh,
    Decision::WaitForBucket,
    Decision::WaitForOperating,
    Decision::WaitForOther,
    Decision::RetryLater,
    Decision::Unknown,
    Decision::FollowMove,
    Decision::AlreadyBound,
    Decision::Report,
];

fn name(next: Decision) -> &'static str {
    match next {
        Decision::Refresh => "renew the token",
        Decision::WaitForBucket => "wait for the bucket",
        Decision::WaitForOperating => "wait for the limit",
        Decision::WaitForOther => "wait for the other",
        Decision::RetryLater => "try later",
        Decision::Unknown => "unknown",
        Decision::FollowMove => "follow",
        Decision::AlreadyBound => "bound",
        Decision::Report => "end",
    }
}

fn meaning(next: Decision) -> &'static str {
    match next {
        Decision::Refresh => {
            "not executed; one new token is asked for, shared by all calls that wait, and the call is repeated once. A token that cannot be renewed ends the call"
        }
        Decision::WaitForBucket => {
            "not executed: the portal had too many requests. Repeated until the time limit; bind and unbind together with others that wait"
        }
        Decision::WaitForOperating => {
            "not executed: the method has used up its time. Repeated at `operating_reset_at`, where the portal has told it, until the time limit"
        }
        Decision::WaitForOther => {
            "another registration of the same handler is under way. Repeated until the time limit"
        }
        Decision::RetryLater => "not executed; repeated as often as `retries` says (4)",
        Decision::Unknown => {
            "nobody knows whether it was executed. bind, unbind and reads are repeated as often as `retries` says (4), all others end"
        }
        Decision::FollowMove => {
            "not executed: the portal has another address. It is searched for without a token or a secret; where it is found the call is sent there, once"
        }
        Decision::AlreadyBound => {
            "after an outcome of the kind “unknown”, success with `alreadyBound`: an earlier try of this call did it. Otherwise the call ends, the handler was there before"
        }
        Decision::Report => "reported at once",
    }
}

/// The first waits in seconds, without the up to 10 % that chance adds.
fn waits(next: Decision) -> String {
    if matches!(
        next,
        Decision::Refresh | Decision::AlreadyBound | Decision::FollowMove | Decision::Report
    ) {
        return "–".into();
    }
    let seconds = (0..6).map(|tries| pause(next, tries, 0.0, 0.002, None) / 1000.0);
    let mut all: Vec<String> = seconds.map(|wait| wait.to_string()).collect();
    all.dedup();
    all.join(", ")
}

fn rule(row: &Row) -> String {
    let text = match row.text {
        "" => "any".into(),
        text => format!("“… {text} …”"),
    };
    let status = match row.status {
        0 => "none".into(),
        status => status.to_string(),
    };
    format!(
        "| `{}` | {text} | {status} | {} |\n",
        row.code,
        name(row.decision)
    )
}

fn render() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str(
        "## Outcomes\n\n| `error` | `error_description` | HTTP | the call |\n|---|---|---|---|\n",
    );
    page.extend(TABLE.iter().map(rule));
    page.push_str("| any other | any | 500 and above | unknown |\n");
    page.push_str("| any other | any | below 500; inside a batch 400 | end |\n");
    page.push_str("\n`NETWORK`, `TIMEOUT` and `BAD_ANSWER` are ours: no answer, none in time, and one without a usable body, whatever its status.\n");
    page.push_str("\n## What the call does\n\n| the call | meaning | seconds before each repeat |\n|---|---|---|\n");
    for next in DECISIONS {
        page.push_str(&format!(
            "| {} | {} | {} |\n",
            name(next),
            meaning(next),
            waits(next)
        ));
    }
    page.push_str("\nUp to 10 % is added by chance, so that clients do not come back together. The bucket's waits are those of a portal that takes 2 requests per second (`perSecond`).\n");
    page
}

#[test]
fn the_page_is_printed_from_the_table() {
    let page = render();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(FILE, &page).unwrap();
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        written == page,
        "docs/retry.md is not what the table says: write it with `UPDATE_DOCS=1 cargo test -p bx24-protocol --test docs_retry`"
    );
}

#[test]
fn every_rule_of_the_table_has_a_meaning() {
    for row in TABLE {
        assert!(DECISIONS.contains(&row.decision), "{}", row.code);
    }
}
