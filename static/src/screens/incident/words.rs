//! What can happen to an incident, in words: as a button, as an entry of the
//! timeline, and what follows from it.

use serde_json::Value;

use crate::api::incidents::{Author, Choice};
use crate::language::{say, since, zoned};

/// What is said by an event's button.
pub fn button(code: &str) -> &'static str {
    match code {
        "recorded" => say("Зафиксировать", "Record"),
        "diagnosis_started" => say("Начать диагностику", "Start the diagnosis"),
        "client_asked" => say("Спросить клиента", "Ask the client"),
        "client_answered" => say("Ответить на вопрос", "Answer the question"),
        "side_decided" => say("Определить сторону", "Decide the side"),
        "remote_repair" => say("Итог удалённого устранения", "Result of the remote repair"),
        "visit_agreed" => say("Согласовать выезд", "Agree a visit"),
        "visit_made" => say("Итог выезда", "Result of the visit"),
        "act_signed" => say("Акт подписан", "The act is signed"),
        "services_told" => say("Служба оповещена", "The services are told"),
        "accepted" => say("Принять в работу", "Take it on"),
        "fixed" => say("Неисправность устранена", "It is fixed"),
        "more_time" => say("Нужно больше времени", "More time is needed"),
        "handed_back" => say("Передать исполнителю", "Hand it back"),
        "not_confirmed" => say("Причина не подтвердилась", "The cause is not confirmed"),
        "paid_repair_ordered" => say("Заказан платный ремонт", "Paid repair is ordered"),
        "third_party_told" => say("Третье лицо оповещено", "The third party is told"),
        "reopened" => say("Открыть снова", "Open it again"),
        "closed" => say("Закрыть инцидент", "Close the incident"),
        "classified" => say("Классифицировать", "Classify"),
        "comment" => say("Комментарий", "Comment"),
        _ => say("Записать", "Enter"),
    }
}

/// What follows from an event, for who is about to say it.
pub fn follows(code: &str) -> &'static str {
    match code {
        "recorded" => say(
            "Инцидент будет зафиксирован, начнётся диагностика.",
            "The incident will be on record, and is diagnosed next.",
        ),
        "client_asked" => say(
            "Ход перейдёт к уполномоченному лицу клиента, вопрос уйдёт письмом.",
            "It will be the client's authorised person to answer; the question goes out by e-mail.",
        ),
        "client_answered" => say(
            "Диагностика продолжится с вашим ответом.",
            "The diagnosis goes on with your answer.",
        ),
        "side_decided" => say(
            "Выбранной стороне в тот же день уйдёт письмо с тем, что нужно сделать.",
            "The side will be told on the same day what to do.",
        ),
        "accepted" => say(
            "Исполнитель будет ждать устранения до срока, который вы назовёте.",
            "The contractor will wait until the term that you name.",
        ),
        "fixed" => say(
            "Наблюдение проверит, что датчик снова работает, и инцидент закроют.",
            "The watch will see whether the sensor works again, and the incident will be closed.",
        ),
        "more_time" => say(
            "Новый срок заменит прежний.",
            "The new term replaces the one before.",
        ),
        "handed_back" => say(
            "Делегирование: устранением займётся исполнитель.",
            "The contractor will remove the fault.",
        ),
        "not_confirmed" => say(
            "Названная причина на месте не обнаружена. По тарифу КОРП исполнитель выедет для дополнительной диагностики в течение трёх рабочих дней; иначе определят другую сторону.",
            "The cause that was named is not there. By the plan KORP the contractor visits within three working days for further diagnosis; otherwise another side is decided.",
        ),
        "paid_repair_ordered" => say(
            "Случай не гарантийный: ремонт заказан у поставщика или монтажника.",
            "It is no warranty case: the supplier or installer repairs it for a fee.",
        ),
        "visit_agreed" => say(
            "К этому времени на объекте будут ждать исполнителя.",
            "The contractor will be expected on site at that time.",
        ),
        "visit_made" => say(
            "После выезда подписывают акт; без него инцидент не закрыть.",
            "An act is signed after the visit; without it the incident cannot be closed.",
        ),
        "reopened" => say(
            "Инцидент вернётся к диагностике, его сроки пойдут заново.",
            "The incident goes back to its diagnosis, and its terms run anew.",
        ),
        "closed" => say(
            "Закрытый инцидент не изменить; вернувшаяся неисправность откроет его снова.",
            "A closed incident cannot be changed; a fault that comes back opens it again.",
        ),
        "comment" => say(
            "Комментарий увидят клиент и исполнитель.",
            "The client and the contractor will see the comment.",
        ),
        _ => "",
    }
}

/// The clauses by which a side acts.
pub const CLAUSES: [&str; 4] = ["4.2.4.1", "4.2.4.2", "4.2.4.3", "4.2.4.4"];

/// A clause by which a side acts, in words.
pub fn clause(code: &str) -> &'static str {
    match code {
        "4.2.4.1" => say("исполнитель устраняет сам", "the contractor removes it"),
        "4.2.4.2" => say(
            "клиент, силами своей технической службы",
            "the client, by its technical services",
        ),
        "4.2.4.3" => say(
            "третье лицо, гарантийный случай",
            "the third party, a warranty case",
        ),
        "4.2.4.4" => say(
            "клиент, свой или платный ремонт не по гарантии",
            "the client, own or paid repair without warranty",
        ),
        _ => "",
    }
}

/// What a visit can show.
pub const RESULTS: [&str; 5] = [
    "fixed",
    "contractor_side",
    "client_side",
    "third_party_side",
    "own_repair",
];

