//! The judgements of the risk of bias of a RevMan data package, with a tool file that has its domains.

use std::fmt::Write as _;

use super::sheet::{Sheet, quoted, to_csv};

const JUDGEMENT: &str = "Domain (judgement): ";
const SUPPORT: &str = "Domain (support): ";
/// Names of the files that are made of them, and the key of the specification.
pub(super) const TOOL_FILE: &str = "risk-of-bias-tool.yaml";
pub(super) const TABLE_FILE: &str = "risk-of-bias.csv";

/// Judgements in the form of this program.
#[derive(Debug)]
pub(super) struct Judgements {
    /// The tool file.
    pub(super) tool: String,
    /// The table of judgements.
    pub(super) table: String,
}

/// A level by how its name begins, as RevMan writes it: id, label, symbol, role.
fn level(judgement: &str) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    let judgement = judgement.trim().to_lowercase();
    [
        ("low", ("low", "Low risk", "+", "low")),
        ("some", ("some-concerns", "Some concerns", "–", "some")),
        ("unclear", ("unclear", "Unclear risk", "?", "unclear")),
        ("high", ("high", "High risk", "×", "high")),
        ("not applicable", ("not-applicable", "Not applicable", "", "na")),
    ]
    .into_iter()
    .find_map(|(start, level)| judgement.starts_with(start).then_some(level))
}

/// The judgements of studies, given with their ids and names; none where no study is judged.
pub(super) fn judgements(sheet: &Sheet, studies: &[(String, String)]) -> Option<Judgements> {
    let domains: Vec<&str> = sheet.header.iter().filter_map(|name| name.strip_prefix(JUDGEMENT)).collect();
    let mut levels = Vec::new();
    let mut header = vec!["study".to_owned()];
    for at in 1..=domains.len() {
        header.extend([format!("d{at}"), format!("d{at}_support")]);
    }
    let mut table = vec![header];
    for (id, name) in studies {
        let Some(row) = sheet.rows.iter().find(|row| sheet.get(row, "Study") == name) else { continue };
        let mut cells = vec![id.clone()];
        for domain in &domains {
            let given = level(sheet.get(row, &format!("{JUDGEMENT}{domain}")));
            levels.extend(given.filter(|level| !levels.contains(level)));
            cells.push(given.map_or_else(String::new, |(id, ..)| id.to_owned()));
            cells.push(sheet.get(row, &format!("{SUPPORT}{domain}")).trim().to_owned());
        }
        table.push(cells);
    }
    // A new review in RevMan has each domain as not applicable.
    if levels.iter().all(|(.., role)| *role == "na") {
        return None;
    }
    let mut tool =
        "# The domains of the RevMan review.\nid: revman\nname: Domains of the RevMan review\n".to_owned();
    tool.push_str("domains:\n");
    for (at, domain) in domains.iter().enumerate() {
        let name = domain.trim_end_matches('?');
        let short = name.split(" (").next().unwrap_or(name);
        let _ = writeln!(tool, "  - {{code: d{}, short: {}, name: {}}}", at + 1, quoted(short), quoted(name));
    }
    tool.push_str("levels:\n");
    for (id, label, symbol, role) in levels {
        let _ = writeln!(tool, "  - {{id: {id}, label: {label}, symbol: \"{symbol}\", role: {role}}}");
    }
    tool.push_str("overall: {rule: none}\n");
    Some(Judgements { tool, table: to_csv(&table) })
}
