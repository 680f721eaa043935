//! What a forest plot says about its measure, its model and its heterogeneity.

use crate::analysis::results::{AnalysisResult, BetweenTest, Heterogeneity, Part, Pooled};
use crate::figures::theme::Style;
use crate::numbers::{Effects, Numbers};
use crate::stats::choices::{
    CiMethod, EffectModel, I2Definition, Measure, Method, StudyCi, Tau2Estimator, Transform,
};

/// The estimate of a part in a column of its analysis's effects, which has measure and level in its heading: each is
/// said where the part has another. `Odds ratio 0.67 (0.48 to 0.93)`, `0.70 (90% CI 0.57 to 0.87)`.
#[must_use]
pub fn effect_in_column(analysis: &AnalysisResult, part: &Part<'_>, numbers: Numbers) -> String {
    let effects = Effects::of_part(analysis, part, numbers);
    let Pooled { estimate, ci, .. } = *part.headline();
    #[expect(clippy::float_cmp, reason = "a level is what the author wrote")]
    let same_level = part.choices.level == analysis.level;
    let text = if same_level {
        effects.with_limits(estimate, ci)
    } else {
        effects.with_named_limits(estimate, ci, part.choices.level)
    };
    if part.choices.measure == analysis.measure || estimate.is_none() {
        text
    } else {
        format!("{} {text}", analysis.effect_words_of(part.choices.measure).heading)
    }
}

/// The name of a model's pooled result.
pub(super) fn pooled(model: EffectModel, method: Method) -> String {
    match (model, method) {
        (EffectModel::Random, Method::Glmm) => "Random effects (GLMM)".to_owned(),
        (EffectModel::Random, _) => "Random effects".to_owned(),
        (EffectModel::Common, Method::MantelHaenszel) => "Common effect (Mantel–Haenszel)".to_owned(),
        (EffectModel::Common, Method::Peto) => "Common effect (Peto)".to_owned(),
        (EffectModel::Common, _) => "Common effect".to_owned(),
    }
}

const fn estimator(tau2: Tau2Estimator) -> &'static str {
    match tau2 {
        Tau2Estimator::Reml => "restricted maximum likelihood",
        Tau2Estimator::Dl => "DerSimonian–Laird",
        Tau2Estimator::Pm => "Paule–Mandel",
        Tau2Estimator::Ml => "maximum likelihood",
        Tau2Estimator::Eb => "empirical Bayes",
        Tau2Estimator::He => "Hedges",
        Tau2Estimator::Hs => "Hunter–Schmidt",
        Tau2Estimator::Sj => "Sidik–Jonkman",
    }
}

const fn interval(ci: CiMethod) -> &'static str {
    match ci {
        CiMethod::HartungKnapp => "Hartung–Knapp",
        CiMethod::Wald => "Wald",
        CiMethod::T => "t distribution",
        CiMethod::HartungKnappAdhoc => "Hartung–Knapp, not narrower than Wald",
    }
}

const fn study_interval(ci: StudyCi) -> &'static str {
    match ci {
        StudyCi::ClopperPearson => "Clopper–Pearson (exact)",
        StudyCi::Wilson => "Wilson",
        StudyCi::AgrestiCoull => "Agresti–Coull",
        StudyCi::Jeffreys => "Jeffreys",
        StudyCi::Wald => "Wald",
    }
}

/// The scale on which an analysis pools, as the end of a phrase.
const fn scale(transform: Transform, measure: Measure) -> &'static str {
    match (transform, measure) {
        (Transform::Logit, _) => " on the logit scale",
        (Transform::FreemanTukey, Measure::Rate) => " after Freeman–Tukey double square root transformation",
        (Transform::FreemanTukey, _) => " after Freeman–Tukey double arcsine transformation",
        (Transform::Arcsine, _) => " after arcsine square root transformation",
        (Transform::Log, _) => " on the log scale",
        (Transform::Sqrt, _) => " after square root transformation",
        (Transform::FisherZ, _) => " after Fisher’s z transformation",
        (Transform::None, _) => "",
    }
}

/// How the intervals of single studies are made: other than those of the pooled results, which must be said.
pub(super) const fn single(result: &AnalysisResult) -> &'static str {
    match (result.study_ci, result.measure) {
        (Some(ci), _) => study_interval(ci),
        (None, Measure::Rate) => "the exact Poisson method",
        (None, _) => "the normal approximation",
    }
}

