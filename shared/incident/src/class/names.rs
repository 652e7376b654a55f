//! What stages, sides and terms are called, where people read of them.

use super::Text;
use crate::deadline::Kind;
use crate::life::Stage;
use crate::side::Side;

/// A stage's name.
#[must_use]
pub fn stage(stage: Stage) -> Text {
    let (ru, en) = match stage {
        Stage::New => ("новый", "new"),
        Stage::Detected => ("обнаружен", "detected"),
        Stage::Recorded => ("зафиксирован", "recorded"),
        Stage::Diagnosing => ("диагностика", "under diagnosis"),
        Stage::ClientAsked => (
            "ожидается ответ уполномоченного лица",
            "the authorised person is asked",
        ),
        Stage::RemoteRepair => ("удалённое устранение", "remote repair"),
        Stage::VisitDue => ("требуется выезд", "a visit is due"),
        Stage::VisitAgreed => ("выезд согласован", "a visit is agreed"),
        Stage::TellClient => (
            "оповещение технической службы",
            "technical services are to be told",
        ),
        Stage::AwaitingAnswer => (
            "ожидается ответ технической службы",
            "technical services are to answer",
        ),
        Stage::InWork => ("в работе у клиента", "the client works on it"),
        Stage::HandedBack => ("делегирован исполнителю", "handed back to the contractor"),
        Stage::Unconfirmed => ("причина не подтвердилась", "the cause was not confirmed"),
        Stage::DiagnosisAgreed => (
            "согласован выезд для диагностики",
            "a visit for diagnosis is agreed",
        ),
        Stage::TellThirdParty => ("оповещение третьего лица", "the third party is to be told"),
        Stage::ThirdPartyTold => ("у третьего лица", "with the third party"),
        Stage::OwnRepair => ("устраняет клиент", "the client repairs"),
        Stage::Repaired => ("устранён, проверяется", "repaired, being checked"),
        Stage::Recovered => ("работа восстановлена", "working again"),
        Stage::Closed => ("закрыт", "closed"),
    };
    Text { ru, en }
}

/// What is owed by a term.
#[must_use]
pub fn obligation(kind: Kind) -> Text {
    let (ru, en) = match kind {
        Kind::Record => ("зафиксировать инцидент", "record the incident"),
        Kind::Diagnose => ("провести удалённую диагностику", "diagnose it remotely"),
        Kind::Visit => ("выехать на объект", "visit the site"),
        Kind::TellClient => (
            "сообщить технической службе клиента",
            "tell the client's technical services",
        ),
        Kind::ClientTerm => (
            "устранить в срок, названный клиентом",
            "fix it by the client's own term",
        ),
        Kind::DiagnosisVisit => (
            "выехать для дополнительной диагностики",
            "visit for further diagnosis",
        ),
        Kind::AgreedVisit => ("приехать в согласованное время", "come at the agreed time"),
        Kind::TellThirdParty => ("сообщить третьему лицу", "tell the third party"),
    };
    Text { ru, en }
}

/// A party's name.
#[must_use]
pub fn side(side: Side) -> Text {
    let (ru, en) = match side {
        Side::Contractor => ("исполнитель", "contractor"),
        Side::Client => ("клиент", "client"),
        Side::ThirdParty => ("третье лицо", "third party"),
    };
    Text { ru, en }
}

/// What the rule says that sets a term.
#[must_use]
pub fn rule(kind: Kind) -> Text {
    let (ru, en) = match kind {
        Kind::Record => (
            "Инцидент фиксируют в течение одного рабочего дня после обнаружения.",
            "An incident is recorded within one working day of its detection.",
        ),
        Kind::Diagnose => (
            "Удалённую диагностику проводят в течение одного рабочего дня после обнаружения.",
            "Remote diagnosis is done within one working day of the detection.",
        ),
        Kind::Visit => (
            "Если устранить неисправность удалённо не удалось, на объект выезжают в течение трёх рабочих дней после обнаружения.",
            "Where a fault cannot be repaired remotely, the site is visited within three working days of the detection.",
        ),
        Kind::TellClient => (
            "Технической службе клиента сообщают о неисправности в день обнаружения.",
            "The client's technical services are told on the day of detection.",
        ),
        Kind::ClientTerm => (
            "Срок устранения называет сам клиент, когда принимает инцидент в работу.",
            "The client names the term when taking the incident on.",
        ),
        Kind::DiagnosisVisit => (
            "Если причина не подтвердилась, для дополнительной диагностики выезжают в течение трёх рабочих дней после ответа клиента; выезд входит в тариф КОРП.",
            "Where the cause was not confirmed, the site is visited for further diagnosis within three working days of the client's answer; the visit is part of the plan KORP.",
        ),
        Kind::AgreedVisit => (
            "Время выезда согласовано с представителем клиента на объекте.",
            "The time of the visit was agreed with the client's person on site.",
        ),
        Kind::TellThirdParty => (
            "Третьему лицу сообщают о гарантийном случае в день диагностики.",
            "The third party is told of the warranty case on the day of diagnosis.",
        ),
    };
    Text { ru, en }
}

/// From what a term is counted.
#[must_use]
pub fn beginning(kind: Kind) -> Text {
    let (ru, en) = match kind {
        Kind::Record | Kind::Diagnose | Kind::Visit | Kind::TellClient => (
            "когда о неисправности стало известно",
            "when the fault became known",
        ),
        Kind::ClientTerm => (
            "когда инцидент принят в работу",
            "when the incident was taken on",
        ),
        Kind::DiagnosisVisit => (
            "когда клиент не подтвердил причину",
            "when the client did not confirm the cause",
        ),
        Kind::AgreedVisit => (
            "когда согласовано время выезда",
            "when the visit was agreed",
        ),
        Kind::TellThirdParty => ("когда определена сторона", "when the side was decided"),
    };
    Text { ru, en }
}
