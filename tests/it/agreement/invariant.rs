//! Every quantity of every part, over several reviews.

use ecmo_report::analysis::results::{AnalysisResult, Part, PartPath};
use ecmo_report::numbers::Numbers;
use ecmo_report::stats::choices::{EffectModel, I2Definition, Measure};

use super::{Computed, Prose, column, computed, in_folder, row_of};

/// Two-arm data with a subgroup whose treated arm has no event, levels that differ, other measures and models.
pub(super) const TRIALS: &str = "title: T
studies: studies.csv
question: {type: intervention, designs: [randomised trials]}
analyses:
  death:
    title: Death
    measure: risk-ratio
    data: {treated: {events: a, total: b}, control: {events: c, total: d}}
    subgroups: [region, sensitivity]
    cumulative: year
    thresholds: [0.8, 1.25]
    outliers: {remove: [s4]}
    i2: tau2
    sensitivity:
      - {label: Mantel and Haenszel, method: mantel-haenszel, model: common}
      - {label: Odds ratios, measure: odds-ratio}
      - {label: Differences, measure: risk-difference, level: 0.99}
      - {label: Ninety, level: 0.9, i2: q}
      - {label: Later, where: year > 2003}
  complications:
    title: Complications
    measure: odds-ratio
    data: {treated: {events: a, total: b}, control: {events: c, total: d}}
    method: mantel-haenszel
    level: 0.9
    subgroups: [region]
    cumulative: year
grade:
  death:
    start: high
    importance: 9
    certainty: moderate
    certainty_source: the abstract
    absolute: {baseline: 0.2, source: registry}
  death/region/US: {start: high, importance: 8, certainty: low, certainty_source: the abstract}
  death/sensitivity/Odds ratios: {start: high, importance: 7, certainty: low, certainty_source: the abstract}
";

pub(super) const TRIAL_DATA: &str = "study,region,sensitivity,year,a,b,c,d
s1,EU,high,2001,0,140,13,142
s2,EU,low,2002,0,135,12,133
s3,US,high,2003,15,160,31,158
s4,US,low,2004,37,180,29,177
s5,AS,high,2005,13,150,28,152
s6,AS,low,2006,22,190,44,195
s7,AS,low,2007,9,90,12,91
";

/// Estimates of the authors' own, with limits below zero.
const DIFFERENCES: &str = "title: T
studies: studies.csv
question: {type: association}
methods: {numbers: 1}
analyses:
  score:
    measure: generic
    data: {estimate: y, se: s}
    no_effect: 0
    favours: [less, more]
    cumulative: year
    small_study: [egger, egger-mixed, begg, trim-and-fill]
    small_study_min_k: 3
    sensitivity:
      - {label: Wald, ci: wald, prediction: k-2}
      - {label: Common, model: common}
  stay:
    measure: mean
    data: {mean: m, sd: sd, total: n}
    subgroups: [site]
    level: 0.8
    sensitivity: [{label: On the logarithmic scale, transform: log}]
";

const DIFFERENCE_DATA: &str = "study,year,y,s,m,sd,n,site
s1,2001,-3.1,1.2,12.1,3.5,40,a
s2,2002,1.4,2.1,14.9,6.1,25,a
s3,2003,-7.7,1.9,9.8,2.2,60,b
s4,2004,-0.3,0.8,11.1,4.0,35,b
s5,2005,2.2,2.9,17.5,7.7,18,b
";

/// Rare events, by the mixed model and by others.
const RARE: &str = "title: T
studies: studies.csv
question: {type: prognosis, population: Adults}
analyses:
  death:
    outcome: {name: mortality}
    measure: proportion
    data: {events: e, total: n}
    method: glmm
    subgroups: [region]
    cumulative: year
    i2: tau2
    sensitivity:
      - {label: Arcsine, method: inverse-variance, transform: freeman-tukey}
      - {label: Common, method: inverse-variance, model: common}
  survival:
    outcome: {name: survival}
    measure: proportion
    data: {events: alive, total: n}
    subgroups: [region]
grade:
  death: {start: high, importance: 9, certainty: high, certainty_source: the abstract}
  survival: {start: high, importance: 9, certainty: high, certainty_source: the abstract}
";

const RARE_DATA: &str = "study,region,year,e,n,alive
s1,EU,2001,0,140,90
s2,EU,2002,0,235,180
s3,US,2003,1,260,133
s4,US,2004,2,280,200
s5,US,2005,0,150,101
s6,EU,2006,3,590,411
";

