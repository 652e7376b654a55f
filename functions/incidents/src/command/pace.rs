//! How much may be said of one incident: all of it is read whenever it is shown.

use chrono::TimeDelta;
use spp_incident::life::{Entry, Event, Role};
use spp_web::{Error, Result};

/// So much a client's people and programs say of an incident within an hour.
const MOST_IN_AN_HOUR: usize = 60;

/// So much is said of an incident in all. Whoever leads it may still end it.
const MOST: usize = 2_000;

/// Refuses what is said beyond that, after a log.
///
/// # Errors
/// `409` where the log is full, `429` where it fills too fast.
pub fn check(log: &[Entry], said: &Entry) -> Result<()> {
    let is_clients = |entry: &Entry| entry.author.role() == Role::Client;
    if MOST <= log.len() && (is_clients(said) || said.event == Event::Comment) {
        return Err(Error::conflict(
            &format!("the incident has {MOST} entries; no more is said of it"),
            &format!("в инциденте уже {MOST} записей; больше не добавить"),
        ));
    }
    if !is_clients(said) {
        return Ok(());
    }
    let since = said.at - TimeDelta::hours(1);
    let lately = log.iter().rev().take_while(|entry| since < entry.at);
    let last_free = lately
        .filter(|entry| is_clients(entry))
        .nth(MOST_IN_AN_HOUR - 1);
    match last_free {
        None => Ok(()),
        Some(entry) => {
            let wait = (entry.at - since).num_seconds() + 1;
            Err(Error::too_many(u32::try_from(wait).unwrap_or(u32::MAX)))
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use spp_incident::life::Author;
    use spp_web::Language;

    use super::*;

    fn entry(author: Author, event: Event, seconds: i64) -> Entry {
        Entry {
            at: DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(seconds),
            author,
            event,
            text: None,
        }
    }

    fn client() -> Author {
        Author::Client { name: None }
    }

    fn engineer() -> Author {
        let name = "Anna".to_owned();
        Author::Engineer { name }
    }

    /// Comments of an author, one a second.
    fn log(author: &Author, number: i64) -> Vec<Entry> {
        let all = (0..number).map(|second| entry(author.clone(), Event::Comment, second));
        all.collect()
    }

    #[track_caller]
    fn refused(log: &[Entry], said: &Entry, expected: Option<(u16, &str)>) {
        let problem = check(log, said).err();
        let problem = problem.map(|error| error.problem(Language::English));
        let found = problem.as_ref().map(|it| (it.status, it.title.as_str()));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_client_says_sixty_things_an_hour() {
        let check = |log: &[Entry], at: i64, expected: Option<(u16, &str)>| {
            refused(log, &entry(client(), Event::Comment, at), expected);
        };
        check(&log(&client(), 59), 100, None);
        let wait = "too many attempts; please try again in 3501 s";
        check(&log(&client(), 60), 100, Some((429, wait)));
        check(&log(&client(), 60), 3_600, None);
        check(&log(&engineer(), 500), 500, None);
        let said = entry(engineer(), Event::Comment, 100);
        refused(&log(&client(), 60), &said, None);
    }

    #[test]
    fn a_log_has_an_end() {
        let check = |number: i64, author: Author, event: Event, is_said: bool| {
            let full = "the incident has 2000 entries; no more is said of it";
            let expected = (!is_said).then_some((409, full));
            let said = entry(author, event, 10_000);
            refused(&log(&engineer(), number), &said, expected);
        };
        check(1_999, client(), Event::Comment, true);
        check(2_000, client(), Event::Comment, false);
        check(2_000, client(), Event::Fixed, false);
        check(2_000, engineer(), Event::Comment, false);
        check(2_000, engineer(), Event::Recorded, true);
    }
}
