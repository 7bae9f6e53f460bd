//! `bx24-portal verify`: what it is given, and what it prints.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use bx24_portal::verify::{Access, Options, list, verify};
use clap::Args;
use tokio_util::sync::CancellationToken;

/// Compare any portal with the contract and print what differs. The credential is an application's
/// token in BX24_TOKEN, or a webhook's whole address in BX24_WEBHOOK
#[derive(Args)]
pub struct Verify {
    /// The portal's address, such as https://portal.bitrix24.com/; with BX24_WEBHOOK there is none
    #[arg(value_name = "URL")]
    portal: Option<String>,
    /// Print what would be sent, and send nothing
    #[arg(long)]
    list: bool,
    /// Trust this certificate too, PEM
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Verify {
    /// Fails if something differs.
    pub async fn run(
        self,
        interrupted: impl Future<Output = ()> + Send + 'static,
    ) -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
        if self.list {
            print!("{}", list()?);
            return Ok(ExitCode::SUCCESS);
        }
        let access = self.access()?;
        let options = Options {
            ca: self.ca.map(read).transpose()?,
            stop: stopped_by(interrupted),
            ..Options::default()
        };
        eprintln!(
            "Comparing `{}` with the contract, one request a second: some minutes",
            access.host()
        );
        let summary = verify(&access, options, &mut |line| println!("{line}")).await?;
        println!("{summary}");
        Ok(if summary.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn access(&self) -> Result<Access, String> {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let portal = self.portal.as_deref();
        match (variable("BX24_TOKEN"), variable("BX24_WEBHOOK"), portal) {
            (Some(token), None, Some(portal)) => Access::by_token(portal, &token),
            (Some(_), None, None) => Err("give the portal's address, such as `bx24-portal verify https://portal.bitrix24.com/`".to_owned()),
            (None, Some(webhook), None) => Access::by_webhook(&webhook),
            (None, Some(_), Some(_)) => Err("`BX24_WEBHOOK` holds the portal's address: give no other".to_owned()),
            (Some(_), Some(_), _) => Err("both `BX24_TOKEN` and `BX24_WEBHOOK` are set: choose one".to_owned()),
            (None, None, _) => Err("set `BX24_TOKEN` to an application's token, or `BX24_WEBHOOK` to a webhook's address".to_owned()),
        }
    }
}

fn read(file: PathBuf) -> Result<Vec<u8>, String> {
    std::fs::read(&file).map_err(|error| format!("`{}`: {error}", file.display()))
}

fn stopped_by(interrupted: impl Future<Output = ()> + Send + 'static) -> CancellationToken {
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        interrupted.await;
        eprintln!("Interrupted: removing what was bound");
        token.cancel();
    });
    stop
}
