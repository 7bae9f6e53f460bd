//! What `verify` may send to a portal that is in use.

use bx24_portal::conformance::{self, Caller, Exchange, PLACE};

/// Methods that change something, or would if the portal took what it has to refuse.
const WRITES: [&str; 5] = [
    "event.bind",
    "event.unbind",
    "event.offline.get",
    "event.offline.clear",
    "event.offline.error",
];

fn remote() -> Vec<Exchange> {
    let all = conformance::remote().unwrap();
    assert!(all.len() >= 100, "{}", all.len());
    all
}

#[test]
fn nothing_is_set_at_the_portal_and_who_binds_also_unbinds() {
    for exchange in remote() {
        let Exchange { name, caller, .. } = &exchange;
        assert!(exchange.settings.is_empty(), "{name}");
        assert!(exchange.faults.is_empty(), "{name}");
        assert!(
            exchange.before.is_empty() || *caller == Caller::Admin,
            "{name}"
        );
    }
}

#[test]
fn what_is_written_is_below_a_place_of_its_own() {
    for exchange in remote() {
        for (method, params) in exchange.calls() {
            let text = params.to_string();
            let told = format!("{}: {method} {text}", exchange.name);
            assert!(!method.contains("event.test"), "{told}");
            assert!(!text.contains("event.test"), "{told}");
            let binds_nothing = method == "event.bind" && !text.contains("handler");
            let own = text.contains(PLACE) || binds_nothing;
            assert!(!WRITES.contains(&method) || own, "{told}");
        }
    }
}

/// An offline handler has no URL: without a connector it would be the application's own.
#[test]
fn what_is_offline_has_a_connector_of_its_own() {
    for exchange in remote() {
        for (method, params) in exchange.calls() {
            let reads = method == "event.offline.list";
            let queue = method.starts_with("event.offline.") && !reads;
            let offline = params["event_type"] == "offline";
            let connector = params["auth_connector"].as_str().unwrap_or_default();
            assert!(
                !(queue || offline) || connector.starts_with(PLACE),
                "{}: {method} {params}",
                exchange.name
            );
        }
    }
}
