//! Pairs of studies that may have patients in common.

use std::collections::{BTreeMap, BTreeSet};

use super::period::Period;
use super::places::Places;
use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::Place;
use crate::source::yaml::{Document, Path};
use crate::spec::evidence::Overlap;

/// The most pairs that are looked at: each is told with its studies, and pooled without the smaller of them.
const MOST_PAIRS: usize = 2_000;

/// Where and when a study recruited.
#[derive(Debug, Clone, Default)]
pub(super) struct Recruitment {
    /// Id.
    pub study: String,
    /// The centre, as the table has it.
    pub centre: Option<String>,
    /// The registry.
    pub registry: Option<String>,
    /// When; none where a date is missing.
    pub period: Option<Period>,
    /// Value of the column `keep`.
    pub keep: Option<f64>,
    /// Patients.
    pub patients: Option<u64>,
    /// Where its period stands, else its row.
    pub place: Option<Place>,
}

/// Two studies that share a centre or a registry for longer than the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The two studies, in the order of the table.
    pub studies: [String; 2],
    /// The centre or registry that they share.
    pub shared: String,
    /// Months shared.
    pub months: u32,
    /// First and last month shared.
    pub period: [String; 2],
    /// At most so many patients are in both: those of the smaller study.
    pub patients_at_most: Option<u64>,
    /// The study with the smaller value of `keep`; of two alike, the later in the table.
    pub smaller: String,
    /// The authors' reason for accepting it.
    pub accepted: Option<String>,
}

/// Finds the pairs, and tells those that the authors have not accepted.
///
/// `among` are the studies that are compared.
pub(super) fn pairs(
    spec: &Overlap,
    among: &[Recruitment],
    document: &Document,
    found: &mut Diagnostics,
) -> Vec<Pair> {
    let places = Places::new(spec, among);
    check_within(spec, among, &places, document, found);
    let accepted = Accepted::new(spec, among);
    let Some(candidates) = candidates(spec, among, &places) else {
        let message = format!("more than {MOST_PAIRS} pairs of studies share a centre or registry");
        found.push(
            Diagnostic::new(codes::TOO_MANY_PAIRS, message)
                .at(document.key_place(Path::from("overlap")), "too many to look at")
                .hint("say with `among` which studies to compare, or give the studies their centres"),
        );
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (a, b) in candidates {
        let Some(shared) = places.shared(a, b, among) else { continue };
        let reason = accepted.reason(a, b);
        let (a, b) = (&among[a], &among[b]);
        let (Some(first), Some(second)) = (a.period, b.period) else {
            if reason.is_none() {
                tell_unknown_period(a, b, shared, found);
            }
            continue;
        };
        let Some(time) = first.shared(second).filter(|time| time.months > spec.longer_than_months) else {
            continue;
        };
        let smaller =
            if b.keep.unwrap_or(f64::NEG_INFINITY) > a.keep.unwrap_or(f64::NEG_INFINITY) { a } else { b };
        let pair = Pair {
            studies: [a.study.clone(), b.study.clone()],
            shared: shared.to_owned(),
            months: time.months,
            period: time.period,
            patients_at_most: a.patients.zip(b.patients).map(|(a, b)| a.min(b)),
            smaller: smaller.study.clone(),
            accepted: reason.map(str::to_owned),
        };
        if reason.is_none() {
            tell(&pair, a, b, spec, found);
        }
        pairs.push(pair);
    }
    accepted.check(&places, among, document, found);
    pairs
}

/// The pairs that share a place and, where both periods are known, more time than the limit; in the order of the
/// table. None where there are more than are looked at.
///
/// The studies of a place are taken in the order in which they began. Of two that both took longer than the limit, the
/// time from the later beginning to the earlier end is longer than the limit exactly when the first ends late enough
/// after the second began, so the search for partners of a study ends with the first that is none.
fn candidates(spec: &Overlap, among: &[Recruitment], places: &Places) -> Option<BTreeSet<(usize, usize)>> {
    let longer = |a: Period, b: Period| a.shared(b).is_some_and(|time| time.months > spec.longer_than_months);
    let mut pairs = BTreeSet::new();
    for group in places.groups() {
        let known = |study: &usize| among[*study].period.map(|period| (period, *study));
        let mut timed: Vec<(Period, usize)> = group.iter().filter_map(known).collect();
        timed.retain(|(period, _)| longer(*period, *period));
        timed.sort_by_key(|(period, study)| (period.from, *study));
        let among_timed = timed.iter().enumerate().flat_map(|(index, (first, a))| {
            let partners = timed[index + 1..].iter().take_while(|(second, _)| longer(*first, *second));
            partners.map(|(_, b)| (*a, *b))
        });
        let unknown = group.iter().filter(|study| among[**study].period.is_none());
        let with_unknown = unknown.flat_map(|a| group.iter().filter(move |b| *b != a).map(|b| (*a, *b)));
        for (a, b) in among_timed.chain(with_unknown) {
            pairs.insert((a.min(b), a.max(b)));
            if pairs.len() > MOST_PAIRS {
                return None;
            }
        }
    }
    Some(pairs)
}

/// The exceptions, by the rows of their studies among those that are compared.
struct Accepted<'a> {
    spec: &'a Overlap,
    by_rows: BTreeMap<(usize, usize), &'a str>,
    rows: Vec<Option<(usize, usize)>>,
}

