//! Operators of `ai.onnx.ml`, by their definitions.

use super::{Call, Steps, Stop, tensor::Tensor};

impl Call<'_> {
    pub fn classical(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let n = x.dims.last().copied().unwrap_or(1).max(1);
        if self.node.op_type == "Scaler" {
            let (offset, scale) = (self.floats("offset"), self.floats("scale"));
            let at = |row: &[f64], i: usize, none: f64| match row.len() {
                0 => none,
                1 => row[0],
                _ => row[i % n],
            };
            let y = x.data.iter().enumerate();
            let y = y.map(|(i, x)| (x - at(&offset, i, 0.0)) * at(&scale, i, 1.0));
            return Ok(Tensor::new(x.dims.clone(), y.collect()));
        }
        if self.node.op_type == "Normalizer" {
            let length = |x: &[f64]| match &*self.text("norm") {
                "L1" => x.iter().map(|x| x.abs()).sum::<f64>(),
                "L2" => x.iter().map(|x| x * x).sum::<f64>().sqrt(),
                _ => x.iter().fold(0.0, |most: f64, x| most.max(x.abs())),
            };
            let row = |x: &[f64]| -> Vec<f64> {
                let length = length(x);
                x.iter().map(|x| if length == 0.0 { *x } else { x / length }).collect()
            };
            return Ok(Tensor::new(x.dims.clone(), x.data.chunks(n).flat_map(row).collect()));
        }
        let (weight, bias) = (self.floats("coefficients"), self.floats("intercepts"));
        let outputs = weight.len() / n;
        steps.room((x.data.len() / n).saturating_mul(outputs))?;
        steps.take(x.data.len().saturating_mul(outputs))?;
        let mut y = Vec::new();
        for x in x.data.chunks(n) {
            let mut scores: Vec<f64> = (0..outputs)
                .map(|k| {
                    let products = x.iter().zip(&weight[k * n..]).map(|(x, w)| x * w);
                    products.sum::<f64>() + bias.get(k).copied().unwrap_or(0.0)
                })
                .collect();
            match &*self.text("post_transform") {
                "SOFTMAX" => {
                    let sum: f64 = scores.iter().map(|score| score.exp()).sum();
                    scores.iter_mut().for_each(|score| *score = score.exp() / sum);
                }
                "LOGISTIC" => {
                    scores.iter_mut().for_each(|score| *score = 1.0 / (1.0 + (-*score).exp()));
                }
                _ => {}
            }
            y.extend(scores);
        }
        let mut dims = x.dims.clone();
        dims.pop();
        dims.push(outputs);
        Ok(Tensor::new(dims, y))
    }
}
