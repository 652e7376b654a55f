//! What the watch is told, and what is done with what it tells, through the API.

mod calendar;
mod clients;
mod outbox;
mod shown;
mod wrong;

use serde_json::Value;

/// An object with more fields or other ones; null removes.
fn with(mut body: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value.clone(),
        }
    }
    body
}

/// What is shown has all that was told.
#[track_caller]
fn assert_holds(shown: &Value, told: &Value) {
    for (name, value) in told.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}: {shown}");
    }
}
