use serde_json::{from_value, json};

use super::*;
use crate::screens::admin::import::csv;

fn known() -> Known {
    let rows = |value: Value| from_value::<Vec<Row>>(value).unwrap();
    Known {
        sites: rows(json!([
            {"id": 1, "name": "Невский", "client_id": 10},
            {"id": 2, "name": "Склад", "client_id": 20},
            {"id": 3, "name": "Двойник", "client_id": 10},
            {"id": 4, "name": "Двойник", "client_id": 10},
            {"id": 5, "name": "Новый", "client_id": 30},
        ])),
        entrances: rows(json!([
            {"id": 7, "name": "Главный вход", "site_id": 1},
            {"id": 8, "name": "Главный вход", "site_id": 2},
        ])),
        systems: rows(json!([
            {"id": 100, "name": "Сеть", "client_id": 10},
            {"id": 200, "name": "А", "client_id": 20},
            {"id": 201, "name": "Б", "client_id": 20},
        ])),
        sensors: rows(json!([{"id": 1, "format": "xovis", "serial": "X-1"}])),
        formats: rows(json!([
            {"format": "hikvision", "maker": "Hikvision", "intervals": [900, 300]},
            {"format": "xovis", "maker": "Xovis", "intervals": [60]},
        ])),
    }
}

fn planned(text: &str) -> Result<Vec<Draft>, (Words, Words)> {
    plan(&csv::lines(text), &known())
}

/// The faults of the only sensor, in English.
fn faults(text: &str) -> Vec<(&'static str, &'static str)> {
    let drafts = planned(text).unwrap();
    let faults = drafts.iter().flat_map(|draft| &draft.faults);
    faults.map(|(column, fault)| (column.1, fault.1)).collect()
}

#[test]
fn a_line_becomes_a_sensor() {
    let text = "Объект;Входная группа;Датчик;Производитель;Интервал, мин;Гарантия до;Поставил\n\
        невский;главный вход;Д1;HIKVISION;5;31.12.2027;клиент\n";
    let drafts = planned(text).unwrap();
    let [draft] = drafts.as_slice() else {
        panic!("{drafts:?}");
    };
    assert_eq!(draft.faults, []);
    assert_eq!(
        (draft.site, draft.entrance, draft.system),
        (1, Some(7), Some(100))
    );
    let expected = json!({
        "name": "Д1", "format": "hikvision", "interval": 300, "warranty_until": "2027-12-31",
        "supplied_by": "client", "mounted_by": "contractor",
    });
    assert_eq!(Value::Object(draft.body.clone()), expected);
}

#[test]
fn what_is_not_there_yet_is_entered_with_it() {
    let drafts = planned("site,entrance,sensor,maker\nНовый,Двор,D,xovis").unwrap();
    let [draft] = drafts.as_slice() else {
        panic!("{drafts:?}");
    };
    assert_eq!((draft.site, draft.client), (5, 30));
    assert_eq!((draft.entrance, draft.system), (None, None));
    assert_eq!(draft.body.get("interval"), Some(&json!(60)));
    assert_eq!(draft.faults, []);
}

#[test]
fn each_fault_names_its_column() {
    let head =
        "site;entrance;sensor;maker;serial;interval, min;supplied by;warranty until;system\n";
    let check = |line: &str, expected: &[(&str, &str)]| {
        assert_eq!(faults(&format!("{head}{line}")), expected, "{line}");
    };
    check("Невский;Двор;D;xovis;;;;;", &[]);
    check(
        ";;;;;;;;x",
        &[
            ("site", "it is empty"),
            ("entrance", "it is empty"),
            ("sensor", "it is empty"),
            ("maker", "it is empty"),
        ],
    );
    check("Нигде;Двор;D;xovis", &[("site", "there is no such site")]);
    check(
        "Двойник;Двор;D;xovis",
        &[("site", "there are several of that name")],
    );
    check(
        "Невский;Двор;D;acme",
        &[("maker", "there is no such maker")],
    );
    check(
        "Невский;Двор;D;xovis;X-1",
        &[("serial", "there is such a sensor already")],
    );
    check(
        "Невский;Двор;D;xovis;;7",
        &[("interval, min", "expected minutes, a divisor of a day")],
    );
    check(
        "Невский;Двор;D;xovis;;;кто-то",
        &[("supplied by", "contractor, client or third_party")],
    );
    check(
        "Невский;Двор;D;xovis;;;;вчера",
        &[("warranty until", "expected a date")],
    );
    check(
        "Склад;Двор;D;xovis;;;;",
        &[("system", "the client has several")],
    );
    check(
        "Склад;Двор;D;xovis;;;;;В",
        &[("system", "there is no such system")],
    );
    check(
        "Невский;Двор;D;xovis;X-2\nНевский;Двор;E;xovis;X-2",
        &[("serial", "it stands above already")],
    );
}

#[test]
fn a_file_without_its_columns_is_refused() {
    let check = |text: &str, column: &str| {
        assert_eq!(planned(text).unwrap_err().0.1, column, "{text}");
    };
    check("", "file");
    check("site;entrance;sensor\n", "maker");
    check("Невский;Двор;D;xovis", "site");
}
