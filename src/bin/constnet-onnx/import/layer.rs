//! Layers of a network, while it is read.

use super::{Refusal, budget::Budget, constants::Numbers, row::Row};

/// The most layers of one tuple. A longer network is a tuple of tuples.
pub const STACK: usize = 20;

/// The most layers of a network: two levels of tuples.
const MOST: usize = STACK * STACK;

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
        /// ε, as it is written in Rust.
        epsilon: String,
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
    pub scale: Row,
    pub offset: Row,
}

impl Dense {
    /// From W, `[out, in]`.
    pub fn new(weight: Numbers) -> Self {
        let [output, input] = [weight.dims[0], weight.dims[1]];
        Self { input, weight: weight.values, bias: vec![0.0; output] }
    }

    /// S·W and s∘b + t
    fn then(&mut self, affine: &Affine, budget: &Budget, node: &str) -> Result<(), Refusal> {
        // A scale of 1 leaves the weights as they are.
        if affine.scale != Row::Same(1.0) {
            budget.steps(self.weight.len(), node)?;
            for (i, row) in self.weight.chunks_exact_mut(self.input).enumerate() {
                row.iter_mut().for_each(|weight| *weight *= affine.scale.get(i));
            }
        }
        budget.steps(self.bias.len(), node)?;
        for (i, bias) in self.bias.iter_mut().enumerate() {
            *bias = affine.scale.get(i) * *bias + affine.offset.get(i);
        }
        Ok(())
    }

    /// W·S and W·t + b
    fn after(&mut self, affine: &Affine, budget: &Budget, node: &str) -> Result<(), Refusal> {
        budget.steps(self.weight.len(), node)?;
        for (row, bias) in self.weight.chunks_exact_mut(self.input).zip(&mut self.bias) {
            for (i, weight) in row.iter_mut().enumerate() {
                *bias += *weight * affine.offset.get(i);
                *weight *= affine.scale.get(i);
            }
        }
        Ok(())
    }
}

impl Affine {
    /// This and then another: s₂∘(s₁∘x + t₁) + t₂
    fn then(&mut self, next: &Self, budget: &Budget, node: &str) -> Result<(), Refusal> {
        let rows = [&self.scale, &self.offset, &next.scale, &next.offset];
        budget.steps(rows.map(|row| row.numbers().len()).into_iter().sum(), node)?;
        self.offset = self.offset.with(&next.scale, |t, scale| scale * t);
        self.offset = self.offset.with(&next.offset, |t, offset| t + offset);
        self.scale = self.scale.with(&next.scale, |s, scale| s * scale);
        Ok(())
    }
}

/// Layers one after another.
#[derive(Default)]
pub struct Stack(Vec<Layer>);

impl Stack {
    /// Puts a layer on top, in which scales and offsets go into the dense layer before or after.
    pub fn push(&mut self, node: &str, mut kind: Kind, budget: &Budget) -> Result<(), Refusal> {
        match (self.0.last_mut().map(|layer| &mut layer.kind), &mut kind) {
            (Some(Kind::Dense(dense)), Kind::Affine(affine)) => {
                return dense.then(affine, budget, node);
            }
            (Some(Kind::Affine(first)), Kind::Affine(affine)) => {
                return first.then(affine, budget, node);
            }
            (Some(Kind::Affine(affine)), Kind::Dense(dense)) => {
                dense.after(affine, budget, node)?;
                self.0.pop();
            }
            (Some(Kind::Affine(_)), _) => return Err(self.alone()),
            _ => {}
        }
        if self.0.len() >= MOST {
            let found = format!("more than {MOST} layers");
            return Err(Refusal::new("the graph", found, format!("at most {MOST}")));
        }
        self.0.push(Layer { node: node.into(), kind });
        Ok(())
    }

    /// All layers, if no scale and offset is left; the identity, if there are none.
    pub fn finish(self) -> Result<Vec<Layer>, Refusal> {
        match self.0.last() {
            Some(Layer { kind: Kind::Affine(_), .. }) => Err(self.alone()),
            Some(_) => Ok(self.0),
            None => Ok(vec![Layer {
                node: "the graph".into(),
                kind: Kind::Activation("Identity".into()),
            }]),
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
        let [scale, offset] = [[2.0, 10.0], [3.0, 4.0]].map(|row| Row::Each(row.into()));
        let affine = || Kind::Affine(Affine { scale: scale.clone(), offset: offset.clone() });
        let twice = || Kind::Affine(Affine { scale: Row::Same(2.0), offset: Row::Same(1.0) });
        let dense = || {
            let weight = vec![1.0, 2.0, 3.0, 4.0];
            Kind::Dense(Dense { input: 2, weight, bias: vec![5.0, 6.0] })
        };
        for (layers, weight, bias) in [
            (vec![dense(), affine()], [2.0, 4.0, 30.0, 40.0], [13.0, 64.0]),
            (vec![affine(), dense()], [2.0, 20.0, 6.0, 40.0], [16.0, 31.0]),
            (vec![dense(), twice()], [2.0, 4.0, 6.0, 8.0], [11.0, 13.0]),
            (vec![twice(), dense()], [2.0, 4.0, 6.0, 8.0], [8.0, 13.0]),
            // 2·(2x + 3) + 1 and 2·(10x + 4) + 1, in both orders of one number and of two.
            (vec![affine(), twice(), dense()], [4.0, 40.0, 12.0, 80.0], [30.0, 63.0]),
            (vec![twice(), affine(), dense()], [4.0, 40.0, 12.0, 80.0], [38.0, 77.0]),
        ] {
            let (mut stack, budget) = (Stack::default(), Budget::new(0));
            layers.into_iter().for_each(|layer| stack.push("node", layer, &budget).unwrap());
            let layers = stack.finish().unwrap();
            let [Layer { kind: Kind::Dense(dense), .. }] = &layers[..] else { panic!() };
            assert_eq!((&dense.weight[..], &dense.bias[..]), (&weight[..], &bias[..]));
        }
    }

    /// Four steps, of two scales and two offsets, whatever the width, until a layer has it.
    #[test]
    fn what_stands_for_all_features_costs_what_it_is() {
        let (mut stack, budget) = (Stack::default(), Budget::new(0));
        for _ in 0..1000 {
            let affine = Affine { scale: Row::Same(1.0), offset: Row::Same(1.0) };
            stack.push("node", Kind::Affine(affine), &budget).unwrap();
        }
        assert_eq!(budget.spent(), [0, 4 * 999]);
    }
}
