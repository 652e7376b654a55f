//! What each threshold means, in the words of whoever sets it.

use spp_web::Language;

/// A threshold in words.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Its name in the API.
    pub name: &'static str,
    russian: &'static str,
    english: &'static str,
    unit: Unit,
    /// Which rule it belongs to.
    pub group: Group,
}

/// What a threshold is measured in.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Seconds,
    Intervals,
    Hours,
    People,
    Share,
    Spreads,
    Times,
    Count,
}

/// What thresholds decide together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Contact,
    Completeness,
    Frozen,
    Spikes,
    Low,
    Closed,
    Clock,
    Outage,
}

impl Words {
    /// Its title.
    pub fn title(&self, language: Language) -> &'static str {
        of(language, self.russian, self.english)
    }

    /// Its unit.
    pub fn unit(&self, language: Language) -> &'static str {
        let (russian, english) = match self.unit {
            Unit::Seconds => ("с", "s"),
            Unit::Intervals => ("раз", "times"),
            Unit::Hours => ("ч", "h"),
            Unit::People => ("чел.", "people"),
            Unit::Share => ("доля", "share"),
            Unit::Spreads => ("разбросов", "spreads"),
            Unit::Times => ("раз", "times"),
            Unit::Count => ("шт.", "count"),
        };
        of(language, russian, english)
    }
}

impl Group {
    /// Its title.
    pub fn title(self, language: Language) -> &'static str {
        let (russian, english) = match self {
            Self::Contact => ("Связь", "Contact"),
            Self::Completeness => ("Полнота данных", "Completeness"),
            Self::Frozen => ("Застывшие и нулевые значения", "Frozen values and zeros"),
            Self::Spikes => ("Выбросы", "Spikes"),
            Self::Low => ("Недосчёт", "Undercounts"),
            Self::Closed => ("Нерабочее время и баланс", "Closed hours and balance"),
            Self::Clock => ("Часы и направления", "Clock and directions"),
            Self::Outage => ("Общий сбой", "Outages"),
        };
        of(language, russian, english)
    }
}

fn of(language: Language, russian: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Russian => russian,
        Language::English => english,
    }
}

/// What a threshold means.
pub fn words(name: &str) -> Option<&'static Words> {
    ALL.iter().find(|words| words.name == name)
}

const fn limit(
    group: Group,
    name: &'static str,
    unit: Unit,
    russian: &'static str,
    english: &'static str,
) -> Words {
    Words {
        name,
        russian,
        english,
        unit,
        group,
    }
}

#[rustfmt::skip]
const ALL: &[Words] = &[
    limit(Group::Contact, "heartbeat_seconds", Unit::Seconds, "Как часто датчик выходит на связь", "How often a sensor is heard"),
    limit(Group::Contact, "contact_missed", Unit::Intervals, "Пропусков связи до потери связи", "Missed contacts before contact is lost"),
    limit(Group::Completeness, "data_missed", Unit::Intervals, "Пропущенных интервалов до задержки данных", "Missed intervals before counts are late"),
    limit(Group::Contact, "grace_seconds", Unit::Seconds, "Запас на доставку", "Added for the way"),
    limit(Group::Contact, "sync_seconds", Unit::Seconds, "Как часто синхронизируется Сервер СПП", "How often a local server synchronises"),
    limit(Group::Completeness, "gap_seconds", Unit::Seconds, "Пропуск в рабочее время, который считается пропуском", "Open time without counts that is a gap"),
    limit(Group::Frozen, "frozen_hours", Unit::Hours, "Одинаковых часов подряд", "Equal hours in a row"),
    limit(Group::Frozen, "frozen_chance", Unit::Share, "Вероятность такого совпадения случайно", "The chance of such a row by accident"),
    limit(Group::Frozen, "zero_people", Unit::People, "Ожидалось посетителей, пока не было никого", "People expected while nobody came"),
    limit(Group::Frozen, "zero_chance", Unit::Share, "Вероятность, что никто не пришёл случайно", "The chance of nobody by accident"),
    limit(Group::Spikes, "spike_score", Unit::Spreads, "Отклонение выброса от обычного", "A spike's distance from the usual"),
    limit(Group::Spikes, "spike_people", Unit::People, "Посетителей сверх обычного", "People beyond the usual"),
    limit(Group::Spikes, "spike_ratio", Unit::Times, "Во сколько раз больше обычного", "Ratio to the usual"),
    limit(Group::Low, "low_ratio", Unit::Share, "Доля от обычного за 6–24 часа, ниже которой мало", "Share of the usual over 6 to 24 hours that is low"),
    limit(Group::Low, "low_score", Unit::Spreads, "Насколько это необычно для датчика", "How unusual that is of the sensor"),
    limit(Group::Low, "low_score_site", Unit::Spreads, "То же рядом с другими датчиками объекта", "The same beside the site's other sensors"),
    limit(Group::Closed, "closed_share", Unit::Share, "Доля дня вне часов работы", "Share of a day outside of opening hours"),
    limit(Group::Closed, "closed_people", Unit::People, "Посетителей вне часов работы, не считающихся нарушением", "People outside of opening hours let pass"),
    limit(Group::Low, "undercount_sum", Unit::Spreads, "Накопленный недосчёт по дням", "The sum of a day-by-day undercount"),
    limit(Group::Low, "undercount_slack", Unit::Spreads, "Сколько прощается за день", "What is forgiven of it each day"),
    limit(Group::Low, "undercount_ratio", Unit::Share, "Средняя доля от обычного при недосчёте", "Mean share of the usual in an undercount"),
    limit(Group::Closed, "imbalance_share", Unit::Share, "Перевес входов или выходов за день", "Imbalance of a day"),
    limit(Group::Clock, "shift_gain", Unit::Share, "Насколько сдвинутый день ближе к обычному", "How much nearer a moved day is to the usual"),
    limit(Group::Clock, "swapped_score", Unit::Times, "Уверенность, что направления перепутаны", "How sure a change of directions must be"),
    limit(Group::Clock, "clock_seconds", Unit::Seconds, "Допустимое отклонение часов", "By how much a clock may be off"),
    limit(Group::Completeness, "conflicts", Unit::Count, "Противоречий за день, не считающихся ошибкой", "Contradictions of a day let pass"),
    limit(Group::Spikes, "holiday_factor", Unit::Times, "Во сколько раз праздник расширяет пределы", "By how much a holiday widens the limits"),
    limit(Group::Outage, "stopped_seconds", Unit::Seconds, "Пауза наблюдения, после которой считается, что стояли мы", "A pause of the watch, after which we had stopped"),
    limit(Group::Outage, "outage_sensors", Unit::Count, "Сколько датчиков молчат вместе", "Sensors that are silent together"),
    limit(Group::Outage, "outage_sites", Unit::Count, "На скольких объектах", "At how many sites"),
    limit(Group::Outage, "outage_share", Unit::Share, "Доля датчиков, которые ещё слышны", "Share of sensors still heard"),
];

#[cfg(test)]
mod tests {
    use spp_quality::Limits;

    use super::*;

    #[test]
    fn every_threshold_is_told_in_words() {
        for limit in Limits::ALL {
            assert!(words(limit.name).is_some(), "{}", limit.name);
        }
        assert_eq!(ALL.len(), Limits::ALL.len());
    }
}
