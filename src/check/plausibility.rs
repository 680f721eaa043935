//! Studies and cells that look wrong: near-duplicates, impossible percentages, years, ages and units.
//!
//! All are warnings: what looks wrong may be right.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::spec::Review;
use crate::spec::studies::ColumnType;
use crate::table::{Column, StudyTable};

/// A value this many times beyond all others of its column looks as if it had another unit.
const FAR: f64 = 20.0;

/// So many values are needed to call one of them far from the others.
const FEW: usize = 5;

/// Tells what looks wrong in the study table.
pub(super) fn check(review: &Review, table: &StudyTable, found: &mut Diagnostics) {
    let patients = patients_column(review);
    near_duplicates(review, table, patients, found);
    for column in table.columns() {
        let name = column.name.to_lowercase();
        let is_percentage =
            column.unit.as_deref() == Some("%") || name.ends_with("_percent") || name.ends_with('%');
        if column.is_numeric() && is_percentage {
            percentages(table, column, patients, found);
        } else if name == "year" || name.ends_with("_year") {
            years(review, table, column, found);
        } else if column.kind == ColumnType::Number {
            if name == "age" || name.starts_with("age_") || name.ends_with("_age") {
                ages(table, column, found);
            }
            units(table, column, found);
        }
    }
}

/// The column with the number of patients: that of the first analysis that has one.
fn patients_column(review: &Review) -> Option<&str> {
    review.analyses.values().find_map(|analysis| analysis.data.total.as_deref())
}

fn near_duplicates(review: &Review, table: &StudyTable, patients: Option<&str>, found: &mut Diagnostics) {
    let centre = review.overlap.as_ref().and_then(|overlap| overlap.centre.as_deref()).unwrap_or("centre");
    let accepted = review.overlap.as_ref().map_or(&[][..], |overlap| &overlap.accepted);
    let cell = |row: usize, column: &str| table.text(row, column).map(|text| text.to_lowercase());
    // Studies that share two of author with year, centre, and number of patients. Looked up by the two, so that the
    // cost grows with the studies and not with their pairs; each is held against the one before that is alike.
    let mut latest: BTreeMap<[Option<String>; 3], usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(usize, usize), [bool; 3]> = BTreeMap::new();
    for b in 0..table.len() {
        let author = cell(b, "author").zip(cell(b, "year")).map(|(author, year)| format!("{author}\n{year}"));
        let traits = [author, cell(b, centre), patients.and_then(|column| cell(b, column))];
        for other in 0..traits.len() {
            let mut key = traits.clone();
            key[other] = None;
            if key.iter().flatten().count() < 2 {
                continue;
            }
            let alike: [bool; 3] = std::array::from_fn(|at| at != other);
            if let Some(a) = latest.insert(key, b) {
                let seen = pairs.entry((b, a)).or_default();
                *seen = std::array::from_fn(|at| seen[at] || alike[at]);
            }
        }
    }
    for ((b, a), [alike_author, alike_centre, alike_patients]) in pairs {
        let (first, second) = (table.id(a), table.id(b));
        if accepted.iter().any(|pair| pair.studies.iter().all(|id| id == first || id == second)) {
            continue;
        }
        let traits = [
            (alike_author, "author and year"),
            (alike_centre, "centre"),
            (alike_patients, "number of patients"),
        ];
        let alike: Vec<&str> = traits.iter().filter(|(alike, _)| *alike).map(|(_, name)| *name).collect();
        let message = format!("`{first}` and `{second}` have the same {}", alike.join(" and "));
        found.push(
            Diagnostic::new(codes::NEAR_DUPLICATE, message)
                .at(table.cell_place(b, table.id_column()), "the same study again?")
                .also(table.cell_place(a, table.id_column()), "looks like this one")
                .hint(if alike_centre {
                    "keep one; where they are two, name the pair under `overlap.accepted`"
                } else {
                    "keep one; where they are two, nothing needs to change"
                }),
        );
    }
}

