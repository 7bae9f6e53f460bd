//! The applications of the portal, as they are set up.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::addresses;
use crate::nearest;

/// The name of the application of a portal that is not told of others.
const USUAL: &str = "app";

/// One application.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct App {
    /// What the control address and the journal call it.
    pub name: String,
    /// What people read; without one, the name.
    pub title: Option<String>,
    /// Its page, shown in the frame; without one, the demo app.
    pub url: Option<String>,
    /// The page that is shown until the installation is finished.
    pub install_url: Option<String>,
    /// There is no page: the install address gets `ONAPPINSTALL`.
    pub api_only: bool,
    /// Random without one, as are the secret and the token.
    pub client_id: Option<String>,
    /// Its secret at the authorization server.
    pub client_secret: Option<String>,
    /// The `application_token` of its events.
    pub application_token: Option<String>,
    /// The scopes at the start; without them, all.
    pub scopes: Option<Vec<String>>,
}

impl Default for App {
    fn default() -> Self {
        Self {
            name: USUAL.to_owned(),
            title: None,
            url: None,
            install_url: None,
            api_only: false,
            client_id: None,
            client_secret: None,
            application_token: None,
            scopes: None,
        }
    }
}

/// Without its secrets.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("name", &self.name)
            .field("url", &self.url)
            .field("install_url", &self.install_url)
            .finish_non_exhaustive()
    }
}

impl App {
    /// What people read.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// Where the frame shows it; an application without a page is shown nowhere.
    #[must_use]
    pub fn page(&self, installed: bool) -> Option<&str> {
        if self.api_only {
            return None;
        }
        let installer = self.install_url.as_deref().filter(|_| !installed);
        installer.or(self.url.as_deref())
    }

    /// Whether this is the address of its page or its installer.
    #[must_use]
    pub fn is_at(&self, address: &str) -> bool {
        let mut own = [&self.url, &self.install_url].into_iter().flatten();
        own.any(|url| url == address)
    }

    fn check(mut self) -> Result<Self, String> {
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || !self.name.chars().all(letter) {
            return Err(format!(
                "`{}` is no name of an app; give small letters, digits and `-`",
                self.name
            ));
        }
        for url in [&mut self.url, &mut self.install_url].into_iter().flatten() {
            *url = addresses::parse_app(url)?;
        }
        match (self.api_only, &self.url, &self.install_url) {
            (true, _, None) => Err(format!(
                "app `{}` has no page and no install address; give `install-url`, which gets ONAPPINSTALL",
                self.name
            )),
            (true, Some(url), _) => Err(format!(
                "app `{}` has no page, but the address `{url}`; give one or the other",
                self.name
            )),
            _ => Ok(self),
        }
    }
}

/// The applications of a portal, at least one.
pub struct Apps {
    first: App,
    more: Vec<App>,
    /// The address of the demo app, if one of them is it.
    demo: Option<String>,
}

impl Apps {
    /// Checks the list. The error says what is wrong with it.
    pub fn new(all: Vec<App>) -> Result<Self, String> {
        let checked: Result<Vec<App>, String> = all.into_iter().map(App::check).collect();
        let mut all = checked?.into_iter();
        let first = all.next().ok_or("there is no app; give at least one")?;
        let apps = Self {
            first,
            more: all.collect(),
            demo: None,
        };
        apps.check_distinct("name", |app| Some(&app.name))?;
        apps.check_distinct("client-id", |app| app.client_id.as_ref())?;
        Ok(apps)
    }

    /// Refuses two apps that are alike in this.
    fn check_distinct(
        &self,
        key: &str,
        of: impl Fn(&App) -> Option<&String>,
    ) -> Result<(), String> {
        let mut seen = HashSet::new();
        let mut all = self.iter().filter_map(of);
        match all.find(|value| !seen.insert(value.as_str())) {
            Some(twice) => Err(format!(
                "there are two apps with the `{key}` `{twice}`; give each its own"
            )),
            None => Ok(()),
        }
    }

    /// The one that is meant where none is named.
    pub fn first(&self) -> &App {
        &self.first
    }

    /// In the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &App> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// All but the first.
    pub fn further(&self) -> impl Iterator<Item = &App> {
        self.more.iter()
    }

    /// The application with this name.
    pub fn find(&self, name: &str) -> Option<&App> {
        self.iter().find(|app| app.name == name)
    }

    /// The application with this name, without one the first. The error names the nearest.
    pub fn named(&self, name: Option<&str>) -> Result<&App, String> {
        let Some(name) = name else {
            return Ok(&self.first);
        };
        self.find(name).ok_or_else(|| {
            let hint = nearest::hint(name, self.iter().map(|app| app.name.as_str()));
            format!("there is no application `{name}`{hint}")
        })
    }

    /// Whether one of them is the demo app.
    pub fn needs_demo(&self) -> bool {
        self.iter().any(|app| app.url.is_none() && !app.api_only)
    }

    /// The same with the address of the demo app where none was given.
    pub fn with_demo(mut self, demo: &str) -> Self {
        for app in std::iter::once(&mut self.first).chain(&mut self.more) {
            if !app.api_only {
                app.url.get_or_insert_with(|| demo.to_owned());
            }
        }
        self.demo = Some(demo.to_owned());
        self
    }

    /// The address of the demo app.
    pub fn demo(&self) -> Option<&str> {
        self.demo.as_deref()
    }
}
