//! Access and refresh tokens.

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::secret;

/// How many events may follow from one call by hand, each caused by a call with the token that came
/// with the one before (contract §9.3).
pub const MAX_DEPTH: i64 = 8;
/// How long a refresh token is valid: 180 days.
const REFRESH_LIFETIME: i64 = 180 * 24 * 3600;
/// The tokens of the ready line do not expire by themselves.
const NEVER: i64 = i64::MAX;
/// How long an expired access token is still recognised as expired.
const REMEMBERED: i64 = 24 * 3600;

/// Whose token it is, and how long it is valid.
#[derive(Clone, Debug)]
pub struct Token {
    pub holder: Holder,
    pub expires: i64,
    pub depth: i64,
}

/// An application, and the user for whom it acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub application: String,
    pub user: i64,
}

impl Holder {
    /// This user of this application.
    pub fn new(application: &str, user: i64) -> Self {
        Self {
            application: application.to_owned(),
            user,
        }
    }
}

/// An access token, and the refresh token that renews it.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenPair {
    pub access: String,
    pub refresh: String,
}

impl TokenPair {
    /// Random texts, valid once they are saved.
    pub fn random() -> Self {
        Self {
            access: random(),
            refresh: random(),
        }
    }
}

fn random() -> String {
    secret::hex(70)
}

/// Saves a pair that does not expire.
pub fn save_permanent(db: &Connection, holder: &Holder, pair: &TokenPair) -> Result<()> {
    save(db, &pair.access, false, holder, NEVER, MAX_DEPTH)?;
    save(db, &pair.refresh, true, holder, NEVER, MAX_DEPTH)
}

/// A new pair; `lifetime` in seconds. To be run in a transaction.
pub fn issue(db: &Connection, holder: &Holder, lifetime: i64, depth: i64) -> Result<TokenPair> {
    let access = issue_access(db, holder, lifetime, depth)?;
    let refresh = random();
    let expires = clock::seconds() + REFRESH_LIFETIME;
    save(db, &refresh, true, holder, expires, MAX_DEPTH)?;
    Ok(TokenPair { access, refresh })
}

/// A new access token that nothing renews.
pub fn issue_access(db: &Connection, holder: &Holder, lifetime: i64, depth: i64) -> Result<String> {
    delete_before(db, clock::seconds() - REMEMBERED)?;
    let access = random();
    let expires = clock::seconds().saturating_add(lifetime);
    save(db, &access, false, holder, expires, depth)?;
    Ok(access)
}

/// A new pair for a refresh token, which is then used up; `None` if it is unknown or expired. To be
/// run in a transaction.
pub fn renew(
    db: &Connection,
    application: &str,
    text: &str,
    lifetime: i64,
) -> Result<Option<(Holder, TokenPair)>> {
    let Some(holder) = redeem_refresh(db, application, text)? else {
        return Ok(None);
    };
    let pair = issue(db, &holder, lifetime, MAX_DEPTH)?;
    Ok(Some((holder, pair)))
}

/// Deletes the tokens that have expired.
pub fn delete_expired(db: &Connection) -> Result<()> {
    delete_before(db, clock::seconds())
}

fn delete_before(db: &Connection, time: i64) -> Result<()> {
    let sql = "DELETE FROM token WHERE expires < ?1";
    db.prepare_cached(sql)?.execute([time])?;
    Ok(())
}

fn save(
    db: &Connection,
    text: &str,
    refresh: bool,
    holder: &Holder,
    expires: i64,
    depth: i64,
) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO token (token, refresh, application, user, expires, depth)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Holder { application, user } = holder;
    let values = params![text, refresh, application, user, expires, depth];
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn holder(row: &Row<'_>) -> Result<Holder> {
    Ok(Holder {
        application: row.get("application")?,
        user: row.get("user")?,
    })
}

/// The access token, expired or not.
pub fn find_access(db: &Connection, text: &str) -> Result<Option<Token>> {
    let sql =
        "SELECT application, user, expires, depth FROM token WHERE token = ?1 AND refresh = 0";
    let read = |row: &Row<'_>| {
        Ok(Token {
            holder: holder(row)?,
            expires: row.get("expires")?,
            depth: row.get("depth")?,
        })
    };
    db.prepare_cached(sql)?.query_row([text], read).optional()
}

/// The holder of a refresh token of this application, which is then used up; `None` if it is unknown
/// or expired.
fn redeem_refresh(db: &Connection, application: &str, text: &str) -> Result<Option<Holder>> {
    let sql =
        "DELETE FROM token WHERE token = ?1 AND refresh = 1 AND application = ?2 AND expires > ?3
               RETURNING application, user";
    db.prepare_cached(sql)?
        .query_row(params![text, application, clock::seconds()], holder)
        .optional()
}

/// Makes every access token expired.
pub fn expire_all(db: &Connection) -> Result<()> {
    db.execute(
        "UPDATE token SET expires = ?1 WHERE refresh = 0",
        [clock::seconds()],
    )?;
    Ok(())
}
