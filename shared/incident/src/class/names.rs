//! What stages and terms are called, where people read of them.

use super::Text;
use crate::deadline::Kind;
use crate::life::Stage;

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
