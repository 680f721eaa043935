//! The gallery: every figure of the reviews and of stress cases, sound and as it stands in `docs/gallery`.
//!
//! `SNAPSHOTS=overwrite cargo test --test it gallery` draws it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ecmo_report::analysis::results::{Interval, Results};
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::figures::{self, Figure, Sources, Theme, Trajectory, TrajectoryPoint, trajectory};
use ecmo_report::numbers::{Numbers, Scale};
use ecmo_report::source::Folder;
use ecmo_report::spec::Review;
use ecmo_report::spec::prose::FigureStyle;
use ecmo_report::{analysis, check, spec};
use proptest::prelude::*;

use super::support::sound;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The results and figures of a review.
pub(super) fn drawn(id: &str, folder: &Folder) -> (Results, Vec<Figure>) {
    let (results, review) = computed(id, folder);
    let figures = figures_of(&results, &review);
    (results, figures)
}

/// The figures of a review that is changed after its results were computed.
pub(super) fn drawn_with(id: &str, folder: &Folder, change: impl FnOnce(&mut Review)) -> Vec<Figure> {
    let (results, mut review) = computed(id, folder);
    change(&mut review);
    figures_of(&results, &review)
}

/// The figures of results as a review wants them.
pub(super) fn figures_of(results: &Results, review: &Review) -> Vec<Figure> {
    let numbers = Numbers::new(review.report.number_profile());
    figures::all(&Sources { results, review, numbers: &numbers })
}

/// A review and its results.
fn computed(id: &str, folder: &Folder) -> (Results, Review) {
    let mut found = Diagnostics::new();
    let specification = spec::load(folder, "review.yaml", &mut found);
    let said = |found: &Diagnostics| Renderer::plain().render_all(found.sorted());
    let specification = specification.unwrap_or_else(|| panic!("{id}: {}", said(&found)));
    let review = specification.review.clone();
    let results = check::check(id, specification, folder, &mut found)
        .and_then(|checked| analysis::analyse(&checked, &mut found))
        .unwrap_or_else(|| panic!("{id}: {}", said(&found)));
    (results, review)
}

/// Every review of the gallery with its results.
pub(super) fn reviews() -> Vec<(&'static str, Results, Review)> {
    let disk = |id: &'static str, path: &str| (id, Folder::on_disk(root().join(path)));
    let folders = [
        disk("paediatric", "reviews/paediatric-sepsis"),
        disk("adults", "reviews/adults-and-children"),
        disk("bcg", "tests/fixtures/reviews/bcg"),
        ("one", single_arm(&names(1), false)),
        ("two", single_arm(&names(2), false)),
        ("labels", single_arm(&difficult(), true)),
        ("arms", two_arms(14, true)),
        ("omissions", fragile()),
        ("groups", grouped(40)),
        ("stars", judged("newcastle-ottawa-cohort", STARS)),
        ("results", judged("rob2", RESULTS)),
        ("own-tool", judged("own.yaml", OWN_LEVELS)),
        ("sixty", single_arm(&names(60), false)),
        ("two-hundred", two_arms(200, false)),
    ];
    let computed = |(id, folder): (&'static str, Folder)| {
        let (results, review) = computed(id, &folder);
        (id, results, review)
    };
    folders.into_iter().map(computed).collect()
}

/// Numbers that look like chance and are the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const HEAD: &str = "title: A stress case\nversion: 1.0.0\nregistration: none\nquestion: {type: prognosis, population: People, intervention: Support, outcomes: [Survival]}\n";

