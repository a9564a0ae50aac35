//! From nodes to layers: one value after another.

use super::{
    Refusal,
    constants::{Constant, Constants, Numbers},
    layer::{Kind, Stack},
    messages::tensor,
    node::Node,
    shape::Shape,
};
use std::collections::HashSet;

/// Every operator that is read.
const OPERATORS: &str = "Add, BatchNormalization, Cast, Clip, Constant, Div, Dropout, Elu, Flatten, \
    Gelu, Gemm, HardSigmoid, HardSwish, Identity, LayerNormalization, LeakyRelu, LogSoftmax, MatMul, \
    Mul, Relu, Reshape, Sigmoid, Softmax, Softplus, Sub, Swish, Tanh, Transpose of constants";

/// Where [`Softplus`](constnet::Softplus) becomes linear, as PyTorch's does.
const SOFTPLUS_THRESHOLD: f64 = 20.0;

/// The value that the nodes so far have made of the graph's input.
pub struct Chain<'m> {
    pub constants: Constants<'m>,
    pub stack: Stack,
    /// The value's name.
    pub value: &'m str,
    pub shape: Shape,
    /// The names of the values before it.
    passed: HashSet<&'m str>,
    /// The type of the graph's input.
    pub element: i32,
    pub opset: i64,
}

impl<'m> Chain<'m> {
    pub fn new(
        constants: Constants<'m>,
        value: &'m str,
        shape: Shape,
        element: i32,
        opset: i64,
    ) -> Self {
        let (stack, passed) = (Stack::default(), HashSet::new());
        Self { constants, stack, value, shape, passed, element, opset }
    }

