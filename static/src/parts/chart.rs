//! A chart with the table behind it. The charts' own program is loaded when the
//! first one is shown.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{CustomEvent, Element};

use crate::json;
use crate::language::{Language, language, say};
use crate::live::{Memo, Model, whenever};
use crate::parts::data_table::{DataTable, Table};
use crate::parts::show::Show;

#[wasm_bindgen(module = "/src/parts/chart/import.js")]
extern "C" {
    /// Loads a module.
    #[wasm_bindgen(catch)]
    async fn load(address: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// The charts' program.
    type Program;

    #[wasm_bindgen(method, structural, catch)]
    fn mount(
        this: &Program,
        element: &Element,
        option: &JsValue,
        locale: &str,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn update(this: &Program, handle: &JsValue, option: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn dispose(this: &Program, handle: &JsValue) -> Result<(), JsValue>;
}

/// Whether the charts' program is there.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Loading,
    Ready,
    Failed,
}

/// A chart that is drawn.
struct Drawn {
    handle: JsValue,
    language: Language,
}

/// A chart, and a button that shows its figures.
#[component]
pub fn Chart(
    /// What is drawn: an option of ECharts with the additions of `charts.js`.
    #[prop(into)]
    option: Memo<Value>,
    /// The same as figures.
    #[prop(into)]
    table: Memo<Table>,
    /// The class of its size.
    #[prop(default = "chart")]
    class: &'static str,
    /// What it is scrolled in, where it is wider than the page.
    #[prop(optional)]
    room: NodeRef<html::Div>,
    /// Whether its figures stand on paper.
    #[prop(optional)]
    printed: bool,
    /// Called with the position of a point that is chosen.
    #[prop(into, optional)]
    chosen: Option<Callback<usize>>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let stage = drawing(element, option);
    let open = RwSignal::new(false);
    let shown = move || open.get() || stage.get() == Stage::Failed;
    let choose = move |event: CustomEvent| {
        if let (Some(chosen), Some(at)) = (chosen, event.detail().as_f64()) {
            chosen.run(at as usize);
        }
    };
    view! {
        <div class="drawn">
            <div class="room" node_ref=room>
                <div class=class node_ref=element on:point=choose></div>
            </div>
            {move || match stage.get() {
                Stage::Ready => None,
                Stage::Loading => Some(view! {
                    <p class="hint" role="status">{say("График загружается…", "The chart is loading…")}</p>
                }),
                Stage::Failed => Some(view! {
                    <p class="hint" role="status">
                        {say("График не загрузился, вот его числа.", "The chart did not load; here are its figures.")}
                    </p>
                }),
            }}
            <button
                type="button"
                class="quiet figures-button"
                aria-expanded=move || shown().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || match open.get() {
                    true => say("Скрыть таблицу", "Hide the table"),
                    false => say("Таблица", "Table"),
                }}
            </button>
            // What is to stand on paper is there even while it is not seen.
            <Show when=move || printed || shown()>
                <div class=move || if shown() { "behind" } else { "behind on-paper" }>
                    <DataTable table />
                </div>
            </Show>
        </div>
    }
}

/// Draws into an element for as long as the reader sees it, and again whenever
/// the option or the language changes.
fn drawing(element: NodeRef<html::Div>, option: Memo<Value>) -> Model<Stage> {
    let stage = Model::new(Stage::Loading);
    let program = StoredValue::new_local(None::<Program>);
    let drawn = StoredValue::new_local(None::<Drawn>);
    spawn_local(async move {
        let loaded = match address() {
            Some(address) => load(&address).await.ok(),
            None => None,
        };
        let reached = if loaded.is_some() {
            Stage::Ready
        } else {
            Stage::Failed
        };
        // The screen may have been left meanwhile.
        _ = program.try_set_value(loaded.map(Into::into));
        stage.set(reached);
    });
    whenever(move || {
        let (Some(element), Stage::Ready) = (element.get(), stage.get()) else {
            return;
        };
        let (option, language) = (option.with(json::object), language());
        program.with_value(|program| {
            if let Some(program) = program {
                drawn.update_value(|drawn| draw(program, drawn, &element, &option, language));
            }
        });
    });
    on_cleanup(move || {
        program.try_with_value(|program| {
            drawn.try_update_value(|drawn| {
                if let (Some(program), Some(drawn)) = (program, drawn.take()) {
                    _ = program.dispose(&drawn.handle);
                }
            })
        });
    });
    stage
}

fn draw(
    program: &Program,
    drawn: &mut Option<Drawn>,
    element: &Element,
    option: &JsValue,
    language: Language,
) {
    if let Some(same) = drawn.as_ref().filter(|drawn| drawn.language == language) {
        _ = program.update(&same.handle, option);
        return;
    }
    if let Some(other) = drawn.take() {
        _ = program.dispose(&other.handle);
    }
    let handle = program.mount(element, option, language.code()).ok();
    *drawn = handle.map(|handle| Drawn { handle, language });
}

/// Where the charts' program is.
fn address() -> Option<String> {
    let meta = document().query_selector("meta[name=charts]").ok()??;
    meta.get_attribute("content")
}
