//! Which columns a measure needs, and the data of a study read out of them.

use std::cell::RefCell;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::spec::analysis::{ArmData, Data};
use crate::stats::choices::{Measure, MedianConversion};
use crate::stats::convert::{Quantiles, Scenario, convert};
use crate::stats::effect::{Events, Incidence, Sample, StudyData, Uncertainty};
use crate::stats::interval::Interval;
use crate::table::StudyTable;

/// The columns of an analysis's data, by what they hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    measure: Measure,
    single: Arm,
    treated: Arm,
    control: Arm,
    level: f64,
    convert: MedianConversion,
}

/// The columns of an arm.
#[derive(Debug, Clone, Default, PartialEq)]
struct Arm {
    named: Vec<(&'static str, String)>,
}

impl Arm {
    fn get(&self, key: &str) -> Option<&str> {
        self.named.iter().find(|(name, _)| *name == key).map(|(_, column)| column.as_str())
    }
}

/// The data of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Row of the study table.
    pub row: usize,
    /// Its numbers.
    pub data: StudyData,
    /// How means came from medians: treated (or only) arm, control arm.
    pub converted: [Option<String>; 2],
    /// What the author should know about them.
    pub warnings: Vec<Diagnostic>,
}

/// What the data of a measure may be, each a set of keys that belong together.
fn needs(measure: Measure) -> (&'static [&'static [&'static str]], bool) {
    const COUNTS: &[&[&str]] = &[&["events", "total"]];
    const RATES: &[&[&str]] = &[&["events", "time"]];
    const MEANS: &[&[&str]] = &[
        &["total", "mean", "sd"],
        &["total", "mean", "se"],
        &["total", "median", "q1", "q3"],
        &["total", "median", "min", "max"],
    ];
    match measure {
        Measure::Proportion => (COUNTS, false),
        Measure::Rate => (RATES, false),
        Measure::Mean => (MEANS, false),
        Measure::Correlation => (&[&["r", "total"]], false),
        Measure::OddsRatio | Measure::RiskRatio | Measure::RiskDifference | Measure::PetoOddsRatio => {
            (COUNTS, true)
        }
        Measure::MeanDifference | Measure::StandardizedMeanDifference | Measure::RatioOfMeans => {
            (MEANS, true)
        }
        Measure::IncidenceRateRatio | Measure::IncidenceRateDifference => (RATES, true),
        Measure::Ratio => (&[&["estimate", "lower", "upper"], &["estimate", "se"]], false),
        Measure::Generic => {
            (&[&["estimate", "variance"], &["estimate", "se"], &["estimate", "lower", "upper"]], false)
        }
    }
}

/// The keys of `data` that are named outside the arms.
fn outer_columns(data: &Data) -> Vec<(&'static str, &str)> {
    let mut columns = data.columns();
    for (key, column) in [
        ("r", &data.r),
        ("estimate", &data.estimate),
        ("lower", &data.lower),
        ("upper", &data.upper),
        ("variance", &data.variance),
    ] {
        columns.extend(column.as_deref().map(|column| (key, column)));
    }
    columns
}

impl Columns {
    /// Finds the columns that `data` names (`path` is where it stands), and says what is missing.
    pub(super) fn find(
        measure: Measure,
        data: &Data,
        convert: MedianConversion,
        path: &Path,
        specification: &Specification,
        table: &StudyTable,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let (sets, two_arms) = needs(measure);
        let mut finder = Finder { measure, sets, specification, table, found, complete: true };
        let outer = outer_columns(data);
        let (single, treated, control) = if two_arms {
            for (key, _) in &outer {
                finder.superfluous(&path.key(*key), key, "in `treated` and `control`");
            }
            let treated = finder.arm(data.treated.as_ref(), path, "treated");
            let control = finder.arm(data.control.as_ref(), path, "control");
            (Arm::default(), treated, control)
        } else {
            for (arm, key) in [(&data.treated, "treated"), (&data.control, "control")] {
                if arm.is_some() {
                    finder.superfluous(&path.key(key), key, "not by arm");
                }
            }
            (finder.columns(&outer, path), Arm::default(), Arm::default())
        };
        if !finder.complete {
            return None;
        }
        Some(Self { measure, level: data.level.unwrap_or(0.95), convert, single, treated, control })
    }

    /// The data of a row, the name of a column whose cell is missing, or a diagnostic of what can't be.
    pub(super) fn read(&self, table: &StudyTable, row: usize) -> Result<Contribution, Absent> {
        let reader = Reader { table, row, convert: self.convert, warnings: RefCell::default() };
        let mut converted = [None, None];
        let data = match self.measure {
            Measure::Proportion => StudyData::Proportion(reader.events(&self.single)?),
            Measure::Rate => StudyData::Rate(reader.incidence(&self.single)?),
            Measure::Mean => {
                let (sample, how) = reader.sample(&self.single)?;
                converted[0] = how;
                StudyData::Mean(sample)
            }
            Measure::Correlation => StudyData::Correlation {
                r: reader.between(self.single.get("r"), -1.0, 1.0)?,
                total: reader.positive(self.single.get("total"))?,
            },
            Measure::OddsRatio | Measure::RiskRatio | Measure::RiskDifference | Measure::PetoOddsRatio => {
                StudyData::TwoByTwo {
                    treated: reader.events(&self.treated)?,
                    control: reader.events(&self.control)?,
                }
            }
            Measure::MeanDifference | Measure::StandardizedMeanDifference | Measure::RatioOfMeans => {
                let (treated, how_treated) = reader.sample(&self.treated)?;
                let (control, how_control) = reader.sample(&self.control)?;
                converted = [how_treated, how_control];
                StudyData::TwoMeans { treated, control }
            }
            Measure::IncidenceRateRatio | Measure::IncidenceRateDifference => StudyData::TwoRates {
                treated: reader.incidence(&self.treated)?,
                control: reader.incidence(&self.control)?,
            },
            Measure::Ratio | Measure::Generic => self.estimate(&reader)?,
        };
        Ok(Contribution { row, data, converted, warnings: reader.warnings.into_inner() })
    }

    fn estimate(&self, reader: &Reader<'_>) -> Result<StudyData, Absent> {
        let is_ratio = self.measure == Measure::Ratio;
        let number = |source| if is_ratio { reader.positive(source) } else { reader.number(source) };
        let get = |key| self.single.get(key);
        let estimate = number(get("estimate"))?;
        let uncertainty = if let Ok(variance) = reader.number(get("variance")) {
            reader.positive(get("variance"))?;
            Uncertainty::Variance(variance)
        } else if let Ok(se) = reader.number(get("se")) {
            reader.positive(get("se"))?;
            Uncertainty::StandardError(se)
        } else {
            let (lower, upper) = (number(get("lower"))?, number(get("upper"))?);
            if lower >= upper {
                return Err(reader.impossible(
                    get("lower"),
                    &format!("the lower limit {lower} is not below the upper limit {upper}"),
                    get("upper"),
                    "the limits may be in the wrong columns",
                ));
            }
            if estimate < lower || estimate > upper {
                return Err(reader.impossible(
                    get("estimate"),
                    &format!("the estimate {estimate} lies outside its interval {lower} to {upper}"),
                    get("lower"),
                    "check the three numbers against the source",
                ));
            }
            Uncertainty::Limits { interval: Interval::new(lower, upper), level: self.level }
        };
        Ok(StudyData::Estimate { estimate, uncertainty })
    }
}

/// Why a row has no data.
#[derive(Debug)]
pub(super) enum Absent {
    /// The cell of this column is missing.
    Missing(String),
    /// The cells are there but can't be.
    Impossible(Box<Diagnostic>),
}

/// Reads the cells of a row.
struct Reader<'a> {
    table: &'a StudyTable,
    row: usize,
    convert: MedianConversion,
    warnings: RefCell<Vec<Diagnostic>>,
}

