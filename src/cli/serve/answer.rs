//! From a request to its answer, without a network.

use std::time::Duration;

use super::preview::{Preview, State};
use crate::report::page::script_hash;

/// The script that reloads the page. Only `serve` puts it there; a built report does not have it.
const SCRIPT: &str = include_str!("live.js");
/// So long a request waits for a change.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where the script asks.
const LIVE: &str = "/_live";

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    /// `GET`, `HEAD`, ...
    pub(super) method: &'a str,
    /// The path with its query.
    pub(super) target: &'a str,
    /// The header `Host`.
    pub(super) host: Option<&'a str>,
}

/// What is answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
}

impl Answer {
    fn text(status: u16, text: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: text.as_bytes().to_vec() }
    }
}

/// The answer. A name is looked up among the files of the report, so that no other file can be had.
pub(super) fn answer(preview: &Preview, request: Request<'_>, port: u16) -> Answer {
    // A page of another site that has its name point here would send that name.
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
    if !request.host.is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        return Answer::text(403, "This preview answers to 127.0.0.1 and localhost only.\n");
    }
    if !["GET", "HEAD"].contains(&request.method) {
        return Answer::text(405, "Only GET and HEAD.\n");
    }
    let (path, query) = request.target.split_once('?').unwrap_or((request.target, ""));
    match path {
        "/" | "/report.html" => page(&preview.lock()),
        LIVE => {
            let since = query.strip_prefix("since=").and_then(|since| since.parse().ok());
            let state = preview.after(since, PATIENCE);
            let body =
                serde_json::json!({"version": state.version, "page": state.page, "faults": state.faults});
            Answer { status: 200, kind: "application/json", body: body.to_string().into_bytes() }
        }
        _ => {
            let state = preview.lock();
            match state.files.get(path.trim_start_matches('/')) {
                Some(bytes) => Answer { status: 200, kind: kind(path), body: bytes.clone() },
                None => Answer::text(404, "The report has no such file.\n"),
            }
        }
    }
}

/// The report with the script.
fn page(state: &State) -> Answer {
    let report = state.files.get("report.html").map(|bytes| String::from_utf8_lossy(bytes));
    let html = report.as_deref().unwrap_or(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>No report yet</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src ''\">\n\
         </head>\n<body>\n<p>There is no report yet.</p>\n</body>\n</html>\n",
    );
    let policy = format!("connect-src 'self'; script-src '{}' '", script_hash(SCRIPT));
    let body = html.replacen("script-src '", &policy, 1).replacen(
        "<head>",
        &format!("<head>\n<meta name=\"ecmo-report-preview\" content=\"{}\">", state.page),
        1,
    );
    let end = body.rfind("</body>").unwrap_or(body.len());
    let body = format!("{}<script>{SCRIPT}</script>\n{}", &body[..end], &body[end..]);
    Answer { status: 200, kind: "text/html; charset=utf-8", body: body.into_bytes() }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::output::Files;

    const HTML: &str =
        "<html><head><meta content=\"script-src 'sha256-own'\"></head><body><p>one</p></body></html>";

    fn preview() -> Preview {
        let preview = Preview::default();
        let files = [("report.html", HTML), ("results.json", "{}"), ("figures/a.svg", "<svg/>")];
        preview
            .built(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect());
        preview
    }

    fn get(preview: &Preview, target: &str) -> Answer {
        answer(preview, Request { method: "GET", target, host: Some("127.0.0.1:4590") }, 4590)
    }

    #[test]
    fn the_page_has_the_script_and_a_policy_that_allows_it() {
        let preview = preview();
        let body = String::from_utf8(get(&preview, "/").body).unwrap();
        assert!(body.contains("<p>one</p>"));
        let hash = script_hash(SCRIPT);
        assert!(body.contains(&format!("connect-src 'self'; script-src '{hash}' 'sha256-own'")), "{body}");
        assert!(body.contains(&format!("<script>{SCRIPT}</script>")));
        let built = preview.lock().files["report.html"].clone();
        assert_eq!(String::from_utf8(built).unwrap(), HTML, "the built file is as it was");
    }

    #[test]
    fn only_files_of_the_report_and_only_from_here() {
        let preview = preview();
        assert_eq!(get(&preview, "/results.json").kind, "application/json");
        assert_eq!(get(&preview, "/figures/a.svg").kind, "image/svg+xml");
        for target in [
            "/figures/",
            "/figures",
            "/../Cargo.toml",
            "/figures/../../etc/passwd",
            "/%2e%2e/x",
            "//etc/passwd",
        ] {
            assert_eq!(get(&preview, target).status, 404, "{target}");
        }
        for host in [None, Some("evil.example"), Some("127.0.0.1:1"), Some("127.0.0.1:4590.evil.example")] {
            let request = Request { method: "GET", target: "/", host };
            assert_eq!(answer(&preview, request, 4590).status, 403, "{host:?}");
        }
        let post = Request { method: "POST", target: "/", host: Some("localhost:4590") };
        assert_eq!(answer(&preview, post, 4590).status, 405);
    }

    #[test]
    fn a_fault_is_told_and_the_last_good_report_stays() {
        let preview = preview();
        preview.failed("error[E001]: unknown key".to_owned());
        let live: serde_json::Value = serde_json::from_slice(&get(&preview, "/_live?since=1").body).unwrap();
        assert_eq!(live, serde_json::json!({"version": 2, "page": 1, "faults": "error[E001]: unknown key"}));
        assert!(String::from_utf8(get(&preview, "/").body).unwrap().contains("<p>one</p>"));
        // Mended, with the same report: the overlay goes and the page need not be loaded anew.
        let files: Files = preview.lock().files.clone();
        preview.built(files);
        let live: serde_json::Value = serde_json::from_slice(&get(&preview, "/_live?since=2").body).unwrap();
        assert_eq!(live, serde_json::json!({"version": 3, "page": 1, "faults": null}));
    }

    #[test]
    fn who_waits_is_woken_by_the_next_build() {
        let preview = preview();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| get(&preview, "/_live?since=1"));
            preview.failed("faulty".to_owned());
            let body = waiting.join().unwrap().body;
            assert!(String::from_utf8(body).unwrap().contains("faulty"));
        });
    }

    #[test]
    fn before_the_first_report_the_page_waits_for_it() {
        let answer = get(&Preview::default(), "/");
        let body = String::from_utf8(answer.body).unwrap();
        assert!(body.contains("no report yet") && body.contains("<script>"));
    }
}
