//! Where a graph that is refused can be cut. An error names no place that was not tried.

use super::{Options, Refusal, constants::Constants, file::File};

/// How many places before a node, and how many behind it, are tried: each takes as long as the file.
pub const NEAR: usize = 4;

/// A value at which a graph can perhaps be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    name: String,
    is_output: bool,
    /// What there is to say of the network.
    note: String,
}

impl Cut {
    /// The network before a value.
    pub fn output(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_output: true, note: String::new() }
    }

    /// The network behind a value.
    pub fn input(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_output: false, note: String::new() }
    }

    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

impl File {
    /// The advice to cut a graph at the first of the places of an error that there is a network for.
    pub fn cut(&self, refusal: &Refusal, options: &Options) -> Option<String> {
        refusal.cuts.iter().find_map(|cut| {
            let (choice, side) = match cut.is_output {
                true => (self.before(cut, options)?, "before"),
                false => (self.behind(cut, options)?, "behind"),
            };
            Some(format!("{choice} is the network {side} it{}", cut.note))
        })
    }

    fn before(&self, cut: &Cut, options: &Options) -> Option<String> {
        let outputs = vec![cut.name.clone()];
        let network = self.network_of(&Options { outputs, ..options.clone() }).ok()?;
        (network.parameters() > 0).then(|| format!("`--output {}`", cut.name))
    }

    /// With all inputs of the graph that are needed beside the value.
    fn behind(&self, cut: &Cut, options: &Options) -> Option<String> {
        let mut inputs = vec![cut.name.clone()];
        match options.inputs.is_empty() {
            true => {
                let own = self.inputs(&Constants::new(self.length), options).ok()?;
                let is_constant = |name: &String| {
                    self.graph().initializer.iter().any(|tensor| tensor.name == *name)
                };
                inputs
                    .extend(own.into_iter().map(|own| own.name).filter(|name| !is_constant(name)));
            }
            false => inputs.extend_from_slice(&options.inputs),
        }
        let network = self.network_of(&Options { inputs, ..options.clone() }).ok()?;
        let needed = network.inputs.iter().map(|end| format!("--input {}", end.name));
        let needed: Vec<String> = needed.collect();
        (network.parameters() > 0).then(|| format!("`{}`", needed.join(" ")))
    }
}
