//! Pairs of studies that may have patients in common.

use indexmap::IndexMap;

use super::period::Period;
use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::Place;
use crate::source::yaml::{Document, Path};
use crate::spec::evidence::Overlap;

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
    check_within(spec, among, document, found);
    let places = Places::new(spec, among);
    let mut pairs = Vec::new();
    for (index, a) in among.iter().enumerate() {
        for b in &among[index + 1..] {
            let Some(shared) = places.shared(a, b) else { continue };
            let accepted = spec.accepted.iter().find(|accepted| is_pair(&accepted.studies, a, b));
            let (Some(first), Some(second)) = (a.period, b.period) else {
                if accepted.is_some() {
                    continue;
                }
                tell_unknown_period(a, b, &shared, found);
                continue;
            };
            let Some(time) = first.shared(second).filter(|time| time.months > spec.longer_than_months) else {
                continue;
            };
            let smaller =
                if b.keep.unwrap_or(f64::NEG_INFINITY) > a.keep.unwrap_or(f64::NEG_INFINITY) { a } else { b };
            let pair = Pair {
                studies: [a.study.clone(), b.study.clone()],
                shared,
                months: time.months,
                period: time.period,
                patients_at_most: a.patients.zip(b.patients).map(|(a, b)| a.min(b)),
                smaller: smaller.study.clone(),
                accepted: accepted.map(|accepted| accepted.reason.clone()),
            };
            if accepted.is_none() {
                tell(&pair, a, b, spec, found);
            }
            pairs.push(pair);
        }
    }
    for (index, accepted) in spec.accepted.iter().enumerate() {
        let [a, b] = &accepted.studies;
        let compared: Vec<&Recruitment> =
            among.iter().filter(|study| accepted.studies.contains(&study.study)).collect();
        let shares = matches!(compared.as_slice(), [a, b] if places.shared(a, b).is_some());
        if !shares && !pairs.iter().any(|pair| pair.studies.contains(a) && pair.studies.contains(b)) {
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
    pairs
}

fn is_pair(studies: &[String; 2], a: &Recruitment, b: &Recruitment) -> bool {
    studies.contains(&a.study) && studies.contains(&b.study)
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

fn check_within(spec: &Overlap, among: &[Recruitment], document: &Document, found: &mut Diagnostics) {
    let centres: Vec<&str> = among.iter().filter_map(|study| study.centre.as_deref()).collect();
    for centre in spec.within.keys().filter(|key| !centres.iter().any(|centre| names(centre, key))) {
        found.push(
            Diagnostic::new(codes::UNKNOWN_CENTRE, format!("no study that is compared is from `{centre}`"))
                .at(document.key_place(Path::from(["overlap", "within"]).key(centre)), "no such centre")
                .hint_if(did_you_mean(centre, centres.iter().copied())),
        );
    }
}

/// What is known about centres and registries.
struct Places<'a> {
    within: &'a IndexMap<String, String>,
    registries: Vec<&'a str>,
}

impl<'a> Places<'a> {
    fn new(spec: &'a Overlap, among: &'a [Recruitment]) -> Self {
        let cells = among.iter().filter_map(|study| study.registry.as_deref());
        let mut registries: Vec<&str> = Vec::new();
        for registry in cells.chain(spec.within.values().map(String::as_str)) {
            if !registries.iter().any(|known| plain(known) == plain(registry)) {
                registries.push(registry);
            }
        }
        Self { within: &spec.within, registries }
    }

    /// The registries that a study's patients are in: its own, those its centre reports to, and those that the
    /// text of its centre names.
    fn registries_of(&self, study: &Recruitment) -> Vec<&str> {
        let own =
            |registry: &str| study.registry.as_deref().is_some_and(|cell| plain(cell) == plain(registry));
        let centre = study.centre.as_deref().unwrap_or("");
        let reports = |registry: &str| {
            let mut known = self.within.iter().filter(|(key, _)| names(centre, key));
            known.any(|(_, to)| plain(to) == plain(registry))
        };
        let is_in = |registry: &&str| own(registry) || reports(registry) || names(centre, registry);
        self.registries.iter().copied().filter(is_in).collect()
    }

    /// The centre that two studies share, else the registry.
    fn shared(&self, a: &Recruitment, b: &Recruitment) -> Option<String> {
        if let (Some(first), Some(second)) = (&a.centre, &b.centre) {
            let known = self.within.keys().find(|key| names(first, key) && names(second, key));
            if let Some(known) = known {
                return Some(known.clone());
            }
            if plain(first) == plain(second) && !plain(first).is_empty() {
                return Some(first.clone());
            }
        }
        let of_b = self.registries_of(b);
        self.registries_of(a).into_iter().find(|registry| of_b.contains(registry)).map(str::to_owned)
    }
}

/// A name in words without case, punctuation and a leading article.
fn plain(name: &str) -> String {
    let words: String = name
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.strip_prefix(&["the"]).unwrap_or(&words);
    words.join(" ")
}

/// Whether a text names a centre or registry, as whole words.
fn names(text: &str, name: &str) -> bool {
    let name = plain(name);
    !name.is_empty() && format!(" {} ", plain(text)).contains(&format!(" {name} "))
}
