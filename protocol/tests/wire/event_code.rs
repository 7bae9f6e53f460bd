//! Event codes: the nearest ones, those of smart processes.

use std::time::{Duration, Instant};

use bx24_protocol::wire::event_code::{is_smart_process, nearest};

#[test]
fn the_nearest_codes() {
    let known: Vec<String> = [
        "ONCRMLEADADD",
        "ONCRMLEADUPDATE",
        "ONCRMDEALADD",
        "ONTASKADD",
        "CATALOG.PRODUCT.ON.ADD",
    ]
    .map(String::from)
    .to_vec();
    let cases: [(&str, &[&str]); 6] = [
        ("ONCRMLEADAD", &["ONCRMLEADADD"]),
        ("CRMLEADADD", &["ONCRMLEADADD"]),
        ("ON_CRM_LEAD_ADD", &["ONCRMLEADADD"]),
        ("ONCRMLEALADD", &["ONCRMLEADADD", "ONCRMDEALADD"]),
        ("SOMETHINGELSE", &[]),
        ("", &[]),
    ];
    for (code, near) in cases {
        assert_eq!(nearest(code, &known), near, "{code}");
    }
    assert!(
        is_smart_process("ONCRMDYNAMICITEMADD_147") && is_smart_process("ONCRMDYNAMICITEMDELETE_1")
    );
    assert!(
        !is_smart_process("ONCRMDYNAMICITEMADD_")
            && !is_smart_process("ONCRMDYNAMICITEMADD_X")
            && !is_smart_process("ONCRMDYNAMICITEMADD")
    );
}

#[test]
fn a_code_of_a_megabyte_takes_no_time() {
    let long = "ONCRMLEADADD".repeat(100_000);
    let start = Instant::now();
    assert!(nearest(&long, &["ONCRMLEADADD"; 300]).is_empty());
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
}
