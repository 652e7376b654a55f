//! What each kind of letter says beyond what happened and where.

use super::{Answer, Kind, Notice};
use crate::locale::Locale;

/// The letter's title.
pub fn title(notice: &Notice) -> String {
    let (russian, english) = match &notice.kind {
        Kind::Opened => ("Обнаружен инцидент", "An incident was found"),
        Kind::WorkOrder { .. } => (
            "Заявка технической службе по инциденту",
            "Work order for technical services about incident",
        ),
        Kind::Warranty { .. } => (
            "Гарантийный случай по инциденту",
            "Warranty case of incident",
        ),
        Kind::VisitAgreed { .. } => (
            "Согласован выезд по инциденту",
            "A visit is agreed about incident",
        ),
        Kind::Recovered { .. } => ("Работа восстановлена, инцидент", "Working again, incident"),
        Kind::Closed { .. } => ("Закрыт инцидент", "Closed: incident"),
        Kind::Reopened { .. } => ("Снова открыт инцидент", "Opened again: incident"),
        Kind::Unstable { .. } => ("Нестабильная работа, инцидент", "Unstable, incident"),
        Kind::Reminder { .. } => ("Ещё не закрыт инцидент", "Still open: incident"),
        Kind::AtRisk { .. } => ("Истекает срок по инциденту", "A term is ending: incident"),
        Kind::Breached { .. } => ("Нарушен срок по инциденту", "A term was missed: incident"),
        Kind::Outage { until: None, .. } => ("Сбой сервиса, инцидент", "Service outage, incident"),
        Kind::Outage { .. } => (
            "Сбой сервиса устранён, инцидент",
            "The service works again, incident",
        ),
    };
    let name = notice.locale.say("СПП", "SPP");
    format!(
        "{} {name}-{}",
        notice.locale.say(russian, english),
        notice.number
    )
}

/// What this kind adds to the facts; the names are already in the language.
pub fn facts(notice: &Notice) -> Vec<(&'static str, String)> {
    let locale = notice.locale;
    let mut facts = Vec::new();
    let mut fact = |russian, english, value| facts.push((locale.say(russian, english), value));
    match &notice.kind {
        Kind::Warranty { client, contact } => {
            fact("Клиент", "Client", client.clone());
            fact("Контакт клиента", "Client's contact", contact.clone());
        }
        Kind::VisitAgreed { at, contact } => {
            fact("Время выезда", "Time of the visit", locale.moment(at));
            if let Some(contact) = contact {
                fact("Встречает на объекте", "Met on site by", contact.clone());
            }
        }
        Kind::Recovered { at } => fact("Восстановлено", "Working since", locale.moment(at)),
        Kind::Closed { at, summary } => {
            fact("Закрыт", "Closed", locale.moment(at));
            if let Some(summary) = summary {
                fact("Итог", "Outcome", summary.clone());
            }
        }
        Kind::Reopened { at } => fact("Повторилось", "Came back", locale.moment(at)),
        Kind::Reminder {
            stage: Some(stage), ..
        } => {
            fact("Состояние", "State", stage.clone());
        }
        Kind::AtRisk { obligation } => {
            fact("Обязательство", "Obligation", obligation.clone());
        }
        Kind::Breached { obligation, met } => {
            fact("Обязательство", "Obligation", obligation.clone());
            if let Some(met) = met {
                fact("Выполнено", "Met", locale.moment(met));
            }
        }
        Kind::Outage { until, sensors } => {
            if let Some(until) = until {
                fact("До какого времени", "Until", locale.moment(until));
            }
            let silent = locale.count(
                i64::from(*sensors),
                ["датчик", "датчика", "датчиков"],
                ["sensor", "sensors"],
            );
            fact("Не было связи", "Not heard", silent);
        }
        Kind::Opened
        | Kind::WorkOrder { .. }
        | Kind::Unstable { .. }
        | Kind::Reminder { stage: None, .. } => {}
    }
    if let Some(due) = &notice.due {
        let (russian, english) = due_name(&notice.kind);
        fact(russian, english, locale.moment(due));
    }
    facts
}

/// Whose term `due` is.
fn due_name(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Opened | Kind::Reopened { .. } => ("Срок диагностики", "Diagnosis by"),
        Kind::WorkOrder { .. } => ("Ждём ответа до", "Please answer by"),
        Kind::Warranty { .. } => ("Свяжитесь с клиентом до", "Contact the client by"),
        _ => ("Срок", "Due"),
    }
}

