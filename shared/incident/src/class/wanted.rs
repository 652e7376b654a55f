//! What the client's technical services are asked to do (S2 4.2.4.2).

use spp_quality::Symptom;

use super::Text;

/// The actions that are wanted for a symptom, in the order in which to take them.
#[must_use]
pub fn wanted(symptom: Symptom) -> &'static [Text] {
    match symptom {
        Symptom::NoContact => &[POWER, CABLE, PORTS, RESTART],
        Symptom::NoData | Symptom::Gap => &[PORTS, RESTART],
        Symptom::SiteDown => &[SITE_POWER, SITE_NETWORK, PORTS],
        Symptom::Frozen => &[RESTART],
        Symptom::Zero | Symptom::Undercount => &[VIEW, POSITION, CHANGES],
        Symptom::Spike | Symptom::Imbalance => &[VIEW, CHANGES],
        Symptom::ClosedHours => &[HOURS, VIEW],
        Symptom::Clock | Symptom::Shift => &[TIME],
        Symptom::Swapped => &[POSITION],
        Symptom::Conflict => &[RESTART, TIME],
        Symptom::Firmware => &[ACCESS],
        Symptom::ServerSync => &[SERVER, SERVER_PORTS],
        Symptom::ServerVersion => &[SERVER_ACCESS],
        Symptom::ServiceOutage => &[],
    }
}

const POWER: Text = Text {
    ru: "Проверьте электропитание датчика и коммутатора.",
    en: "Check the power of the sensor and of its switch.",
};
const CABLE: Text = Text {
    ru: "Проверьте кабель от датчика до порта коммутатора.",
    en: "Check the cable from the sensor to the switch's port.",
};
const PORTS: Text = Text {
    ru: "Проверьте, что датчику доступны адреса ЦОД (или Сервера СПП) по портам TCP 80 и 30080.",
    en: "Check that the sensor reaches the data centre (or the local server) on TCP ports 80 and 30080.",
};
const RESTART: Text = Text {
    ru: "Перезапустите датчик: отключите питание на одну минуту.",
    en: "Restart the sensor: take its power away for one minute.",
};
const SITE_POWER: Text = Text {
    ru: "Проверьте электропитание телекоммуникационного шкафа.",
    en: "Check the power of the cabinet.",
};
const SITE_NETWORK: Text = Text {
    ru: "Проверьте коммутатор, маршрутизатор и доступ объекта в интернет.",
    en: "Check the switch, the router and the site's internet access.",
};
const VIEW: Text = Text {
    ru: "Проверьте, что обзор датчика не закрыт и объектив чист.",
    en: "Check that nothing blocks the sensor's view and that its lens is clean.",
};
const POSITION: Text = Text {
    ru: "Проверьте, что датчик не сдвинут и не повёрнут.",
    en: "Check that the sensor was not moved or turned.",
};
const CHANGES: Text = Text {
    ru: "Сообщите, менялась ли входная группа: двери, ограждения, работы, акции.",
    en: "Tell us whether the entrance has changed: doors, barriers, works, promotions.",
};
const HOURS: Text = Text {
    ru: "Сообщите действующий режим работы объекта.",
    en: "Tell us the site's present opening hours.",
};
const TIME: Text = Text {
    ru: "Проверьте, что датчику доступен сервер времени (UDP 123).",
    en: "Check that the sensor reaches its time server (UDP 123).",
};
const ACCESS: Text = Text {
    ru: "Откройте доступ из ЦОД к web-интерфейсу датчика (TCP 80, 443).",
    en: "Open access from the data centre to the sensor's web interface (TCP 80, 443).",
};
const SERVER: Text = Text {
    ru: "Проверьте, что Сервер СПП включён и на его диске есть место.",
    en: "Check that the local server is on and has space on its disk.",
};
const SERVER_PORTS: Text = Text {
    ru: "Проверьте связь между Сервером СПП и ЦОД (TCP 80, 443).",
    en: "Check the connection between the local server and the data centre (TCP 80, 443).",
};
const SERVER_ACCESS: Text = Text {
    ru: "Откройте доступ из ЦОД к рабочему столу Сервера СПП (TCP 3389).",
    en: "Open access from the data centre to the local server's desktop (TCP 3389).",
};
