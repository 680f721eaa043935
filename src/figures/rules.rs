//! Outlier rules as readers have them: in words for prose, in symbols for figures and tables.

use crate::numbers::Numbers;

/// A comparison of a statistic of influence with a number.
struct Comparison<'r> {
    statistic: Statistic,
    absolute: bool,
    above: bool,
    limit: &'r str,
}

/// What an outlier rule may ask about.
struct Statistic {
    /// Within a sentence.
    words: &'static str,
    /// Beside a symbol.
    short: &'static str,
}

/// The comparisons of a rule that is nothing but comparisons, one of which must hold.
fn comparisons(rule: &str) -> Option<Vec<Comparison<'_>>> {
    if rule.contains(" and ") {
        return None;
    }
    rule.split(" or ").map(|part| comparison(part.trim())).collect()
}

fn comparison(text: &str) -> Option<Comparison<'_>> {
    let (left, limit, above) = match text.split_once('>') {
        Some((left, limit)) => (left, limit, true),
        None => text.split_once('<').map(|(left, limit)| (left, limit, false))?,
    };
    let limit = limit.trim();
    limit.parse::<f64>().ok()?;
    let (name, absolute) = match left.split_once('|') {
        Some((name, filter)) if filter.trim() == "abs" => (name.trim(), true),
        Some(_) => return None,
        None => (left.trim(), false),
    };
    let (words, short) = match name {
        "studentized_residual" => ("the externally studentised residual", "studentised residual"),
        "dffits" => ("the DFFITS value", "DFFITS"),
        "cooks_distance" => ("Cook’s distance", "Cook’s distance"),
        "covariance_ratio" => ("the covariance ratio", "covariance ratio"),
        "hat" => ("the hat value", "hat value"),
        "dfbetas" => ("the DFBETAS value", "DFBETAS"),
        "weight" => ("the weight", "weight"),
        _ => return None,
    };
    Some(Comparison { statistic: Statistic { words, short }, absolute, above, limit })
}

impl Comparison<'_> {
    /// The limit with as many decimals as the author gave it.
    fn limit(&self, numbers: &Numbers) -> String {
        let decimals = self.limit.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        numbers.decimal(self.limit.parse().unwrap_or(f64::NAN), decimals)
    }

    fn in_words(&self, numbers: &Numbers) -> String {
        let Statistic { words, .. } = self.statistic;
        let name = match (self.absolute, words.strip_prefix("the ")) {
            (true, Some(rest)) => format!("the absolute {rest}"),
            (true, None) => format!("absolute {words}"),
            (false, _) => words.to_owned(),
        };
        format!("{name} {} {}", if self.above { "exceeds" } else { "is below" }, self.limit(numbers))
    }

    fn in_symbols(&self, numbers: &Numbers) -> String {
        let Statistic { short, .. } = self.statistic;
        let name = if self.absolute { format!("|{short}|") } else { short.to_owned() };
        format!("{name} {}\u{a0}{}", if self.above { ">" } else { "<" }, self.limit(numbers))
    }
}

/// A rule in words: `studentized_residual | abs > 1.96` flags studies "when the absolute externally studentised
/// residual exceeds 1.96". Rules that are no plain comparisons stay as they are written.
#[must_use]
pub fn in_words(rule: &str, numbers: &Numbers) -> String {
    match comparisons(rule) {
        Some(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| part.in_words(numbers)).collect();
            format!("when {}", parts.join(" or "))
        }
        None => format!("by the rule `{rule}`"),
    }
}

/// A rule in symbols: `|studentised residual| > 1.96`. Rules that are no plain comparisons stay as they are
/// written.
#[must_use]
pub fn in_symbols(rule: &str, numbers: &Numbers) -> String {
    match comparisons(rule) {
        Some(parts) => parts.iter().map(|part| part.in_symbols(numbers)).collect::<Vec<_>>().join(" or "),
        None => rule.to_owned(),
    }
}

/// Whether a rule asks about nothing but the residual, which shows outliers rather than influence.
pub(super) fn of_residual_alone(rule: &str) -> bool {
    comparisons(rule)
        .is_some_and(|parts| parts.iter().all(|part| part.statistic.short == "studentised residual"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_as_words_where_they_are_plain() {
        let words = |text| in_words(text, &Numbers::default());
        assert_eq!(
            words("studentized_residual | abs > 1.96"),
            "when the absolute externally studentised residual exceeds 1.96"
        );
        assert_eq!(
            words("cooks_distance > 0.5 or hat > 0.30"),
            "when Cook’s distance exceeds 0.5 or the hat value exceeds 0.30"
        );
        assert_eq!(words("hat > 3 / k"), "by the rule `hat > 3 / k`");
    }

    #[test]
    fn rules_read_as_symbols_in_figures() {
        let symbols = |text| in_symbols(text, &Numbers::default());
        assert_eq!(symbols("studentized_residual | abs > 1.96"), "|studentised residual| >\u{a0}1.96");
        assert_eq!(symbols("hat > 0.3 or dffits < 2"), "hat value >\u{a0}0.3 or DFFITS <\u{a0}2");
        assert_eq!(symbols("hat > 3 / k"), "hat > 3 / k");
        assert!(of_residual_alone("studentized_residual | abs > 1.96"));
        assert!(!of_residual_alone("studentized_residual > 2 or hat > 0.3"));
    }
}
