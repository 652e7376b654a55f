use spp_counts::ValueKind::{Cumulative, Increment};

use super::{CLOCK, LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Hikvision,
    maker: words("Hikvision", "Hikvision"),
    models: words(
        "Cameras with people counting over ISAPI: iDS-2CD6810F/C, DS-2CD6825G0/C, DS-2CD63xx, DeepinView with people counting",
        "Камеры с подсчётом посетителей по ISAPI: iDS-2CD6810F/C, DS-2CD6825G0/C, DS-2CD63xx, DeepinView с подсчётом",
    ),
    kinds: &[Increment, Cumulative],
    intervals: &[900, 300, 60, 1800, 3600],
    headers: &[],
    steps: &[
        words(
            "Open the camera's web page as administrator, then Configuration → System → System Settings → Time Settings.",
            "Откройте веб-страницу камеры под администратором: Configuration → System → System Settings → Time Settings (Конфигурация → Система → Настройки времени).",
        ),
        CLOCK,
        words(
            "Configuration → Network → Advanced Settings → HTTP Listening (newer firmware: Alarm Server): type the service's name or IP address under Destination IP or Host Name, the path under URL, the protocol HTTP and port 80 or 30080, or HTTPS and port 443.",
            "Configuration → Network → Advanced Settings → HTTP Listening (в новых прошивках Alarm Server): в Destination IP or Host Name введите имя или IP-адрес сервиса, в URL — путь, протокол HTTP и порт 80 или 30080, либо HTTPS и порт 443.",
        ),
        words(
            "Press Test beside the address: it checks that the camera reaches the service.",
            "Нажмите Test рядом с адресом: проверится, что камера достигает сервиса.",
        ),
        words(
            "Configuration → People Counting: enable it, draw the detection line with its direction, and under Data Uploading set the statistics cycle (Data Statistics Cycle) to the sensor's interval. Switch Real-Time Upload Data off, unless the sensor's kind is cumulative.",
            "Configuration → People Counting: включите подсчёт, начертите линию и направление входа, в Data Uploading задайте цикл статистики (Data Statistics Cycle) равным интервалу датчика. Real-Time Upload Data выключите, если вид показаний датчика не «накопительный».",
        ),
        words(
            "Under Linkage Method of the same page tick Notify Surveillance Center, and under Arming Schedule arm the whole week.",
            "Там же в Linkage Method отметьте Notify Surveillance Center, а в Arming Schedule поставьте всю неделю на охрану.",
        ),
        LOOK,
    ],
    note: Some(words(
        "The names of the menus differ a little between firmware versions. A serial number is not sent: type the camera's MAC address into the sensor's serial number, or leave it empty. A camera that sends both real-time totals and the statistics of a cycle is counted by the sensor's kind alone.",
        "Названия меню немного различаются в разных прошивках. Серийный номер камера не передаёт: в серийный номер датчика впишите её MAC-адрес либо оставьте поле пустым. Если камера шлёт и текущие итоги, и статистику за цикл, учитывается только вид показаний датчика.",
    )),
};
