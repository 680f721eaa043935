//! Results to a script.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::literal::{field, limits, list, named, number, numbers, text, texts, without_last_comma};
use crate::analysis::results::{
    AnalysisResult, ArmResult, BetweenTest, Heterogeneity, Level, MetaRegressionResult, Pooled, Results,
    StudyRecord, StudyResult, Subgroups,
};
use crate::spec::shape::Prediction;
use crate::stats::choices::{
    BackTransformN, CiMethod, ContinuityTo, Measure, Method, Tau2Estimator, Transform,
};

/// How a pooled result is recomputed; the same in every script.
const FUNCTIONS: &str = include_str!("../../../templates/analysis.R");

/// The choices of a model that numbers depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScriptModel {
    /// What is pooled.
    pub measure: Measure,
    /// On which scale.
    pub transform: Transform,
    /// How.
    pub method: Method,
    /// Estimator of tau2.
    pub tau2: Tau2Estimator,
    /// Interval and test.
    pub ci: CiMethod,
    /// Level of the intervals.
    pub level: f64,
    /// Prediction interval.
    pub prediction: Prediction,
    /// Sample size for the way back from Freeman-Tukey.
    pub back_transform_n: BackTransformN,
    /// What is added to cells.
    pub continuity_add: f64,
    /// To which studies.
    pub continuity_to: ContinuityTo,
}

/// A sensitivity variant: its label in the results, its choices and its studies.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptVariant {
    /// Label.
    pub label: String,
    /// Choices.
    pub model: ScriptModel,
    /// Ids of the studies.
    pub studies: Vec<String>,
}

/// The choices behind an analysis, which the results do not hold in full.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptChoices {
    /// Of the analysis.
    pub model: ScriptModel,
    /// Of its variants.
    pub variants: Vec<ScriptVariant>,
}

/// The script that recomputes the results; `choices` by id of the analysis. An analysis without choices is
/// left out.
#[must_use]
pub fn r_script(results: &Results, choices: &IndexMap<String, ScriptChoices>) -> String {
    let review = &results.review;
    let version = review.version.as_ref().map_or_else(String::new, |version| format!(", version {version}"));
    let mut script = format!(
        "# Recomputes the results of \"{}\"{version}\n\
         # with the R package metafor, from the data of the studies, and stops on a difference.\n\
         # Written by {} {}. Run it with: Rscript analysis.R\n\n",
        one_line(&review.title),
        results.tool.name,
        results.tool.version,
    );
    script.push_str(FUNCTIONS);
    script.push_str("\n# The analyses of this review.\n\nanalyses <- list()\n");
    for (id, analysis) in &results.analyses {
        if let Some(choices) = choices.get(id) {
            let fields = analysis_fields(results, id, analysis, choices);
            script.push_str(&format!(
                "\n# {}\nanalyses[[{}]] <- {}\n",
                one_line(&analysis.title),
                text(id),
                list(&fields)
            ));
        }
    }
    script.push_str(CLOSING);
    script
}

/// What runs after the data.
const CLOSING: &str = r#"
for (id in names(analyses)) recompute(id, analyses[[id]])

cat(sprintf("\n%d numbers recomputed with metafor %s under R %s, %d results differ%s\n", compared, packageVersion("metafor"),
  getRversion(), length(different), if (length(skipped)) sprintf(", %d not recomputed", length(skipped)) else ""))
if (length(different)) stop("these results differ from metafor's: ", paste(different, collapse = "; "), call. = FALSE)
"#;

