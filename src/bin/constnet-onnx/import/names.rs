//! What the written files, the type and the constant are called.

use super::text::code;
use std::collections::HashSet;

/// The names of what is written, from the name of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The file that was read, as the source has it.
    pub onnx: String,
    /// `policy_net`, the module.
    pub module: String,
    /// `PolicyNet`, the type.
    pub network: String,
    /// `POLICY_NET`, the constant.
    pub constant: String,
}

/// Names of modules that mean something else, one a line: keywords, which `mod` does not take, primitive
/// types and crates that a module beside `main` would hide, and files that Cargo looks for.
const TAKEN: &str = include_str!("taken.txt");

impl Names {
    /// From the name of an ONNX file without its folder, by this rule: letters and digits of ASCII count,
    /// in small letters, and whatever else stands between them ends a word; words are joined by `_`. Names
    /// without a letter in front get the word `network` before them, and names that are [`TAKEN`] get
    /// `net` after them.
    pub fn of(file: &str) -> Self {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut words: Vec<String> = stem
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        if words.first().is_none_or(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
            words.insert(0, "network".into());
        }
        let module = words.join("_");
        if TAKEN.lines().any(|taken| taken == module) {
            words.push("net".into());
        }
        let capital = |word: &String| word[..1].to_ascii_uppercase() + &word[1..];
        let module = words.join("_");
        Self {
            onnx: code(file),
            network: words.iter().map(capital).collect(),
            constant: module.to_ascii_uppercase(),
            module,
        }
    }
}

/// Names inside of a graph that are taken.
#[derive(Default)]
pub struct Taken {
    fields: HashSet<String>,
    variables: HashSet<String>,
}

impl Taken {
    /// A name for a layer, like one of the file's.
    pub fn field(&mut self, name: &str) -> String {
        free(&mut self.fields, name)
    }

    /// A name for a value, like one of the file's.
    pub fn variable(&mut self, name: &str) -> String {
        free(&mut self.variables, name)
    }
}

/// The words of a name in Rust's way, with a number behind it if it is taken. Names from a file have any length.
fn free(taken: &mut HashSet<String>, name: &str) -> String {
    const LONGEST: usize = 40;
    let mut words = String::new();
    let mut before = ' ';
    for c in name.chars().take(1000) {
        // `meanReturn` is two words, as are `mean.return`.
        let is_new = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (is_new || !c.is_ascii_alphanumeric()) && !words.is_empty() && !words.ends_with('_') {
            words.push('_');
        }
        if c.is_ascii_alphanumeric() && words.len() < LONGEST {
            words.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    let mut name = words.trim_end_matches('_').to_owned();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name = if name.is_empty() { "value".into() } else { format!("value_{name}") };
    }
    if TAKEN.lines().any(|taken| taken == name) {
        name.push_str("_value");
    }
    let mut unique = name.clone();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}_{number}");
        number += 1;
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside_of_a_graph() {
        let mut taken = Taken::default();
        for (name, expected) in [
            ("obs", "obs"),
            ("obs", "obs_2"),
            ("onnx::MatMul_35", "onnx_mat_mul_35"),
            ("0", "value_0"),
            ("", "value"),
            ("self", "self_value"),
            ("\u{202e}é", "value_2"),
            (&"n".repeat(1 << 20), &"n".repeat(40)),
        ] {
            assert_eq!(taken.variable(name), expected);
        }
        assert_eq!(taken.field("obs"), "obs");
    }

    #[test]
    fn names_are_those_of_rust() {
        for (file, expected) in [
            ("policy.onnx", ["policy", "Policy", "POLICY"]),
            ("My policy-v2.1.onnx", ["my_policy_v2_1", "MyPolicyV21", "MY_POLICY_V2_1"]),
            ("3d.onnx", ["network_3d", "Network3d", "NETWORK_3D"]),
            ("网络.onnx", ["network", "Network", "NETWORK"]),
            ("-_-.onnx", ["network", "Network", "NETWORK"]),
            ("Type.onnx", ["type_net", "TypeNet", "TYPE_NET"]),
            ("f32.onnx", ["f32_net", "F32Net", "F32_NET"]),
            ("type.v2.onnx", ["type_v2", "TypeV2", "TYPE_V2"]),
        ] {
            let Names { module, network, constant, .. } = Names::of(file);
            assert_eq!([&*module, &*network, &*constant], expected);
        }
        assert!(TAKEN.lines().is_sorted());
        for taken in TAKEN.lines() {
            assert_eq!(Names::of(&format!("{taken}.onnx")).module, format!("{taken}_net"));
        }
    }
}
