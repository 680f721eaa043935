use super::*;
use crate::diagnostics::{Diagnostics, Renderer};
use crate::source::{Folder, SourceFile, yaml};
use crate::spec::evidence::RiskOfBias;
use crate::stats::choices::Measure;
use crate::table::StudyTable;

fn table(found: &mut Diagnostics) -> StudyTable {
    let text = "title: T\nstudies: {rows: [{study: one}, {study: two}]}\nanalyses: {}\n";
    let folder = Folder::in_memory([("review.yaml", text)]);
    crate::table::read(&crate::spec::load(&folder, "review.yaml", found).unwrap(), &folder, found).unwrap()
}

fn judged(tool: &str, csv: &str) -> (Option<Judgements>, String) {
    let mut found = Diagnostics::new();
    let table = table(&mut found);
    let text = format!("risk_of_bias: {{tool: {tool}, file: rob.csv}}\n");
    let document = yaml::parse(&SourceFile::new("review.yaml", text), &mut found).unwrap();
    let spec: RiskOfBias = serde_json::from_value(document.get("risk_of_bias").unwrap().to_json()).unwrap();
    let own = "id: own\nname: Own tool\ndomains:\n  - {code: A, short: a, name: A}\nlevels:\n  - {id: good, label: Good, symbol: '+', role: low}\n  - {id: bad, label: Bad, symbol: x, role: high}\noverall: {rule: worst}\n";
    let folder = Folder::in_memory([("rob.csv", csv), ("own.yaml", own)]);
    let judgements = check(
        &spec,
        &table,
        &[("death", Measure::RiskRatio), ("relapse", Measure::RiskRatio)],
        &folder,
        &document,
        &mut found,
    );
    let told =
        found.sorted().iter().map(|d| format!("{} {}", d.code, d.message)).collect::<Vec<_>>().join("\n");
    (judgements, told)
}

const ROB2: &str = "study,d1,d2,d3,d4,d5,overall,overall_support,d1_support\n";

#[test]
fn judgements_come_with_their_support_and_what_is_empty_is_absent() {
    let (judgements, told) =
        judged("rob2", &format!("{ROB2}one,Low,+,low,low risk,,low,,Computer-generated list.\n"));
    assert_eq!(told, "");
    let judgements = judgements.unwrap();
    let one = &judgements.studies["one"][0].domains;
    assert_eq!(one["d1"].support.as_deref(), Some("Computer-generated list."));
    assert_eq!(one["d4"].level, "low");
    assert!(!one.contains_key("d5"));
    assert_eq!(one.keys().next_back().map(String::as_str), Some("overall"));
}

#[test]
fn the_overall_judgement_follows_the_rule_or_says_why_not() {
    let (_, told) =
        judged("rob2", &format!("{ROB2}one,high,low,low,low,low,low,,\ntwo,low,low,low,low,low,high,,\n"));
    assert_eq!(
        told,
        "E194 `one` is low risk overall, but high risk in `d1`\nE194 `two` is high risk overall, but low in every domain"
    );
    let (_, told) = judged("rob2", &format!("{ROB2}one,high,low,low,low,low,low,Concealed in effect.,\n"));
    assert_eq!(told, "");
    let (_, told) = judged("rob2", &format!("{ROB2}one,some,some,some,low,low,high,,\n"));
    assert_eq!(told, "", "several concerns may make a high risk");
}

#[test]
fn words_studies_and_columns_that_are_not_known_are_faults() {
    let (_, told) = judged(
        "rob2",
        "study,d1,d9,overall\none,probably fine,low,low\nthree,low,low,low\none,low,low,low\n",
    );
    assert_eq!(
        told,
        "E192 RoB 2 has no domain `d9`\nE190 `probably fine` is no judgement of RoB 2\nE067 there is no study `three`\nE193 `one` is judged twice"
    );
}

