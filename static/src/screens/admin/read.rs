//! Reading lists and things: one piece of code for all of them.

use crate::api::registry::{self, Row};
use crate::live::{self, Live};

/// A list, read anew whenever its path changes; nothing where the path is empty.
pub fn rows(path: impl Fn() -> String + 'static) -> Live<Vec<Row>> {
    list(Box::new(path))
}

fn list(path: Box<dyn Fn() -> String>) -> Live<Vec<Row>> {
    live::once(move || {
        let path = path();
        async move {
            match path.is_empty() {
                true => Ok(Vec::new()),
                false => registry::all(&path).await,
            }
        }
    })
}

/// One thing, read anew whenever its path changes.
pub fn row(path: impl Fn() -> String + 'static) -> Live<Row> {
    thing(Box::new(path))
}

fn thing(path: Box<dyn Fn() -> String>) -> Live<Row> {
    live::once(move || {
        let path = path();
        async move { registry::one(&path).await }
    })
}
