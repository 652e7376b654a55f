//! The knowledge base: an article about each cause, in both languages.
//!
//! An article is Markdown: its title as a heading, a paragraph that sums it up,
//! then how the fault shows, how to check it, what to do, and whom to hand it to.

use spp_quality::Symptom;

use crate::class::{CAUSES, Text};

/// An article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article {
    /// Its name in addresses.
    pub slug: &'static str,
    /// The whole of it.
    pub markdown: Text,
}

/// What an article is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is about, in a sentence or two.
    pub summary: &'a str,
    /// The rest, as Markdown.
    pub body: &'a str,
}

macro_rules! articles {
    ($($slug:literal),* $(,)?) => {
        /// All articles, in the order of the causes.
        pub const ARTICLES: &[Article] = &[$(Article {
            slug: $slug,
            markdown: Text {
                ru: include_str!(concat!("../articles/ru/", $slug, ".md")),
                en: include_str!(concat!("../articles/en/", $slug, ".md")),
            },
        },)*];
    };
}

articles! {
    "power",
    "network",
    "firewall",
    "cable",
    "sensor_failed",
    "sensor_hung",
    "settings",
    "moved",
    "obstructed",
    "clock_source",
    "firmware",
    "server_stopped",
    "server_outdated",
    "data_centre",
    "real_traffic",
    "hours_wrong",
    "works",
    "false_alarm",
    "unknown",
}

/// The article of a name.
#[must_use]
pub fn article(slug: &str) -> Option<&'static Article> {
    ARTICLES.iter().find(|article| article.slug == slug)
}

impl Article {
    /// The symptoms that its cause can show.
    #[must_use]
    pub fn symptoms(&self) -> &'static [Symptom] {
        let cause = CAUSES.iter().find(|cause| cause.article == self.slug);
        cause.map_or(&[], |cause| cause.fits)
    }
}

impl<'a> Parts<'a> {
    /// Those of an article.
    #[must_use]
    pub fn of(markdown: &'a str) -> Self {
        let (title, rest) = markdown.split_once("\n\n").unwrap_or((markdown, ""));
        let (summary, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
        Self {
            title: title.trim_start_matches("# "),
            summary,
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The headings of an article, in order.
    const HEADINGS: Text = Text {
        ru: "Как проявляется, Как проверить, Что делать, Кому передать",
        en: "How it shows, How to check, What to do, Whom to hand it to",
    };

    #[test]
    fn every_cause_has_an_article_and_every_article_a_cause() {
        let causes: Vec<_> = CAUSES.iter().map(|cause| cause.article).collect();
        let slugs: Vec<_> = ARTICLES.iter().map(|article| article.slug).collect();
        assert_eq!(causes, slugs);
        let expected: BTreeSet<_> = slugs.iter().map(|slug| format!("{slug}.md")).collect();
        for language in ["ru", "en"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
            let files = std::fs::read_dir(folder.join(language)).unwrap();
            let found: BTreeSet<_> = files
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            assert_eq!(found, expected, "{language}");
        }
    }

    #[test]
    fn every_article_is_written_alike() {
        let check = |slug: &str, markdown: &str, headings: &str| {
            assert!(markdown.starts_with("# "), "{slug}");
            let parts = Parts::of(markdown);
            for text in [parts.title, parts.summary] {
                assert!(
                    !text.is_empty() && !text.contains(['\n', '#']),
                    "{slug}: {text}"
                );
            }
            let found: Vec<_> = parts
                .body
                .lines()
                .filter_map(|line| line.strip_prefix("## "))
                .collect();
            assert_eq!(found.join(", "), headings, "{slug}");
            assert!(parts.body.starts_with("## "), "{slug}");
            assert!(parts.body.contains("\n1. "), "{slug}: no steps");
            for address in markdown.split("](").skip(1) {
                let known = address
                    .split_once(')')
                    .and_then(|(address, _)| address.strip_prefix("/articles/"))
                    .and_then(article);
                assert!(known.is_some(), "{slug}: {address}");
            }
        };
        for article in ARTICLES {
            check(article.slug, article.markdown.ru, HEADINGS.ru);
            check(article.slug, article.markdown.en, HEADINGS.en);
        }
    }
}
