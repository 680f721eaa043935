//! The standard normal distribution.

use super::tails::{TailProbability, Tails};
use crate::stats::num;
use std::f64::consts::SQRT_2;

/// Density at `x`.
#[must_use]
pub fn pdf(x: f64) -> f64 {
    num::exp(ln_pdf(x))
}

/// Logarithm of the density at `x`.
#[must_use]
pub fn ln_pdf(x: f64) -> f64 {
    -0.5 * x * x - num::half_ln_two_pi()
}

/// P(X <= x).
///
/// ```
/// use ecmo_report::stats::dist::normal;
/// assert!((normal::cdf(1.959963984540054) - 0.975).abs() < 1e-15);
/// ```
#[must_use]
pub fn cdf(x: f64) -> f64 {
    0.5 * num::erfc(-x / SQRT_2)
}

/// P(X > x).
#[must_use]
pub fn sf(x: f64) -> f64 {
    cdf(-x)
}

/// Two-sided p-value P(|X| > |z|).
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    num::erfc(z.abs() / SQRT_2)
}

/// ln P(X > x), finite where the probability itself underflows.
#[must_use]
pub fn ln_sf(x: f64) -> f64 {
    if x < -1.0 {
        num::ln1p(-cdf(x))
    } else if x < 10.0 {
        num::ln(sf(x))
    } else {
        ln_pdf(x) + num::ln(mills_ratio(x))
    }
}

/// ln P(X <= x), finite where the probability itself underflows.
#[must_use]
pub fn ln_cdf(x: f64) -> f64 {
    ln_sf(-x)
}

/// Survival function over density, for x >= 10, by Laplace's continued fraction.
fn mills_ratio(x: f64) -> f64 {
    let mut fraction = x;
    for i in (1..=40_i32).rev() {
        fraction = x + f64::from(i) / fraction;
    }
    1.0 / fraction
}

/// The point with P(X <= x) = p, by Wichura's algorithm AS 241 (1988).
///
/// ```
/// use ecmo_report::stats::dist::normal;
/// assert!((normal::quantile(0.975) - 1.959963984540054).abs() < 1e-15);
/// ```
#[must_use]
pub fn quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * rational(r, &CENTRAL);
    }
    if q < 0.0 { -upper_quantile(p) } else { upper_quantile(1.0 - p) }
}

/// The point with P(X > x) = q: the digits of a small q are kept.
#[must_use]
pub fn quantile_upper(q: f64) -> f64 {
    -quantile(q)
}

/// The point with tail probability q above it, for q < 0.075.
fn upper_quantile(q: f64) -> f64 {
    if q == 0.0 {
        return f64::INFINITY;
    }
    let r = (-num::ln(q)).sqrt();
    if r <= 5.0 { rational(r - 1.6, &NEAR) } else { rational(r - 5.0, &FAR) }
}

/// Both tails at `x`.
#[must_use]
pub fn tails(x: f64) -> Tails {
    Tails { ln_lower: ln_cdf(x), ln_upper: ln_sf(x) }
}

/// Quantile of whichever tail is named.
pub(super) fn quantile_of(target: TailProbability) -> f64 {
    match target {
        TailProbability::Lower(p) => quantile(p),
        TailProbability::Upper(q) => quantile_upper(q),
    }
}

fn rational(r: f64, coefficients: &[[f64; 8]; 2]) -> f64 {
    let [numerator, denominator] = coefficients;
    let horner = |c: &[f64; 8]| c.iter().fold(0.0, |sum, &c| sum * r + c);
    horner(numerator) / horner(denominator)
}

/// Wichura's coefficients for |p - 1/2| <= 0.425, highest power first: numerator, denominator.
#[expect(clippy::excessive_precision, reason = "as printed in the paper")]
const CENTRAL: [[f64; 8]; 2] = [
    [
        2_509.080_928_730_122_672_7,
        33_430.575_583_588_128_105,
        67_265.770_927_008_700_853,
        45_921.953_931_549_871_457,
        13_731.693_765_509_461_125,
        1_971.590_950_306_551_442_7,
        133.141_667_891_784_377_45,
        3.387_132_872_796_366_608,
    ],
    [
        5_226.495_278_852_545_925,
        28_729.085_735_721_942_674,
        39_307.895_800_092_710_61,
        21_213.794_301_586_595_867,
        5_394.196_021_424_751_107_7,
        687.187_007_492_057_908_3,
        42.313_330_701_600_911_252,
        1.0,
    ],
];

/// For tails down to e^-25.
#[expect(clippy::excessive_precision, reason = "as printed in the paper")]
const NEAR: [[f64; 8]; 2] = [
    [
        7.745_450_142_783_414_076_4e-4,
        0.022_723_844_989_269_184_583_3,
        0.241_780_725_177_450_611_77,
        1.270_458_252_452_368_382_58,
        3.647_848_324_763_204_605_04,
        5.769_497_221_460_691_405_5,
        4.630_337_846_156_545_295_9,
        1.423_437_110_749_683_577_34,
    ],
    [
        1.050_750_071_644_416_843_24e-9,
        5.475_938_084_995_344_946e-4,
        0.015_198_666_563_616_457_196_6,
        0.148_103_976_427_480_074_59,
        0.689_767_334_985_100_004_55,
        1.676_384_830_183_803_849_4,
        2.053_191_626_637_758_821_87,
        1.0,
    ],
];

/// For tails beyond e^-25.
#[expect(clippy::excessive_precision, reason = "as printed in the paper")]
const FAR: [[f64; 8]; 2] = [
    [
        2.010_334_399_292_288_132_65e-7,
        2.711_555_568_743_487_578_15e-5,
        0.001_242_660_947_388_078_438_6,
        0.026_532_189_526_576_123_093,
        0.296_560_571_828_504_891_23,
        1.784_826_539_917_291_335_8,
        5.463_784_911_164_114_369_9,
        6.657_904_643_501_103_777_2,
    ],
    [
        2.044_263_103_389_939_785_64e-15,
        1.421_511_758_316_445_888_7e-7,
        1.846_318_317_510_054_681_8e-5,
        7.868_691_311_456_132_591e-4,
        0.014_875_361_290_850_614_852_5,
        0.136_929_880_922_735_805_31,
        0.599_832_206_555_887_937_69,
        1.0,
    ],
];
