//! What is computed of all numbers along an axis: norms, softmax, means.

use super::{Call, Stop, tensor::Tensor};

impl Call<'_> {
    pub fn batch_normalization(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let epsilon = self.float("epsilon", 1e-5);
        let row = |i| -> Result<&[f64], Stop> { Ok(&self.input(i)?.data) };
        let (gamma, beta, mean, variance) = (row(1)?, row(2)?, row(3)?, row(4)?);
        if x.dims.len() < 2 {
            return self.unknown("no channels");
        }
        let [_, channels, behind] = x.around(1);
        let y = x.data.iter().enumerate().map(|(i, &x)| {
            let of = |row: &[f64]| row[if row.len() == 1 { 0 } else { i / behind % channels }];
            (x - of(mean)) / (of(variance) + epsilon).sqrt() * of(gamma) + of(beta)
        });
        Ok(Tensor::new(x.dims.clone(), y.collect()))
    }

    pub fn layer_normalization(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let axis = self.axis(self.int("axis", -1), x.dims.len())?;
        let n: usize = x.dims[axis..].iter().product();
        let (weight, epsilon) = (self.input(1)?, self.float("epsilon", 1e-5));
        let bias = self.of.get(2).copied().flatten();
        let at = |row: &Tensor, i: usize| row.data[if row.data.len() == 1 { 0 } else { i }];
        let mut y = Vec::new();
        for x in x.data.chunks(n.max(1)) {
            let mean = x.iter().sum::<f64>() / n as f64;
            let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64;
            for (i, x) in x.iter().enumerate() {
                let bias = bias.map_or(0.0, |bias| at(bias, i));
                y.push((x - mean) / (variance + epsilon).sqrt() * at(weight, i) + bias);
            }
        }
        Ok(Tensor::new(x.dims.clone(), y))
    }

    pub fn normalize(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let [before, along, behind] = x.around(self.axis(self.int("axis", -1), x.dims.len())?);
        let mut y = x.data.clone();
        for (i, k) in (0..before).flat_map(|i| (0..behind).map(move |k| (i, k))) {
            let at = |j: usize| (i * along + j) * behind + k;
            let length = (0..along).map(|j| x.data[at(j)].powi(2)).sum::<f64>().sqrt();
            (0..along)
                .for_each(|j| y[at(j)] = if length == 0.0 { 0.0 } else { x.data[at(j)] / length });
        }
        Ok(Tensor::new(x.dims.clone(), y))
    }

    pub fn softmax(&self, logarithm: bool) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let rank = x.dims.len();
        // Before operator set 13 all axes from one on are one.
        let [before, along, behind] = match self.opset {
            ..13 => {
                let axis = self.axis(self.int("axis", 1), rank)?;
                let along: usize = x.dims[axis..].iter().product();
                [x.dims[..axis].iter().product(), along, 1]
            }
            _ => x.around(self.axis(self.int("axis", -1), rank)?),
        };
        let mut y = x.data.clone();
        for (i, k) in (0..before).flat_map(|i| (0..behind).map(move |k| (i, k))) {
            let at = |j: usize| (i * along + j) * behind + k;
            let most = (0..along).map(|j| x.data[at(j)]).fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = (0..along).map(|j| (x.data[at(j)] - most).exp()).sum();
            for j in 0..along {
                let z = x.data[at(j)] - most;
                y[at(j)] = if logarithm { z - sum.ln() } else { z.exp() / sum };
            }
        }
        Ok(Tensor::new(x.dims.clone(), y))
    }

    pub fn reduce(&self, function: impl Fn(&[f64]) -> f64) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let rank = x.dims.len();
        let axes = match self.of.get(1).copied().flatten() {
            Some(axes) => axes.integers(),
            None => self.ints("axes").unwrap_or_else(|| (0..rank as i64).collect()),
        };
        let axes: Result<Vec<usize>, Stop> =
            axes.iter().map(|&axis| self.axis(axis, rank)).collect();
        let axes = axes?;
        let kept: Vec<usize> =
            (0..rank).map(|i| if axes.contains(&i) { 1 } else { x.dims[i] }).collect();
        let (strides, own) = (Tensor::strides(&kept), Tensor::strides(&x.dims));
        let mut groups = vec![Vec::new(); kept.iter().product()];
        for (i, &number) in x.data.iter().enumerate() {
            let place = |axis: usize| i / own[axis] % x.dims[axis] % kept[axis] * strides[axis];
            groups[(0..rank).map(place).sum::<usize>()].push(number);
        }
        let data = groups.iter().map(|group| function(group)).collect();
        let dims = match self.int("keepdims", 1) {
            0 => (0..rank).filter(|i| !axes.contains(i)).map(|i| x.dims[i]).collect(),
            _ => kept,
        };
        Ok(Tensor::new(dims, data))
    }
}
