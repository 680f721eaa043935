//! Contrast between colours as WCAG 2 defines it, lightness in print without colour, and how far colours stay apart
//! with each kind of colour vision, for the tests of palettes.

use crate::stats::num::pow;

/// Red, green and blue in proportion to light, between 0 and 1.
fn linear(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { pow((value + 0.055) / 1.055, 2.4) }
    })
}

fn times(matrix: &[[f64; 3]; 3], by: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(by).map(|(one, other)| one * other).sum())
}

/// From linear sRGB to CIE XYZ, white (D65) being 1 in each.
const XYZ: [[f64; 3]; 3] = [
    [0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047],
    [0.2126, 0.7152, 0.0722],
    [0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883],
];

/// The contrast of two `#rrggbb` colours, from 1 to 21.
pub(crate) fn ratio(one: &str, other: &str) -> f64 {
    let luminance = |hex| times(&XYZ, linear(hex))[1];
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// CIE L*a*b* of light.
fn lab(light: [f64; 3]) -> [f64; 3] {
    let root = |t: f64| if t > 0.008_856 { pow(t, 1.0 / 3.0) } else { 7.787 * t + 16.0 / 116.0 };
    let [x, y, z] = times(&XYZ, light.map(|part| part.clamp(0.0, 1.0))).map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How light a colour is where it is printed without colour, from 0 (black) to 100 (white).
pub(crate) fn lightness(hex: &str) -> f64 {
    lab(linear(hex))[0]
}

/// A kind of colour vision.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sight {
    Normal,
    Protan,
    Deutan,
    Tritan,
}

impl Sight {
    /// What linear sRGB looks like: Machado, Oliveira and Fernandes 2009, severity 1.
    const fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Normal => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Protan => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deutan => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritan => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        }
    }
}

/// How far two colours are apart (CIE 1976) for someone with this colour vision.
pub(crate) fn difference(one: &str, other: &str, sight: Sight) -> f64 {
    let seen = |hex| lab(times(&sight.matrix(), linear(hex)));
    seen(one).iter().zip(seen(other)).map(|(one, other)| (one - other) * (one - other)).sum::<f64>().sqrt()
}
