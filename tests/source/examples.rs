//! The examples in the documentation are compiled as one program, unless one of them fails in it: then each is compiled
//! alone, silently, which takes minutes instead of seconds. What would fail stands aside by name.

use super::{of_the_repository, rust_files, text};
use std::fs;

/// The lines of each example in a text, behind the words of its fence.
fn examples(text: &str) -> Vec<(String, Vec<String>)> {
    let mut examples = Vec::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in text.lines() {
        let line =
            line.trim_start().trim_start_matches("//!").trim_start_matches("///").trim_start();
        match (line.strip_prefix("```"), &mut open) {
            (Some(words), None) => open = Some((words.to_owned(), Vec::new())),
            (Some(_), Some(_)) => examples.extend(open.take()),
            (None, Some((_, lines))) => lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    examples
}

#[test]
fn an_example_that_reads_a_file_beside_it_stands_aside() {
    let pages = ["src", "src/learn"].into_iter().flat_map(|folder| {
        let files = fs::read_dir(of_the_repository(folder)).unwrap();
        files.map(move |file| format!("{folder}/{}", file.unwrap().file_name().display()))
    });
    let mut aside = 0;
    for file in rust_files("src").into_iter().chain(pages.filter(|page| page.ends_with(".md"))) {
        for (words, lines) in examples(&text(&file)) {
            let Some(line) = lines.iter().find(|line| line.contains("\"../")) else { continue };
            // Another language, or not compiled.
            if !words.is_empty() && words != "standalone_crate" {
                continue;
            }
            assert_eq!(words, "standalone_crate", "{file}: the fence above {line}");
            aside += 1;
        }
    }
    assert!(aside >= 7, "{aside}");
}
