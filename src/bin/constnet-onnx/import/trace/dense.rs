//! Dense layers and norms.

use super::{Traced, Tracer};
use crate::import::{
    Refusal,
    layer::{Affine, Dense, Kind},
    node::Node,
    shape::{Dim, Form, Shape},
};

impl<'m> Tracer<'m> {
    /// α·A·B + β·C
    pub(super) fn gemm(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 3], &["alpha", "beta", "broadcast", "transA", "transB"])?;
        let x = self.value(node, 0)?;
        node.only("transA", node.int("transA", 0)?, 0)?;
        let transposed = match node.int("transB", 0)? {
            0 => false,
            1 => true,
            other => return Err(node.refuse("transB", other.to_string(), "0 or 1")),
        };
        if x.shape.rank() != 2 {
            let found = format!("an input of shape {}", x.shape);
            let expected = "[batch, features]";
            return Err(match x.shape.rank() {
                1 => Refusal::new(&*node.place, found, expected)
                    .advise("export with an example that has a batch, `torch.zeros(1, n)`"),
                _ => Refusal::new(&*node.place, found, format!("{expected}, as Flatten gives it")),
            });
        }
        let [alpha, beta] = [node.float("alpha", 1.0)?, node.float("beta", 1.0)?].map(f64::from);
        let mut dense = self.dense(node, &x, transposed)?;
        dense.weight.iter_mut().for_each(|weight| *weight *= alpha);
        if node.input(2).is_some() {
            dense.bias = self.row(node, 2, dense.bias.len())?;
            dense.bias.iter_mut().for_each(|bias| *bias *= beta);
        }
        self.push_dense(node, &x, dense)
    }

    pub(super) fn mat_mul(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 2], &[])?;
        if !self.is_value(node, 0) && self.is_value(node, 1) {
            return self.matrix_times_vector(node);
        }
        if self.is_value(node, 0) && self.is_value(node, 1) {
            let found = "the product of two values, as attention has it";
            return Err(Refusal::new(&*node.place, found, "a matrix that is a constant"));
        }
        let x = self.value(node, 0)?;
        let dense = self.dense(node, &x, false)?;
        self.push_dense(node, &x, dense)
    }

    /// A product with a matrix, written as its indices: `bi,oi->bo` and what is like it.
    pub(super) fn einsum(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([1, 8], &["equation"])?;
        let equation: String =
            node.text("equation", "")?.chars().filter(|c| !c.is_whitespace()).collect();
        let refused = || {
            let expected = "a value times a matrix, such as `bi,oi->bo`";
            node.refuse("equation", format!("`{equation}`"), expected)
        };
        let Some((of, to)) = equation.split_once("->") else { return Err(refused()) };
        let [a, b] = of.split(',').collect::<Vec<_>>()[..] else { return Err(refused()) };
        let is_first = self.is_value(node, 0);
        let (value, matrix, at) = if is_first { (a, b, 0) } else { (b, a, 1) };
        let x = self.value(node, at)?;
        // The index that is summed over, and the one that is new.
        let (Some(inner), Some(output)) = (value.chars().last(), to.chars().last()) else {
            return Err(refused());
        };
        let kept = &value[..value.len() - inner.len_utf8()];
        let is_transposed = match matrix.chars().collect::<Vec<_>>()[..] {
            [o, i] if [o, i] == [output, inner] => true,
            [i, o] if [i, o] == [inner, output] => false,
            _ => return Err(refused()),
        };
        let is_plain = inner != output
            && to.strip_prefix(kept).is_some_and(|rest| rest.chars().eq([output]))
            && !kept.contains([inner, output])
            && value.chars().count() == x.shape.rank();
        if !is_plain {
            return Err(refused());
        }
        let input = self.flat(node, &x)?;
        let weight = self.numbers(node, 1 - at)?;
        let fits = match weight.dims[..] {
            [output, found] if is_transposed => output > 0 && found == input,
            [found, output] => output > 0 && found == input,
            _ => false,
        };
        if !fits {
            let found = format!("a matrix of shape {:?}", weight.dims);
            return Err(Refusal::new(&*node.place, found, format!("one for {input} features")));
        }
        let dense = Dense::new(if is_transposed { weight } else { weight.transposed() });
        self.push_dense(node, &x, dense)
    }

    /// W·x of a sample without a batch.
    fn matrix_times_vector(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let x = self.value(node, 1)?;
        let weight = self.numbers(node, 0)?;
        let inner = match x.shape.0[..] {
            [Dim::Size(inner)] | [Dim::Size(inner), Dim::Size(1)] => inner,
            _ => {
                let found = format!("a matrix times an input of shape {}", x.shape);
                let expected = "x times a matrix, or a matrix times a vector without a batch";
                return Err(Refusal::new(&*node.place, found, expected));
            }
        };
        match weight.dims[..] {
            [output, found] if output > 0 && found == inner => {
                let mut shape = x.shape.clone();
                shape.0[0] = Dim::Size(output);
                self.make(node, Kind::Dense(Dense::new(weight)), &[x.id], shape)?;
                Ok(())
            }
            _ => {
                let found = format!("weights of shape {:?}", weight.dims);
                Err(Refusal::new(&*node.place, found, format!("[out, {inner}]")))
            }
        }
    }

    /// The weights of input 1: `[out, in]` if they are `transposed`, else `[in, out]`.
    fn dense(&mut self, node: &Node<'m>, x: &Traced, transposed: bool) -> Result<Dense, Refusal> {
        let input = self.flat(node, x)?;
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
            return Err(Refusal::new(&*node.place, found, expected));
        }
        Ok(Dense::new(if transposed { weight } else { weight.transposed() }))
    }

    fn push_dense(&mut self, node: &Node<'m>, x: &Traced, dense: Dense) -> Result<(), Refusal> {
        let mut shape = x.shape.clone();
        if let Some(last) = shape.0.last_mut() {
            *last = Dim::Size(dense.bias.len());
        }
        self.make(node, Kind::Dense(dense), &[x.id], shape)?;
        Ok(())
    }

    /// How many features there are, if the last dimension has them all.
    pub(super) fn flat(&self, node: &Node<'m>, x: &Traced) -> Result<usize, Refusal> {
        if x.shape.is_row(-1) {
            return Ok(x.shape.width());
        }
        let found = format!("an input of shape {}", x.shape);
        Err(Refusal::new(&*node.place, found, "[batch, features], as Flatten gives it"))
    }

    /// Checks that a node works on the features of each sample.
    pub(super) fn is_over_features(
        &self,
        node: &Node<'m>,
        x: &Traced,
        default: i64,
    ) -> Result<(), Refusal> {
        let axis = node.int("axis", default)?;
        if x.shape.is_row(axis) {
            return Ok(());
        }
        let last = x.shape.rank() as i64 - 1;
        Err(node.refuse("axis", axis.to_string(), format!("{last}, the features")))
    }

    pub(super) fn batch_normalization(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        let attributes =
            ["epsilon", "is_test", "momentum", "spatial", "training_mode", "consumed_inputs"];
        node.expect([5, 5], &attributes)?;
        let x = self.value(node, 0)?;
        node.only("training_mode", node.int("training_mode", 0)?, 0)?;
        if self.opset < 7 {
            node.only("is_test", node.int("is_test", 0)?, 1)?;
        }
        let epsilon = f64::from(node.float("epsilon", 1e-5)?);
        // Of an image, the channels.
        let features = match x.shape.1 {
            Form::First(_) => x.shape.width(),
            _ => self.flat(node, &x)?,
        };
        let mut row = |i| self.numbers(node, i)?.row(features);
        let [gamma, beta, mean, variance] = [row(1)?, row(2)?, row(3)?, row(4)?];
        let variance = variance.map(|variance| variance + epsilon);
        for (feature, &variance) in variance.numbers().iter().enumerate() {
            if !(variance.is_finite() && variance > 0.0) {
                let found = format!("{variance} as variance plus ε of feature {feature}");
                return Err(Refusal::new(&*node.place, found, "a finite number above 0"));
            }
        }
        let scale = gamma.with(&variance, |gamma, variance| gamma / variance.sqrt());
        let shift = scale.with(&mean, |scale, mean| scale * mean);
        let offset = beta.with(&shift, |beta, shift| beta - shift);
        self.make(node, Kind::Affine(Affine { scale, offset }), &[x.id], x.shape)?;
        Ok(())
    }

    pub(super) fn layer_normalization(&mut self, node: &Node<'m>) -> Result<(), Refusal> {
        node.expect([2, 3], &["axis", "epsilon", "stash_type"])?;
        let x = self.value(node, 0)?;
        self.is_over_features(node, &x, -1)?;
        let epsilon = Self::setting(node, "epsilon", 1e-5, |epsilon| epsilon > 0.0)?;
        let features = x.shape.width();
        let weight = self.row(node, 1, features)?;
        let bias = match node.input(2) {
            Some(_) => self.row(node, 2, features)?,
            None => {
                self.constants.budget.numbers(features, &node.place)?;
                vec![0.0; features]
            }
        };
        let shape: Shape = x.shape;
        self.make(node, Kind::LayerNorm { weight, bias, epsilon }, &[x.id], shape)?;
        Ok(())
    }
}
