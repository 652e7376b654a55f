//! The table that is printed.

use std::fmt::Write as _;

/// All lines, and what went wrong.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<Line>,
    wrongs: Vec<String>,
}

#[derive(Debug)]
struct Line {
    name: String,
    ours: String,
    other: String,
    figure: String,
    target: String,
    verdict: Option<bool>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// So much or more.
    AtLeast(f64),
    /// So much or less.
    AtMost(f64),
    /// Less than so much.
    Below(f64),
}

impl Target {
    fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(least) => least <= figure,
            Self::AtMost(most) => figure <= most,
            Self::Below(limit) => figure < limit,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtLeast(least) => format!("≥ {least}"),
            Self::AtMost(most) => format!("≤ {most}"),
            Self::Below(limit) => format!("< {limit}"),
        }
    }
}

impl Report {
    /// A figure of ours with its target.
    pub fn figure(&mut self, name: &str, figure: f64, target: Target) {
        self.lines.push(Line {
            name: name.to_owned(),
            ours: number(figure),
            other: String::new(),
            figure: String::new(),
            target: target.text(),
            verdict: Some(target.is_met(figure)),
        });
    }

    /// A figure of ours to know.
    pub fn know(&mut self, name: &str, figure: f64) {
        self.lines.push(Line {
            name: name.to_owned(),
            ours: number(figure),
            other: String::new(),
            figure: String::new(),
            target: String::new(),
            verdict: None,
        });
    }

    /// Two figures, of which the ratio has a target.
    pub fn ratio(&mut self, name: &str, (ours, other): (f64, f64), target: Target) {
        let ratio = ours / other;
        self.lines.push(Line {
            name: name.to_owned(),
            ours: number(ours),
            other: number(other),
            figure: format!("{ratio:.2}"),
            target: target.text(),
            verdict: Some(target.is_met(ratio)),
        });
    }

    /// Two figures to know.
    pub fn compare(&mut self, name: &str, (ours, other): (f64, f64)) {
        self.lines.push(Line {
            name: name.to_owned(),
            ours: number(ours),
            other: number(other),
            figure: format!("{:.2}", ours / other),
            target: String::new(),
            verdict: None,
        });
    }

    /// Something was answered, or stored, that is not so: what was measured
    /// of that means nothing.
    pub fn wrong(&mut self, what: String) {
        self.wrongs.push(what);
    }

    /// Whether all answers were right.
    pub fn is_right(&self) -> bool {
        self.wrongs.is_empty()
    }

    /// The table as text.
    pub fn text(&self) -> String {
        let head = ["", "ours", "other", "ratio", "target", ""].map(str::to_owned);
        let mut rows = vec![head];
        rows.extend(self.lines.iter().map(|line| {
            let verdict = match line.verdict {
                // No figure is good where an answer was wrong.
                Some(met) if met && self.is_right() => "ok",
                Some(_) => "MISS",
                None => "",
            };
            let texts = [
                &line.name,
                &line.ours,
                &line.other,
                &line.figure,
                &line.target,
            ];
            let [name, ours, other, figure, target] = texts.map(Clone::clone);
            [name, ours, other, figure, target, verdict.to_owned()]
        }));
        let mut widths = [0; 6];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let mut text = String::new();
        for [name, rest @ ..] in &rows {
            let [first, widths @ ..] = widths;
            let mut line = format!("{name:first$}");
            for (cell, width) in rest.iter().zip(widths) {
                // Writing to a string cannot fail.
                _ = write!(line, "  {cell:>width$}");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        for wrong in &self.wrongs {
            _ = writeln!(text, "WRONG: {wrong}");
        }
        text
    }
}

/// Three digits that matter, or all before the point.
fn number(figure: f64) -> String {
    match figure.abs() {
        1000.0.. => {
            let text = format!("{figure:.0}");
            let mut spaced = String::new();
            for (position, digit) in text.chars().enumerate() {
                if position != 0 && (text.len() - position).is_multiple_of(3) {
                    spaced.push(' ');
                }
                spaced.push(digit);
            }
            spaced
        }
        100.0.. => format!("{figure:.0}"),
        10.0.. => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_is_on_target() {
        let mut report = Report::default();
        report.ratio("pushes", (12_345.0, 10_000.0), Target::AtLeast(1.0));
        report.figure("memory, MiB", 200.0, Target::Below(200.0));
        report.compare("p50, ms", (2.0, 1.0));
        let expected = [
            "               ours   other  ratio  target",
            "pushes       12 345  10 000   1.23     ≥ 1    ok",
            "memory, MiB     200                  < 200  MISS",
            "p50, ms        2.00    1.00   2.00",
            "",
        ];
        assert_eq!(report.text(), expected.join("\n"));
    }

    #[test]
    fn nothing_is_on_target_where_an_answer_was_wrong() {
        let mut report = Report::default();
        report.ratio("pushes", (2.0, 1.0), Target::AtLeast(1.0));
        report.wrong("sums".to_owned());
        assert!(report.text().contains("MISS"));
        assert!(report.text().ends_with("WRONG: sums\n"));
    }
}