/// Reviews with chosen labels, and with so many trials.
pub(super) fn random_folders(labels: &[String], trials: u64) -> [(&'static str, Folder); 3] {
    [("arm", single_arm(labels, true)), ("arms", two_arms(trials, true)), ("groups", grouped(trials))]
}

/// A review of so many single-arm studies with every figure that an analysis can have.
pub(super) fn single_arm(labels: &[String], extreme: bool) -> Folder {
    let mut dice = Dice(labels.len() as u64);
    let levels = ["yes", "no", "unclear", "na"];
    let mut table = String::from("study,label,year,centre,from,to,n,events,age,region\n");
    let mut bias = String::from("study,q1,q2,q3,q4,q5,q6,q7,q8,q9,overall\n");
    for (index, label) in labels.iter().enumerate() {
        let n = if extreme && index == 0 { 1 } else { 5 + dice.roll(20) * dice.roll(20) };
        let events = match (extreme, index) {
            (true, 0 | 1) => n,
            (true, 2) => 0,
            _ => (n * (30 + dice.roll(50)) / 100).max(1),
        };
        // A name that ends with a year is of that year.
        let drawn = 1990 + dice.roll(30);
        let named = label.rsplit(' ').next().map(|last| last.trim_end_matches(char::is_alphabetic));
        let named = named.and_then(|year| year.parse().ok()).filter(|year| *year > 1900);
        let year: u64 = named.unwrap_or(drawn);
        let age = if extreme && index % 4 == 3 {
            String::new()
        } else {
            format!("{}.{}", dice.roll(17), dice.roll(10))
        };
        let centre = format!(
            "{} {}",
            ["Hospital of the University and Children's Centre", "St. Mary", "Charité"]
                [dice.roll(3) as usize],
            dice.roll(6)
        );
        let (from, to) = if extreme && index % 5 == 4 {
            (String::new(), String::new())
        } else {
            (
                format!("{}-0{}", year - 6 - dice.roll(5), 1 + dice.roll(9)),
                format!("{}", year - 1 - dice.roll(3)),
            )
        };
        let region = ["Europe", "North America", "Asia and the Pacific"][dice.roll(3) as usize];
        writeln!(table, "s-{index},\"{label}\",{year},{centre},{from},{to},{n},{events},{age},{region}")
            .unwrap();
        // Some studies are not judged.
        if index % 11 != 10 {
            let judged: Vec<&str> = (0..9).map(|_| levels[dice.roll(4) as usize]).collect();
            writeln!(
                bias,
                "s-{index},{},{}",
                judged.join(","),
                ["include", "exclude"][dice.roll(2) as usize]
            )
            .unwrap();
        }
    }
    let review = format!(
        "{HEAD}studies:\n  file: studies.csv\n  label: \"{{{{ label }}}}\"\n  columns:\n    year: {{label: Year of publication, type: count}}\n    from: {{label: From, type: date}}\n    to: {{label: To, type: date}}\n    age: {{label: Mean age, unit: years, type: number}}\n\
         risk_of_bias: {{tool: jbi-prevalence, file: rob.csv}}\n\
         overlap: {{centre: centre, from: from, to: to, longer_than_months: 12, keep: n}}\n\
         analyses:\n  survival:\n    title: Survival\n    outcome: {{name: survival, direction: higher-is-better}}\n    measure: proportion\n    data: {{events: events, total: n}}\n    transform: logit\n    subgroups: [region]\n    thresholds: [0.4, 0.6]\n    cumulative: year\n    small_study: [egger, trim-and-fill]\n    sensitivity:\n      - {{label: Large studies only, where: n > 4}}\n      - {{label: \"Studies of the last decade with at least fifty patients each, as registered before the search was run\", where: year > 1990 or n > 4}}\n    meta_regression: {{min_studies: 4, force: true, moderators: [age, region]}}\n\
         compositions:\n  causes:\n    title: Causes\n    counts: {{Sepsis: 120, \"Acute respiratory distress syndrome of any other cause than those above, as stated in the reports\": 31, 其他: 1, None: 0}}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table), ("rob.csv", bias)])
}

/// A review of two-arm trials: some without events, one with an interval beyond any axis.
pub(super) fn two_arms(k: u64, judged: bool) -> Folder {
    let mut dice = Dice(k);
    let mut table = String::from("study,label,year,a,n1,c,n2\n");
    let mut bias = String::from("study,d1,d2,d3,d4,a1,a2,a3\n");
    for index in 0..k {
        let (n1, n2) = (8 + dice.roll(25) * dice.roll(25), 8 + dice.roll(25) * dice.roll(25));
        let (a, c) = match index {
            0 => (0, n2),
            1 => (0, 0),
            2 => (1, 1),
            _ => (n1 * (5 + dice.roll(30)) / 100, n2 * (10 + dice.roll(35)) / 100),
        };
        let judged: Vec<&str> = (0..7).map(|_| ["low", "high", "unclear"][dice.roll(3) as usize]).collect();
        writeln!(bias, "t-{index},{}", judged.join(",")).unwrap();
        writeln!(
            table,
            "t-{index},Trial {} of {},{},{a},{n1},{c},{n2}",
            index + 1,
            ["Aachen", "Oslo", "Kyoto"][dice.roll(3) as usize],
            1980 + dice.roll(40)
        )
        .unwrap();
    }
    let tool = if judged { "risk_of_bias: {tool: quadas-2, file: rob.csv}\n" } else { "" };
    let review = format!(
        "{HEAD}studies: {{file: studies.csv, label: \"{{{{ label }}}}\"}}\n{tool}analyses:\n  death:\n    title: Death\n    outcome: {{name: death, direction: lower-is-better}}\n    measure: risk-ratio\n    data: {{treated: {{events: a, total: n1}}, control: {{events: c, total: n2}}}}\n    arms: {{treated: Support, control: Usual care}}\n    favours: [Favours support, Favours usual care]\n    cumulative: year\n    small_study: [egger, trim-and-fill]\n    meta_regression: {{moderators: [year]}}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table), ("rob.csv", bias)])
}

/// Two analyses whose conclusions hang on single trials.
fn fragile() -> Folder {
    let table = "study,label,a,n1,c,n2,part\n\
        a,Brunner 2004,20,400,48,400,few\n\
        b,The extracorporeal support investigators of the northern and western regions 2008,21,100,20,100,few\n\
        c,Chen 2009,16,150,31,150,all\n\
        d,Eriksson 2011,14,90,12,90,few\n\
        e,Abe 2012,3,40,4,38,all\n\
        f,Frimodt-Møller 2014,40,400,55,400,all\n\
        g,Nguyễn 2019,26,110,22,105,all\n";
    let keys = "outcome: {name: death, direction: lower-is-better}\n    measure: risk-ratio\n    tau2: dl\n    ci: wald\n    thresholds: [0.8, 1.25]\n    data: {treated: {events: a, total: n1}, control: {events: c, total: n2}}\n    favours: [Favours support, Favours usual care]\n";
    let review = format!(
        "{HEAD}studies: {{file: studies.csv, label: \"{{{{ label }}}}\"}}\nanalyses:\n  all:\n    title: Death in all trials\n    {keys}  few:\n    title: Death in three trials\n    where: part == \"few\"\n    {keys}"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table.to_owned())])
}

/// Stars of the Newcastle–Ottawa scale with their sums.
const STARS: &str = "study,s1,s2,s3,s4,c1,o1,o2,o3,overall\n\
    s0,1,1,0,1,2,1,1,1,8\ns1,1,0,0,1,0,1,1,0,4\ns2,1,1,1,1,1,1,1,1,8\n\
    s3,1,1,0,1,2,1,1,0,7\ns4,0,1,0,1,1,0,1,0,4\n";

/// Judgements of whole studies, and others for one of their results.
const RESULTS: &str = "study,analysis,d1,d2,d3,d4,d5,overall,d4_support\n\
    s0,,low,low,low,low,low,low,\ns0,relapse,low,low,some,high,low,high,Assessors knew who was treated.\n\
    s1,,low,some,low,low,low,some,\ns2,,low,low,low,low,some,some,\n\
    s2,relapse,low,low,high,some,some,high,\ns3,,high,low,low,low,low,high,\ns4,,low,low,low,low,low,low,\n";

/// Judgements with a tool of the authors.
const OWN_LEVELS: &str = "study,recruitment,measurement,follow_up\n\
    s0,good,fair,poor\ns1,fair,fair,very poor\ns2,good,good,good\ns3,poor,fair,good\ns4,good,poor,fair\n";

/// Two outcomes of five trials judged with a tool.
fn judged(tool: &str, judgements: &str) -> Folder {
    let table = "study,label,a,n1,c,n2,d,e\n\
        s0,Abe 2004,12,60,20,61,22,30\n\
        s1,Brunner 2008,30,140,35,138,41,44\n\
        s2,Chen 2011,8,45,9,44,15,21\n\
        s3,Eriksson 2015,51,220,70,219,80,77\n\
        s4,Nguyễn 2019,17,90,21,92,30,33\n";
    let own = "id: own\nname: A tool of the authors\ndomains:\n\
        \x20 - {code: recruitment, short: Who, name: who was recruited and who was left out}\n\
        \x20 - {code: measurement, short: How, name: how the outcome was measured}\n\
        \x20 - {code: follow_up, short: How long, name: how long patients were followed}\n\
        levels:\n\
        \x20 - {id: good, label: Good, symbol: A, role: low}\n\
        \x20 - {id: fair, label: Fair, symbol: B, role: some}\n\
        \x20 - {id: poor, label: Poor, symbol: C, role: high}\n\
        \x20 - {id: very poor, label: Very poor, symbol: D, role: critical}\n\
        overall: {rule: none}\n";
    let analysis = |id: &str, title: &str, events: [&str; 2]| {
        format!(
            "  {id}:\n    title: {title}\n    outcome: {{name: {id}, direction: lower-is-better}}\n    measure: risk-ratio\n    data: {{treated: {{events: {}, total: n1}}, control: {{events: {}, total: n2}}}}\n    arms: {{treated: Support, control: Usual care}}\n    favours: [Favours support, Favours usual care]\n",
            events[0], events[1]
        )
    };
    let (death, relapse) =
        (analysis("death", "Death", ["a", "c"]), analysis("relapse", "Relapse", ["d", "e"]));
    let review = format!(
        "{HEAD}studies: {{file: studies.csv, label: \"{{{{ label }}}}\"}}\nrisk_of_bias: {{tool: {tool}, file: rob.csv}}\nanalyses:\n{death}{relapse}"
    );
    Folder::in_memory([
        ("review.yaml", review),
        ("studies.csv", table.to_owned()),
        ("rob.csv", judgements.to_owned()),
        ("own.yaml", own.to_owned()),
    ])
}

/// Trials in six groups of long and short names, some trials in none, small trials with larger effects.
fn grouped(k: u64) -> Folder {
    let mut dice = Dice(k);
    let groups = [
        "Europe",
        "North America and the Caribbean",
        "Asia",
        "Latin America, with the trials of the Iberian network that recruited on both sides of the Atlantic",
        "Αφρική",
        "Oceania",
        "",
    ];
    let mut table = String::from("study,label,md,se,region\n");
    for index in 0..k {
        let error = 0.05 + 0.01 * dice.roll(40) as f64;
        let effect = 0.1 + 1.6 * error + 0.01 * dice.roll(40) as f64 - 0.2;
        let region = groups[dice.roll(7) as usize];
        writeln!(table, "g-{index},Trial {index},{effect},{error},\"{region}\"").unwrap();
    }
    let review = format!(
        "{HEAD}studies: {{file: studies.csv, label: \"{{{{ label }}}}\"}}\nanalyses:\n  change:\n    title: Change\n    measure: generic\n    data: {{estimate: md, se: se}}\n    favours: [Favours care, Favours support]\n    subgroups: [region]\n    small_study: [egger]\n    meta_regression: {{min_studies: 4, force: true, moderators: [region]}}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table)])
}

fn names(k: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let authors =
        ["Abe", "Brunner", "Chen", "De la Cruz", "Eriksson", "Frimodt-Møller", "Østergård", "Nguyễn"];
    let plain: Vec<String> =
        (0..k).map(|_| format!("{} {}", authors[dice.roll(8) as usize], 1990 + dice.roll(30))).collect();
    // Several of a name and year have letters: 2010a, 2010b.
    let letter = |index: usize| {
        let before = plain[..index].iter().filter(|name| **name == plain[index]).count();
        let several = plain.iter().filter(|name| **name == plain[index]).count() > 1;
        if several { char::from(b'a' + before as u8).to_string() } else { String::new() }
    };
    (0..k).map(|index| format!("{}{}", plain[index], letter(index))).collect()
}

fn difficult() -> Vec<String> {
    [
        "Extracorporeal Life Support Organization registry of neonatal and paediatric patients 2019",
        "Øß",
        "敗血症患者における体外式膜型人工肺 2011",
        "Ομάδα μελέτης της σήψης 2008",
        "Исследовательская группа по сепсису у детей 2014",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft 2003",
        "A & B <i> 'c' 1999",
        "W 1",
        "Müller-Lüdenscheidt, van der Waals, O'Connor and the investigators of the multicentre group",
        "ศูนย์การแพทย์ 2016",
        "مركز القلب 2017",
        "x",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn over_versions() -> Vec<Figure> {
    let point = |version: &str, k, estimate, half: f64| TrajectoryPoint {
        version: version.to_owned(),
        date: None,
        k,
        estimate: Some(estimate),
        ci: Some(Interval { lower: estimate - half, upper: estimate + half }),
    };
    let few = [point("1.0.0", 8, 0.71, 0.14), point("1.1.0", 11, 0.66, 0.11), point("2.0.0", 13, 0.59, 0.08)];
    let many: Vec<TrajectoryPoint> = (0..40)
        .map(|index| {
            let step = f64::from(index);
            TrajectoryPoint {
                estimate: (index != 7).then_some(0.6 + 0.2 / (1.0 + step)),
                ..point(
                    &format!("{index}.12.0-beta"),
                    index as usize + 3,
                    0.6 + 0.2 / (1.0 + step),
                    0.3 / (1.0 + 0.2 * step),
                )
            }
        })
        .collect();
    let numbers = Numbers::default();
    let of = |id, title, scale, points| {
        trajectory(&Trajectory {
            id,
            title,
            effect: "Survival",
            scale,
            level: 0.95,
            points,
            theme: Theme::default(),
            numbers: &numbers,
        })
    };
    assert!(of("one-version", "Survival at first", Scale::Number, &few[..1]).is_none(), "no trajectory yet");
    [
        of("three-versions", "Survival", Scale::Percent, &few[..]),
        of("forty-versions", "Survival in many updates", Scale::Ratio, &many[..]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn cases() -> Vec<(String, &'static str, Vec<Figure>)> {
    let heading = |id: &str| match id {
        "paediatric" => "The review of children with sepsis",
        "adults" => "The review of adults and children",
        "bcg" => "Two arms: BCG vaccination",
        "one" => "One study",
        "two" => "Two studies",
        "labels" => "Long and non-Latin names, all or no events, missing cells",
        "arms" => "Two arms with no or all events and intervals beyond the axis",
        "omissions" => "Conclusions that hang on single studies",
        "groups" => "Six groups, and studies in none",
        "stars" => "Stars of the Newcastle–Ottawa scale",
        "results" => "Judgements of single results of a study",
        "own-tool" => "A tool of the authors",
        "sixty" => "Sixty studies",
        _ => "Two hundred studies",
    };
    let mut all = Vec::new();
    let mut further = Vec::new();
    for (id, results, mut review) in reviews() {
        let mut figures = figures_of(&results, &review);
        let only: Option<&[&str]> = match id {
            "omissions" => Some(&["leave-one-out"]),
            "groups" => Some(&["funnel", "bubble"]),
            "stars" | "own-tool" => Some(&["forest-death", "traffic-light", "bias-bars"]),
            "results" => Some(&["forest", "traffic-light", "bias-bars"]),
            _ => None,
        };
        if let Some(kinds) = only {
            figures.retain(|figure| kinds.iter().any(|kind| figure.id.starts_with(kind)));
        }
        all.push((id.to_owned(), heading(id), figures));
        let widths: &[(u16, &str)] = match id {
            "bcg" => &[(84, "A column of a journal: 84 mm"), (114, "Two thirds of a page: 114 mm")],
            "labels" => &[(84, "Long names in a column of 84 mm")],
            _ => &[],
        };
        for &(width, heading) in widths {
            review.report.figure_width = Some(width);
            further.push((format!("{id}-{width}"), heading, figures_of(&results, &review)));
        }
        if id == "bcg" {
            review.report.figure_width = None;
            for (style, house, heading) in [
                (FigureStyle::Revman, "revman", "In the style of RevMan"),
                (FigureStyle::Bmj, "bmj", "In the style of the BMJ"),
                (FigureStyle::Jama, "jama", "In the style of JAMA"),
                (FigureStyle::Lancet, "lancet", "In the style of the Lancet"),
            ] {
                review.report.style = Some(style);
                let mut figures = figures_of(&results, &review);
                figures.retain(|figure| figure.id == "forest-tuberculosis-allocation");
                further.push((format!("{id}-{house}"), heading, figures));
            }
        }
    }
    all.extend(further);
    all.push(("versions".to_owned(), "An estimate over versions", over_versions()));
    let flows = super::prisma_flow::gallery().into_iter();
    all.extend(flows.map(|(name, heading, figure)| (format!("flow-{name}"), heading, vec![figure])));
    all
}

/// Held by whoever writes or reads the files of the gallery: tests of one run do both.
pub(super) static FILES: Mutex<()> = Mutex::new(());

/// What stands above the generated part of the page.
const MARK: &str = "<!-- Below this line a test writes. -->\n";

#[test]
#[expect(clippy::disallowed_methods, reason = "the switch that accepts a new gallery")]
fn the_gallery_is_sound_and_current() {
    let folder = root().join("docs/gallery");
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let mut page = String::new();
    for (case, heading, figures) in cases() {
        write!(page, "\n## {heading}\n").unwrap();
        assert!(!figures.is_empty(), "{case} has no figure");
        // A list of figures shows titles alone.
        let titles: BTreeSet<&str> = figures.iter().map(|figure| figure.title.as_str()).collect();
        assert_eq!(titles.len(), figures.len(), "{case}: two figures share a title: {titles:?}");
        for figure in &figures {
            let name = format!("{case}-{}", figure.id);
            sound(&name, figure);
            let link = format!("gallery/{name}.svg");
            // What is longer than two pages of a browser is linked, not shown.
            let shown = if figure.height > 1500.0 {
                format!("[Open the figure]({link})")
            } else {
                format!("![{}]({link})", figure.title)
            };
            // Names of studies are text, also those that look like markup.
            let description = figure.description.replace('<', "&lt;");
            write!(page, "\n### {}\n\n{description}\n\n{shown}\n", figure.title).unwrap();
            files.push((folder.join(format!("{name}.svg")), figure.svg.clone()));
        }
    }
    let _held = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let page_path = root().join("docs/gallery.md");
    let before = std::fs::read_to_string(&page_path).unwrap_or_default();
    let head = before.split(MARK).next().unwrap_or_default().to_owned();
    files.push((page_path, format!("{head}{MARK}{page}")));
    if overwrite {
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        for (path, text) in &files {
            std::fs::write(path, text).unwrap();
        }
    }
    let drawn = files.len() - 1;
    let there = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    assert_eq!(there, drawn, "files in docs/gallery: {HOW}");
    for (path, text) in &files {
        let kept = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == *text, "{} is not what is drawn now: {HOW}", name_of(path));
    }
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes < 5_000_000, "the gallery has {bytes} bytes");
}

const HOW: &str = "run `SNAPSHOTS=overwrite cargo test --test it gallery` and look at what changed";

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_of_random_reviews_are_sound(
        labels in prop::collection::vec("[A-Za-z0-9 <&\u{e9}\u{6557}'-]{0,70}[a-z]", 2..30),
        trials in 3u64..40,
    ) {
        for (name, folder) in random_folders(&labels, trials) {
            for figure in drawn(name, &folder).1 {
                sound(&format!("random-{name}-{}", figure.id), &figure);
            }
        }
    }
}
