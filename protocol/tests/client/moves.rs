//! `moveHandlers`: read, bind the new ones, unbind the old ones.

use bx24_protocol::Error;
use bx24_protocol::handlers::handler::Handler;
use bx24_protocol::handlers::plan::SyncOptions;
use bx24_protocol::handlers::report::SyncReport;
use serde_json::json;

use crate::script::{Script, batch, healthy, row, snapshot};

fn moved(script: &Script, from: &str, to: &str) -> Result<SyncReport, Error> {
    let options = SyncOptions::default();
    let client = script.client();
    script.run(client.move_handlers(from, to, &options, &|_, _| ()))
}

#[test]
fn a_move_reads_binds_the_new_ones_then_unbinds_the_old_ones() {
    let script = Script::new([
        snapshot(json!([row("a"), row("b")])),
        batch(&[Ok(json!(true)), Err(("ACCESS_DENIED", "no"))]),
        batch(&[Ok(json!({ "count": 1 }))]),
    ]);
    let report = moved(&script, "https://x.y", "https://new.y").unwrap();
    assert_eq!(
        script.batches(),
        [
            "batch() get events profile app.info scope",
            "batch() bind:a bind:b",
            "batch() unbind:a"
        ]
    );
    let urls = |list: &[Handler]| list.iter().map(|one| one.url().to_owned()).collect();
    let [bound, unbound, kept]: [Vec<String>; 3] =
        [&report.bound, &report.unbound, &report.kept].map(|list| urls(list));
    assert_eq!(bound, ["https://new.y/a"]);
    assert_eq!(unbound, ["https://x.y/a"]);
    assert_eq!(kept, ["https://x.y/b"]);
    let failed = report.failed.iter();
    let failed: Vec<_> = failed
        .map(|one| (one.handler.url(), one.error.code()))
        .collect();
    assert_eq!(failed, [("https://new.y/b", "ACCESS_DENIED")]);
}

#[test]
fn a_move_between_wrong_bases_is_refused() {
    for (from, to) in [
        ("x.y", "https://x.y"),
        ("https://x.y", "new.y"),
        ("https://x.y", "https://x.y/"),
    ] {
        let script = Script::new([]);
        let error = moved(&script, from, to).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT", "{from} to {to}");
    }
}

#[test]
fn a_move_needs_the_handlers() {
    let mut answers = healthy(json!([]));
    *answers.first_mut().unwrap() = Err(("ACCESS_DENIED", "no"));
    let script = Script::new([batch(&answers)]);
    let error = moved(&script, "https://x.y", "https://new.y").unwrap_err();
    assert_eq!(
        (error.code(), error.method()),
        ("ACCESS_DENIED", "event.get")
    );
}
