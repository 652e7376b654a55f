//! Why a payload was not read: the place, and what was expected there.

use std::fmt;

/// The languages of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    English,
    /// Russian, the default of the product.
    #[default]
    Russian,
}

/// A payload that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: expected {}", .expected.text(Language::English))]
pub struct Refusal {
    /// Where.
    pub place: Place,
    /// What was expected there.
    pub expected: Expected,
}

/// A place in a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The payload as a whole.
    Body,
    /// A field, as a path: `logics[0].records[1].from`.
    Field(String),
    /// A line and column of a text, from 1.
    Line {
        /// The line.
        line: u64,
        /// The column.
        column: u64,
    },
    /// A byte of a binary or form payload, from 0.
    Byte(u64),
}

/// What should have stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// A JSON document.
    Json,
    /// An XML document without a document type.
    Xml,
    /// A multipart body with an XML part.
    Multipart,
    /// A form (`key=value&…`).
    Form,
    /// UTF-8 text.
    Utf8,
    /// A JSON object.
    Object,
    /// A list.
    List,
    /// Text.
    Text,
    /// A truth value.
    Boolean,
    /// A field that is missing.
    Present,
    /// A whole number of people, 0 to 4 294 967 295.
    Count,
    /// A whole number.
    Integer,
    /// A time as in RFC 3339, with an offset.
    Rfc3339,
    /// A time in milliseconds or seconds since 1970, or as in RFC 3339.
    Time,
    /// A local date and time of the maker's own form.
    LocalTime,
    /// The end of an interval after its start, at most a day later.
    IntervalEnd,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Hexadecimal digits, so many.
    Hex(usize),
    /// A checksum that agrees with the record.
    Checksum,
    /// A document of this maker.
    Document(&'static str),
    /// A channel name of 1 to 64 characters.
    ChannelName,
    /// Nesting no deeper than so many levels.
    Depth(usize),
    /// A field that stands once.
    Once,
    /// No such field: the format does not know it, or not beside the others.
    Absent,
    /// A time from the year 2000 to 2099.
    Era,
    /// A whole number of percent, 0 to 100.
    Percent,
    /// A length of an interval in seconds, 1 to 86 400.
    Seconds,
    /// At most so many readings.
    AtMost(usize),
    /// A whole number of 16 bits, 0 to 65 535.
    Bits16,
    /// The number of records that the message holds.
    Records(usize),
    /// At most 100 attributes of an XML element and 200 namespaces.
    Markup,
    /// Bytes in base64, so many.
    Base64(usize),
}

