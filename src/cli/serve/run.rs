//! The server, and the builds that it shows.

use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Response, Server};

use super::super::arguments::ServeArguments;
use super::super::changes::Changes;
use super::super::outcome::{Outcome, denied};
use super::super::pipeline::{self, Location};
use super::super::{Exit, Terminal};
use super::answer::{Request, answer};
use super::preview::Preview;
use crate::diagnostics::{Diagnostics, Renderer};
use crate::source::Folder;
use crate::spec::prose::Format;

/// What the report links to; PNG takes too long to be made at every saving.
const FORMATS: &[Format] = &[Format::Html, Format::Md, Format::Json, Format::Svg, Format::Csv, Format::R];

/// Serves a review until the user ends it.
pub(in crate::cli) fn run(arguments: &ServeArguments, terminal: &Terminal) -> Exit {
    let location = match Location::find(&arguments.review) {
        Ok(location) => location,
        Err(message) => {
            terminal.error(&message, None);
            return Exit::Faulty;
        }
    };
    let changes = match Changes::of(&location.folder, None) {
        Ok(changes) => changes,
        Err(error) => {
            terminal.error(&format!("`{}` can't be watched: {error}", location.folder.display()), None);
            return Exit::Failed;
        }
    };
    let server = match Server::http(("127.0.0.1", arguments.port)) {
        Ok(server) => server,
        Err(error) => {
            terminal.error(
                &format!("port {} of this machine can't be had: {error}", arguments.port),
                Some("another program has it, perhaps another preview; take one with `--port N`, or any with `--port 0`"),
            );
            return Exit::Failed;
        }
    };
    let port = server.server_addr().to_ip().map_or(arguments.port, |address| address.port());
    let preview = Arc::new(Preview::default());
    build(&location, &preview, terminal);
    let shown = Arc::clone(&preview);
    thread::spawn(move || listen(&server, &shown, port));
    terminal.status("Serving", &format!("http://127.0.0.1:{port}/ (Ctrl+C ends)"));
    while changes.wait() {
        build(&location, &preview, terminal);
    }
    Exit::Done
}

/// Builds in memory and shows the result, or what is wrong.
fn build(location: &Location, preview: &Preview, terminal: &Terminal) {
    let mut outcome = Outcome::new(location);
    let mut found = Diagnostics::new();
    let built = pipeline::build(&Folder::on_disk(&location.folder), location, FORMATS, &mut found);
    match built {
        Some(built) => {
            outcome.summarise(&built.results);
            outcome.exit = denied(&built.results, &found, &[]);
            if outcome.exit == Exit::Done {
                preview.built(built.files);
            } else {
                preview.failed(Renderer::plain().render_all(found.sorted()));
            }
        }
        None => {
            outcome.exit = Exit::Faulty;
            preview.failed(Renderer::plain().render_all(found.sorted()));
        }
    }
    outcome.found = found;
    outcome.print(terminal);
}

fn listen(server: &Server, preview: &Arc<Preview>, port: u16) {
    for request in server.incoming_requests() {
        // Each in a thread of its own: one may wait for a change, another for a browser that does not read.
        let preview = Arc::clone(preview);
        thread::spawn(move || respond(request, &preview, port));
    }
}

fn respond(request: tiny_http::Request, preview: &Preview, port: u16) {
    let mut hosts = request.headers().iter().filter(|header| header.field.equiv("Host"));
    // Of two, nobody knows which is meant.
    let host = hosts.next().filter(|_| hosts.next().is_none());
    let host = host.map(|header| header.value.as_str().to_owned());
    let method = request.method().to_string();
    let asked = Request { method: &method, target: request.url(), host: host.as_deref() };
    let answer = answer(preview, asked, port);
    let headers = [
        ("Content-Type", answer.kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ];
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response = response.with_header(header);
        }
    }
    // A browser that has gone away is nobody's fault.
    let _ = request.respond(response);
}
