use spp_counts::ValueKind::Cumulative;

use super::{CLOCK, LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Irisys,
    maker: words(
        "Irisys (InfraRed Integrated Systems)",
        "Irisys (InfraRed Integrated Systems)",
    ),
    models: words(
        "Vector 4D, firmware 2.0.123 or newer",
        "Vector 4D, прошивка 2.0.123 или новее",
    ),
    kinds: &[Cumulative],
    intervals: &[900, 300, 60, 3600],
    headers: &[],
    steps: &[
        words(
            "Make a setup connection to the unit; through Estate Manager change from the DB view to the Live view, else nothing can be changed.",
            "Подключитесь к датчику для настройки; через Estate Manager переключите вид DB на Live, иначе изменения недоступны.",
        ),
        words(
            "Settings → IP Settings: type DNS servers that the unit reaches, or no name can be resolved.",
            "Settings → IP Settings: введите доступные датчику серверы DNS, иначе имя сервиса не разрешится.",
        ),
        CLOCK,
        words(
            "Draw the count lines and give each direction a register of its own, with a name that says which it is.",
            "Начертите линии подсчёта и заведите отдельный регистр на каждое направление с понятным именем.",
        ),
        words(
            "Settings → Count Logging: set the period to the sensor's interval: each log is sent at once.",
            "Settings → Count Logging: задайте период равным интервалу датчика: каждая запись отправляется сразу.",
        ),
        words(
            "Settings → HTTP POST, one of the three entries: under URL the whole address with its path, Timeout 30 seconds, Max Attempts 10 or more, data: count logs. The authentication fields stay empty.",
            "Settings → HTTP POST, одна из трёх записей: в URL — адрес целиком вместе с путём, Timeout 30 секунд, Max Attempts 10 или больше, данные — записи подсчёта. Поля аутентификации оставьте пустыми.",
        ),
        LOOK,
        words(
            "With the sensor here, map the channels: the register's number is the channel, and only the map knows which is in and which is out.",
            "Затем в карте каналов датчика укажите направления: номер регистра — это канал, и только карта знает, где вход, а где выход.",
        ),
    ],
    note: Some(words(
        "The registers never fall but after a loss of power or a reset, so that nobody is lost while a push fails. Registers of zones and dwell times are no visitors: map them to none.",
        "Регистры уменьшаются только после отключения питания или сброса, поэтому при сбоях связи никто не теряется. Регистры зон и времени пребывания посетителями не являются: отметьте их как неучитываемые.",
    )),
};