/// What we do about it, and what comes next.
pub fn doing(notice: &Notice) -> Option<String> {
    let locale = notice.locale;
    let (russian, english) = match &notice.kind {
        Kind::Opened => (
            "Мы проводим удалённую диагностику и по возможности устраним неисправность \
             без выезда. О ходе работ сообщим письмом.",
            "We are diagnosing it remotely and will remove the fault without a visit \
             if we can. We will write to you as it goes on.",
        ),
        Kind::WorkOrder { .. } => (
            "По результатам диагностики неисправность находится на стороне клиента. \
             Просим принять заявку в работу и ответить: принята и планируемый срок; \
             устранено; нужен дополнительный срок; причина не подтвердилась; \
             инцидент передаётся исполнителю.",
            "By our diagnosis the fault is on the client's side. Please take the order on \
             and answer: accepted, with a planned term; fixed; more time is needed; \
             the cause was not confirmed; the incident is handed back to us.",
        ),
        Kind::Warranty { .. } => (
            "По результатам диагностики это гарантийный случай: оборудование поставлено \
             или смонтировано вами. Просим связаться с клиентом по гарантийному случаю.",
            "By our diagnosis this is a warranty case: you supplied or mounted the \
             equipment. Please contact the client about it under warranty.",
        ),
        Kind::VisitAgreed { .. } => (
            "Инженер приедет в согласованное время. После работ на объекте стороны \
             подписывают акт.",
            "The engineer comes at the agreed time. When the work on site is done, both \
             sides sign an act.",
        ),
        Kind::Recovered { .. } => (
            "Признаки неисправности исчезли. Мы наблюдаем за датчиком и закроем инцидент, \
             если они не появятся снова.",
            "The signs of the fault are gone. We keep watching and close the incident \
             unless they come back.",
        ),
        Kind::Closed { .. } => (
            "Работы по инциденту завершены. Если неисправность повторится, инцидент будет \
             открыт снова.",
            "The work on the incident is done. Should the fault come back, the incident \
             is opened again.",
        ),
        Kind::Reopened { .. } => (
            "Неисправность повторилась, и мы снова проводим диагностику.",
            "The fault came back, and we are diagnosing it again.",
        ),
        Kind::Unstable {
            times,
            counted_from,
        } => return Some(unstable(locale, *times, counted_from)),
        Kind::Reminder { days, .. } => return Some(reminder(locale, *days)),
        Kind::AtRisk { .. } => (
            "Срок скоро истечёт: примите меры или согласуйте новый срок.",
            "The term will soon be over: act, or agree on a new one.",
        ),
        Kind::Breached { met: Some(_), .. } => (
            "Обязательство выполнено, но позже срока. Делать ничего не нужно: письмо \
             сообщает о нарушении срока.",
            "The obligation was met, but after its term. Nothing is left to do: this letter \
             only tells that the term was missed.",
        ),
        Kind::Breached { met: None, .. } => (
            "Срок истёк. Примите меры и сообщите клиенту о ходе работ.",
            "The term is over. Act, and tell the client how it stands.",
        ),
        Kind::Outage { until: None, .. } => (
            "Мы устраняем сбой. По датчикам, которые из-за него не на связи, отдельных \
             инцидентов не будет.",
            "We are removing the fault. Sensors that are not heard because of it get no \
             incidents of their own.",
        ),
        Kind::Outage { .. } => (
            "Приём данных возобновлён. Датчики передают накопленное.",
            "Counts are taken again. Sensors are sending what they kept.",
        ),
    };
    Some(locale.say(russian, english).to_owned())
}

fn unstable(locale: Locale, times: u32, from: &chrono::DateTime<chrono_tz::Tz>) -> String {
    let times = locale.count(i64::from(times), ["раз", "раза", "раз"], ["time", "times"]);
    let from = locale.moment(from);
    locale.say(
        format!(
            "Неисправность появляется и исчезает: {times} с {from}. Вместо письма о каждом \
             изменении мы присылаем одну сводку и ищем причину."
        ),
        format!(
            "The fault comes and goes: {times} since {from}. Instead of a letter about every \
             change we send one summary, and look for the cause."
        ),
    )
}

fn reminder(locale: Locale, days: u32) -> String {
    let days = locale.count(i64::from(days), ["день", "дня", "дней"], ["day", "days"]);
    locale.say(
        format!("Инцидент открыт {days}. Напоминание приходит раз в день, пока он не закрыт."),
        format!(
            "The incident has been open for {days}. This reminder comes daily until it is closed."
        ),
    )
}

/// An answer, as its link says it.
pub fn answer(locale: Locale, answer: Answer) -> &'static str {
    match answer {
        Answer::Accepted => locale.say(
            "Принято, указать планируемый срок",
            "Accepted, give a planned term",
        ),
        Answer::Fixed => locale.say("Неисправность устранена", "The fault is fixed"),
        Answer::MoreTime => locale.say("Нужен дополнительный срок", "More time is needed"),
        Answer::NotConfirmed => {
            locale.say("Причина не подтвердилась", "The cause was not confirmed")
        }
        Answer::HandedBack => locale.say(
            "Передать инцидент исполнителю",
            "Hand the incident back to the contractor",
        ),
    }
}
