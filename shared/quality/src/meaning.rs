//! What the figures of findings mean, wherever people read of them.

/// What a figure of the evidence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The figure's code, as in [`Number`](crate::Number).
    pub code: &'static str,
    /// Its name in Russian.
    pub ru: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// How it is written.
    pub unit: Unit,
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A whole number.
    Number,
    /// A length of time in seconds.
    Seconds,
    /// A share of one, as percent.
    Share,
    /// Of the rules' own reckoning: nothing that a reader could use.
    Inner,
}

/// What a code means; none, where it is not known.
#[must_use]
pub fn meaning(code: &str) -> Option<&'static Meaning> {
    MEANINGS.iter().find(|meaning| meaning.code == code)
}

const MEANINGS: &[Meaning] = &[
    of(
        "balance",
        "Перевес входов над выходами",
        "Entries over exits",
        Unit::Share,
    ),
    of(
        "chance",
        "Вероятность случайности",
        "Probability of chance",
        Unit::Inner,
    ),
    of("conflicts", "Расхождений", "Conflicts", Unit::Number),
    of("days", "Дней подряд", "Days in a row", Unit::Number),
    of("distance", "Отличие", "Difference", Unit::Inner),
    of(
        "distance_moved",
        "Отличие со сдвигом",
        "Difference when moved",
        Unit::Inner,
    ),
    of("entered", "Вошло", "Entered", Unit::Number),
    of("exited", "Вышло", "Exited", Unit::Number),
    of(
        "expected_people",
        "Обычно посетителей",
        "Visitors usually",
        Unit::Number,
    ),
    of(
        "highest_before",
        "Перевес обычно не больше",
        "Usually at most",
        Unit::Share,
    ),
    of("hours", "Часов подряд", "Hours in a row", Unit::Number),
    of("hours_late", "Сдвиг, часов", "Moved by hours", Unit::Number),
    of("limit", "Порог", "Limit", Unit::Inner),
    of(
        "lowest_before",
        "Перевес обычно не меньше",
        "Usually at least",
        Unit::Share,
    ),
    of(
        "missing_seconds",
        "Не хватает данных за",
        "Missing in all",
        Unit::Seconds,
    ),
    of(
        "most_before",
        "Прежде не больше",
        "At most before",
        Unit::Number,
    ),
    of(
        "offset_seconds",
        "Отклонение часов",
        "The clock is off by",
        Unit::Seconds,
    ),
    of("people", "Посетителей", "Visitors", Unit::Number),
    of("ratio", "От обычного", "Of the usual", Unit::Share),
    of("score", "Оценка", "Score", Unit::Inner),
    of("seconds", "Длительность", "Duration", Unit::Seconds),
    of(
        "sensors_expected",
        "Датчиков должно быть на связи",
        "Sensors expected",
        Unit::Number,
    ),
    of(
        "sensors_heard",
        "Датчиков на связи",
        "Sensors heard",
        Unit::Number,
    ),
    of(
        "sensors",
        "Датчиков на объекте",
        "Sensors at the site",
        Unit::Number,
    ),
    of(
        "sensors_lost",
        "Датчиков без связи",
        "Sensors lost",
        Unit::Number,
    ),
    of("silent_seconds", "Молчит", "Silent for", Unit::Seconds),
    of("similarity", "Сходство", "Similarity", Unit::Inner),
    of(
        "site_ratio",
        "Весь объект от обычного",
        "The whole site, of the usual",
        Unit::Share,
    ),
    of("sites", "Объектов", "Sites", Unit::Number),
];

const fn of(code: &'static str, ru: &'static str, en: &'static str, unit: Unit) -> Meaning {
    Meaning { code, ru, en, unit }
}
