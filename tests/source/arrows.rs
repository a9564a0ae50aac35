//! The arrows between the files of `src` run one way, and ARCHITECTURE.md draws those between its rooms.
//!
//! A file has an arrow to another one if it names something that stands there: in a `use`, or in a path in
//! its code. Names are followed through re-exports to the file that defines them. What is compiled for tests
//! alone does not count, nor do doc links, nor that a module declares its children or re-exports from them,
//! nor what the body of a macro names: that is the code of whoever calls the macro. Methods are called
//! without naming a file, so they are not seen.

use super::{rust_files, text};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::{
    Attribute, ImplItem, Item, Meta, Stmt, UseTree,
    punctuated::Punctuated,
    visit::{self, Visit},
};

type Arrows = BTreeSet<(String, String)>;

/// A module: in a file of its own, or inside another.
#[derive(Default)]
struct Module {
    file: String,
    parent: usize,
    children: BTreeMap<String, usize>,
    /// What is defined here.
    items: BTreeSet<String>,
    /// Names that are brought in, and from where.
    imports: Vec<(String, Vec<String>)>,
    /// Every path in the code.
    paths: Vec<Vec<String>>,
}

/// All modules, the root first.
#[derive(Default)]
struct House {
    modules: Vec<Module>,
    /// Where the macros stand that the root exports.
    macros: BTreeMap<String, usize>,
}

impl House {
    /// From files by their paths below `src`, with `lib.rs` among them.
    fn read(files: &BTreeMap<String, String>) -> Self {
        let mut house = Self::default();
        house.module(files, "lib.rs", "", 0);
        house
    }

    /// A module with a file of its own, whose modules lie in `folder`.
    fn module(
        &mut self,
        files: &BTreeMap<String, String>,
        file: &str,
        folder: &str,
        parent: usize,
    ) {
        let source = syn::parse_file(&files[file]).unwrap_or_else(|e| panic!("{file}: {e}"));
        let this = self.modules.len();
        self.modules.push(Module { file: file.into(), parent, ..Module::default() });
        self.items(files, source.items, folder, this);
    }

    fn items(
        &mut self,
        files: &BTreeMap<String, String>,
        items: Vec<Item>,
        folder: &str,
        this: usize,
    ) {
        for item in items {
            if is_for_tests(attributes(&item)) {
                continue;
            }
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let below = format!("{folder}{name}/");
                    let child = self.modules.len();
                    self.modules[this].children.insert(name.clone(), child);
                    if let Some((_, items)) = module.content {
                        let file = self.modules[this].file.clone();
                        self.modules.push(Module { file, parent: this, ..Module::default() });
                        self.items(files, items, &below, child);
                    } else {
                        let alone = format!("{folder}{name}.rs");
                        let file = if files.contains_key(&alone) {
                            alone
                        } else {
                            format!("{below}mod.rs")
                        };
                        self.module(files, &file, &below, this);
                    }
                }
                Item::Use(item) => import(&item.tree, vec![], &mut self.modules[this].imports),
                Item::Macro(item) if item.mac.path.is_ident("macro_rules") => {
                    let name = item.ident.expect("a macro has a name").to_string();
                    if item.attrs.iter().any(|a| a.path().is_ident("macro_export")) {
                        self.macros.insert(name.clone(), this);
                    }
                    self.modules[this].items.insert(name);
                }
                item => {
                    let module = &mut self.modules[this];
                    module.items.extend(name(&item));
                    Paths(&mut module.paths).visit_item(&item);
                }
            }
        }
    }

    /// The module in which the thing of a path stands that is written in module `at`, and whether the thing is
    /// that module itself; nothing for what is not of this house.
    fn resolve(&self, at: usize, path: &[String], depth: usize) -> Option<(usize, bool)> {
        let (mut at, mut entered) = (at, false);
        for (i, name) in path.iter().enumerate() {
            let module = &self.modules[at];
            let rest = &path[i + 1..];
            match name.as_str() {
                "crate" | "constnet" if i == 0 => (at, entered) = (0, true),
                "self" => entered = true,
                "super" => (at, entered) = (module.parent, true),
                _ => {
                    let imported =
                        module.imports.iter().find(|(to, from)| to == name && from != path);
                    match (module.children.get(name), imported) {
                        // A function may have the name of a module; then it is the function that is meant.
                        (Some(&child), None) => (at, entered) = (child, true),
                        (Some(&child), _) if !rest.is_empty() => (at, entered) = (child, true),
                        _ if module.items.contains(name) => return Some((at, false)),
                        (_, Some((_, from))) if depth < 9 => {
                            let (found, is_module) = self.resolve(at, from, depth + 1)?;
                            if !is_module {
                                return Some((found, false));
                            }
                            (at, entered) = (found, true);
                        }
                        _ if at == 0 && entered && self.macros.contains_key(name) => {
                            return Some((self.macros[name], false));
                        }
                        // Brought in by a `*`, or made by a macro that is called there.
                        _ => {
                            let globs =
                                module.imports.iter().filter(|(to, _)| to == "*" && depth < 9);
                            let mut found = globs.filter_map(|(_, from)| {
                                let inside = self.resolve(at, from, depth + 1)?.0;
                                (self.modules[inside].items.contains(name)
                                    || self.modules[inside].children.contains_key(name))
                                .then_some((inside, false))
                            });
                            return found.next().or(entered.then_some((at, false)));
                        }
                    }
                }
            }
        }
        Some((at, true))
    }

    /// From file to file.
    fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (at, module) in self.modules.iter().enumerate() {
            let imports = module.imports.iter().map(|(_, from)| (from, true));
            let paths = module.paths.iter().map(|path| (path, false));
            for (path, is_import) in imports.chain(paths) {
                let Some((to, _)) = self.resolve(at, path, 0) else { continue };
                if is_import && self.is_inside(to, self.outermost(at)) {
                    continue;
                }
                let (from, to) = (module.file.clone(), self.modules[to].file.clone());
                if from != to {
                    arrows.insert((from, to));
                }
            }
        }
        arrows
    }

    /// The module that has the file of this one.
    fn outermost(&self, module: usize) -> usize {
        let Module { file, parent, .. } = &self.modules[module];
        let is_inner = *parent != module && self.modules[*parent].file == *file;
        if is_inner { self.outermost(*parent) } else { module }
    }

    fn is_inside(&self, module: usize, outer: usize) -> bool {
        module == outer || module != 0 && self.is_inside(self.modules[module].parent, outer)
    }
}

