//! No kernel has a closure.
//!
//! What the compiler does not inline of a kernel it builds without the kernel's instructions, and a
//! closure cannot be told to be inlined, as a function can. At opt-level z one was called, and what it
//! returned ended in a crash (`tests/compiler/`).

use super::{rust_files, text};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The lines at which closures begin, but for those in tests.
#[derive(Default)]
struct Closures(Vec<usize>);

impl Closures {
    fn of(source: &str) -> Vec<usize> {
        let mut found = Self::default();
        found.visit_file(
            &syn::parse_file(source).unwrap_or_else(|error| panic!("{error}: {source}")),
        );
        found.0
    }

    /// What a macro is made of, or given, is no syntax yet: a closure is a `|` where an expression begins.
    fn in_tokens(&mut self, tokens: TokenStream) {
        // Words that an expression may follow.
        const BEFORE: [&str; 11] = [
            "async", "break", "else", "if", "in", "match", "move", "return", "static", "while",
            "yield",
        ];
        let mut begins = true;
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    self.in_tokens(group.stream());
                    begins = false;
                }
                TokenTree::Ident(word) => begins = BEFORE.iter().any(|before| word == before),
                TokenTree::Literal(_) => begins = false,
                TokenTree::Punct(punct) => {
                    if punct.as_char() == '|' && begins {
                        self.0.push(punct.span().start().line);
                    }
                    // The second half of `a || b` begins nothing, and neither does what follows `?` or `$`.
                    begins = !matches!(punct.as_char(), '|' | '?' | '$');
                }
            }
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

impl<'ast> Visit<'ast> for Closures {
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.0.push(closure.or1_token.span.start().line);
        visit::visit_expr_closure(self, closure);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.in_tokens(call.tokens.clone());
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }
}

#[test]
fn kernels_have_no_closures() {
    let mut all = Vec::new();
    for file in rust_files("src/kernels").iter().filter(|file| !file.ends_with("/tests.rs")) {
        all.extend(Closures::of(&text(file)).iter().map(|line| format!("{file}:{line}")));
    }
    assert!(all.is_empty(), "closures in {all:?}");
}

#[test]
fn closures_are_seen_wherever_they_hide() {
    for planted in [
        "fn f() { let g = |x: u8| x; }",
        "fn f() { let _ = \"//\"; a.map(|x| x + 1); }",
        "fn f() { thread(move || 1) }",
        "const A: fn() -> u8 = || 1;",
        "mod a { impl A { fn f(&self) { self.0.iter().for_each(|x| g(x)) } } }",
        "macro_rules! m { ($x:expr) => { $x.map(|x| x) } }",
        "macro_rules! m { ($x:ident) => { let g = move |$x| $x; } }",
        "m! { a = || 1 }",
        "fn f() { assert!(a.all(|x| x > 1)) }",
    ] {
        assert_eq!(Closures::of(planted), [1], "{planted}");
    }
    for innocent in [
        "fn f() -> u8 { a | b }",
        "fn f() { if a || b {} }",
        "fn f() { match x { 1 | 2 => {} _ => {} } }",
        "fn f() { assert!(a || b, \"|x| x\") }",
        "macro_rules! m { ($a:expr) => { $a | 1 | f($a)? | (2) } }",
        "/// |x| x\nfn f() {}",
        "#[cfg(test)] mod tests { fn f() { g(|x| x) } }",
    ] {
        assert_eq!(Closures::of(innocent), [0; 0], "{innocent}");
    }
}