/// How the numbers of the plot were made.
pub(super) fn methods(result: &AnalysisResult, style: Style, numbers: &Numbers) -> String {
    let mut out = match result.method {
        Method::Glmm => "Random effects: binomial–normal mixed model".to_owned(),
        Method::InverseVariance | Method::MantelHaenszel | Method::Peto => format!(
            "Random effects: inverse variance{}, τ² by {}{}, confidence interval by {}",
            scale(result.transform, result.measure),
            estimator(result.tau2_estimator),
            // Only the house style prints the interval.
            if style == Style::Plain && result.heterogeneity.tau2_ci.is_some() {
                " with Q-profile interval"
            } else {
                ""
            },
            interval(result.ci_method)
        ),
    };
    if result.common.estimate.is_some() {
        out.push_str(match result.method {
            Method::InverseVariance => "; common effect: inverse variance",
            Method::MantelHaenszel => "; common effect: Mantel–Haenszel method",
            Method::Peto => "; common effect: Peto’s method",
            Method::Glmm => "; common effect: the same model without heterogeneity",
        });
    }
    out.push_str(&format!("; intervals of single studies by {}.", single(result)));
    match result.studies.iter().filter(|study| study.corrected).count() {
        0 => {}
        1 => out.push_str(" One study with a zero cell enters with a continuity correction."),
        more => out.push_str(&format!(
            " {} studies with a zero cell enter with a continuity correction.",
            numbers.count(more as u64)
        )),
    }
    out
}

/// A text that does not break.
fn whole(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Q, its p value, and I², in one format everywhere: `Heterogeneity: τ² = 0.21 (95% CI 0.05 to 0.80); χ² = 48.3,
/// df = 12 (P < 0.001); I² = 75% (55% to 86%)`. None where nothing of it could be computed.
pub(super) fn heterogeneity(
    of: &Heterogeneity,
    definition: I2Definition,
    level: f64,
    style: Style,
    numbers: &Numbers,
) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(tau2) = of.tau2
        && !matches!(style, Style::Jama | Style::Lancet)
    {
        let mut part = numbers.equation("τ²", &numbers.tau2(tau2));
        if let Some(ci) = of.tau2_ci
            && style == Style::Plain
        {
            let limits = format!("({} {})", numbers.interval_name(level), numbers.tau2_interval(ci));
            part.push_str(&format!(" {}", whole(&limits)));
        }
        parts.push(part);
    }
    let p = of.p.map(|p| numbers.p_statement(p));
    if let (Some(q), Some(df)) = (of.q, of.df)
        && style != Style::Lancet
    {
        let mut part = format!(
            "{}, {}",
            numbers.equation("χ²", &numbers.statistic(q)),
            numbers.equation("df", &numbers.degrees_of_freedom(df))
        );
        if let Some(p) = &p {
            part.push_str(&format!(" {}", whole(&format!("({p})"))));
        }
        parts.push(part);
    }
    let (i2, ci) = of.headline(definition);
    if let Some(i2) = i2 {
        let mut part = numbers.equation("I²", &numbers.i2(i2));
        if let Some(ci) = ci
            && style == Style::Plain
        {
            part.push_str(&format!(" ({})", numbers.i2_interval(ci)));
        }
        parts.push(whole(&part));
    }
    if style == Style::Lancet {
        parts.extend(p);
    }
    let name = if style == Style::Bmj { "Test for heterogeneity" } else { "Heterogeneity" };
    (!parts.is_empty()).then(|| format!("{name}: {}", parts.join("; ")))
}

/// The test between subgroups.
pub(super) fn between(test: &BetweenTest, numbers: &Numbers) -> String {
    format!(
        "Test for subgroup differences: {}, {} ({})",
        numbers.equation("χ²", &numbers.statistic(test.q)),
        numbers.equation("df", &numbers.degrees_of_freedom(test.df)),
        numbers.p_statement(test.p)
    )
}

/// The test of the pooled effect, for measures with a null and styles that print it.
pub(super) fn overall(pooled: &Pooled, measure: Measure, style: Style, numbers: &Numbers) -> Option<String> {
    if measure.null_value().is_none() || style == Style::Plain {
        return None;
    }
    let (statistic, p) = (pooled.statistic?, pooled.p?);
    let statistic = match pooled.df {
        Some(df) => format!(
            "{}, {}",
            numbers.equation("t", &numbers.statistic(statistic)),
            numbers.equation("df", &numbers.degrees_of_freedom(df))
        ),
        None => numbers.equation("z", &numbers.statistic(statistic)),
    };
    Some(match style {
        Style::Lancet => format!("Test for overall effect: {}", numbers.p_statement(p)),
        _ => format!("Test for overall effect: {statistic} ({})", numbers.p_statement(p)),
    })
}
