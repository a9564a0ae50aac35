//! What the scripts name is there: a test that was renamed would be noticed by a script that runs for a night only at
//! its end.

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
        for pair in words.windows(2).filter(|pair| pair[0] == "--test") {
            let name = &pair[1];
            // `cargo bench … -- --test` runs each benchmark once, and ends its line.
            if name == "phase" {
                continue;
            }
            let one = of_the_repository(&format!("tests/{name}.rs"));
            let many = of_the_repository(&format!("tests/{name}/main.rs"));
            assert!(one.exists() || many.exists(), "{script}: no test is named {name}");
            targets += 1;
        }
    }
    assert!(targets >= 60, "{targets}");
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