/// The names that a `use` brings in, and their paths.
fn import(tree: &UseTree, mut path: Vec<String>, imports: &mut Vec<(String, Vec<String>)>) {
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            import(&inner.tree, path, imports);
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| import(tree, path.clone(), imports));
        }
        UseTree::Name(name) if name.ident == "self" => {
            let name = path.last().cloned().unwrap_or_default();
            path.push("self".into());
            imports.push((name, path));
        }
        UseTree::Name(name) => {
            path.push(name.ident.to_string());
            imports.push((name.ident.to_string(), path));
        }
        UseTree::Rename(name) => {
            path.push(name.ident.to_string());
            imports.push((name.rename.to_string(), path));
        }
        UseTree::Glob(_) => imports.push(("*".into(), path)),
    }
}

/// Whether `test` must hold for what has these attributes.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    fn asks(meta: &Meta) -> bool {
        match meta {
            Meta::Path(path) => path.is_ident("test"),
            Meta::List(list) if list.path.is_ident("cfg") || list.path.is_ident("all") => list
                .parse_args_with(Punctuated::<Meta, syn::Token![,]>::parse_terminated)
                .is_ok_and(|all| all.iter().any(asks)),
            _ => false,
        }
    }
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") && asks(&attribute.meta))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// Collects every path of an item.
struct Paths<'a>(&'a mut Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Paths<'_> {
    /// `#[inline]` is no use of a function of that name; what a `derive` names, a file uses elsewhere too.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut imports = vec![];
        import(&item.tree, vec![], &mut imports);
        self.0.extend(imports.into_iter().map(|(_, path)| path));
    }
    /// `pub(crate)` names nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("macro_rules") {
            return;
        }
        self.visit_path(&call.path);
        paths_of_tokens(call.tokens.clone(), self.0);
    }
    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let ImplItem::Fn(function) = item else { return visit::visit_impl_item(self, item) };
        if !is_for_tests(&function.attrs) {
            visit::visit_impl_item(self, item);
        }
    }
    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if !matches!(statement, Stmt::Item(item) if is_for_tests(attributes(item))) {
            visit::visit_stmt(self, statement);
        }
    }
}

/// The paths in what a macro is called with: words with `::` between them.
fn paths_of_tokens(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    // Colons since the last word, which a path goes on behind if there were two.
    let mut colons = 0;
    let mut path = vec![];
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                if colons != 2 {
                    paths.push(std::mem::take(&mut path));
                }
                path.push(word.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            other => {
                paths.push(std::mem::take(&mut path));
                colons = 0;
                if let TokenTree::Group(group) = other {
                    paths_of_tokens(group.stream(), paths);
                }
            }
        }
    }
    paths.push(path);
}

/// Arrows that lie on a circle.
fn on_circles(arrows: &Arrows) -> Arrows {
    let mut uses = BTreeMap::<_, Vec<_>>::new();
    arrows.iter().for_each(|(from, to)| uses.entry(from).or_default().push(to));
    let reaches = |(to, from): (&String, &String)| {
        let (mut seen, mut next) = (BTreeSet::from([to]), vec![to]);
        while let Some(at) = next.pop() {
            next.extend(uses.get(at).into_iter().flatten().filter(|to| seen.insert(to)));
        }
        seen.contains(from)
    };
    arrows.iter().filter(|(from, to)| reaches((to, from))).cloned().collect()
}

