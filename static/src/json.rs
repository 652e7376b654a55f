//! JSON, as the browser has it: it parses and writes it, since what Rust does so with
//! weighs as much as several screens.

mod read;

use js_sys::{Array, JSON, Number, Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::JsValue;

use read::Read;
pub use read::Unread;

/// What a value of the browser's means.
///
/// # Errors
/// The field that is missing, or what is wrong with one.
pub fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Unread> {
    T::deserialize(Read(value))
}

/// What a text means.
///
/// # Errors
/// It is no JSON, or as [`read()`].
pub fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Unread> {
    read(JSON::parse(text).map_err(|_| Unread("no JSON"))?)
}

/// A value as the browser's own.
pub fn object(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(is) => (*is).into(),
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => text.into(),
        Value::Array(all) => all.iter().map(object).collect::<Array>().into(),
        Value::Object(fields) => {
            let made = Object::new();
            for (name, value) in fields {
                _ = Reflect::set(&made, &name.into(), &object(value));
            }
            made.into()
        }
    }
}

/// A number as the browser writes it: the tables by which Rust writes fractions weigh
/// as much as a screen.
pub fn written(number: f64) -> String {
    let text = Number::from(number).to_string_with_radix(10);
    text.map(String::from).unwrap_or_default()
}

/// The text of something; none, where it cannot be JSON.
pub fn text(of: &impl Serialize) -> Option<String> {
    let value = serde_json::to_value(of).ok()?;
    JSON::stringify(&object(&value)).ok()?.as_string()
}
