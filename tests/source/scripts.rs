//! What the scripts name is there: a test that was renamed would be noticed by a script that runs for a night only at
//! its end. And a command that fails ends them.

use super::{of_the_repository, text};
use std::fs;

/// The words of every script, without quotes.
fn words() -> Vec<(String, Vec<String>)> {
    let scripts = fs::read_dir(of_the_repository(".ci")).unwrap();
    let paths = scripts.map(|script| format!(".ci/{}", script.unwrap().file_name().display()));
    let words = |text: String| {
        let plain = text.replace(['"', '\'', '(', ')', '='], " ");
        plain.split_whitespace().map(str::to_owned).collect()
    };
    paths.map(|path| (path.clone(), words(text(&path)))).collect()
}

/// Whether a pattern with `*` and `**` below `src` has a file.
fn has_a_file(pattern: &str) -> bool {
    let folder =
        of_the_repository("src").join(pattern.trim_end_matches("**").trim_end_matches("*.rs"));
    folder.exists()
}

#[test]
fn every_target_that_a_script_names_exists() {
    let mut targets = 0;
    for (script, words) in words() {
        // `cargo bench … -- --test` runs each benchmark once, and names no test.
        let named = words.windows(3).filter(|words| words[0] != "--" && words[1] == "--test");
        for name in named.map(|words| &words[2]) {
            let one = of_the_repository(&format!("tests/{name}.rs"));
            let many = of_the_repository(&format!("tests/{name}/main.rs"));
            assert!(one.exists() || many.exists(), "{script}: no test is named {name}");
            targets += 1;
        }
    }
    assert!(targets >= 60, "{targets}");
}

/// `echo "$(false)"` ends well, whatever `set -e` says; `last=$(false)` does not. Likewise `local last=$(false)`.
fn forgives(line: &str) -> bool {
    let word = line.split_whitespace().next();
    let runs = line.replace("$((", "").contains("$(");
    runs && matches!(word, Some("echo" | "local" | "export"))
}

#[test]
fn a_command_that_fails_ends_its_script() {
    assert!(forgives("    echo \"bits: $(cargo run | tail -n 1)\""));
    assert!(forgives("local last=$(cargo run)"));
    assert!(!forgives("last=$(cargo run)") && !forgives("echo \"$((SECONDS - start)) s\""));
    let mut echoes = 0;
    for script in fs::read_dir(of_the_repository(".ci")).unwrap() {
        let path = format!(".ci/{}", script.unwrap().file_name().display());
        let script = text(&path);
        // A list of functions is no script.
        for line in script.lines().filter(|_| !path.ends_with(".txt")) {
            assert!(!forgives(line), "{path} goes on when this fails: {line}");
            echoes += usize::from(line.trim_start().starts_with("echo"));
        }
    }
    assert!(echoes >= 40, "{echoes}");
}

#[test]
fn every_folder_whose_changes_must_fail_a_test_exists() {
    let script = text(".ci/mutants");
    let mut patterns = 0;
    for line in
        script.lines().filter(|line| line.starts_with("pass \"") || line.starts_with("kernels="))
    {
        let quoted = line.split('"').nth(1).unwrap();
        for pattern in quoted.split_whitespace().filter(|pattern| !pattern.starts_with('$')) {
            assert!(has_a_file(pattern), "{pattern}");
            patterns += 1;
        }
    }
    assert!(patterns >= 12, "{patterns}");
}