impl Reader<'_> {
    fn number(&self, source: Option<&str>) -> Result<f64, Absent> {
        let column = source.ok_or_else(|| Absent::Missing(String::new()))?;
        self.table.number(self.row, column).ok_or_else(|| Absent::Missing(column.to_owned()))
    }

    fn checked(&self, source: Option<&str>, holds: impl Fn(f64) -> bool, rule: &str) -> Result<f64, Absent> {
        let value = self.number(source)?;
        if holds(value) {
            return Ok(value);
        }
        let name = source.unwrap_or("");
        Err(self.impossible(source, &format!("`{name}` is {value}, but it has to be {rule}"), None, ""))
    }

    fn positive(&self, source: Option<&str>) -> Result<f64, Absent> {
        self.checked(source, |x| x > 0.0, "greater than 0")
    }

    fn not_negative(&self, source: Option<&str>) -> Result<f64, Absent> {
        self.checked(source, |x| x >= 0.0, "0 or more")
    }

    /// A count: whole, not negative, and small enough that every whole number up to it is one of its kind.
    fn whole(&self, source: Option<&str>) -> Result<f64, Absent> {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        self.checked(source, |x| x >= 0.0 && x.fract() == 0.0 && x <= LARGEST, "a whole number, 0 or more")
    }

    fn between(&self, source: Option<&str>, from: f64, to: f64) -> Result<f64, Absent> {
        self.checked(source, |x| (from..=to).contains(&x), &format!("between {from} and {to}"))
    }

    fn impossible(&self, at: Option<&str>, message: &str, also: Option<&str>, hint: &str) -> Absent {
        let id = self.table.id(self.row);
        let mut diagnostic = Diagnostic::new(codes::IMPOSSIBLE_DATA, format!("{message} (study `{id}`)"));
        if let Some(column) = at {
            diagnostic = diagnostic.at(self.table.cell_place(self.row, column), "this cell");
        }
        if let Some(column) = also {
            diagnostic = diagnostic.also(self.table.cell_place(self.row, column), format!("`{column}`"));
        }
        if !hint.is_empty() {
            diagnostic = diagnostic.hint(hint);
        }
        Absent::Impossible(Box::new(diagnostic))
    }

    fn events(&self, arm: &Arm) -> Result<Events, Absent> {
        let (events, total) = (arm.get("events"), arm.get("total"));
        let counted = Events { events: self.whole(events)?, total: self.whole(total)? };
        self.positive(total)?;
        if counted.events > counted.total {
            let message = format!("{} events of {} patients", counted.events, counted.total);
            return Err(self.impossible(events, &message, total, "the two columns may be exchanged"));
        }
        Ok(counted)
    }

    fn incidence(&self, arm: &Arm) -> Result<Incidence, Absent> {
        Ok(Incidence { events: self.not_negative(arm.get("events"))?, time: self.positive(arm.get("time"))? })
    }

    fn warn_of_skewness(&self, arm: &Arm) {
        let message = format!("the median of study `{}` comes from skewed data", self.table.id(self.row));
        let mut warning = Diagnostic::new(codes::SKEWED_SUMMARY, message)
            .hint("pool the logarithm, or leave the study out in a sensitivity analysis");
        if let Some(column) = arm.get("median") {
            warning = warning
                .at(self.table.cell_place(self.row, column), "converted to a mean as if it were normal");
        }
        self.warnings.borrow_mut().push(warning);
    }

    /// A mean with its standard deviation, from whichever cells the row has.
    fn sample(&self, arm: &Arm) -> Result<(Sample, Option<String>), Absent> {
        let total = self.positive(arm.get("total"))?;
        let has =
            |key: &str| arm.get(key).is_some_and(|column| self.table.number(self.row, column).is_some());
        if has("mean") && has("sd") {
            let sample =
                Sample { mean: self.number(arm.get("mean"))?, sd: self.positive(arm.get("sd"))?, total };
            return Ok((sample, None));
        }
        if has("mean") && has("se") {
            let sd = self.positive(arm.get("se"))? * total.sqrt();
            return Ok((Sample { mean: self.number(arm.get("mean"))?, sd, total }, None));
        }
        if arm.get("median").is_none() {
            self.number(arm.get("mean"))?;
            self.number(arm.get("sd").or(arm.get("se")))?;
        }
        let median = self.number(arm.get("median"))?;
        let optional = |key: &str| arm.get(key).and_then(|column| self.table.number(self.row, column));
        let (q1, q3, min, max) = (optional("q1"), optional("q3"), optional("min"), optional("max"));
        let spread = q1.zip(q3).or(min.zip(max));
        if spread.is_none() {
            let absent = arm.get("q1").or(arm.get("min")).or(arm.get("q3")).or(arm.get("max"));
            return Err(Absent::Missing(absent.unwrap_or_default().to_owned()));
        }
        let converted =
            convert(&Quantiles { total, min, q1, median, q3, max }, self.convert).map_err(|reason| {
                let message = format!("the median can't be converted to a mean: {reason}");
                self.impossible(
                    arm.get("median"),
                    &message,
                    None,
                    "check the numbers, or leave the study out",
                )
            })?;
        let from = match converted.scenario {
            Scenario::Range => "median and range",
            Scenario::FiveNumbers => "median, quartiles and range",
            Scenario::Quartiles => "median and quartiles",
        };
        let by = match self.convert {
            MedianConversion::LuoShi => "Luo and Shi",
            MedianConversion::Wan => "Wan",
        };
        let skewed = if converted.skewness.is_skewed() { "; the summary is skewed" } else { "" };
        if converted.skewness.is_skewed() {
            self.warn_of_skewness(arm);
        }
        Ok((converted.sample, Some(format!("from {from} ({by}{skewed})"))))
    }
}

