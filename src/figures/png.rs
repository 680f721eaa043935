//! Figures as pixels, with the embedded fonts and nothing of the machine's.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::figure::Figure;
use super::text::{BOLD, REGULAR};

/// The family name of the embedded fonts.
const FAMILY: &str = "Report Sans";

/// The most pixels a figure may have: 100 megapixels, 400 MB while it is drawn.
const MOST: f64 = 1e8;

/// Why a figure did not become pixels.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The resolution is not a positive number, or asks for too many pixels.
    #[error("{width} x {height} pixels at {dpi} dpi are not between 1 and 100 million")]
    Size {
        /// Width in pixels.
        width: f64,
        /// Height in pixels.
        height: f64,
        /// Dots per inch.
        dpi: f64,
    },
    /// The SVG can't be read.
    #[error("the figure can't be read as SVG: {0}")]
    Svg(#[from] usvg::Error),
    /// The pixels can't be written as PNG.
    #[error("the figure can't be written as PNG: {0}")]
    Encoding(String),
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// A figure as PNG at a resolution in dots per inch of its final size: 96 gives a pixel per unit, 600 is what
/// journals ask for.
///
/// # Errors
/// When the resolution is not positive or the picture would be too large.
pub fn png(figure: &Figure, dpi: f64) -> Result<Vec<u8>, PngError> {
    let scale = dpi / 96.0;
    let (width, height) = ((figure.width * scale).round(), (figure.height * scale).round());
    let size = || PngError::Size { width, height, dpi };
    if !(width >= 1.0 && height >= 1.0 && width * height <= MOST) {
        return Err(size());
    }
    let options = usvg::Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&without_variables(&figure.svg), &options)?;
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or_else(size)?;
    let scale = Transform::from_scale((width / figure.width) as f32, (height / figure.height) as f32);
    resvg::render(&tree, scale, &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| PngError::Encoding(error.to_string()))?;
    Ok(with_resolution(bytes, dpi))
}

/// The SVG without its style sheet: CSS variables are for browsers, the attributes say the same.
fn without_variables(svg: &str) -> String {
    match (svg.find("<style>"), svg.find("</style>")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &svg[..start], &svg[end + "</style>".len()..])
        }
        _ => svg.to_owned(),
    }
}

/// Says the resolution in a `pHYs` chunk behind the header, so that the figure opens at its final size.
fn with_resolution(mut bytes: Vec<u8>, dpi: f64) -> Vec<u8> {
    // Signature of 8 bytes; IHDR with length, name, 13 bytes and checksum.
    const HEADER: usize = 8 + 4 + 4 + 13 + 4;
    let per_metre = (dpi / 0.0254).round() as u32;
    let mut body = b"pHYs".to_vec();
    body.extend(per_metre.to_be_bytes());
    body.extend(per_metre.to_be_bytes());
    body.push(1);
    let mut chunk = 9_u32.to_be_bytes().to_vec();
    chunk.extend(&body);
    chunk.extend(crc32(&body).to_be_bytes());
    if bytes.len() > HEADER {
        bytes.splice(HEADER..HEADER, chunk);
    }
    bytes
}

/// The checksum of PNG chunks.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Canvas, Caption, Colour, Shape, TextStyle, Theme};

    fn figure() -> Figure {
        let mut canvas = Canvas::new("pixels", Theme::default());
        canvas.rectangle(10.0, 10.0, 20.0, 20.0, Shape::fill(Colour::Point));
        canvas.text(40.0, 25.0, "τ² ≤ 1", TextStyle::default().bold());
        canvas.finish(100.0, 40.0, Caption { title: "Pixels".into(), ..Caption::default() })
    }

    fn decoded(dpi: f64) -> Pixmap {
        Pixmap::decode_png(&png(&figure(), dpi).unwrap()).unwrap()
    }

    #[test]
    fn the_size_follows_the_resolution() {
        assert_eq!((decoded(96.0).width(), decoded(96.0).height()), (100, 40));
        assert_eq!(decoded(600.0).width(), 625);
    }

    #[test]
    fn colours_and_letters_are_drawn() {
        let pixels = decoded(192.0);
        let inside = pixels.pixel(40, 40).unwrap();
        assert_eq!((inside.red(), inside.green(), inside.blue()), (0x1f, 0x4e, 0x79));
        let paper = pixels.pixel(2, 2).unwrap();
        assert_eq!((paper.red(), paper.alpha()), (255, 255));
        let dark = |from: u32, to: u32| {
            (from..to)
                .flat_map(|x| (30..56).map(move |y| (x, y)))
                .filter(|&(x, y)| pixels.pixel(x, y).unwrap().red() < 100)
                .count()
        };
        assert!(dark(80, 96) > 20, "the tau is there");
        assert!(dark(80, 150) > 100);
    }

    #[test]
    fn the_resolution_is_said() {
        let bytes = png(&figure(), 300.0).unwrap();
        assert_eq!(&bytes[37..41], b"pHYs");
        assert_eq!(&bytes[41..45], 11_811_u32.to_be_bytes());
        // The checksum of an empty end chunk is known.
        assert_eq!(crc32(b"IEND"), 0xAE42_6082);
    }

    #[test]
    fn sizes_that_no_machine_holds_are_refused() {
        assert!(png(&figure(), 1e6).is_err());
        assert!(png(&figure(), 0.0).is_err());
        assert!(png(&figure(), f64::NAN).is_err());
    }
}
