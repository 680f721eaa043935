use super::solver::{Constraint, Known, Relation, System, Variable};
use super::*;
use crate::diagnostics::{Diagnostics, Renderer};
use crate::source::{SourceFile, yaml};
use crate::spec::prisma::Prisma;

fn checked(text: &str, rows: Option<usize>) -> (PrismaResult, String) {
    let mut found = Diagnostics::new();
    let file = SourceFile::new("review.yaml", text);
    let document = yaml::parse(&file, &mut found).unwrap();
    let prisma: Prisma = serde_json::from_value(document.get("prisma").unwrap().to_json()).unwrap();
    let boxes = check(&prisma, None, rows, &document, &mut found);
    (boxes, Renderer::plain().render_all(found.sorted()))
}

fn value(boxes: &PrismaResult, key: &str) -> (Option<u64>, bool) {
    (boxes[key].value, boxes[key].derived)
}

#[test]
fn the_example_of_the_format_is_consistent() {
    let (boxes, found) = checked(
        "prisma:\n  databases: {MEDLINE: 500, Embase: 700, Scopus: 300}\n  registers: {}\n  removed: {duplicates: 600, automation: 0, other: 0}\n  screened: 900\n  excluded: 800\n  sought: 100\n  not_retrieved: 10\n  assessed: 90\n  excluded_reports: {wrong population: 50, fewer than 5 patients: 28}\n  other: {websites: 0, organisations: 0, citations: 14, sought: 14, not_retrieved: 0, assessed: 14, excluded_reports: {overlapping patients: 6}}\n  previous: {studies: 0, reports: 0}\n  included: {studies: 20, reports: 20}\n  synthesised: 13\n",
        Some(20),
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "databases"), (Some(1500), false));
    assert_eq!(value(&boxes, "databases.Embase"), (Some(700), false));
    assert_eq!(value(&boxes, "new.reports"), (Some(20), true));
    assert_eq!(value(&boxes, "new.studies"), (Some(20), true));
}

#[test]
fn what_is_determined_is_derived_and_the_rest_unknown() {
    let (boxes, found) =
        checked("prisma: {screened: 2054, assessed: 90, sought: 100, synthesised: 13}\n", Some(23));
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "excluded"), (Some(1954), true));
    assert_eq!(value(&boxes, "not_retrieved"), (Some(10), true));
    assert_eq!(value(&boxes, "included.studies"), (Some(23), true));
    assert_eq!(value(&boxes, "databases"), (None, false));
    assert_eq!(value(&boxes, "excluded_reports"), (None, false));
    assert!(!boxes.contains_key("other.sought"), "no other methods");
    assert!(!boxes.contains_key("previous.studies"), "no update");
}

