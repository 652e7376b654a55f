use spp_counts::ValueKind::{Cumulative, Event, Increment};

use super::{CLOCK, LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Milesight,
    maker: words("Milesight", "Milesight"),
    models: words(
        "VS121-P, VS125, VS132, VS133, VS135 with Ethernet, Wi-Fi or cellular",
        "VS121-P, VS125, VS132, VS133, VS135 с Ethernet, Wi-Fi или сотовой связью",
    ),
    kinds: &[Increment, Cumulative, Event],
    intervals: &[900, 300, 60, 600, 1800, 3600],
    headers: &[],
    steps: &[
        words(
            "Join the device's Wi-Fi or its network and open its web page (http://192.168.1.1 over Wi-Fi), sign in and open System → Time.",
            "Подключитесь к Wi-Fi устройства или к его сети, откройте веб-страницу (по Wi-Fi http://192.168.1.1), войдите и откройте System → Time.",
        ),
        CLOCK,
        words(
            "Under Rule draw the detection line; its arrow points in.",
            "В Rule начертите линию; стрелка указывает направление входа.",
        ),
        words(
            "Open the page with the recipients (Recipient, or Communication → Report) and add one: Report Protocol HTTP(s), under URL the whole address with its path; leave Username and Password empty.",
            "Откройте страницу получателей (Recipient либо Communication → Report) и добавьте получателя: Report Protocol — HTTP(s), в URL — адрес целиком вместе с путём; Username и Password оставьте пустыми.",
        ),
        words(
            "Press Test beside Connection Test: the service answers 200 and stores nothing.",
            "Нажмите Test рядом с Connection Test: сервис ответит 200 и ничего не сохранит.",
        ),
        words(
            "In the report settings choose the periodic report (Periodic Report) of the line crossing with the sensor's interval, on the dot of the clock. Switch the trigger report (Trigger Report) off: it is not counted.",
            "В настройках отчётов выберите периодический отчёт (Periodic Report) о пересечении линии с интервалом датчика, по ровным отметкам времени. Отчёт по событию (Trigger Report) выключите: он не учитывается.",
        ),
        LOOK,
    ],
    note: Some(words(
        "If retransmission of lost data (Data Retransmission) is offered, switch it on. Triggers mean different things in different firmware, so the periodic report is the one to be counted.",
        "Если есть повторная отправка потерянных данных (Data Retransmission), включите её. Отчёты по событию в разных прошивках означают разное, поэтому учитывайте периодический отчёт.",
    )),
};
