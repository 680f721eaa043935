//! Faults of the machine, with the real program: killed, two at once, a full disk, what vanishes, foreign files.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use ecmo_report::history::Manifest;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ecmo-report");

/// A review of a few lines whose title can be told apart, in a folder of its own.
fn review(in_folder: &Path, title: &str) -> PathBuf {
    let folder = in_folder.join("small");
    fs::create_dir_all(&folder).unwrap();
    let spec = format!(
        "title: {title}\nstudies: studies.csv\nanalyses:\n  survival: {{measure: proportion, data: {{events: survivors, total: n}}}}\n"
    );
    fs::write(folder.join("review.yaml"), spec).unwrap();
    fs::write(folder.join("studies.csv"), "study,n,survivors\na,9,4\nb,20,11\nc,31,12\n").unwrap();
    folder
}

fn build(review: &Path, output: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["build", "--force", "--quiet"]).arg(review).arg("-o").arg(output);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(mut command: Command) -> Output {
    command.output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{:?}: {}", output.status, String::from_utf8_lossy(&output.stderr))
}

/// The folder is exactly what its manifest says; its title.
fn whole(folder: &Path) -> String {
    let manifest = Manifest::read(folder).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(manifest.outputs_that_differ(folder).unwrap(), []);
    let results = fs::read_to_string(folder.join("results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    results["review"]["title"].as_str().unwrap_or_else(|| panic!("no title")).to_owned()
}

#[test]
fn killed_at_any_moment_the_old_output_or_the_new_one_is_there_whole() {
    let root = TempDir::new().unwrap();
    let output = root.path().join("output");
    let folder = review(root.path(), "old");
    let started = Instant::now();
    let first = run(build(&folder, &output));
    assert!(first.status.success(), "{}", told(&first));
    let takes = started.elapsed();
    let (mut killed, mut old, mut new) = (0, 0, 0);
    for moment in 0..100_u32 {
        let title = format!("build {moment}");
        let before = whole(&output.join("small"));
        review(root.path(), &title);
        let mut child = build(&folder, &output).spawn().unwrap();
        // Moments over the whole build, by a fixed scatter; more of them towards its end, where it writes.
        let share = f64::from(moment * 37 % 100) / 100.0;
        std::thread::sleep(takes.mul_f64(share.sqrt() * 1.1));
        let _ = child.kill();
        killed += u32::from(!child.wait().unwrap().success());
        let after = whole(&output.join("small"));
        if after == title {
            new += 1;
        } else {
            assert_eq!(after, before, "neither the old nor the new output");
            old += 1;
        }
    }
    assert!(killed > 0, "no build was killed");
    assert_eq!(old + new, 100);
    // A build that is not killed works as ever, whatever the others left.
    review(root.path(), "last");
    assert!(run(build(&folder, &output)).status.success());
    assert_eq!(whole(&output.join("small")), "last");
}

#[test]
fn two_builds_at_once_leave_one_of_them_whole() {
    let root = TempDir::new().unwrap();
    let output = root.path().join("output");
    let titles = ["one", "two"];
    for _ in 0..5 {
        let builds: Vec<_> = titles
            .iter()
            .map(|title| build(&review(&root.path().join(title), title), &output).spawn().unwrap())
            .collect();
        for build in builds {
            let done = build.wait_with_output().unwrap();
            assert!(done.status.success(), "{}", told(&done));
        }
        assert!(titles.contains(&whole(&output.join("small")).as_str()));
    }
    assert_eq!(fs::read_dir(&output).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn an_output_that_cannot_be_written_is_a_clear_error() {
    let root = TempDir::new().unwrap();
    let folder = review(root.path(), "x");
    let file = root.path().join("file");
    fs::write(&file, "mine").unwrap();
    for output in [file.clone(), file.join("below"), PathBuf::from("/proc/none")] {
        if output.starts_with("/proc") && !Path::new("/proc").is_dir() {
            continue;
        }
        let done = run(build(&folder, &output));
        assert_eq!(done.status.code(), Some(1), "{}", told(&done));
        assert!(told(&done).contains("cannot"), "{}", told(&done));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");

    // A file where the review's own folder should be.
    let output = root.path().join("output");
    fs::create_dir(&output).unwrap();
    fs::write(output.join("small"), "mine").unwrap();
    let done = run(build(&folder, &output));
    assert_eq!(done.status.code(), Some(1), "{}", told(&done));
    assert_eq!(fs::read_to_string(output.join("small")).unwrap(), "mine");
}

#[test]
fn an_output_with_foreign_files_is_left_as_it_is() {
    let root = TempDir::new().unwrap();
    let output = root.path().join("output");
    let folder = review(root.path(), "old");
    assert!(run(build(&folder, &output)).status.success());
    fs::write(output.join("small/notes.txt"), "mine").unwrap();
    review(root.path(), "new");
    let done = run(build(&folder, &output));
    assert!(!done.status.success());
    assert!(told(&done).contains("notes.txt"), "{}", told(&done));
    assert_eq!(fs::read_to_string(output.join("small/notes.txt")).unwrap(), "mine");
    fs::remove_file(output.join("small/notes.txt")).unwrap();
    assert_eq!(whole(&output.join("small")), "old");
}

#[test]
fn a_review_whose_files_vanish_or_lead_out_keeps_its_old_output() {
    let root = TempDir::new().unwrap();
    let output = root.path().join("output");
    let folder = review(root.path(), "old");
    assert!(run(build(&folder, &output)).status.success());
    let table = folder.join("studies.csv");
    let secret = root.path().join("secret.csv");
    fs::rename(&table, &secret).unwrap();
    let faults: [(&str, &dyn Fn()); 6] = [
        ("E020", &|| {}),
        ("E021", &|| std::os::unix::fs::symlink(&secret, &table).unwrap()),
        ("E023", &|| std::os::unix::fs::symlink("studies.csv", &table).unwrap()),
        ("E023", &|| fs::create_dir(&table).unwrap()),
        ("E021", &|| std::os::unix::fs::symlink("/dev/zero", &table).unwrap()),
        ("E340", &|| fs::File::create(&table).unwrap().set_len(65 * 1024 * 1024).unwrap()),
    ];
    for (code, make) in faults {
        make();
        let done = run(build(&folder, &output));
        assert_eq!(done.status.code(), Some(2), "{}", told(&done));
        assert!(told(&done).contains(code), "{code}: {}", told(&done));
        assert_eq!(whole(&output.join("small")), "old");
        let _ = fs::remove_file(&table).or_else(|_| fs::remove_dir(&table));
    }
}

/// A write that fails in the middle, everywhere: no file may grow beyond 16 KiB, as on a disk with no more room.
#[test]
fn a_write_that_fails_halfway_leaves_the_old_output_and_says_so() {
    let root = TempDir::new().unwrap();
    let output = root.path().join("output");
    let folder = review(root.path(), "old");
    assert!(run(build(&folder, &output)).status.success());
    review(root.path(), "new");
    let mut limited = Command::new("sh");
    // The limit counts blocks of 512 bytes, or of 1024 where `sh` is bash. Without the trap the program would be killed.
    limited.args([
        "-c",
        "trap '' XFSZ; ulimit -f 16; exec \"$0\" build --force --quiet \"$1\" -o \"$2\"",
        PROGRAM,
    ]);
    limited.arg(&folder).arg(&output).stdout(Stdio::piped()).stderr(Stdio::piped());
    let done = run(limited);
    assert_eq!(done.status.code(), Some(1), "{}", told(&done));
    assert!(told(&done).contains("cannot write"), "{}", told(&done));
    let left: Vec<_> = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["small"], "nothing half-written is left");
    assert_eq!(whole(&output.join("small")), "old");
}

/// The same on a real full disk, which takes a file system of its own: where the tests may mount one (root, on Linux).
#[test]
fn a_full_disk_leaves_the_old_output_and_says_so() {
    let root = TempDir::new().unwrap();
    let disk = root.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!(
            "not checked: a full disk, for a tmpfs can't be mounted here (that takes root, on Linux); the write that \
             fails halfway is checked by the test above"
        );
        return;
    }
    let unmount = || Command::new("umount").arg(&disk).status().unwrap();
    let output = disk.join("output");
    let folder = review(root.path(), "old");
    let first = run(build(&folder, &output));
    let filled = first.status.success() && {
        // Leave less than a build needs.
        let _ = fs::write(disk.join("filler"), vec![0; 2 * 1024 * 1024]);
        true
    };
    review(root.path(), "new");
    let second = run(build(&folder, &output));
    let left: Vec<_> = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let title = filled.then(|| std::panic::catch_unwind(|| whole(&output.join("small"))));
    let _ = unmount();
    assert!(filled, "{}", told(&first));
    assert_eq!(second.status.code(), Some(1), "{}", told(&second));
    assert!(told(&second).contains("cannot write"), "{}", told(&second));
    assert_eq!(left, ["small"], "nothing half-written is left");
    assert_eq!(title.unwrap().unwrap(), "old");
}

/// The longest that any of these waits: a build that hangs would hang the tests.
#[test]
fn a_hostile_review_ends() {
    let root = TempDir::new().unwrap();
    let folder = review(root.path(), "x");
    let loops = "{% for i in range(end=9999) %}{% for j in range(end=9999) %}x{% endfor %}{% endfor %}";
    fs::write(folder.join("d.md"), loops).unwrap();
    let spec = fs::read_to_string(folder.join("review.yaml")).unwrap() + "text: {discussion: d.md}\n";
    fs::write(folder.join("review.yaml"), spec).unwrap();
    let mut child = build(&folder, &root.path().join("output")).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(300);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > until {
            let _ = child.kill();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(status.code(), Some(2));
}
