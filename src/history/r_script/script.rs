//! Results to a script.

use std::collections::BTreeSet;

use serde_json::Value;

use super::literal::{field, limits, list, named, number, numbers, text, texts, without_last_comma};
use crate::analysis::results::{
    AnalysisResult, ArmResult, BetweenTest, Choices, Heterogeneity, Level, MetaRegressionResult, Part,
    PartPath, Pooled, Results, StudyIndex, StudyRecord, StudyResult, Subgroups,
};
use crate::stats::choices::{I2Definition, Measure, Method};

/// How a pooled result is recomputed; the same in every script.
const FUNCTIONS: &str = include_str!("../../../templates/analysis.R");

/// The script that recomputes the results.
#[must_use]
pub fn r_script(results: &Results) -> String {
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
        let fields = analysis_fields(results, id, analysis);
        script.push_str(&format!(
            "\n# {}\nanalyses[[{}]] <- {}\n",
            one_line(&analysis.title),
            text(id),
            list(&fields)
        ));
    }
    script.push_str(CLOSING);
    script
}

/// What runs after the data.
const CLOSING: &str = r#"
for (id in names(analyses)) recompute(id, analyses[[id]])

cat(sprintf("\n%d numbers recomputed with metafor %s under R %s, %d results differ%s%s\n", compared, packageVersion("metafor"),
  getRversion(), length(different), if (length(skipped)) sprintf(", %d not recomputed", length(skipped)) else "",
  if (length(failed)) sprintf(", %d that metafor does not fit: %s", length(failed), paste(failed, collapse = "; ")) else ""))
if (length(different)) stop("these results differ from metafor's: ", paste(different, collapse = "; "), call. = FALSE)
"#;

/// A title must not end its comment.
fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn analysis_fields(results: &Results, id: &str, analysis: &AnalysisResult) -> String {
    let mut fields = field("  ", "model", &model(&fitted(&analysis.whole())));
    fields.push_str(&field("  ", "data", &data(analysis)));
    fields.push_str(&field("  ", "expected", &whole(analysis)));
    if !analysis.cumulative.is_empty() {
        let order = texts(analysis.cumulative.iter().map(|step| step.added.as_str()));
        fields.push_str(&field("  ", "order", &order));
    }
    let parts = parts(results, id, analysis);
    if !parts.is_empty() {
        fields.push_str(&field("  ", "parts", &format!("list(\n{})", without_last_comma(&parts))));
    }
    let subgroups: String = analysis.subgroups.iter().map(|groups| subgroups(analysis, groups)).collect();
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

/// The choices that a part was really pooled with: by inverse variances where the mixed model could not be fitted.
fn fitted(part: &Part<'_>) -> Choices {
    match part.fallback {
        Some(_) => Choices { method: Method::InverseVariance, ..part.choices },
        None => part.choices,
    }
}

fn model(choices: &Choices) -> String {
    let words = [
        ("measure", choices.measure.as_str()),
        ("transform", choices.transform.as_str()),
        ("method", choices.method.as_str()),
        ("tau2", choices.tau2_estimator.as_str()),
        ("ci", choices.ci_method.as_str()),
        ("prediction", choices.prediction_method.as_str()),
        ("headline", choices.model.as_str()),
        ("back", choices.back_transform_n.as_str()),
        ("to", choices.continuity.to.as_str()),
    ];
    let words: Vec<String> = words.iter().map(|(key, word)| format!("{key} = {}", text(word))).collect();
    let (level, add) = (number(Some(choices.level)), number(Some(choices.continuity.add)));
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
    let [(i2, _), (i2_tau2, _)] = [I2Definition::Q, I2Definition::Tau2].map(|of| heterogeneity.headline(of));
    named(&[
        ("q", heterogeneity.q),
        ("q_p", heterogeneity.p),
        ("i2", i2),
        ("i2_tau2", i2_tau2),
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
    These(&'a [String]),
    Without(&'a str),
    /// So many of the cumulative order.
    First(usize),
}

/// One part: name, studies, expected numbers, and the model where it is another one.
fn part(name: &str, which: &Which<'_>, expected: &str, own: Option<Choices>) -> String {
    let own = own.map_or_else(String::new, |own| format!("model = {}, ", model(&own)));
    let which = match which {
        Which::These(studies) => format!("studies = {}", texts(studies.iter().map(String::as_str))),
        Which::Without(study) => format!("without = {}", text(study)),
        Which::First(count) => format!("first = {count}"),
    };
    format!("    list(name = {}, {own}{which}, expected = {expected}),\n", text(name))
}

/// A part with studies of its own; nothing where it could not be computed.
fn pooled_part(analysis: &AnalysisResult, name: &str, of: &Part<'_>) -> Option<String> {
    let studies = of.studies.filter(|studies| !studies.is_empty() && of.not_done.is_none())?;
    let expected = expected(of.random, Some(of.common), of.heterogeneity);
    let own = fitted(of);
    let own = (own != fitted(&analysis.whole())).then_some(own);
    Some(part(name, &Which::These(studies), &expected, own))
}

/// The analysis on some of its studies, or with other choices.
fn parts(results: &Results, id: &str, analysis: &AnalysisResult) -> String {
    let all: BTreeSet<&str> = analysis.studies.iter().map(|study| study.id.as_str()).collect();
    // A refit by inverse variances where the mixed model could not be fitted.
    let whole = analysis.whole();
    let own = |fallback: Option<&String>| {
        let own = fitted(&Part { fallback: fallback.map(String::as_str), ..whole });
        (own != fitted(&whole)).then_some(own)
    };
    let mut parts = String::new();
    if let Some(without) = analysis.part(&PartPath::WithoutOutliers) {
        parts.extend(pooled_part(analysis, "without outliers", &without));
    }
    for pair in &results.overlap {
        if let Some(level) = pair.without_smaller.get(id) {
            let name = format!("without {} (overlap)", pair.smaller);
            parts.extend(pooled_part(analysis, &name, &analysis.level_part(level)));
        }
    }
    for left in analysis.leave_one_out.iter().filter(|left| left.not_done.is_none()) {
        let expected = expected(&left.random, None, &left.heterogeneity);
        let name = format!("without {}", left.omitted);
        let own = own(left.fallback.as_ref());
        parts.push_str(&part(&name, &Which::Without(&left.omitted), &expected, own));
    }
    for (before, step) in analysis.cumulative.iter().enumerate().filter(|(_, step)| step.not_done.is_none()) {
        let expected = expected(&step.random, None, &step.heterogeneity);
        let name = format!("up to {}", step.added);
        parts.push_str(&part(&name, &Which::First(before + 1), &expected, own(step.fallback.as_ref())));
    }
    for variant in &analysis.sensitivity {
        let part = analysis.variant_part(variant);
        if variant.studies.iter().all(|study| all.contains(study.as_str())) {
            parts.extend(pooled_part(analysis, &variant.label, &part));
        }
    }
    parts
}

fn subgroups(analysis: &AnalysisResult, groups: &Subgroups) -> String {
    let level = |level: &Level| {
        Some(format!("  {}", pooled_part(analysis, &level.level, &analysis.level_part(level))?))
    };
    let levels: String = groups.levels.iter().filter_map(level).collect();
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
    let index = StudyIndex::of(&results.studies);
    let rows: Vec<&StudyRecord> = analysis
        .studies
        .iter()
        .filter_map(|study| index.get(&study.id))
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
