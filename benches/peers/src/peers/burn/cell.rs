//! Its cells, on sequences of one step.

use super::{Input, Network, linear};
use crate::workload::{Cell, Kind, Workload, transposed};
use burn::{
    nn::{GateController, Gru, GruConfig, Lstm, LstmConfig, LstmState},
    prelude::*,
};

/// A cell, and what it remembers.
#[allow(clippy::large_enum_variant, reason = "there is one of them in a contender")]
enum Memory {
    Lstm(Lstm, Option<LstmState<2>>),
    Gru(Gru, Option<Tensor<2>>),
}

pub struct Stream {
    memory: Memory,
    dense: Network,
}

impl Stream {
    pub fn new(workload: &Workload, cell: &Cell, device: &Device) -> Self {
        let hidden = cell.hidden;
        let gate = |g: usize| {
            let part = |weight: &[f32], bias: &[f32]| {
                let inputs = weight.len() / bias.len();
                let weight = &weight[g * hidden * inputs..][..hidden * inputs];
                let bias = bias[g * hidden..][..hidden].to_vec();
                linear(transposed(weight, hidden), bias, device)
            };
            GateController {
                input_transform: part(&cell.weight_ih, &cell.bias_ih),
                hidden_transform: part(&cell.weight_hh, &cell.bias_hh),
            }
        };
        let memory = match cell.kind {
            Kind::Lstm => {
                let mut lstm = LstmConfig::new(1, hidden, true).init(device);
                lstm.input_gate = gate(0);
                lstm.forget_gate = Some(gate(1));
                lstm.cell_gate = gate(2);
                lstm.output_gate = gate(3);
                Memory::Lstm(lstm, None)
            }
            Kind::Gru => {
                let mut gru = GruConfig::new(1, hidden, true).init(device);
                gru.reset_gate = gate(0);
                gru.update_gate = gate(1);
                gru.new_gate = gate(2);
                Memory::Gru(gru, None)
            }
        };
        Self { memory, dense: Network::new(workload, device) }
    }

    pub fn step(&mut self, x: Tensor<3>) -> Tensor<2> {
        let h = match &mut self.memory {
            Memory::Lstm(lstm, state) => {
                let (_, next) = lstm.forward(x, state.take());
                state.insert(next).hidden.clone()
            }
            Memory::Gru(gru, h) => {
                // The sequence of one is the next state.
                let sequence = gru.forward(x, h.take());
                h.insert(sequence.squeeze_dim(1)).clone()
            }
        };
        self.dense.forward(Input::Rows(h))
    }
}
