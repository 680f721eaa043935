//! Number formats against tables that were read line by line.
//!
//! A line is `what`, its arguments, and what is printed; `~` stands for a no-break space and `_` for a thin one.

use std::path::Path;

use ecmo_report::analysis::results::Interval;
use ecmo_report::numbers::{Numbers, Scale};
use ecmo_report::spec::prose::NumberProfile;

const PROFILES: [(NumberProfile, &str); 6] = [
    (NumberProfile::Neutral, "neutral"),
    (NumberProfile::Bmj, "bmj"),
    (NumberProfile::Jama, "jama"),
    (NumberProfile::Lancet, "lancet"),
    (NumberProfile::Cochrane, "cochrane"),
    (NumberProfile::Apa, "apa"),
];

fn scale(word: &str) -> Scale {
    match word {
        "percent" => Scale::Percent,
        "ratio" => Scale::Ratio,
        "correlation" => Scale::Correlation,
        "number" => Scale::Number,
        other => panic!("no scale {other}"),
    }
}

fn printed(numbers: Numbers, what: &str, arguments: &[&str]) -> String {
    let x = |at: usize| arguments[at].parse::<f64>().unwrap();
    let limits = |at: usize| Interval { lower: x(at), upper: x(at + 1) };
    let text = match what {
        "count" => numbers.count(arguments[0].parse().unwrap()),
        "integer" => numbers.integer(x(0)),
        "decimal" => numbers.decimal(x(0), arguments[1].parse().unwrap()),
        "percent" => numbers.percent(x(0), arguments.get(1).map(|n| n.parse().unwrap())),
        "estimate" => numbers.estimate(x(1), scale(arguments[0])),
        "interval" => numbers.interval(limits(1), scale(arguments[0])),
        "limits" => numbers.estimate_and_limits(x(1), limits(2), scale(arguments[0])),
        "prose" => numbers.estimate_with_interval(x(1), limits(2), scale(arguments[0]), 0.95),
        "p" => numbers.p_value(x(0)),
        "P" => numbers.p_statement(x(0)),
        "i2" => numbers.i2(x(0)),
        "tau2" => numbers.tau2(x(0)),
        "statistic" => numbers.statistic(x(0)),
        "frequency" => numbers.natural_frequency(x(0)),
        other => panic!("no format {other}"),
    };
    text.replace('\u{a0}', "~").replace('\u{202f}', "_")
}

#[test]
fn every_profile_prints_its_golden_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/numbers");
    let mut wrong = Vec::new();
    for (profile, name) in PROFILES {
        let table = std::fs::read_to_string(folder.join(format!("{name}.tsv"))).unwrap();
        let mut lines = 0;
        for line in table.lines() {
            let [what, arguments, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{name}: {line:?}")
            };
            let arguments: Vec<_> = arguments.split(' ').collect();
            let seen = printed(Numbers::new(profile), what, &arguments);
            if seen != expected {
                wrong.push(format!("{name}\t{what}\t{}\t{seen}\texpected {expected}", arguments.join(" ")));
            }
            lines += 1;
        }
        assert!(lines >= 60, "{name}: {lines} lines");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
