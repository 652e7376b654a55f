use spp_counts::ValueKind::Increment;

use super::{CLOCK, LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Axis,
    maker: words("Axis Communications", "Axis Communications"),
    models: words(
        "AXIS P8815-2 3D People Counter, AXIS People Counter (application), Axis Retail Data 0.4",
        "AXIS P8815-2 3D People Counter, приложение AXIS People Counter, формат Axis Retail Data 0.4",
    ),
    kinds: &[Increment],
    intervals: &[60, 300, 900, 3600],
    headers: &[],
    steps: &[
        words(
            "Open the device's web page as root or administrator, then Settings → System → Date and time.",
            "Откройте веб-страницу устройства под root или администратором: Settings → System → Date and time.",
        ),
        CLOCK,
        words(
            "Open the application: on AXIS P8815-2 it is the start page, on other cameras Settings → Apps → AXIS People Counter → Open.",
            "Откройте приложение: у AXIS P8815-2 это начальная страница, у других камер — Settings → Apps → AXIS People Counter → Open.",
        ),
        words(
            "Draw the counting area and set which direction is in.",
            "Задайте область подсчёта и направление входа.",
        ),
        words(
            "In the application's settings open the reporting of data (Reporting, Push data) and add a push to a server of your own: the whole address with its path under URL, the format JSON (Axis Retail Data), and the sensor's interval as the interval.",
            "В настройках приложения откройте отправку данных (Reporting, Push data) и добавьте отправку на собственный сервер: в URL — адрес целиком вместе с путём, формат JSON (Axis Retail Data), интервал равен интервалу датчика.",
        ),
        words(
            "Where the page asks for an access token, type the sensor's token there too; it is not needed, because it stands in the path.",
            "Если страница требует ключ доступа, введите туда же токен датчика; он не обязателен, так как стоит в пути.",
        ),
        LOOK,
    ],
    note: Some(words(
        "The serial number is the MAC address without colons, in small letters. The names of the menus depend on the application's version.",
        "Серийный номер — MAC-адрес без двоеточий строчными буквами. Названия меню зависят от версии приложения.",
    )),
};
