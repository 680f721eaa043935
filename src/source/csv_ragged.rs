//! Rows of a CSV with too many or too few cells: what probably happened, told from the rows that are whole.

use super::SourceFile;
use super::csv::{Records, unquoted};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};

/// So many rows with a wrong number of cells are shown one by one.
const SHOWN: usize = 10;

/// What stands in a column, in the rows that are whole.
#[derive(Debug, Clone, Copy, Default)]
struct Content {
    numbers: bool,
    /// Numbers with a decimal point.
    decimals: bool,
    /// Numbers without one.
    wholes: bool,
    texts: bool,
}

/// Two neighbouring cells that are probably one.
#[derive(Debug)]
struct Join {
    /// What the author wrote, with the separator.
    source: String,
    /// How it is meant, one or the other.
    meant: Vec<String>,
    /// How unlike the other rows the row then is; the least is the likeliest.
    unlike: usize,
}

/// Tells the rows of a wrong length.
pub(super) fn tell(records: &Records, rows: &[Vec<(u32, u32)>], delimiter: u8, found: &mut Diagnostics) {
    if rows.is_empty() {
        return;
    }
    let separator = match delimiter {
        b'\t' => "a tab".to_owned(),
        other => format!("`{}`", char::from(other)),
    };
    let (file, wants) = (records.file(), records.columns().len());
    let contents: Vec<Content> = (0..wants).map(|column| content(records, column)).collect();
    for (position, cells) in rows.iter().take(SHOWN).enumerate() {
        let has = cells.len();
        let count = |n: usize| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
        let span = |cell: Option<&(u32, u32)>| cell.map_or(0..0, |&(from, to)| from as usize..to as usize);
        let whole = span(cells.first()).start..span(cells.last()).end;
        let place = if has > wants { span(cells.get(wants)).start..whole.end } else { whole };
        let label = if has > wants {
            "beyond the last column".to_owned()
        } else {
            format!("{} missing", wants - has)
        };
        let hint = if has > wants {
            format!("put a text that has {separator} in it in quotes: \"...\"")
        } else {
            format!("separate cells by {separator}, also where one is empty")
        };
        let mut fault =
            Diagnostic::new(codes::RAGGED_ROW, format!("the row has {}, the header {wants}", count(has)))
                .at(file.place(place), label)
                .also(records.header_place(), format!("{wants} columns"))
                .hint(hint);
        if has == wants + 1 && delimiter == b',' {
            fault = fault.hint_if(joined(file, cells, &contents));
        }
        if position + 1 == SHOWN && rows.len() > SHOWN {
            fault = fault.note(format!("{} more rows have a wrong number of cells", rows.len() - SHOWN));
        }
        found.push(fault);
    }
}

fn content(records: &Records, column: usize) -> Content {
    let mut content = Content::default();
    for row in 0..records.len() {
        let text = records.cell(row, column).text;
        if number(text.trim()).is_some() {
            content.numbers = true;
            content.decimals |= text.contains('.');
            content.wholes |= !text.contains('.');
        } else {
            content.texts |= !is_missing(&text);
        }
    }
    content
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn is_missing(text: &str) -> bool {
    matches!(text.trim(), "" | "NA" | "NR")
}

/// Whether a cell is such as the others of its column; every one is where nothing is known of them.
fn fits(text: &str, content: Content) -> bool {
    let unknown = !content.numbers && !content.texts;
    is_missing(text) || unknown || if number(text).is_some() { content.numbers } else { content.texts }
}

/// The hint for a row with one cell too many: which two cells, joined, make every cell one of its column.
fn joined(file: &SourceFile, cells: &[(u32, u32)], contents: &[Content]) -> Option<String> {
    let source = |from: u32, to: u32| file.text().get(from as usize..to as usize).unwrap_or("");
    let text = |cell: &(u32, u32)| unquoted(source(cell.0, cell.1));
    let mut joins: Vec<Join> = Vec::new();
    for at in 0..contents.len() {
        let (left, right) = (&cells[at], &cells[at + 1]);
        let others = || {
            let columns = (0..contents.len()).filter(|column| *column != at);
            columns
                .map(|column| (text(&cells[if column < at { column } else { column + 1 }]), contents[column]))
        };
        let written = source(left.0, right.1);
        if others().all(|(cell, content)| fits(&cell, content)) && !written.contains('"') {
            let bare = others().filter(|(cell, content)| {
                number(cell).is_some() && !cell.contains('.') && content.decimals && !content.wholes
            });
            joins.extend(join(written, &text(left), &text(right), contents[at], bare.count()));
        }
    }
    let least = joins.iter().map(|join| join.unlike).min();
    joins.retain(|join| Some(join.unlike) == least);
    let said = |join: &Join| format!("`{}` meant as {}", join.source, join.meant.join(" or "));
    match joins.as_slice() {
        [] => None,
        [only] if only.meant.len() == 1 && only.meant[0].starts_with('"') => {
            Some(format!("put a text that has `,` in it in quotes: {}", only.meant[0]))
        }
        several => {
            let several: Vec<String> = several.iter().map(said).collect();
            Some(format!(
                "a number has a decimal point, and no separator between thousands: is {}?",
                several.join(", or ")
            ))
        }
    }
}

/// Two cells as one of a column that holds this; `unlike` is how unlike the others the rest of the row is.
fn join(source: &str, left: &str, right: &str, content: Content, unlike: usize) -> Option<Join> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unknown = !content.numbers && !content.texts;
    let source = source.to_owned();
    if digits(left.strip_prefix('-').unwrap_or(left)) && digits(right) {
        if !content.numbers && !unknown {
            return None;
        }
        let (decimal, grouped) = (format!("{left}.{right}"), format!("{left}{right}"));
        let thousands = left.len() <= 3 && right.len() == 3;
        let meant = match (thousands, content.decimals) {
            (true, false) => vec![grouped],
            (true, true) => vec![decimal, grouped],
            (false, _) => vec![decimal],
        };
        let usual = content.decimals || (thousands && content.numbers);
        return Some(Join { source, meant, unlike: unlike + usize::from(!usual) });
    }
    let word = |text: &str| number(text).is_none() && !is_missing(text);
    ((content.texts || unknown) && word(left) && word(right)).then(|| Join {
        meant: vec![format!("\"{source}\"")],
        // A comma in a text is followed by a space.
        unlike: unlike + if source.contains(", ") { 0 } else { 2 },
        source,
    })
}
