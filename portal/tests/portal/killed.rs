//! kill -9 during refreshes: no chain of tokens is left without one.

use std::time::Duration;

use reqwest::{Client, redirect::Policy};
use serde_json::Value;
use tokio::time::sleep;

use crate::data_file::DataFile;
use crate::program::start;
use crate::running::stranger;

const CHAINS: usize = 8;
const REFRESH_TOKENS: &str = "token WHERE refresh = 1";

/// `npm run soak` asks for more.
fn rounds() -> u64 {
    std::env::var("KILLS").map_or(3, |text| text.parse().unwrap())
}

/// A chain of tokens, each refreshed by the one before.
struct Chain {
    client: Client,
    ready: Value,
    refresh_token: String,
    /// Of the last refresh that was answered.
    access_token: String,
    answered: usize,
}

impl Chain {
    async fn begin(ready: &Value) -> Self {
        let client = stranger().redirect(Policy::none()).build().unwrap();
        let mut chain = Self {
            client,
            ready: ready.clone(),
            refresh_token: String::new(),
            access_token: String::new(),
            answered: 0,
        };
        let query = format!("oauth/authorize/?client_id={}", chain.text("clientId"));
        let url = format!("{}{query}", chain.text("portal"));
        let redirect = chain.client.get(url).send().await.unwrap();
        let location = redirect.headers()["location"].to_str().unwrap();
        let (_, code) = location.split_once("code=").unwrap();
        let code = code.split('&').next().unwrap().to_owned();
        assert!(chain.exchange("authorization_code", "code", &code).await);
        chain
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    /// Takes the new pair. `false`: the portal is gone.
    async fn exchange(&mut self, grant: &str, name: &str, value: &str) -> bool {
        let form = [
            ("grant_type", grant),
            ("client_id", self.text("clientId")),
            ("client_secret", self.text("clientSecret")),
            (name, value),
        ];
        let url = format!("{}oauth/token/", self.text("portal"));
        let Ok(response) = self.client.post(url).form(&form).send().await else {
            return false;
        };
        assert_eq!(response.status(), 200);
        let Ok(pair) = response.json::<Value>().await else {
            return false;
        };
        self.refresh_token = pair["refresh_token"].as_str().unwrap().to_owned();
        self.access_token = pair["access_token"].as_str().unwrap().to_owned();
        true
    }

    /// Refreshes until the portal is gone.
    async fn refresh(mut self) -> Self {
        loop {
            let token = self.refresh_token.clone();
            if !self
                .exchange("refresh_token", "refresh_token", &token)
                .await
            {
                return self;
            }
            self.answered += 1;
        }
    }
}

#[tokio::test]
async fn each_chain_has_one_refresh_token_after_kill_9() {
    let file = DataFile::new("killed");
    let data = file.0.to_str().unwrap();
    let mut answered = 0;
    for round in 0..rounds() {
        let (mut program, _out, line) = start(&["--json", "--data", data]);
        let ready: Value = serde_json::from_str(&line).unwrap();
        let mut chains = Vec::new();
        for _ in 0..CHAINS {
            chains.push(Chain::begin(&ready).await);
        }
        let before = file.count(REFRESH_TOKENS);
        let work: Vec<_> = chains
            .into_iter()
            .map(|chain| tokio::spawn(chain.refresh()))
            .collect();
        sleep(Duration::from_millis(150 + 10 * round)).await;
        program.0.kill().unwrap();
        program.0.wait().unwrap();
        for chain in work {
            let chain = chain.await.unwrap();
            let known = format!("token WHERE token = '{}'", chain.access_token);
            assert_eq!(file.count(&known), 1, "round {round}: it was answered");
            answered += chain.answered;
        }
        assert_eq!(file.count(REFRESH_TOKENS), before, "round {round}");
    }
    assert!(answered > 0);
    println!("{answered} refreshes, no chain without a token");
}
