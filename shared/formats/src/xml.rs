//! XML payloads: read by roxmltree, refused with a place.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use roxmltree::{Document, Node, ParsingOptions};

use crate::{Expected, Place, Refusal, limits};

/// More nodes than any maker's push has, and few enough for a small device's
/// share of memory.
const NODES: u32 = 200_000;

/// The text of a document.
///
/// Devices put byte order marks and spaces before the declaration and zero
/// bytes after the end, and write names of places in the encoding of their
/// country: none of that may cost a count, so it is cut off or replaced.
pub struct Source<'a> {
    text: Cow<'a, str>,
    /// Lines and columns that were cut off before the document.
    lines: u64,
    columns: u64,
}

impl<'a> Source<'a> {
    pub fn new(body: &'a [u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let start = text.find(|c| !is_margin(c)).unwrap_or(text.len());
        let before = text.get(..start).unwrap_or_default();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let lines = before.matches('\n').count() as u64;
        let columns = last.chars().filter(|c| *c != MARK).count() as u64;
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_margin)),
            Cow::Owned(text) => Cow::Owned(text.trim_matches(is_margin).to_owned()),
        };
        Self {
            text,
            lines,
            columns,
        }
    }

    /// Whether this may be XML at all.
    pub fn is_xml(&self) -> bool {
        self.text.starts_with('<')
    }

    pub fn parse(&self) -> Result<Document<'_>, Refusal> {
        if !is_moderate(&self.text) {
            return Err(Refusal::body(Expected::Markup));
        }
        let options = ParsingOptions {
            allow_dtd: false,
            nodes_limit: NODES,
            ..ParsingOptions::default()
        };
        Document::parse_with_options(&self.text, options).map_err(|error| self.refusal(&error))
    }

    fn refusal(&self, error: &roxmltree::Error) -> Refusal {
        use roxmltree::Error::{UnclosedRootNode, UnexpectedEndOfStream};
        let (row, column) = match error {
            // The parser leaves these without a place: it is the end.
            UnclosedRootNode | UnexpectedEndOfStream => {
                let last = self.text.rsplit('\n').next().unwrap_or_default();
                let rows = self.text.matches('\n').count() + 1;
                (rows as u64, last.chars().count() as u64 + 1)
            }
            error => (error.pos().row.into(), error.pos().col.into()),
        };
        let shift = if row == 1 { self.columns } else { 0 };
        Refusal {
            place: Place::Line {
                line: row + self.lines,
                column: column + shift,
            },
            expected: Expected::Xml,
        }
    }
}

/// More attributes than any maker gives an element.
const ATTRIBUTES: usize = 100;

/// More namespaces than any maker declares in a document.
const NAMESPACES: usize = 200;

/// Whether no element has too many attributes, and the document not too many
/// namespaces. The parser compares each attribute with all others of its
/// element, and hands namespaces down to each child: a megabyte of either
/// would keep it busy for many seconds.
fn is_moderate(text: &str) -> bool {
    // An attribute's value may hold `>` but not `<`, so `<` alone parts tags.
    let few = |tag: &[u8]| tag.iter().filter(|byte| **byte == b'=').count() <= ATTRIBUTES;
    text.matches("xmlns").count() <= NAMESPACES && text.as_bytes().split(|b| *b == b'<').all(few)
}

const MARK: char = '\u{FEFF}';

fn is_margin(c: char) -> bool {
    c.is_whitespace() || c == MARK || c == '\0'
}

/// An element, found by local name: makers changed their namespaces, not
/// their elements.
#[derive(Clone, Copy)]
pub struct Element<'a>(pub Node<'a, 'a>);

impl<'a> Element<'a> {
    pub fn is(self, name: &str) -> bool {
        self.0.is_element() && self.0.tag_name().name() == name
    }

    /// The first child of that name.
    pub fn child(self, name: &'a str) -> Option<Self> {
        self.children(name).next()
    }

    /// The first child of that name, which must be there.
    pub fn required(self, name: &'a str) -> Result<Self, Refusal> {
        self.child(name)
            .ok_or_else(|| Refusal::field(format!("{}/{name}", self.path()), Expected::Present))
    }

    pub fn children(self, name: &'a str) -> impl Iterator<Item = Self> {
        self.0
            .children()
            .map(Element)
            .filter(move |child| child.is(name))
    }

