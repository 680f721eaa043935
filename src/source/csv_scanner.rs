//! Where the cells of a CSV begin and end.

use std::sync::Arc;

use super::SourceFile;
use crate::diagnostics::{Diagnostic, codes};

/// The longest cell in bytes: what a spreadsheet holds.
const LONGEST_CELL: usize = 32_767;
/// A row of more cells is not read to its end.
const MOST_CELLS: usize = 20_000;

/// The separator that is most frequent in the header, outside quotes; the comma when none is there.
pub(super) fn sniff(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|&(_, count)| count > 0) => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // The first of those that are equally frequent.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |&(separator, _)| separator)
}

/// Reads one record after another.
pub(super) struct Scanner<'a> {
    file: &'a Arc<SourceFile>,
    delimiter: u8,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) const fn new(file: &'a Arc<SourceFile>, delimiter: u8, at: usize) -> Self {
        Self { file, delimiter, at }
    }

    /// The cells of the next record; lines with nothing but white space are no records.
    pub(super) fn record(&mut self) -> Result<Option<Vec<(u32, u32)>>, Box<Diagnostic>> {
        let bytes = self.file.text().as_bytes();
        let blank = |byte: u8| matches!(byte, b'\r' | b' ') || (byte == b'\t' && self.delimiter != b'\t');
        loop {
            let line = bytes[self.at..]
                .iter()
                .position(|&byte| byte == b'\n')
                .map_or(bytes.len(), |at| self.at + at);
            if !bytes[self.at..line].iter().all(|&byte| blank(byte)) {
                break;
            }
            if line >= bytes.len() {
                return Ok(None);
            }
            self.at = line + 1;
        }
        let mut cells = Vec::new();
        loop {
            let cell = self.cell()?;
            if (cell.1 - cell.0) as usize > LONGEST_CELL {
                let start = cell.0 as usize;
                let end = self.file.line_span(self.file.line_index(start)).end;
                return Err(Box::new(
                    Diagnostic::new(
                        codes::TEXT_TOO_LONG,
                        format!("a cell has {} bytes, at most {LONGEST_CELL} are read", cell.1 - cell.0),
                    )
                    .at(self.file.place(start..end.max(start)), "it begins here")
                    .hint("close the quote where the cell ends"),
                ));
            }
            if cells.len() >= MOST_CELLS {
                return Err(Box::new(
                    Diagnostic::new(
                        codes::TABLE_TOO_LARGE,
                        format!("a row has more than {MOST_CELLS} cells"),
                    )
                    .at(self.file.place(cell.0 as usize..cell.1 as usize), "too many")
                    .hint("name the table that has a row per study"),
                ));
            }
            cells.push(cell);
            match bytes.get(self.at) {
                Some(&byte) if byte == self.delimiter => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    return Ok(Some(cells));
                }
                None => return Ok(Some(cells)),
            }
        }
    }

    /// The bytes of the next cell; stops at the separator, the line feed or the end.
    fn cell(&mut self) -> Result<(u32, u32), Box<Diagnostic>> {
        let text = self.file.text();
        let bytes = text.as_bytes();
        let space = |byte: &u8| *byte == b' ' || *byte == b'\r';
        let from = self.at + bytes[self.at..].iter().take_while(|byte| space(byte)).count();
        if bytes.get(from) != Some(&b'"') {
            let ends = |byte: &u8| *byte == self.delimiter || *byte == b'\n';
            let end = bytes[self.at..].iter().position(ends).map_or(bytes.len(), |at| self.at + at);
            let from = from.min(end);
            let length = bytes[from..end].iter().rev().skip_while(|byte| space(byte)).count();
            self.at = end;
            return Ok(span(from, from + length));
        }
        let mut end = from + 1;
        loop {
            match bytes[end..].iter().position(|&byte| byte == b'"') {
                None => return Err(Box::new(self.not_closed(from))),
                Some(at) if bytes.get(end + at + 1) == Some(&b'"') => end += at + 2,
                Some(at) => {
                    end += at + 1;
                    break;
                }
            }
        }
        self.at = end + bytes[end..].iter().take_while(|byte| space(byte)).count();
        match bytes.get(self.at) {
            None | Some(b'\n') => Ok(span(from, end)),
            Some(byte) if *byte == self.delimiter => Ok(span(from, end)),
            Some(_) => {
                let rest =
                    text[end..].find(['\n', char::from(self.delimiter)]).map_or(text.len(), |at| end + at);
                let rest = end..end + text[end..rest].trim_end().len();
                let fault =
                    Diagnostic::new(codes::MALFORMED_QUOTES, "text follows the closing quote of a cell")
                        .at(self.file.place(rest), "after the closing quote")
                        .also(self.file.place(from..from + 1), "the cell begins here")
                        .hint("a quote inside a quoted cell is written twice: \"\"");
                Err(Box::new(fault))
            }
        }
    }

    fn not_closed(&self, from: usize) -> Diagnostic {
        Diagnostic::new(codes::MALFORMED_QUOTES, "the quote of a cell is never closed")
            .at(self.file.place(from..from + 1), "opened here")
            .hint("close it with `\"`; a quote inside a quoted cell is written twice: \"\"")
    }
}

/// Files have at most 64 MiB, so that offsets fit.
fn span(from: usize, to: usize) -> (u32, u32) {
    let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    (fit(from), fit(to))
}
