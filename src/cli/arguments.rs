//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::spec::prose::Format;

/// Turns a systematic review, written as YAML and CSV, into the whole report.
#[derive(Debug, Parser)]
#[command(name = "ecmo-report", version = version(), max_term_width = 80, arg_required_else_help = true)]
#[command(after_help = "A review is a review.yaml or its folder. \
    `ecmo-report explain CODE` says what a diagnostic means.")]
pub struct Arguments {
    /// How diagnostics are written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Say nothing but diagnostics
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The version, with the commit where the build was told it.
fn version() -> String {
    match option_env!("ECMO_REPORT_COMMIT") {
        Some(commit) => format!("{} ({commit})", env!("CARGO_PKG_VERSION")),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// Annotated snippets, for people
    Human,
    /// One JSON object a line, for machines
    Json,
    /// Annotations of a pull request on GitHub
    Github,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a review: a small complete one, or one from your own data
    Init(InitArguments),
    /// Build the report of one or more reviews
    Build(BuildArguments),
    /// Check reviews without writing anything
    Check(CheckArguments),
    /// Build a review again whenever one of its files is saved
    #[cfg(feature = "serve")]
    Watch(WatchArguments),
    /// Show a review in the browser, and show it anew whenever a file is saved
    #[cfg(feature = "serve")]
    Serve(ServeArguments),
    /// Compare two versions of a review by meaning
    Diff(DiffArguments),
    /// Keep the results of this version beside the review
    Freeze(FreezeArguments),
    /// Check an output folder against its manifest, its inputs and a new build
    Verify(VerifyArguments),
    /// Say what a diagnostic means, with an example
    Explain(ExplainArguments),
    /// Print the JSON Schema of review.yaml, for editors
    Schema,
    /// Print completions for a shell
    Completions(CompletionsArguments),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    Man(ManArguments),
}

/// `init`.
#[derive(Debug, Args)]
#[command(after_help = "Data that it reads: a RevMan data package (its folder), a PRISMA2020 table, \
    and CSV tables of studies.")]
pub struct InitArguments {
    /// Folder of the new review; it must be empty or not there yet
    pub dir: PathBuf,
    /// The example to start from
    #[arg(long, value_name = "NAME", default_value = "single-arm", conflicts_with = "from")]
    pub template: Template,
    /// Data to start from; may be given twice, for a table and a flow diagram
    #[arg(long, value_name = "FILE|FOLDER")]
    pub from: Vec<PathBuf>,
    /// What a column of the table is, where its name does not say it: `events=Died`
    #[arg(long, value_name = "ROLE=NAME", requires = "from")]
    pub column: Vec<String>,
}

/// The example that `init` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// Survivors among patients: one proportion per study
    SingleArm,
    /// Events in a treated and in a control group: a risk ratio
    TwoArm,
}

/// `watch`.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct WatchArguments {
    /// The review: a review.yaml or its folder
    pub review: PathBuf,
    /// Folder that receives the folder of the review
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
}

/// `serve`.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The review: a review.yaml or its folder
    pub review: PathBuf,
    /// Port on this machine; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 4590)]
    pub port: u16,
}

/// `man`.
#[derive(Debug, Args)]
pub struct ManArguments {
    /// Folder that receives the pages
    pub dir: PathBuf,
}

/// `build`.
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// Reviews: review.yaml files or their folders
    #[arg(required = true, value_name = "REVIEW")]
    pub reviews: Vec<PathBuf>,
    /// Folder that receives a folder per review
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// What is written, separated by commas; default: what the review asks for, else all but png
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<FormatName>,
    /// Write nothing; fail when the output on disk is not what the build gives
    #[arg(long)]
    pub locked: bool,
    /// Fail on warnings, or on published values that differ
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<Deny>,
    /// Build reviews whose inputs and outputs have not changed, too
    #[arg(long)]
    pub force: bool,
}

/// A format, by the name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// report.html
    Html,
    /// report.md
    Md,
    /// results.json
    Json,
    /// figures/*.svg
    Svg,
    /// figures/*.png
    Png,
    /// tables/*.csv
    Csv,
    /// analysis.R
    R,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Html => Self::Html,
            FormatName::Md => Self::Md,
            FormatName::Json => Self::Json,
            FormatName::Svg => Self::Svg,
            FormatName::Png => Self::Png,
            FormatName::Csv => Self::Csv,
            FormatName::R => Self::R,
        }
    }
}

/// What makes a build fail besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Any warning
    Warnings,
    /// A published value that differs from the computed one
    Published,
}

/// `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Reviews: review.yaml files or their folders
    #[arg(required = true, value_name = "REVIEW")]
    pub reviews: Vec<PathBuf>,
    /// Fail on warnings, or on published values that differ
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<Deny>,
}

/// `diff`.
#[derive(Debug, Args)]
#[command(
    after_help = "A version is a results.json, an output folder, a frozen version, a review, or one of these \
    in a revision of the repository, as REVISION:PATH."
)]
pub struct DiffArguments {
    /// The old version
    pub old: String,
    /// The new version
    pub new: String,
    /// How the difference is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DiffFormat,
    /// File that receives it; default: standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Fail (exit status 5) when the difference is of this weight or more
    #[arg(long, value_name = "WEIGHT")]
    pub fail_on: Option<FailOn>,
}

/// How a difference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For the terminal
    Text,
    /// For a comment on a pull request
    Markdown,
    /// One self-contained page, with the estimates before and after
    Html,
    /// For machines
    Json,
}

/// What weight of a difference fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Words changed
    Cosmetic,
    /// Data or methods changed
    Data,
    /// Estimates changed
    Estimate,
    /// A threshold crossed, certainty or direction changed, a claim flipped
    Consequential,
}

/// `freeze`.
#[derive(Debug, Args)]
pub struct FreezeArguments {
    /// The review: a review.yaml or its folder
    pub review: PathBuf,
    /// Replace the version where it is frozen with other results
    #[arg(long)]
    pub force: bool,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The output folder of a review
    pub dir: PathBuf,
    /// The review that it was built from; default: looked for beside the output
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Code of a diagnostic, for instance E001; without it, the list of all
    pub code: Option<String>,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell
    pub shell: clap_complete::Shell,
}
