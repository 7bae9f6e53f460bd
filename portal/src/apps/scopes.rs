//! All scopes of a portal.

use crate::store::event_codes;

/// Scopes without events; those with events come from the catalogue.
const WITHOUT_EVENTS: [&str; 42] = [
    "ai_admin",
    "biconnector",
    "bizproc",
    "call",
    "cashbox",
    "contact_center",
    "delivery",
    "department",
    "disk",
    "documentgenerator",
    "entity",
    "faceid",
    "forum",
    "humanresources",
    "iblock",
    "intranet",
    "landing",
    "lists",
    "mailservice",
    "main",
    "messageservice",
    "mobile",
    "pay_system",
    "placement",
    "pull",
    "pull_channel",
    "rating",
    "rpa",
    "salescenter",
    "smile",
    "socialnetwork",
    "sonet_group",
    "tasks",
    "tasks_extended",
    "timeman",
    "user.userfield",
    "user_basic",
    "user_brief",
    "userconsent",
    "userfieldconfig",
    "vote",
    "appform",
];

/// All of them, in alphabetical order.
pub fn all() -> Vec<String> {
    let mut scopes = event_codes::scopes();
    scopes.extend(WITHOUT_EVENTS.map(str::to_owned));
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