/// A title must not end its comment.
fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn analysis_fields(
    results: &Results,
    id: &str,
    analysis: &AnalysisResult,
    choices: &ScriptChoices,
) -> String {
    let mut fields = field("  ", "model", &model(&choices.model));
    fields.push_str(&field("  ", "data", &data(analysis)));
    fields.push_str(&field("  ", "expected", &whole(analysis)));
    if !analysis.cumulative.is_empty() {
        let order = texts(analysis.cumulative.iter().map(|step| step.added.as_str()));
        fields.push_str(&field("  ", "order", &order));
    }
    let parts = parts(results, id, analysis, choices);
    if !parts.is_empty() {
        fields.push_str(&field("  ", "parts", &format!("list(\n{})", without_last_comma(&parts))));
    }
    let subgroups: String = analysis.subgroups.iter().map(subgroups).collect();
    if !subgroups.is_empty() {
        fields.push_str(&field("  ", "subgroups", &format!("list(\n{})", without_last_comma(&subgroups))));
    }
    let regressions: String = analysis
        .meta_regression
        .iter()
        .filter(|model| model.not_done.is_none() && !model.terms.is_empty())
        .filter_map(|model| regression(results, analysis, model))
        .collect();
    if !regressions.is_empty() {
        fields.push_str(&field(
            "  ",
            "regressions",
            &format!("list(\n{})", without_last_comma(&regressions)),
        ));
    }
    fields
}

fn model(model: &ScriptModel) -> String {
    let prediction = match model.prediction {
        Prediction::KMinus1 => "k-1",
        Prediction::KMinus2 => "k-2",
        Prediction::Off => "off",
    };
    let words = [
        ("measure", model.measure.as_str()),
        ("transform", model.transform.as_str()),
        ("method", model.method.as_str()),
        ("tau2", model.tau2.as_str()),
        ("ci", model.ci.as_str()),
        ("prediction", prediction),
        ("back", model.back_transform_n.as_str()),
        ("to", model.continuity_to.as_str()),
    ];
    let words: Vec<String> = words.iter().map(|(key, word)| format!("{key} = {}", text(word))).collect();
    let (level, add) = (number(Some(model.level)), number(Some(model.continuity_add)));
    format!("list({}, level = {level}, add = {add})", words.join(", "))
}

