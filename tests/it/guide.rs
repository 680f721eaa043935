//! The README and the guide: every command in them runs, every file in them is used, and the pages that are made
//! from the program are current.
//!
//! A page is followed from top to bottom in an empty folder. A comment before a block says what is done with it:
//! `<!-- file: PATH -->` writes it, `<!-- append: PATH -->` adds it at the end, `<!-- edit: PATH -->` makes the
//! changes of a `diff`, and `<!-- not run: WHY -->` leaves it. A `console` block runs its lines after `$ `; the
//! lines below a command must stand in what it says, and a line with `error` says that it fails.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::command_line::run;

/// What stands in a page, in order.
enum Step {
    /// A comment: a word, and what follows its colon.
    Directive(String, String),
    /// A fenced block: its language and its text.
    Block(String, String),
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn steps(markdown: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut block: Option<(String, String)> = None;
    for event in Parser::new(markdown) {
        match event {
            Event::Html(html) => {
                if let Some(comment) = html.trim().strip_prefix("<!--").and_then(|it| it.strip_suffix("-->"))
                    && let Some((word, rest)) = comment.split_once(':')
                {
                    steps.push(Step::Directive(word.trim().to_owned(), rest.trim().to_owned()));
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                block = Some((info.to_string(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, content)) = &mut block {
                    content.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((language, text)) = block.take() {
                    steps.push(Step::Block(language, text));
                }
            }
            _ => {}
        }
    }
    steps
}

/// Follows a page in an empty folder.
fn follow(page: &str, markdown: &str) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut directive: Option<(String, String)> = None;
    for step in steps(markdown) {
        let (language, text) = match step {
            Step::Directive(word, rest) => {
                directive = Some((word, rest));
                continue;
            }
            Step::Block(language, text) => (language, text),
        };
        let said = directive.take();
        let said = said.as_ref().map(|(word, rest)| (word.as_str(), rest.as_str()));
        match (language.as_str(), said) {
            (_, Some(("not run", why))) => assert!(!why.is_empty(), "{page}: a reason is wanted"),
            ("diff", Some(("edit", path))) => edit(page, &folder.join(path), &text),
            (_, Some(("file", path))) => {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            (_, Some(("append", path))) => {
                let before = fs::read_to_string(folder.join(path)).unwrap();
                fs::write(folder.join(path), format!("{before}\n{text}")).unwrap();
            }
            ("console", None) => commands(page, folder, &text),
            ("text", None) => {}
            (language, said) => {
                panic!("{page}: nothing says what is done with this `{language}` block ({said:?}):\n{text}")
            }
        }
    }
}

fn edit(page: &str, path: &Path, diff: &str) {
    let mut text = fs::read_to_string(path).unwrap();
    let (mut old, mut new) = (String::new(), String::new());
    for line in diff.lines() {
        if let Some(line) = line.strip_prefix('-') {
            old.push_str(line);
            old.push('\n');
        } else if let Some(line) = line.strip_prefix('+') {
            new.push_str(line);
            new.push('\n');
        }
    }
    assert_eq!(text.matches(&old).count(), 1, "{page}: `{old}` stands once in {}", path.display());
    text = text.replace(&old, &new);
    fs::write(path, text).unwrap();
}

fn commands(page: &str, folder: &Path, block: &str) {
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.strip_prefix("$ ") else { panic!("{page}: `{line}` is no command") };
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            expected.push(line.trim());
        }
        let words: Vec<&str> = command.split_whitespace().collect();
        let arguments: Vec<String> = match words.as_slice() {
            ["ecmo-report", arguments @ ..] => arguments.iter().map(|word| (*word).to_owned()).collect(),
            // The reviews that ship with the program stand in its own folder; the output stays in the test's.
            ["cargo", "run", "--release", "--", arguments @ ..] => {
                let absolute = |word: &&str| {
                    if word.starts_with("reviews/") {
                        root().join(word).display().to_string()
                    } else {
                        (*word).to_owned()
                    }
                };
                arguments.iter().map(absolute).collect()
            }
            // They end only by hand, or they build this program.
            ["cargo", "install" | "test", ..] => continue,
            _ => panic!("{page}: the test does not know the command `{command}`"),
        };
        // Previews end by hand: what they are called with is tested with their help.
        let waits = ["watch", "serve"].contains(&arguments[0].as_str());
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        if waits {
            arguments.push("--help");
        }
        let output = run(folder, &arguments);
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let fails = expected.iter().any(|line| line.starts_with("error"));
        assert_eq!(output.status.success(), !fails, "{page}: `{command}` says\n{said}");
        // The spaces of numbers are no spaces that one types.
        let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        // Long messages are broken, the guide has them in one line.
        let whole = plain(&said);
        for line in expected.iter().filter(|line| **line != "..." && !line.is_empty()) {
            assert!(whole.contains(&plain(line)), "{page}: `{command}` does not say `{line}` but\n{said}");
        }
    }
}

/// The pages of the guide that are written by hand.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_command_and_file_of_the_guide_works() {
    let mut found = Vec::new();
    pages(&root().join("docs/src"), &mut found);
    found.retain(|path| {
        !["review-yaml.md", "diagnostics.md"].iter().any(|generated| path.ends_with(generated))
    });
    found.sort();
    assert!(found.len() > 5, "the test reads the wrong folder");
    for path in found {
        follow(&path.display().to_string(), &fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn every_command_and_file_of_the_readme_works() {
    follow("README.md", &fs::read_to_string(root().join("README.md")).unwrap());
}

#[test]
fn every_page_is_in_the_table_of_contents_and_every_link_leads_somewhere() {
    let docs = root().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    let mut found = Vec::new();
    pages(&docs, &mut found);
    for path in &found {
        let name = path.strip_prefix(&docs).unwrap().display().to_string().replace('\\', "/");
        assert!(
            name == "SUMMARY.md" || summary.contains(&format!("({name})")),
            "{name} is not in SUMMARY.md"
        );
    }
    let beside = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root().join(name));
    for path in beside.iter().chain(&found) {
        let text = fs::read_to_string(path).unwrap();
        let links = Parser::new_ext(&text, Options::ENABLE_TABLES).filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
            _ => None,
        });
        for link in links.filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let file = link.split('#').next().unwrap_or_default();
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.exists(), "{} links to {link}", path.display());
            // The book holds what is below docs.
            let inside = target.canonicalize().unwrap().starts_with(docs.canonicalize().unwrap());
            assert!(beside.contains(path) || inside, "{} links out of the book: {link}", path.display());
        }
    }
}
