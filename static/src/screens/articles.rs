//! The knowledge base: what faults are, and what to do about them.

use leptos::prelude::*;

use crate::api;
use crate::api::articles::{Article, Brief};
use crate::language::{language, spoken};
use crate::live::{self, Model};
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::pause::settled;

/// All articles, or those that are searched for.
#[component]
pub fn Articles() -> impl IntoView {
    let search = RwSignal::new(String::new());
    let wanted = settled(search);
    let articles = live::once(move || {
        language();
        let search = wanted.get();
        async move { api::articles::articles(search.trim()).await }
    });
    view! {
        <div class="screen articles">
            <header class="head"><h1>{spoken("База знаний", "Knowledge base")}</h1></header>
            <div class="tools">
                <label class="search">
                    {Icon::Search.draw()}
                    <span class="unseen">{spoken("Найти статью", "Find an article")}</span>
                    <input
                        type="search"
                        placeholder=spoken("Найти статью", "Find an article")
                        prop:value=search
                        on:input:target=move |event| search.set(event.target().value())
                    />
                </label>
            </div>
            <Loaded live=articles show=|articles| view! { <List articles /> } />
        </div>
    }
}

#[component]
fn List(articles: Model<Vec<Brief>>) -> impl IntoView {
    move || match articles.get() {
        none if none.is_empty() => view! {
            <Empty
                title=spoken("Ничего не найдено", "Nothing was found")
                text=spoken("Попробуйте другие слова.", "Try other words.")
            />
        }
        .into_any(),
        found => view! {
            <ul class="card briefs">
                {found
                    .into_iter()
                    .map(|brief| view! {
                        <li>
                            <h2><a href=format!("/articles/{}", brief.slug)>{brief.title}</a></h2>
                            <p class="lead">{brief.summary}</p>
                        </li>
                    })
                    .collect_view()}
            </ul>
        }
        .into_any(),
    }
}

/// One article.
#[component]
pub fn ArticleScreen(
    /// Its name, as it stands in the address.
    slug: String,
) -> impl IntoView {
    let article = live::once(move || {
        language();
        let slug = slug.clone();
        async move { api::articles::article(&slug).await }
    });
    view! {
        <div class="screen articles">
            <nav class="trail" aria-label=spoken("Где это", "Where this is")>
                <a href="/articles">{spoken("База знаний", "Knowledge base")}</a>
            </nav>
            <Loaded live=article show=|article| view! { <Text article /> } />
        </div>
    }
}

#[component]
fn Text(article: Model<Article>) -> impl IntoView {
    let part =
        move |read: fn(&Article) -> &String| move || article.with(|article| read(article).clone());
    view! {
        <article class="card article">
            <h1>{part(|article| &article.title)}</h1>
            <p class="lead">{part(|article| &article.summary)}</p>
            // It is the service's own text: nobody types HTML into it.
            <div class="text" inner_html=part(|article| &article.html)></div>
        </article>
    }
}
