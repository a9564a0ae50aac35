//! Operators of ONNX, by their definitions.

use super::{Call, Steps, Stop, tensor::Tensor};

/// α and γ of `Selu`.
const SELU: [f64; 2] = [1.673_263_2, 1.050_701];

impl Call<'_> {
    /// What the node gives.
    pub fn run(&self, steps: &mut Steps) -> Result<Vec<Tensor>, Stop> {
        let size: usize = self.of.iter().flatten().map(|tensor| tensor.data.len()).sum();
        let is_slow = ["Erf", "Gelu"].contains(&&*self.node.op_type);
        steps.take(size.saturating_mul(if is_slow { ERF as usize } else { 1 }))?;
        steps.room(size)?;
        let one = |tensor: Tensor| Ok(vec![tensor]);
        match &*self.node.op_type {
            "Constant" => one(self.constant()?),
            "Identity" | "Cast" | "Dropout" | "ZipMap" => one(self.input(0)?.clone()),
            "Add" => one(self.both(steps, |a, b| a + b)?),
            "Sub" => one(self.both(steps, |a, b| a - b)?),
            "Mul" => one(self.both(steps, |a, b| a * b)?),
            "Div" => one(self.both(steps, |a, b| a / b)?),
            "Pow" => one(self.both(steps, f64::powf)?),
            "Max" => one(self.both(steps, f64::max)?),
            "Min" => one(self.both(steps, f64::min)?),
            "Sum" => one(self.both(steps, |a, b| a + b)?),
            "Greater" => one(self.both(steps, |a, b| f64::from(a > b))?),
            "Less" => one(self.both(steps, |a, b| f64::from(a < b))?),
            "Where" => one(self.choose(steps)?),
            "Gemm" => one(self.gemm(steps)?),
            "MatMul" => one(self.mat_mul(steps)?),
            "BatchNormalization" => one(self.batch_normalization()?),
            "LayerNormalization" => one(self.layer_normalization()?),
            "Softmax" => one(self.softmax(false)?),
            "LogSoftmax" => one(self.softmax(true)?),
            "ReduceMax" => {
                one(self.reduce(|x| x.iter().copied().fold(f64::NEG_INFINITY, f64::max))?)
            }
            "ReduceMean" => one(self.reduce(|x| x.iter().sum::<f64>() / x.len() as f64)?),
            "ReduceSum" => one(self.reduce(|x| x.iter().sum())?),
            "ReduceL2" => one(self.reduce(|x| x.iter().map(|x| x * x).sum::<f64>().sqrt())?),
            "PRelu" => one(self.both(steps, |x, slope| if x < 0.0 { slope * x } else { x })?),
            "Clip" => {
                let limit = |i: usize, name, none| match self.of.get(i).copied().flatten() {
                    Some(limit) => limit.data.first().copied().unwrap_or(none),
                    None => self.float(name, none),
                };
                let low = limit(1, "min", f64::NEG_INFINITY);
                let high = limit(2, "max", f64::INFINITY);
                one(self.map(|x| x.max(low).min(high))?)
            }
            "Shape" => {
                let dims: Vec<f64> = self.input(0)?.dims.iter().map(|&dim| dim as f64).collect();
                let rank = dims.len() as i64;
                let at =
                    |at: i64| (if at < 0 { at.saturating_add(rank) } else { at }).clamp(0, rank);
                let (start, end) = (at(self.int("start", 0)), at(self.int("end", rank)));
                let some = dims.get(start as usize..end as usize).unwrap_or_default().to_vec();
                one(Tensor::new(vec![some.len()], some))
            }
            "ConstantOfShape" => {
                let dims: Vec<usize> =
                    self.input(0)?.integers().iter().map(|&dim| dim.max(0) as usize).collect();
                let value = match self.attribute("value").and_then(|value| value.t.as_ref()) {
                    Some(value) => Tensor::read(value).map_err(Stop::Unknown)?.data[0],
                    None => 0.0,
                };
                let count = Tensor::count(&dims).unwrap_or(usize::MAX);
                steps.take(count)?;
                steps.room(count)?;
                one(Tensor::new(dims, vec![value; count]))
            }
            "Flatten" => {
                let x = self.input(0)?;
                let axis = self.axis(self.int("axis", 1), x.dims.len() + 1)?;
                let before: usize = x.dims[..axis].iter().product();
                let behind: usize = x.dims[axis..].iter().product();
                one(Tensor::new(vec![before, behind], x.data.clone()))
            }
            "Reshape" => one(self.reshape()?),
            "Squeeze" | "Unsqueeze" => one(self.squeeze()?),
            "Transpose" => one(self.transpose()?),
            "Expand" => {
                let target: Vec<usize> =
                    self.input(1)?.integers().iter().map(|&dim| dim.max(0) as usize).collect();
                let count = Tensor::count(&target).unwrap_or(usize::MAX);
                steps.room(count)?;
                let ones = Tensor::new(target, vec![1.0; count]);
                one(broadcast(self.input(0)?, &ones, steps, |a, _| a)?)
            }
            "Concat" => one(self.concat()?),
            "Split" => self.split(),
            "Slice" => one(self.slice()?),
            "Gather" => one(self.gather()?),
            "Conv" => one(self.conv(steps)?),
            "Pad" => one(self.pad(steps)?),
            "MaxPool" | "AveragePool" => one(self.pool(steps)?),
            "GlobalMaxPool" | "GlobalAveragePool" => one(self.global_pool()?),
            "LSTM" | "GRU" | "RNN" => self.recurrent(steps),
            "LpNormalization" => one(self.normalize()?),
            "Scaler" | "LinearRegressor" => one(self.classical(steps)?),
            "LinearClassifier" => Ok(vec![Tensor::scalar(0.0), self.classical(steps)?]),
            _ => one(self.of_numbers()?),
        }
    }

    /// Operators of each number alone.
    fn of_numbers(&self) -> Result<Tensor, Stop> {
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        let softplus = |x: f64| if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() };
        let alpha = |default| self.float("alpha", default);
        match &*self.node.op_type {
            "Relu" => self.map(|x| x.max(0.0)),
            "Sigmoid" => self.map(sigmoid),
            "Tanh" => self.map(f64::tanh),
            "Softplus" => self.map(softplus),
            "Softsign" => self.map(|x| x / (1.0 + x.abs())),
            "Mish" => self.map(|x| x * softplus(x).tanh()),
            "HardSwish" => self.map(|x| x * (x / 6.0 + 0.5).clamp(0.0, 1.0)),
            "Abs" => self.map(f64::abs),
            "Neg" => self.map(|x| -x),
            "Exp" => self.map(f64::exp),
            "Log" => self.map(f64::ln),
            "Sqrt" => self.map(f64::sqrt),
            "Reciprocal" => self.map(f64::recip),
            "Erf" => self.map(erf),
            "LeakyRelu" => {
                let slope = alpha(0.01);
                self.map(|x| if x < 0.0 { slope * x } else { x })
            }
            "Elu" => {
                let rate = alpha(1.0);
                self.map(|x| if x < 0.0 { rate * x.exp_m1() } else { x })
            }
            "Celu" => {
                let rate = alpha(1.0);
                self.map(|x| x.max(0.0) + (rate * (x / rate).exp_m1()).min(0.0))
            }
            "Selu" => {
                let (rate, scale) = (alpha(SELU[0]), self.float("gamma", SELU[1]));
                self.map(|x| scale * if x > 0.0 { x } else { rate * x.exp_m1() })
            }
            "HardSigmoid" => {
                let (slope, middle) = (alpha(0.2), self.float("beta", 0.5));
                self.map(|x| (slope * x + middle).clamp(0.0, 1.0))
            }
            "Swish" => {
                let rate = alpha(1.0);
                self.map(|x| x * sigmoid(rate * x))
            }
            "Gelu" if self.text("approximate") == "tanh" => self.map(|x| {
                let inner = (2.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x * x * x);
                0.5 * x * (1.0 + inner.tanh())
            }),
            "Gelu" => self.map(|x| 0.5 * x * (1.0 + erf(x / 2f64.sqrt()))),
            _ => self.unknown("an operator that is not evaluated"),
        }
    }

    fn map(&self, function: impl Fn(f64) -> f64) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        Ok(Tensor::new(x.dims.clone(), x.data.iter().map(|&x| function(x)).collect()))
    }

    /// All inputs, one after the other, spread over each other.
    fn both(&self, steps: &mut Steps, function: fn(f64, f64) -> f64) -> Result<Tensor, Stop> {
        let mut result = self.input(0)?.clone();
        for i in 1..self.of.len() {
            let mut other = self.input(i)?.clone();
            // Slopes of channels.
            if self.node.op_type == "PRelu" && other.dims.len() == 1 && other.dims[0] > 1 {
                let behind = result.dims.len().saturating_sub(2);
                other.dims.extend(vec![1; behind]);
            }
            result = broadcast(&result, &other, steps, function)?;
        }
        Ok(result)
    }

    fn choose(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let (which, a, b) = (self.input(0)?, self.input(1)?, self.input(2)?);
        // Where the condition is 1, the first; NaN marks the rest, which no value of a network is.
        let first = broadcast(which, a, steps, |which, a| if which == 0.0 { f64::NAN } else { a })?;
        broadcast(&first, b, steps, |first, b| if first.is_nan() { b } else { first })
    }

    fn constant(&self) -> Result<Tensor, Stop> {
        let Some(value) = self.node.attribute.first() else { return self.unknown("no value") };
        let list = |numbers: Vec<f64>| Tensor::new(vec![numbers.len()], numbers);
        match (&*value.name, &value.t) {
            ("value", Some(tensor)) => Tensor::read(tensor).map_err(Stop::Unknown),
            ("value_float", _) => Ok(Tensor::scalar(value.f.into())),
            ("value_int", _) => Ok(Tensor::scalar(value.i as f64)),
            ("value_floats", _) => Ok(list(value.floats.iter().map(|&x| x.into()).collect())),
            ("value_ints", _) => Ok(list(value.ints.iter().map(|&x| x as f64).collect())),
            _ => self.unknown("a constant"),
        }
    }

    fn gemm(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let (a, b) = (self.input(0)?, self.input(1)?);
        let ([m, k], [inner, n]) = match (&a.dims[..], &b.dims[..]) {
            (&[m, k], &[n, inner]) if self.int("transB", 0) != 0 => ([m, k], [inner, n]),
            (&[m, k], &[inner, n]) => ([m, k], [inner, n]),
            _ => return self.unknown("matrices"),
        };
        if k != inner || self.int("transA", 0) != 0 {
            return self.unknown("sizes");
        }
        steps.take(m.saturating_mul(n).saturating_mul(k))?;
        steps.room(m.saturating_mul(n))?;
        let is_transposed = self.int("transB", 0) != 0;
        let weight = |l: usize, j: usize| b.data[if is_transposed { j * k + l } else { l * n + j }];
        let (alpha, beta) = (self.float("alpha", 1.0), self.float("beta", 1.0));
        let mut y = Vec::with_capacity(m * n);
        for i in 0..m {
            for j in 0..n {
                let sum: f64 = (0..k).map(|l| a.data[i * k + l] * weight(l, j)).sum();
                y.push(alpha * sum);
            }
        }
        let y = Tensor::new(vec![m, n], y);
        match self.of.get(2).copied().flatten() {
            None => Ok(y),
            Some(c) => {
                let c = Tensor::new(c.dims.clone(), c.data.iter().map(|c| beta * c).collect());
                broadcast(&y, &c, steps, |y, c| y + c)
            }
        }
    }

    fn mat_mul(&self, steps: &mut Steps) -> Result<Tensor, Stop> {
        let (a, b) = (self.input(0)?, self.input(1)?);
        let as_matrix = |dims: &[usize]| match *dims {
            [.., rows, columns] => {
                Some((dims[..dims.len() - 2].iter().product::<usize>(), rows, columns))
            }
            _ => None,
        };
        let (mut of_a, mut of_b) = (a.dims.clone(), b.dims.clone());
        if of_a.len() == 1 {
            of_a.insert(0, 1);
        }
        if of_b.len() == 1 {
            of_b.push(1);
        }
        let (Some((batch, m, k)), Some((copies, inner, n))) = (as_matrix(&of_a), as_matrix(&of_b))
        else {
            return self.unknown("matrices");
        };
        if k != inner || ![1, batch].contains(&copies) {
            return self.unknown("sizes");
        }
        steps.take(batch.saturating_mul(m).saturating_mul(n).saturating_mul(k))?;
        steps.room(batch.saturating_mul(m).saturating_mul(n))?;
        let mut y = Vec::new();
        for sample in 0..batch {
            let offset = if copies == 1 { 0 } else { sample * k * n };
            for i in 0..m {
                for j in 0..n {
                    let at =
                        |l: usize| a.data[(sample * m + i) * k + l] * b.data[offset + l * n + j];
                    y.push((0..k).map(at).sum());
                }
            }
        }
        let mut dims = of_a[..of_a.len() - 2].to_vec();
        dims.extend((a.dims.len() > 1).then_some(m));
        dims.extend((b.dims.len() > 1).then_some(n));
        Ok(Tensor::new(dims, y))
    }

    fn batch_normalization(&self) -> Result<Tensor, Stop> {
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

    fn layer_normalization(&self) -> Result<Tensor, Stop> {
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

    fn normalize(&self) -> Result<Tensor, Stop> {
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

    fn softmax(&self, logarithm: bool) -> Result<Tensor, Stop> {
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

    fn reduce(&self, function: impl Fn(&[f64]) -> f64) -> Result<Tensor, Stop> {
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

    fn reshape(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let target = self.input(1)?.integers();
        let copies = self.int("allowzero", 0) == 0;
        let mut dims = Vec::new();
        for (i, &size) in target.iter().enumerate() {
            dims.push(match size {
                0 if copies => x.dims.get(i).copied().unwrap_or(0),
                size => usize::try_from(size).unwrap_or(usize::MAX),
            });
        }
        let known = dims.iter().filter(|&&dim| dim != usize::MAX).product::<usize>().max(1);
        let rest = x.data.len() / known;
        dims.iter_mut().filter(|dim| **dim == usize::MAX).for_each(|dim| *dim = rest);
        self.as_shape(x, dims)
    }

    fn as_shape(&self, x: &Tensor, dims: Vec<usize>) -> Result<Tensor, Stop> {
        if Tensor::count(&dims) != Some(x.data.len()) {
            return self.unknown(&format!("the shape {dims:?} for {:?}", x.dims));
        }
        Ok(Tensor::new(dims, x.data.clone()))
    }

    fn squeeze(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let axes = match self.of.get(1).copied().flatten() {
            Some(axes) => Some(axes.integers()),
            None => self.ints("axes"),
        };
        let is_out = self.node.op_type == "Squeeze";
        let rank = x.dims.len() + if is_out { 0 } else { axes.as_ref().map_or(0, Vec::len) };
        let named: Result<Vec<usize>, Stop> =
            axes.iter().flatten().map(|&axis| self.axis(axis, rank)).collect();
        let named = named?;
        let mut dims = Vec::new();
        let mut own = x.dims.iter().copied();
        for i in 0..rank {
            match (is_out, named.contains(&i)) {
                (false, true) => dims.push(1),
                (true, true) => drop(own.next()),
                (true, false) if axes.is_none() => dims.extend(own.next().filter(|&dim| dim != 1)),
                _ => dims.extend(own.next()),
            }
        }
        self.as_shape(x, dims)
    }

    fn transpose(&self) -> Result<Tensor, Stop> {
        let x = self.input(0)?;
        let rank = x.dims.len();
        let order = self.ints("perm").unwrap_or_else(|| (0..rank as i64).rev().collect());
        let order: Result<Vec<usize>, Stop> =
            order.iter().map(|&axis| self.axis(axis, rank)).collect();
        let order = order?;
        if order.len() != rank {
            return self.unknown("an order of other axes");
        }
        let dims: Vec<usize> = order.iter().map(|&axis| x.dims[axis]).collect();
        let (strides, own) = (Tensor::strides(&dims), Tensor::strides(&x.dims));
        let from = |i: usize| {
            let place = |to: usize| i / strides[to] % dims[to] * own[order[to]];
            x.data[(0..rank).map(place).sum::<usize>()]
        };
        let data = (0..x.data.len()).map(from).collect();
        Ok(Tensor::new(dims, data))
    }

    fn concat(&self) -> Result<Tensor, Stop> {
        let first = self.input(0)?;
        let axis = self.axis(self.int("axis", 1), first.dims.len())?;
        let [before, ..] = first.around(axis);
        let (mut dims, mut data) = (first.dims.clone(), Vec::new());
        dims[axis] = 0;
        for i in 0..before {
            for j in 0..self.of.len() {
                let part = self.input(j)?;
                if part.dims.len() != dims.len() {
                    return self.unknown("parts of other shapes");
                }
                let [_, along, behind] = part.around(axis);
                let size = along * behind;
                match part.data.get(i * size..(i + 1) * size) {
                    Some(numbers) => data.extend_from_slice(numbers),
                    None => return self.unknown("parts of other shapes"),
                }
                dims[axis] += if i == 0 { along } else { 0 };
            }
        }
        Ok(Tensor::new(dims, data))
    }

    /// Some of the numbers along an axis.
    fn range(x: &Tensor, axis: usize, from: usize, count: usize) -> Tensor {
        let [before, along, behind] = x.around(axis);
        let mut dims = x.dims.clone();
        dims[axis] = count;
        let rows = (0..before).flat_map(|i| {
            let start = (i * along + from) * behind;
            x.data[start..start + count * behind].iter().copied()
        });
        Tensor::new(dims, rows.collect())
    }

    fn split(&self) -> Result<Vec<Tensor>, Stop> {
        let x = self.input(0)?;
        let axis = self.axis(self.int("axis", 0), x.dims.len())?;
        let parts = self.node.output.len();
        let sizes = match self.of.get(1).copied().flatten() {
            Some(sizes) => sizes.integers(),
            None => self.ints("split").unwrap_or_else(|| {
                let size = x.dims[axis].div_ceil(parts);
                (0..parts).map(|i| size.min(x.dims[axis].saturating_sub(i * size)) as i64).collect()
            }),
        };
        let mut from = 0;
        let mut made = Vec::new();
        for size in sizes {
            let size = usize::try_from(size).unwrap_or(0);
            if from + size > x.dims[axis] {
                return self.unknown("parts of more than there is");
            }
            made.push(Self::range(x, axis, from, size));
            from += size;
        }
        Ok(made)
    }

    fn slice(&self) -> Result<Tensor, Stop> {
        let list = |i: usize, name: &str| match self.of.get(i).copied().flatten() {
            Some(list) => Some(list.integers()),
            None => self.ints(name),
        };
        let mut x = self.input(0)?.clone();
        let (starts, ends) =
            (list(1, "starts").unwrap_or_default(), list(2, "ends").unwrap_or_default());
        let axes = list(3, "axes").unwrap_or_else(|| (0..starts.len() as i64).collect());
        for ((start, end), axis) in starts.into_iter().zip(ends).zip(axes) {
            let axis = self.axis(axis, x.dims.len())?;
            let size = x.dims[axis] as i64;
            let at = |at: i64| {
                (if at < 0 { at.saturating_add(size) } else { at }).clamp(0, size) as usize
            };
            let (start, end) = (at(start), at(end));
            x = Self::range(&x, axis, start, end.saturating_sub(start));
        }
        Ok(x)
    }

    fn gather(&self) -> Result<Tensor, Stop> {
        let (x, indices) = (self.input(0)?, self.input(1)?);
        let axis = self.axis(self.int("axis", 0), x.dims.len())?;
        let [before, along, behind] = x.around(axis);
        let mut data = Vec::new();
        for i in 0..before {
            for &index in &indices.integers() {
                let index = self.axis(index, along)?;
                data.extend_from_slice(&x.data[(i * along + index) * behind..][..behind]);
            }
        }
        let dims = [&x.dims[..axis], &indices.dims, &x.dims[axis + 1..]].concat();
        Ok(Tensor::new(dims, data))
    }

    /// A position, which counts from the end if it is negative.
    pub(super) fn axis(&self, axis: i64, rank: usize) -> Result<usize, Stop> {
        let axis = if axis < 0 { axis.saturating_add(rank as i64) } else { axis };
        match usize::try_from(axis) {
            Ok(position) if position < rank => Ok(position),
            _ => self.unknown(&format!("the axis {axis} of {rank}")),
        }
    }
}

/// A function of two tensors, whose axes of size 1 are repeated, from the last axis on.
pub fn broadcast(
    a: &Tensor,
    b: &Tensor,
    steps: &mut Steps,
    function: fn(f64, f64) -> f64,
) -> Result<Tensor, Stop> {
    let rank = a.dims.len().max(b.dims.len());
    let padded = |dims: &[usize]| [vec![1; rank - dims.len()], dims.to_vec()].concat();
    let (of_a, of_b) = (padded(&a.dims), padded(&b.dims));
    let mut dims = Vec::new();
    for (&a, &b) in of_a.iter().zip(&of_b) {
        if a != b && a != 1 && b != 1 {
            return Err(Stop::Unknown(format!("shapes {of_a:?} and {of_b:?}")));
        }
        dims.push(if a == 1 { b } else { a });
    }
    let count = Tensor::count(&dims).unwrap_or(usize::MAX);
    steps.take(count)?;
    steps.room(count)?;
    if of_a == of_b {
        let data = a.data.iter().zip(&b.data).map(|(&a, &b)| function(a, b)).collect();
        return Ok(Tensor::new(dims, data));
    }
    if let [b] = b.data[..] {
        return Ok(Tensor::new(dims, a.data.iter().map(|&a| function(a, b)).collect()));
    }
    let strides = [Tensor::strides(&of_a), Tensor::strides(&of_b), Tensor::strides(&dims)];
    let at = |own: &[usize], strides_of: &[usize], i: usize| -> usize {
        (0..rank).map(|axis| i / strides[2][axis] % dims[axis] % own[axis] * strides_of[axis]).sum()
    };
    let data = (0..count)
        .map(|i| function(a.data[at(&of_a, &strides[0], i)], b.data[at(&of_b, &strides[1], i)]))
        .collect();
    Ok(Tensor::new(dims, data))
}

/// The parts of the integral.
const ERF: i32 = 200;

/// The integral of the normal distribution, by Simpson's rule: slow, and nobody else's formula.
pub fn erf(x: f64) -> f64 {
    let x = x.clamp(-6.0, 6.0);
    let (n, f) = (ERF, |t: f64| (-t * t).exp());
    let h = x / f64::from(n);
    let inner: f64 = (1..n).map(|i| f(h * f64::from(i)) * if i % 2 == 1 { 4.0 } else { 2.0 }).sum();
    2.0 / std::f64::consts::PI.sqrt() * h / 3.0 * (f(0.0) + inner + f(x))
}
