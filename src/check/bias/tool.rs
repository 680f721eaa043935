//! The tools that judge risk of bias: data files, those of the program and the author's own.

use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::yaml::{self, Document, Path, Segment};
use crate::source::{Folder, Place, SourceFile};

/// The tools that the program knows, by id.
const BUILT_IN: &[(&str, &str)] = &[
    ("jbi-prevalence", include_str!("../../../tools/jbi-prevalence.yaml")),
    ("jbi-case-series", include_str!("../../../tools/jbi-case-series.yaml")),
    ("rob2", include_str!("../../../tools/rob2.yaml")),
    ("robins-i", include_str!("../../../tools/robins-i.yaml")),
    ("quadas-2", include_str!("../../../tools/quadas-2.yaml")),
    ("quips", include_str!("../../../tools/quips.yaml")),
    ("newcastle-ottawa-cohort", include_str!("../../../tools/newcastle-ottawa-cohort.yaml")),
];

/// A tool: its domains, the levels of a judgement, and how they make an overall one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version of the tool.
    #[serde(default)]
    pub version: Option<String>,
    /// Citation.
    #[serde(default)]
    pub citation: Option<String>,
    /// DOI of the citation.
    #[serde(default)]
    pub doi: Option<String>,
    /// Address, where there is no DOI.
    #[serde(default)]
    pub url: Option<String>,
    /// It judges comparisons of two groups.
    #[serde(default)]
    pub comparative: bool,
    /// Whether judgements may be summed to a score. JBI advises against it.
    #[serde(default = "yes")]
    pub scored: bool,
    /// The domains, in order.
    pub domains: Vec<Domain>,
    /// The levels of a judgement of a domain, the best first.
    pub levels: Vec<Level>,
    /// The overall judgement.
    #[serde(default)]
    pub overall: Overall,
    /// Groups of domains with their titles, where the tool has several.
    #[serde(default)]
    pub panels: Vec<Panel>,
}

fn yes() -> bool {
    true
}

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Code, the name of its column: `d1`.
    pub code: String,
    /// A few words, for the head of a column.
    pub short: String,
    /// What it judges.
    pub name: String,
}

/// A level of a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Id, as authors write it.
    pub id: String,
    /// Label, as readers see it.
    pub label: String,
    /// Symbol in a traffic light.
    pub symbol: String,
    /// What it means, whatever the tool calls it; gives the colour.
    pub role: Role,
    /// Other ways to write it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Points, where the overall judgement is a sum.
    #[serde(default)]
    pub points: Option<u32>,
    /// The only domains that have this level.
    #[serde(default)]
    pub only: Vec<String>,
}

/// What a level means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Low risk.
    Low,
    /// Some concerns, moderate risk.
    Some,
    /// High or serious risk.
    High,
    /// Critical risk.
    Critical,
    /// Not clear, no information.
    Unclear,
    /// Not applicable, or no judgement of risk.
    Na,
}

impl Role {
    /// The role as results and figures name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Some => "some",
            Self::High => "high",
            Self::Critical => "critical",
            Self::Unclear => "unclear",
            Self::Na => "na",
        }
    }

    /// How bad it is, where that can be said.
    #[must_use]
    pub const fn rank(self) -> Option<u8> {
        match self {
            Self::Low => Some(0),
            Self::Some => Some(1),
            Self::High => Some(2),
            Self::Critical => Some(3),
            Self::Unclear | Self::Na => None,
        }
    }
}

/// The overall judgement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overall {
    /// How it follows from the domains.
    #[serde(default)]
    pub rule: Rule,
    /// Its levels, where they are others than those of the domains.
    #[serde(default)]
    pub levels: Vec<Level>,
}

/// How the overall judgement follows from the domains.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The tool has none.
    None,
    /// The authors decide.
    #[default]
    Author,
    /// As bad as the worst domain, or worse where several domains have concerns; the best only where all are.
    Worst,
    /// The sum of the points.
    Sum,
}

/// Domains shown together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Title.
    pub title: String,
    /// Codes of its domains.
    pub domains: Vec<String>,
}

