use spp_counts::ValueKind::{Event, Increment};

use super::{CLOCK, LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Xovis,
    maker: words("Xovis", "Xovis"),
    models: words(
        "PC and PF series, firmware 5, 4 and 3",
        "Серии PC и PF, прошивки 5, 4 и 3",
    ),
    kinds: &[Increment, Event],
    intervals: &[60, 300, 900, 3600],
    headers: &[],
    steps: &[
        words(
            "Open the sensor's web page (https://<its address>) and sign in as administrator. Open Settings → Date & Time.",
            "Откройте веб-страницу датчика (https://<его адрес>) и войдите под администратором. Перейдите в Settings → Date & Time.",
        ),
        CLOCK,
        words(
            "Draw the counting line and add a logic for it of the type line in/out count: its id is the channel here.",
            "Начертите линию подсчёта и добавьте для неё логику вида «вход/выход через линию»: её идентификатор здесь — канал.",
        ),
        words(
            "Open Data Push and add a connection of the type HTTP(S): type the whole address, from http:// or https:// on, with its path. No authentication is needed: the token stands in the path.",
            "Откройте Data Push и добавьте соединение (connection) типа HTTP(S): введите адрес целиком, начиная с http:// или https://, вместе с путём. Аутентификация не нужна: токен стоит в пути.",
        ),
        words(
            "Press Test connection: the service answers 200 and stores nothing.",
            "Нажмите Test connection: сервис ответит 200 и ничего не сохранит.",
        ),
        words(
            "Add an agent with this connection. Data: logics (Logics Push; in firmware 3 and 4 Line & Zone data). Format JSON, granularity equal to the sensor's interval, push interval the same or a little longer. Leave retrying after failures on.",
            "Добавьте агента с этим соединением. Данные: логики (Logics Push; в прошивках 3 и 4 — Line & Zone data). Формат JSON, гранулярность равна интервалу датчика, период отправки такой же или немного больше. Повтор при ошибках оставьте включённым.",
        ),
        words(
            "Add a second agent of the type status (Status Push) with the same connection, every few minutes: it is the sign of life, with firmware and clock.",
            "Добавьте второго агента вида «статус» (Status Push) с тем же соединением, раз в несколько минут: это сигнал жизни с прошивкой и часами.",
        ),
        LOOK,
    ],
    note: Some(words(
        "In firmware 3 and 4 the connection stands in the agent itself. Live data is counted only where the sensor's kind is event: do not send it besides.",
        "В прошивках 3 и 4 адрес задаётся в самом агенте. Поток событий (Live Data) учитывается, только если вид показаний датчика — «события»: дополнительно его не отправляйте.",
    )),
};
