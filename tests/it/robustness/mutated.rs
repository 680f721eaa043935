//! Seeded mutations of reviews: a result or an error.

use ecmo_report::spec::prose::Format;

use super::{outcome, review, small};

/// SplitMix64: the same cases on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// What stands in cells and values of people who mean harm, or of spreadsheets.
const HOSTILE: &[&str] = &[
    "",
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e-320",
    "9223372036854775808",
    "1e999",
    "NaN",
    "inf",
    "-0",
    "007",
    "1,5",
    "½",
    "=1+1",
    "\"",
    "'",
    "{{",
    "}}",
    "{% for",
    "{{ 1 / 0 }}",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "👩‍👩‍👧",
    "ß",
    "İ",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "[",
    "{",
    "- -",
    "a: b",
    "&x",
    "*x",
    "!!binary x",
    "%",
    "|",
    ">",
    "2020-02-30",
    "true",
    "~",
    "none",
    "[@",
    "[@x]",
    "](javascript:alert(1))",
    "\\",
    "\t",
    "\r",
    "🏴",
    "ﬃ",
    "a\u{301}",
];

fn mutated(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return bytes.to_vec();
    }
    let at = random.below(lines.len());
    let other = random.below(lines.len());
    let hostile = random.pick(HOSTILE).as_bytes();
    match random.below(9) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        // A cell or value.
        3..=5 => {
            let line = String::from_utf8_lossy(&lines[at]).into_owned();
            let separators = [',', ':', ' ', '"'];
            let cells: Vec<&str> = line.split_inclusive(separators).collect();
            let cell = random.below(cells.len());
            let mut out = Vec::new();
            for (position, text) in cells.iter().enumerate() {
                if position == cell {
                    out.extend_from_slice(hostile);
                    let end = text.chars().next_back().filter(|c| separators.contains(c) || *c == '\n');
                    out.extend(end.map(|c| c.to_string()).unwrap_or_default().bytes());
                } else {
                    out.extend_from_slice(text.as_bytes());
                }
            }
            lines[at] = out;
        }
        kind => {
            let mut bytes = lines.concat();
            let at = random.below(bytes.len());
            match kind {
                6 => drop(bytes.remove(at)),
                7 => {
                    let to = (at + random.below(40)).min(bytes.len());
                    bytes.splice(at..to, hostile.iter().copied());
                }
                _ => bytes[at] = b" \n,:\"'{}[]-#0a\xff"[random.below(15)],
            }
            return bytes;
        }
    }
    lines.concat()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the switch that tries other mutations")]
fn mutated_reviews_give_a_result_or_a_diagnostic() {
    let reviews = [
        small(),
        small(),
        small(),
        small(),
        small(),
        review("paediatric-sepsis"),
        review("adults-and-children"),
    ];
    let mut results = 0;
    // `ROBUSTNESS_FROM=200 ROBUSTNESS_CASES=5000` tries others, for longer.
    let number = |name: &str, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let (from, cases) = (number("ROBUSTNESS_FROM", 0), number("ROBUSTNESS_CASES", 200_u64));
    for seed in from..from + cases {
        let mut random = Random(seed);
        let mut case = reviews[random.below(reviews.len())].clone();
        let names: Vec<String> = case.keys().cloned().collect();
        for _ in 0..=random.below(3) {
            let name = &names[random.below(names.len())];
            let changed = mutated(&case[name], &mut random);
            case.insert(name.clone(), changed);
        }
        let (built, _) = outcome(&case, &[Format::Html, Format::Json], &format!("seed {seed}"));
        if let Some(built) = built {
            results += 1;
            let json = String::from_utf8(built.files["results.json"].clone()).unwrap();
            assert!(!json.contains("NaN") && !json.contains("Infinity"), "seed {seed}");
        }
    }
    assert!(
        (cases / 10..cases - cases / 10).contains(&results),
        "{results} of {cases} cases were built: the mutations are too mild or too wild"
    );
}