impl Tool {
    /// The ids of the tools of the program.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(id, _)| *id)
    }

    /// The tool that a review names: one of the program, or a file in the review's folder.
    pub fn find(name: &str, folder: &Folder, at: &Place, found: &mut Diagnostics) -> Option<Self> {
        if let Some((id, text)) = BUILT_IN.iter().find(|(id, _)| *id == name) {
            return Self::read(&SourceFile::new(format!("{id}.yaml"), *text), found);
        }
        let is_file = [".yaml", ".yml"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        if !is_file {
            found.push(
                Diagnostic::new(codes::UNKNOWN_TOOL, format!("there is no risk-of-bias tool `{name}`"))
                    .at(at.clone(), "neither a built-in tool nor a file ending in .yaml")
                    .note(format!(
                        "the built-in tools are {}",
                        Self::built_in().collect::<Vec<_>>().join(", ")
                    ))
                    .hint_if(did_you_mean(name, Self::built_in())),
            );
            return None;
        }
        let file = found.take(folder.read(name, Some(at)))?;
        Self::read(&file, found)
    }

    fn read(file: &Arc<SourceFile>, found: &mut Diagnostics) -> Option<Self> {
        let document = yaml::parse(file, found)?;
        match serde_path_to_error::deserialize::<_, Self>(document.root.to_json()) {
            Ok(tool) => tool.is_consistent(&document, found).then_some(tool),
            Err(error) => {
                let steps = error.path().iter().filter_map(|step| match step {
                    serde_path_to_error::Segment::Seq { index } => Some(Segment::Index(*index)),
                    serde_path_to_error::Segment::Map { key } => Some(Segment::Key(key.clone())),
                    _ => None,
                });
                let path = Path(steps.collect());
                let message = format!("the tool file is not understood: {}", error.inner());
                found.push(
                    Diagnostic::new(codes::INVALID_TOOL, message)
                        .at(document.place(path), "here")
                        .hint("a tool has `id`, `name`, `domains` of {code, short, name}, and `levels` of {id, label, symbol, role}"),
                );
                None
            }
        }
    }

    fn is_consistent(&self, document: &Document, found: &mut Diagnostics) -> bool {
        let mut faults = Vec::new();
        for (key, empty) in [("domains", self.domains.is_empty()), ("levels", self.levels.is_empty())] {
            if empty {
                faults.push((document.place(key), format!("the tool has no {key}")));
            }
        }
        for (index, domain) in self.domains.iter().enumerate() {
            let code = domain.code.to_ascii_lowercase();
            if RESERVED.contains(&code.as_str()) || code.ends_with("_support") {
                let place = document.place(Path::from(["domains"]).index(index).key("code"));
                faults.push((place, format!("`{}` is another column of the judgements", domain.code)));
            }
            if self.domains[..index].iter().any(|other| other.code.eq_ignore_ascii_case(&domain.code)) {
                let place = document.place(Path::from(["domains"]).index(index).key("code"));
                faults.push((place, format!("the domain `{}` is there twice", domain.code)));
            }
        }
        for (key, levels) in [("levels", &self.levels), ("overall.levels", &self.overall.levels)] {
            for (index, level) in levels.iter().enumerate() {
                let twin = levels[..index]
                    .iter()
                    .find(|other| spellings(level).any(|word| spellings(other).any(|known| known == word)));
                if let Some(twin) = twin {
                    let place = document.place(Path::from(key).index(index));
                    faults.push((place, format!("`{}` and `{}` can be written alike", twin.id, level.id)));
                }
            }
        }
        for (index, level) in self.levels.iter().enumerate() {
            for code in level.only.iter().filter(|code| self.domain(code).is_none()) {
                let place = document.place(Path::from(["levels"]).index(index));
                faults.push((place, format!("`{}` is of `{code}` only, which is no domain", level.id)));
            }
        }
        for (index, panel) in self.panels.iter().enumerate() {
            for code in panel.domains.iter().filter(|code| self.domain(code).is_none()) {
                let place = document.place(Path::from(["panels"]).index(index));
                faults
                    .push((place, format!("the panel `{}` names `{code}`, which is no domain", panel.title)));
            }
        }
        let consistent = faults.is_empty();
        for (place, message) in faults {
            found.push(Diagnostic::new(codes::INVALID_TOOL, message).at(place, "here"));
        }
        consistent
    }

    /// The domain with this code, whatever its case.
    #[must_use]
    pub fn domain(&self, code: &str) -> Option<&Domain> {
        self.domains.iter().find(|domain| domain.code.eq_ignore_ascii_case(code))
    }

    /// The domain that an author calls by its name, or by its code with more words: `Randomisation process`.
    #[must_use]
    pub fn named(&self, written: &str) -> Option<&Domain> {
        // "Randomization" as well as "randomisation".
        let alike = |text: &str| plain(text).replace('z', "s");
        let wanted = alike(written);
        let of = |domain: &&Domain| {
            let first = written.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            first.is_some_and(|word| word.eq_ignore_ascii_case(&domain.code))
                || (wanted.chars().count() >= SHORTEST_NAME
                    && (alike(&domain.name).contains(&wanted) || alike(&domain.short).contains(&wanted)))
        };
        let mut named = self.domains.iter().filter(of);
        let domain = named.next()?;
        named.next().is_none().then_some(domain)
    }

    /// The levels of a domain, or of the overall judgement.
    #[must_use]
    pub fn levels_of(&self, domain: &str) -> Vec<&Level> {
        if domain == OVERALL && !self.overall.levels.is_empty() {
            return self.overall.levels.iter().collect();
        }
        self.levels
            .iter()
            .filter(|level| level.only.is_empty() || level.only.iter().any(|d| d == domain))
            .collect()
    }

    /// The level that an author wrote, by id, label or alias; case, spaces and hyphens do not count.
    #[must_use]
    pub fn level(&self, domain: &str, written: &str) -> Option<&Level> {
        let written = plain(written);
        self.levels_of(domain).into_iter().find(|level| spellings(level).any(|word| word == written))
    }

    /// Every level with what it means: those of the domains, then those of the overall judgement alone.
    pub fn all_levels(&self) -> impl Iterator<Item = &Level> {
        self.levels.iter().chain(&self.overall.levels)
    }

    /// Whether the tool has an overall judgement.
    #[must_use]
    pub fn has_overall(&self) -> bool {
        self.overall.rule != Rule::None
    }
}

