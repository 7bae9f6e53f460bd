//! `get`, `list`, `clear` and `error`: what they send, and what they refuse to.

use bx24_protocol::Error;
use bx24_protocol::offline::requests::Settlement::{self, Clear, Error as Fail};
use bx24_protocol::offline::requests::{get, list, members};
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Value;

use crate::{body, id, sent};

fn settle(
    settlement: Settlement,
    process_id: &str,
    message_ids: Option<&[String]>,
    connector: Option<&str>,
) -> Result<Option<Command>, Error> {
    settlement.command(process_id, message_ids, connector)
}

fn text(name: &str, value: &str) -> (String, Value) {
    (name.into(), value.into())
}

fn map(name: &str, key: &str, value: &str) -> (String, Value) {
    (name.into(), Value::Map(vec![text(key, value)]))
}

#[test]
fn get_reserves_unless_told_to_clear() {
    assert_eq!(body(&get(Vec::new()).unwrap()), "clear=0&error=0");
    let options = vec![
        map("filter", "EVENT_NAME", "ONCRMLEADADD"),
        map("order", "ID", "DESC"),
        text("limit", "10"),
        text("clear", "true"),
        text("error", "true"),
        text("connector", "one"),
    ];
    let command = get(options).unwrap();
    assert_eq!(command.method, "event.offline.get");
    assert_eq!(
        body(&command),
        "limit=10&auth_connector=one&clear=1&error=1&filter[EVENT_NAME]=ONCRMLEADADD&order[ID]=DESC"
    );
    let again = get(vec![text("processId", "p"), text("clear", "false")]);
    assert_eq!(body(&again.unwrap()), "process_id=p&clear=0&error=0");
}

#[test]
fn get_refuses_what_would_lose_events() {
    let rows: [(&[(&str, &str)], &str); 8] = [
        (
            &[("limit", "0")],
            "`limit` must be a whole number, 1 or more",
        ),
        (
            &[("limit", "-1")],
            "`limit` must be a whole number, 1 or more",
        ),
        (
            &[("limit", "2.5")],
            "`limit` must be a whole number, 1 or more",
        ),
        (
            &[("processId", "")],
            "the process id is empty: give the `processId` of the events",
        ),
        (&[("clear", "1")], "`clear` must be true or false"),
        (&[("error", "yes")], "`error` must be true or false"),
        (
            &[("process_id", "p")],
            "there is no option `process_id`: did you mean `processId`?",
        ),
        (
            &[("processId", "p"), ("clear", "true")],
            "`clear` with `processId` would drop events unread: use `offline.clear`",
        ),
    ];
    for (options, reason) in rows {
        let options = options.iter().map(|(name, value)| text(name, value));
        let error = get(options.collect()).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT");
        assert_eq!(error.description(), reason);
    }
}

#[test]
fn list_reads_pages_and_members() {
    let page = list(vec![text("start", "50"), text("connector", "one")]);
    assert_eq!(
        sent(page.ok()),
        "event.offline.list?start=50&auth_connector=one"
    );
    assert_eq!(
        list(vec![text("clear", "true")]).unwrap_err().code(),
        "INVALID_ARGUMENT"
    );
    let members = members("p", &[id("a"), id("b")], Some("one"));
    let ids = [
        "filter[@MESSAGE_ID][0]=",
        &id("a"),
        "&filter[@MESSAGE_ID][1]=",
        &id("b"),
    ]
    .concat();
    assert_eq!(
        body(&members),
        ["auth_connector=one&filter[PROCESS_ID]=p&", &ids].concat()
    );
}

#[test]
fn clear_and_error_send_nothing_for_an_empty_list() {
    for (settlement, method) in [
        (Clear, "event.offline.clear"),
        (Fail, "event.offline.error"),
    ] {
        assert_eq!(settle(settlement, "p", Some(&[]), None), Ok(None));
        let one = settle(settlement, "p", Some(&[id("a")]), Some("one")).unwrap();
        let wanted = [
            method,
            "?process_id=p&auth_connector=one&message_id[0]=",
            &id("a"),
        ]
        .concat();
        assert_eq!(sent(one), wanted);
    }
    assert_eq!(
        sent(settle(Clear, "p", None, None).unwrap()),
        "event.offline.clear?process_id=p"
    );
}

#[test]
fn clear_and_error_refuse_what_reaches_too_far() {
    let bad = ["a".to_owned()];
    for refused in [
        settle(Clear, "", None, None),
        settle(Clear, "", Some(&[]), None),
        settle(Fail, "", Some(&[id("a")]), None),
        settle(Clear, "p", Some(&bad), None),
        settle(Fail, "p", Some(&bad), None),
    ] {
        assert_eq!(refused.unwrap_err().code(), "INVALID_ARGUMENT");
    }
}
