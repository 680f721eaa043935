//! Rules about risk of bias: E190 to E209, W190 to W209.

rules! {
    /// A judgement is none of those that the tool has.
    ///
    /// The message lists the judgements of the tool; case does not count.
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,probably fine,low,low,low,low,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    E190 UNKNOWN_JUDGEMENT,

    /// A column of the judgements is no domain of the tool.
    ///
    /// A column is `study`, the code of a domain, a code with `_support` for the reason, `overall` where the tool has an
    /// overall judgement, `assessors`, or `analysis` where single results of a study were judged.
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d6,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    E192 UNKNOWN_DOMAIN,

    /// A study is judged twice.
    ///
    /// A row per study: where two assessors judged, keep what they agreed on. Where single results of a study were judged,
    /// as RoB 2 does, a column `analysis` names the analysis that pools the result.
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// lillehei-1989,high,low,low,low,low,high
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,high,low,low,low,low,high
    /// ```
    E193 STUDY_JUDGED_TWICE,

    /// Judgements are of the result in an analysis that is not there.
    ///
    /// The column `analysis` of the judgements is empty where they hold for every result of the study, else it has the id of
    /// an analysis.
    ///
    /// ```csv rob.csv
    /// study,analysis,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,surviving,low,low,low,low,low,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,analysis,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,survival,low,low,low,low,low,low
    /// ```
    E198 UNKNOWN_JUDGED_ANALYSIS,

    /// The judgements have a row for each study and domain, instead of a row for each study.
    ///
    /// A spreadsheet turns one into the other with a pivot table; R with `tidyr::pivot_wider`. The domains become columns,
    /// named by their codes.
    ///
    /// ```csv rob.csv
    /// study,domain,judgement
    /// lillehei-1989,d1,low
    /// lillehei-1989,d2,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    E199 ROW_PER_DOMAIN,

    /// The overall judgement does not follow from the domains.
    ///
    /// Under the rule of the tool a study is no better overall than in its worst domain, and low overall where it is low in
    /// every domain. Change one of the two, or say why it differs in `overall_support`.
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,high,low,low,low,low,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,high,low,low,low,low,high
    /// ```
    E194 OVERALL_DISAGREES,

    /// The stars overall are not the sum of the stars.
    ///
    /// The Newcastle-Ottawa Scale gives up to 9 stars: 4 for selection, 2 for comparability, 3 for the outcome.
    ///
    /// ```csv rob.csv
    /// study,s1,s2,s3,s4,c1,o1,o2,o3,overall
    /// lillehei-1989,1,1,1,1,2,1,1,0,9
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,s1,s2,s3,s4,c1,o1,o2,o3,overall
    /// lillehei-1989,1,1,1,1,2,1,1,0,8
    /// ```
    E195 STARS_DISAGREE,

    /// A risk-of-bias tool is not known.
    ///
    /// `tool` is one of the built-in tools, or a file in the folder of the review that ends in `.yaml`.
    ///
    /// ```yaml
    /// risk_of_bias: {tool: rob-2, file: rob.csv}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// risk_of_bias: {tool: rob2, file: rob.csv}
    /// ```
    E196 UNKNOWN_TOOL,

    /// A tool file of the author's is not understood.
    ///
    /// A tool has an `id`, a `name`, `domains` and `levels`; `role` is `low`, `some`, `high`, `critical`, `unclear` or `na` and gives
    /// the colour. The `overall` rule is `none`, `author`, `worst` or `sum`. No two levels can be written alike.
    ///
    /// ```yaml own-tool.yaml
    /// id: own
    /// name: Own tool
    /// domains: [{code: d1, short: Sample, name: Sampling}]
    /// levels: [{id: good, label: Good, symbol: "+"}]
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml own-tool.yaml
    /// id: own
    /// name: Own tool
    /// domains: [{code: d1, short: Sample, name: Sampling}]
    /// levels: [{id: good, label: Good, symbol: "+", role: low}]
    /// ```
    E197 INVALID_TOOL,

    /// The judgements have no column with the studies.
    ///
    /// The column is named `study`.
    ///
    /// ```csv rob.csv
    /// author,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    E191 JUDGEMENTS_WITHOUT_STUDY,

    /// A pooled study has no judgement of its risk of bias.
    ///
    /// The report shows it as missing, and its weight counts as not judged.
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// ```
    ///
    /// Mended (both are pooled):
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall
    /// lillehei-1989,low,low,low,low,low,low
    /// mccune-1990,high,low,low,low,low,high
    /// ```
    W190 STUDY_NOT_JUDGED,

    /// The answers of a checklist are summed.
    ///
    /// The JBI checklists have no score: an answer can matter more than the others together. Say in `risk_of_bias.rule` how the
    /// answers lead to a decision, and give the decision. Until then the overall judgement counts as missing.
    ///
    /// ```csv rob.csv
    /// study,q1,q2,q3,q4,q5,q6,q7,q8,q9,overall
    /// lillehei-1989,yes,yes,yes,yes,yes,yes,yes,yes,no,8/9
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,q1,q2,q3,q4,q5,q6,q7,q8,q9,overall
    /// lillehei-1989,yes,yes,yes,yes,yes,yes,yes,yes,no,include
    /// ```
    W191 CHECKLIST_SUMMED,

    /// The tool is made for other studies than those of the review.
    ///
    /// RoB 2, ROBINS-I and the Newcastle-Ottawa Scale for cohorts judge comparisons of two groups: a series without a comparison
    /// has no randomisation and no cohort that was not exposed.
    ///
    /// ```yaml
    /// risk_of_bias: {tool: newcastle-ottawa-cohort, file: rob.csv}
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// risk_of_bias: {tool: jbi-prevalence, file: rob.csv}
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    W192 TOOL_FOR_OTHER_DESIGN,

    /// A study was judged by one person.
    ///
    /// Two people who judge independently find more. The column `assessors` holds their number or their initials, separated by
    /// `;`.
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall,assessors
    /// lillehei-1989,low,low,low,low,low,low,AB
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv rob.csv
    /// study,d1,d2,d3,d4,d5,overall,assessors
    /// lillehei-1989,low,low,low,low,low,low,AB; CD
    /// ```
    W193 SINGLE_ASSESSOR,
}
