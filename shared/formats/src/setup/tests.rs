use std::collections::BTreeSet;

use super::*;

fn is_russian(text: &str) -> bool {
    text.chars()
        .any(|letter| ('а'..='я').contains(&letter.to_ascii_lowercase()))
}

#[test]
fn every_format_is_explained_in_both_languages() {
    for format in Format::ALL {
        let setup = format.setup();
        let note = setup.note.iter();
        assert_eq!(setup.format, format);
        assert!(3 <= setup.steps.len(), "{format:?}");
        for words in setup.steps.iter().chain(note) {
            assert!(is_russian(words.of(Language::Russian)), "{words:?}");
            assert!(!is_russian(words.of(Language::English)), "{words:?}");
            assert!(words.english.ends_with('.'), "{words:?}");
            assert!(words.russian.ends_with('.'), "{words:?}");
        }
        for words in [setup.maker, setup.models] {
            assert!(!words.english.is_empty() && !words.russian.is_empty());
            assert!(!is_russian(words.english), "{words:?}");
        }
    }
}

#[test]
fn the_default_kind_comes_first_and_intervals_divide_a_day() {
    for format in Format::ALL {
        let setup = format.setup();
        assert_eq!(setup.kinds.first(), Some(&format.default_kind()));
        let kinds: BTreeSet<_> = setup.kinds.iter().map(|kind| kind.id()).collect();
        assert_eq!(kinds.len(), setup.kinds.len(), "{format:?}");
        assert!(!setup.intervals.is_empty(), "{format:?}");
        for interval in setup.intervals {
            assert!((60..=86_400).contains(interval) && 86_400 % interval == 0);
        }
    }
}

#[test]
fn the_path_is_that_of_a_push_with_the_formats_own_name() {
    for format in Format::ALL {
        let path = format.setup().path();
        let parts: Vec<_> = path.split('/').collect();
        let [empty, push, name, token] = parts.as_slice() else {
            panic!("{path}");
        };
        assert_eq!((*empty, *push, *token), ("", "push", "{token}"));
        assert_eq!(Format::from_id(name), Some(format));
    }
}
