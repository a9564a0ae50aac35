//! `LSTM`, `GRU` and `RNN` by ONNX's equations and in ONNX's order of gates.

use super::{Call, Steps, Stop, tensor::Tensor};

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

impl Call<'_> {
    /// Y, Y_h and Y_c.
    pub fn recurrent(&self, steps: &mut Steps) -> Result<Vec<Tensor>, Stop> {
        let (x, r) = (self.input(0)?, self.input(2)?);
        let (&[length, batch, _], &[directions, _, hidden]) = (&x.dims[..], &r.dims[..]) else {
            return self.unknown("sequences and weights");
        };
        let mut y = vec![0.0; 0];
        let (mut all_h, mut all_c) = (Vec::new(), Vec::new());
        for direction in 0..directions {
            let [own, h, c] = self.direction(direction, steps)?;
            y.resize(length * directions * batch * hidden, 0.0);
            for (t, row) in own.chunks((batch * hidden).max(1)).enumerate() {
                let at = (t * directions + direction) * batch * hidden;
                y[at..at + row.len()].copy_from_slice(row);
            }
            all_h.extend(h);
            all_c.extend(c);
        }
        let state = |data: Vec<f64>| Tensor::new(vec![directions, batch, hidden], data);
        let y = Tensor::new(vec![length, directions, batch, hidden], y);
        Ok(vec![y, state(all_h), state(all_c)])
    }

    /// The same of one direction, the second of which goes from the last step to the first.
    fn direction(&self, direction: usize, steps: &mut Steps) -> Result<[Vec<f64>; 3], Stop> {
        let (x, w, r) = (self.input(0)?, self.input(1)?, self.input(2)?);
        let (&[length, batch, n], &[directions, rows, hidden]) = (&x.dims[..], &r.dims[..]) else {
            return self.unknown("sequences and weights");
        };
        if w.data.len() != directions * rows * n {
            return self.unknown("sizes");
        }
        steps.take(length.saturating_mul(batch).saturating_mul(rows).saturating_mul(n + hidden))?;
        steps.room(length.saturating_mul(batch).saturating_mul(hidden * directions))?;
        let part = |numbers: &[f64], len: usize| numbers[direction * len..][..len].to_vec();
        let (w, r) = (part(&w.data, rows * n), part(&r.data, rows * hidden));
        let optional = |i: usize, len: usize| match self.of.get(i).copied().flatten() {
            Some(tensor) if tensor.data.len() == len * directions => Ok(part(&tensor.data, len)),
            Some(_) => self.unknown(&format!("the size of input {i}")),
            None => Ok(vec![0.0; len]),
        };
        let bias = optional(3, 2 * rows)?;
        let (mut h, mut c) = (optional(5, batch * hidden)?, vec![0.0; batch * hidden]);
        if self.node.op_type == "LSTM" {
            c = optional(6, batch * hidden)?;
        }
        let is_relu = self.texts("activations").first().is_some_and(|name| name == "Relu");
        let resets_after = self.int("linear_before_reset", 0) != 0;
        let mut y = vec![0.0; length * batch * hidden];
        for i in 0..length {
            let t = if direction == 0 { i } else { length - 1 - i };
            for sample in 0..batch {
                let x = &x.data[(t * batch + sample) * n..][..n];
                let before = h[sample * hidden..][..hidden].to_vec();
                let wx = |row: usize| -> f64 {
                    (0..n).map(|i| w[row * n + i] * x[i]).sum::<f64>() + bias[row]
                };
                let rh = |row: usize, h: &[f64]| -> f64 {
                    let products = (0..hidden).map(|i| r[row * hidden + i] * h[i]);
                    products.sum::<f64>() + bias[rows + row]
                };
                let gate =
                    |i: usize, j: usize| sigmoid(wx(i * hidden + j) + rh(i * hidden + j, &before));
                for j in 0..hidden {
                    let at = sample * hidden + j;
                    match &*self.node.op_type {
                        "LSTM" => {
                            // i, o, f, c
                            let row = 3 * hidden + j;
                            let candidate = (wx(row) + rh(row, &before)).tanh();
                            c[at] = gate(2, j) * c[at] + gate(0, j) * candidate;
                            h[at] = gate(1, j) * c[at].tanh();
                        }
                        "GRU" => {
                            // z, r, h
                            let row = 2 * hidden + j;
                            let inner = if resets_after {
                                gate(1, j) * rh(row, &before)
                            } else {
                                let reset: Vec<f64> =
                                    (0..hidden).map(|k| gate(1, k) * before[k]).collect();
                                rh(row, &reset)
                            };
                            let candidate = (wx(row) + inner).tanh();
                            let z = gate(0, j);
                            h[at] = (1.0 - z) * candidate + z * before[j];
                        }
                        _ => {
                            let sum = wx(j) + rh(j, &before);
                            h[at] = if is_relu { sum.max(0.0) } else { sum.tanh() };
                        }
                    }
                }
            }
            y[t * batch * hidden..][..batch * hidden].copy_from_slice(&h);
        }
        Ok([y, h, c])
    }
}