    /// Reads the first of the nodes, or the first few, if together they are one layer. Returns those
    /// that are left.
    pub fn read<'a>(&mut self, nodes: &'a [Node<'m>]) -> Result<&'a [Node<'m>], Refusal> {
        let count = match nodes {
            [sigmoid, mul, ..] if self.is_silu(sigmoid, mul) => {
                mul.expect([2, 2], &[])?;
                self.activation(sigmoid, "Silu")?;
                2
            }
            [softplus, greater, select, ..] if self.is_softplus(softplus, greater, select)? => {
                greater.expect([2, 2], &[])?;
                select.expect([3, 3], &[])?;
                self.activation(softplus, "Softplus")?;
                3
            }
            [node, ..] => {
                self.node(node)?;
                1
            }
            [] => 0,
        };
        let (read, left) = nodes.split_at(count);
        for node in read {
            self.passed.insert(self.value);
            self.value = node.output()?;
            for name in node.outputs() {
                if self.passed.contains(name) || self.constants.get(name).is_some() {
                    let found = format!("the name `{name}` again");
                    return Err(Refusal::new(&node.place, found, "names that stand once"));
                }
            }
            self.passed.extend(node.outputs().skip(1));
        }
        Ok(left)
    }

    /// x·σ(x), in which both nodes take x.
    fn is_silu(&self, sigmoid: &Node<'m>, mul: &Node<'m>) -> bool {
        let inputs = [mul.input(0), mul.input(1)];
        let (x, s) = (Some(self.value), sigmoid.output().ok());
        sigmoid.operator() == "Sigmoid"
            && mul.operator() == "Mul"
            && (inputs == [x, s] || inputs == [s, x])
    }

    /// x where x > 20, else softplus(x): what PyTorch writes for it, and what the layer is.
    fn is_softplus(
        &self,
        softplus: &Node<'m>,
        greater: &Node<'m>,
        select: &Node<'m>,
    ) -> Result<bool, Refusal> {
        let x = Some(self.value);
        if [softplus, greater, select].map(Node::operator) != ["Softplus", "Greater", "Where"]
            || greater.input(0) != x
            || [0, 1, 2].map(|i| select.input(i))
                != [greater.output().ok(), x, softplus.output().ok()]
        {
            return Ok(false);
        }
        let threshold = self.numbers(greater, 1)?.row(1)?.get(0);
        if threshold != SOFTPLUS_THRESHOLD {
            let expected = SOFTPLUS_THRESHOLD.to_string();
            return Err(Refusal::new(&greater.place, threshold.to_string(), expected));
        }
        Ok(true)
    }

    fn node(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        match node.operator() {
            "Gemm" => self.gemm(node),
            "MatMul" => self.mat_mul(node),
            "Add" | "Sub" | "Mul" | "Div" => self.affine(node),
            "BatchNormalization" => self.batch_normalization(node),
            "LayerNormalization" => self.layer_normalization(node),
            "Relu" => self.activation(node, "Relu"),
            "Sigmoid" => self.activation(node, "Sigmoid"),
            "Tanh" => self.activation(node, "Tanh"),
            "Softplus" => self.activation(node, "Softplus"),
            "HardSwish" => self.activation(node, "HardSwish"),
            "Softmax" => self.softmax(node, "Softmax"),
            "LogSoftmax" => self.softmax(node, "LogSoftmax"),
            "LeakyRelu" => self.with_alpha(node, "LeakyRelu", 0.01),
            "Elu" => self.with_alpha(node, "Elu", 1.0),
            "Swish" => self.with_attributes(node, "Silu", &[("alpha", 1.0, 1.0)]),
            "HardSigmoid" => self.hard_sigmoid(node),
            "Gelu" => self.gelu(node),
            "Clip" => self.clip(node),
            "Identity" => self.expect(node, [1, 1], &[]),
            "Cast" => self.cast(node),
            "Dropout" => self.dropout(node),
            "Flatten" => self.flatten(node),
            "Reshape" => self.reshape(node),
            _ => {
                let domain = match &*node.message.domain {
                    "" | "ai.onnx" => String::new(),
                    other => format!(" of the domain `{other}`"),
                };
                let found = format!("the operator `{}`{domain}", node.message.op_type);
                Err(Refusal::new(&node.place, found, format!("one of {OPERATORS}")))
            }
        }
    }

    /// Puts a layer onto the stack.
    pub fn push(&mut self, node: &Node<'m>, kind: impl Into<Kind>) -> Result<(), Refusal> {
        self.stack.push(&node.place, kind.into(), &self.constants.budget)
    }

    /// Checks what inputs and attributes a node has, and that input 0 is the value.
    pub fn expect(
        &self,
        node: &Node<'m>,
        inputs: [usize; 2],
        attributes: &[&str],
    ) -> Result<(), Refusal> {
        node.expect(inputs, attributes)?;
        self.takes(node, 0)
    }

    /// Checks that a node's input is the value.
    pub fn takes(&self, node: &Node<'m>, i: usize) -> Result<(), Refusal> {
        let value = self.value;
        let name = node.input(i).unwrap_or_default();
        if name == value {
            return Ok(());
        }
        let found = if self.constants.get(name).is_some() {
            format!("the constant `{name}`")
        } else if self.passed.contains(name) {
            format!("`{name}`, which other nodes have gone on from")
        } else {
            format!("`{name}`, which no node before gives")
        };
        Err(Refusal::new(
            format!("{}, input {i}", node.place),
            found,
            format!(
                "`{value}`: a stack is a chain, in which each layer takes what the last one gave"
            ),
        ))
    }

    /// The tensor that a node takes.
    pub fn constant_of(&self, node: &Node<'m>, i: usize) -> Result<&Constant<'m>, Refusal> {
        let name = node.input(i).unwrap_or_default();
        self.constants.get(name).ok_or_else(|| {
            let place = format!("{}, input {i}", node.place);
            Refusal::new(place, format!("`{name}`"), "a constant")
        })
    }

    /// The numbers of a constant input.
    pub fn numbers(&self, node: &Node<'m>, i: usize) -> Result<Numbers, Refusal> {
        let constant = self.constant_of(node, i)?;
        if constant.tensor.data_type == tensor::DOUBLE && self.element != tensor::DOUBLE {
            let expected = "FLOAT, FLOAT16 or BFLOAT16, as the graph's input has";
            return Err(Refusal::new(&*constant.place, "DOUBLE", expected));
        }
        self.constants.numbers(constant)
    }

    /// How many features there are, if they are in one dimension.
    pub fn flat(&self, node: &Node<'m>) -> Result<usize, Refusal> {
        match self.shape.sample[..] {
            [features] => Ok(features),
            _ => Err(Refusal::new(
                &node.place,
                format!("an input of shape {}", self.shape),
                "[batch, features], as Flatten gives it",
            )),
        }
    }

    /// Checks that a node works on the features of each sample.
    pub fn last_axis(&self, node: &Node<'m>, default: i64) -> Result<(), Refusal> {
        let (axis, last) = (node.int("axis", default)?, self.shape.rank() as i64 - 1);
        if axis == -1 || axis == last {
            return Ok(());
        }
        Err(node.refuse("axis", axis.to_string(), format!("{last}, the features")))
    }
}
