//! What layers there are, while a network is read: those of this crate, and operators that become one
//! together.

use super::{Refusal, budget::Budget, constants::Numbers, row::Row, setting::Setting};

/// What makes a value of others.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One of the network's inputs.
    Input,
    Dense(Dense),
    LayerNorm {
        weight: Vec<f64>,
        bias: Vec<f64>,
        epsilon: Setting,
    },
    Activation(Activation),
    /// A scale and an offset, which the dense layer before or after takes in where that loses nothing.
    Affine(Affine),
    /// (x − mean) / deviation
    Standardize {
        mean: Vec<f64>,
        deviation: Vec<f64>,
    },
    /// x·deviation + mean
    Unstandardize {
        mean: Vec<f64>,
        deviation: Vec<f64>,
    },
    /// x·weight + bias, of the channels at each place.
    ScaleAndShift {
        weight: Vec<f64>,
        bias: Vec<f64>,
    },
    /// A slope for each feature where it is negative.
    PRelu {
        weight: Vec<f64>,
    },
    Window(Window),
    GlobalPool {
        is_max: bool,
    },
    /// The numbers of all places as one vector, those of the first feature first, or those of the first place.
    Flatten {
        is_first: bool,
    },
    /// One vector as places, whose numbers it has feature after feature, or place after place.
    Unflatten {
        is_first: bool,
    },
    /// Zeros above, left, below, right.
    ZeroPad([usize; 4]),
    Recurrent(Recurrent),
    /// Two over the steps of a sequence, from the first and from the last, whose features stand side by side.
    Bidirectional(Box<[Recurrent; 2]>),
    /// The last step of a sequence.
    Last,
    Concat,
    Sum,
    Product,
    /// Some of the features, from one on.
    Slice {
        from: usize,
    },
    /// What no layer here is: an operator that can be a part of one.
    Part(Part),
}

/// A layer that sees some places of an image at once.
#[derive(Debug, Clone)]
pub struct Window {
    pub kind: WindowKind,
    /// How many channels there are before it.
    pub input: usize,
    /// Along rows and columns.
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    pub dilation: [usize; 2],
    /// Above, left, below, right.
    pub pad: [usize; 4],
}

#[derive(Debug, Clone)]
pub enum WindowKind {
    Conv {
        /// `[out, per, rows, columns]`
        weight: Vec<f64>,
        bias: Vec<f64>,
        /// How many channels an output sees.
        per: usize,
    },
    Max,
    Average {
        counts_padding: bool,
    },
}

/// A layer with memory. The gates are in PyTorch's order, a row for each unit of each gate.
#[derive(Debug, Clone)]
pub struct Recurrent {
    pub cell: Cell,
    pub input: usize,
    pub hidden: usize,
    pub weight_ih: Vec<f64>,
    pub weight_hh: Vec<f64>,
    pub bias_ih: Vec<f64>,
    /// Zeros where a cell has one bias: files of PyTorch's have two.
    pub bias_hh: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// i, f, g, o
    Lstm,
    /// r, z, n
    Gru {
        is_before: bool,
    },
    Rnn {
        is_relu: bool,
    },
}

impl Recurrent {
    /// How many numbers the network has of it.
    pub fn parameters(&self) -> usize {
        let biases = if matches!(self.cell, Cell::Gru { .. }) { 2 } else { 1 };
        self.weight_ih.len() + self.weight_hh.len() + biases * self.bias_ih.len()
    }
}

/// A layer without numbers to store, by its name and its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Activation {
    pub name: &'static str,
    pub settings: Vec<Setting>,
}

impl Activation {
    pub fn plain(name: &'static str) -> Self {
        Self { name, settings: vec![] }
    }

    /// One with a setting: a name alone, where it is the layer's own.
    pub fn set(name: &'static str, setting: Setting, own: &str) -> Self {
        Self { name, settings: if setting.is(own) { vec![] } else { vec![setting] } }
    }
}

/// Operators between numbers of the same feature, and over all features.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    Abs,
    Erf,
    Exp,
    Log,
    Sqrt,
    /// To a power.
    Power(f64),
    /// 1 where the number is greater than this one, else 0.
    Greater(f64),
    /// The second where the first is not 0, else the third.
    Where,
    /// The first divided by the second.
    Quotient,
    /// The mean of all features, one number.
    Mean,
    /// The sum of all features, one number.
    Total,
    /// The square root of the sum of squares of all features, one number.
    Norm,
    /// What a cell remembers behind a step: h, or c.
    State(usize),
    /// Some of the states that an input has along its first axis, from one number on.
    States(usize),
    /// At least this number.
    AtLeast(f64),
}

impl Part {
    /// What Rust calls the function, if it has it.
    pub fn function(self) -> Option<&'static str> {
        match self {
            Self::Abs => Some("f32::abs"),
            Self::Exp => Some("f32::exp"),
            Self::Log => Some("f32::ln"),
            Self::Sqrt => Some("f32::sqrt"),
            _ => None,
        }
    }
}

