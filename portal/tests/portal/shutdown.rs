//! Ctrl-C and SIGTERM: no new connections, time for what is under way, then the end.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use crate::data_file::DataFile;
use crate::listener::Listener;
use crate::running::Running;

#[tokio::test]
async fn what_is_under_way_is_answered_and_delivered() {
    let file = DataFile::new("shutdown");
    let portal = Running::with(file.config()).await;
    let listener = Listener::start(&portal).await;
    let idle = TcpStream::connect(portal.authority()).await.unwrap();
    let half = portal
        .raw("POST /rest/profile HTTP/1.1\r\nHost: a\r\n")
        .await;
    portal
        .control("faults", json!({"fault": "delay", "ms": 500}))
        .await;
    let address = portal.authority();
    let bind = json!({"event": "ONCRMLEADADD", "handler": "http://a.b/", "auth": portal.admin()});
    let call = portal
        .client
        .post(portal.url("rest/event.bind"))
        .json(&bind)
        .send();
    let call = tokio::spawn(call);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let start = Instant::now();
    portal.end().await;
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(3),
        "{took:?}: nobody who only listens holds it up"
    );
    assert_eq!(call.await.unwrap().unwrap().status(), 200);
    assert!(TcpStream::connect(address).await.is_err());
    assert_eq!(file.count("handler"), 1);
    let wal = format!("{}-wal", file.0.display());
    assert!(
        !std::path::Path::new(&wal).exists(),
        "the file is closed: SQLite has taken its log away"
    );
    drop((listener, idle, half));
}

#[tokio::test]
async fn what_takes_too_long_is_cut_off() {
    let portal = Running::start().await;
    portal
        .control("faults", json!({"fault": "delay", "ms": 60_000}))
        .await;
    let call = portal.client.get(portal.url("rest/profile")).send();
    let call = tokio::spawn(call);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let start = Instant::now();
    portal.end().await;
    let took = start.elapsed().as_secs_f64();
    assert!((4.5..8.0).contains(&took), "{took} s");
    call.abort();
}

/// More than the limit of connections, and of half a request each: others are answered.
#[tokio::test]
async fn half_requests_do_not_stop_others() {
    let portal = Running::start().await;
    let (head, body) = (
        "POST /rest/profile HTTP/1.1\r\nHost: a\r\n",
        "POST /rest/profile HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nauth=",
    );
    let mut held = Vec::new();
    for number in 0..400 {
        held.push(portal.raw(if number % 2 == 0 { head } else { body }).await);
    }
    for _ in 0..400 {
        held.push(portal.raw(body).await);
    }
    let start = Instant::now();
    assert_eq!(portal.rest("profile", json!({})).await.0, 200);
    assert!(start.elapsed() < Duration::from_secs(2));
    let mut rest = Vec::new();
    let first = held.first_mut().unwrap();
    let ended = first.read_to_end(&mut rest).await;
    assert!(
        ended.is_err() || rest.is_empty(),
        "the one that waited longest gave way"
    );
}
