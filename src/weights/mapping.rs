//! What a tensor of the network is called in a file: the one place where names are mapped.

use super::{
    bytes::{byte, equal, from, up_to},
    text::Text,
};

/// A path in a network: `1.0.weight`.
pub(super) type FullName = Text<256>;

/// How paths become names in PyTorch's layout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mapping<'a> {
    pub(super) prefix: &'a str,
    pub(super) table: &'a [(&'a str, &'a str)],
}

/// What names of the native layout begin with.
pub(super) const NATIVE: &str = "constnet.";

impl Mapping<'_> {
    pub(super) const UNCHANGED: Self = Self { prefix: "", table: &[] };

    /// The name in a file of PyTorch's layout, or of the native one, where no table applies.
    pub(super) const fn of(&self, path: &FullName, native: bool) -> FullName {
        if native {
            return Text::new().str(NATIVE).bytes(path.as_bytes());
        }
        let name = Text::new().str(self.prefix);
        let mut i = 0;
        while i < self.table.len() {
            let (ours, theirs) = self.table[i];
            if let Some(rest) = below(path.as_bytes(), ours.as_bytes()) {
                // Without a name of theirs, the dot before the rest goes too.
                let cut = theirs.is_empty() && !rest.is_empty();
                return name.str(theirs).bytes(from(rest, cut as usize));
            }
            i += 1;
        }
        name.bytes(path.as_bytes())
    }
}

/// The path of a tensor beside another.
pub(super) const fn beside(path: &FullName, name: &str) -> FullName {
    let (parent, _) = last(path.as_bytes());
    let parent = FullName::new().bytes(parent);
    parent.level(name)
}

/// What PyTorch calls a tensor of a recurrent module with several layers, or of the second direction of one:
///
/// | ours | theirs |
/// |---|---|
/// | `lstm.1.weight_ih_l0` | `lstm.weight_ih_l1` |
/// | `lstm.reverse.weight_ih_l0` | `lstm.weight_ih_l0_reverse` |
/// | `lstm.1.reverse.weight_ih_l0` | `lstm.weight_ih_l1_reverse` |
///
/// `None`, if the name has no such form.
pub(super) const fn in_one_module(name: &FullName) -> Option<FullName> {
    let (parent, tensor) = last(name.as_bytes());
    let Some((tensor, b"_l0")) = tensor.split_at_checked(tensor.len().saturating_sub(3)) else {
        return None;
    };
    let (before, level) = last(parent);
    let reverse = equal(level, b"reverse");
    let (module, layer) = if reverse { last(before) } else { (before, level) };
    let numbered = is_number(layer);
    if !reverse && !numbered {
        return None;
    }
    let module = if numbered { module } else { before };
    let name = FullName::new().bytes(module);
    let name = if module.is_empty() { name } else { name.byte(b'.') };
    let name = name.bytes(tensor).str("_l").bytes(if numbered { layer } else { b"0" });
    Some(if reverse { name.str("_reverse") } else { name })
}

/// What a tensor of a recurrent cell does that no cell here has, by its name: PyTorch's `weight_hr_l0`, and what peepholes
/// are called in TensorFlow (`w_f_diag`) and in its add-ons for Keras (`input_gate_peephole_weights`).
pub(super) const fn of_another_cell(name: &[u8]) -> Option<&'static str> {
    let (_, tensor) = last(name);
    if equal(up_to(tensor, 11), b"weight_hr_l") {
        return Some("a projection of a cell's state (`proj_size`)");
    }
    let diagonal = equal(up_to(tensor, 2), b"w_") && equal(from(tensor, 3), b"_diag");
    let mut i = 0;
    while i < tensor.len() {
        if diagonal || equal(up_to(from(tensor, i), 8), b"peephole") {
            return Some("a peephole of a cell's gates");
        }
        i += 1;
    }
    None
}

const fn is_number(name: &[u8]) -> bool {
    let mut i = 0;
    while i < name.len() && name[i].is_ascii_digit() {
        i += 1;
    }
    i > 0 && i == name.len()
}

/// What is before the last dot of a name, and the level behind it.
const fn last(name: &[u8]) -> (&[u8], &[u8]) {
    let mut dot = name.len();
    while dot > 0 && byte(name, dot - 1) != b'.' {
        dot -= 1;
    }
    (up_to(name, dot.saturating_sub(1)), from(name, dot))
}

/// What follows `layer` in a path to the layer or to something inside.
const fn below<'a>(path: &'a [u8], layer: &[u8]) -> Option<&'a [u8]> {
    let Some((start, rest)) = path.split_at_checked(layer.len()) else { return None };
    let ends = rest.is_empty() || byte(rest, 0) == b'.';
    if ends && equal(start, layer) { Some(rest) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_and_directions_of_one_module() {
        for (ours, theirs) in [
            ("lstm.1.weight_ih_l0", Some("lstm.weight_ih_l1")),
            ("0.0.bias_hh_l0", Some("0.bias_hh_l0")),
            ("12.weight_hh_l0", Some("weight_hh_l12")),
            ("lstm.reverse.weight_ih_l0", Some("lstm.weight_ih_l0_reverse")),
            ("reverse.weight_ih_l0", Some("weight_ih_l0_reverse")),
            ("a.3.reverse.weight_ih_l0", Some("a.weight_ih_l3_reverse")),
            ("lstm.weight_ih_l0", None),
            ("1.weight", None),
            ("weight_ih_l0", None),
            ("", None),
        ] {
            let found = in_one_module(&Text::new().str(ours));
            assert_eq!(found.as_ref().map(|name| name.as_str()), theirs, "{ours}");
        }
        assert_eq!(beside(&Text::new().str("1.bias_ih_l0"), "bias_hh_l0").as_str(), "1.bias_hh_l0");
        assert_eq!(beside(&Text::new().str("a"), "b").as_str(), "b");
    }

    #[test]
    fn cells_of_elsewhere_are_known_by_their_tensors() {
        for name in ["lstm.weight_hr_l0", "weight_hr_l1_reverse"] {
            assert!(
                of_another_cell(name.as_bytes()).unwrap().starts_with("a projection"),
                "{name}"
            );
        }
        for name in ["rnn.lstm_cell.w_f_diag", "cell.forget_gate_peephole_weights"] {
            assert!(of_another_cell(name.as_bytes()).unwrap().starts_with("a peephole"), "{name}");
        }
        for name in ["lstm.weight_hh_l0", "weight_hr_l.bias", "w_diag", "peep", "", "a."] {
            assert_eq!(of_another_cell(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn a_table_names_layers_or_tensors_and_a_prefix_comes_first() {
        let names =
            Mapping { prefix: "actor.", table: &[("0", "fc1"), ("2.bias", "out_bias"), ("4", "")] };
        for (path, expected) in [
            ("0.weight", "actor.fc1.weight"),
            ("00.weight", "actor.00.weight"),
            ("2.bias", "actor.out_bias"),
            ("2.weight", "actor.2.weight"),
            ("4.weight", "actor.weight"),
        ] {
            assert_eq!(names.of(&Text::new().str(path), false).as_str(), expected);
        }
        let native = names.of(&Text::new().str("0.weight"), true);
        assert_eq!(native.as_str(), "constnet.0.weight");
    }
}
