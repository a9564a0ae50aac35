//! From nodes to layers: one value after another.

use super::{
    Refusal,
    constants::{Constant, Constants, Numbers},
    layer::{Affine, Dense, Kind, Stack},
    messages::tensor,
    node::Node,
    shape::Shape,
};
use std::collections::HashSet;

/// Every operator that is read.
const OPERATORS: &str = "Add, BatchNormalization, Cast, Clip, Constant, Div, Dropout, Elu, Flatten, \
    Gelu, Gemm, HardSigmoid, HardSwish, Identity, LayerNormalization, LeakyRelu, LogSoftmax, MatMul, \
    Mul, Relu, Reshape, Sigmoid, Softmax, Softplus, Sub, Swish, Tanh, Transpose of constants";

/// The ε of [`LayerNorm`](constnet::LayerNorm).
const LAYER_NORM_EPSILON: f32 = 1e-5;

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
    element: i32,
    opset: i64,
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
            if self.passed.contains(self.value) || self.constants.get(self.value).is_some() {
                let found = format!("the name `{}` again", self.value);
                return Err(Refusal::new(&node.place, found, "names that stand once"));
            }
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
        let threshold = self.numbers(greater, 1)?.row(1)?[0];
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
            "LeakyRelu" => self.leaky_relu(node),
            "Elu" => self.constant(node, "Elu", &[("alpha", 1.0, 1.0)]),
            "Swish" => self.constant(node, "Silu", &[("alpha", 1.0, 1.0)]),
            "HardSigmoid" => {
                let sixth = (1.0 / 6.0) as f32;
                self.constant(node, "HardSigmoid", &[("alpha", 0.2, sixth), ("beta", 0.5, 0.5)])
            }
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

    /// α·A·B + β·C
    fn gemm(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [2, 3], &["alpha", "beta", "transA", "transB"])?;
        node.only("transA", node.int("transA", 0)?, 0)?;
        let transposed = match node.int("transB", 0)? {
            0 => false,
            1 => true,
            other => return Err(node.refuse("transB", other.to_string(), "0 or 1")),
        };
        if self.shape.batch.is_none() {
            let found = format!("an input of shape {}", self.shape);
            return Err(Refusal::new(&node.place, found, "[batch, features]"));
        }
        let [alpha, beta] = [node.float("alpha", 1.0)?, node.float("beta", 1.0)?].map(f64::from);
        let mut dense = self.dense(node, transposed)?;
        dense.weight.iter_mut().for_each(|weight| *weight *= alpha);
        if node.input(2).is_some() {
            dense.bias = self.numbers(node, 2)?.row(dense.bias.len())?;
            dense.bias.iter_mut().for_each(|bias| *bias *= beta);
        }
        self.push_dense(node, dense)
    }

    fn mat_mul(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [2, 2], &[])?;
        let dense = self.dense(node, false)?;
        self.push_dense(node, dense)
    }

    /// The weights of input 1: `[out, in]` if they are `transposed`, else `[in, out]`.
    fn dense(&self, node: &Node<'m>, transposed: bool) -> Result<Dense, Refusal> {
        let input = self.flat(node)?;
        let weight = self.numbers(node, 1)?;
        let fits = match weight.dims[..] {
            [output, inner] if transposed => output > 0 && inner == input,
            [inner, output] => output > 0 && inner == input,
            _ => false,
        };
        if !fits {
            let expected =
                if transposed { format!("[out, {input}]") } else { format!("[{input}, out]") };
            let found = format!("weights of shape {:?}", weight.dims);
            return Err(Refusal::new(&node.place, found, expected));
        }
        Ok(Dense::new(if transposed { weight } else { weight.transposed() }))
    }

    fn push_dense(&mut self, node: &Node<'m>, dense: Dense) -> Result<(), Refusal> {
        self.shape.sample = vec![dense.bias.len()];
        self.stack.push(&node.place, Kind::Dense(dense))
    }

    /// x + c, x − c, x·c and x/c of a constant c, which stands on either side of + and ·.
    fn affine(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let operator = node.operator();
        let is_second = node.input(1) == Some(self.value) && ["Add", "Mul"].contains(&operator);
        let (value, constant) = if is_second { (1, 0) } else { (0, 1) };
        self.takes(node, value)?;
        let features = self.flat(node)?;
        let numbers = self.numbers(node, constant)?.row(features)?.into_iter();
        let [ones, zeros] = [1.0, 0.0].map(|x| vec![x; features]);
        let (scale, offset) = match operator {
            "Add" => (ones, numbers.collect()),
            "Sub" => (ones, numbers.map(|c| -c).collect()),
            "Mul" => (numbers.collect(), zeros),
            _ => (numbers.map(|c| 1.0 / c).collect(), zeros),
        };
        self.push(node, Affine { scale, offset })
    }

    fn batch_normalization(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [5, 5], &["epsilon", "momentum", "training_mode", "spatial"])?;
        node.only("training_mode", node.int("training_mode", 0)?, 0)?;
        let epsilon = f64::from(node.float("epsilon", 1e-5)?);
        let features = self.flat(node)?;
        let row = |i| self.numbers(node, i)?.row(features);
        let [mut scale, mut offset, mean, variance] = [row(1)?, row(2)?, row(3)?, row(4)?];
        for feature in 0..features {
            let variance = variance[feature] + epsilon;
            if !(variance.is_finite() && variance > 0.0) {
                let found = format!("{variance} as variance plus ε of feature {feature}");
                return Err(Refusal::new(&node.place, found, "a finite number above 0"));
            }
            scale[feature] /= variance.sqrt();
            offset[feature] -= scale[feature] * mean[feature];
        }
        self.push(node, Affine { scale, offset })
    }

    fn layer_normalization(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [2, 3], &["axis", "epsilon", "stash_type"])?;
        self.last_axis(node, -1)?;
        node.only("epsilon", node.float("epsilon", LAYER_NORM_EPSILON)?, LAYER_NORM_EPSILON)?;
        let features = self.flat(node)?;
        let weight = self.numbers(node, 1)?.row(features)?;
        let bias = match node.input(2) {
            Some(_) => self.numbers(node, 2)?.row(features)?,
            None => vec![0.0; features],
        };
        self.push(node, Kind::LayerNorm { weight, bias })
    }

    /// An activation without attributes.
    fn activation(&mut self, node: &Node<'m>, layer: &str) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &[])?;
        self.push(node, layer)
    }

    /// An activation whose attributes, each with ONNX's default, must have the layer's values.
    fn constant(
        &mut self,
        node: &Node<'m>,
        layer: &str,
        attributes: &[(&str, f32, f32)],
    ) -> Result<(), Refusal> {
        let names: Vec<&str> = attributes.iter().map(|&(name, ..)| name).collect();
        self.expect(node, [1, 1], &names)?;
        for &(name, default, expected) in attributes {
            node.only(name, node.float(name, default)?, expected)?;
        }
        self.push(node, layer)
    }

    fn gelu(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["approximate"])?;
        node.only("approximate", node.text("approximate", "none")?, "none".into())?;
        self.push(node, "Gelu")
    }

    fn softmax(&mut self, node: &Node<'m>, layer: &str) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["axis"])?;
        self.flat(node)?;
        self.last_axis(node, if self.opset < 13 { 1 } else { -1 })?;
        self.push(node, layer)
    }

    fn leaky_relu(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["alpha"])?;
        let alpha = node.float("alpha", 0.01)?;
        let Some([numerator, denominator]) = fraction(alpha) else {
            let expected = "a quotient of two integers from 0 to 2^24";
            return Err(node.refuse("alpha", alpha.to_string(), expected));
        };
        self.push(node, &*format!("LeakyRelu<{numerator}, {denominator}>"))
    }

    /// Clamped to [−1, 1]; until opset 10 the limits are attributes.
    fn clip(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 3], &["min", "max"])?;
        for (i, name, expected) in [(1, "min", -1.0), (2, "max", 1.0)] {
            let found = match node.input(i) {
                Some(_) => self.numbers(node, i)?.row(1)?[0],
                None => f64::from(node.float(name, f32::NAN)?),
            };
            if found != expected {
                let place = format!("{}, `{name}`", node.place);
                return Err(Refusal::new(place, found.to_string(), expected.to_string()));
            }
        }
        self.push(node, "HardTanh")
    }

    /// Nothing, in inference.
    fn dropout(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 3], &["ratio", "seed"])?;
        if node.input(2).is_some() && self.constants.boolean(self.constant_of(node, 2)?)? {
            let place = format!("{}, `training_mode`", node.place);
            return Err(Refusal::new(place, "true", "false: export the model in eval mode"));
        }
        Ok(())
    }

    /// To the type that the value has, or from 16 bits to 32, which a network of `f32` has anyway.
    fn cast(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["to", "saturate"])?;
        let (to, own) = (node.int("to", 0)?, self.element);
        if to == i64::from(own) || (to == i64::from(tensor::FLOAT) && own != tensor::DOUBLE) {
            return Ok(());
        }
        let found = i32::try_from(to).map_or(to.to_string(), tensor::name);
        Err(node.refuse("to", found, tensor::name(own)))
    }

    fn flatten(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["axis"])?;
        let axis = node.int("axis", 1)?;
        if self.shape.batch.is_none() || ![1, 1 - self.shape.rank() as i64].contains(&axis) {
            return Err(node.refuse("axis", axis.to_string(), "1, after the batch"));
        }
        self.shape.sample = vec![self.shape.features()];
        Ok(())
    }

    /// A reshape to `[batch, features]`, or to `[features]` without a batch.
    fn reshape(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [2, 2], &["allowzero"])?;
        let zero_is_copy = node.int("allowzero", 0)? == 0;
        let target =
            self.constants.integers(self.constant_of(node, 1)?, self.shape.rank().max(2))?;
        let features = self.shape.features();
        let is_features = |size: i64| size == -1 || usize::try_from(size) == Ok(features);
        let is_batch = |size: i64| match size {
            -1 => true,
            0 => zero_is_copy,
            size => self.shape.batch == Some(Some(size)),
        };
        let harmless = match (self.shape.batch, &target[..]) {
            (None, &[size]) => is_features(size),
            (Some(_), &[-1, -1]) => false,
            (Some(_), &[batch, size]) => is_batch(batch) && is_features(size),
            _ => false,
        };
        if !harmless {
            let expected = match self.shape.batch {
                Some(_) => format!("[batch, {features}]"),
                None => format!("[{features}]"),
            };
            let found = format!("the shape {target:?} for {}", self.shape);
            return Err(Refusal::new(&node.place, found, expected));
        }
        self.shape.sample = vec![features];
        Ok(())
    }

    fn push(&mut self, node: &Node<'m>, kind: impl Into<Kind>) -> Result<(), Refusal> {
        self.stack.push(&node.place, kind.into())
    }

    /// Checks what inputs and attributes a node has, and that input 0 is the value.
    fn expect(
        &self,
        node: &Node<'m>,
        inputs: [usize; 2],
        attributes: &[&str],
    ) -> Result<(), Refusal> {
        node.expect(inputs, attributes)?;
        self.takes(node, 0)
    }

    /// Checks that a node's input is the value.
    fn takes(&self, node: &Node<'m>, i: usize) -> Result<(), Refusal> {
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

    fn constant_of(&self, node: &Node<'m>, i: usize) -> Result<&Constant<'m>, Refusal> {
        let name = node.input(i).unwrap_or_default();
        self.constants.get(name).ok_or_else(|| {
            let place = format!("{}, input {i}", node.place);
            Refusal::new(place, format!("`{name}`, which is computed"), "a constant")
        })
    }

    /// The numbers of a constant input.
    fn numbers(&self, node: &Node<'m>, i: usize) -> Result<Numbers, Refusal> {
        let constant = self.constant_of(node, i)?;
        if constant.tensor.data_type == tensor::DOUBLE && self.element != tensor::DOUBLE {
            let expected = "FLOAT, FLOAT16 or BFLOAT16, as the graph's input has";
            return Err(Refusal::new(&constant.place, "DOUBLE", expected));
        }
        self.constants.numbers(constant)
    }

    /// How many features there are, if they are in one dimension.
    fn flat(&self, node: &Node<'m>) -> Result<usize, Refusal> {
        match self.shape.sample[..] {
            [features] => Ok(features),
            _ => Err(Refusal::new(
                &node.place,
                format!("an input of shape {}", self.shape),
                "[batch, features], as Flatten gives it",
            )),
        }
    }

    fn last_axis(&self, node: &Node<'m>, default: i64) -> Result<(), Refusal> {
        let (axis, last) = (node.int("axis", default)?, self.shape.rank() as i64 - 1);
        if axis == -1 || axis == last {
            return Ok(());
        }
        Err(node.refuse("axis", axis.to_string(), format!("{last}, the features")))
    }
}

impl From<Affine> for Kind {
    fn from(affine: Affine) -> Self {
        Self::Affine(affine)
    }
}

impl From<&str> for Kind {
    fn from(layer: &str) -> Self {
        Self::Activation(layer.into())
    }
}

/// Two integers that an `f32` is the quotient of: the first convergent of its continued fraction that
/// rounds to it.
fn fraction(alpha: f32) -> Option<[u32; 2]> {
    /// Up to here every integer is an `f32`.
    const MOST: f64 = (1 << 24) as f64;
    if !(alpha >= 0.0) {
        return None;
    }
    let mut rest = f64::from(alpha);
    let ([mut p, mut q], [mut before_p, mut before_q]) = ([1.0, 0.0], [0.0, 1.0]);
    loop {
        let digit = rest.floor();
        ([p, before_p], [q, before_q]) = ([digit * p + before_p, p], [digit * q + before_q, q]);
        if p > MOST || q > MOST {
            return None;
        }
        if p as f32 / q as f32 == alpha {
            return Some([p as u32, q as u32]);
        }
        rest = 1.0 / (rest - digit);
    }
}

#[cfg(test)]
mod tests {
    use super::fraction;

    #[test]
    fn slopes_as_they_were_meant() {
        assert_eq!(fraction(0.01), Some([1, 100]));
        assert_eq!(fraction(0.3), Some([3, 10]));
        assert_eq!(fraction(0.25), Some([1, 4]));
        assert_eq!(fraction(0.0), Some([0, 1]));
        assert_eq!(fraction(1.5), Some([3, 2]));
        let [p, q] = fraction(0.123_456_79).unwrap();
        assert_eq!(p as f32 / q as f32, 0.123_456_79);
        for alpha in [-0.1, 1e-30, 1e30, f32::NAN, f32::INFINITY] {
            assert_eq!(fraction(alpha), None);
        }
    }
}
