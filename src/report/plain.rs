//! A number of the results of which only the key is known, as the tables write it.

use tera::Value;

use super::lookup::member;
use crate::numbers::{Numbers, Scale};

/// The number at a path such as `survival.small_study.egger.statistic`; `owner` is what it is a member of.
pub(super) fn number(x: f64, at: &str, owner: Option<&Value>, numbers: Numbers) -> String {
    let key = at.rsplit_once('.').map_or(at, |(_, key)| key);
    // An item of a list is written as the list is named.
    let name = key.split('[').next().unwrap_or(key);
    match name {
        "p" => numbers.p_value(x),
        _ if name.ends_with("_p") => numbers.p_value(x),
        "value" | "range" if at.contains("summaries.") || at.contains("summaries[") => numbers.description(x),
        "tau" | "tau2" | "tau2_ci" | "tau2_deleted" => numbers.tau2(x),
        "r2" | "i2" | "i2_ci" | "i2_tau2" | "i2_residual" => numbers.i2(x),
        "percent_agreement" => {
            numbers.percent(x, owner.and_then(|owner| member(owner, "n")).and_then(Value::as_f64))
        }
        "kappa" | "kappa_ci" => numbers.decimal(x, 2),
        "weight" | "weight_random" | "weight_common" => numbers.weight(x),
        "level" => numbers.level(x),
        "hat" => numbers.decimal(x, 3),
        "df" | "qm_df" | "qe_df" => numbers.degrees_of_freedom(x),
        "statistic"
        | "q"
        | "h2"
        | "qm"
        | "qe"
        | "studentized_residual"
        | "dffits"
        | "cooks_distance"
        | "covariance_ratio"
        | "q_deleted"
        | "dfbetas" => numbers.statistic(x),
        _ if x.fract() == 0.0 => numbers.integer(x),
        _ => numbers.estimate(x, Scale::Number),
    }
}
