//! The event codes and the scope of each (contract §13).

use std::sync::LazyLock;

/// The scope that every app has without being granted it.
pub const GLOBAL: &str = "basic";

const TABLE: &str = include_str!("../../../protocol/data/events.tsv");

/// One event code.
pub struct EventCode {
    /// In upper case; or a pattern that ends in `{entityTypeId}`.
    pub code: &'static str,
    pub scope: &'static str,
    pub offline: bool,
}

impl EventCode {
    fn dynamic_prefix(&self) -> Option<&'static str> {
        self.code.strip_suffix("{entityTypeId}")
    }

    fn matches(&self, code: &str) -> bool {
        match self.dynamic_prefix() {
            None => self.code == code,
            Some(prefix) => code.strip_prefix(prefix).is_some_and(is_type_id),
        }
    }
}

fn is_type_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

static EVENTS: LazyLock<Vec<EventCode>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(parse_line).collect());

fn parse_line(line: &'static str) -> Option<EventCode> {
    let mut columns = line.split('\t');
    let (code, scope) = (columns.next()?, columns.next()?);
    Some(EventCode {
        code,
        scope,
        offline: columns.nth(2)? != "no",
    })
}

/// All events of the catalogue.
pub fn all() -> impl Iterator<Item = &'static EventCode> {
    EVENTS.iter()
}

/// The event with this upper-case code, whatever its scope.
pub fn lookup(code: &str) -> Option<&'static EventCode> {
    all().find(|event| event.matches(code))
}

/// The event with this upper-case code, if it belongs to one of the scopes or to all apps.
pub fn find(code: &str, scopes: &[String]) -> Option<&'static EventCode> {
    lookup(code).filter(|event| granted(event, scopes))
}

fn granted(event: &EventCode, scopes: &[String]) -> bool {
    event.scope == GLOBAL || scopes.iter().any(|scope| scope == event.scope)
}

/// The codes of the scopes for which `wanted` holds; patterns are not listed.
pub fn codes(wanted: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let literal = EVENTS
        .iter()
        .filter(|event| event.dynamic_prefix().is_none());
    literal
        .filter(|event| wanted(event.scope))
        .map(|event| event.code)
        .collect()
}

/// Every scope that has events, except the global one.
pub fn scopes() -> Vec<String> {
    let mut scopes: Vec<String> = EVENTS.iter().map(|event| event.scope.to_owned()).collect();
    scopes.retain(|scope| scope != GLOBAL);
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_whole_catalogue() {
        assert_eq!(EVENTS.len(), 212);
        assert_eq!(codes(|_| true).len(), 209);
        assert_eq!(codes(|scope| scope == GLOBAL).len(), 7);
    }

    #[test]
    fn a_code_is_found_only_in_granted_scopes() {
        assert!(find("ONCRMLEADADD", &["crm".to_owned()]).is_some());
        assert!(find("ONCRMLEADADD", &["task".to_owned()]).is_none());
        assert!(find("ONAPPTEST", &[]).is_some_and(|event| event.offline));
        assert!(find("ONOFFLINEEVENT", &[]).is_some_and(|event| !event.offline));
    }

    #[test]
    fn dynamic_codes_end_in_a_type_id() {
        let crm = ["crm".to_owned()];
        assert!(find("ONCRMDYNAMICITEMADD_147", &crm).is_some());
        assert!(find("ONCRMDYNAMICITEMADD_", &crm).is_none());
        assert!(find("ONCRMDYNAMICITEMADD_{ENTITYTYPEID}", &crm).is_none());
    }
}