fn lines<'a>(arrows: impl IntoIterator<Item = &'a (String, String)>) -> String {
    arrows.into_iter().map(|(from, to)| format!("\n{from} -> {to}")).collect()
}

/// The room of a file: the folder of `src` that it lies in, or the file itself.
fn room(file: &str) -> String {
    file.split('/').next().unwrap().trim_end_matches(".rs").into()
}

fn between_rooms(arrows: &Arrows) -> Arrows {
    let rooms = arrows.iter().map(|(from, to)| (room(from), room(to)));
    rooms.filter(|(from, to)| from != to).collect()
}

/// The drawing: a room in each line, and behind it those that it uses, which stand in lines above.
fn drawn(architecture: &str) -> Arrows {
    let (_, drawing) = architecture.split_once("\nroom ").expect("the drawing");
    let (drawing, _) = drawing.split_once("```").expect("its end");
    let (mut arrows, mut above) = (Arrows::new(), BTreeSet::new());
    for line in drawing.lines().skip(1) {
        let mut words = line.split_whitespace();
        let Some(room) = words.next() else { continue };
        for used in words {
            assert!(above.contains(used), "{room} uses {used}, which does not stand above it");
            arrows.insert((room.into(), used.into()));
        }
        assert!(above.insert(room), "{room} is drawn twice");
    }
    arrows
}

fn house() -> House {
    let files =
        rust_files("src").into_iter().map(|path| (path["src/".len()..].into(), text(&path)));
    House::read(&files.collect())
}

#[test]
fn no_files_stand_in_a_circle() {
    let arrows = house().arrows();
    assert!(arrows.len() > 100, "{arrows:#?}");
    let circles = on_circles(&arrows);
    assert!(circles.is_empty(), "arrows that lie on circles:{}", lines(&circles));
}

#[test]
fn the_drawing_is_the_code() {
    let drawn = drawn(&text("ARCHITECTURE.md"));
    let found = house().arrows();
    let rooms = between_rooms(&found);
    let missing: Vec<_> = found
        .iter()
        .filter(|(from, to)| room(from) != room(to) && !drawn.contains(&(room(from), room(to))))
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not draw:{}", lines(missing));
    let gone: Vec<_> = drawn.difference(&rooms).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md draws what no file uses:{}", lines(gone));
}

/// A small house: a file for each pair of a name and its source.
fn planted(files: &[(&str, &str)]) -> Arrows {
    House::read(&files.iter().map(|&(name, source)| (name.into(), source.into())).collect())
        .arrows()
}

fn pairs(arrows: &Arrows) -> Vec<(&str, &str)> {
    arrows.iter().map(|(from, to)| (&from[..], &to[..])).collect()
}

#[test]
fn a_planted_arrow_is_seen() {
    let root = (
        "lib.rs",
        "mod low; mod high; pub use high::Top; #[macro_export] macro_rules! m { () => {} }",
    );
    let high =
        ("high/mod.rs", "mod inner; pub use inner::Top; use crate::low; fn f() { low::g() }");
    let inner = ("high/inner.rs", "pub struct Top;");
    // Re-exports are followed to the file that defines a name.
    for source in [
        "use crate::Top;",
        "fn g() { crate::high::Top; }",
        "fn g() { vec![super::high::Top] }",
        "use crate::{high::{self}}; fn g() -> high::Top {}",
        "fn g() { if true { use crate::high::*; Top } }",
        "#[cfg(any(test, unix))] use crate::Top;",
    ] {
        let arrows = planted(&[root, high, inner, ("low.rs", source)]);
        let rooms = between_rooms(&arrows);
        assert!(rooms.contains(&("low".into(), "high".into())), "{source}: {arrows:?}");
        assert_eq!(pairs(&rooms), [("high", "low"), ("low", "high")], "{source}");
    }
    let twice = planted(&[root, high, inner, ("low.rs", "use crate::high::f;")]);
    assert_eq!(pairs(&on_circles(&twice)), [("high/mod.rs", "low.rs"), ("low.rs", "high/mod.rs")]);
}

#[test]
fn tests_and_docs_and_children_are_no_arrows() {
    let root = ("lib.rs", "mod low; mod high; pub use high::Top;");
    let high = ("high/mod.rs", "mod inner; pub use inner::Top;");
    let inner = ("high/inner.rs", "pub struct Top;");
    for source in [
        "/// [`Top`](crate::Top)\nfn g() {}",
        "#[cfg(test)] mod tests { use crate::Top; }",
        "#[cfg(all(test, unix))] use crate::Top;",
        "macro_rules! m { () => { crate::Top } }",
        "fn g() { f(\"crate :: Top\"); m!(\"crate :: Top\") }",
    ] {
        assert_eq!(pairs(&planted(&[root, high, inner, ("low.rs", source)])), [], "{source}");
    }
}
