//! The causes and remedies.

use spp_quality::Symptom as S;

use super::{Cause, Remedy, Text};

/// All causes, in the order in which they are offered.
pub const CAUSES: &[Cause] = &[
    cause("power", "Нет электропитания", "No power", &LOST),
    cause(
        "network",
        "Нет сети или интернета на объекте",
        "No network or internet at the site",
        &LOST,
    ),
    cause(
        "firewall",
        "Порты или адреса ЦОД закрыты",
        "Ports or addresses of the data centre are blocked",
        &LOST,
    ),
    cause(
        "cable",
        "Повреждён кабель или порт",
        "A cable or port is damaged",
        &LOST,
    ),
    cause(
        "sensor_failed",
        "Датчик неисправен",
        "The sensor has failed",
        &SENSOR,
    ),
    cause("sensor_hung", "Датчик завис", "The sensor hangs", &SENSOR),
    cause(
        "settings",
        "Настройки датчика неверны",
        "The sensor's settings are wrong",
        &SETTINGS,
    ),
    cause(
        "moved",
        "Датчик сдвинут или повёрнут",
        "The sensor was moved or turned",
        &VIEW,
    ),
    cause(
        "obstructed",
        "Обзор датчика закрыт или загрязнён",
        "The sensor's view is blocked or dirty",
        &VIEW,
    ),
    cause(
        "clock_source",
        "Сервер времени недоступен или часовой пояс неверен",
        "The time server cannot be reached, or the zone is wrong",
        &TIME,
    ),
    cause(
        "firmware",
        "Ошибка или старая версия прошивки",
        "A firmware fault or an old version",
        &FIRMWARE,
    ),
    cause(
        "server_stopped",
        "Сервер СПП остановлен или перегружен",
        "The local server is stopped or overloaded",
        &SERVER,
    ),
    cause(
        "server_outdated",
        "Версия Сервера СПП не обновлена",
        "The local server was not updated",
        &SERVER,
    ),
    cause(
        "data_centre",
        "Сбой в ЦОД исполнителя",
        "A fault in the contractor's data centre",
        &CENTRE,
    ),
    cause(
        "real_traffic",
        "Поток посетителей действительно изменился",
        "The visitors really have changed",
        &TRAFFIC,
    ),
    cause(
        "hours_wrong",
        "Режим работы объекта указан неверно",
        "The site's opening hours are not as recorded",
        &TRAFFIC,
    ),
    cause("works", "Работы на объекте", "Works at the site", &S::ALL),
    cause("false_alarm", "Ложное срабатывание", "False alarm", &S::ALL),
    cause(
        "unknown",
        "Причина не установлена",
        "The cause was not found",
        &S::ALL,
    ),
];

/// All remedies, in the order in which they are offered.
pub const REMEDIES: &[Remedy] = &[
    remedy("restarted", "Перезапуск", "Restarted"),
    remedy("configured", "Настройка", "Settings corrected"),
    remedy(
        "firmware_updated",
        "Обновление прошивки",
        "Firmware updated",
    ),
    remedy(
        "software_updated",
        "Обновление ПО Сервера СПП",
        "Local server updated",
    ),
    remedy(
        "power_restored",
        "Восстановлено электропитание",
        "Power restored",
    ),
    remedy("network_restored", "Восстановлена сеть", "Network restored"),
    remedy(
        "access_opened",
        "Открыт доступ к портам и адресам",
        "Ports and addresses opened",
    ),
    remedy(
        "cable_replaced",
        "Замена кабеля или порта",
        "Cable or port replaced",
    ),
    remedy(
        "sensor_adjusted",
        "Датчик выставлен или очищен",
        "Sensor adjusted or cleaned",
    ),
    remedy("sensor_replaced", "Замена датчика", "Sensor replaced"),
    remedy(
        "centre_restored",
        "Восстановлена работа ЦОД",
        "Data centre restored",
    ),
    remedy(
        "hours_corrected",
        "Исправлен режим работы объекта",
        "Opening hours corrected",
    ),
    remedy("by_itself", "Восстановилось само", "Recovered by itself"),
    remedy("none", "Действий не потребовалось", "Nothing was needed"),
    remedy("not_repaired", "Не устранено", "Not repaired"),
];

const LOST: [S; 5] = [S::NoContact, S::NoData, S::Gap, S::ServerSync, S::SiteDown];
const SENSOR: [S; 11] = [
    S::NoContact,
    S::NoData,
    S::Gap,
    S::Frozen,
    S::Zero,
    S::Spike,
    S::Undercount,
    S::Imbalance,
    S::ClosedHours,
    S::Clock,
    S::Conflict,
];
const SETTINGS: [S; 10] = [
    S::NoData,
    S::Zero,
    S::Spike,
    S::Undercount,
    S::Imbalance,
    S::ClosedHours,
    S::Clock,
    S::Shift,
    S::Swapped,
    S::Conflict,
];
const VIEW: [S; 6] = [
    S::Zero,
    S::Spike,
    S::Undercount,
    S::Imbalance,
    S::ClosedHours,
    S::Swapped,
];
const TIME: [S; 4] = [S::Clock, S::Shift, S::ClosedHours, S::Conflict];
const FIRMWARE: [S; 7] = [
    S::Firmware,
    S::NoData,
    S::Gap,
    S::Frozen,
    S::Clock,
    S::Conflict,
    S::Spike,
];
const SERVER: [S; 7] = [
    S::ServerSync,
    S::ServerVersion,
    S::NoContact,
    S::NoData,
    S::Gap,
    S::Conflict,
    S::SiteDown,
];
const CENTRE: [S; 6] = [
    S::ServiceOutage,
    S::NoContact,
    S::NoData,
    S::Gap,
    S::ServerSync,
    S::SiteDown,
];
const TRAFFIC: [S; 6] = [
    S::Zero,
    S::Spike,
    S::Undercount,
    S::Imbalance,
    S::ClosedHours,
    S::Shift,
];

const fn cause(
    code: &'static str,
    ru: &'static str,
    en: &'static str,
    fits: &'static [S],
) -> Cause {
    Cause {
        code,
        name: Text { ru, en },
        article: code,
        fits,
    }
}

const fn remedy(code: &'static str, ru: &'static str, en: &'static str) -> Remedy {
    Remedy {
        code,
        name: Text { ru, en },
    }
}
