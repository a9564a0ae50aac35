//! A guarantee about all layers, losses, optimizers or types is checked for all of them.
//!
//! What there is follows from the public interface: `.ci/public_api.txt` lists it, and `.ci/public_api`
//! compares the list with what rustdoc shows. Whatever implements one of the traits below must be used in
//! every file that checks a guarantee about them; so must every public type in the assertions of
//! `tests/auto_traits.rs`.

use super::{rust_files, text, tokens};
use proc_macro2::{Spacing, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// The traits of what a guarantee is about.
const LAYERS: &str = "Forward";
const LOSSES: &str = "Loss";
const OPTIMIZERS: &str = "Optimizer";
const SCHEDULES: &str = "Schedule";
const STATELESS: &str = "Stateless";
const ELEMENTWISE: &str = "Elementwise";

/// The files that check a guarantee, and what it is about.
const CHECKS: &[(&str, &[&str])] = &[
    // Of `tests/allocation.rs` and RealtimeSanitizer.
    ("tests/realtime/src/networks.rs", &[LAYERS, LOSSES, OPTIMIZERS, SCHEDULES]),
    ("tests/no_panic/src/lib.rs", &[LAYERS, LOSSES, OPTIMIZERS, SCHEDULES]),
    ("tests/same_bits/src/networks.rs", &[LAYERS, LOSSES, OPTIMIZERS, SCHEDULES]),
    ("tests/gradients.rs", &[LAYERS, LOSSES]),
    ("tests/generated/stacks.rs", &[LAYERS, LOSSES]),
    ("tests/special_values.rs", &[LAYERS, LOSSES]),
    ("tests/layers.rs", &[LAYERS]),
    ("tests/losses.rs", &[LOSSES]),
    ("tests/reference.rs", &[LAYERS, LOSSES]),
    ("tests/optimizers.rs", &[OPTIMIZERS, SCHEDULES]),
    ("tests/stream.rs", &[STATELESS]),
    ("tests/tails.rs", &[ELEMENTWISE, LOSSES]),
];

/// What a check says nothing about.
const EXCEPTIONS: &[(&str, &str)] = &[
    // It computes what is inside it; PyTorch has no such layer.
    ("tests/reference.rs", "Aligned"),
    // A copy; in PyTorch an index.
    ("tests/reference.rs", "Last"),
    // A factor.
    ("tests/reference.rs", "Scaled"),
    ("tests/tails.rs", "Scaled"),
    // As `Relu6`, which is one.
    ("tests/tails.rs", "Clamp"),
];

/// Types that are public for what macros write alone, as are those whose name begins with `__`.
const OF_MACROS: &[&str] = &[
    "Agreed",
    "Arms",
    "Bytes",
    "Call",
    "Causal",
    "Chain",
    "Changed",
    "Compared",
    "Contrary",
    "Features",
    "Given",
    "Images",
    "Instructions",
    "Listed",
    "Lost",
    "Or",
    "Part",
    "Parts",
    "Plan",
    "Sequences",
    "Silent",
    "Sizes",
    "Spot",
    "Steps",
    "StreamSizes",
    "ThisCall",
    "Told",
    "Unknown",
    "Whole",
];

/// Types that programs seldom name, by the methods that make them.
const MADE_BY: &[(&str, &[&str])] = &[
    ("Clip", &["clip_norm", "clip_value"]),
    ("Scheduled", &["schedule"]),
    ("SmoothedCrossEntropy", &["smoothing"]),
    ("Switch", &["switch_at", "then"]),
];

fn interface() -> String {
    text(".ci/public_api.txt")
}

/// What implements a trait, by the list of the interface: types by their names; references, tuples and
/// what stands for any type left out.
fn implementors(interface: &str, name: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let shown = [format!(" {name} for "), format!(" {name}<")];
    let lines = interface
        .lines()
        .filter(|line| line.starts_with("impl") || line.starts_with("unsafe impl"));
    for line in lines.filter(|line| shown.iter().any(|shown| line.contains(shown))) {
        let item: syn::ItemImpl = syn::parse_str(&format!("{line} {{}}"))
            .unwrap_or_else(|error| panic!("{error}: {line}"));
        let of = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        let syn::Type::Path(this) = &*item.self_ty else { continue };
        let Some(this) = this.path.segments.last() else { continue };
        let is_generic = item.generics.type_params().any(|any| any.ident == this.ident);
        if of.is_some_and(|of| of.ident == name) && !is_generic {
            all.insert(this.ident.to_string());
        }
    }
    all
}

/// The public types of the list.
fn listed(interface: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for line in interface.lines() {
        if let Some((path, declaration)) = line.split_once(' ')
            && ["pub struct ", "pub enum ", "pub union "]
                .iter()
                .any(|kind| declaration.contains(kind))
            && let Some(name) = path.rsplit("::").next()
        {
            all.insert(name.to_owned());
        }
    }
    all
}

/// The types that a source declares as `pub`, in whatever module or macro.
fn declared(tokens: TokenStream, all: &mut BTreeSet<String>) {
    let mut before = [String::new(), String::new()];
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            declared(group.stream(), all);
        }
        if let TokenTree::Ident(name) = &token
            && before[0] == "pub"
            && ["struct", "enum", "union"].contains(&before[1].as_str())
        {
            all.insert(name.to_string());
        }
        before.swap(0, 1);
        before[1] = token.to_string();
    }
}

