//! One threshold, and the number that is typed for it.

use leptos::prelude::*;
use serde_json::Value;

use crate::api::Failure;
use crate::api::registry::Row;
use crate::json;
use crate::language::{decimal, say};
use crate::live::Memo;

/// The number that is typed, "0.5" or "0,5"; none where nothing is, or no number.
/// Read by hand, since the library's tables for it weigh as much as a screen.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = format!("{whole}{part}");
    let plain = digits.strip_prefix('-').unwrap_or(&digits);
    if plain.is_empty() || 15 < plain.len() || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
    // Both are whole and exact, so the quotient is as near as it can be.
    Some(digits.parse::<i64>().ok()? as f64 / scale as f64)
}

/// Whether what is typed cannot be read.
fn is_wrong(text: &str) -> bool {
    !text.trim().is_empty() && number(text).is_none()
}

/// A threshold with its own value.
#[component]
pub fn Line(
    /// What is known of it.
    limit: Row,
    /// What holds without its own value, where that is set above.
    without: Option<f64>,
    /// What is typed.
    value: RwSignal<String>,
    /// What the service has refused.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let figure = |name: &str| {
        limit
            .0
            .get(name)
            .and_then(Value::as_f64)
            .unwrap_or_default()
    };
    let (default, low, high) = (figure("default"), figure("low"), figure("high"));
    let shown = |value: f64| match value.abs() < 0.001 {
        true if value != 0.0 => json::written(value),
        _ => decimal(value, 3),
    };
    let (name, title) = (limit.text("name"), limit.text("title"));
    let unread = Memo::new(move |_| value.with(|text| is_wrong(text)));
    let refused = {
        let name = name.clone();
        Memo::new(move |_| {
            let at =
                |failure: &Option<Failure>| failure.as_ref()?.field().map(|field| field == name);
            failure.with(at).unwrap_or_default()
        })
    };
    let wrong = move || unread.get() || refused.get();
    let expected = || {
        say(
            "Ожидается число, например 0,5",
            "Expected a number, such as 0.5",
        )
    };
    view! {
        <tr>
            <th scope="row"><label for=name.clone()>{title}</label></th>
            <td class="number">
                {shown(without.unwrap_or(default))}
                {without.map(|_| view! { <small>" " {say("задано выше", "set above")}</small> })}
            </td>
            <td>
                <input
                    id=name
                    type="text"
                    inputmode="decimal"
                    aria-invalid=move || wrong().then_some("true")
                    prop:value=value
                    on:input:target=move |event| {
                        let input = event.target();
                        let text = input.value();
                        // So that the browser does not send the form, and says where and why.
                        input.set_custom_validity(if is_wrong(&text) { expected() } else { "" });
                        value.set(text);
                    }
                />
                <small>{shown(low)} "…" {shown(high)}</small>
                {move || unread.get().then(|| view! { <p class="wrong">{expected()}</p> })}
            </td>
            <td>{limit.text("unit")}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_not_taken_for_nothing() {
        let check = |text: &str, expected: Option<f64>, wrong: bool| {
            assert_eq!((number(text), is_wrong(text)), (expected, wrong), "{text}");
        };
        check("", None, false);
        check("  ", None, false);
        check("5", Some(5.0), false);
        check(" 0,5 ", Some(0.5), false);
        check("-1.25", Some(-1.25), false);
        check("0.0000001", Some(1e-7), false);
        check("1e-7", None, true);
        check("-", None, true);
        check("1 000", None, true);
        check("1\u{a0}000", None, true);
        check("0.5 %", None, true);
        check("1,000.5", None, true);
        check("inf", None, true);
        check("NaN", None, true);
    }
}
