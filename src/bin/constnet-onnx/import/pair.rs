//! The proof of a network that is written: what the file's nodes give, and what the layers give.

use super::{
    Refusal,
    evaluate::{Evaluation, Stop, Tensor},
    file::File,
    interpret::{exact, single},
    layer::Kind,
    npy::Array,
    plan::{Plan, Source},
    shape::{Dim, Shape},
};

/// How many numbers an evaluation may compute with, for each that a file may have.
const STEPS: usize = 32;

/// A network whose outputs are farther from the nodes', relative to the largest, is wrong.
const WRONG: f64 = 1e-3;

/// An input with its output.
#[derive(Debug, PartialEq)]
pub struct Pair {
    /// All numbers of the inputs, in the order of the network's.
    pub input: Vec<f64>,
    pub output: Vec<f64>,
    /// How far an output of the network may be from these, relative to the largest.
    pub tolerance: f64,
}

/// What was compared.
#[derive(Debug, PartialEq)]
pub struct Proof {
    pub samples: usize,
    /// The largest difference between an output of the nodes and one of the layers, both in `f64`.
    pub deviation: f64,
    /// The largest output.
    pub largest: f64,
    /// The largest difference between an output that was given and one of the nodes.
    pub given: Option<f64>,
}

/// Draws and compares inputs.
pub struct Prover<'a> {
    pub file: &'a File,
    pub plan: &'a Plan,
    /// Inputs that are given, one array for each of the file's.
    pub x: &'a [Array],
    /// Outputs that are given.
    pub y: &'a [Array],
}

