//! Layers of a network, while it is read.

use super::{Refusal, constants::Numbers};

/// A layer and the node that it came from.
pub struct Layer {
    pub node: String,
    pub kind: Kind,
}

pub enum Kind {
    Dense(Dense),
    LayerNorm {
        weight: Vec<f64>,
        bias: Vec<f64>,
    },
    /// A layer without numbers, as it is written in Rust.
    Activation(String),
    /// A scale and an offset that wait for the dense layer to take them in.
    Affine(Affine),
}

/// y = W·x + b, W row by row.
pub struct Dense {
    pub input: usize,
    pub weight: Vec<f64>,
    pub bias: Vec<f64>,
}

/// x ↦ s∘x + t
pub struct Affine {
    pub scale: Vec<f64>,
    pub offset: Vec<f64>,
}

impl Dense {
    /// From W, `[out, in]`.
    pub fn new(weight: Numbers) -> Self {
        let [output, input] = [weight.dims[0], weight.dims[1]];
        Self { input, weight: weight.values, bias: vec![0.0; output] }
    }

    /// S·W and s∘b + t
    pub fn then(&mut self, affine: &Affine) {
        let rows = self.weight.chunks_exact_mut(self.input).zip(&mut self.bias);
        for ((row, bias), (scale, offset)) in rows.zip(affine.scale.iter().zip(&affine.offset)) {
            row.iter_mut().for_each(|weight| *weight *= scale);
            *bias = scale * *bias + offset;
        }
    }

    /// W·S and W·t + b
    pub fn after(&mut self, affine: &Affine) {
        for (row, bias) in self.weight.chunks_exact_mut(self.input).zip(&mut self.bias) {
            for ((weight, scale), offset) in row.iter_mut().zip(&affine.scale).zip(&affine.offset) {
                *bias += *weight * offset;
                *weight *= scale;
            }
        }
    }
}

impl Affine {
    /// This and then another: s₂∘(s₁∘x + t₁) + t₂
    fn then(&mut self, next: &Self) {
        let numbers = self.scale.iter_mut().zip(&mut self.offset);
        for ((s, t), (scale, offset)) in numbers.zip(next.scale.iter().zip(&next.offset)) {
            *s *= scale;
            *t = scale * *t + offset;
        }
    }
}

/// Layers one after another.
#[derive(Default)]
pub struct Stack(Vec<Layer>);

impl Stack {
    /// Puts a layer on top, in which scales and offsets go into the dense layer before or after.
    pub fn push(&mut self, node: &str, mut kind: Kind) -> Result<(), Refusal> {
        match (self.0.last_mut().map(|layer| &mut layer.kind), &mut kind) {
            (Some(Kind::Dense(dense)), Kind::Affine(affine)) => {
                dense.then(affine);
                return Ok(());
            }
            (Some(Kind::Affine(first)), Kind::Affine(affine)) => {
                first.then(affine);
                return Ok(());
            }
            (Some(Kind::Affine(affine)), Kind::Dense(dense)) => {
                dense.after(affine);
                self.0.pop();
            }
            (Some(Kind::Affine(_)), _) => return Err(self.alone()),
            _ => {}
        }
        self.0.push(Layer { node: node.into(), kind });
        Ok(())
    }

    /// All layers, if no scale and offset is left.
    pub fn finish(self) -> Result<Vec<Layer>, Refusal> {
        match self.0.last() {
            Some(Layer { kind: Kind::Affine(_), .. }) => Err(self.alone()),
            _ => Ok(self.0),
        }
    }

    fn alone(&self) -> Refusal {
        Refusal::new(
            self.0.last().map_or(String::new(), |layer| layer.node.clone()),
            "a scale or an offset between layers that cannot take it in",
            "a dense layer directly before or after it",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_and_offsets_go_into_the_dense_layer_before_or_after() {
        let affine = || Kind::Affine(Affine { scale: vec![2.0, 10.0], offset: vec![3.0, 4.0] });
        let dense = || Dense { input: 2, weight: vec![1.0, 2.0, 3.0, 4.0], bias: vec![5.0, 6.0] };
        for (layers, weight, bias) in [
            ([Kind::Dense(dense()), affine()], [2.0, 4.0, 30.0, 40.0], [13.0, 64.0]),
            ([affine(), Kind::Dense(dense())], [2.0, 20.0, 6.0, 40.0], [16.0, 31.0]),
        ] {
            let mut stack = Stack::default();
            layers.into_iter().for_each(|layer| stack.push("node", layer).unwrap());
            let layers = stack.finish().unwrap();
            let [Layer { kind: Kind::Dense(dense), .. }] = &layers[..] else { panic!() };
            assert_eq!((&dense.weight[..], &dense.bias[..]), (&weight[..], &bias[..]));
        }
    }
}
