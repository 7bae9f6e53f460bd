//! Objects of the CRM, and the events of their changes.

use serde_json::{Value, json};

use crate::running::{Running, short};

/// The code and the data of what arrived in the inbox.
async fn events(portal: &Running, inbox: &str, count: usize) -> Vec<Value> {
    let arrived = portal.arrived(inbox, count).await;
    let short = |message: &Value| json!([message["fields"]["event"], message["fields"]["data"]]);
    let mut events: Vec<Value> = arrived.iter().map(short).collect();
    events.sort_by_key(ToString::to_string);
    events
}

async fn bind_changes(portal: &Running, name: &str) {
    for change in ["ADD", "UPDATE", "DELETE"] {
        let code = format!("ONCRM{name}{change}");
        portal.bind(&code, &portal.inbox("crm")).await;
    }
}

#[tokio::test]
async fn each_named_type_is_added_read_changed_and_deleted() {
    for name in ["lead", "deal", "contact", "company"] {
        let portal = Running::start().await;
        bind_changes(&portal, &name.to_uppercase()).await;
        let call = |method: &str| format!("crm.{name}.{method}");
        let fields = json!({"NAME": "n", "OPPORTUNITY": 7.5, "UF_CRM_1": [1, 2], "ID": 9});
        let id = portal.result(&call("add"), json!({"fields": fields})).await;
        assert_eq!(id, json!(1));
        let read = portal.result(&call("get"), json!({"id": 1})).await;
        assert_eq!(
            json!([
                read["ID"],
                read["NAME"],
                read["OPPORTUNITY"],
                read["UF_CRM_1"]
            ]),
            json!(["1", "n", "7.5", [1, 2]])
        );
        assert_eq!(read["ASSIGNED_BY_ID"], "1");
        let changes = json!({"id": 1, "fields": {"NAME": "m", "CREATED_BY_ID": 5}});
        assert_eq!(portal.result(&call("update"), changes).await, json!(true));
        let read = portal.result(&call("get"), json!({"id": "1"})).await;
        assert_eq!(
            json!([read["NAME"], read["CREATED_BY_ID"]]),
            json!(["m", "1"])
        );
        assert_eq!(
            portal.result(&call("delete"), json!({"id": 1})).await,
            json!(true)
        );
        let data = json!({"FIELDS": {"ID": "1"}});
        let code = |change: &str| format!("ONCRM{}{change}", name.to_uppercase());
        let expected = ["ADD", "DELETE", "UPDATE"].map(|change| json!([code(change), data]));
        assert_eq!(events(&portal, "crm", 3).await, expected);
        let known = portal.result(&call("fields"), json!({})).await;
        assert_eq!(known["ID"]["isReadOnly"], true);
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_without_a_code() {
    let portal = Running::start().await;
    bind_changes(&portal, "DEAL").await;
    let missing = json!([400, "", "Not found"]);
    for (method, params) in [
        ("crm.deal.get", json!({"id": 5})),
        (
            "crm.deal.update",
            json!({"id": 5, "fields": {"TITLE": "x"}}),
        ),
        ("crm.deal.delete", json!({"id": 5})),
    ] {
        assert_eq!(
            short(&portal.rest(method, params).await),
            missing,
            "{method}"
        );
    }
    for (method, params, text) in [
        (
            "crm.deal.get",
            json!({"id": 0}),
            "ID is not defined or invalid.",
        ),
        (
            "crm.deal.add",
            json!({}),
            "Parameter 'fields' must be array.",
        ),
        (
            "crm.deal.add",
            json!({"fields": "x"}),
            "Parameter 'fields' must be array.",
        ),
    ] {
        let expected = json!([400, "", text]);
        assert_eq!(short(&portal.rest(method, params).await), expected);
    }
    portal.settle().await;
    assert_eq!(portal.arrived("crm", 0).await.len(), 0, "nothing changed");
}

async fn deals(portal: &Running) {
    for (title, opportunity, closed) in [
        ("Alpha", "100", "2020-01-01T10:00:00+00:00"),
        ("beta", "20", "2020-01-02T10:00:00+00:00"),
        ("Gamma beta", "3", "2020-01-03T10:00:00+00:00"),
    ] {
        let fields = json!({"TITLE": title, "OPPORTUNITY": opportunity, "CLOSEDATE": closed});
        portal
            .result("crm.deal.add", json!({"fields": fields}))
            .await;
    }
}

#[tokio::test]
async fn lists_filter_order_and_select() {
    let portal = Running::start().await;
    deals(&portal).await;
    for (params, expected) in [
        (json!({}), json!(["1", "2", "3"])),
        (json!({"filter": {"TITLE": "beta"}}), json!(["2"])),
        (json!({"filter": {"=ID": 3}}), json!(["3"])),
        (json!({"filter": {"%TITLE": "BETA"}}), json!(["2", "3"])),
        (json!({"filter": {"@ID": [1, 3]}}), json!(["1", "3"])),
        (json!({"filter": {"ID": ["2", "9"]}}), json!(["2"])),
        (json!({"filter": {">OPPORTUNITY": 5}}), json!(["1", "2"])),
        (
            json!({"filter": {"<=OPPORTUNITY": "20", ">OPPORTUNITY": "3"}}),
            json!(["2"]),
        ),
        (json!({"filter": {"!TITLE": "beta"}}), json!(["1", "3"])),
        (
            json!({"filter": {">CLOSEDATE": "2020-01-02"}}),
            json!(["2", "3"]),
        ),
        (
            json!({"filter": {"<CLOSEDATE": "02.01.2020 09:00:00"}}),
            json!(["1"]),
        ),
        (json!({"filter": {"NO_SUCH_FIELD": "x"}}), json!([])),
        (
            json!({"order": {"OPPORTUNITY": "ASC"}}),
            json!(["3", "2", "1"]),
        ),
        (json!({"order": {"TITLE": "desc"}}), json!(["2", "3", "1"])),
    ] {
        let found = portal.result("crm.deal.list", params.clone()).await;
        let ids: Vec<&Value> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|deal| &deal["ID"])
            .collect();
        assert_eq!(json!(ids), expected, "{params}");
    }
    let selected = json!({"select": ["TITLE"], "filter": {"ID": 2}});
    let found = portal.result("crm.deal.list", selected).await;
    assert_eq!(found, json!([{"ID": "2", "TITLE": "beta"}]));
    for wrong in [
        json!({"filter": {"~ID": 1}}),
        json!({"order": {"a\"b": "ASC"}}),
    ] {
        let (status, _) = portal.rest("crm.deal.list", wrong).await;
        assert_eq!(status, 400);
    }
}

#[tokio::test]
async fn lists_come_in_pages_of_fifty() {
    let portal = Running::start().await;
    for _ in 0..60 {
        portal.control("lead", json!({})).await;
    }
    let (_, first) = portal.rest("crm.lead.list", json!({})).await;
    assert_eq!(
        json!([
            first["result"].as_array().unwrap().len(),
            first["total"],
            first["next"]
        ]),
        json!([50, 60, 50])
    );
    let (_, second) = portal.rest("crm.lead.list", json!({"start": 50})).await;
    assert_eq!(
        json!([
            second["result"].as_array().unwrap().len(),
            second["total"],
            second["next"]
        ]),
        json!([10, 60, null])
    );
}

#[tokio::test]
async fn items_of_a_smart_process_fire_their_own_code_and_the_general_one() {
    let portal = Running::start().await;
    for code in [
        "ONCRMDYNAMICITEMADD",
        "ONCRMDYNAMICITEMADD_177",
        "ONCRMDYNAMICITEMADD_178",
    ] {
        portal.bind(code, &portal.inbox("crm")).await;
    }
    let fields = json!({"title": "x", "assignedById": 2, "ufCrm_1": "u"});
    let added = portal
        .result(
            "crm.item.add",
            json!({"entityTypeId": 177, "fields": fields}),
        )
        .await;
    let item = &added["item"];
    assert_eq!(
        json!([
            item["id"],
            item["title"],
            item["assignedById"],
            item["createdBy"],
            item["ufCrm_1"]
        ]),
        json!([1, "x", 2, 1, "u"])
    );
    let data = json!({"FIELDS": {"ID": "1", "ENTITY_TYPE_ID": "177"}});
    let expected = ["ONCRMDYNAMICITEMADD", "ONCRMDYNAMICITEMADD_177"];
    let expected = expected.map(|code| json!([code, data]));
    portal.settle().await;
    assert_eq!(events(&portal, "crm", 2).await, expected);
    let update = json!({"entityTypeId": 177, "id": 1, "fields": {"title": "y"}});
    let updated = portal.result("crm.item.update", update).await;
    assert_eq!(updated["item"]["title"], "y");
    let list = json!({"entityTypeId": 177, "filter": {"%title": "y"}, "select": ["title"]});
    let (_, found) = portal.rest("crm.item.list", list).await;
    assert_eq!(found["result"], json!({"items": [{"id": 1, "title": "y"}]}));
    assert_eq!(found["total"], 1);
    let one = json!({"entityTypeId": 177, "id": 1});
    assert_eq!(
        portal.result("crm.item.delete", one.clone()).await,
        json!([])
    );
    let missing = json!([400, "NOT_FOUND", "Item not found"]);
    assert_eq!(short(&portal.rest("crm.item.get", one).await), missing);
    let no_type = json!([400, "NOT_FOUND", "SPA not found"]);
    let wrong = json!({"entityTypeId": 99, "id": 1});
    assert_eq!(short(&portal.rest("crm.item.get", wrong).await), no_type);
}

#[tokio::test]
async fn items_and_named_methods_see_the_same_objects() {
    let portal = Running::start().await;
    bind_changes(&portal, "LEAD").await;
    let fields = json!({"title": "x", "stageId": "IN_PROCESS"});
    portal
        .result("crm.item.add", json!({"entityTypeId": 1, "fields": fields}))
        .await;
    let lead = portal.result("crm.lead.get", json!({"id": 1})).await;
    assert_eq!(
        json!([lead["TITLE"], lead["STATUS_ID"]]),
        json!(["x", "IN_PROCESS"])
    );
    let expected = json!(["ONCRMLEADADD", {"FIELDS": {"ID": "1"}}]);
    assert_eq!(events(&portal, "crm", 1).await, [expected]);
    let (status, known) = portal
        .rest("crm.item.fields", json!({"entityTypeId": 1}))
        .await;
    assert_eq!(
        json!([status, known["result"]["fields"]["stageId"]["upperName"]]),
        json!([200, "STATUS_ID"])
    );
}

/// The way that apps take: an event comes, and the handler reads the object with the event's token.
#[tokio::test]
async fn a_handler_reads_the_changed_object_back() {
    let portal = Running::start().await;
    portal.bind("ONCRMDEALUPDATE", &portal.inbox("deal")).await;
    portal.control("deal", json!({"id": 4, "user": 2})).await;
    let message = portal.arrived("deal", 1).await.remove(0);
    let (id, auth) = (
        &message["fields"]["data"]["FIELDS"]["ID"],
        &message["fields"]["auth"],
    );
    let token = auth["access_token"].as_str().unwrap();
    let (status, read) = portal.call(token, "crm.deal.get", json!({"id": id})).await;
    assert_eq!(
        json!([status, read["result"]["ID"], read["result"]["MODIFY_BY_ID"]]),
        json!([200, "4", "2"])
    );
    assert_eq!(portal.look("objects?entityTypeId=2").await[0]["id"], 4);
}
