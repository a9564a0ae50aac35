//! A layer with memory, which takes one number a step.

use super::{Numbers, transposed};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// With gates i, f, g and o.
    Lstm,
    /// With gates r, z and n, of which r stands behind the product with h.
    Gru,
}

/// A layer of `hidden` units. Weights and biases are gate by gate, in the order of their kind.
pub struct Cell {
    pub kind: Kind,
    pub hidden: usize,
    /// A number for each row.
    pub weight_ih: Vec<f32>,
    /// Rows of `hidden` numbers.
    pub weight_hh: Vec<f32>,
    pub bias_ih: Vec<f32>,
    pub bias_hh: Vec<f32>,
}

impl Cell {
    pub fn new(kind: Kind, hidden: usize, numbers: &mut Numbers) -> Self {
        let rows = match kind {
            Kind::Lstm => 4 * hidden,
            Kind::Gru => 3 * hidden,
        };
        let bound = 1.0 / (hidden as f64).sqrt();
        Self {
            kind,
            hidden,
            weight_ih: numbers.draw(rows, bound),
            weight_hh: numbers.draw(rows * hidden, bound),
            bias_ih: numbers.draw(rows, bound),
            bias_hh: numbers.draw(rows, bound),
        }
    }

    /// The rows of all gates.
    pub fn rows(&self) -> usize {
        self.bias_ih.len()
    }

    /// What constnet and C have: matrices column by column, and of an LSTM the sum of both biases.
    pub fn parameters(&self) -> Vec<f32> {
        let mut all = self.weight_ih.clone();
        all.extend(transposed(&self.weight_hh, self.rows()));
        match self.kind {
            Kind::Lstm => all.extend(self.bias_ih.iter().zip(&self.bias_hh).map(|(a, b)| a + b)),
            Kind::Gru => all.extend(self.bias_ih.iter().chain(&self.bias_hh)),
        }
        all
    }
}