fn percentages(table: &StudyTable, column: &Column, patients: Option<&str>, found: &mut Diagnostics) {
    for row in 0..table.len() {
        let Some(value) = table.number(row, &column.name) else { continue };
        let place = table.cell_place(row, &column.name);
        if !(0.0..=100.0).contains(&value) {
            let message = format!("`{}` of `{}` is {value} per cent", column.name, table.id(row));
            found.push(
                Diagnostic::new(codes::IMPLAUSIBLE_VALUE, message)
                    .at(place, "a percentage lies between 0 and 100")
                    .hint("mend the value, or the unit of the column"),
            );
            continue;
        }
        let (Some(n), Some(text)) =
            (patients.and_then(|column| table.number(row, column)), table.text(row, &column.name))
        else {
            continue;
        };
        if let Some((below, above)) = impossible(value, decimals(&text), n) {
            let message = format!("{value} % of {n} patients is no whole number of patients");
            found.push(
                Diagnostic::new(codes::IMPOSSIBLE_PERCENTAGE, message)
                    .at(place, format!("`{}` of `{}`", column.name, table.id(row)))
                    .note(format!("the nearest are {below} and {above}"))
                    .hint("is the percentage of another number of patients?"),
            );
        }
    }
}

fn decimals(text: &str) -> u32 {
    text.trim().split_once('.').map_or(0, |(_, digits)| u32::try_from(digits.len()).unwrap_or(0))
}

/// The nearest percentages, written with their counts, where none comes out as printed with so many decimals.
fn impossible(value: f64, decimals: u32, n: f64) -> Option<(String, String)> {
    let unit = 1.0 / (0..decimals.min(9)).fold(1.0, |unit, _| unit * 10.0);
    // With so many patients every printed percentage is possible.
    if n < 1.0 || n.fract() != 0.0 || 100.0 / n <= unit {
        return None;
    }
    let exact = value / 100.0 * n;
    let possible = |count: f64| (100.0 * count / n - value).abs() <= unit / 2.0 + 1e-9;
    let (below, above) = (exact.floor(), exact.ceil());
    if possible(below) || possible(above) {
        return None;
    }
    let shown = |count: f64| {
        let tenths = (1000.0 * count / n).round() / 10.0;
        format!("{tenths} % ({count} of {n})")
    };
    Some((shown(below), shown(above)))
}

fn years(review: &Review, table: &StudyTable, column: &Column, found: &mut Diagnostics) {
    let last =
        review.date.as_deref().and_then(|date| date.get(..4)).and_then(|year| year.parse::<f64>().ok());
    for row in 0..table.len() {
        let Some(year) = table.number(row, &column.name) else { continue };
        let fault = match last {
            Some(last) if year > last => format!("after the review, of {last}"),
            _ if !(1900.0..=2100.0).contains(&year) => "no year of a study".to_owned(),
            _ => continue,
        };
        let message = format!("`{}` of `{}` is {year}", column.name, table.id(row));
        found.push(
            Diagnostic::new(codes::IMPLAUSIBLE_VALUE, message)
                .at(table.cell_place(row, &column.name), fault)
                .hint("mend the year"),
        );
    }
}

fn ages(table: &StudyTable, column: &Column, found: &mut Diagnostics) {
    let years = |row: usize| match table.text(row, "age_unit") {
        Some(unit) => matches!(unit.trim(), "y" | "years" | "year" | "a"),
        None => column.unit.as_deref().is_none_or(|unit| unit.starts_with('y')),
    };
    for row in (0..table.len()).filter(|&row| years(row)) {
        let Some(age) = table.number(row, &column.name).filter(|age| !(0.0..=120.0).contains(age)) else {
            continue;
        };
        let message = format!("`{}` of `{}` is {age} years", column.name, table.id(row));
        found.push(
            Diagnostic::new(codes::IMPLAUSIBLE_VALUE, message)
                .at(table.cell_place(row, &column.name), "no age of a person")
                .hint("mend the age, or give its unit"),
        );
    }
}

