//! Rules about analyses: E110 to E149, W110 to W149.

rules! {
    /// An analysis has no study left.
    ///
    /// Every study was left out, by `where` or because a cell of its data is missing. The notes say how many for
    /// which reason. An analysis with a single study is computed, with a note that nothing is pooled.
    ///
    /// ```yaml
    /// analyses:
    ///   neonates: {measure: proportion, data: {events: survivors, total: n}, where: age == "newborn"}
    /// ```
    ///
    /// Mended (the table says `neonate`):
    ///
    /// ```yaml
    /// analyses:
    ///   neonates: {measure: proportion, data: {events: survivors, total: n}, where: age == "neonate"}
    /// ```
    E110 NO_STUDY_LEFT,

    /// A data key does not belong to the measure.
    ///
    /// Each measure reads its own columns: a proportion `events` and `total`, a mean difference an arm `treated` and
    /// an arm `control`. A key that the measure does not read would silently do nothing, so it is refused.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n, time: years}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E111 DATA_KEY_NOT_OF_MEASURE,

    /// A measure lacks a column that it needs.
    ///
    /// The hint lists the sets of keys of which one has to be complete.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E112 DATA_KEY_MISSING,

    /// The data of a study can't be.
    ///
    /// More events than patients, a total of zero, a negative count, a standard deviation that is not positive, limits
    /// in the wrong order, a median outside its quartiles. Most often two columns are exchanged or a digit is lost.
    ///
    /// ```csv
    /// study,survivors,n
    /// luyt-2004,11,6
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,survivors,n
    /// luyt-2004,6,11
    /// ```
    E115 IMPOSSIBLE_DATA,

    /// The transformation is not defined for the measure.
    ///
    /// Proportions are pooled as `logit`, `freeman-tukey`, `arcsine`, `log` or `none`; rates as `log`, `sqrt`,
    /// `freeman-tukey` or `none`; means as `none` or `log`; correlations as `fisher-z` or `none`. Ratios are always
    /// pooled as their logarithm, differences as they are.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, transform: fisher-z}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, transform: logit}
    /// ```
    E116 TRANSFORM_NOT_OF_MEASURE,

    /// The measure can't be pooled by the method.
    ///
    /// `mantel-haenszel` pools odds ratios, risk ratios and risk differences, `peto` odds ratios, `glmm` proportions;
    /// `inverse-variance` pools everything.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, method: peto}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, method: glmm}
    /// ```
    E117 METHOD_NOT_OF_MEASURE,

    /// A level or a correction is out of its range.
    ///
    /// Levels are written as fractions: 0.95 for 95 %. A continuity correction is 0 or more.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, level: 95}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, level: 0.95}
    /// ```
    E118 LEVEL_OUT_OF_RANGE,

    /// A study is named that the analysis does not pool.
    ///
    /// Only a study that contributes to an analysis can be removed from it as an outlier.
    ///
    /// ```yaml
    /// where: year > 1995
    /// outliers: {remove: [lillehei-1989]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: year > 1985
    /// outliers: {remove: [lillehei-1989]}
    /// ```
    E119 STUDY_NOT_POOLED,

    /// A test of small-study effects does not exist for the measure.
    ///
    /// Harbord's test is for odds ratios, Peters' for 2x2 tables and proportions, Pustejovsky and Rodgers' for
    /// standardized mean differences.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, small_study: [harbord]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, small_study: [egger]}
    /// ```
    E120 TEST_NOT_OF_MEASURE,

    /// A review has no analysis.
    ///
    /// At least one meta-analysis is what a report is made of.
    ///
    /// ```yaml
    /// analyses: {}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E121 NO_ANALYSIS,

    /// A composition has no counts, or two sources of them.
    ///
    /// Write `counts`, or `file` with `category` and `count`.
    ///
    /// ```yaml
    /// compositions:
    ///   organisms: {title: Organisms}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// compositions:
    ///   organisms: {title: Organisms, counts: {Gram-positive: 121, Gram-negative: 99}}
    /// ```
    E122 COMPOSITION_WITHOUT_COUNTS,

    /// `no_effect` is given for a measure that has its own value of no effect, or none.
    ///
    /// Ratios say "no effect" at 1, differences and correlations at 0, and a single proportion, rate or mean says it
    /// nowhere. Only what an estimate of your own (`measure: generic`) means is not known.
    ///
    /// ```yaml
    /// analyses:
    ///   mortality: {measure: ratio, data: {estimate: hr, lower: lower, upper: upper}, no_effect: 1}
    /// ```
    ///
    /// ```csv
    /// study,hr,lower,upper
    /// a,0.8,0.6,1.1
    /// b,0.7,0.5,0.9
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   mortality: {measure: ratio, data: {estimate: hr, lower: lower, upper: upper}}
    /// ```
    ///
    /// ```csv
    /// study,hr,lower,upper
    /// a,0.8,0.6,1.1
    /// b,0.7,0.5,0.9
    /// ```
    E123 NO_EFFECT_OF_MEASURE,

    /// Two variants of an analysis have the same label.
    ///
    /// The label is what a variant is called, in tables and figures and where a published number or a rating refers to
    /// it (`survival/sensitivity/LABEL`).
    ///
    /// ```yaml
    /// sensitivity:
    ///   - {label: Other estimator, tau2: pm}
    ///   - {label: Other estimator, tau2: dl}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// sensitivity:
    ///   - {label: Paule and Mandel, tau2: pm}
    ///   - {label: DerSimonian and Laird, tau2: dl}
    /// ```
    E124 SAME_VARIANT_LABEL,

    /// A meta-regression has fewer than four studies for each coefficient.
    ///
    /// With so few, a line follows single studies: what it finds is chance. A moderator with numbers has one coefficient,
    /// one with categories has one for each category beyond the first. A model is fitted nonetheless where the author
    /// writes `force: true`, and the report says how few studies it has.
    ///
    /// ```yaml
    /// meta_regression:
    ///   min_studies: 5
    ///   models: [[year, male_percent]]    # six studies
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// meta_regression:
    ///   min_studies: 5
    ///   moderators: [year]
    /// ```
    E125 TOO_FEW_PER_COEFFICIENT,

    /// The step of a moderator is not a positive number.
    ///
    /// `per` says for how many units of the moderator the change of the effect is given.
    ///
    /// ```yaml
    /// meta_regression: {moderators: [{column: latitude, unit: degrees, per: 0}]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// meta_regression: {moderators: [{column: latitude, unit: degrees, per: 10}]}
    /// ```
    E126 STEP_NOT_POSITIVE,

    /// A threshold, or an end of the axis, is not a value that the measure can have.
    ///
    /// Both stand on the scale on which the analysis reports: proportions between 0 and 1, correlations between -1 and 1,
    /// ratios above 0. No interval would ever cross such a threshold, so what GRADE and the text say of it would be idle.
    ///
    /// ```yaml
    /// thresholds: [50]
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// thresholds: [0.5]
    /// ```
    E127 OUT_OF_BOUNDS,

    /// A pooled Freeman-Tukey value does not go back to one proportion.
    ///
    /// The way back needs a sample size, and the results at the usual choices differ, leave the range of the studies,
    /// or fall outside the domain: one or two tiny studies drag the harmonic mean down. Pool on the logit scale or by
    /// the GLMM instead, or say in the text which choice was made (Schwarzer et al. 2019).
    ///
    /// ```yaml
    /// methods: {transform: freeman-tukey}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// methods: {transform: logit, method: glmm}
    /// ```
    W110 FREEMAN_TUKEY_UNSTABLE,

    /// A mean and standard deviation were converted from a skewed summary.
    ///
    /// The median and the quartiles or limits of the study fail the test of Shi et al. (2023) for skewness: the
    /// conversion assumes a normal distribution. Ask for the mean and standard deviation, pool the logarithm, or leave the
    /// study out in a sensitivity analysis.
    ///
    /// ```yaml
    /// analyses:
    ///   stay: {measure: mean, data: {mean: mean, sd: sd, total: n, median: median, min: min, max: max}}
    /// ```
    ///
    /// ```csv
    /// study,n,mean,sd,median,min,max
    /// a,50,,,8,2,30
    /// b,40,8.2,2.9,,,
    /// ```
    ///
    /// Mended (the authors sent the mean and the standard deviation):
    ///
    /// ```csv
    /// study,n,mean,sd,median,min,max
    /// a,50,10.1,6.2,8,2,30
    /// b,40,8.2,2.9,,,
    /// ```
    W111 SKEWED_SUMMARY,

    /// Two analyses have the same title.
    ///
    /// Figures and tables are named by the titles of their analyses: a reader of the list of figures cannot tell
    /// these apart.
    ///
    /// ```yaml
    /// analyses:
    ///   neonates: {title: Survival, measure: proportion, data: {events: survivors, total: n}, where: age == "neonate"}
    ///   children: {title: Survival, measure: proportion, data: {events: survivors, total: n}, where: age == "child"}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   neonates: {title: Survival of neonates, measure: proportion, data: {events: survivors, total: n}, where: age == "neonate"}
    ///   children: {title: Survival of children, measure: proportion, data: {events: survivors, total: n}, where: age == "child"}
    /// ```
    W112 SAME_TITLE,

    /// A meta-regression has fewer than ten studies for each coefficient.
    ///
    /// The Cochrane Handbook (10.11.5.1) advises at least ten studies for each characteristic that is modelled. With
    /// fewer the model is fitted, and the report says that its result is fragile.
    ///
    /// ```yaml
    /// meta_regression:
    ///   models: [[year, male_percent]]    # thirteen studies
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// meta_regression:
    ///   moderators: [year]
    /// ```
    W113 FEW_PER_COEFFICIENT,
}
