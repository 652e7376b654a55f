//! A letter as HTML: one column, styles in the tags, since mail programs drop
//! the rest; nothing is fetched from anywhere.

use std::fmt::Write as _;

use super::{Block, Document, clean, footer};

const BODY: &str = "margin:0;padding:0;background:#f3f4f6;\
    font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif;\
    font-size:16px;line-height:1.5;color:#1f2937";
const CARD: &str = "max-width:600px;margin:0 auto;padding:24px 20px;background:#ffffff";
const TITLE: &str = "margin:0 0 16px;font-size:22px;line-height:1.3";
const HEADING: &str = "margin:20px 0 8px;font-size:16px;font-weight:bold";
const PARAGRAPH: &str = "margin:0 0 12px";
const TABLE: &str = "width:100%;border-collapse:collapse;margin:0 0 16px";
const NAME: &str = "padding:6px 12px 6px 0;vertical-align:top;color:#6b7280;width:35%";
const VALUE: &str = "padding:6px 0;vertical-align:top;overflow-wrap:anywhere";
const HEAD_CELL: &str = "padding:6px 8px 6px 0;text-align:left;font-size:13px;color:#6b7280;\
    border-bottom:2px solid #e5e7eb";
const CELL: &str = "padding:8px 8px 8px 0;vertical-align:top;font-size:14px;\
    border-bottom:1px solid #e5e7eb;overflow-wrap:anywhere";
const BUTTON: &str = "display:inline-block;padding:12px 20px;background:#1d4ed8;color:#ffffff;\
    text-decoration:none;border-radius:6px;font-weight:bold";
const CHOICE: &str = "display:block;padding:12px 16px;margin:0 0 8px;border:1px solid #1d4ed8;\
    color:#1d4ed8;text-decoration:none;border-radius:6px";
const FOOTER: &str = "max-width:600px;margin:0 auto;padding:16px 20px;font-size:13px;color:#6b7280";

/// Renders it as a whole document. All text is escaped.
pub fn render(document: &Document) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    _ = write_document(&mut out, document);
    out.replace('\n', "\r\n")
}

fn write_document(out: &mut String, document: &Document) -> std::fmt::Result {
    let title = escape(&document.title);
    writeln!(out, "<!DOCTYPE html>")?;
    writeln!(out, "<html lang=\"{}\">", document.locale.as_str())?;
    writeln!(out, "<head><meta charset=\"utf-8\">")?;
    writeln!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
    )?;
    writeln!(out, "<title>{title}</title></head>")?;
    writeln!(out, "<body style=\"{BODY}\"><div style=\"{CARD}\">")?;
    writeln!(out, "<h1 style=\"{TITLE}\">{title}</h1>")?;
    for block in &document.blocks {
        write_block(out, block)?;
    }
    let footer = escape(footer(document.locale));
    writeln!(out, "</div><div style=\"{FOOTER}\">{footer}</div>")?;
    writeln!(out, "</body></html>")
}

fn write_block(out: &mut String, block: &Block) -> std::fmt::Result {
    match block {
        Block::Paragraph(text) => writeln!(out, "<p style=\"{PARAGRAPH}\">{}</p>", escape(text)),
        Block::Facts(facts) => write_facts(out, facts),
        Block::Steps(heading, steps) => {
            write_heading(out, heading)?;
            writeln!(out, "<ol style=\"margin:0 0 16px;padding-left:24px\">")?;
            for step in steps {
                writeln!(out, "<li style=\"margin:0 0 6px\">{}</li>", escape(step))?;
            }
            writeln!(out, "</ol>")
        }
        Block::Table { head, rows } => write_table(out, head, rows),
        Block::Link(label, url) => {
            writeln!(out, "<p style=\"margin:20px 0\">")?;
            write_link(out, BUTTON, label, url)?;
            writeln!(out, "</p>")
        }
        Block::Links(heading, links) => {
            write_heading(out, heading)?;
            links
                .iter()
                .try_for_each(|(label, url)| write_link(out, CHOICE, label, url))
        }
    }
}

fn write_heading(out: &mut String, heading: &str) -> std::fmt::Result {
    writeln!(out, "<p style=\"{HEADING}\">{}</p>", escape(heading))
}

fn write_facts(out: &mut String, facts: &[(String, String)]) -> std::fmt::Result {
    writeln!(out, "<table role=\"presentation\" style=\"{TABLE}\">")?;
    for (name, value) in facts {
        writeln!(
            out,
            "<tr><td style=\"{NAME}\">{}</td><td style=\"{VALUE}\">{}</td></tr>",
            escape(name),
            escape(value)
        )?;
    }
    writeln!(out, "</table>")
}

fn write_table(out: &mut String, head: &[String], rows: &[Vec<String>]) -> std::fmt::Result {
    writeln!(out, "<table style=\"{TABLE}\"><tr>")?;
    for name in head {
        writeln!(out, "<th style=\"{HEAD_CELL}\">{}</th>", escape(name))?;
    }
    writeln!(out, "</tr>")?;
    for row in rows {
        writeln!(out, "<tr>")?;
        for cell in row {
            writeln!(out, "<td style=\"{CELL}\">{}</td>", escape(cell))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>")
}

fn write_link(out: &mut String, style: &str, label: &str, url: &str) -> std::fmt::Result {
    let label = escape(label);
    match clean::address(url) {
        Some(url) => writeln!(
            out,
            "<a href=\"{}\" style=\"{style}\">{label}</a>",
            escape(url)
        ),
        None => writeln!(out, "<span>{label}</span>"),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}
