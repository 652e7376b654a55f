use spp_counts::ValueKind::Event;

use super::{LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Hpc015,
    maker: words(
        "Infrared counters HPC015 of several sellers",
        "Инфракрасные счётчики HPC015 разных продавцов",
    ),
    models: words("HPC015, HPC015S with Wi-Fi", "HPC015, HPC015S с Wi-Fi"),
    kinds: &[Event],
    intervals: &[900, 300, 3600],
    headers: &[],
    steps: &[
        words(
            "Install the setting program that comes with the counter on a computer with Windows, connect the counter by its USB cable and open the program.",
            "Установите на компьютер с Windows программу настройки из комплекта счётчика, подключите счётчик кабелем USB и откройте программу.",
        ),
        words(
            "Type the name and password of the shop's Wi-Fi (2.4 GHz only), and an IP address or DHCP.",
            "Введите имя и пароль Wi-Fi магазина (только 2,4 ГГц) и IP-адрес либо DHCP.",
        ),
        words(
            "As the server's address type http:// with the service's name or IP address, the port 80 or 30080, and the whole path. The counter knows no HTTPS.",
            "В адрес сервера введите http:// с именем или IP-адресом сервиса, порт 80 или 30080 и путь целиком. HTTPS счётчик не поддерживает.",
        ),
        words(
            "Write the settings to the counter and disconnect the cable. At its first contact the service sets the clock, the recording and the uploading; an NTP server is not needed.",
            "Запишите настройки в счётчик и отключите кабель. При первой связи сервис сам задаёт часы, запись и отправку; сервер NTP не нужен.",
        ),
        words(
            "Align transmitter and receiver until the light stops blinking, and check that the arrow of the receiver points in.",
            "Выровняйте передатчик и приёмник, пока индикатор не перестанет мигать, и проверьте, что стрелка приёмника указывает направление входа.",
        ),
        LOOK,
    ],
    note: Some(words(
        "The counter sends the local time without a zone: the site's zone must be right. It has batteries in both parts; their charge is sent with each push.",
        "Счётчик передаёт местное время без пояса: часовой пояс объекта должен быть верным. Батареи стоят в обеих частях; их заряд передаётся с каждой посылкой.",
    )),
};