fn units(table: &StudyTable, column: &Column, found: &mut Diagnostics) {
    // Where a column says the unit of each cell, values differ as they may.
    let own_unit = table.columns().any(|other| {
        other
            .name
            .strip_suffix("_unit")
            .is_some_and(|stem| column.name == stem || column.name.starts_with(&format!("{stem}_")))
    });
    let values: Vec<(usize, f64)> =
        (0..table.len()).filter_map(|row| Some((row, table.number(row, &column.name)?))).collect();
    if own_unit || values.len() < FEW || values.iter().any(|(_, value)| *value <= 0.0) {
        return;
    }
    for &(row, value) in &values {
        let others = || values.iter().filter(|(other, _)| *other != row).map(|(_, value)| *value);
        let (least, greatest) = (others().fold(f64::INFINITY, f64::min), others().fold(0.0, f64::max));
        if value > FAR * greatest || value < least / FAR {
            let text = table.text(row, &column.name).unwrap_or_default();
            let message = format!(
                "`{}` of `{}` is {text}, all others are {least} to {greatest}",
                column.name,
                table.id(row)
            );
            found.push(
                Diagnostic::new(codes::UNIT_LOOKS_WRONG, message)
                    .at(table.cell_place(row, &column.name), "in another unit?")
                    .hint("convert it to the unit of the column"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Folder;

    fn told(csv: &str) -> String {
        let mut found = Diagnostics::new();
        let yaml = "title: T\ndate: 2020-12-07\nstudies:\n  file: s.csv\n  columns: {age: {type: number}, hours: {type: number}}\nanalyses:\n  survival: {measure: proportion, data: {events: x, total: n}}\n";
        let folder = Folder::in_memory([("review.yaml", yaml), ("s.csv", csv)]);
        let specification = crate::spec::load(&folder, "review.yaml", &mut found).unwrap();
        let table = crate::table::read(&specification, &folder, &mut found).unwrap();
        check(&specification.review, &table, &mut found);
        let ours = found.sorted().into_iter().filter(|d| d.code.id().starts_with("W07"));
        ours.map(|d| format!("{} {}", d.code, d.message)).collect::<Vec<_>>().join("\n")
    }

    const HEAD: &str = "study,author,year,centre,n,male_percent,age,hours\n";

    #[test]
    fn what_is_plausible_is_not_told() {
        let rows = "a,Luyt,2004,Leicester,11,73,1,96\nb,Chang,2018,Taipei,55,53,7.2,120\nc,Ruth,2015,,1858,53,1.1,110\nd,Sole,2018,Barcelona,21,62,3.3,100\ne,Sole,2018,Madrid,20,,,90\n";
        assert_eq!(told(&format!("{HEAD}{rows}")), "");
    }

    #[test]
    fn what_looks_wrong_is_told() {
        let rows = "a,Luyt,2004,Leicester,8,60,1,96\nb,Luyt,2004,Leicester,8,50,7.2,120\nc,Ruth,1015,Boston,1858,53,150,110\nd,Sole,2021,Barcelona,21,120,3.3,100\ne,Rambaud,2018,Paris,20,,,4\n";
        assert_eq!(
            told(&format!("{HEAD}{rows}")),
            "W071 60 % of 8 patients is no whole number of patients\nW070 `a` and `b` have the same author and year and centre and number of patients\nW072 `year` of `c` is 1015\nW072 `age` of `c` is 150 years\nW072 `year` of `d` is 2021\nW072 `male_percent` of `d` is 120 per cent\nW073 `hours` of `e` is 4, all others are 96 to 120"
        );
    }

    #[test]
    fn a_percentage_is_of_a_whole_number() {
        assert!(impossible(62.5, 1, 8.0).is_none());
        assert!(impossible(63.0, 0, 8.0).is_none());
        assert_eq!(
            impossible(60.0, 0, 8.0),
            Some(("50 % (4 of 8)".to_owned(), "62.5 % (5 of 8)".to_owned()))
        );
        assert!(impossible(28.8, 1, 415.0).is_some());
        assert!(impossible(28.0, 0, 415.0).is_none());
    }
}
