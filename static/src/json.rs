//! JSON, as the browser has it. Its numbers are written by the browser, since the
//! tables by which Rust does weigh as much as a screen.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

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

/// The text of something; none, where it cannot be JSON.
pub fn text(of: &impl Serialize) -> Option<String> {
    let value = serde_json::to_value(of).ok()?;
    JSON::stringify(&object(&value)).ok()?.as_string()
}
