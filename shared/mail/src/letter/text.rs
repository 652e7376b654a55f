//! A letter as plain text.

use std::fmt::Write as _;

use super::{Block, Document, clean, footer};

/// Renders it. Lines end in CRLF, as in messages.
pub fn render(document: &Document) -> String {
    let mut out = format!("{}\n", document.title);
    for block in &document.blocks {
        out.push('\n');
        // Writing to a string does not fail.
        _ = write(&mut out, block);
    }
    _ = write!(out, "\n-- \n{}\n", footer(document.locale));
    out.replace('\n', "\r\n")
}

fn write(out: &mut String, block: &Block) -> std::fmt::Result {
    match block {
        Block::Paragraph(text) => writeln!(out, "{text}"),
        Block::Facts(facts) => facts
            .iter()
            .try_for_each(|(name, value)| writeln!(out, "{name}: {value}")),
        Block::Steps(heading, steps) => {
            writeln!(out, "{heading}:")?;
            (1..)
                .zip(steps)
                .try_for_each(|(number, step)| writeln!(out, "{number}. {step}"))
        }
        Block::Table { head, rows } => rows.iter().try_for_each(|row| {
            let mut cells = head.iter().zip(row);
            if let Some((_, first)) = cells.next() {
                writeln!(out, "* {first}")?;
            }
            cells.try_for_each(|(name, cell)| writeln!(out, "  {name}: {cell}"))
        }),
        Block::Link(label, url) => link(out, "", label, url),
        Block::Links(heading, links) => {
            writeln!(out, "{heading}:")?;
            links
                .iter()
                .try_for_each(|(label, url)| link(out, "- ", label, url))
        }
    }
}

fn link(out: &mut String, mark: &str, label: &str, url: &str) -> std::fmt::Result {
    match clean::address(url) {
        Some(url) => writeln!(out, "{mark}{label}: {url}"),
        None => writeln!(out, "{mark}{label}"),
    }
}
