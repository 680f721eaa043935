//! The judgements of a review: read from its CSV, held against the tool.

use indexmap::IndexMap;

use super::tool::{Level, OVERALL, Role, Rule, Tool};
use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::csv::Records;
use crate::source::yaml::Document;
use crate::source::{Folder, Place};
use crate::spec::evidence::RiskOfBias;
use crate::stats::choices::Measure;
use crate::table::StudyTable;

/// The judgements of a review, each a level of the tool.
#[derive(Debug, Clone)]
pub struct Judgements {
    /// The tool.
    pub tool: Tool,
    /// By study, in the order of the file; a row per judged result.
    pub studies: IndexMap<String, Vec<StudyJudgements>>,
    /// Where the review names the file.
    pub place: Place,
}

impl Judgements {
    /// Whether the result of a study that an analysis pools is judged.
    #[must_use]
    pub fn judges(&self, study: &str, analysis: &str) -> bool {
        let rows = self.studies.get(study).map(Vec::as_slice).unwrap_or_default();
        rows.iter().any(|row| row.analysis.as_deref().is_none_or(|of| of == analysis))
    }
}

/// The judgements of a study, or of one of its results.
#[derive(Debug, Clone)]
pub struct StudyJudgements {
    /// The analysis whose result was judged; none where the judgements hold for every result.
    pub analysis: Option<String>,
    /// By domain code, `overall` last; a domain without a judgement is absent.
    pub domains: IndexMap<String, Judgement>,
    /// Where its row stands.
    pub place: Place,
}

/// A judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Id of the level.
    pub level: String,
    /// What the level means.
    pub role: Role,
    /// Why, in the assessors' words.
    pub support: Option<String>,
}

/// Reads and checks the judgements. `analyses` are the ids of the analyses and what they pool.
///
/// Which pooled studies have no judgement is told after the analysis, by `analysis::bias`.
pub fn check(
    spec: &RiskOfBias,
    table: &StudyTable,
    analyses: &[(&str, Measure)],
    folder: &Folder,
    document: &Document,
    found: &mut Diagnostics,
) -> Option<Judgements> {
    let tool_place = document.place("risk_of_bias.tool");
    let tool = Tool::find(&spec.tool, folder, &tool_place, found)?;
    let single_arm =
        |measure: &Measure| matches!(measure, Measure::Proportion | Measure::Rate | Measure::Mean);
    let mut measures = analyses.iter().map(|(_, measure)| measure);
    if tool.comparative && !analyses.is_empty() && measures.all(single_arm) {
        let message = format!("{} judges comparisons, but every analysis pools single groups", tool.name);
        found.push(
            Diagnostic::new(codes::TOOL_FOR_OTHER_DESIGN, message)
                .at(tool_place, "made for two groups")
                .hint("single groups: `jbi-prevalence`, `jbi-case-series`; prognostic factors: `quips`"),
        );
    }
    let place = document.place("risk_of_bias.file");
    let file = found.take(folder.read(&spec.file, Some(&place)))?;
    let records = Records::parse(&file, found)?;
    let columns = Columns::of(&tool, &records, found)?;
    let mut judged: IndexMap<String, Vec<StudyJudgements>> = IndexMap::new();
    for row in 0..records.len() {
        let id = records.cell(row, columns.study).text.trim().to_owned();
        let id_place = records.cell_place(row, columns.study);
        if found.take(table.study(&id, id_place.clone())).is_none() {
            continue;
        }
        let Ok(analysis) = columns.analysis(&records, row, analyses, found) else { continue };
        if let Some(first) = judged.get(&id).and_then(|rows| rows.iter().find(|row| row.analysis == analysis))
        {
            let (of, hint) = match &analysis {
                Some(analysis) => (format!(" for `{analysis}`"), "keep one row per study and analysis"),
                None => {
                    (String::new(), "keep one row per study, or name the analysis in a column `analysis`")
                }
            };
            found.push(
                Diagnostic::new(codes::STUDY_JUDGED_TWICE, format!("`{id}` is judged twice{of}"))
                    .at(id_place, "again here")
                    .also(first.place.clone(), "first here")
                    .hint(hint),
            );
            continue;
        }
        let domains = row_judgements(&tool, &records, row, &columns, spec.rule.is_some(), found);
        let study = StudyJudgements { analysis, domains, place: id_place };
        overall_follows(&tool, &id, &study, &records, row, &columns, found);
        single_assessor(&id, &records, row, &columns, found);
        judged.entry(id).or_default().push(study);
    }
    Some(Judgements { tool, studies: judged, place })
}

/// Which column of the CSV is what.
struct Columns {
    study: usize,
    /// Domain code, its column, and that of its support.
    domains: Vec<(String, usize, Option<usize>)>,
    assessors: Option<usize>,
    analysis: Option<usize>,
}