impl Expected {
    /// The expectation in words, to follow "expected" or "ожидается".
    #[must_use]
    pub fn text(self, language: Language) -> String {
        let (en, ru) = match self {
            Self::Json => ("a JSON document", "документ JSON"),
            Self::Xml => (
                "an XML document without a document type",
                "документ XML без объявления типа",
            ),
            Self::Multipart => (
                "a multipart body with an XML part",
                "тело multipart с частью XML",
            ),
            Self::Form => ("a form: key=value&…", "форма: ключ=значение&…"),
            Self::Utf8 => ("text in UTF-8", "текст в UTF-8"),
            Self::Object => ("an object", "объект"),
            Self::List => ("a list", "список"),
            Self::Text => ("text", "текст"),
            Self::Boolean => ("true or false", "true или false"),
            Self::Present => ("this field, which is missing", "это поле, а его нет"),
            Self::Count => (
                "a whole number from 0 to 4294967295",
                "целое число от 0 до 4294967295",
            ),
            Self::Integer => ("a whole number", "целое число"),
            Self::Rfc3339 => (
                "a time such as 2026-03-01T10:00:00+03:00",
                "время вида 2026-03-01T10:00:00+03:00",
            ),
            Self::Time => (
                "a time: a number since 1970, or such as 2026-03-01T10:00:00+03:00",
                "время: число от 1970 года или вида 2026-03-01T10:00:00+03:00",
            ),
            Self::LocalTime => ("a local date and time", "местные дата и время"),
            Self::IntervalEnd => (
                "an end after the start, at most a day later",
                "конец позже начала, не более чем на сутки",
            ),
            Self::Checksum => (
                "a checksum that agrees with the record",
                "контрольная сумма, верная для записи",
            ),
            Self::ChannelName => (
                "a channel name of 1 to 64 characters",
                "имя канала длиной от 1 до 64 знаков",
            ),
            Self::Once => ("this field once", "это поле один раз"),
            Self::Absent => ("no such field here", "отсутствие такого поля"),
            Self::Era => (
                "a time from the year 2000 to 2099",
                "время с 2000 по 2099 год",
            ),
            Self::Percent => ("a whole number from 0 to 100", "целое число от 0 до 100"),
            Self::Seconds => (
                "a whole number of seconds from 1 to 86400",
                "целое число секунд от 1 до 86400",
            ),
            Self::Bits16 => (
                "a whole number from 0 to 65535",
                "целое число от 0 до 65535",
            ),
            Self::Records(records) => {
                return match language {
                    Language::English => format!("the number of records, {records}"),
                    Language::Russian => format!("число записей, {records}"),
                };
            }
            Self::Markup => (
                "at most 100 attributes of an element and 200 namespaces",
                "не более 100 атрибутов у элемента и 200 пространств имён",
            ),
            Self::Base64(bytes) => {
                return match language {
                    Language::English => format!("{bytes} bytes in base64"),
                    Language::Russian => format!("base64 из {bytes} байт"),
                };
            }
            Self::AtMost(readings) => {
                return match language {
                    Language::English => format!("at most {readings} readings"),
                    Language::Russian => format!("не более {readings} показаний"),
                };
            }
            Self::OneOf(words) => {
                let words = words.join(", ");
                return match language {
                    Language::English => format!("one of: {words}"),
                    Language::Russian => format!("одно из: {words}"),
                };
            }
            Self::Hex(digits) => {
                return match language {
                    Language::English => format!("{digits} hexadecimal digits"),
                    Language::Russian => format!("шестнадцатеричных цифр: {digits}"),
                };
            }
            Self::Document(maker) => {
                return match language {
                    Language::English => format!("a document of {maker}"),
                    Language::Russian => format!("документ {maker}"),
                };
            }
            Self::Depth(levels) => {
                return match language {
                    Language::English => format!("nesting of at most {levels} levels"),
                    Language::Russian => format!("вложенность не более {levels}"),
                };
            }
        };
        match language {
            Language::English => en.to_owned(),
            Language::Russian => ru.to_owned(),
        }
    }
}

/// The longest path, in characters.
const PATH: usize = 200;

impl Refusal {
    /// The whole message, in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let expected = self.expected.text(language);
        match (language, &self.place) {
            (Language::English, place) => format!("{place}: expected {expected}"),
            (Language::Russian, Place::Body) => format!("тело запроса: ожидается {expected}"),
            (Language::Russian, Place::Field(path)) => format!("{path}: ожидается {expected}"),
            (Language::Russian, Place::Line { line, column }) => {
                format!("строка {line}, столбец {column}: ожидается {expected}")
            }
            (Language::Russian, Place::Byte(byte)) => format!("байт {byte}: ожидается {expected}"),
        }
    }

    /// A refusal of one field. A path may end with a name that the sender made
    /// up, so it is cut off where it is no longer of use.
    pub fn field(path: impl Into<String>, expected: Expected) -> Self {
        let mut path = path.into();
        if let Some((end, _)) = path.char_indices().nth(PATH) {
            path.truncate(end);
        }
        Self {
            place: Place::Field(path),
            expected,
        }
    }

    /// A refusal of the whole body.
    #[must_use]
    pub fn body(expected: Expected) -> Self {
        Self {
            place: Place::Body,
            expected,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => write!(f, "body"),
            Self::Field(path) => write!(f, "{path}"),
            Self::Line { line, column } => write!(f, "line {line}, column {column}"),
            Self::Byte(byte) => write!(f, "byte {byte}"),
        }
    }
}
