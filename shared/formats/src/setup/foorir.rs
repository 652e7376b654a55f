use spp_counts::ValueKind::{Cumulative, Increment};

use super::{LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Foorir,
    maker: words("Foorir, Chengdu HuaXin", "Foorir, Chengdu HuaXin"),
    models: words(
        "3D counters with binocular camera, such as HX-HM3D",
        "3D-счётчики с бинокулярной камерой, например HX-HM3D",
    ),
    kinds: &[Increment, Cumulative],
    intervals: &[300, 60, 900],
    headers: &[],
    steps: &[
        words(
            "Open the counter's web page or the maker's configuration tool and sign in.",
            "Откройте веб-страницу счётчика или программу настройки изготовителя и войдите.",
        ),
        words(
            "Under the network settings type DNS servers that the counter reaches.",
            "В сетевых настройках введите доступные счётчику серверы DNS.",
        ),
        words(
            "Under the upload settings (Data Upload, Server) choose HTTP and JSON, and type the service's name or address, port 80 or 30080, and the path. The counter adds /api/camera/heartBeat and /api/camera/dataUpload to it by itself.",
            "В настройках отправки (Data Upload, Server) выберите HTTP и JSON, введите имя или адрес сервиса, порт 80 или 30080 и путь. Счётчик сам добавит к нему /api/camera/heartBeat и /api/camera/dataUpload.",
        ),
        words(
            "Leave the upload mode at increments (Add). The service's answer to the heartbeat sets the clock, the upload cycle and the mode each minute; an NTP server is not needed.",
            "Режим отправки оставьте «приращения» (Add). Ответ сервиса на сигнал жизни каждую минуту задаёт часы, период отправки и режим; сервер NTP не нужен.",
        ),
        words(
            "Draw the counting line and set which direction is in.",
            "Начертите линию подсчёта и задайте направление входа.",
        ),
        LOOK,
    ],
    note: Some(words(
        "A counter that was set to totals (Total) says so in every upload: give the sensor the kind cumulative. The counter keeps up to 90 days of history and sends it later.",
        "Счётчик, настроенный на итоги (Total), сообщает об этом в каждой посылке: задайте датчику вид «накопительный». Счётчик хранит до 90 дней истории и отправляет её позже.",
    )),
};
