//! What a column holds, and the cells that do not.

use super::cell::{self, Date};
use super::origin::Origin;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use crate::spec::studies::{Column as Declared, ColumnType};

/// So many faulty cells of a column are shown one by one.
pub(super) const SHOWN: usize = 10;

/// The type of a column whose type the author did not declare: what all its cells are.
pub(super) fn infer(origin: &Origin, position: usize) -> ColumnType {
    let (mut counts, mut numbers, mut dates) = (true, true, true);
    for row in 0..origin.len() {
        let text = origin.text(row, position);
        if cell::is_missing(&text) {
            continue;
        }
        counts = counts && cell::count(&text).is_some();
        numbers = numbers && cell::number(&text).is_some();
        dates = dates && Date::parse(&text).is_some();
        if !numbers && !dates {
            return ColumnType::Text;
        }
    }
    match (counts, numbers) {
        (true, _) => ColumnType::Count,
        (false, true) => ColumnType::Number,
        (false, false) => ColumnType::Date,
    }
}

/// A cell that is not of its column's type.
pub(super) fn not_of_kind(text: &str, kind: ColumnType, column: &str, place: Place) -> Diagnostic {
    match kind {
        ColumnType::Count => {
            let fault = Diagnostic::new(codes::NOT_A_COUNT, format!("`{text}` is not a count"));
            let hint = match cell::number(text) {
                Some(number) if number < 0.0 => Some("a count is not negative".to_owned()),
                // As some countries write 1306.
                Some(number) if number.fract() != 0.0 && is_grouped(text) => {
                    Some(format!("if the point stands between thousands, write {}", text.replace('.', "")))
                }
                Some(number) if number.fract() != 0.0 => {
                    Some(format!("a count is a whole number; is `{column}` of `type: number`?"))
                }
                _ => cell::number_hint(text),
            };
            fault
                .at(place, format!("`{column}` holds counts"))
                .hint("write a whole number; a cell is missing where it is empty, `NA` or `NR`")
                .hint_if(hint)
        }
        ColumnType::Number => Diagnostic::new(codes::NOT_A_NUMBER, format!("`{text}` is not a number"))
            .at(place, format!("`{column}` holds numbers"))
            .hint("write a number; a cell is missing where it is empty, `NA` or `NR`")
            .hint_if(cell::number_hint(text)),
        ColumnType::Date | ColumnType::Text => {
            Diagnostic::new(codes::NOT_A_DATE, format!("`{text}` is not a date"))
                .at(place, format!("`{column}` holds dates"))
                .hint("write a year, a month or a day of the calendar: 1988, 1988-07 or 1988-07-31")
        }
    }
}

/// Whether points stand between groups of three digits: `1.306`.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split('.');
    let digits = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first) && first != "0")
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// What the author says about a column, and where each key of it stands.
pub(super) type Declaration<'a> = (&'a Declared, &'a dyn Fn(&str) -> Place);

/// Reads the cells of a column; faults for those that are not of its type or outside its range.
pub(super) fn cells(
    origin: &Origin,
    position: usize,
    name: &str,
    kind: ColumnType,
    declared: Option<Declaration<'_>>,
    found: &mut Diagnostics,
) -> Vec<f64> {
    let numeric = matches!(kind, ColumnType::Count | ColumnType::Number);
    let mut numbers = Vec::with_capacity(if numeric { origin.len() } else { 0 });
    let mut faults = Vec::new();
    let mut more = 0;
    let mut tell =
        |fault: &dyn Fn() -> Diagnostic| if faults.len() < SHOWN { faults.push(fault()) } else { more += 1 };
    for row in 0..origin.len() {
        let text = origin.text(row, position);
        let missing = cell::is_missing(&text);
        let fits = match kind {
            ColumnType::Text => continue,
            ColumnType::Date => Date::parse(&text).map(|_| f64::NAN),
            ColumnType::Count => cell::count(&text),
            ColumnType::Number => cell::number(&text),
        };
        if fits.is_none() && !missing {
            tell(&|| not_of_kind(&text, kind, name, origin.cell_place(row, position)));
        }
        let number = fits.unwrap_or(f64::NAN);
        if let Some((declared, place)) = &declared {
            let low = declared.min.filter(|&min| number < min).map(|min| ("min", min));
            let high = declared.max.filter(|&max| number > max).map(|max| ("max", max));
            if let Some((key, bound)) = low.or(high) {
                tell(&|| {
                    let (side, which) = if key == "min" { ("below", "least") } else { ("above", "greatest") };
                    Diagnostic::new(codes::CELL_OUT_OF_RANGE, format!("`{text}` is {side} {bound}"))
                        .at(
                            origin.cell_place(row, position),
                            format!("the {which} value of `{name}` is {bound}"),
                        )
                        .also(place(key), "declared here")
                        .hint("mend the cell, or the range")
                });
            }
        }
        if numeric {
            numbers.push(number);
        }
    }
    if more > 0
        && let Some(last) = faults.pop()
    {
        faults.push(last.note(format!("{more} more cells of `{name}` are faulty")));
    }
    found.extend(faults);
    numbers
}

/// A column that is almost all numbers, or numbers in the manner of another country, and yet is read as text.
pub(super) fn mixed(origin: &Origin, position: usize, name: &str) -> Option<Diagnostic> {
    let (mut numbers, mut foreign, mut others) = (0_usize, 0_usize, Vec::new());
    for row in 0..origin.len() {
        let text = origin.text(row, position);
        if cell::number(&text).is_some() {
            numbers += 1;
        } else if !cell::is_missing(&text) {
            foreign += usize::from(cell::foreign_number_hint(&text).is_some());
            others.push(row);
        }
    }
    let &first = others.first()?;
    let meant = numbers + foreign;
    if meant < 3 || meant < 4 * (others.len() - foreign) {
        return None;
    }
    let text = origin.text(first, position);
    let cells = |count: usize| if count == 1 { "1 cell is".to_owned() } else { format!("{count} cells are") };
    let message = if numbers == 0 {
        format!("column `{name}` is read as text: none of its cells is a number as it is written")
    } else {
        let verb = if numbers == 1 { "is" } else { "are" };
        format!("column `{name}` is read as text: {} not a number, {numbers} {verb}", cells(others.len()))
    };
    Some(
        Diagnostic::new(codes::MIXED_COLUMN, message)
            .at(origin.cell_place(first, position), format!("`{text}` is not a number"))
            .hint(format!("mend it, or declare the column with `type: text` under `studies.columns.{name}`"))
            .hint_if(cell::number_hint(&text)),
    )
}
