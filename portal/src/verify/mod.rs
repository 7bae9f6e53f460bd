//! Compares any portal with the contract: sends the exchanges that are marked `remote`, one request
//! a second, and says what differs. What it binds is below an address of its own, and goes again.

mod access;
mod bound;
mod identity;
mod list;
mod session;
mod summary;

pub use access::Access;
pub use list::list;
pub use session::Options;
pub use summary::Summary;

use serde_json::Value;

use crate::conformance::{Before, Caller, Exchange, PLACE, remote, shortened};
use crate::secret;
use bound::Bound;
use identity::Identity;
use session::{Ended, Reply, Session};

/// Compares a portal with the contract; `print` gets what differs, line by line. An error: nothing
/// could be compared.
pub async fn verify(
    access: &Access,
    options: Options,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<Summary, String> {
    let mut session = Session::new(access, options)?;
    let identity = Identity::ask(&mut session, access).await?;
    let mut run = Run::new(session);
    for (number, exchange) in remote()?.iter().enumerate() {
        if let Some(lacking) = identity.lacks(exchange) {
            run.summary.leave_out(lacking);
        } else if let Err(ended) = run.exchange(exchange, number, print).await {
            run.summary.ended = Some(ended.said(&access.host()));
            break;
        }
    }
    Ok(run.finish(identity.events).await)
}

struct Run<'a> {
    session: Session<'a>,
    /// The start of all that this run binds.
    place: String,
    bound: Bound,
    summary: Summary,
}

impl<'a> Run<'a> {
    fn new(session: Session<'a>) -> Self {
        Self {
            session,
            place: format!("{PLACE}bx24-verify-{}/", secret::hex(16)),
            bound: Bound::default(),
            summary: Summary::default(),
        }
    }

    /// Sends an exchange and unbinds what it bound.
    async fn exchange(
        &mut self,
        exchange: &Exchange,
        number: usize,
        print: &mut (dyn FnMut(&str) + Send),
    ) -> Result<(), Ended> {
        let exchange = exchange.at_place(&format!("{}{number}/", self.place));
        let differences = self.compare(&exchange).await?;
        self.summary.count(&exchange, &differences, print);
        self.bound.remove(&mut self.session).await;
        Ok(())
    }

    /// What differs in one exchange.
    async fn compare(&mut self, exchange: &Exchange) -> Result<Vec<String>, Ended> {
        for Before { method, params } in &exchange.before {
            match self.call(Caller::Admin, method, params).await? {
                Ok((200, _)) => {}
                Ok((status, body)) => {
                    let got = shortened(&body);
                    return Ok(vec![format!("`{method}` before it: {status} `{got}`")]);
                }
                Err(broken) => return Ok(vec![format!("`{method}` before it: {broken}")]),
            }
        }
        let params = Value::Object(exchange.params.clone());
        let reply = self.call(exchange.caller, &exchange.method, &params);
        Ok(match reply.await? {
            Ok((status, body)) => {
                let differences = exchange.differences(status, &body);
                differences.iter().map(ToString::to_string).collect()
            }
            Err(broken) => vec![format!("no answer: {broken}")],
        })
    }

    async fn call(&mut self, caller: Caller, method: &str, params: &Value) -> Result<Reply, Ended> {
        self.bound.note(method, params);
        let fields = params.as_object().cloned().unwrap_or_default();
        self.session.call(caller, method, fields).await
    }

    /// Nothing stays bound, even if the run was told to stop.
    async fn finish(mut self, takes_events: bool) -> Summary {
        self.session.go_on();
        if takes_events {
            self.summary.left_over = self.bound.finish(&mut self.session, &self.place).await;
        }
        self.summary
    }
}
