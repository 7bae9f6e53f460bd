//! Clients that send or read too slowly, with limits so short that a test can wait for them.

use std::time::{Duration, Instant};

use bx24_portal::{Config, TimeLimits, Tls};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::sleep;

use crate::running::{Running, unlimited};

const MIB: usize = 1 << 20;
const NEVER: Duration = Duration::from_secs(60);
const LIMIT: Duration = Duration::from_millis(500);

/// No limit is met but those that a test sets.
fn patient() -> TimeLimits {
    TimeLimits {
        handshake: NEVER,
        head: NEVER,
        body: NEVER,
        answer: NEVER,
    }
}

fn limited(time_limits: TimeLimits) -> Config {
    Config {
        time_limits,
        ..unlimited()
    }
}

/// What the portal sends until it closes the connection, and how long that takes.
async fn until_closed(stream: &mut TcpStream) -> (String, Duration) {
    let (start, mut sent) = (Instant::now(), Vec::new());
    // a reset is an end too
    let _ = stream.read_to_end(&mut sent).await;
    (String::from_utf8_lossy(&sent).into_owned(), start.elapsed())
}

fn assert_in_time(took: Duration) {
    assert!((LIMIT / 2..20 * LIMIT).contains(&took), "{took:?}");
}

#[tokio::test]
async fn a_silent_client_and_half_a_head_are_cut_off() {
    let head = LIMIT;
    let portal = Running::with(limited(TimeLimits { head, ..patient() })).await;
    for begun in ["", "GET /rest/profile HTTP/1.1\r\nHost: a\r\n"] {
        let (_, took) = until_closed(&mut portal.raw(begun).await).await;
        assert_in_time(took);
    }
}

#[tokio::test]
async fn a_connection_that_is_kept_is_cut_off_when_it_is_idle() {
    let head = LIMIT;
    let portal = Running::with(limited(TimeLimits { head, ..patient() })).await;
    let request = "GET /rest/server.time HTTP/1.1\r\nHost: a\r\n\r\n";
    let (sent, took) = until_closed(&mut portal.raw(request).await).await;
    assert!(sent.starts_with("HTTP/1.1 401 "), "{sent}");
    assert_in_time(took);
}

#[tokio::test]
async fn half_a_body_is_answered_and_cut_off() {
    let body = LIMIT;
    let portal = Running::with(limited(TimeLimits { body, ..patient() })).await;
    let head = "POST /rest/profile HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n";
    for begun in [head.to_owned(), format!("{head}auth=")] {
        let (sent, took) = until_closed(&mut portal.raw(&begun).await).await;
        let (head, answer) = sent.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
        let answer: Value = serde_json::from_str(answer).unwrap();
        assert_eq!(answer["error"], "BODY_INCOMPLETE");
        let text =
            "the body did not arrive as a whole: no more of the body within 0.5 s; send it again";
        assert_eq!(answer["error_description"], text);
        assert_in_time(took);
    }
}

/// The limit is for one piece, not for the whole.
#[tokio::test]
async fn a_body_in_pieces_may_take_longer() {
    let body = LIMIT;
    let portal = Running::with(limited(TimeLimits { body, ..patient() })).await;
    let head = "POST /inbox/a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20\r\n\r\n";
    let mut stream = portal.raw(head).await;
    for _ in 0..20 {
        sleep(LIMIT / 10).await;
        stream.write_all(b"x").await.unwrap();
    }
    let arrived = portal.arrived("a", 1).await;
    assert_eq!(arrived[0]["raw"], "x".repeat(20));
}

#[tokio::test]
async fn a_tls_handshake_that_does_not_come_is_cut_off() {
    let handshake = LIMIT;
    let limits = TimeLimits {
        handshake,
        ..patient()
    };
    let portal = Running::with(Config {
        tls: Some(Tls::Own),
        ..limited(limits)
    })
    .await;
    let (_, took) = until_closed(&mut portal.raw("").await).await;
    assert_in_time(took);
    assert!(portal.result("server.time", json!({})).await.is_string());
}

/// A portal that has 12 MiB to answer at `/inbox/a.json`, and a client that takes little at once.
async fn much_to_read(limits: TimeLimits) -> (Running, TcpStream) {
    let portal = Running::with(limited(limits)).await;
    let message = "x".repeat(6 * MIB);
    let posted = portal.client.post(portal.inbox("a")).body(message).send();
    assert_eq!(posted.await.unwrap().status(), 200);
    let reader = small_reader(&portal, "/inbox/a.json").await;
    (portal, reader)
}

/// A connection whose client takes 64 KiB at once and has read the first bytes of the answer to this
/// request.
async fn small_reader(portal: &Running, path: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 << 10).unwrap();
    let address = portal.authority().parse().unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.read_exact(&mut [0; 12]).await.unwrap();
    stream
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_cut_off() {
    let answer = LIMIT;
    let limits = TimeLimits {
        answer,
        ..patient()
    };
    let (_portal, mut reader) = much_to_read(limits).await;
    sleep(4 * LIMIT).await;
    let (sent, _) = until_closed(&mut reader).await;
    assert!(sent.len() < 10 * MIB, "{} bytes", sent.len());
}

/// The limit is for one piece, not for the whole; and that for the next head begins after it.
#[tokio::test]
async fn an_answer_that_is_read_slowly_arrives() {
    let limits = TimeLimits {
        answer: LIMIT,
        head: LIMIT,
        ..patient()
    };
    let (_portal, mut reader) = much_to_read(limits).await;
    let (mut length, mut piece, start) = (0, vec![0; MIB], Instant::now());
    while let Ok(read) = reader.read_exact(&mut piece).await {
        length += read;
        sleep(LIMIT / 5).await;
    }
    assert!(length >= 11 * MIB, "{length} bytes");
    assert!(start.elapsed() > 2 * LIMIT);
}

#[tokio::test]
async fn the_stream_of_news_waits_for_its_reader() {
    let answer = LIMIT;
    let limits = TimeLimits {
        answer,
        ..patient()
    };
    let portal = Running::with(limited(limits)).await;
    let mut reader = small_reader(&portal, "/control/stream").await;
    let message = "y".repeat(6 * MIB);
    let posted = portal.client.post(portal.inbox("a")).body(message).send();
    assert_eq!(posted.await.unwrap().status(), 200);
    sleep(4 * LIMIT).await;
    let (mut length, mut piece) = (0, vec![0; MIB]);
    while length < 12 * MIB {
        length += reader.read_exact(&mut piece).await.unwrap();
    }
}