fn reviews() -> Vec<(&'static str, Computed)> {
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews");
    vec![
        ("trials", computed(TRIALS, TRIAL_DATA)),
        ("differences", computed(&DIFFERENCES.replace("methods: {numbers: 1}\n", ""), DIFFERENCE_DATA)),
        ("rare", computed(RARE, RARE_DATA)),
        ("children", in_folder(&shipped.join("paediatric-sepsis"))),
        ("adults", in_folder(&shipped.join("adults-and-children"))),
    ]
}

/// Where templates find a part.
fn place(id: &str, path: &PartPath, analysis: &AnalysisResult) -> String {
    match path {
        PartPath::Whole => format!("results[\"{id}\"]"),
        PartPath::Level { by, level } => format!("results[\"{id}\"].by[\"{by}\"][\"{level}\"]"),
        PartPath::WithoutOutliers => format!("results[\"{id}\"].without_outliers"),
        PartPath::Sensitivity { label } => {
            let index = analysis.sensitivity.iter().position(|variant| variant.label == *label).unwrap();
            format!("results[\"{id}\"].sensitivity[{index}]")
        }
    }
}

/// What prose prints of a part.
struct Said<'a> {
    prose: &'a Prose,
    of: String,
    place: String,
}

impl Said<'_> {
    /// A field, by both ways to it.
    fn field(&self, field: &str) -> String {
        let value = self.prose.says(&format!("{{{{ value(of='{}', field='{field}') }}}}", self.of));
        let filter = self.prose.says(&format!("{{{{ {} | {field} }}}}", self.place.replace('"', "'")));
        assert_eq!(value, filter, "{} {field}", self.of);
        value
    }

    fn of_model(&self, field: &str, model: &str) -> String {
        self.prose.says(&format!("{{{{ value(of='{}', field='{field}', model='{model}') }}}}", self.of))
    }
}

/// An estimate with its limits, from what prose prints.
fn together(estimate: &str, ci: &str) -> String {
    if estimate == "not estimable" { estimate.to_owned() } else { format!("{estimate} ({ci})") }
}

/// As a table writes what does not exist.
fn or_na(text: String) -> String {
    if text == "not estimable" { "NA".to_owned() } else { text }
}

fn nothing(text: &str) -> bool {
    ["NA", "not estimable", ""].contains(&text)
}

#[test]
fn a_quantity_reads_the_same_wherever_it_stands() {
    let mut parts = 0;
    for (review, computed) in reviews() {
        let prose = computed.prose();
        let results = computed.table("results");
        for (id, analysis) in &computed.results.analyses {
            for path in analysis.paths() {
                let part = analysis.part(&path).unwrap();
                let of = path.of(id);
                let said = Said { prose: &prose, place: place(id, &path, analysis), of };
                let name = format!("{review} {}", said.of);
                if matches!(path, PartPath::Sensitivity { .. }) {
                    in_the_sensitivity_table(&computed, id, analysis, &part, &said, &name);
                } else {
                    in_the_table_of_results(&results, &computed, &said, &name);
                }
                in_sentences(&part, &said, &name);
                parts += 1;
            }
            in_figures(&computed, id, analysis, &prose, review);
            refits(&computed, id, review);
        }
        outcomes(&computed, &prose, review);
    }
    assert!(parts > 50, "{parts} parts");
}

fn in_the_table_of_results(
    table: &ecmo_report::report::tables::Table,
    computed: &Computed,
    said: &Said<'_>,
    name: &str,
) {
    let row = row_of(table, &said.of);
    let at = |heading: &str| row[column(table, heading)].clone();
    #[expect(clippy::float_cmp, reason = "levels as written")]
    let shared = {
        let mut levels = computed.results.analyses.values().map(|analysis| analysis.level);
        let first = levels.next().unwrap();
        levels.all(|level| level == first)
    };
    for (model, heading) in [("random", "Random effects"), ("common", "Common effect")] {
        let [estimate, ci, effect] = ["estimate", "ci", "effect"].map(|field| said.of_model(field, model));
        let expected = if shared { together(&estimate, &ci) } else { effect };
        assert_eq!(at(heading), expected, "{name}, {model}");
    }
    if table.columns.iter().any(|column| column.label == "Prediction interval") {
        assert_eq!(at("Prediction interval"), or_na(said.of_model("prediction", "random")), "{name}");
    }
    assert_eq!(at("I²"), or_na(said.field("i2")), "{name}");
    assert_eq!(at("τ²"), or_na(said.field("tau2")), "{name}");
    assert_eq!(at("p of Q"), or_na(said.field("q_p_value")), "{name}");
    assert_eq!(at("Studies"), said.field("k"), "{name}");
    if table.columns.iter().any(|column| column.label == "Participants") {
        assert_eq!(at("Participants"), said.field("n"), "{name}");
    }
}

