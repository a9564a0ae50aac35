//! `unsafe` stands only in the modules that ARCHITECTURE.md names.

use super::{rust_files, text, tokens, words};

/// The lines with a keyword `unsafe`: blocks, functions, implementations, traits and attributes, also
/// in what a macro is made of.
fn unsafe_lines(source: &str) -> Vec<usize> {
    let words = words(tokens(source));
    words.iter().filter(|word| *word == "unsafe").map(|word| word.span().start().line).collect()
}

#[test]
fn unsafe_code_is_where_the_architecture_says() {
    let architecture = text("ARCHITECTURE.md");
    let (_, table) = architecture.split_once("## Unsafe").unwrap();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(module, _)| module)
        .collect();
    assert!(named.len() > 3, "{named:?}");
    let mut unused = named.clone();
    for file in rust_files("src") {
        let lines = unsafe_lines(&text(&file));
        // `src/kernels` is a folder, and `src/stack.rs` a file; neither is the start of a longer name.
        let is_in = |module: &str| {
            file.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !lines.is_empty() {
            assert!(named.iter().any(|module| is_in(module)), "{file}:{}: unsafe", lines[0]);
            unused.retain(|module| !is_in(module));
        }
    }
    assert!(unused.is_empty(), "nothing in {unused:?} is unsafe");
}

#[test]
fn unsafe_code_is_seen_wherever_it_hides() {
    for (planted, lines) in [
        ("fn f() { unsafe { g() } }", vec![1]),
        ("fn f() { let _ = \"//\"; unsafe { g() } }", vec![1]),
        ("fn f() { let _ = \"/*\"; unsafe { g() } }", vec![1]),
        ("fn f() { /* a comment */ unsafe { g() } }", vec![1]),
        ("fn f() { let _ = '\"'; unsafe { g() } let _ = '\"'; }", vec![1]),
        ("unsafe fn f() {}\nunsafe impl Send for A {}\nunsafe trait B {}", vec![1, 2, 3]),
        ("#[unsafe(no_mangle)]\nfn f() {}\nunsafe extern \"C\" {}", vec![1, 3]),
        ("macro_rules! m { ($x:expr) => { unsafe { $x } } }", vec![1]),
        ("m! { a => [unsafe { g() }] }", vec![1]),
    ] {
        assert_eq!(unsafe_lines(planted), lines, "{planted}");
    }
    for innocent in [
        "/// without `unsafe`\nfn f() {}",
        "// unsafe { g() }\n/* unsafe { g() } */",
        "const A: &str = \"unsafe { g() }\"; const B: &str = r#\"a \" unsafe \"#;",
        "#![forbid(unsafe_code)]",
    ] {
        assert_eq!(unsafe_lines(innocent), [0; 0], "{innocent}");
    }
}
