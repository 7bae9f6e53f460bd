//! Many deliveries at once: so many under way, in order for each handler, none dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use bx24_portal::Config;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::sleep;

use crate::running::{Running, unlimited};

/// A host whose handlers take a while to answer: its address, and how many it served at most at once.
async fn slow_host(pause: Duration) -> (String, Arc<AtomicUsize>) {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&most);
    let app = Router::new().fallback(move |_: Request| {
        let (now, seen) = (Arc::clone(&now), Arc::clone(&seen));
        async move {
            seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sleep(pause).await;
            now.fetch_sub(1, Ordering::SeqCst);
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (address, most)
}

#[tokio::test]
async fn so_many_at_once_and_none_dropped() {
    let config = Config {
        deliver_at_once: 10,
        ..unlimited()
    };
    let portal = Running::with(config).await;
    let (host, most) = slow_host(Duration::from_millis(20)).await;
    for number in 0..100 {
        portal
            .bind("ONCRMLEADADD", &format!("{host}/{number}"))
            .await;
    }
    let fired = portal.control("lead", json!({})).await;
    assert_eq!(fired["deliveries"], 100);
    let ended = portal.deliveries(100).await;
    assert!(
        ended.iter().all(|one| one["outcome"] == "sent"),
        "{ended:?}"
    );
    let most = most.load(Ordering::SeqCst);
    assert!((2..=10).contains(&most), "{most} at once");
}

#[tokio::test]
async fn a_handler_gets_its_events_in_their_order() {
    let portal = Running::start().await;
    portal.bind("ONCRMLEADADD", &portal.inbox("one")).await;
    for _ in 0..100 {
        portal.control("lead", json!({})).await;
    }
    let arrived = portal.arrived("one", 100).await;
    let ids: Vec<String> = arrived
        .iter()
        .map(|message| {
            message["fields"]["data"]["FIELDS"]["ID"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let expected: Vec<String> = (1..=100).map(|id: u32| id.to_string()).collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn a_slow_handler_holds_up_nobody() {
    let config = Config {
        deliver_at_once: 2,
        ..unlimited()
    };
    let portal = Running::with(config).await;
    let (host, most) = slow_host(Duration::from_secs(60)).await;
    portal.bind("ONCRMLEADADD", &format!("{host}/slow")).await;
    portal.bind("ONCRMLEADADD", &portal.inbox("quick")).await;
    for _ in 0..20 {
        portal.control("lead", json!({})).await;
    }
    assert_eq!(portal.arrived("quick", 20).await.len(), 20);
    assert_eq!(most.load(Ordering::SeqCst), 1);
}
