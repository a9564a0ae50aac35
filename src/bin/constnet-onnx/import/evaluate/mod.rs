//! What the nodes of a graph compute, in `f64` by plain loops: the proof of what was made of them. It shares
//! nothing with that but the messages.

mod cells;
mod classical;
mod norms;
mod operators;
mod products;
mod shapes;
mod tensor;
mod windows;

pub use tensor::Tensor;

use super::messages::{Attribute, Graph, Node};
use std::collections::HashMap;

/// A graph and how much time it may take.
pub struct Evaluation<'g, 'm> {
    pub graph: &'m Graph,
    pub opset: i64,
    /// How much may be computed.
    pub steps: &'g mut Steps,
}

/// How much is left to compute.
pub struct Steps {
    /// Numbers that are computed with, which are time.
    pub left: usize,
    /// Numbers of one tensor at most, which are memory.
    pub most: usize,
}

impl Steps {
    /// Counts numbers that are computed with.
    fn take(&mut self, count: usize) -> Result<(), Stop> {
        self.left = self.left.checked_sub(count).ok_or(Stop::Steps)?;
        Ok(())
    }

    /// Whether a tensor of so many numbers may be made.
    fn room(&self, count: usize) -> Result<(), Stop> {
        if count <= self.most { Ok(()) } else { Err(Stop::Steps) }
    }
}

/// Why there are no outputs.
#[derive(Debug)]
pub enum Stop {
    /// Too much to compute.
    Steps,
    /// Something that is not known here.
    Unknown(String),
}

impl<'m> Evaluation<'_, 'm> {
    /// The values of names, for the values of others.
    pub fn run(
        self,
        inputs: Vec<(&'m str, Tensor)>,
        outputs: &[&'m str],
    ) -> Result<Vec<Tensor>, Stop> {
        let mut values: HashMap<&'m str, Tensor> = inputs.into_iter().collect();
        let nodes = self.needed(&values, outputs);
        let mut uses: HashMap<&str, usize> = HashMap::new();
        let taken = nodes.iter().flat_map(|node| &node.input).map(|name| &**name);
        for name in taken.chain(outputs.iter().copied()) {
            *uses.entry(name).or_default() += 1;
        }
        for tensor in &self.graph.initializer {
            if uses.contains_key(&*tensor.name) && !values.contains_key(&*tensor.name) {
                values.insert(&tensor.name, Tensor::read(tensor).map_err(Stop::Unknown)?);
            }
        }
        for node in nodes {
            let made = {
                let of: Vec<Option<&Tensor>> =
                    node.input.iter().map(|name| values.get(&**name)).collect();
                let call = Call { node, of, opset: self.opset };
                call.run(self.steps)?
            };
            for name in &node.input {
                if let Some(left) = uses.get_mut(&**name) {
                    *left -= 1;
                    if *left == 0 {
                        values.remove(&**name);
                    }
                }
            }
            for (name, value) in node.output.iter().zip(made) {
                if uses.contains_key(&**name) {
                    values.insert(name, value);
                }
            }
        }
        let output = |name: &&str| {
            values.get(*name).cloned().ok_or_else(|| Stop::Unknown(format!("no value `{name}`")))
        };
        outputs.iter().map(output).collect()
    }

    /// The nodes that the outputs need, each behind those whose values it takes, whatever order the file has.
    fn needed(&self, given: &HashMap<&'m str, Tensor>, outputs: &[&'m str]) -> Vec<&'m Node> {
        let nodes = &self.graph.node;
        let mut makers: HashMap<&str, usize> = HashMap::new();
        for (i, node) in nodes.iter().enumerate() {
            makers.extend(node.output.iter().map(|name| (&**name, i)));
        }
        let mut is_seen = vec![false; nodes.len()];
        let mut needed = Vec::new();
        // Nodes, each with the number of the next input to look at.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for &output in outputs {
            let mut next = Some(output);
            loop {
                let maker = next.filter(|name| !given.contains_key(name));
                if let Some(&maker) = maker.and_then(|name| makers.get(name))
                    && !std::mem::replace(&mut is_seen[maker], true)
                {
                    open.push((maker, 0));
                }
                let Some((node, input)) = open.last_mut() else { break };
                match nodes[*node].input.get(*input) {
                    Some(name) => {
                        *input += 1;
                        next = Some(&**name);
                    }
                    None => {
                        needed.push(&nodes[*node]);
                        open.pop();
                        next = None;
                    }
                }
            }
        }
        needed
    }
}

/// A node with the values that it takes.
struct Call<'a> {
    node: &'a Node,
    of: Vec<Option<&'a Tensor>>,
    opset: i64,
}

impl<'a> Call<'a> {
    fn unknown<T>(&self, what: &str) -> Result<T, Stop> {
        Err(Stop::Unknown(format!(
            "the node of `{}` ({}): {what}",
            self.output(),
            self.node.op_type
        )))
    }

    fn output(&self) -> &str {
        self.node.output.first().map_or("", |name| name)
    }

    /// An input that must be there.
    fn input(&self, i: usize) -> Result<&'a Tensor, Stop> {
        match self.of.get(i).copied().flatten() {
            Some(tensor) => Ok(tensor),
            None => self.unknown(&format!("no input {i}")),
        }
    }

    fn attribute(&self, name: &str) -> Option<&'a Attribute> {
        self.node.attribute.iter().find(|attribute| attribute.name == name)
    }

    fn int(&self, name: &str, default: i64) -> i64 {
        self.attribute(name).map_or(default, |attribute| attribute.i)
    }

    fn float(&self, name: &str, default: f64) -> f64 {
        self.attribute(name).map_or(default, |attribute| attribute.f.into())
    }

    fn ints(&self, name: &str) -> Option<Vec<i64>> {
        self.attribute(name).map(|attribute| attribute.ints.clone())
    }

    fn floats(&self, name: &str) -> Vec<f64> {
        let floats = self.attribute(name).map(|attribute| &attribute.floats[..]);
        floats.unwrap_or_default().iter().map(|&x| x.into()).collect()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.attribute(name).map(|attribute| &attribute.strings[..]);
        let text = |text: &Vec<u8>| String::from_utf8_lossy(text).into_owned();
        texts.unwrap_or_default().iter().map(text).collect()
    }

    fn text(&self, name: &str) -> String {
        let text = self.attribute(name).map(|attribute| &attribute.s[..]);
        String::from_utf8_lossy(text.unwrap_or_default()).into_owned()
    }
}
