//! Names as they are looked for and ordered: whatever their case.

use js_sys::JsString;

/// A text in small letters. The browser knows all alphabets, so their tables need not
/// be in the program; tests run without one.
pub fn lower(text: &str) -> String {
    match cfg!(test) {
        true => text.to_lowercase(),
        false => JsString::from(text).to_lower_case().into(),
    }
}

/// Things by their names; namesakes stay as they were. Lists are short: each is put in
/// its place in turn, which takes a tenth of the code of the standard library's sort.
pub fn by_name<T>(things: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let mut ordered: Vec<(String, T)> = Vec::new();
    for thing in things {
        let name = lower(name(&thing));
        let place = ordered.partition_point(|(before, _)| *before <= name);
        ordered.insert(place, (name, thing));
    }
    ordered.into_iter().map(|(_, thing)| thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_whatever_their_case() {
        let check = |names: &[&str], expected: &[&str]| {
            assert_eq!(by_name(names.iter().copied(), |name| name), expected);
        };
        check(&[], &[]);
        check(&["Булочная", "аптека"], &["аптека", "Булочная"]);
        check(
            &["b", "Аптека", "a", "аптека"],
            &["a", "b", "Аптека", "аптека"],
        );
    }
}
