//! Reading CSV as spreadsheets write it: with a comma, a semicolon or a tab, in
//! UTF-8 or in Windows-1251.

/// The upper half of Windows-1251, up to А.
const UPPER: &str =
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї";

/// A line that is not empty, with its number in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Its cells, without spaces around them.
    pub cells: Vec<String>,
}

/// The text of a file: UTF-8 where it is that, Windows-1251 else.
pub fn decoded(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| cyrillic(*byte)).collect(),
    };
    text.trim_start_matches('\u{feff}').to_owned()
}

fn cyrillic(byte: u8) -> char {
    match byte {
        0..=0x7f => char::from(byte),
        0x80..=0xbf => UPPER.chars().nth(usize::from(byte) - 0x80).unwrap_or('?'),
        0xc0..=0xff => char::from_u32(u32::from(byte) - 0xc0 + u32::from('А')).unwrap_or('?'),
    }
}

/// The lines of a text.
pub fn lines(text: &str) -> Vec<Line> {
    let between = separator(text);
    let mut lines = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut number, mut start) = (false, 1, 1);
    let mut characters = text.chars().peekable();
    let mut end = |cells: &mut Vec<String>, cell: &mut String, start: usize| {
        cells.push(std::mem::take(cell).trim().to_owned());
        let cells = std::mem::take(cells);
        if cells.iter().any(|cell| !cell.is_empty()) {
            lines.push(Line {
                number: start,
                cells,
            });
        }
    };
    while let Some(character) = characters.next() {
        number += usize::from(character == '\n');
        match (character, quoted) {
            ('"', true) if characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            ('"', true) => quoted = false,
            ('"', false) if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            (_, false) if character == between => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
            }
            ('\n', false) => {
                end(&mut cells, &mut cell, start);
                start = number;
            }
            ('\r', false) => {}
            _ => cell.push(character),
        }
    }
    end(&mut cells, &mut cell, start);
    lines
}

/// What stands between the cells: the most frequent of the first line.
fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: &char| first.chars().filter(|character| character == mark).count();
    // Of as many, the last of these wins.
    [',', '\t', ';']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(';')
}

/// A line of CSV as spreadsheets of Russia read it.
pub fn written(cells: &[String]) -> String {
    let cell = |cell: &String| match cell.contains([';', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_separated_as_the_first_line_shows() {
        let check = |text: &str, expected: &[(usize, &[&str])]| {
            let found = lines(text);
            let found: Vec<_> = found
                .iter()
                .map(|line| {
                    (
                        line.number,
                        line.cells.iter().map(String::as_str).collect::<Vec<_>>(),
                    )
                })
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(number, cells)| (*number, cells.to_vec()))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("a;b\r\n1;2\r\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\n\"1,5\",2", &[(1, &["a", "b"]), (2, &["1,5", "2"])]);
        check("a\tb\n1\t 2 ", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(
            "a;b\n\n\"x \"\"y\"\"\nz\";2\n3;4",
            &[
                (1, &["a", "b"]),
                (3, &["x \"y\"\nz", "2"]),
                (5, &["3", "4"]),
            ],
        );
        check("", &[]);
        check(";;\n", &[]);
        check("5\" TV;b", &[(1, &["5\" TV", "b"])]);
    }

    #[test]
    fn russian_files_are_read_in_either_encoding() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(decoded(bytes), expected);
        check("Вход №1".as_bytes(), "Вход №1");
        check("\u{feff}имя".as_bytes(), "имя");
        check(b"\xc2\xf5\xee\xe4 \xb91, \xa8\xeb\xea\xe0", "Вход №1, Ёлка");
        check(b"plain", "plain");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let cells = ["a;b", "c \"d\"", "", "e"].map(str::to_owned);
        let text = format!("x;y;z;w\n{}", written(&cells));
        assert_eq!(
            lines(&text).last().map(|line| line.cells.clone()),
            Some(cells.to_vec())
        );
    }
}