impl Columns {
    fn of(tool: &Tool, records: &Records, found: &mut Diagnostics) -> Option<Self> {
        let names: Vec<String> = records.columns().map(|name| name.trim().to_ascii_lowercase()).collect();
        let codes_of = || {
            let overall = tool.has_overall().then(|| OVERALL.to_owned());
            tool.domains.iter().map(|domain| domain.code.to_ascii_lowercase()).chain(overall)
        };
        let find = |name: &str| names.iter().position(|known| known == name);
        let mut known = ["study", "assessors", "analysis"].map(str::to_owned).to_vec();
        known.extend(codes_of().flat_map(|code| [format!("{code}_support"), code]));
        if let Some(index) = long(tool, &names, &known) {
            let columns = codes_of().collect::<Vec<_>>().join(",");
            found.push(
                Diagnostic::new(
                    codes::ROW_PER_DOMAIN,
                    "the judgements have a row for each domain, not a column",
                )
                .at(records.column_place(index), "names the domain of the row")
                .hint(format!("write a row for each study, under the header study,{columns}")),
            );
            return None;
        }
        for (index, name) in names.iter().enumerate().filter(|(_, name)| !known.contains(name)) {
            let written = records.columns().nth(index).unwrap_or(name);
            let codes: Vec<String> = codes_of().collect();
            found.push(
                Diagnostic::new(codes::UNKNOWN_DOMAIN, format!("{} has no domain `{written}`", tool.name))
                    .at(records.column_place(index), "not a domain of the tool")
                    .note(format!("the domains are {}", codes.join(", ")))
                    .hint(
                        "a column is `study`, a domain, a domain with `_support`, `assessors` or `analysis`",
                    )
                    .hint_if(did_you_mean(name, known.iter().map(String::as_str)))
                    .hint_if(tool.named(written).map(|domain| {
                        format!("name the column `{}`: it is that of \"{}\"", domain.code, domain.short)
                    })),
            );
        }
        let Some(study) = find("study") else {
            found.push(
                Diagnostic::new(codes::JUDGEMENTS_WITHOUT_STUDY, "the judgements have no column `study`")
                    .at(records.header_place(), "no `study` among these")
                    .hint("name the column with the ids of the study table `study`")
                    .hint_if(did_you_mean("study", names.iter().map(String::as_str))),
            );
            return None;
        };
        // A tool may have a domain of this name.
        let analysis = find("analysis").filter(|_| tool.domain("analysis").is_none());
        let domains = codes_of()
            .filter_map(|code| Some((code.clone(), find(&code)?, find(&format!("{code}_support")))));
        Some(Self { study, domains: domains.collect(), assessors: find("assessors"), analysis })
    }

    /// The analysis whose result of the study a row judges; an error where there is no such analysis.
    fn analysis(
        &self,
        records: &Records,
        row: usize,
        analyses: &[(&str, Measure)],
        found: &mut Diagnostics,
    ) -> Result<Option<String>, ()> {
        let Some(column) = self.analysis else { return Ok(None) };
        let written = records.cell(row, column).text.trim().to_owned();
        if written.is_empty() {
            return Ok(None);
        }
        if analyses.iter().any(|(id, _)| *id == written) {
            return Ok(Some(written));
        }
        let ids = || analyses.iter().map(|(id, _)| *id);
        found.push(
            Diagnostic::new(codes::UNKNOWN_JUDGED_ANALYSIS, format!("there is no analysis `{written}`"))
                .at(records.cell_place(row, column), "whose result was judged")
                .note(format!("the analyses are {}", ids().collect::<Vec<_>>().join(", ")))
                .hint_if(did_you_mean(&written, ids())),
        );
        Err(())
    }

    fn overall(&self) -> Option<(usize, Option<usize>)> {
        self.domains.iter().find(|(code, ..)| code == OVERALL).map(|(_, column, support)| (*column, *support))
    }
}

/// The column with the domains of a table that has a row for each study and domain.
fn long(tool: &Tool, names: &[String], known: &[String]) -> Option<usize> {
    let has = |word: &str| names.iter().position(|name| name.starts_with(word));
    let judged =
        ["judgement", "judgment", "risk", "rating", "answer", "level"].iter().any(|it| has(it).is_some());
    let wide = names.iter().any(|name| tool.domain(name).is_some());
    let column = ["domain", "item", "question"].iter().find_map(|it| has(it))?;
    (judged && !wide && !known.contains(&names[column])).then_some(column)
}

fn row_judgements(
    tool: &Tool,
    records: &Records,
    row: usize,
    columns: &Columns,
    has_rule: bool,
    found: &mut Diagnostics,
) -> IndexMap<String, Judgement> {
    let mut domains = IndexMap::new();
    for (code, column, support) in &columns.domains {
        let cell = records.cell(row, *column);
        let written = cell.text.trim();
        if written.is_empty() || (written == "NR" && tool.level(code, written).is_none()) {
            continue;
        }
        // The tool's own spelling of the code.
        let code = tool.domain(code).map_or_else(|| code.clone(), |domain| domain.code.clone());
        let Some(level) = tool.level(&code, written) else {
            found.push(unknown(tool, &code, written, records.cell_place(row, *column), has_rule));
            continue;
        };
        let support = support.map(|column| records.cell(row, column).text.trim().to_owned());
        let judgement = Judgement {
            level: level.id.clone(),
            role: level.role,
            support: support.filter(|text| !text.is_empty()),
        };
        domains.insert(code, judgement);
    }
    domains
}

