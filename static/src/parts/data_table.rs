//! A table of figures, as it stands behind every chart.

use leptos::prelude::*;

use crate::live::Memo;

/// Figures with their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it tells.
    pub caption: String,
    /// The names of the columns; the first names the rows.
    pub columns: Vec<String>,
    /// The rows, each with a name and a figure in each other column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table without the columns in which nothing but this stands. The names of
    /// the rows and their first figure stay.
    pub fn without(self, nothing: &str) -> Self {
        let says = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(at));
            at < 2 || cells.any(|cell| cell != nothing)
        };
        let kept: Vec<_> = (0..self.columns.len()).filter(|at| says(*at)).collect();
        let keep = |cells: &Vec<String>| {
            kept.iter()
                .filter_map(|at| cells.get(*at).cloned())
                .collect()
        };
        Self {
            columns: keep(&self.columns),
            rows: self.rows.iter().map(keep).collect(),
            caption: self.caption,
        }
    }
}

/// A table of figures. It scrolls in its own room where that is narrow or short.
#[component]
pub fn DataTable(
    /// The figures.
    #[prop(into)]
    table: Memo<Table>,
) -> impl IntoView {
    let caption = move || table.with(|table| table.caption.clone());
    let head = move |at: usize, name: &String| {
        let class = if at == 0 { "" } else { "number" };
        view! { <th scope="col" class=class>{name.clone()}</th> }
    };
    let row = |cells: &Vec<String>| {
        let mut cells = cells.iter().cloned();
        let name = cells.next().unwrap_or_default();
        let rest = cells.map(|cell| view! { <td class="number">{cell}</td> });
        view! { <tr><th scope="row">{name}</th>{rest.collect_view()}</tr> }
    };
    view! {
        <div class="scroll tall" tabindex="0" role="region" aria-label=caption>
            <table class="plain">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        {move || table.with(|table| {
                            let columns = table.columns.iter().enumerate();
                            columns.map(|(at, name)| head(at, name)).collect_view()
                        })}
                    </tr>
                </thead>
                <tbody>
                    {move || table.with(|table| table.rows.iter().map(row).collect_view())}
                </tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Table {
            caption: "Caption".to_owned(),
            columns: texts(columns),
            rows: rows.iter().map(|row| texts(row)).collect(),
        }
    }

    #[test]
    fn columns_that_say_nothing_are_left_out() {
        let whole = table(
            &["Day", "In", "Usual", "Late", "Restored"],
            &[&["1", "-", "5", "-", "-"], &["2", "-", "-", "-", "9"]],
        );
        let kept = table(
            &["Day", "In", "Usual", "Restored"],
            &[&["1", "-", "5", "-"], &["2", "-", "-", "9"]],
        );
        assert_eq!(whole.without("-"), kept);
    }
}