fn in_the_sensitivity_table(
    computed: &Computed,
    id: &str,
    analysis: &AnalysisResult,
    part: &Part<'_>,
    said: &Said<'_>,
    name: &str,
) {
    let table = computed.table(&format!("sensitivity/{id}"));
    let row = row_of(&table, &said.of);
    // The effect stands before τ².
    let effect = &row[column(&table, "τ²") - 1];
    let [estimate, ci, whole] = ["estimate", "ci", "effect"].map(|field| said.field(field));
    #[expect(clippy::float_cmp, reason = "levels as written")]
    let same_level = part.choices.level == analysis.level;
    let expected = if same_level { together(&estimate, &ci) } else { whole };
    if part.choices.measure == analysis.measure {
        assert_eq!(*effect, expected, "{name}");
    } else {
        assert!(effect.ends_with(&format!(" {expected}")), "{name}: {effect} says its measure");
    }
    assert_eq!(row[column(&table, "I²")], or_na(said.field("i2")), "{name}");
    assert_eq!(row[column(&table, "τ²")], or_na(said.field("tau2")), "{name}");
    assert_eq!(row[column(&table, "Studies")], said.field("k"), "{name}");
    let model = if part.choices.model == EffectModel::Random { "Random effects" } else { "Common effect" };
    assert_eq!(row[column(&table, "Model")], model, "{name}");
    // The same row of the figure.
    let figure = computed.figure(&format!("sensitivity-{id}"));
    let at = figure.table[0].iter().position(|header| header == "I²");
    let i2 = if nothing(&said.field("i2")) { String::new() } else { said.field("i2") };
    let in_figure = figure.table.iter().any(|cells| {
        cells.iter().any(|cell| cell.eq_ignore_ascii_case(effect)) && at.is_none_or(|at| cells[at] == i2)
    });
    assert!(in_figure, "{name}: {effect} with I² {i2:?} is not in {:?}", figure.table);
}

/// What prose prints of one result fits together.
fn in_sentences(part: &Part<'_>, said: &Said<'_>, name: &str) {
    let estimate = said.field("estimate");
    if nothing(&estimate) {
        return;
    }
    let level = Numbers::default().interval_name(part.choices.level);
    let ci = said.field("ci");
    assert_eq!(said.field("effect"), format!("{estimate} ({level} {ci})"), "{name}");
    assert_eq!(ci, format!("{} to {}", said.field("lower"), said.field("upper")), "{name}");
    if part.headline().prediction.is_some() {
        let limits = format!("{} to {}", said.field("prediction_lower"), said.field("prediction_upper"));
        assert_eq!(said.field("prediction"), limits, "{name}");
    }
    if part.choices.i2_definition == I2Definition::Tau2 {
        assert_eq!(said.field("i2_ci"), "not estimable", "{name}: no interval of another definition");
    }
    if part.choices.measure == Measure::Proportion {
        let (frequency, limits) = (said.field("frequency"), said.field("frequency_ci"));
        let of: f64 = frequency.rsplit_once(" in ").unwrap().1.parse().unwrap();
        let upper: f64 =
            limits.rsplit_once(" to ").unwrap().1.trim_start_matches(['<', '>']).parse().unwrap();
        let expected = (part.headline().ci.unwrap().upper * of).round();
        assert!((upper - expected).abs() <= 1.0, "{name}: {frequency} ({limits})");
    }
}

