//! Values that an analysis names on the scale on which it reports: whether its measure can take them.

use crate::diagnostics::{Diagnostic, Diagnostics, Place, Severity, codes};
use crate::source::yaml::Path;
use crate::spec::{Analysis, Specification};
use crate::stats::choices::Measure;

/// Tells thresholds and ends of axes that no value of the measure can reach; whether there are none.
pub(super) fn check(
    analysis: &Analysis,
    path: &Path,
    specification: &Specification,
    found: &mut Diagnostics,
) -> bool {
    let before = found.count(Severity::Error);
    let measure = analysis.measure;
    for (index, &threshold) in analysis.thresholds.iter().enumerate() {
        let place = || specification.place(path.key("thresholds").index(index));
        found.extend(out_of_bounds(measure, "the threshold", threshold, place));
    }
    if let Some(axis) = &analysis.axis {
        let path = path.key("axis");
        for (key, end) in [("from", axis.from), ("to", axis.to)] {
            let place = || specification.place(path.key(key));
            found.extend(end.and_then(|end| out_of_bounds(measure, "the end of the axis", end, place)));
        }
        if let (Some(from), Some(to)) = (axis.from, axis.to)
            && from >= to
        {
            let message = format!("the axis ends at {to}, which is not above {from}, where it begins");
            found.push(
                Diagnostic::new(codes::OUT_OF_BOUNDS, message)
                    .at(specification.place(path.key("from")), "`from`")
                    .also(specification.place(path.key("to")), "`to`")
                    .hint("`from` is the smaller of the two"),
            );
        }
    }
    found.count(Severity::Error) == before
}

fn out_of_bounds(
    measure: Measure,
    what: &str,
    value: f64,
    place: impl FnOnce() -> Place,
) -> Option<Diagnostic> {
    let (low, high) = measure.bounds();
    // On a logarithmic scale the lower end is never reached.
    let open = measure.null_value() == Some(1.0);
    if value.is_finite() && value <= high && (value > low || !open && value >= low) {
        return None;
    }
    let range = match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("{low} to {high}"),
        (true, false) if open => format!("more than {low}"),
        (true, false) => format!("{low} or more"),
        (false, _) => "any number".to_owned(),
    };
    let message = format!("{what} {value} is none that `{measure}` can have: {range}");
    let fault = Diagnostic::new(codes::OUT_OF_BOUNDS, message).at(place(), "on the reported scale");
    let percent = measure == Measure::Proportion && value > 1.0 && value <= 100.0;
    Some(fault.hint_if(percent.then(|| format!("write {value} % as {}", value / 100.0))))
}
