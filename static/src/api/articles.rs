//! The knowledge base.

use serde::Deserialize;

use super::{Result, get};

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Brief {
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// The text as HTML that is the service's own.
    pub html: String,
}

#[derive(Deserialize)]
struct Articles {
    articles: Vec<Brief>,
}

/// The articles with all these words, the most usual causes first.
pub async fn articles(search: &str) -> Result<Vec<Brief>> {
    let search = String::from(js_sys::encode_uri_component(search));
    let found: Articles = get(&format!("/api/v1/articles?search={search}")).await?;
    Ok(found.articles)
}

/// The articles about causes that can show a symptom.
pub async fn about(symptom: &str) -> Result<Vec<Brief>> {
    let found: Articles = get(&format!("/api/v1/articles?symptom={symptom}")).await?;
    Ok(found.articles)
}

/// An article.
pub async fn article(slug: &str) -> Result<Article> {
    get(&format!("/api/v1/articles/{slug}")).await
}
