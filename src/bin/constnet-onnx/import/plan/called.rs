//! What layers are called that are written under a name.

use super::{Call, Output, Source};
use crate::import::{
    layer::Kind,
    network::{Id, Network},
};

/// A name for layers: what their weights have in common, or what they give, or what they are.
pub fn name(segment: &[Id], network: &Network, outputs: &[Output], calls: &[Call]) -> String {
    let weights: Vec<&str> =
        segment.iter().filter_map(|&id| network.values[id].weights.as_deref()).collect();
    if let Some(common) = common(&weights) {
        return common;
    }
    if let Some(output) = outputs.iter().find(|output| output.source == Source::Call(calls.len())) {
        return output.name.to_string();
    }
    let last = &network.values[segment[segment.len() - 1]];
    match &network.values[segment[0]].kind {
        Kind::Concat => "concat".into(),
        Kind::Sum => "sum".into(),
        Kind::Product => "product".into(),
        Kind::Slice { .. } => "slice".into(),
        _ if weights.is_empty() => last.kind.name().into(),
        _ => "trunk".into(),
    }
}

/// The words that names of weights begin with, without those that are numbers at the end: `actor` of
/// `actor.0.weight` and `actor.2.weight`.
fn common(weights: &[&str]) -> Option<String> {
    let words = |name: &str| -> Vec<String> { name.split(['.', '/']).map(String::from).collect() };
    let mut all = weights.iter().map(|name| {
        let mut words = words(name);
        words.pop();
        words
    });
    let mut common = all.next()?;
    for words in all {
        let same = common.iter().zip(&words).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    let is_number = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    while common.last().is_some_and(is_number) {
        common.pop();
    }
    let name = common.join("_");
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

impl Kind {
    /// What a layer without weights is called.
    fn name(&self) -> &'static str {
        match self {
            Self::Activation(activation) => activation.name,
            Self::Standardize { .. } => "standardize",
            Self::Unstandardize { .. } => "unstandardize",
            Self::GlobalPool { .. } => "pool",
            Self::Flatten { .. } => "flatten",
            Self::Last => "last",
            Self::Unflatten { .. } => "unflatten",
            Self::ZeroPad(_) => "pad",
            Self::Window(_) => "window",
            _ => "layers",
        }
    }
}
