//! Lists by page: a cursor says where the next page starts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Error, Result};

/// Which page of a list is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Where the page starts: `meta.next` of the page before; none for the first.
    pub cursor: Option<String>,
    /// How many rows, 1 to 1000; 100 unless told.
    pub limit: Option<u32>,
}

/// Where the next page starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Meta {
    /// The cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A page of rows in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The page holds ids greater than this.
    pub after: i64,
    /// At most so many rows.
    pub limit: u32,
}

impl TryFrom<PageQuery> for Page {
    type Error = Error;

    fn try_from(query: PageQuery) -> Result<Self> {
        let after = match query.cursor {
            None => 0,
            Some(cursor) => URL_SAFE_NO_PAD
                .decode(cursor)
                .ok()
                .and_then(|bytes| bytes.try_into().ok())
                .map(i64::from_be_bytes)
                .ok_or_else(|| {
                    Error::invalid(
                        "cursor",
                        "expected meta.next of the page before",
                        "ожидается meta.next предыдущей страницы",
                    )
                })?,
        };
        let limit = query.limit.unwrap_or(100);
        if !(1..=1000).contains(&limit) {
            return Err(Error::invalid(
                "limit",
                "expected 1 to 1000",
                "ожидается от 1 до 1000",
            ));
        }
        Ok(Self { after, limit })
    }
}

impl Page {
    /// What the store is asked for: one row more than the page, which tells
    /// whether there is a next one.
    #[must_use]
    pub fn probe(self) -> u32 {
        self.limit + 1
    }

    /// Cuts the probing row off and says where the next page starts.
    pub fn cut<T>(self, rows: &mut Vec<T>, id: impl Fn(&T) -> i64) -> Meta {
        let more = rows.len() > self.limit as usize;
        rows.truncate(self.limit as usize);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| URL_SAFE_NO_PAD.encode(id(row).to_be_bytes()));
        Meta { next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_one_another_to_the_end() {
        let all: Vec<i64> = (1..=5).collect();
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let page = Page::try_from(PageQuery {
                cursor,
                limit: Some(2),
            })
            .unwrap();
            let mut rows: Vec<i64> = all
                .iter()
                .copied()
                .filter(|id| page.after < *id)
                .take(page.probe() as usize)
                .collect();
            let meta = page.cut(&mut rows, |id| *id);
            seen.push(rows);
            match meta.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(seen, [vec![1, 2], vec![3, 4], vec![5]]);
    }

    #[test]
    fn a_made_up_cursor_is_refused() {
        let query = PageQuery {
            cursor: Some("x".to_owned()),
            limit: None,
        };
        assert_eq!(Page::try_from(query).unwrap_err().status(), 422);
    }
}
