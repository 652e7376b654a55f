use spp_counts::ValueKind::{Cumulative, Event, Increment};

use super::{LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Spp,
    maker: words("Any: the open format of SPP", "Любой: открытый формат SPP"),
    models: words(
        "Gateways, tills, controllers and scripts that send JSON",
        "Шлюзы, кассы, контроллеры и скрипты, которые отправляют JSON",
    ),
    kinds: &[Increment, Cumulative, Event],
    intervals: &[900, 60, 300, 3600],
    headers: &[("Content-Type", "application/json")],
    steps: &[
        words(
            "Send POST to the address, or to the same one without the token and with the header Authorization: Bearer and the token.",
            "Отправляйте POST на этот адрес либо на него же без токена с заголовком Authorization: Bearer и токеном.",
        ),
        words(
            r#"As the body send a reading or a list of them: {"start": "2026-03-01T10:00:00+03:00", "interval": 900, "in": 12, "out": 9}."#,
            r#"В теле передавайте показание или их список: {"start": "2026-03-01T10:00:00+03:00", "interval": 900, "in": 12, "out": 9}."#,
        ),
        words(
            "Take an answer of 200 as written to the disk. After any other, and after none, send the same again: a repetition changes nothing.",
            "Ответ 200 означает, что данные записаны на диск. При любом другом ответе и без ответа отправьте то же снова: повтор ничего не меняет.",
        ),
        words(
            r#"While nobody comes, send zeros; between the intervals a sign of life: {"readings": []}."#,
            r#"Когда никого нет, отправляйте нули; между интервалами — сигнал жизни: {"readings": []}."#,
        ),
        LOOK,
    ],
    note: Some(words(
        "Times carry an offset. Registers (in_total, out_total) and single crossings (at, in, out, key) are taken too, where the sensor's kind says so. The API document describes all fields.",
        "Время указывается со смещением. Регистры (in_total, out_total) и отдельные проходы (at, in, out, key) тоже принимаются, если таков вид показаний датчика. Все поля описаны в документе API.",
    )),
};
