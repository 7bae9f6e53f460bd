//! Access and refresh tokens of the app.

use rusqlite::{Connection, OptionalExtension as _, Result, params};
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
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub user: i64,
    pub expires: i64,
    pub depth: i64,
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
            access: secret::hex(70),
            refresh: secret::hex(70),
        }
    }
}

/// Saves a pair that does not expire.
pub fn save_permanent(db: &Connection, user: i64, pair: &TokenPair) -> Result<()> {
    let token = Token::new(user, NEVER, MAX_DEPTH);
    save(db, &pair.access, false, &token)?;
    save(db, &pair.refresh, true, &token)
}

/// A new pair for the user; `lifetime` in seconds.
pub fn issue(db: &Connection, user: i64, lifetime: i64, depth: i64) -> Result<TokenPair> {
    let (pair, now) = (TokenPair::random(), clock::seconds());
    let forget = "DELETE FROM token WHERE expires < ?1";
    db.prepare_cached(forget)?.execute([now - REMEMBERED])?;
    let access = Token::new(user, now.saturating_add(lifetime), depth);
    let refresh = Token::new(user, now + REFRESH_LIFETIME, MAX_DEPTH);
    save(db, &pair.access, false, &access)?;
    save(db, &pair.refresh, true, &refresh)?;
    Ok(pair)
}

fn save(db: &Connection, text: &str, refresh: bool, token: &Token) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO token (token, refresh, user, expires, depth)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![text, refresh, token.user, token.expires, token.depth];
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

impl Token {
    fn new(user: i64, expires: i64, depth: i64) -> Self {
        Self {
            user,
            expires,
            depth,
        }
    }
}

/// The access token, expired or not.
pub fn find_access(db: &Connection, text: &str) -> Result<Option<Token>> {
    let sql = "SELECT user, expires, depth FROM token WHERE token = ?1 AND refresh = 0";
    let read = |row: &rusqlite::Row<'_>| Ok(Token::new(row.get(0)?, row.get(1)?, row.get(2)?));
    db.prepare_cached(sql)?.query_row([text], read).optional()
}

/// The user of a refresh token, which is then used up; `None` if it is unknown or expired.
pub fn redeem_refresh(db: &Connection, text: &str) -> Result<Option<i64>> {
    let sql = "DELETE FROM token WHERE token = ?1 AND refresh = 1 AND expires > ?2 RETURNING user";
    db.prepare_cached(sql)?
        .query_row(params![text, clock::seconds()], |row| row.get(0))
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
