//! Where a graph that is refused can be cut. An error names no place that was not tried.

use super::{Options, Refusal, file::File, refusal::Cut};

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
            true => inputs.extend(self.own_inputs().map(str::to_owned)),
            false => inputs.extend_from_slice(&options.inputs),
        }
        let network = self.network_of(&Options { inputs, ..options.clone() }).ok()?;
        let needed = network.inputs.iter().map(|end| format!("--input {}", end.name));
        let needed: Vec<String> = needed.collect();
        (network.parameters() > 0).then(|| format!("`{}`", needed.join(" ")))
    }
}
