//! The command line.

use std::path::PathBuf;

use bx24_portal::User;
use clap::Args;

use super::options::Options;

// no doc comment: it would take the place of the command's own in `--help`
#[derive(Args)]
pub struct Flags {
    /// Read this file; by default `bx24-portal.toml`, if it is in the working directory. Flags win over it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print all that is in force, secrets hidden, and end
    #[arg(long)]
    pub print_config: bool,
    /// Print addresses, tokens and secrets as one line of JSON when ready, and nothing else
    #[arg(long)]
    pub json: bool,
    /// Open the app as the first administrator (the default)
    #[arg(long, conflicts_with = "user")]
    admin: bool,
    /// Open the app as the first user who is not an administrator
    #[arg(long)]
    user: bool,
    #[command(flatten)]
    options: Options,
}

impl Flags {
    /// The options that are given as flags, in a portal with these users.
    pub fn options(&self, users: &[User]) -> Result<Options, String> {
        let mut options = self.options.clone();
        if self.admin || self.user {
            let id = users.iter().find(|user| user.admin == self.admin);
            let none = "`--user`: every user is an administrator; give one `admin = false`";
            options.open_as = Some(id.ok_or(none)?.id);
        }
        Ok(options)
    }
}
