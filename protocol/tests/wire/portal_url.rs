//! Where a portal is: its domain, a webhook's URL.

use bx24_protocol::wire::portal_url::{origin, webhook};
use proptest::prelude::*;

#[test]
fn a_domain_becomes_an_origin() {
    for (domain, expected) in [
        ("portal.bitrix24.com", "https://portal.bitrix24.com"),
        ("portal.example/", "https://portal.example"),
        ("https://portal.example", "https://portal.example"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("localhost:3000", "https://localhost:3000"),
        ("http://[::1]:80", "http://[::1]:80"),
        (" portal.example\r\n", "https://portal.example"),
        ("https://portal.example/rest/", "https://portal.example"),
        ("https://portal.example/rest", "https://portal.example"),
        ("HTTPS://Portal.Example", "https://portal.example"),
        ("портал.рф", "https://портал.рф"),
    ] {
        assert_eq!(origin(domain).unwrap(), expected);
    }
    for domain in [
        "",
        "/",
        "https://",
        "ftp://a.b",
        "a.b/rest/1/s3cret/",
        "a.b/restful",
        "a.b//",
        "a b",
        "a?b",
        "a#b",
        "user@a.b",
        "https://user:pw@a.b",
        "a%00b",
        "javascript:alert(1)//",
    ] {
        let error = origin(domain).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT", "{domain}");
        assert_eq!(
            error.description(),
            "`domain` must be a host alone, like `portal.bitrix24.com`; for a webhook's URL: `connect({ webhook })`"
        );
    }
    for domain in ["https://oauth.bitrix.info/rest/", "OAuth.Bitrix24.tech"] {
        let error = origin(domain).unwrap_err();
        assert!(
            error.description().ends_with("is in `client_endpoint`"),
            "{error}"
        );
    }
}

#[test]
fn a_webhooks_url_is_taken_apart() {
    for (url, site, base) in [
        (
            "https://p.example/rest/1/s3cret/",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "https://p.example/rest/1/s3cret",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "http://127.0.0.1:80/rest/1/a-b_c.d@e",
            "http://127.0.0.1:80",
            "http://127.0.0.1:80/rest/1/a-b_c.d@e",
        ),
        (
            "https://p.example/rest/1/s3cret/profile.json",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "https://p.example/rest/1/s3cret/crm.lead.add.json?FIELDS[TITLE]=a/b#x",
            "https://p.example",
            "https://p.example/rest/1/s3cret",
        ),
        (
            "\n HTTPS://P.Example/rest/1/s3Cret/ \r\n",
            "https://p.example",
            "https://p.example/rest/1/s3Cret",
        ),
    ] {
        assert_eq!(webhook(url).unwrap(), (site.to_owned(), base.to_owned()));
    }
}

#[test]
fn a_wrong_webhooks_url_is_refused_and_not_shown() {
    for url in [
        "",
        "p.example/rest/1/s3cret/",
        "ftp://p.example/rest/1/s3cret/",
        "https://p.example/",
        "https://p.example/rest/",
        "https://p.example/rest/1/",
        "https://p.example/rest//s3cret/",
        "https://p.example/rest/1/s3cret//",
        "https://p.example/REST/1/s3cret",
        "https://u:p@p.example/rest/1/s3cret",
        "https:///rest/1/s3cret",
        "https://p.example/rest/1/s3 cret",
        "https://p.example/rest/1/s3%2Fcret",
    ] {
        let error = webhook(url).unwrap_err();
        assert_eq!(error.code(), "INVALID_ARGUMENT", "{url}");
        assert!(
            !error.description().contains("s3"),
            "{}",
            error.description()
        );
        assert!(
            error
                .description()
                .ends_with(": it is like `https://portal.bitrix24.com/rest/1/secret/`"),
            "{error}"
        );
    }
    for url in ["https://p.example/rest/1/", "https://p.example/rest/1"] {
        let error = webhook(url).unwrap_err();
        assert!(
            error
                .description()
                .starts_with("the webhook's secret is missing: "),
            "{error}"
        );
    }
}

/// Anything, and texts that are nearly addresses: some of them are taken.
fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r"( ?https?://|FTP://|HTTPS://)?(u@)?[a-zA-Zп.:\[\]_-]{0,8}(/|/rest/)?[ ?#]?",
        "https?://[a-zA-Z.@]{1,5}/rest/[1-9%]{1,2}/[a-z%]{1,3}(/|/profile.json|/a/b)?[?#]?"
    ]
}

/// What follows the scheme.
fn rest(url: &str) -> Option<&str> {
    url.strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn addresses_are_taken_or_refused(text in address()) {
        if let Ok(origin) = origin(&text) {
            let host = rest(&origin);
            prop_assert!(host.is_some_and(|host| !host.is_empty()), "{}", origin);
            prop_assert!(!host.unwrap().contains(['/', '?', '#', '@', ' ']), "{}", origin);
        }
        if let Ok((site, base)) = webhook(&text) {
            prop_assert_eq!(origin(&site), Ok(site.clone()));
            let path: Vec<&str> = base.strip_prefix(&site).unwrap().split('/').collect();
            prop_assert!(matches!(*path, ["", "rest", _, _]), "{}", base);
        }
    }
}