#[test]
fn a_contradiction_names_the_fewest_counts_and_what_would_mend_it() {
    let (_, found) = checked(
        "prisma:\n  screened: 900\n  excluded: 800\n  sought: 150\n  not_retrieved: 10\n  assessed: 90\n",
        None,
    );
    snapbox::assert_data_eq!(
        found,
        snapbox::str![[r#"
error[E150]: `screened` (900) is 50 fewer than `excluded` (800) + `sought` (150)
 --> review.yaml:4:11
  |
2 |   screened: 900
  |             --- records screened
3 |   excluded: 800
  |             --- records excluded
4 |   sought: 150
  |           ^^^ reports sought for retrieval; 100 would fit
  |
  = help: of these, only `sought` as 100 agrees with all other counts

"#]]
    );
}

#[test]
fn more_studies_than_reports_is_a_contradiction_with_the_table() {
    let (_, found) = checked("prisma:\n  included: {reports: 22}\n", Some(23));
    snapbox::assert_data_eq!(
        found,
        snapbox::str![[r#"
error[E150]: `included.studies` (23) is 1 more than `included.reports` (22)
 --> review.yaml:2:23
  |
2 |   included: {reports: 22}
  |   --------            ^^ reports of included studies; 23 or more would fit
  |   |
  |   rows of the study table
  |
  = help: of these, only `included.reports` as 23 or more agrees with all other counts

"#]]
    );
}

#[test]
fn other_methods_and_an_update_have_their_identities() {
    let (boxes, found) = checked(
        "prisma:\n  assessed: 30\n  excluded_reports: 25\n  other: {sought: 4, not_retrieved: 1, excluded_reports: {no data: 1}}\n  previous: {studies: 10, reports: 12}\n  included: {studies: 15}\n",
        None,
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "other.assessed"), (Some(3), true));
    assert_eq!(value(&boxes, "new.reports"), (Some(7), true));
    assert_eq!(value(&boxes, "included.reports"), (Some(19), true));
    assert_eq!(value(&boxes, "new.studies"), (Some(5), true));
}

// An oracle that shares nothing with the solver: Fourier-Motzkin elimination.

/// `sum of coefficient * quantity + constant <= 0`
type Inequality = (Vec<i64>, i64);

fn inequalities(system: &System, known: &Known) -> Vec<Inequality> {
    let mut all = Vec::new();
    for Constraint { plus, minus, relation } in &system.constraints {
        let mut row = vec![0; system.variables];
        plus.iter().for_each(|&v| row[v] += 1);
        minus.iter().for_each(|&v| row[v] -= 1);
        if *relation == Relation::Zero {
            all.push((row.iter().map(|c| -c).collect(), 0));
        }
        all.push((row, 0));
    }
    for (v, value) in known.iter().enumerate() {
        let unit =
            |sign: i64| (0..system.variables).map(|w| if w == v { sign } else { 0 }).collect::<Vec<_>>();
        let value = value.map(|n| i64::try_from(n).unwrap());
        all.push((unit(-1), value.unwrap_or(0)));
        if let Some(value) = value {
            all.push((unit(1), -value));
        }
    }
    all
}

fn eliminated(all: Vec<Inequality>, variable: Variable) -> Vec<Inequality> {
    let (with, mut rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(row, _)| row[variable] != 0);
    for (up, a) in with.iter().filter(|(row, _)| row[variable] > 0) {
        for (down, b) in with.iter().filter(|(row, _)| row[variable] < 0) {
            let (p, q) = (-down[variable], up[variable]);
            rest.push((up.iter().zip(down).map(|(x, y)| p * x + q * y).collect(), p * a + q * b));
        }
    }
    rest.sort_unstable();
    // Of two with the same sum the one with the larger constant says more.
    rest.reverse();
    rest.dedup_by(|a, b| a.0 == b.0);
    rest
}

/// The range of a quantity, or none where nothing fits.
fn oracle(system: &System, known: &Known, of: Variable) -> Option<(i64, Option<i64>)> {
    let mut all = inequalities(system, known);
    // What is known first: it makes no new inequalities.
    let mut order: Vec<Variable> = (0..system.variables).filter(|&v| v != of).collect();
    order.sort_by_key(|&v| known[v].is_none());
    for variable in order {
        all = eliminated(all, variable);
    }
    let (mut least, mut greatest) = (0, None::<i64>);
    for (row, constant) in all {
        match row[of] {
            0 if constant > 0 => return None,
            c if c > 0 => {
                greatest =
                    Some(greatest.map_or((-constant).div_euclid(c), |g| g.min((-constant).div_euclid(c))));
            }
            c if c < 0 => least = least.max(-(-constant).div_euclid(-c)),
            _ => {}
        }
    }
    greatest.is_none_or(|g| g >= least).then_some((least, greatest))
}

/// A small generator with a fixed seed: the sets are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A diagram whose counts agree, of a new review or an update, with other methods or without.
fn consistent(dice: &mut Dice) -> Prisma {
    let split = |whole: u64, dice: &mut Dice| {
        let part = dice.below(whole + 1);
        (part, whole - part)
    };
    let (databases, registers) = (dice.below(40), dice.below(6));
    let (duplicates, left) = split(databases + registers, dice);
    let (automation, left) = split(left, dice);
    let (removed_other, screened) = split(left, dice);
    let (excluded, sought) = split(screened, dice);
    let (not_retrieved, assessed) = split(sought, dice);
    let (excluded_reports, mut reports) = split(assessed, dice);
    let mut prisma = Prisma {
        databases: Some(crate::spec::shape::Counts::Total(databases)),
        registers: Some(crate::spec::shape::Counts::Total(registers)),
        screened: Some(screened),
        excluded: Some(excluded),
        sought: Some(sought),
        not_retrieved: Some(not_retrieved),
        assessed: Some(assessed),
        excluded_reports: Some(crate::spec::shape::Counts::Total(excluded_reports)),
        ..Prisma::default()
    };
    prisma.removed.duplicates = Some(duplicates);
    prisma.removed.automation = Some(automation);
    prisma.removed.other = Some(removed_other);
    if dice.below(2) == 0 {
        let sought = dice.below(9);
        let (not_retrieved, assessed) = split(sought, dice);
        let (excluded_reports, more) = split(assessed, dice);
        reports += more;
        prisma.other = Some(crate::spec::prisma::OtherMethods {
            sought: Some(sought),
            not_retrieved: Some(not_retrieved),
            assessed: Some(assessed),
            excluded_reports: Some(crate::spec::shape::Counts::Total(excluded_reports)),
            ..Default::default()
        });
    }
    let mut studies = dice.below(reports + 1);
    if dice.below(2) == 0 {
        let previous_reports = dice.below(9);
        let previous_studies = dice.below(previous_reports + 1);
        studies += previous_studies;
        reports += previous_reports;
        prisma.previous = Some(crate::spec::prisma::StudiesReports {
            studies: Some(previous_studies),
            reports: Some(previous_reports),
        });
    }
    prisma.included.studies = Some(studies);
    prisma.included.reports = Some(reports);
    prisma.synthesised = Some(dice.below(studies + 1));
    prisma
}

#[test]
fn a_thousand_sets_of_counts_disturbed() {
    let mut dice = Dice(20_201_207);
    let (mut contradictions, mut solved) = (0, 0);
    for round in 0..1000 {
        let flow = Flow::new(&consistent(&mut dice));
        let mut known = flow.known();
        assert!(flow.system.ranges(&known).is_some(), "round {round}: no false alarm");
        // Hide some counts; what comes out of the rest is what was hidden.
        let whole = known.clone();
        let hidden = dice.below(4);
        for value in &mut known {
            if dice.below(4) < hidden {
                *value = None;
            }
        }
        let ranges = flow.system.ranges(&known).expect("no false alarm with counts hidden");
        for (variable, range) in ranges.iter().enumerate() {
            if let (Some(only), Some(was)) = (range.only(), whole[variable]) {
                assert_eq!(only, i64::try_from(was).unwrap(), "round {round}");
                solved += usize::from(known[variable].is_none());
            }
        }
        // Disturb one count.
        let given: Vec<Variable> = (0..known.len()).filter(|&v| known[v].is_some()).collect();
        if !given.is_empty() {
            let pick = given[usize::try_from(dice.below(given.len() as u64)).unwrap()];
            let shift = dice.below(5) + 1;
            let value = known[pick].unwrap();
            known[pick] = Some(if dice.below(2) == 0 { value + shift } else { value.saturating_sub(shift) });
        }
        let ranges = flow.system.ranges(&known);
        let of = usize::try_from(dice.below(known.len() as u64)).unwrap();
        let truth = oracle(&flow.system, &known, of);
        assert_eq!(ranges.is_none(), truth.is_none(), "round {round}: {known:?}");
        if let (Some(ranges), Some((least, greatest))) = (&ranges, truth) {
            assert_eq!(ranges[of].least, least, "round {round}");
            assert_eq!(ranges[of].only().is_some(), greatest == Some(least), "round {round}");
        }
        if ranges.is_none() {
            contradictions += 1;
            let conflict = flow.system.smallest_conflict(&known).expect("a contradiction has a smallest set");
            assert_ne!(conflict.difference, 0);
            smallest(&flow.system, &known, &conflict.members, round);
        }
    }
    assert!(contradictions > 200 && solved > 1000, "{contradictions} contradictions, {solved} solved");
}

/// The members alone contradict each other, none can be spared, and no smaller set does.
fn smallest(system: &System, known: &Known, members: &[Variable], round: usize) {
    let only = |kept: &dyn Fn(Variable) -> bool| -> Vec<Option<u64>> {
        known.iter().enumerate().map(|(v, value)| value.filter(|_| kept(v))).collect()
    };
    assert!(system.ranges(&only(&|v| members.contains(&v))).is_none(), "round {round}");
    for &spared in members {
        let rest = only(&|v| members.contains(&v) && v != spared);
        assert!(system.ranges(&rest).is_some(), "round {round}: {spared} can be spared");
    }
    let given: Vec<Variable> = (0..known.len()).filter(|&v| known[v].is_some()).collect();
    for (place, &a) in given.iter().enumerate().filter(|_| members.len() > 2) {
        for &b in &given[place..] {
            let pair = only(&|v| v == a || v == b);
            assert!(system.ranges(&pair).is_some(), "round {round}: {a} and {b} are fewer than {members:?}");
        }
    }
}
