//! Its cells, a step at a time.

use crate::workload::{Cell, Kind};
use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{
    VarBuilder,
    rnn::{GRU, GRUConfig, GRUState, LSTM, LSTMConfig, LSTMState, RNN},
};
use std::collections::HashMap;

/// A cell, and what it remembers.
pub enum Memory {
    Lstm(LSTM, LSTMState),
    Gru(GRU, GRUState),
}

impl Memory {
    pub fn new(cell: &Cell) -> Result<Self> {
        let (rows, hidden) = (cell.rows(), cell.hidden);
        let tensor =
            |numbers: &[f32], shape: &[usize]| Tensor::from_slice(numbers, shape, &Device::Cpu);
        let tensors = HashMap::from([
            ("weight_ih_l0".to_owned(), tensor(&cell.weight_ih, &[rows, 1])?),
            ("weight_hh_l0".to_owned(), tensor(&cell.weight_hh, &[rows, hidden])?),
            ("bias_ih_l0".to_owned(), tensor(&cell.bias_ih, &[rows])?),
            ("bias_hh_l0".to_owned(), tensor(&cell.bias_hh, &[rows])?),
        ]);
        let tensors = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        Ok(match cell.kind {
            Kind::Lstm => {
                let lstm = LSTM::new(1, hidden, LSTMConfig::default(), tensors)?;
                let rest = lstm.zero_state(1)?;
                Self::Lstm(lstm, rest)
            }
            Kind::Gru => {
                let gru = GRU::new(1, hidden, GRUConfig::default(), tensors)?;
                let rest = gru.zero_state(1)?;
                Self::Gru(gru, rest)
            }
        })
    }

    /// The next h.
    pub fn step(&mut self, x: &Tensor) -> Result<&Tensor> {
        match self {
            Self::Lstm(lstm, state) => {
                *state = lstm.step(x, state)?;
                Ok(state.h())
            }
            Self::Gru(gru, state) => {
                *state = gru.step(x, state)?;
                Ok(state.h())
            }
        }
    }
}