fn unknown(tool: &Tool, code: &str, written: &str, place: Place, has_rule: bool) -> Diagnostic {
    let levels = tool.levels_of(code);
    let is_score = written.chars().all(|c| c.is_ascii_digit() || c == '/') && code == OVERALL;
    if is_score && !tool.scored {
        let message = format!("the overall judgement is the sum {written}, and {} has no score", tool.name);
        let hint = if has_rule {
            "write what your `rule` makes of it: include, exclude or seek-info"
        } else {
            "write include, exclude or seek-info, and say in `risk_of_bias.rule` how you decide"
        };
        return Diagnostic::new(codes::CHECKLIST_SUMMED, message).at(place, "a count of answers").hint(hint);
    }
    let ids: Vec<&str> = levels.iter().map(|level: &&Level| level.id.as_str()).collect();
    Diagnostic::new(codes::UNKNOWN_JUDGEMENT, format!("`{written}` is no judgement of {}", tool.name))
        .at(place, format!("judgement of `{code}`"))
        .note(format!("the judgements are {}", ids.join(", ")))
        .hint_if(did_you_mean(written, ids.iter().copied()))
}

/// The overall judgement follows the tool's rule, or its support says why not.
fn overall_follows(
    tool: &Tool,
    id: &str,
    study: &StudyJudgements,
    records: &Records,
    row: usize,
    columns: &Columns,
    found: &mut Diagnostics,
) {
    let Some((column, _)) = columns.overall() else { return };
    let Some(overall) = study.domains.get(OVERALL) else { return };
    let domains = || study.domains.iter().filter(|(code, _)| code.as_str() != OVERALL);
    let label = |level: &str, of: &str| {
        let known = tool.levels_of(of).into_iter().find(|known| known.id == level);
        known.map_or_else(|| level.to_owned(), |known| known.label.to_lowercase())
    };
    match tool.overall.rule {
        Rule::None | Rule::Author => {}
        Rule::Worst => {
            let ranked =
                domains().filter_map(|(code, judgement)| Some((judgement.role.rank()?, code, judgement)));
            let Some((rank, code, worst)) = ranked.max_by_key(|(rank, ..)| *rank) else { return };
            let Some(stated) = overall.role.rank() else { return };
            let complete = domains().count() == tool.domains.len();
            let all_best =
                rank == 0 && complete && domains().all(|(_, judgement)| judgement.role == Role::Low);
            let fault = if stated < rank {
                format!(
                    "`{id}` is {} overall, but {} in `{code}`",
                    label(&overall.level, OVERALL),
                    label(&worst.level, code)
                )
            } else if all_best && stated > 0 {
                format!("`{id}` is {} overall, but low in every domain", label(&overall.level, OVERALL))
            } else {
                return;
            };
            if overall.support.is_none() {
                found.push(
                    Diagnostic::new(codes::OVERALL_DISAGREES, fault)
                        .at(
                            records.cell_place(row, column),
                            format!("{} overall", label(&overall.level, OVERALL)),
                        )
                        .hint("change one of the two, or say why in `overall_support`"),
                );
            }
        }
        Rule::Sum => {
            if domains().count() < tool.domains.len() {
                return;
            }
            let points = |code: &str, level: &str| {
                tool.levels_of(code)
                    .into_iter()
                    .find(|known| known.id == level)
                    .and_then(|known| known.points)
            };
            let sum: u32 = domains().filter_map(|(code, judgement)| points(code, &judgement.level)).sum();
            if let Some(stated) = points(OVERALL, &overall.level).filter(|stated| *stated != sum) {
                let message = format!("`{id}` has {sum} stars, but {stated} overall");
                found.push(
                    Diagnostic::new(codes::STARS_DISAGREE, message)
                        .at(records.cell_place(row, column), format!("{sum} would fit"))
                        .hint("count the stars again"),
                );
            }
        }
    }
}

fn single_assessor(id: &str, records: &Records, row: usize, columns: &Columns, found: &mut Diagnostics) {
    let Some(column) = columns.assessors else { return };
    let cell = records.cell(row, column);
    let written = cell.text.trim();
    let named = written.split([';', ',', '&']).filter(|name| !name.trim().is_empty()).count();
    if written == "1" || (named == 1 && written.parse::<u32>().is_err()) {
        found.push(
            Diagnostic::new(codes::SINGLE_ASSESSOR, format!("`{id}` was judged by one person"))
                .at(records.cell_place(row, column), "a single assessor")
                .hint("have a second person judge it, or name this among the limitations"),
        );
    }
}
