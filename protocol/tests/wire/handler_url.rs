//! URLs of handlers: what the portal refuses, where they lead, what lies under which.

use bx24_protocol::wire::handler_url::{host, is_private, under, why_refused};

/// Contract §3.1, rows 7 and 8.
#[test]
fn urls_that_the_portal_refuses() {
    let refused = [
        "",
        "x.y/h",
        "/h",
        "mailto:a@b.c",
        "http:///h",
        "http://localhost/h",
        "http://.x/h",
        "http://[::1]/h",
        "HTTPS://x.y/h",
        "//x.y/h",
        "ftp://x.y/h",
        "https:x.y",
        "https://user@host/h.php",
        "http://[::1]:3000/h",
        "http://u:p.w@[::1]:3000/h",
        "http://LOCALHOST/h",
        "http://пример/h.x",
        "http://пример。рф/h",
        " http://x.y/h",
    ];
    for url in refused {
        assert!(why_refused(url).is_some(), "{url}");
    }
    let taken = [
        "https://x.y",
        "http://x.y/h?a=b.c",
        "http://127.0.0.1:8080/h",
        "https://u:p@x.y:443/h#f",
        "http://x.y?q",
        "https://x.y:/",
        "http://[::ffff:127.0.0.1]/h",
        "http://[::ffff:10.0.0.1]:8080/h",
        "http://u:p@[::ffff:127.0.0.1]/h",
        "https://WWW.Example.COM/h",
        "https://пример.рф/h",
        "https://xn--e1afmkfd.xn--p1ai/h",
        "https://a@b@x.y/h",
    ];
    for url in taken {
        assert_eq!(why_refused(url), None, "{url}");
    }
    for (url, reason) in [
        (
            "https://localhost/h",
            "the host `localhost` has no dot: give a public name or an IPv4 address",
        ),
        (
            "http://[::1]:3000/h",
            "the host `[::1]` has no dot: give a public name or an IPv4 address",
        ),
        (
            "HTTPS://x.y/h",
            "the portal does not take the scheme `HTTPS`: write `http` or `https`",
        ),
        ("x.y/h", "`x.y/h` is not an absolute http or https URL"),
    ] {
        assert_eq!(why_refused(url).unwrap(), reason);
    }
}

#[test]
fn the_host_of_a_url() {
    for (url, expected) in [
        ("http://[::1]:3000/h", "[::1]"),
        ("http://[::ffff:127.0.0.1]/h", "[::ffff:127.0.0.1]"),
        ("http://u:p@x.y:80/h", "x.y"),
        ("http://a@b@x.y/h@z", "x.y"),
        ("https://x.y?q=@z", "x.y"),
        ("https://x.y", "x.y"),
        ("x.y/h", ""),
        ("http:///h", ""),
    ] {
        assert_eq!(host(url), expected, "{url}");
    }
}

#[test]
fn hosts_that_no_portal_on_the_internet_reaches() {
    let yes = [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "172.31.255.1",
        "169.254.1.1",
        "0.0.0.0",
        "localhost.",
        "app.localhost",
        "nas.local",
        "x.internal",
        "app.test",
        "App.LocalHost",
        "NAS.Local",
        "nas.local.",
        "принтер.local",
        "100.64.0.1",
        "[::1]",
        "[::]",
        "[FE80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:192.168.0.1]",
        "[::10.0.0.1]",
    ];
    for host in yes {
        assert!(is_private(host), "{host}");
    }
    let no = [
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "192.169.0.1",
        "10.example.com",
        "10.0.0.example.com",
        "local.example",
        "",
        "пример.рф",
        "[::ffff:8.8.8.8]",
        "[2001:4860:4860::8888]",
        "[::1",
    ];
    for host in no {
        assert!(!is_private(host), "{host}");
    }
}

#[test]
fn what_lies_under_a_base_url() {
    let yes = [
        ("https://a.b/x", "https://a.b", "/x"),
        ("https://a.b/x", "https://a.b/", "x"),
        ("https://a.b", "https://a.b", ""),
        ("https://a.b/h?x=1", "https://a.b/h", "?x=1"),
        ("https://a.b/h?x=1&y", "https://a.b/h?x=1", "&y"),
    ];
    for (url, base, rest) in yes {
        assert_eq!(under(url, base), Some(rest), "{url} {base}");
    }
    let no = [
        ("https://a.bc/x", "https://a.b"),
        ("https://a.b:8080/x", "https://a.b"),
        ("https://a.b/hooks", "https://a.b/hook"),
        ("https://a.b.evil.example/", "https://a.b"),
        ("https://a.b", "https://a.b/"),
    ];
    for (url, base) in no {
        assert_eq!(under(url, base), None, "{url} {base}");
    }
}
