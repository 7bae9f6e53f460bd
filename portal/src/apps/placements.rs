//! The codes of the places where an application can show itself.

/// Codes that stand alone.
const CODES: [&str; 30] = [
    "DEFAULT",
    "CALL_CARD",
    "CALENDAR_GRIDVIEW",
    "CONTACT_CENTER",
    "CRM_ANALYTICS_MENU",
    "CRM_ANALYTICS_TOOLBAR",
    "CRM_DETAIL_SEARCH",
    "CRM_FUNNELS_TOOLBAR",
    "CRM_ROBOT_DESIGNER_TOOLBAR",
    "IM_CONTEXT_MENU",
    "IM_NAVIGATION",
    "IM_SIDEBAR",
    "IM_SMILES_SELECTOR",
    "IM_TEXTAREA",
    "LANDING_BLOCK",
    "LANDING_SETTINGS",
    "LEFT_MENU",
    "PAGE_BACKGROUND_WORKER",
    "REST_APP_URI",
    "SALE_CHECK_PRINT",
    "SONET_GROUP_DETAIL_TAB",
    "SONET_GROUP_ROBOT_DESIGNER_TOOLBAR",
    "SONET_GROUP_TOOLBAR",
    "TASK_GROUP_LIST_CONTEXT_MENU",
    "TASK_LIST_CONTEXT_MENU",
    "TASK_LIST_TOOLBAR",
    "TASK_VIEW_MODE",
    "TASK_VIEW_TAB",
    "USER_LIST_CONTEXT_MENU",
    "USER_PROFILE_MENU",
];
/// What `CRM_TYPE_…` ends in.
const OF_OBJECTS: [&str; 7] = [
    "ACTIVITY_TIMELINE_MENU",
    "DETAIL_ACTIVITY",
    "DETAIL_TAB",
    "DETAIL_TOOLBAR",
    "DOCUMENTGENERATOR_BUTTON",
    "LIST_MENU",
    "LIST_TOOLBAR",
];
const OBJECTS: [&str; 6] = [
    "LEAD",
    "DEAL",
    "CONTACT",
    "COMPANY",
    "QUOTE",
    "SMART_INVOICE",
];

/// All codes, but for those of smart processes.
pub fn all() -> Vec<String> {
    let of_objects = OBJECTS.iter().flat_map(|object| {
        let code = move |end: &&str| format!("CRM_{object}_{end}");
        OF_OBJECTS.iter().map(code)
    });
    let alone = CODES.iter().map(|code| (*code).to_owned());
    alone.chain(of_objects).collect()
}

/// Whether there is such a place. Those of smart processes are `CRM_DYNAMIC_177_DETAIL_TAB` and so on.
pub fn exists(code: &str) -> bool {
    let dynamic = code.strip_prefix("CRM_DYNAMIC_").is_some_and(|rest| {
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = rest.get(number..).and_then(|end| end.strip_prefix('_'));
        number > 0 && end.is_some_and(|end| OF_OBJECTS.contains(&end))
    });
    dynamic || all().iter().any(|known| known == code)
}