#[test]
fn results_of_a_study_are_judged_one_by_one() {
    let head = "study,analysis,d1,d2,d3,d4,d5,overall\n";
    let rows = "one,death,low,low,low,low,low,low\none,,low,low,low,low,high,high\ntwo,relapse,low,low,low,low,low,low\n";
    let (judgements, told) = judged("rob2", &format!("{head}{rows}"));
    assert_eq!(told, "");
    let judgements = judgements.unwrap();
    let overall = |row: &StudyJudgements| row.domains["overall"].level.clone();
    assert_eq!(judgements.studies["one"].iter().map(overall).collect::<Vec<_>>(), ["low", "high"]);
    assert!(judgements.judges("one", "relapse"), "by the row of every result");
    assert!(judgements.judges("two", "relapse") && !judgements.judges("two", "death"));
    let rows = "one,death,low,low,low,low,low,low\none,death,low,low,low,low,low,low\ntwo,relapses,low,low,low,low,low,low\n";
    assert_eq!(
        judged("rob2", &format!("{head}{rows}")).1,
        "E193 `one` is judged twice for `death`\nE198 there is no analysis `relapses`"
    );
}

#[test]
fn stars_add_up_and_checklists_do_not() {
    let head = "study,s1,s2,s3,s4,c1,o1,o2,o3,overall\n";
    let (_, told) = judged("newcastle-ottawa-cohort", &format!("{head}one,1,1,1,1,2,1,1,0,9\n"));
    assert_eq!(told, "E195 `one` has 8 stars, but 9 overall");
    let (_, told) = judged("jbi-prevalence", "study,q1,overall\none,yes,8/9\n");
    assert_eq!(
        told,
        "W191 the overall judgement is the sum 8/9, and JBI checklist for prevalence studies has no score"
    );
}

#[test]
fn an_author_may_bring_a_tool() {
    let (judgements, told) = judged("own.yaml", "study,A,overall,assessors\none,good,bad,ab\n");
    assert_eq!(
        told,
        "E194 `one` is bad overall, but low in every domain\nW193 `one` was judged by one person"
    );
    assert_eq!(judgements.unwrap().tool.name, "Own tool");
    let (none, told) = judged("rob-2", "study\n");
    assert!(none.is_none());
    assert_eq!(told, "E196 there is no risk-of-bias tool `rob-2`");
}

#[test]
fn a_tool_for_comparisons_does_not_fit_single_groups() {
    let mut found = Diagnostics::new();
    let document = yaml::parse(
        &SourceFile::new("review.yaml", "risk_of_bias: {tool: rob2, file: rob.csv}\n"),
        &mut found,
    )
    .unwrap();
    let spec: RiskOfBias = serde_json::from_value(document.get("risk_of_bias").unwrap().to_json()).unwrap();
    let folder = Folder::in_memory([("rob.csv", "study,d1\n")]);
    check(&spec, &table(&mut found), &[("survival", Measure::Proportion)], &folder, &document, &mut found);
    snapbox::assert_data_eq!(
        Renderer::plain().render_all(found.sorted()),
        snapbox::str![[r#"
warning[W192]: RoB 2 judges comparisons, but every analysis pools single groups
 --> review.yaml:1:22
  |
1 | risk_of_bias: {tool: rob2, file: rob.csv}
  |                      ^^^^ made for two groups
  |
  = help: single groups: `jbi-prevalence`, `jbi-case-series`; prognostic factors: `quips`

"#]]
    );
}

#[test]
fn a_tool_of_the_author_is_held_together() {
    let faults = |tool: &str| {
        let mut found = Diagnostics::new();
        let folder = Folder::in_memory([("own.yaml", tool)]);
        let place = SourceFile::new("review.yaml", "x").place(0..1);
        assert!(Tool::find("own.yaml", &folder, &place, &mut found).is_none());
        found.sorted().iter().map(|d| format!("{} {}", d.code, d.message)).collect::<Vec<_>>()
    };
    let levels = "levels: [{id: good, label: Good, symbol: '+', role: low, only: [b]}]\n";
    assert_eq!(
        faults(&format!(
            "id: own\nname: Own\ndomains:\n  - {{code: Overall, short: a, name: A}}\n  - {{code: a_support, short: a, name: A}}\n{levels}"
        )),
        [
            "E197 `Overall` is another column of the judgements",
            "E197 `a_support` is another column of the judgements",
            "E197 `good` is of `b` only, which is no domain"
        ]
    );
    assert_eq!(
        faults("id: own\nname: Own\ndomains: []\nlevels: []\n"),
        ["E197 the tool has no domains", "E197 the tool has no levels"]
    );
}