    /// The text in the element, empty if there is none.
    pub fn text(self) -> &'a str {
        self.0.text().unwrap_or_default().trim()
    }

    /// The text of a child, if there is some.
    pub fn child_text(self, name: &'a str) -> Option<&'a str> {
        self.child(name)
            .map(Self::text)
            .filter(|text| !text.is_empty())
    }

    /// A child's number of people.
    pub fn count(self, name: &'a str) -> Result<u64, Refusal> {
        let child = self.required(name)?;
        let count: u32 = child
            .text()
            .parse()
            .map_err(|_| Refusal::field(child.path(), Expected::Count))?;
        Ok(count.into())
    }

    /// The element's own text as a time.
    pub fn time(self) -> Result<DateTime<Utc>, Refusal> {
        let refuse = |expected| Refusal::field(self.path(), expected);
        let time =
            DateTime::parse_from_rfc3339(self.text()).map_err(|_| refuse(Expected::Rfc3339))?;
        limits::in_era(time.to_utc()).ok_or_else(|| refuse(Expected::Era))
    }

    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.0
            .attributes()
            .find(|attribute| attribute.name() == name)
            .map(|attribute| attribute.value().trim())
    }

    /// An attribute that must be there.
    pub fn required_attribute(self, name: &str) -> Result<&'a str, Refusal> {
        self.attribute(name)
            .ok_or_else(|| self.refuse(name, Expected::Present))
    }

    /// A refusal of one attribute.
    pub fn refuse(self, attribute: &str, expected: Expected) -> Refusal {
        Refusal::field(format!("{}/@{attribute}", self.path()), expected)
    }

    /// Where the element stands: `Metrics/ReportData/Report[2]`.
    pub fn path(self) -> String {
        let mut steps: Vec<String> = self
            .0
            .ancestors()
            .filter(Node::is_element)
            .take(STEPS)
            .map(|node| step(Element(node)))
            .collect();
        steps.reverse();
        steps.join("/")
    }
}

/// How many levels of a path are told: more than any maker nests.
const STEPS: usize = 12;

/// An element's name, with its number where siblings share it.
fn step(element: Element<'_>) -> String {
    let name = element.0.tag_name().name();
    let twins = |node: &Node<'_, '_>| Element(*node).is(name);
    let before = element.0.prev_siblings().skip(1).filter(twins).count();
    let after = element.0.next_siblings().skip(1).filter(twins).count();
    if before + after == 0 {
        name.to_owned()
    } else {
        format!("{name}[{}]", before + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: impl AsRef<[u8]>, refusal: &str) {
        let source = Source::new(body.as_ref());
        let error = source.parse().map(|_| ()).expect_err("a refusal");
        assert_eq!(error.to_string(), refusal);
    }

    #[test]
    fn refusals_name_the_place_in_the_body_as_sent() {
        let expected = "expected an XML document without a document type";
        check("", &format!("line 1, column 1: {expected}"));
        check("<a>\n <b", &format!("line 2, column 4: {expected}"));
        check("<a><b></a>", &format!("line 1, column 7: {expected}"));
        check(
            "\u{FEFF} <a><b></a>",
            &format!("line 1, column 8: {expected}"),
        );
        check("\r\n  <a><b></a>", &format!("line 2, column 9: {expected}"));
        check("\n<a>\n<b></a>", &format!("line 3, column 4: {expected}"));
        check(
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            &format!("line 1, column 1: {expected}"),
        );
        check("<a/>".repeat(2), &format!("line 1, column 5: {expected}"));
    }

    #[test]
    fn nesting_and_size_are_no_danger() {
        let deep = format!("{}{}", "<a>".repeat(150_000), "</a>".repeat(150_000));
        assert!(Source::new(deep.as_bytes()).parse().is_ok());
        check(
            format!("<a>{}</a>", "<b/>".repeat(250_000)),
            "line 1, column 1: expected an XML document without a document type",
        );
    }

    #[test]
    fn attributes_and_namespaces_are_few() {
        use std::fmt::Write;
        let expected = "body: expected at most 100 attributes of an element and 200 namespaces";
        let mut body = "<a".to_owned();
        for n in 0..100_000 {
            write!(body, " b{n}='>'").expect("memory");
        }
        check(format!("{body}/>"), expected);
        let mut body = "<a>".to_owned();
        for n in 0..30_000 {
            write!(body, "<b xmlns:n{n}='u{n}'>").expect("memory");
        }
        check(body, expected);
    }

    #[test]
    fn names_in_another_encoding_cost_nothing() {
        let source = Source::new(b"<a name=\"\xCF\xE5\xF0\"/>\0");
        let document = source.parse().expect("a document");
        assert!(Element(document.root_element()).is("a"));
    }

    #[test]
    fn paths_number_only_twins() {
        let document = Document::parse("<a><b/><c/><b><d/></b></a>").expect("a document");
        let paths: Vec<_> = document
            .descendants()
            .filter(|node| node.is_element())
            .map(|node| Element(node).path())
            .collect();
        assert_eq!(paths, ["a", "a/b[1]", "a/c", "a/b[2]", "a/b[2]/d"]);
    }
}