impl Prover<'_> {
    /// The first input with its output, and how near so many are. None, if there is too much to compute, or no
    /// finite output.
    pub fn prove(&self, samples: usize) -> Result<Option<(Pair, Proof)>, Refusal> {
        let samples = self.samples()?.unwrap_or(samples);
        let mut proof = Proof { samples, deviation: 0.0, largest: 0.0, given: None };
        let mut pair = None;
        for sample in 0..samples {
            let x = self.input(sample);
            let y = match self.evaluate(&x) {
                Ok(y) => y,
                Err(Stop::Steps) => return Ok(None),
                Err(Stop::Unknown(what)) => {
                    let expected = "a graph whose nodes can be evaluated";
                    return Err(Refusal::new("the check", what, expected));
                }
            };
            if !y.iter().all(|y| y.is_finite()) {
                return Ok(None);
            }
            let own = self.own(&x);
            let layers = self.plan.outputs(&own, exact).concat();
            let deviation = difference(&layers, &y);
            proof.deviation = proof.deviation.max(deviation);
            let largest = y.iter().fold(0.0, |most: f64, y| most.max(y.abs()));
            proof.largest = proof.largest.max(largest);
            if !(deviation <= WRONG * largest.max(1e-6)) {
                let found = format!("outputs that differ by {deviation:e} of {largest:e}");
                let expected = "those of the file's nodes";
                return Err(Refusal::new("the network that would be written", found, expected)
                    .advise("this should not be: please report it with the file"));
            }
            let given = self.given(sample)?;
            if let Some(given) = &given {
                let off = difference(given, &y);
                proof.given = Some(proof.given.map_or(off, |most| most.max(off)));
                if !(off <= WRONG * largest.max(1e-6)) {
                    let found = format!("numbers that differ by {off:e} of {largest:e}");
                    let expected = "what the file's nodes give for the given inputs";
                    return Err(Refusal::new("the given outputs", found, expected));
                }
            }
            if sample == 0 {
                let rounded = match self.plan.double {
                    true => 0.0,
                    false => difference(&self.plan.outputs(&own, single).concat(), &y),
                };
                let inputs =
                    |kind: &Kind| if let Kind::Dense(dense) = kind { dense.input } else { 1 };
                let layers = self.plan.fields.iter().flat_map(|field| &field.layers);
                let longest = layers.map(|layer| inputs(&layer.kind)).max().unwrap_or(1);
                let unit = if self.plan.double { 2f64.powi(-48) } else { 2f64.powi(-21) };
                let measured =
                    (8.0 * rounded).max(4.0 * deviation).max(4.0 * proof.given.unwrap_or(0.0));
                let measured = measured / largest.max(f64::MIN_POSITIVE);
                let tolerance = (unit * (longest as f64).sqrt()).max(measured);
                let digits = if self.plan.double { 15 } else { 12 };
                let rounded = |y| short(y, digits);
                let output = given.unwrap_or_else(|| y.into_iter().map(rounded).collect());
                // One digit, rounded up.
                let power = 10f64.powf(tolerance.log10().floor());
                let tolerance = short((tolerance / power).ceil() * power, 3);
                pair = Some(Pair { input: own.concat(), output, tolerance });
            }
        }
        Ok(pair.map(|pair| (pair, proof)))
    }

    /// How many samples are given.
    fn samples(&self) -> Result<Option<usize>, Refusal> {
        if self.x.is_empty() {
            return Ok(None);
        }
        let place = "the given inputs";
        if self.x.len() != self.plan.ends.len() {
            let found = format!("{} files", self.x.len());
            return Err(Refusal::new(place, found, format!("{}", self.plan.ends.len())));
        }
        let mut samples = None;
        for (array, (end, _)) in self.x.iter().zip(&self.plan.ends) {
            let width = end.shape.features();
            let count = array.values.len() / width;
            if count * width != array.values.len()
                || count == 0
                || samples.is_some_and(|n| n != count)
            {
                let found = format!("the shape {:?} for `{}`", array.dims, end.name);
                let expected = format!("as many samples of {width} numbers as the others have");
                return Err(Refusal::new(place, found, expected));
            }
            samples = Some(count);
        }
        Ok(samples)
    }

    /// The outputs that are given for a sample.
    fn given(&self, sample: usize) -> Result<Option<Vec<f64>>, Refusal> {
        if self.y.is_empty() {
            return Ok(None);
        }
        if self.x.is_empty() {
            let found = "outputs without inputs";
            return Err(Refusal::new("the given outputs", found, "both: `--x` and `--y`"));
        }
        let mut all = Vec::new();
        for (i, output) in self.plan.outputs.iter().enumerate() {
            let numbers = self.y.get(i).and_then(|array| {
                array.values.get(sample * output.width..(sample + 1) * output.width)
            });
            let Some(numbers) = numbers else {
                let found = format!("no {} numbers for `{}`", output.width, output.name);
                return Err(Refusal::new("the given outputs", found, "one file for each output"));
            };
            all.extend_from_slice(numbers);
        }
        Ok(Some(all))
    }

    /// A sample of each of the file's inputs, in the network's type.
    fn input(&self, sample: usize) -> Vec<Vec<f64>> {
        let stored = if self.plan.double { exact } else { single };
        let mut normal = Normal(sample as u64 + 1);
        let mut taken = vec![0; self.plan.inputs.len()];
        let mut all = Vec::new();
        for (i, (end, position)) in self.plan.ends.iter().enumerate() {
            let width = end.shape.features();
            let x: Vec<f64> = match self.x.get(i) {
                Some(array) => array.values[sample * width..(sample + 1) * width].to_vec(),
                None => {
                    // Where the network normalises, the numbers are as it expects them.
                    let statistics = self.plan.statistics(*position);
                    let number = |j: usize| match statistics {
                        Some([mean, deviation]) => {
                            mean[taken[*position] + j]
                                + deviation[taken[*position] + j] * normal.next()
                        }
                        None => normal.next(),
                    };
                    (0..width).map(number).collect()
                }
            };
            taken[*position] += width;
            all.push(x.into_iter().map(stored).collect());
        }
        all
    }

    /// The network's inputs from the file's.
    fn own(&self, x: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let mut own = vec![Vec::new(); self.plan.inputs.len()];
        for (x, (_, position)) in x.iter().zip(&self.plan.ends) {
            own[*position].extend_from_slice(x);
        }
        own
    }

    /// What the nodes give for a sample, as numbers of all outputs in their order.
    fn evaluate(&self, x: &[Vec<f64>]) -> Result<Vec<f64>, Stop> {
        let steps = STEPS * self.file.length.saturating_add(1 << 20);
        // As many samples as the file says, if they are not too many: all of them the same.
        let batch =
            self.plan.batch.and_then(|batch| usize::try_from(batch).ok()).unwrap_or(1).max(1);
        let size: usize = x.iter().map(Vec::len).sum();
        if batch.saturating_mul(size) > steps {
            return Err(Stop::Steps);
        }
        let tensor = |shape: &Shape, x: &[f64]| {
            let dims: Vec<usize> = shape
                .0
                .iter()
                .map(|dim| match dim {
                    Dim::Batch => batch,
                    Dim::Size(size) => *size,
                })
                .collect();
            // The first dimension of an input is the batch, if it has one.
            let copies = if shape.has_batch() { batch } else { 1 };
            Tensor::new(dims, x.repeat(copies))
        };
        let inputs = self.plan.ends.iter().zip(x);
        let inputs = inputs.map(|((end, _), x)| (&*end.name, tensor(&end.shape, x))).collect();
        let names: Vec<&str> = self.plan.outputs.iter().map(|output| &*output.name).collect();
        let graph = self.file.graph();
        let evaluation = Evaluation { graph, opset: self.file.opset, steps };
        let found = evaluation.run(inputs, &names)?;
        let mut all = Vec::new();
        for (tensor, output) in found.iter().zip(&self.plan.outputs) {
            let position = output.shape.0.iter().position(|dim| *dim == Dim::Batch);
            let first: Vec<f64> = match position.filter(|&at| tensor.dims.get(at) == Some(&batch)) {
                Some(at) => {
                    let [_, along, behind] = tensor.around(at);
                    let rows = tensor.data.chunks(along * behind);
                    rows.flat_map(|row| &row[..behind]).copied().collect()
                }
                None => tensor.data.clone(),
            };
            if first.len() != output.width {
                let what = format!("`{}` of shape {:?}", output.name, tensor.dims);
                return Err(Stop::Unknown(what));
            }
            all.extend(first);
        }
        Ok(all)
    }
}

impl Plan {
    /// Mean and deviation of an input that is standardised.
    fn statistics(&self, input: usize) -> Option<[&[f64]; 2]> {
        let call = self.calls.iter().find(|call| call.of.contains(&Source::Input(input)))?;
        match &self.fields[call.field].layers.first()?.kind {
            Kind::Standardize { mean, deviation } => Some([mean, deviation]),
            _ => None,
        }
    }
}

fn difference(a: &[f64], b: &[f64]) -> f64 {
    // NaN is no small difference.
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, |most, d| if d > most || d.is_nan() { d } else { most })
}

/// A number of so many digits: the last ones could depend on who wrote a machine's exponential.
fn short(x: f64, digits: usize) -> f64 {
    format!("{x:.*e}", digits - 1).parse().unwrap_or(x)
}

/// Numbers whose mean is 0 and whose deviation is 1, nearly normal: sums of twelve uniform ones, which are the
/// same on every machine.
struct Normal(u64);

impl Normal {
    fn next(&mut self) -> f64 {
        let sum: f64 = (0..12).map(|_| self.uniform()).sum();
        sum - 6.0
    }

    /// From 0 to 1. Source: Steele, Lea, Flood (2014), SplitMix.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
