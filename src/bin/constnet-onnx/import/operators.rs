//! Each operator's meaning: what a node must have, and the layer that it is.

use super::{
    Refusal,
    chain::Chain,
    layer::{Affine, Dense, Kind},
    messages::tensor,
    node::Node,
    row::Row,
    setting,
};

impl<'m> Chain<'m> {
    /// α·A·B + β·C
    pub fn gemm(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
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
            dense.bias = self.row(node, 2, dense.bias.len())?;
            dense.bias.iter_mut().for_each(|bias| *bias *= beta);
        }
        self.push_dense(node, dense)
    }

    pub fn mat_mul(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
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
        self.push(node, Kind::Dense(dense))
    }

    /// x + c, x − c, x·c and x/c of a constant c, which stands on either side of + and ·.
    pub fn affine(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        let operator = node.operator();
        let is_second = node.input(1) == Some(self.value) && ["Add", "Mul"].contains(&operator);
        let (value, constant) = if is_second { (1, 0) } else { (0, 1) };
        self.takes(node, value)?;
        let features = self.flat(node)?;
        let row = self.numbers(node, constant)?.row(features)?;
        let [one, zero] = [1.0, 0.0].map(Row::Same);
        let (scale, offset) = match operator {
            "Add" => (one, row),
            "Sub" => (one, row.map(|c| -c)),
            "Mul" => (row, zero),
            _ => (row.map(|c| 1.0 / c), zero),
        };
        self.push(node, Affine { scale, offset })
    }

    pub fn batch_normalization(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [5, 5], &["epsilon", "momentum", "training_mode", "spatial"])?;
        node.only("training_mode", node.int("training_mode", 0)?, 0)?;
        let epsilon = f64::from(node.float("epsilon", 1e-5)?);
        let features = self.flat(node)?;
        let row = |i| self.numbers(node, i)?.row(features);
        let [gamma, beta, mean, variance] = [row(1)?, row(2)?, row(3)?, row(4)?];
        let variance = variance.map(|variance| variance + epsilon);
        for (feature, &variance) in variance.numbers().iter().enumerate() {
            if !(variance.is_finite() && variance > 0.0) {
                let found = format!("{variance} as variance plus ε of feature {feature}");
                return Err(Refusal::new(&node.place, found, "a finite number above 0"));
            }
        }
        let scale = gamma.with(&variance, |gamma, variance| gamma / variance.sqrt());
        let shift = scale.with(&mean, |scale, mean| scale * mean);
        let offset = beta.with(&shift, |beta, shift| beta - shift);
        self.push(node, Affine { scale, offset })
    }

    pub fn layer_normalization(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [2, 3], &["axis", "epsilon", "stash_type"])?;
        self.last_axis(node, -1)?;
        let epsilon = setting(node, "epsilon", 1e-5, |epsilon| epsilon > 0.0)?;
        let features = self.flat(node)?;
        let weight = self.row(node, 1, features)?;
        let bias = match node.input(2) {
            Some(_) => self.row(node, 2, features)?,
            None => Row::Same(0.0).repeated(features, &self.constants.budget, &node.place)?,
        };
        self.push(node, Kind::LayerNorm { weight, bias, epsilon })
    }

    /// A constant input as a number for each feature.
    fn row(&self, node: &Node<'m>, i: usize, features: usize) -> Result<Vec<f64>, Refusal> {
        let row = self.numbers(node, i)?.row(features)?;
        row.repeated(features, &self.constants.budget, &node.place)
    }

    /// An activation without attributes.
    pub fn activation(&mut self, node: &Node<'m>, layer: &str) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &[])?;
        self.push(node, layer)
    }

    /// An activation whose attributes, each with ONNX's default, must have the layer's values.
    pub fn with_attributes(
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

    pub fn gelu(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["approximate"])?;
        node.only("approximate", node.text("approximate", "none")?, "none".into())?;
        self.push(node, "Gelu")
    }

    pub fn softmax(&mut self, node: &Node<'m>, layer: &str) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["axis"])?;
        self.flat(node)?;
        self.last_axis(node, if self.opset < 13 { 1 } else { -1 })?;
        self.push(node, layer)
    }

    /// An activation with one setting, `alpha`: a name alone where that is the layer's own.
    pub fn with_alpha(
        &mut self,
        node: &Node<'m>,
        layer: &str,
        default: f32,
    ) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["alpha"])?;
        let alpha = setting(node, "alpha", default, |_| true)?;
        // The layers have ONNX's defaults.
        let is_default = setting::ratio(default.into(), false).as_ref() == Some(&alpha);
        self.push(node, &*if is_default { layer.into() } else { format!("{layer}<{alpha}>") })
    }

    pub fn hard_sigmoid(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["alpha", "beta"])?;
        let alpha = setting(node, "alpha", 0.2, |alpha| alpha > 0.0)?;
        let beta = setting(node, "beta", 0.5, |_| true)?;
        let layer = match [&*alpha, &*beta] {
            ["Ratio<1, 6>", "Ratio<1, 2>"] => "HardSigmoid".into(),
            [_, "Ratio<1, 2>"] => format!("HardSigmoid<{alpha}>"),
            _ => format!("HardSigmoid<{alpha}, {beta}>"),
        };
        self.push(node, &*layer)
    }

    /// Clamped to two limits, or from 0 on; until opset 10 the limits are attributes.
    pub fn clip(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 3], &["min", "max"])?;
        let mut limits = [f64::NEG_INFINITY, f64::INFINITY];
        for (i, name) in ["min", "max"].into_iter().enumerate() {
            limits[i] = match node.input(i + 1) {
                Some(_) => self.numbers(node, i + 1)?.row(1)?.get(0),
                None => f64::from(node.float(name, limits[i] as f32)?),
            };
        }
        let layer = match limits {
            [-1.0, 1.0] => "HardTanh".into(),
            [0.0, 6.0] => "Relu6".into(),
            [0.0, f64::INFINITY] => "Relu".into(),
            limits if limits[0] < limits[1] => {
                let double = self.element == tensor::DOUBLE;
                let [low, high] = [("min", 0), ("max", 1)].map(|(name, i)| {
                    setting::ratio(limits[i], double).ok_or_else(|| {
                        let place = format!("{}, `{name}`", node.place);
                        Refusal::new(place, limits[i].to_string(), setting::EXPECTED)
                    })
                });
                format!("Clamp<{}, {}>", low?, high?)
            }
            [low, high] => {
                let found = format!("the limits {low} and {high}");
                return Err(Refusal::new(&node.place, found, "a lower one and an upper one"));
            }
        };
        self.push(node, &*layer)
    }

    /// Nothing, in inference.
    pub fn dropout(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 3], &["ratio", "seed"])?;
        if node.input(2).is_some() && self.constants.boolean(self.constant_of(node, 2)?)? {
            let place = format!("{}, `training_mode`", node.place);
            return Err(Refusal::new(place, "true", "false: export the model in eval mode"));
        }
        Ok(())
    }

    /// To the type that the value has, or from 16 bits to 32, which a network of `f32` has anyway.
    pub fn cast(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["to", "saturate"])?;
        let (to, own) = (node.int("to", 0)?, self.element);
        if to == i64::from(own) || (to == i64::from(tensor::FLOAT) && own != tensor::DOUBLE) {
            return Ok(());
        }
        let found = i32::try_from(to).map_or(to.to_string(), tensor::name);
        Err(node.refuse("to", found, tensor::name(own)))
    }

    pub fn flatten(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        self.expect(node, [1, 1], &["axis"])?;
        let axis = node.int("axis", 1)?;
        if self.shape.batch.is_none() || ![1, 1 - self.shape.rank() as i64].contains(&axis) {
            return Err(node.refuse("axis", axis.to_string(), "1, after the batch"));
        }
        self.shape.sample = vec![self.shape.features()];
        Ok(())
    }

    /// A reshape to `[batch, features]`, or to `[features]` without a batch.
    pub fn reshape(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
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
}

/// An attribute that becomes a setting, as it is written in Rust.
fn setting(
    node: &Node,
    name: &str,
    default: f32,
    holds: impl Fn(f32) -> bool,
) -> Result<String, Refusal> {
    let value = node.float(name, default)?;
    if !holds(value) {
        return Err(node.refuse(name, value.to_string(), "a number above 0"));
    }
    let ratio = setting::ratio(value.into(), false);
    ratio.ok_or_else(|| node.refuse(name, value.to_string(), setting::EXPECTED))
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