impl<'a> Accepted<'a> {
    fn new(spec: &'a Overlap, among: &[Recruitment]) -> Self {
        let by_id: BTreeMap<&str, usize> =
            among.iter().enumerate().map(|(row, study)| (study.study.as_str(), row)).collect();
        let mut by_rows = BTreeMap::new();
        let mut rows = Vec::new();
        for accepted in &spec.accepted {
            let [a, b] = accepted.studies.each_ref().map(|id| by_id.get(id.as_str()).copied());
            let pair = a.zip(b).map(|(a, b)| (a.min(b), a.max(b)));
            if let Some(pair) = pair {
                by_rows.entry(pair).or_insert(accepted.reason.as_str());
            }
            rows.push(pair);
        }
        Self { spec, by_rows, rows }
    }

    fn reason(&self, a: usize, b: usize) -> Option<&'a str> {
        self.by_rows.get(&(a, b)).copied()
    }

    /// Tells the exceptions for studies that share nothing.
    fn check(&self, places: &Places, among: &[Recruitment], document: &Document, found: &mut Diagnostics) {
        for (index, (accepted, rows)) in self.spec.accepted.iter().zip(&self.rows).enumerate() {
            if rows.is_some_and(|(a, b)| a != b && places.shared(a, b, among).is_some()) {
                continue;
            }
            let [a, b] = &accepted.studies;
            found.push(
                Diagnostic::new(
                    codes::NOTHING_TO_ACCEPT,
                    format!("`{a}` and `{b}` share no patients by this rule"),
                )
                .at(
                    document.place(Path::from(["overlap", "accepted"]).index(index).key("studies")),
                    "accepted here",
                )
                .hint("remove the exception, or check the centres and periods of the two"),
            );
        }
    }
}

fn tell(pair: &Pair, a: &Recruitment, b: &Recruitment, spec: &Overlap, found: &mut Diagnostics) {
    let [first, second] = &pair.studies;
    let message = format!("`{first}` and `{second}` share {} months at {}", pair.months, pair.shared);
    let mut finding = Diagnostic::new(codes::SHARED_PATIENTS, message)
        .note(format!(
            "from {} to {}; the limit is {} months",
            pair.period[0], pair.period[1], spec.longer_than_months
        ))
        .hint(format!(
            "pool only one (`{}` is the smaller), or give your reason under `accepted`",
            pair.smaller
        ));
    if let Some(patients) = pair.patients_at_most {
        finding = finding.note(format!("at most {patients} patients are in both"));
    }
    let (kept, smaller) = if pair.smaller == a.study { (b, a) } else { (a, b) };
    finding = finding.at_known(smaller.place.clone(), "the smaller of the two");
    if let Some(place) = &kept.place {
        finding = finding.also(place.clone(), "the other one");
    }
    found.push(finding);
}

fn tell_unknown_period(a: &Recruitment, b: &Recruitment, shared: &str, found: &mut Diagnostics) {
    let (unknown, other) = if a.period.is_none() { (a, b) } else { (b, a) };
    let message = format!(
        "`{}` and `{}` are both from {shared}, but the period of `{}` is missing",
        a.study, b.study, unknown.study
    );
    let mut finding = Diagnostic::new(codes::PERIOD_UNKNOWN, message)
        .at_known(unknown.place.clone(), "no period here")
        .hint("give the period of recruitment, or pool only one of them");
    if let Some(place) = &other.place {
        finding = finding.also(place.clone(), "the other one");
    }
    found.push(finding);
}

fn check_within(
    spec: &Overlap,
    among: &[Recruitment],
    places: &Places,
    document: &Document,
    found: &mut Diagnostics,
) {
    for centre in places.without_study(spec) {
        let mut centres: Vec<&str> = among.iter().filter_map(|study| study.centre.as_deref()).collect();
        centres.sort_unstable();
        centres.dedup();
        found.push(
            Diagnostic::new(codes::UNKNOWN_CENTRE, format!("no study that is compared is from `{centre}`"))
                .at(document.key_place(Path::from(["overlap", "within"]).key(centre)), "no such centre")
                .hint_if(did_you_mean(centre, centres)),
        );
    }
}