/// The data frame: a column for everything that some study has.
fn data(analysis: &AnalysisResult) -> String {
    fn arm(arm: Option<&ArmResult>, get: fn(&ArmResult) -> Option<f64>) -> Option<f64> {
        arm.and_then(get)
    }
    type Column = (&'static str, fn(&StudyResult) -> Option<f64>);
    let columns: [Column; 15] = [
        ("events", |s| s.events),
        ("total", |s| s.total),
        ("time", |s| s.time),
        ("mean", |s| s.mean),
        ("sd", |s| s.sd),
        ("events1", |s| arm(s.treated.as_ref(), |a| a.events)),
        ("total1", |s| arm(s.treated.as_ref(), |a| a.total)),
        ("time1", |s| arm(s.treated.as_ref(), |a| a.time)),
        ("mean1", |s| arm(s.treated.as_ref(), |a| a.mean)),
        ("sd1", |s| arm(s.treated.as_ref(), |a| a.sd)),
        ("events2", |s| arm(s.control.as_ref(), |a| a.events)),
        ("total2", |s| arm(s.control.as_ref(), |a| a.total)),
        ("time2", |s| arm(s.control.as_ref(), |a| a.time)),
        ("mean2", |s| arm(s.control.as_ref(), |a| a.mean)),
        ("sd2", |s| arm(s.control.as_ref(), |a| a.sd)),
    ];
    let mut fields = field("    ", "id", &texts(analysis.studies.iter().map(|study| study.id.as_str())));
    for (name, get) in columns {
        if analysis.studies.iter().any(|study| get(study).is_some()) {
            fields.push_str(&field("    ", name, &numbers(analysis.studies.iter().map(get))));
        }
    }
    match analysis.measure {
        Measure::Correlation => {
            fields.push_str(&field("    ", "r", &numbers(analysis.studies.iter().map(|s| s.estimate))));
        }
        // Published estimates: their data are the effects.
        Measure::Ratio | Measure::Generic => {
            fields.push_str(&field("    ", "yi", &numbers(analysis.studies.iter().map(|s| s.yi))));
            fields.push_str(&field("    ", "vi", &numbers(analysis.studies.iter().map(|s| s.vi))));
        }
        _ => {}
    }
    fields.push_str("    stringsAsFactors = FALSE,\n");
    format!("data.frame(\n{}  )", without_last_comma(&fields))
}

fn pooled(pooled: &Pooled) -> String {
    let [lower, upper] = limits(pooled.theta_ci);
    let [ci_lower, ci_upper] = limits(pooled.ci);
    let [theta_prediction_lower, theta_prediction_upper] = limits(pooled.theta_prediction);
    let [prediction_lower, prediction_upper] = limits(pooled.prediction);
    named(&[
        ("theta", pooled.theta),
        ("se", pooled.se),
        ("statistic", pooled.statistic),
        ("p", pooled.p),
        ("lower", lower),
        ("upper", upper),
        ("estimate", pooled.estimate),
        ("ci_lower", ci_lower),
        ("ci_upper", ci_upper),
        ("theta_prediction_lower", theta_prediction_lower),
        ("theta_prediction_upper", theta_prediction_upper),
        ("prediction_lower", prediction_lower),
        ("prediction_upper", prediction_upper),
    ])
}

fn spread(heterogeneity: &Heterogeneity) -> String {
    let [tau2_lower, tau2_upper] = limits(heterogeneity.tau2_ci);
    named(&[
        ("q", heterogeneity.q),
        ("q_p", heterogeneity.p),
        ("i2", heterogeneity.i2),
        ("i2_tau2", heterogeneity.i2_tau2),
        ("tau2", heterogeneity.tau2),
        ("tau2_lower", tau2_lower),
        ("tau2_upper", tau2_upper),
    ])
}

/// The numbers that a pooled result must have.
fn expected(random: &Pooled, common: Option<&Pooled>, heterogeneity: &Heterogeneity) -> String {
    let common = common.map_or_else(String::new, |common| format!(", common = {}", pooled(common)));
    format!("list(random = {}{common}, heterogeneity = {})", pooled(random), spread(heterogeneity))
}

fn whole(analysis: &AnalysisResult) -> String {
    let mut fields = field("    ", "yi", &numbers(analysis.studies.iter().map(|study| study.yi)));
    fields.push_str(&field("    ", "vi", &numbers(analysis.studies.iter().map(|study| study.vi))));
    fields.push_str(&field("    ", "random", &pooled(&analysis.random)));
    fields.push_str(&field("    ", "common", &pooled(&analysis.common)));
    fields.push_str(&field("    ", "heterogeneity", &spread(&analysis.heterogeneity)));
    format!("list(\n{}  )", without_last_comma(&fields))
}

/// Which studies of an analysis a part pools. Those of a whole series would take the square of their number.
enum Which<'a> {
    These(&'a [&'a str]),
    Without(&'a str),
    /// So many of the cumulative order.
    First(usize),
}

/// One part: name, studies, expected numbers, and the model where it is another one.
fn part(name: &str, which: &Which<'_>, expected: &str, own: Option<&ScriptModel>) -> String {
    let own = own.map_or_else(String::new, |own| format!("model = {}, ", model(own)));
    let which = match which {
        Which::These(studies) => format!("studies = {}", texts(studies.iter().copied())),
        Which::Without(study) => format!("without = {}", text(study)),
        Which::First(count) => format!("first = {count}"),
    };
    format!("    list(name = {}, {own}{which}, expected = {expected}),\n", text(name))
}

