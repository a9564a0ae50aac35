//! The proof of a network that is written: what the file's nodes give, and what the layers give.

use super::{
    Refusal,
    evaluate::{Evaluation, Steps, Stop, Tensor},
    file::File,
    interpret::{Memory, exact, single},
    layer::Kind,
    network::State,
    npy::Array,
    plan::{Plan, Source},
    shape::{Dim, Form, Shape},
};

/// How many numbers an evaluation may compute with, for each that a file may have.
const STEPS_OF_NODES: usize = 32;

/// How many steps of a stream are compared.
pub const STEPS: usize = 4;

/// A network whose outputs are farther from the nodes', relative to the largest, is wrong.
const WRONG: f64 = 1e-3;

/// A sample beside others may differ from one alone by the rounding of sums in `f64`, relative to the largest output.
const ALONE: f64 = 1e-9;

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
        let is_stream = !self.plan.states.is_empty();
        let given = self.samples()?;
        // Given steps of a stream are one after another.
        let samples = given.filter(|_| !is_stream).unwrap_or(samples);
        let mut proof = Proof { samples, deviation: 0.0, largest: 0.0, given: None };
        let mut pair = None;
        for sample in 0..samples {
            let x: Vec<Vec<Vec<f64>>> = match is_stream {
                true => (0..STEPS).map(|step| self.input(sample * STEPS + step, given)).collect(),
                false => vec![self.input(sample, given)],
            };
            // As many samples as the file says, if they are not too many: all of them the same.
            let batch = self.plan.batch.and_then(|batch| usize::try_from(batch).ok());
            let batch = batch.unwrap_or(1).max(1);
            let y = match self.evaluate(&x, batch, 1.0) {
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
            if sample == 0 {
                self.check_alone(&x, batch, &y)?;
            }
            let own: Vec<Vec<Vec<f64>>> = x.iter().map(|x| self.own(x)).collect();
            let deviation = difference(&self.layers(&own, exact), &y);
            proof.deviation = proof.deviation.max(deviation);
            let largest = y.iter().fold(0.0, |most: f64, y| most.max(y.abs()));
            proof.largest = proof.largest.max(largest);
            if !(deviation <= WRONG * largest.max(1e-6)) {
                let found = format!("outputs that differ by {deviation:e} of {largest:e}");
                let expected = "those of the file's nodes";
                return Err(Refusal::new("the network that would be written", found, expected)
                    .advise("this should not be: please report it with the file"));
            }
            let outputs = self.given(sample)?;
            if let Some(outputs) = &outputs {
                let off = difference(outputs, &y);
                proof.given = Some(proof.given.map_or(off, |most| most.max(off)));
                if !(off <= WRONG * largest.max(1e-6)) {
                    let found = format!("numbers that differ by {off:e} of {largest:e}");
                    let expected = "what the file's nodes give for the given inputs";
                    return Err(Refusal::new("the given outputs", found, expected));
                }
            }
            if sample == 0 {
                let tolerance = self.tolerance(&own, &y, deviation.max(proof.given.unwrap_or(0.0)));
                let digits = if self.plan.double { 15 } else { 12 };
                let rounded = |y| short(y, digits);
                let output = outputs.unwrap_or_else(|| y.into_iter().map(rounded).collect());
                pair = Some(Pair { input: in_order(&own), output, tolerance });
            }
        }
        Ok(pair.map(|pair| (pair, proof)))
    }

    /// Checks that a sample has the same output whatever stands beside it. A graph that joins samples, as in a mean
    /// over all rows of all of them, is no function of one; if it takes one alone, it is the function of that one.
    fn check_alone(&self, x: &[Vec<Vec<f64>>], batch: usize, y: &[f64]) -> Result<(), Refusal> {
        if self.plan.batch == Some(1)
            || !self.plan.ends.iter().any(|(end, _)| end.shape.has_batch())
        {
            return Ok(());
        }
        // A graph that takes no two samples has none beside others.
        let Ok(beside) = self.evaluate(x, batch.max(2), 1.5) else { return Ok(()) };
        let largest = y.iter().fold(0.0, |most: f64, y| most.max(y.abs()));
        if difference(&beside, y) <= ALONE * largest {
            return Ok(());
        }
        let found = "outputs of a sample that depend on other samples";
        Err(Refusal::new("the graph's nodes", found, "a function of each sample").advise(
            "export with a batch of one sample, `[1, ...]`, or cut before samples are joined with `--output NAME`",
        ))
    }

    /// How far an output may be, relative to the largest: as far as the layers are in `f32`, eight times over, and
    /// not less than sums of that length may be; one digit, rounded up.
    fn tolerance(&self, own: &[Vec<Vec<f64>>], y: &[f64], deviation: f64) -> f64 {
        let rounded = match self.plan.double {
            true => 0.0,
            false => difference(&self.layers(own, single), y),
        };
        let inputs = |kind: &Kind| match kind {
            Kind::Dense(dense) => dense.input,
            Kind::Recurrent(layer) => layer.input + layer.hidden,
            Kind::Bidirectional(layers) => layers[0].input + layers[0].hidden,
            Kind::Window(window) => window.input * window.kernel[0] * window.kernel[1],
            _ => 1,
        };
        let layers = self.plan.fields.iter().flat_map(|field| &field.layers);
        let longest = layers.map(|layer| inputs(&layer.kind)).max().unwrap_or(1);
        let unit = if self.plan.double { 2f64.powi(-48) } else { 2f64.powi(-21) };
        let largest = y.iter().fold(f64::MIN_POSITIVE, |most: f64, y| most.max(y.abs()));
        let measured = (8.0 * rounded).max(4.0 * deviation) / largest;
        let tolerance = (unit * (longest as f64).sqrt()).max(measured);
        let power = 10f64.powf(tolerance.log10().floor());
        short((tolerance / power).ceil() * power, 3)
    }

    /// What the layers give, of a stream step after step.
    fn layers(&self, own: &[Vec<Vec<f64>>], round: fn(f64) -> f64) -> Vec<f64> {
        let mut memory = Memory::new();
        let steps: Vec<Vec<Vec<f64>>> =
            own.iter().map(|x| self.plan.outputs(x, round, &mut memory)).collect();
        in_order(&steps)
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
        if let Some(found) = samples
            && !self.plan.states.is_empty()
            && found != STEPS
        {
            return Err(Refusal::new(place, format!("{found} steps"), STEPS.to_string()));
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
            // Of a stream all steps.
            let steps = if self.plan.states.is_empty() { 1 } else { STEPS };
            let size = steps * output.numbers();
            let numbers = self
                .y
                .get(i)
                .and_then(|array| array.values.get(sample * size..(sample + 1) * size));
            let Some(numbers) = numbers else {
                let found = format!("no {size} numbers for `{}`", output.name);
                return Err(Refusal::new("the given outputs", found, "one file for each output"));
            };
            let step = size / steps;
            all.extend(
                numbers
                    .chunks(step.max(1))
                    .flat_map(|numbers| to_own(numbers.to_vec(), &output.shape)),
            );
        }
        Ok(Some(all))
    }

    /// A sample of each of the file's inputs, in the network's type.
    fn input(&self, sample: usize, given: Option<usize>) -> Vec<Vec<f64>> {
        let sample = sample % given.unwrap_or(usize::MAX);
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
        for (x, (end, position)) in x.iter().zip(&self.plan.ends) {
            own[*position].extend(to_own(x.clone(), &end.shape));
        }
        own
    }

    /// What the nodes give for a sample, or for the steps of a stream, as numbers of all outputs in their order. The
    /// other samples of a batch are so many times the first one.
    fn evaluate(&self, x: &[Vec<Vec<f64>>], batch: usize, others: f64) -> Result<Vec<f64>, Stop> {
        let most = self.file.length.saturating_add(1 << 20);
        let mut steps = Steps { left: STEPS_OF_NODES.saturating_mul(most), most };
        let states = self.plan.states.iter().map(|state| state.end.shape.features());
        let size: usize = x.iter().flatten().map(Vec::len).chain(states).sum();
        if batch.saturating_mul(size) > most {
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
            // Numbers behind the batch are one sample's; of steps before it each step is repeated.
            let at = shape.0.iter().position(|dim| *dim == Dim::Batch).unwrap_or(0);
            let copies = if shape.has_batch() { batch } else { 1 };
            let behind: usize = dims[at..].iter().skip(usize::from(shape.has_batch())).product();
            let rows = x.chunks(behind.max(1)).flat_map(|row| {
                let other = move |copy: usize| {
                    row.iter().map(move |x| if copy == 0 { *x } else { others * x })
                };
                (0..copies).flat_map(other)
            });
            Tensor::new(dims, rows.collect())
        };
        let outputs = &self.plan.outputs;
        let mut names: Vec<&str> = outputs.iter().map(|output| &*output.name).collect();
        let parts = self.plan.states.iter().flat_map(|state| &state.parts);
        names.extend(parts.map(|part| &*part.next));
        let mut states: Vec<Tensor> = self
            .plan
            .states
            .iter()
            .map(|State { end, .. }| tensor(&end.shape, &vec![0.0; end.shape.features()]))
            .collect();
        let mut all = Vec::new();
        for x in x {
            let own = self.plan.ends.iter().zip(x);
            let mut inputs: Vec<(&str, Tensor)> =
                own.map(|((end, _), x)| (&*end.name, tensor(&end.shape, x))).collect();
            for (state, value) in self.plan.states.iter().zip(&states) {
                inputs.push((&state.end.name, value.clone()));
            }
            let evaluation =
                Evaluation { graph: self.file.graph(), opset: self.file.opset, steps: &mut steps };
            let mut found = evaluation.run(inputs, &names)?;
            let mut next = found.split_off(outputs.len()).into_iter();
            for (value, State { end, parts }) in states.iter_mut().zip(&self.plan.states) {
                let mut numbers = vec![0.0; end.shape.features()];
                for (part, next) in parts.iter().zip(&mut next) {
                    let first = next.data.get(..part.width);
                    let place = numbers.get_mut(part.from..part.from + part.width);
                    let (Some(first), Some(place)) = (first, place) else {
                        return Err(Stop::Unknown(format!("a state of shape {:?}", next.dims)));
                    };
                    place.copy_from_slice(first);
                }
                *value = tensor(&end.shape, &numbers);
            }
            let mut step = Vec::new();
            for (tensor, output) in found.iter().zip(outputs) {
                step.push(first(tensor, &output.shape, output.numbers(), batch, &output.name)?);
            }
            all.push(step);
        }
        Ok(in_order(&all))
    }
}

