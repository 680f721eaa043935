//! How results are written: 12 significant digits, LF line ends, a newline at the end.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use crate::stats::decimal::kept;

/// Any serialisable value as the JSON of an output: pretty-printed, numbers rounded to 12 significant digits
/// (so that the last bits, which may differ between platforms, do not show), what is not a number as null, a
/// newline at the end.
///
/// # Errors
/// When the value can't be serialised (a map with keys that are not strings).
pub fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut out, Rounded(PrettyFormatter::new())))?;
    out.push(b'\n');
    Ok(out)
}

/// Pretty printing with rounded numbers.
struct Rounded(PrettyFormatter<'static>);

impl Formatter for Rounded {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        self.0.write_f64(writer, kept(value))
    }
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }
    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }
    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }
    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }
    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }
    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }
    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }
    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::to_json;

    fn text(x: f64) -> String {
        String::from_utf8(to_json(&x).unwrap()).unwrap().trim().to_owned()
    }

    #[test]
    fn numbers_keep_twelve_significant_digits() {
        assert_eq!(text(0.1 + 0.2), "0.3");
        assert_eq!(text(1.0 / 3.0), "0.333333333333");
        assert_eq!(text(2.0e-300 / 3.0), "6.66666666667e-301");
        assert_eq!(text(-123_456_789_012.345_6), "-123456789012.0");
    }

    #[test]
    fn what_is_no_number_is_null_and_zero_has_no_sign() {
        assert_eq!(text(f64::NAN), "null");
        assert_eq!(text(f64::INFINITY), "null");
        assert_eq!(text(-0.0), "0.0");
    }
}