fn in_figures(computed: &Computed, id: &str, analysis: &AnalysisResult, prose: &Prose, review: &str) {
    let figures = computed.figures();
    let said = Said { prose, place: format!("results[\"{id}\"]"), of: id.to_owned() };
    let forest = figures.iter().find(|figure| figure.id == format!("forest-{id}")).unwrap();
    let cells: Vec<&str> = forest.table.iter().flatten().map(String::as_str).collect();
    if analysis.k > 1 {
        let headline = together(&said.field("estimate"), &said.field("ci"));
        assert!(cells.contains(&headline.as_str()), "{review} {id}: no {headline} in {cells:?}");
        if analysis.random.prediction.is_some() {
            let prediction = said.of_model("prediction", "random");
            assert!(cells.contains(&prediction.as_str()), "{review} {id}: no {prediction} in {cells:?}");
        }
        // Heterogeneity stands below the plot and in its description.
        let i2 = format!("I²\u{a0}=\u{a0}{}", said.field("i2"));
        assert_eq!(forest.description.contains(&i2), !i2.ends_with("not estimable"), "{review} {id}: {i2}");
        let effect = said.field("effect");
        assert!(forest.description.contains(&effect), "{review} {id}: {effect}: {}", forest.description);
    }
    for subgroups in &analysis.subgroups {
        let slug = ecmo_report::figures::slug(&subgroups.by);
        let Some(figure) = figures.iter().find(|figure| figure.id == format!("forest-{id}-{slug}")) else {
            continue;
        };
        for level in subgroups.levels.iter().filter(|level| level.k > 1) {
            let of = format!("{id}/{}/{}", subgroups.by, level.level);
            let place = format!("results[\"{id}\"].by[\"{}\"][\"{}\"]", subgroups.by, level.level);
            let said = Said { prose, place, of };
            let effect = together(&said.field("estimate"), &said.field("ci"));
            let found = figure.table.iter().flatten().any(|cell| cell.eq_ignore_ascii_case(&effect));
            assert!(found, "{review} {}: no {effect} in {:?}", said.of, figure.table);
        }
    }
}

/// The tables of refits and the figures of them show the same.
fn refits(computed: &Computed, id: &str, review: &str) {
    for kind in ["leave-one-out", "cumulative"] {
        let tables = computed.tables();
        let Some(table) = tables.iter().find(|table| table.name == format!("{kind}/{id}")) else { continue };
        let figures = computed.figures();
        let Some(figure) = figures.iter().find(|figure| figure.id == format!("{kind}-{id}")) else {
            continue;
        };
        let (tau2, i2) = (column(table, "τ²"), column(table, "I²"));
        let of_figure = |cells: &[String], header: &str| -> String {
            let at = figure.table[0].iter().position(|label| label == header);
            at.map(|at| cells[at].clone()).unwrap_or_default()
        };
        for row in &table.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let effect = cells[tau2 - 1];
            let same = figure.table.iter().skip(1).any(|shown| {
                let text = |x: &str| if nothing(x) { String::new() } else { x.to_owned() };
                shown.iter().any(|cell| cell.eq_ignore_ascii_case(effect))
                    && of_figure(shown, "I²") == text(cells[i2])
                    && of_figure(shown, "τ²") == text(cells[tau2])
            });
            assert!(same, "{review} {kind} {id}: {cells:?} is not in {:?}", figure.table);
        }
    }
}

/// What is graded: the summary of findings, the evidence profile and the sentence.
fn outcomes(computed: &Computed, prose: &Prose, review: &str) {
    let tables = computed.tables();
    let rows = |name: &str| -> Vec<String> {
        let found = tables.iter().filter(|table| table.name.starts_with(name));
        found
            .flat_map(|table| &table.rows)
            .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "))
            .collect()
    };
    let (findings, profile) = (rows("summary-of-findings"), rows("evidence-profile"));
    for grade in computed.results.grade.values() {
        let says = |field: &str| prose.says(&format!("{{{{ value(of='{}', field='{field}') }}}}", grade.of));
        let (estimate, ci) = (says("estimate"), says("ci"));
        let measure = ecmo_report::analysis::results::locate(&computed.results.analyses, &grade.of)
            .unwrap()
            .part
            .choices
            .measure;
        let effect = together(&estimate, &ci);
        let shown = |rows: &[String], text: &str| rows.iter().any(|row| row.contains(text));
        assert!(shown(&profile, &effect), "{review} {}: no {effect} in {profile:?}", grade.of);
        if measure == Measure::Proportion {
            let frequency = says("frequency");
            let (number, of) = frequency.rsplit_once(" in ").unwrap();
            let limits = says("frequency_ci");
            let either = [format!("| {number} ({limits}) |"), format!("| {number} of {of} ({limits}) |")];
            let found = either.iter().any(|text| shown(&findings, text));
            assert!(found, "{review} {}: none of {either:?} in {findings:?}", grade.of);
            if grade.statement.is_none() && grade.certainty.is_some() {
                assert!(shown(&findings, &frequency), "{review} {}: {frequency}: {findings:?}", grade.of);
            }
        } else {
            assert!(shown(&findings, &effect), "{review} {}: no {effect} in {findings:?}", grade.of);
        }
    }
}