/// Finds columns and says what is missing.
struct Finder<'a> {
    measure: Measure,
    sets: &'static [&'static [&'static str]],
    specification: &'a Specification,
    table: &'a StudyTable,
    found: &'a mut Diagnostics,
    complete: bool,
}

impl Finder<'_> {
    fn superfluous(&mut self, path: &Path, key: &str, where_instead: &str) {
        self.complete = false;
        self.found.push(
            Diagnostic::new(
                codes::DATA_KEY_NOT_OF_MEASURE,
                format!("`{key}` is not a data key of the measure `{}` at this place", self.measure),
            )
            .at(self.specification.key_place(path.clone()), "this key")
            .hint(format!("name the columns {where_instead}: {}", in_words(self.sets))),
        );
    }

    fn arm(&mut self, arm: Option<&ArmData>, path: &Path, name: &str) -> Arm {
        let Some(arm) = arm else {
            self.complete = false;
            self.found.push(
                Diagnostic::new(
                    codes::DATA_KEY_MISSING,
                    format!("the measure `{}` needs `{name}`", self.measure),
                )
                .at(self.specification.key_place(path.clone()), "no such arm here")
                .hint(format!("write `{name}: {{...}}` with {}", in_words(self.sets))),
            );
            return Arm::default();
        };
        self.columns(&arm.columns(), &path.key(name))
    }

    fn columns(&mut self, named: &[(&'static str, &str)], path: &Path) -> Arm {
        let mut arm = Arm::default();
        for (key, column) in named {
            let path = path.key(*key);
            if !self.sets.iter().any(|set| set.contains(key)) {
                self.superfluous(&path, key, "that the measure has");
                continue;
            }
            match self.table.numeric(column, self.specification.place(path)) {
                Ok(_) => arm.named.push((key, (*column).to_owned())),
                Err(faults) => {
                    self.complete = false;
                    self.found.extend(faults);
                }
            }
        }
        let has = |key: &&str| named.iter().any(|(name, _)| name == key);
        if !self.sets.iter().any(|set| set.iter().all(has)) {
            self.complete = false;
            self.found.push(
                Diagnostic::new(
                    codes::DATA_KEY_MISSING,
                    format!("the measure `{}` needs more columns than are named", self.measure),
                )
                .at(self.specification.key_place(path.clone()), "incomplete")
                .hint(format!("name the columns of {}", in_words(self.sets))),
            );
        }
        arm
    }
}

/// Sets of keys as a sentence: `events, total`, or `total, mean, sd` or `total, mean, se`.
fn in_words(sets: &[&[&str]]) -> String {
    let sets: Vec<String> = sets
        .iter()
        .map(|set| set.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
        .collect();
    sets.join("; or ")
}