/// The analysis on some of its studies, or with other choices.
fn parts(results: &Results, id: &str, analysis: &AnalysisResult, choices: &ScriptChoices) -> String {
    let all: BTreeSet<&str> = analysis.studies.iter().map(|study| study.id.as_str()).collect();
    let level = |name: &str, level: &Level| {
        let studies: Vec<&str> = level.studies.iter().map(String::as_str).collect();
        let expected = expected(&level.random, Some(&level.common), &level.heterogeneity);
        part(name, &Which::These(&studies), &expected, None)
    };
    let mut parts = String::new();
    if let Some(without) = analysis.outliers.as_ref().and_then(|outliers| outliers.without.as_ref()) {
        parts.push_str(&level("without outliers", without));
    }
    for pair in &results.overlap {
        if let Some(without) = pair.without_smaller.get(id).filter(|level| !level.studies.is_empty()) {
            parts.push_str(&level(&format!("without {} (overlap)", pair.smaller), without));
        }
    }
    for left in &analysis.leave_one_out {
        let expected = expected(&left.random, None, &left.heterogeneity);
        let name = format!("without {}", left.omitted);
        parts.push_str(&part(&name, &Which::Without(&left.omitted), &expected, None));
    }
    for (before, step) in analysis.cumulative.iter().enumerate() {
        let expected = expected(&step.random, None, &step.heterogeneity);
        parts.push_str(&part(&format!("up to {}", step.added), &Which::First(before + 1), &expected, None));
    }
    for variant in &choices.variants {
        let known = variant.studies.iter().all(|study| all.contains(study.as_str()));
        let result = analysis.sensitivity.iter().find(|result| result.label == variant.label);
        if let (true, Some(result)) = (known, result.filter(|result| result.not_done.is_none())) {
            let studies: Vec<&str> = variant.studies.iter().map(String::as_str).collect();
            let expected = expected(&result.random, Some(&result.common), &result.heterogeneity);
            parts.push_str(&part(&variant.label, &Which::These(&studies), &expected, Some(&variant.model)));
        }
    }
    parts
}

fn subgroups(groups: &Subgroups) -> String {
    let levels: String = groups
        .levels
        .iter()
        .map(|level| {
            let studies: Vec<&str> = level.studies.iter().map(String::as_str).collect();
            let expected = expected(&level.random, Some(&level.common), &level.heterogeneity);
            format!("  {}", part(&level.level, &Which::These(&studies), &expected, None))
        })
        .collect();
    let test = groups.test.map_or_else(String::new, |BetweenTest { q, df, p }| {
        format!(", test = {}", named(&[("q", Some(q)), ("df", Some(df)), ("p", Some(p))]))
    });
    format!(
        "    list(by = {}, tau2 = {}, levels = list(\n{}    ){test}),\n",
        text(&groups.by),
        text(&groups.tau2),
        without_last_comma(&levels)
    )
}

/// A meta-regression, on the studies that have every moderator.
fn regression(results: &Results, analysis: &AnalysisResult, model: &MetaRegressionResult) -> Option<String> {
    let rows: Vec<&StudyRecord> = analysis
        .studies
        .iter()
        .filter_map(|study| results.studies.iter().find(|row| row.id == study.id))
        .filter(|row| {
            model.moderators.iter().all(|name| row.cells.get(name).is_some_and(|cell| !cell.is_null()))
        })
        .collect();
    if rows.len() != model.k {
        return None;
    }
    let moderators: Vec<String> = model
        .moderators
        .iter()
        .map(|name| {
            let cells: Vec<&Value> = rows.iter().filter_map(|row| row.cells.get(name)).collect();
            let values = if cells.iter().all(|cell| cell.is_number()) {
                numbers(cells.iter().map(|cell| cell.as_f64()))
            } else {
                let words =
                    cells.iter().map(|cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned));
                let words: Vec<String> = words.collect();
                texts(words.iter().map(String::as_str))
            };
            format!("{} = {values}", text(name))
        })
        .collect();
    let terms: Vec<String> = model
        .terms
        .iter()
        .map(|term| {
            let [lower, upper] = limits(Some(term.ci));
            let numbers = named(&[
                ("estimate", Some(term.estimate)),
                ("se", Some(term.se)),
                ("statistic", Some(term.statistic)),
                ("p", Some(term.p)),
                ("lower", lower),
                ("upper", upper),
            ]);
            format!("      {} = {numbers}", text(&term.name))
        })
        .collect();
    let whole = named(&[
        ("qm", model.qm),
        ("qm_p", model.qm_p),
        ("qe", model.qe),
        ("qe_p", model.qe_p),
        ("tau2", model.tau2),
        ("r2", model.r2),
    ]);
    Some(format!(
        "    list(moderators = list({}),\n      studies = {},\n      terms = list(\n{}),\n      model = {whole}),\n",
        moderators.join(", "),
        texts(rows.iter().map(|row| row.id.as_str())),
        terms.join(",\n"),
    ))
}
