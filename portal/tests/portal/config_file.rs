//! The configuration file, by the program itself.

use std::path::PathBuf;
use std::process::Output;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::program::{Program, command, spawn};
use crate::running::answer;

/// A working directory with this `bx24-portal.toml`, removed when the test is over.
struct Folder(PathBuf);

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Folder {
    fn new(text: &str) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bx24-portal-config-{}-{number}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        std::fs::create_dir(&folder.0).unwrap();
        folder.write("bx24-portal.toml", text);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn output(&self, arguments: &[&str]) -> Output {
        let mut command = command(arguments);
        command.current_dir(&self.0).output().unwrap()
    }

    /// What it prints; it must not fail.
    fn printed(&self, arguments: &[&str]) -> String {
        let output = self.output(&[&["--print-config"], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Why it does not start.
    fn refused(&self) -> String {
        let output = self.output(&["--port", "0", "--app-port", "0"]);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }

    fn start(&self, arguments: &[&str]) -> (Program, Value) {
        let mut command = command(&[&["--json"], arguments].concat());
        command.current_dir(&self.0);
        let (program, _, line) = spawn(command);
        (program, serde_json::from_str(&line).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const TWO: &str = r#"
port = 0
like = "live"

[[apps]]
name = "shop"
title = "The shop"
url = "http://localhost:5173/shop"
client-id = "local.shop"
client-secret = "theSecret"
application-token = "theToken"
scopes = ["crm"]

[[apps]]
name = "robot"
url = "http://localhost:5173/robot"

[[users]]
id = 5
name = "Fifth"
admin = true

[[users]]
id = 7
name = "Seventh"
webhook-secret = "hush"
"#;

async fn look(ready: &Value, path: &str) -> Value {
    let url = format!("{}{path}", ready["control"].as_str().unwrap());
    answer(reqwest::Client::new().get(url)).await.1
}

#[tokio::test]
async fn the_file_of_the_working_directory_sets_apps_users_and_options() {
    let folder = Folder::new(TWO);
    let (_program, ready) = folder.start(&[]);
    let names = ["app", "clientId", "clientSecret", "applicationToken"];
    let set = names.map(|name| ready[name].as_str().unwrap());
    let expected = [
        "http://localhost:5173/shop",
        "local.shop",
        "theSecret",
        "theToken",
    ];
    assert_eq!(set, expected);
    assert_eq!(ready["applications"][1]["name"], "robot");
    assert!(
        ready["userWebhook"]
            .as_str()
            .unwrap()
            .ends_with("/rest/7/hush/")
    );
    let state = look(&ready, "state").await;
    assert_eq!(state["user"], json!({"id": 5, "admin": true}));
    assert_eq!(state["application"]["scopes"], json!(["crm"]));
    assert_eq!(state["switches"]["webhookEvents"], "refused");
    let titles = [
        &state["applications"][0]["title"],
        &state["applications"][1]["title"],
    ];
    assert_eq!(titles, ["The shop", "robot"]);
}

#[tokio::test]
async fn flags_win_over_the_file() {
    let folder = Folder::new(TWO);
    let flags = [
        "--like",
        "documented",
        "--user",
        "--app",
        "http://localhost:9/",
    ];
    let (_program, ready) = folder.start(&flags);
    assert_eq!(ready["app"], "http://localhost:9/");
    assert_eq!(ready["clientId"], "local.shop", "the rest is the file's");
    let state = look(&ready, "state").await;
    assert_eq!(state["user"]["id"], 7);
    assert_eq!(state["switches"]["webhookEvents"], "allowed");
}

#[test]
fn another_file_is_named() {
    let folder = Folder::new("port = 1");
    folder.write(
        "other.toml",
        "app-port = 7\ntls = true\ndeliver-to = [\"a.example\"]",
    );
    let text = folder.printed(&["--config", "other.toml", "--tls=false", "--deliver-to", "b"]);
    for line in [
        "# flags, then `other.toml`, then defaults; secrets are hidden",
        "port = 8024 # default",
        "app-port = 7 # other.toml",
        "tls = false # flag",
        "deliver-to = [\"b\"] # flag",
        "# public is not set",
    ] {
        assert!(text.lines().any(|one| one == line), "{line} in {text}");
    }
    let missing = folder.output(&["--config", "missing.toml"]);
    let error = String::from_utf8(missing.stderr).unwrap();
    assert!(
        error.contains("cannot use `missing.toml`: No such file"),
        "{error}"
    );
}

#[test]
fn what_is_printed_is_a_file_again_without_secrets() {
    let folder = Folder::new(TWO);
    let text = folder.printed(&[]);
    for secret in ["theSecret", "theToken", "hush"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("client-secret = \"*** (hidden)\""), "{text}");
    folder.write("printed.toml", &text);
    let again = folder.printed(&["--config", "printed.toml"]);
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let value = |line: &str| line.split(" # ").next().unwrap().to_owned();
        lines.map(value).collect()
    };
    assert_eq!(values(&again), values(&text));
    let none = Folder::new("");
    std::fs::remove_file(none.0.join("bx24-portal.toml")).unwrap();
    let text = none.printed(&[]);
    let first = "# flags, then defaults: there is no `bx24-portal.toml`; secrets are hidden";
    assert_eq!(text.lines().next(), Some(first));
    assert!(text.contains("[[users]]\nid = 15\n"), "{text}");
}

#[test]
fn mistakes_are_named_with_what_is_meant_and_without_secrets() {
    for (text, error) in [
        ("prot = 1", "there is no key `prot`; the nearest: `port`"),
        (
            "port = \"x\"",
            "invalid type: string \"x\", expected u16 in `port`",
        ),
        (
            "[[app]]",
            "invalid type: sequence, expected a string in `app`",
        ),
        (
            "apps = 1",
            "`apps` must be a list of tables; begin each with `[[apps]]`",
        ),
        (
            "[[apps]]\nclientsecret = \"s\"",
            "there is no key `clientsecret` in `[[apps]]`; the nearest: `client-secret`",
        ),
        ("\n[[apps]]\nclient-secret = theSecret", "line 3: "),
        (
            "[[users]]\nid = 1\nwebhook-secret = 5678",
            "`webhook-secret` in `[[users]]` must be a text, in quotes",
        ),
    ] {
        let found = Folder::new(text).refused();
        let expected = format!("bx24-portal: cannot use `bx24-portal.toml`: {error}");
        assert!(found.starts_with(&expected), "{found}");
        assert!(
            !found.contains("theSecret") && !found.contains("5678"),
            "{found}"
        );
    }
}

#[test]
fn the_example_of_the_documentation_is_a_file() {
    let readme = include_str!("../../README.md");
    let section = readme.split("### Several apps and users").nth(1).unwrap();
    let example = section.split("```toml").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    let text = Folder::new(example).printed(&[]);
    for line in [
        "name = \"shop\"",
        "name = \"robot\"",
        "id = 7",
        "data = \"portal.db\" # bx24-portal.toml",
    ] {
        assert!(text.lines().any(|one| one == line), "{line} in {text}");
    }
}

#[test]
fn a_flag_says_no_to_what_the_file_says_of_its_first_app() {
    let folder = Folder::new("[[apps]]\napi-only = true\ninstall-url = \"http://a.example/\"");
    let count = |arguments: &[&str]| folder.printed(arguments).matches("api-only = true").count();
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--api-only=false"]), 0);
}