/// The first sample of a tensor, in the network's order.
fn first(
    tensor: &Tensor,
    shape: &Shape,
    count: usize,
    batch: usize,
    name: &str,
) -> Result<Vec<f64>, Stop> {
    let position = shape.0.iter().position(|dim| *dim == Dim::Batch);
    let first: Vec<f64> = match position.filter(|&at| at < tensor.dims.len()) {
        Some(at) => {
            let [_, along, behind] = tensor.around(at);
            let rows = tensor.data.chunks((along * behind).max(1));
            rows.flat_map(|row| row.iter().take(behind)).copied().collect()
        }
        None => tensor.data.clone(),
    };
    // Rows of all samples, one sample after another.
    let first = match tensor.data.get(..count) {
        Some(rows) if first.len() != count && tensor.data.len() == batch * count => rows.to_vec(),
        _ => first,
    };
    if first.len() != count {
        return Err(Stop::Unknown(format!("`{name}` of shape {:?}", tensor.dims)));
    }
    Ok(to_own(first, shape))
}

/// Numbers in the file's order in the network's, whose channels are last.
fn to_own(x: Vec<f64>, shape: &Shape) -> Vec<f64> {
    match &shape.1 {
        Form::First(places) => {
            let places = places.iter().product::<usize>();
            (0..places).flat_map(|place| x.iter().skip(place).step_by(places).copied()).collect()
        }
        _ => x,
    }
}

/// The numbers of steps, each of some values: value after value, each with all its steps.
fn in_order(steps: &[Vec<Vec<f64>>]) -> Vec<f64> {
    let values = steps.first().map_or(0, Vec::len);
    (0..values).flat_map(|i| steps.iter().flat_map(move |step| step[i].iter().copied())).collect()
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
