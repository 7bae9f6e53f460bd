//! One who reads the portal's stream.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

use crate::running::Running;

const PATIENCE: Duration = Duration::from_secs(5);

pub struct Listener {
    stream: Response,
    unread: String,
}

impl Listener {
    pub async fn start(portal: &Running) -> Self {
        let request = portal.client.get(portal.url("control/stream"));
        Self {
            stream: request.send().await.unwrap(),
            unread: String::new(),
        }
    }

    /// The name and the data of the next news.
    pub async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some(end) = self.unread.find("\n\n") {
                let event: String = self.unread.drain(..end + 2).collect();
                if let Some(news) = read(&event) {
                    return news;
                }
            } else {
                let chunk = timeout(PATIENCE, self.stream.chunk()).await;
                let chunk = chunk.expect("the stream is silent").unwrap().unwrap();
                self.unread += std::str::from_utf8(&chunk).unwrap();
            }
        }
    }
}

/// Nothing, if the portal only shows that it is alive.
fn read(event: &str) -> Option<(String, Value)> {
    let (name, data) = event.strip_prefix("event: ")?.split_once("\ndata: ")?;
    Some((name.to_owned(), serde_json::from_str(data).unwrap()))
}
