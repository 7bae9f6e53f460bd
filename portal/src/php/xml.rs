//! XML as the portal writes it for `METHOD.xml`.

use serde_json::Value;

/// `<response>…</response>`: fields become elements of their names, items of lists `<item>`.
pub fn encode(body: &Value) -> String {
    let mut xml = String::new();
    element(&mut xml, "response", body);
    xml
}

fn element(xml: &mut String, name: &str, value: &Value) {
    *xml += &format!("<{name}>");
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            let numeric = key.bytes().all(|byte| byte.is_ascii_digit());
            element(xml, if numeric { "item" } else { key }, value);
        }),
        Value::Array(list) => list.iter().for_each(|value| element(xml, "item", value)),
        scalar => *xml += &quick_xml::escape::escape(super::text(scalar).unwrap_or_default()),
    }
    *xml += &format!("</{name}>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_become_items_and_texts_are_escaped() {
        let body = json!({"result": [{"a": "<&>"}, true, false, null], "total": 2});
        let xml = "<response><result><item><a>&lt;&amp;&gt;</a></item><item>1</item><item></item>\
                   <item></item></result><total>2</total></response>";
        assert_eq!(encode(&body), xml);
    }
}