/// What a visit has shown, in words.
pub fn result(code: &str) -> &'static str {
    match code {
        "fixed" => say("неисправность устранена", "the fault is fixed"),
        "contractor_side" => say(
            "неисправность на стороне исполнителя",
            "the fault is on the contractor's side",
        ),
        "client_side" => say(
            "неисправность на стороне клиента",
            "the fault is on the client's side",
        ),
        "third_party_side" => say(
            "гарантийный случай третьего лица",
            "the third party's warranty case",
        ),
        "own_repair" => say(
            "не гарантийный случай клиента",
            "the client's, and no warranty case",
        ),
        _ => "",
    }
}

/// What was said of an incident.
pub struct Reading<'a> {
    /// The causes, for their names.
    pub causes: &'a [Choice],
    /// The remedies, for their names.
    pub remedies: &'a [Choice],
    /// The moment of the entry: its moments are told by the same clock.
    pub at: &'a str,
}

impl Reading<'_> {
    /// An event of the timeline with its particulars.
    pub fn told(&self, event: &Value) -> String {
        let text = |name| event.get(name).and_then(Value::as_str).unwrap_or_default();
        let code = text("event");
        let plain = said(code);
        match code {
            "side_decided" => {
                let clause_code = text("clause");
                format!(
                    "{plain}: {} ({} {clause_code})",
                    clause(clause_code),
                    say("п.", "clause")
                )
            }
            "remote_repair" => match event.get("fixed").and_then(Value::as_bool) {
                Some(true) => say("Устранено удалённо", "Repaired remotely").to_owned(),
                _ => say(
                    "Удалённо устранить не удалось",
                    "Remote repair did not help",
                )
                .to_owned(),
            },
            "visit_made" => format!("{plain}: {}", result(text("result"))),
            "visit_agreed" => format!("{plain}: {}", self.moment(text("at"))),
            "accepted" => self.until(plain, text("planned")),
            "more_time" => self.until(plain, text("until")),
            "closed" | "classified" => {
                let (cause, remedy) = (text("cause"), text("remedy"));
                let (cause, remedy) = (named(self.causes, cause), named(self.remedies, remedy));
                format!("{plain}: {cause}. {remedy}")
            }
            _ => plain.to_owned(),
        }
    }

    fn until(&self, plain: &str, moment: &str) -> String {
        match moment {
            "" => plain.to_owned(),
            moment => format!("{plain}, {} {}", say("срок", "by"), self.moment(moment)),
        }
    }

    fn moment(&self, moment: &str) -> String {
        since(&zoned(moment, self.at))
    }
}

/// The name of a code; the code itself, where the catalogue does not have it.
pub fn named(all: &[Choice], code: &str) -> String {
    let found = all.iter().find(|choice| choice.code == code);
    found.map_or_else(|| code.to_owned(), |choice| choice.name.clone())
}

/// An event of the timeline without its particulars.
pub fn said(code: &str) -> &'static str {
    match code {
        "detected" => say("Неисправность обнаружена", "The fault was noticed"),
        "recorded" => say("Инцидент зафиксирован", "The incident was recorded"),
        "diagnosis_started" => say("Начата удалённая диагностика", "Remote diagnosis began"),
        "client_asked" => say(
            "Вопрос уполномоченному лицу клиента",
            "The client's authorised person was asked",
        ),
        "client_answered" => say("Клиент ответил", "The client has answered"),
        "side_decided" => say("Определена сторона", "The side was decided"),
        "visit_agreed" => say("Согласован выезд", "A visit was agreed"),
        "visit_made" => say("Выезд состоялся", "The site was visited"),
        "act_signed" => say("Акт подписан", "The act was signed"),
        "services_told" => say(
            "Техническая служба клиента оповещена",
            "The client's technical services were told",
        ),
        "accepted" => say("Принято в работу", "Taken on"),
        "fixed" => say("Неисправность устранена", "Said to be fixed"),
        "more_time" => say("Нужно больше времени", "More time is needed"),
        "handed_back" => say("Передано исполнителю", "Handed back to the contractor"),
        "not_confirmed" => say("Причина не подтвердилась", "The cause was not confirmed"),
        "paid_repair_ordered" => say("Заказан платный ремонт", "Paid repair was ordered"),
        "third_party_told" => say("Третье лицо оповещено", "The third party was told"),
        "recovered" => say("Работа восстановлена", "Working again"),
        "reopened" => say("Неисправность вернулась", "The fault has come back"),
        "unstable" => say("Неисправность появляется и исчезает", "It comes and goes"),
        "calm" => say("Работа стала устойчивой", "It no longer comes and goes"),
        "closed" => say("Инцидент закрыт", "The incident was closed"),
        "classified" => say("Классифицирован", "Classified"),
        "comment" => say("Комментарий", "Comment"),
        _ => say("Запись", "An entry"),
    }
}

/// Who says something.
pub fn author(author: &Author) -> String {
    let role = match author.author.as_str() {
        "watch" => say("Наблюдение", "The watch"),
        "engineer" => say("исполнитель", "contractor"),
        "client" => say("клиент", "client"),
        "third_party" => say("Третье лицо", "The third party"),
        _ => say("Служба СПП", "The service"),
    };
    match author.name.as_deref() {
        // Who holds the administrator's token has no name.
        Some("administrator") => say("Администратор", "The administrator").to_owned(),
        Some(name) => format!("{name}, {role}"),
        None if author.author == "client" => say("Клиент", "The client").to_owned(),
        None => role.to_owned(),
    }
}
