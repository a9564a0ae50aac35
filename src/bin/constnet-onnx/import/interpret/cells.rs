//! Layers with memory, one step after another.

use super::{Round, dot};
use crate::import::{
    layer::{Cell, Recurrent},
    scalar::sigmoid,
};

impl Recurrent {
    /// What all steps of a sequence give. The state, h and then c, is that before the first step, at rest if it is
    /// empty, and that behind the last one.
    pub fn outputs(
        &self,
        x: &[f64],
        state: &mut Vec<f64>,
        stored: Round,
        round: Round,
    ) -> Vec<f64> {
        let hidden = self.hidden;
        state.resize(2 * hidden, 0.0);
        let mut all = Vec::new();
        for x in x.chunks(self.input.max(1)) {
            let (h, c) = state.split_at(hidden);
            let row = |matrix: &[f64], gate: usize, unit: usize, x: &[f64], bias: f64| {
                let row = (gate * hidden + unit) * x.len();
                dot(&matrix[row..][..x.len()], x, bias, stored, round)
            };
            let of_x = |gate: usize, unit: usize| {
                let bias = stored(self.bias_ih[gate * hidden + unit]);
                row(&self.weight_ih, gate, unit, x, bias)
            };
            let second = |gate: usize, unit: usize| stored(self.bias_hh[gate * hidden + unit]);
            let of_h =
                |gate: usize, unit: usize| row(&self.weight_hh, gate, unit, h, second(gate, unit));
            let gate = |gate: usize, unit: usize| sigmoid(of_x(gate, unit) + of_h(gate, unit));
            let next: Vec<[f64; 2]> = (0..hidden)
                .map(|j| match self.cell {
                    Cell::Lstm => {
                        let candidate = (of_x(2, j) + of_h(2, j)).tanh();
                        let c = round(gate(1, j) * c[j] + gate(0, j) * candidate);
                        [round(gate(3, j) * c.tanh()), c]
                    }
                    Cell::Gru { is_before } => {
                        let inner = if is_before {
                            let reset: Vec<f64> = (0..hidden).map(|k| gate(0, k) * h[k]).collect();
                            row(&self.weight_hh, 2, j, &reset, second(2, j))
                        } else {
                            gate(0, j) * of_h(2, j)
                        };
                        let candidate = (of_x(2, j) + inner).tanh();
                        [round(candidate + gate(1, j) * (h[j] - candidate)), 0.0]
                    }
                    Cell::Rnn { is_relu } => {
                        let sum = of_x(0, j) + of_h(0, j);
                        [round(if is_relu { sum.max(0.0) } else { sum.tanh() }), 0.0]
                    }
                })
                .collect();
            *state = next.iter().map(|[h, _]| *h).chain(next.iter().map(|[_, c]| *c)).collect();
            all.extend_from_slice(&state[..hidden]);
        }
        all
    }
}
