//! What the nodes behind an input show: how it is meant, and how many features it has, if the file does not say
//! it.

use super::{
    messages::{Graph, Tensor},
    node::Node,
    shape::InputForm,
};
use std::collections::{HashMap, HashSet};

/// How values of several dimensions are meant, by the first node behind each that shows it.
pub struct Forms<'m>(HashMap<&'m str, InputForm>);

impl<'m> Forms<'m> {
    /// Of nodes in the order in which they are computed.
    pub fn new(nodes: &[Node<'m>]) -> Self {
        let mut forms = HashMap::new();
        // Backwards, so that the first one has the last word.
        for node in nodes.iter().rev() {
            let behind = || node.outputs().find_map(|output| forms.get(output).copied());
            let shown = match node.operator() {
                "AveragePool" | "BatchNormalization" | "Conv" | "GlobalAveragePool"
                | "GlobalMaxPool" | "MaxPool" => Some(InputForm::First),
                "Transpose" => match node.ints("perm") {
                    // Channels come first, or steps.
                    Ok(Some([0, 3, 1, 2] | [0, 2, 1] | [1, 0, 2])) => Some(InputForm::Last),
                    _ => Some(InputForm::Flat),
                },
                "GRU" | "LSTM" | "RNN" => Some(InputForm::Steps),
                "LayerNormalization" | "MatMul" => Some(InputForm::Last),
                // Sizes say nothing of what they are those of.
                "Shape" => None,
                "Gemm" => Some(InputForm::Rows),
                "Flatten" | "Reshape" | "Squeeze" | "Unsqueeze" => Some(InputForm::Flat),
                // Over the features at each of several places.
                "LogSoftmax" | "Softmax" if matches!(node.int("axis", 1), Ok(-1 | 2..)) => {
                    Some(InputForm::Last)
                }
                // Around the places, and with a slope for each channel, if nothing behind says more.
                "Pad" | "PRelu" => behind().or(Some(InputForm::First)),
                _ => behind(),
            };
            if let Some(form) = shown {
                forms.extend(node.all_inputs().map(|input| (input, form)));
            }
        }
        Self(forms)
    }

    pub fn get(&self, name: &str) -> InputForm {
        self.0.get(name).copied().unwrap_or(InputForm::Flat)
    }
}

/// The nodes that are wanted.
pub struct Consumers<'a, 'm> {
    pub nodes: &'a [Node<'m>],
    pub graph: &'m Graph,
}

impl Consumers<'_, '_> {
    /// Whether all consumers of a value are of one operator.
    pub fn are_all(&self, name: &str, operator: &str) -> bool {
        let takes = |node: &&Node| node.all_inputs().any(|input| input == name);
        self.nodes.iter().filter(takes).all(|node| node.operator() == operator)
    }

    /// The first value that a node makes of one.
    pub fn first_output(&self, name: &str) -> Option<&str> {
        let takes = |node: &&Node| node.all_inputs().any(|input| input == name);
        self.nodes.iter().find(takes)?.outputs().next()
    }

    /// The number of features, by the first consumer that shows it, behind those that pass a value on.
    pub fn width(&self, name: &str) -> Option<usize> {
        let tensors = self.graph.initializer.iter();
        let tensors: HashMap<&str, &Tensor> =
            tensors.map(|tensor| (&*tensor.name, tensor)).collect();
        let mut names = HashSet::from([name]);
        for node in self.nodes {
            let position = (0..node.inputs())
                .find(|&i| node.input(i).is_some_and(|input| names.contains(input)));
            let Some(position) = position else { continue };
            let other = || {
                let input = node.input(1 - position.min(1))?;
                tensors.get(input).copied()
            };
            let dim = |i: usize| {
                let dims = &other()?.dims;
                dims.get(i).and_then(|&dim| usize::try_from(dim).ok())
            };
            match node.operator() {
                "Gemm" if position == 0 => {
                    return dim(usize::from(node.int("transB", 0).ok()? == 1));
                }
                // x·W or W·x.
                "MatMul" => return dim(position.min(1)),
                "Scaler" => return Some(node.floats("offset").ok()??.len()),
                "Add" | "Div" | "Mul" | "Sub" => {
                    let last = other().and_then(|tensor| tensor.dims.last().copied());
                    if let Some(size @ 2..) = last {
                        return usize::try_from(size).ok();
                    }
                }
                "Cast" | "Identity" | "Clip" | "Dropout" => {}
                _ => return None,
            }
            names.extend(node.outputs());
        }
        None
    }
}