/// The names that a source uses: all words but those of `use` declarations.
fn used(tokens: TokenStream, all: &mut BTreeSet<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => used(group.stream(), all),
            // `+ use<'a>` declares nothing.
            TokenTree::Ident(word) if word == "use" && !is_less(tokens.peek()) => {
                tokens
                    .by_ref()
                    .take_while(
                        |token| !matches!(token, TokenTree::Punct(end) if end.as_char() == ';'),
                    )
                    .for_each(drop);
            }
            TokenTree::Ident(word) => drop(all.insert(word.to_string())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_less(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '<')
}

/// What is given to a macro of this name.
fn given_to(name: &str, tokens: TokenStream) -> TokenStream {
    let mut given = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => given.extend(given_to(name, group.stream())),
            TokenTree::Ident(word) if word == name => {
                let call = tokens.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!' && punct.spacing() == Spacing::Alone));
                if call.is_some()
                    && let Some(TokenTree::Group(group)) =
                        tokens.next_if(|next| matches!(next, TokenTree::Group(_)))
                {
                    given.extend(group.stream());
                }
            }
            _ => {}
        }
    }
    given
}

/// What of a kind a source does not use.
fn missing(interface: &str, source: &str, kinds: &[&str]) -> Vec<String> {
    let mut words = BTreeSet::new();
    used(tokens(source), &mut words);
    for (name, methods) in MADE_BY {
        if methods.iter().any(|method| words.contains(*method)) {
            words.insert((*name).to_owned());
        }
    }
    let all = kinds.iter().flat_map(|kind| implementors(interface, kind));
    all.filter(|name| !words.contains(name)).collect()
}

#[test]
fn every_guarantee_is_checked_for_all_that_it_is_about() {
    let interface = interface();
    let mut all = Vec::new();
    for (file, kinds) in CHECKS {
        let mut missing = missing(&interface, &text(file), kinds);
        missing.retain(|name| !EXCEPTIONS.contains(&(*file, name)));
        if !missing.is_empty() {
            all.push(format!("{file}: {}", missing.join(", ")));
        }
    }
    assert!(all.is_empty(), "not covered:\n{}", all.join("\n"));
}

#[test]
fn every_public_type_is_asserted_to_be_send_and_the_like() {
    let listed = listed(&interface());
    let mut types = BTreeSet::new();
    for file in rust_files("src").iter().filter(|file| !file.starts_with("src/bin/")) {
        declared(tokens(&text(file)), &mut types);
    }
    types.retain(|name| !name.starts_with("__") && !OF_MACROS.contains(&name.as_str()));
    let unlisted: Vec<_> = types.difference(&listed).collect();
    assert!(unlisted.is_empty(), "{unlisted:?} not in the list; see .ci/public_api");
    types.extend(listed);
    let mut asserted = BTreeSet::new();
    used(given_to("all", tokens(&text("tests/auto_traits.rs"))), &mut asserted);
    let missing: Vec<_> = types.difference(&asserted).collect();
    assert!(missing.is_empty(), "not asserted: {missing:?}");
}

#[test]
fn what_is_not_covered_is_seen() {
    let interface = "impl Schedule for Constant\n\
        impl<const SLOTS: usize> Optimizer for RmsProp<SLOTS>\n\
        impl<O: Optimizer> Optimizer for Clip<O>\n\
        impl<F: Fn(u64) -> f64> Schedule for F\n\
        impl<A, B> Optimizer for (A, B) where A: Optimizer, B: Optimizer,";
    let missing = |source| missing(interface, source, &[OPTIMIZERS, SCHEDULES]);
    assert!(missing("f(RmsProp::new(1.0).clip_norm(1.0).schedule(Constant));").is_empty());
    for innocent in [
        "use a::{b::Constant, Clip, RmsProp};",
        "/// Constant, Clip, RmsProp\nfn f() { g(\"Constant Clip RmsProp\") }",
        "// Constant, Clip, RmsProp",
    ] {
        assert_eq!(missing(innocent), ["Clip", "RmsProp", "Constant"], "{innocent}");
    }
    assert_eq!(missing("m! { use a::Clip; Clip<RmsProp<1>> }"), ["Constant"]);

    let source = "mod a { pub struct A(*const ()); macro_rules! m { () => { pub enum B {} } } } \
        pub use a::A; pub(crate) struct C; struct D;";
    let mut types = BTreeSet::new();
    declared(tokens(source), &mut types);
    assert_eq!(Vec::from_iter(types), ["A", "B"]);
    assert_eq!(
        Vec::from_iter(listed("constnet::a::A #[repr(C)]pub struct A<L>(pub L);\nA b")),
        ["A"]
    );
    let mut given = BTreeSet::new();
    used(given_to("all", tokens("fn f() { all![A, B<C>]; D } all D")), &mut given);
    assert_eq!(Vec::from_iter(given), ["A", "B", "C"]);
}
