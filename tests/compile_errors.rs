//! Misuse must not compile, and must say why in our words.
//!
//! Each file in `tests/ui` is one misuse, named after it, with the message beside it; its twin in
//! `tests/ui/pass`, of the same name, is the program put right (`tests/put_right.rs`). `weights.rs` is the twin of
//! all `weights_*.rs`: the file that they should have been given. The programs in `tests/ui/attacks` try, in
//! safe code, to have memory read or written that is not theirs; each is refused, or is right after all and
//! fails an assertion of the opposite. Those of `tests/ui/built` pass `cargo check` and are refused by `cargo
//! build`, where generic code gets its types. Messages change from compiler to compiler, so they
//! are compared on the one that they were written with, and the test says so elsewhere.
//!
//! After a change of a message that is wanted: `TRYBUILD=overwrite cargo test --test compile_errors`.

use std::{io::Write, process::Command};

/// The compiler of the messages.
const COMPILER: &str = "rustc 1.95.0";

/// What trybuild asks of the compiler for the programs. For what they depend on it asks for the same but the width, and
/// Cargo would compile all of that again for the other flags.
const FLAGS: [&str; 6] =
    ["--cfg", "trybuild", "--verbose", "-A", "dead_code", "--diagnostic-width=140"];

/// Goes before the flags that trybuild hands to Cargo.
const FLAGS_FOR_ALL: &str = "CARGO_ENCODED_RUSTFLAGS";

#[test]
fn misuse_is_explained() {
    let flags = FLAGS.join("\x1f");
    if std::env::var(FLAGS_FOR_ALL).is_ok_and(|set| set == flags) {
        return compile_all();
    }
    // A process of its own: a variable of a process that runs cannot be set in safe code.
    let test = std::env::current_exe().expect("this test is a file");
    let status = Command::new(test)
        .args(["--exact", "misuse_is_explained", "--nocapture"])
        .env(FLAGS_FOR_ALL, flags)
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .status()
        .expect("this test runs once more");
    assert!(status.success(), "see above");
}

fn compile_all() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("rustc runs").stdout;
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(COMPILER) {
        // Not `eprintln!`, which the test harness keeps to itself when a test passes.
        let mut out = std::io::stderr();
        let _ = writeln!(out, "SKIPPED: the messages are those of {COMPILER}, this is {version}");
        return;
    }
    // Without a program that compiles among them, trybuild checks all at once.
    let checked = trybuild::TestCases::new();
    checked.compile_fail("tests/ui/*.rs");
    checked.compile_fail("tests/ui/attacks/*.rs");
    drop(checked);
    // With one, it builds them one by one.
    let built = trybuild::TestCases::new();
    built.pass("tests/ui/pass/dropout_of_everything.rs");
    built.compile_fail("tests/ui/built/*.rs");
    built.compile_fail("tests/ui/attacks/built/*.rs");
}

#[test]
fn every_misuse_has_a_twin() {
    let twins = std::path::Path::new("tests/ui/pass");
    let files = ["tests/ui", "tests/ui/built"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("the folder of this package"));
    for file in files {
        let path = file.expect("the folder can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are ASCII");
        let twin = if name.starts_with("weights_") { "weights.rs" } else { name };
        if name.ends_with(".rs") {
            assert!(twins.join(twin).exists(), "{name} has no twin");
        }
    }
}

/// Ten lines of a layer that does not fit, in a terminal two more if its type is long; and four more that show a layer of
/// the user's own.
#[test]
fn a_misfit_is_told_in_ten_lines() {
    let mut told = 0;
    for file in std::fs::read_dir("tests/ui").expect("the folder of this package") {
        let path = file.expect("the folder can be read").path();
        if path.extension().is_none_or(|extension| extension != "stderr") {
            continue;
        }
        let golden = std::fs::read_to_string(&path).expect("a golden can be read");
        for error in golden.split("\n\n").filter(|error| error.contains("constnet::__check::")) {
            let most = if error.contains("\nhelp: the trait") { 14 } else { 10 };
            let lines = error.lines().count();
            assert!(lines <= most, "{} says it in {lines} lines", path.display());
            told += 1;
        }
    }
    assert!(told >= 30, "{told}");
}

/// README, `network!` and `graph!` quote the compiler up to the line with our words.
#[test]
fn the_errors_that_are_quoted_are_the_compilers() {
    let quoted = |golden: &str, file: &str| {
        let end = golden.lines().take_while(|line| !line.trim_start().starts_with("= ")).count();
        // Without the bare margin in front of the notes.
        let lines: Vec<&str> = golden.lines().take(end - 1).collect();
        let quoted = lines.join("\n").replace(file, "src/main.rs");
        // The path is short in a program that does not depend on nalgebra too, as these tests do.
        quoted.replace("constnet::nalgebra::", "")
    };
    let network = quoted(
        include_str!("ui/neighbours_do_not_fit.stderr"),
        "tests/ui/neighbours_do_not_fit.rs",
    );
    let readme = include_str!("../README.md");
    assert!(readme.contains(&network), "README.md does not quote:\n{network}");
    let graph = quoted(
        include_str!("ui/graph_call_does_not_fit.stderr"),
        "tests/ui/graph_call_does_not_fit.rs",
    );
    for (page, source, quoted) in [
        ("src/network.rs", include_str!("../src/network.rs"), network),
        ("src/graph/macros.rs", include_str!("../src/graph/macros.rs"), graph),
    ] {
        let comment = quoted.replace('\n', "\n/// ");
        assert!(source.contains(&comment), "{page} does not quote:\n{quoted}");
    }
}
