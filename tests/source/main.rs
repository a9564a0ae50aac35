//! What the sources themselves must be, as a parser reads them: not a word of a comment or a string
//! counts, and nothing hides behind one.

mod arrows;
mod closures;
mod covered;
mod examples;
mod matrices;
mod scripts;
mod unsafe_code;

use proc_macro2::{Ident, TokenStream, TokenTree};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A path of the repository.
fn of_the_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The Rust files in a folder and in its folders, as paths of the repository.
fn rust_files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(of_the_repository(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.extend(rust_files(&path));
        } else if path.ends_with(".rs") {
            files.push(path);
        }
    }
    assert!(!files.is_empty(), "{folder}");
    files
}

fn text(path: &str) -> String {
    fs::read_to_string(of_the_repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The tokens of a text, its comments left out. `///` is a token: what it says is a string.
fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// All words of a stream, and of the groups in it.
fn words(tokens: TokenStream) -> Vec<Ident> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => all.extend(words(group.stream())),
            TokenTree::Ident(word) => all.push(word),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    all
}
