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
            "Einsum" => one(self.einsum(steps)?),
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
            "LinearRegressor" | "Normalizer" | "Scaler" => one(self.classical(steps)?),
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
            // Slopes of channels, until operator set 6.
            if self.node.op_type == "PRelu" && self.opset < 7 && other.dims.len() == 1 {
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
