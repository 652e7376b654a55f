use spp_counts::ValueKind::Increment;

use super::{LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Brickstream,
    maker: words(
        "Brickstream, FLIR, Teledyne FLIR",
        "Brickstream, FLIR, Teledyne FLIR",
    ),
    models: words(
        "Brickstream 1100, 2300, 2500, 3D and 3D Gen 2; XML of the versions 1 to 5",
        "Brickstream 1100, 2300, 2500, 3D и 3D Gen 2; XML версий 1–5",
    ),
    kinds: &[Increment],
    intervals: &[900, 300, 60, 3600],
    headers: &[],
    steps: &[
        words(
            "Open the sensor's web-based configuration (http://<its address>) and sign in.",
            "Откройте веб-конфигурацию датчика (http://<его адрес>) и войдите.",
        ),
        words(
            "Under Date and Time set the time zone with daylight saving off where the site has none, and an NTP server that the sensor reaches (UDP 123): the counts carry the local time of this clock.",
            "В Date and Time задайте часовой пояс (переход на летнее время выключите, если на объекте его нет) и сервер NTP, доступный датчику (UDP 123): показания несут местное время этих часов.",
        ),
        words(
            "Under the site settings type the site's and the sensor's names; the serial number is sent by the sensor itself.",
            "В настройках объекта введите названия объекта и датчика; серийный номер датчик передаёт сам.",
        ),
        words(
            "Under Data Delivery choose HTTP (or HTTPS) POST and the format XML. Type the service's name or address, port 80 or 30080 (HTTPS: 443) instead of the default 2010, and the path as the URI.",
            "В Data Delivery выберите HTTP (или HTTPS) POST и формат XML. Введите имя или адрес сервиса, порт 80 или 30080 (HTTPS: 443) вместо заводского 2010, а в качестве URI — путь.",
        ),
        words(
            "Set the granularity of the counts (capture interval) to the sensor's interval, and the delivery to the same or a longer one. Leave encryption of the data and real-time delivery off.",
            "Задайте детализацию показаний (интервал записи) равной интервалу датчика, период отправки — такой же или больше. Шифрование данных и отправку в реальном времени оставьте выключенными.",
        ),
        words(
            "Draw the zones or lines and give each object of counting an id: the id is the channel here.",
            "Начертите зоны или линии и задайте каждому объекту подсчёта идентификатор: здесь он — канал.",
        ),
        LOOK,
    ],
    note: Some(words(
        "XML of version 1 tells the zone in whole hours only: where the site's zone has a half hour, use newer firmware. What was not delivered is kept by the sensor and sent later.",
        "XML версии 1 передаёт пояс только целыми часами: если пояс объекта с получасом, нужна более новая прошивка. Недоставленное датчик хранит и отправляет позже.",
    )),
};
