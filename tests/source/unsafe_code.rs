//! `unsafe` stands only in the modules that ARCHITECTURE.md names.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Whether there is a keyword `unsafe` outside of comments.
fn is_unsafe(source: &str) -> bool {
    source.lines().any(|line| line.split("//").next().unwrap().contains("unsafe"))
}

#[test]
fn unsafe_code_is_where_the_architecture_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("## Unsafe").unwrap();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(module, _)| module)
        .collect();
    assert!(named.len() > 3, "{named:?}");
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    let stray: Vec<_> = files
        .iter()
        .filter(|file| is_unsafe(&fs::read_to_string(file).unwrap()))
        .filter(|file| !named.iter().any(|module| file.starts_with(root.join(module))))
        .collect();
    assert!(stray.is_empty(), "{stray:?}");
    assert!(is_unsafe("let x = unsafe { f() };") && !is_unsafe("/// without `unsafe`"));
}
