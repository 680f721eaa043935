//! Rules about the certainty of evidence: E220 to E249, W220 to W249.

rules! {
    /// A rating that lowers the certainty has no reason.
    ///
    /// Every rating other than the best of its domain needs a reason: readers see it in the footnotes of the summary of
    /// findings.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    E220 RATING_WITHOUT_REASON,

    /// The stated certainty is not what the domains give.
    ///
    /// The certainty is computed: the start, less the levels down, plus the levels up. `certainty` need not be given; where it
    /// is, it must agree.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     certainty: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     certainty: moderate
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    E221 CERTAINTY_DISAGREES,

    /// What is graded is no analysis and no part of one.
    ///
    /// A key of `grade` is an analysis, `ANALYSIS/COLUMN/VALUE` for a subgroup, `ANALYSIS/without-outliers`, or
    /// `ANALYSIS/sensitivity/LABEL` for the analysis with other choices.
    ///
    /// ```yaml
    /// grade:
    ///   survival/region/Europa: {start: high, certainty: high}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival/region/Europe: {start: high, certainty: high}
    /// ```
    E222 UNKNOWN_GRADE_TARGET,

    /// A result of single groups is rated up.
    ///
    /// Levels up are for effects: a large effect, a gradient with the dose, confounding that works against it. A proportion in
    /// one group has none of these.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    ///     upgrades: {large_effect: 1, reason: Survival is high.}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    E223 UPGRADE_SINGLE_ARM,

    /// The importance of an outcome is not between 1 and 9.
    ///
    /// 1 to 3 is of limited importance for a decision, 4 to 6 important, 7 to 9 critical.
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 10, start: high, certainty: high}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 9, start: high, certainty: high}
    /// ```
    E224 IMPORTANCE_OUT_OF_RANGE,

    /// An assumed risk is given for a measure that no risk follows from.
    ///
    /// Absolute effects follow from risk ratios, odds ratios, hazard ratios and risk differences.
    ///
    /// ```yaml
    /// analyses:
    ///   stay: {measure: mean, data: {mean: stay, sd: sd, total: n}}
    /// grade:
    ///   stay: {start: low, certainty: low, absolute: {baseline: 0.2, source: median control risk}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   stay: {measure: mean, data: {mean: stay, sd: sd, total: n}}
    /// grade:
    ///   stay: {start: low, certainty: low}
    /// ```
    E225 NO_ABSOLUTE_EFFECT,

    /// Some domains are rated and others are not.
    ///
    /// The certainty follows from all five domains: risk of bias, inconsistency, indirectness, imprecision, publication bias.
    /// Where the ratings are not at hand (they are those of a publication that does not print them), give `certainty` with
    /// `certainty_source` and none of the domains.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    E226 DOMAINS_INCOMPLETE,

    /// An outcome has neither ratings nor a certainty.
    ///
    /// Rate the five domains, or state the certainty with its source.
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 9, start: high}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 9, start: high, certainty: moderate, certainty_source: the abstract}
    /// ```
    E227 NOTHING_RATED,

    /// A reason raises the certainty by more levels than it can.
    ///
    /// A large effect gives up to two levels, a dose-response gradient one, opposing confounding one.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: low
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    ///     upgrades: {dose_response: 2, reason: More with each step.}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: low
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    ///     upgrades: {dose_response: 1, reason: More with each step.}
    /// ```
    E228 UPGRADE_TOO_LARGE,

    /// Evidence is rated up although something rates it down.
    ///
    /// Levels up are for evidence without serious limitations: these may be what makes the effect look large.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: low
    ///     risk_of_bias: {rating: serious, reason: No adjustment.}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    ///     upgrades: {large_effect: 1, reason: The risk ratio is 4.}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: low
    ///     risk_of_bias: {rating: serious, reason: No adjustment.}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    W220 UPGRADE_DESPITE_LIMITS,

    /// The rating of the risk of bias is not what the studies' judgements say.
    ///
    /// Most of the weight is at high risk and the domain does not rate down, or no study is at high risk and it does.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// maclaren-2007,high,low,low,low,low,high
    /// ```
    ///
    /// Mended (most of the weight is at high risk):
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: serious, reason: Most of the weight is at high risk.}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    W221 BIAS_RATING_CONTRADICTS,

    /// A graded outcome has no importance.
    ///
    /// Readers look first at what is critical for a decision.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    W222 IMPORTANCE_MISSING,

    /// More than seven outcomes are graded.
    ///
    /// A summary of findings has at most seven, those that matter for a decision; the others belong in the text.
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 9, start: low, certainty: low}
    ///   bleeding: {importance: 8, start: low, certainty: low}
    ///   stroke: {importance: 8, start: low, certainty: low}
    ///   infection: {importance: 7, start: low, certainty: low}
    ///   renal_failure: {importance: 7, start: low, certainty: low}
    ///   length_of_stay: {importance: 5, start: low, certainty: low}
    ///   ventilation: {importance: 5, start: low, certainty: low}
    ///   transfusion: {importance: 3, start: low, certainty: low}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 9, start: low, certainty: low}
    ///   bleeding: {importance: 8, start: low, certainty: low}
    ///   stroke: {importance: 8, start: low, certainty: low}
    ///   infection: {importance: 7, start: low, certainty: low}
    ///   renal_failure: {importance: 7, start: low, certainty: low}
    ///   length_of_stay: {importance: 5, start: low, certainty: low}
    ///   ventilation: {importance: 5, start: low, certainty: low}
    /// ```
    W223 TOO_MANY_OUTCOMES,

    /// Two domains are rated down for the same reason.
    ///
    /// A limitation counts once, in the domain that it belongs to.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: Few studies.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: serious, reason: Few studies.}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: serious, reason: Few studies.}
    ///     publication_bias: {rating: undetected}
    /// ```
    W224 REASON_REPEATED,

    /// A text claims an effect, but the question is one of prognosis or prevalence.
    ///
    /// Evidence on what happens to patients starts high, evidence on what a treatment does to them does not: single groups have
    /// no comparison.
    ///
    /// ```yaml
    /// question: {type: prognosis}
    /// claims: [{id: works, text: ECMO improves survival., holds: survival.random.estimate > 0.5}]
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// question: {type: prognosis}
    /// claims: [{id: majority, text: More than half survive., holds: survival.random.estimate > 0.5}]
    /// ```
    W225 EFFECT_CLAIM,

    /// The reason for a rating is a p value alone.
    ///
    /// Whether a result is significant says little about certainty: say how the interval lies to what matters.
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: serious, reason: Not statistically significant.}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: serious, reason: The interval reaches from clear benefit to clear harm.}
    ///     publication_bias: {rating: undetected}
    /// ```
    W226 REASON_IS_SIGNIFICANCE,

    /// The certainty is high, but the prediction interval covers more than two zones.
    ///
    /// What a new setting can expect reaches across the thresholds of the analysis. Consider inconsistency, or grade the
    /// subgroups.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, thresholds: [0.4, 0.6]}
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: not-serious}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, thresholds: [0.4, 0.6]}
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     risk_of_bias: {rating: not-serious}
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    ///     indirectness: {rating: not-serious}
    ///     imprecision: {rating: not-serious}
    ///     publication_bias: {rating: undetected}
    /// ```
    W227 HIGH_DESPITE_PREDICTION,

    /// The words of a statement do not fit the certainty.
    ///
    /// High certainty speaks plainly, moderate says `probably`, low says `may`, and very low says that it is very uncertain.
    /// Without `statement` the report writes the sentence itself.
    ///
    /// ```yaml
    /// grade:
    ///   survival: {start: high, certainty: moderate, statement: About 59 in 100 children survive.}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival: {start: high, certainty: moderate, statement: Probably about 59 in 100 children survive.}
    /// ```
    W228 STATEMENT_DISAGREES,
}
