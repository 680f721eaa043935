//! The `ecmo-report` program: everything is in the library.

fn main() -> std::process::ExitCode {
    ecmo_report::cli::main()
}