/// Columns of the judgements that no domain may have the name of.
const RESERVED: [&str; 3] = ["study", "assessors", OVERALL];

/// A shorter word names no domain.
const SHORTEST_NAME: usize = 5;

/// The code of the overall judgement.
pub const OVERALL: &str = "overall";

fn spellings(level: &Level) -> impl Iterator<Item = String> + '_ {
    let written = std::iter::once(&level.id).chain(std::iter::once(&level.label)).chain(&level.aliases);
    written.map(|word| plain(word))
}

/// A word without case and separators; a symbol stays as it is.
fn plain(word: &str) -> String {
    let word = word.trim();
    if !word.chars().any(char::is_alphanumeric) {
        return word.to_owned();
    }
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(id: &str) -> Tool {
        let mut found = Diagnostics::new();
        let place = SourceFile::new("review.yaml", "x").place(0..1);
        let tool = Tool::find(id, &Folder::in_memory::<&str, &str>([]), &place, &mut found);
        assert!(found.is_empty(), "{id}: {found:?}");
        tool.unwrap()
    }

    #[test]
    fn every_tool_of_the_program_is_whole() {
        let domains: Vec<_> = Tool::built_in().map(|id| (id, tool(id).domains.len())).collect();
        assert_eq!(
            domains,
            [
                ("jbi-prevalence", 9),
                ("jbi-case-series", 10),
                ("rob2", 5),
                ("robins-i", 7),
                ("quadas-2", 7),
                ("quips", 6),
                ("newcastle-ottawa-cohort", 8)
            ]
        );
        for id in Tool::built_in() {
            let tool = tool(id);
            assert_eq!(tool.id, id);
            assert!(tool.citation.is_some() && (tool.doi.is_some() || tool.url.is_some()), "{id}");
        }
    }

    #[test]
    fn levels_have_synonyms() {
        let rob2 = tool("rob2");
        for written in ["low", "Low risk", "LOW RISK OF BIAS", "+", " low-risk "] {
            assert_eq!(rob2.level("d1", written).map(|level| level.id.as_str()), Some("low"), "{written}");
        }
        assert_eq!(rob2.level("overall", "-").map(|level| level.id.as_str()), Some("some-concerns"));
        assert_eq!(rob2.level("d1", "probably fine"), None);
        let stars = tool("newcastle-ottawa-cohort");
        assert_eq!(stars.level("c1", "2").and_then(|level| level.points), Some(2));
        assert_eq!(stars.level("s1", "2"), None, "only comparability has two stars");
        assert_eq!(stars.level("overall", "7/9").map(|level| level.id.as_str()), Some("total-7"));
    }
}
