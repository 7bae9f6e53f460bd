//! https, and the address that the portal announces.

use bx24_portal::{Config, Switches, Tls};
use serde_json::{Value, json};

use crate::running::{Running, answer, short, stranger, unlimited};

fn https() -> Config {
    Config {
        tls: Some(Tls::Own),
        ..unlimited()
    }
}

#[tokio::test]
async fn everything_is_https() {
    let portal = Running::with(https()).await;
    let domain = portal
        .text("portal")
        .replace("https://", "")
        .replace('/', "");
    assert!(portal.text("portal").starts_with("https://127.0.0.1:"));
    assert_eq!(portal.result("profile", json!({})).await["ID"], "1");
    let frame = portal.control("frame", json!({})).await;
    assert!(
        frame["name"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{domain}|1|"))
    );
    assert!(frame["action"].as_str().unwrap().contains("&PROTOCOL=1&"));
    assert_eq!(frame["initData"]["PROTOCOL"], 1);
    assert!(portal.text("app").starts_with("https://localhost:"));
    let app = portal.client.get(portal.text("app")).send().await.unwrap();
    assert_eq!(app.status(), 200);
    // the portal trusts its own certificate when it delivers
    portal.bind("ONAPPTEST", &portal.inbox("own")).await;
    portal.result("event.test", json!({})).await;
    let auth = portal.arrived("own", 1).await.remove(0)["fields"]["auth"].clone();
    assert_eq!(auth["domain"], json!(domain));
    assert_eq!(
        auth["client_endpoint"],
        json!(format!("https://{domain}/rest/"))
    );
}

/// Some clients have the authorization server built in: a proxy may lead them to this one.
#[tokio::test]
async fn the_certificate_is_for_the_live_authorization_servers_too() {
    let portal = Running::with(https()).await;
    let ca = std::fs::read(portal.text("ca")).unwrap();
    let server = portal.text("authorizationServer");
    let port = reqwest::Url::parse(&server).unwrap().port().unwrap();
    for name in ["oauth.bitrix.info", "oauth.bitrix24.tech"] {
        let client = stranger()
            .no_proxy()
            .tls_certs_only([reqwest::Certificate::from_pem(&ca).unwrap()])
            .resolve(name, ([127, 0, 0, 1], 0).into())
            .build()
            .unwrap();
        let token = portal.admin();
        let url = format!("https://{name}:{port}/rest/app.info/?auth={token}");
        let (status, body) = answer(client.get(url)).await;
        assert_eq!((status, &body["result"]["user_id"]), (200, &json!(1)));
    }
}

#[tokio::test]
async fn nobody_trusts_it_without_its_certificate() {
    let portal = Running::with(https()).await;
    let stranger = stranger().build().unwrap();
    let error = stranger
        .get(portal.text("portal"))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    let plain = portal.text("portal").replace("https:", "http:");
    assert!(stranger.get(plain).send().await.is_err());
    assert!(portal.result("server.time", json!({})).await.is_string());
}

#[tokio::test]
async fn a_webhook_that_needs_https_has_it() {
    let config = |tls| Config {
        tls,
        switches: Switches {
            require_https: true,
            ..unlimited().switches
        },
        ..unlimited()
    };
    let plain = Running::with(config(None)).await;
    let (status, body) = plain.webhook("profile", json!({})).await;
    assert_eq!((status, &body["error"]), (401, &json!("INVALID_REQUEST")));
    let portal = Running::with(config(Some(Tls::Own))).await;
    assert_eq!(portal.webhook("profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_used() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let folder = std::env::temp_dir();
    let name = |end: &str| folder.join(format!("bx24-portal-test-{}.{end}", std::process::id()));
    let (certificate, key) = (name("crt"), name("key"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let files = Tls::Files {
        certificate: certificate.clone(),
        key: key.clone(),
    };
    let portal = Running::with(Config {
        tls: Some(files),
        ..unlimited()
    })
    .await;
    let url = portal.text("webhook").replace("127.0.0.1", "localhost");
    let (status, _) = answer(portal.client.get(format!("{url}profile"))).await;
    assert_eq!(status, 200);
    let missing = Tls::Files {
        certificate: name("missing"),
        key: key.clone(),
    };
    let refused = bx24_portal::Server::bind(Config {
        tls: Some(missing),
        ..unlimited()
    });
    let text = refused.await.err().unwrap().to_string();
    assert!(text.starts_with("cannot read `"), "{text}");
    std::fs::remove_file(certificate).unwrap();
    std::fs::remove_file(key).unwrap();
}

#[tokio::test]
async fn the_public_address_is_announced() {
    let portal = Running::with(Config {
        public: Some("https://portal.example".to_owned()),
        port: 0,
        ..unlimited()
    })
    .await;
    assert_eq!(portal.text("rest"), "https://portal.example/rest/");
    assert_eq!(portal.text("portal"), "https://portal.example/");
    let wrong = bx24_portal::Server::bind(Config {
        public: Some("portal.example/x".to_owned()),
        ..unlimited()
    });
    let text = wrong.await.err().unwrap().to_string();
    assert!(
        text.starts_with("`portal.example/x` is no address of a portal"),
        "{text}"
    );
}

/// A proxy sends its own name as the Host.
#[tokio::test]
async fn the_public_name_may_control_the_portal() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let portal = Running::with(Config {
        public: Some("https://portal.example".to_owned()),
        port,
        ..unlimited()
    })
    .await;
    let at = |path: &str| portal.client.get(format!("http://127.0.0.1:{port}/{path}"));
    let (status, state) = answer(at("control/state").header("host", "portal.example")).await;
    assert_eq!(
        (status, &state["portal"]),
        (200, &json!("https://portal.example/"))
    );
    let from = at("control/state").header("origin", "https://portal.example");
    assert_eq!(answer(from).await.0, 200);
    let (status, refused) = answer(at("control/state").header("host", "other.example")).await;
    assert_eq!((status, &refused["error"]), (403, &json!("NOT_LOOPBACK")));
    let frame = portal
        .client
        .post(format!("http://127.0.0.1:{port}/control/frame"));
    let (_, frame) = answer(frame.json(&json!({}))).await;
    let name: &Value = &frame["name"];
    assert!(
        name.as_str().unwrap().starts_with("portal.example|1|"),
        "{name}"
    );
    let token = portal.admin();
    let url = format!("http://127.0.0.1:{port}/rest/profile?auth={token}");
    assert_eq!(short(&answer(portal.client.get(url)).await)[0], 200);
}
