//! What a tensor of the network is called in a file: the one place where names are mapped.

use super::{
    bytes::{byte, equal, from},
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
