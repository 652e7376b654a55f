//! The knowledge base: what faults are, and what to do about them.

use axum::Json;
use http::HeaderMap;
use pulldown_cmark::{Options, Parser, html};
use serde::{Deserialize, Serialize};
use spp_incident::articles::{self, Parts};
use spp_quality::{Symptom, UnknownSymptom};
use spp_web::auth::Principal;
use spp_web::{Error, Language, Path, Query, Result, language};
use utoipa::{IntoParams, ToSchema};

use crate::list;

/// Which articles are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// About causes that can show this symptom: `no_contact`, `zero` and so on.
    symptom: Option<String>,
    /// With all these words, in the reader's language.
    search: Option<String>,
}

/// An article in a list, in the reader's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Brief {
    /// Its name in addresses.
    slug: &'static str,
    title: &'static str,
    /// What it is about, in a sentence or two.
    summary: &'static str,
    /// The symptoms that its cause can show.
    symptoms: Vec<&'static str>,
}

/// Articles, the most usual causes first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Briefs {
    articles: Vec<Brief>,
}

/// An article, in the reader's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Article {
    #[serde(flatten)]
    brief: Brief,
    /// Its text without title and summary, as HTML. It is the service's own:
    /// nothing in it comes from users.
    html: String,
    /// The same as Markdown, which reads as plain text.
    text: &'static str,
}

/// Lists the articles of the knowledge base.
#[utoipa::path(get, operation_id = "articles_list", path = "/api/v1/articles", tag = "articles", params(Wanted), responses((status = 200, body = Briefs), (status = 422, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn list(
    _: Principal,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Json<Briefs>> {
    let language = language(&headers);
    let symptom = wanted.symptom.as_deref().map(str::parse::<Symptom>);
    let symptom = symptom.transpose().map_err(unknown)?;
    let words = words(wanted.search.as_deref().unwrap_or_default());
    let found = articles::ARTICLES.iter().filter(|article| {
        let fits = symptom.is_none_or(|symptom| article.symptoms().contains(&symptom));
        let text = folded(list::said(language, article.markdown));
        fits && words.iter().all(|word| text.contains(word))
    });
    let articles = found.map(|article| brief(article, language)).collect();
    Ok(Json(Briefs { articles }))
}

/// Shows an article of the knowledge base.
#[utoipa::path(get, operation_id = "articles_get", path = "/api/v1/articles/{slug}", tag = "articles", params(("slug" = String, Path)), responses((status = 200, body = Article), (status = 404, body = spp_web::Problem, content_type = "application/problem+json")), security(("token" = []), ("session" = [])))]
pub async fn get(
    _: Principal,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Article>> {
    let language = language(&headers);
    let article = articles::article(&slug).ok_or_else(Error::not_found)?;
    let text = Parts::of(list::said(language, article.markdown)).body;
    let mut html = String::new();
    html::push_html(&mut html, Parser::new_ext(text, Options::empty()));
    Ok(Json(Article {
        brief: brief(article, language),
        html,
        text,
    }))
}

fn brief(article: &articles::Article, language: Language) -> Brief {
    let parts = Parts::of(list::said(language, article.markdown));
    let symptoms = article.symptoms().iter();
    Brief {
        slug: article.slug,
        title: parts.title,
        summary: parts.summary,
        symptoms: symptoms.map(|symptom| symptom.as_str()).collect(),
    }
}

fn words(search: &str) -> Vec<String> {
    let words = search.split_whitespace();
    words.map(folded).collect()
}

/// As it is compared: capitals and ё make no difference.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

fn unknown(_: UnknownSymptom) -> Error {
    let (english, russian) = ("expected a symptom's code", "ожидается код симптома");
    Error::invalid("symptom", english, russian)
}