/// y = W·x + b, W row by row.
#[derive(Debug, Clone)]
pub struct Dense {
    pub input: usize,
    pub weight: Vec<f64>,
    pub bias: Vec<f64>,
}

/// x ↦ s∘x + t
#[derive(Debug, Clone)]
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
    pub fn then(&mut self, affine: &Affine, budget: &Budget, place: &str) -> Result<(), Refusal> {
        // A scale of 1 leaves the weights as they are.
        if affine.scale != Row::Same(1.0) {
            budget.steps(self.weight.len(), place)?;
            for (i, row) in self.weight.chunks_exact_mut(self.input).enumerate() {
                row.iter_mut().for_each(|weight| *weight *= affine.scale.get(i));
            }
        }
        budget.steps(self.bias.len(), place)?;
        for (i, bias) in self.bias.iter_mut().enumerate() {
            *bias = affine.scale.get(i) * *bias + affine.offset.get(i);
        }
        Ok(())
    }

    /// W·S and W·t + b
    pub fn after(&mut self, affine: &Affine, budget: &Budget, place: &str) -> Result<(), Refusal> {
        budget.steps(self.weight.len(), place)?;
        for (row, bias) in self.weight.chunks_exact_mut(self.input).zip(&mut self.bias) {
            for (i, weight) in row.iter_mut().enumerate() {
                *bias += *weight * affine.offset.get(i);
                *weight *= affine.scale.get(i);
            }
        }
        Ok(())
    }

    /// Some of the outputs.
    pub fn rows(
        &self,
        from: usize,
        count: usize,
        budget: &Budget,
        place: &str,
    ) -> Result<Self, Refusal> {
        budget.steps(count * self.input, place)?;
        let weight = self.weight[from * self.input..][..count * self.input].to_vec();
        Ok(Self { input: self.input, weight, bias: self.bias[from..][..count].to_vec() })
    }
}

impl Affine {
    /// One factor for all features.
    pub fn scale(factor: f64) -> Self {
        Self { scale: Row::Same(factor), offset: Row::Same(0.0) }
    }

    /// The factor and the offset, if they are the same for all features.
    pub fn same(&self) -> Option<[f64; 2]> {
        match (&self.scale, &self.offset) {
            (Row::Same(scale), Row::Same(offset)) => Some([*scale, *offset]),
            _ => None,
        }
    }

    /// This and then another: s₂∘(s₁∘x + t₁) + t₂
    pub fn then(&self, next: &Self, budget: &Budget, place: &str) -> Result<Self, Refusal> {
        let rows = [&self.scale, &self.offset, &next.scale, &next.offset];
        budget.steps(rows.map(|row| row.numbers().len()).into_iter().sum(), place)?;
        let offset = self.offset.with(&next.scale, |t, scale| scale * t);
        Ok(Self {
            offset: offset.with(&next.offset, |t, offset| t + offset),
            scale: self.scale.with(&next.scale, |s, scale| s * scale),
        })
    }

    /// The farthest from 0 that an offset is.
    pub fn farthest(&self) -> f64 {
        self.offset.numbers().iter().fold(0.0, |most: f64, offset| most.max(offset.abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_and_offsets_by_hand() {
        let row = |numbers: [f64; 2]| Row::Each(numbers.into());
        let affine = Affine { scale: row([2.0, 10.0]), offset: row([3.0, 4.0]) };
        let dense = Dense { input: 2, weight: vec![1.0, 2.0, 3.0, 4.0], bias: vec![5.0, 6.0] };
        let budget = Budget::new(0);
        let [mut then, mut after] = [dense.clone(), dense.clone()];
        then.then(&affine, &budget, "").unwrap();
        assert_eq!((then.weight, then.bias), (vec![2.0, 4.0, 30.0, 40.0], vec![13.0, 64.0]));
        after.after(&affine, &budget, "").unwrap();
        assert_eq!((after.weight, after.bias), (vec![2.0, 20.0, 6.0, 40.0], vec![16.0, 31.0]));
        // 2·(2x + 3) + 1 and 2·(10x + 4) + 1, and in the other order.
        let twice = Affine { scale: Row::Same(2.0), offset: Row::Same(1.0) };
        let both = affine.then(&twice, &budget, "").unwrap();
        assert_eq!((both.scale, both.offset), (row([4.0, 20.0]), row([7.0, 9.0])));
        let both = twice.then(&affine, &budget, "").unwrap();
        assert_eq!((both.scale, both.offset), (row([4.0, 20.0]), row([5.0, 14.0])));
        let second = dense.rows(1, 1, &budget, "").unwrap();
        assert_eq!((second.weight, second.bias), (vec![3.0, 4.0], vec![6.0]));
    }
}
