//! Activations and losses in both tails, against values of 50 digits that `reference/tails.py` made.
//!
//! An error is counted in units in the last place. The bounds stand on the page of each activation and
//! loss, in a table under `# Error`, and are read from there.

use constnet::math::f64 as exact;
use constnet::prelude::*;
use std::fmt::Write;

/// The source of a page by the name of the type on it.
macro_rules! pages {
    ($($file:literal: $($name:literal)*;)*) => {
        fn page(name: &str) -> &'static str {
            match name {
                $($($name)|* => include_str!(concat!("../src/", $file, ".rs")),)*
                _ => panic!("no page of {name}"),
            }
        }
    };
}
pages! {
    "activations/identity": "Identity";
    "activations/relu": "Relu";
    "activations/leaky_relu": "LeakyRelu";
    "activations/elu": "Elu";
    "activations/selu": "Selu";
    "activations/gelu": "Gelu";
    "activations/gelu_tanh": "GeluTanh";
    "activations/silu": "Silu";
    "activations/mish": "Mish";
    "activations/softplus": "Softplus";
    "activations/softsign": "Softsign";
    "activations/clamp": "Relu6";
    "activations/sigmoid": "Sigmoid";
    "activations/fast_sigmoid": "FastSigmoid";
    "activations/hard_sigmoid": "HardSigmoid";
    "activations/tanh": "Tanh";
    "activations/fast_tanh": "FastTanh";
    "activations/hard_tanh": "HardTanh";
    "activations/hard_swish": "HardSwish";
    "activations/softmax": "Softmax";
    "activations/log_softmax": "LogSoftmax";
    "losses/cross_entropy": "CrossEntropy";
    "losses/binary_cross_entropy": "BinaryCrossEntropy";
    "losses/sigmoid_cross_entropy": "SigmoidCrossEntropy";
    "losses/softmax_cross_entropy": "SoftmaxCrossEntropy" "SmoothedCrossEntropy";
    "losses/squared_error": "MeanSquaredError" "SquaredErrorSum";
    "losses/mean_absolute_error": "MeanAbsoluteError";
    "losses/huber": "Huber";
}

/// `f32` or `f64`, as errors are counted in it.
trait Float: Scalar {
    const NAME: &str;
    const DIGITS: i32;
    const SMALLEST: f64;

    fn ulp(value: f64) -> f64 {
        let exponent = (value.to_bits() >> 52 & 0x7ff) as i32 - 1023;
        // In two steps, because the power itself may be subnormal, for which `powi` gives 0.
        2f64.powi(exponent.max(-1022)) * 2f64.powi(1 - Self::DIGITS)
    }
}

impl Float for f32 {
    const NAME: &str = "f32";
    const DIGITS: i32 = 24;
    const SMALLEST: f64 = f32::MIN_POSITIVE as f64;
}

impl Float for f64 {
    const NAME: &str = "f64";
    const DIGITS: i32 = 53;
    const SMALLEST: f64 = f64::MIN_POSITIVE;
}

/// The bounds of y (or of a loss) and of its gradient, in units in the last place.
fn bounds<T: Float>(name: &str) -> [f64; 2] {
    let start = format!("//! | `{}` |", T::NAME);
    let line = page(name).lines().find_map(|line| line.strip_prefix(&start));
    let cells = line.unwrap_or_else(|| panic!("no bound on the page of {name}")).split('|');
    let numbers: Vec<f64> = cells.filter_map(|cell| cell.trim().parse().ok()).collect();
    numbers.try_into().unwrap_or_else(|found| panic!("{name}: {found:?} are not two bounds"))
}

/// A number to 100 bits, and the scale that its error is measured by.
#[derive(Clone, Copy)]
struct Exact {
    high: f64,
    low: f64,
    scale: f64,
}

impl Exact {
    /// The error of a number, in units in the last place.
    fn ulps<T: Float>(self, found: f64) -> f64 {
        if found == self.high && self.low == 0.0 {
            return 0.0;
        }
        ((found - self.high) - self.low).abs() / T::ulp(self.high.abs().max(self.scale))
    }
}

/// A case of the file.
struct Case {
    name: &'static str,
    lines: Vec<(&'static str, Vec<f64>)>,
}

impl Case {
    fn numbers(&self, key: &str) -> &[f64] {
        self.lines.iter().find(|(found, _)| *found == key).map_or(&[], |(_, numbers)| numbers)
    }

    fn exact(&self, key: &str) -> Vec<Exact> {
        let numbers = self.numbers(key).as_chunks().0;
        numbers.iter().map(|&[high, low, scale]| Exact { high, low, scale }).collect()
    }
}

/// The cases of the file, or of another one that `TAILS` names.
fn cases() -> Vec<Case> {
    let file = std::env::var("TAILS").map(|path| std::fs::read_to_string(path).unwrap().leak());
    let file: &'static str = file.map_or(include_str!("reference/tails.txt"), |file| file);
    let mut cases: Vec<Case> = Vec::new();
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('[') {
            cases.push(Case { name: name.trim_end_matches(']'), lines: Vec::new() });
        } else if let (Some(case), Some((key, numbers))) = (cases.last_mut(), line.split_once(' '))
        {
            case.lines.push((key, numbers.split(' ').map(|word| word.parse().unwrap()).collect()));
        }
    }
    cases
}

/// The largest errors that were seen, of y and of dx, and where.
struct Seen<T> {
    name: &'static str,
    ulps: [(f64, String); 2],
    count: usize,
    float: core::marker::PhantomData<T>,
}

impl<T: Float> Seen<T> {
    fn new(name: &'static str) -> Self {
        let none = || (0.0, String::new());
        Self { name, ulps: [none(), none()], count: 0, float: core::marker::PhantomData }
    }

    /// Counts an error of y (0) or dx (1); `slack` is what else it may be off by.
    fn add(&mut self, part: usize, exact: Exact, found: T, slack: f64, at: impl core::fmt::Debug) {
        let beyond = exact.high.abs().max(exact.scale) < T::SMALLEST && exact.high != 0.0;
        if beyond || exact.high.abs() > T::LARGEST {
            return;
        }
        self.count += 1;
        let found = found.to_f64();
        let ulps = exact.ulps::<T>(found) - slack;
        if !(ulps <= self.ulps[part].0) {
            self.ulps[part] = (ulps, format!("{at:?}: {found:e} for {:e}", exact.high));
        }
    }

    fn check(&self, failures: &mut String) {
        let bounds = bounds::<T>(self.name);
        assert!(self.count > 0, "{} was not looked at", self.name);
        println!("{:22} {} {:6.2} {:6.2}", self.name, T::NAME, self.ulps[0].0, self.ulps[1].0);
        for ((part, (ulps, at)), bound) in ["y", "dx"].iter().zip(&self.ulps).zip(bounds) {
            if !(*ulps <= bound) {
                let (name, float) = (self.name, T::NAME);
                writeln!(
                    failures,
                    "{name} in {float}: {part} errs by {ulps:.3}, not {bound}, at {at}"
                )
                .unwrap();
            }
        }
    }
}

/// Calls `$f::<T>` with the name and the value of each activation.
macro_rules! each_activation {
    ($f:ident, $T:ty, $($argument:expr),*) => {
        each_activation! { @ $f, $T, ($($argument),*)
            Identity Relu LeakyRelu Elu Gelu GeluTanh Silu Softplus Sigmoid FastSigmoid HardSigmoid Tanh FastTanh
            HardTanh HardSwish Selu Mish Softsign Relu6
        }
    };
    (@ $f:ident, $T:ty, $arguments:tt $($name:ident)*) => {
        $(each_activation! { @@ $f, $T, $arguments, $name })*
    };
    (@@ $f:ident, $T:ty, ($($argument:expr),*), $name:ident) => {
        $f::<$T, $name>(stringify!($name), &$name::default(), $($argument),*)
    };
}

fn activation<T: Float, F: Elementwise>(
    name: &'static str,
    f: &F,
    cases: &[Case],
    failures: &mut String,
) {
    let mut seen = Seen::<T>::new(name);
    for case in cases.iter().filter(|case| case.name == name) {
        let values = case.exact("y").into_iter().zip(case.exact("dx"));
        for (&at, (exact_y, exact_dx)) in case.numbers("x").iter().zip(values) {
            let x = T::from_f64(at);
            if x.to_f64() == at {
                let y = f.value(x);
                seen.add(0, exact_y, y, 0.0, at);
                seen.add(1, exact_dx, f.chain(x, y, T::one()), 0.0, at);
            }
        }
    }
    seen.check(failures);
}

fn column<T: Float, const N: usize>(numbers: &[f64]) -> SVector<T, N> {
    SVector::from_fn(|i, _| T::from_f64(numbers[i]))
}

/// What x − max x is off by, which no exponential can make up for: in units in the last place of it.
fn slack<T: Float>(x: &[f64]) -> f64 {
    let largest = x.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    let off = |x: &f64| {
        let difference = (T::from_f64(*x) - T::from_f64(largest)).to_f64();
        let rest = (x - largest) - difference;
        // An f64 has no room for what it was rounded by itself.
        let rest = if T::DIGITS == 53 { T::ulp(difference) / 2.0 } else { rest.abs() };
        rest / T::ulp(1.0) * 2.0
    };
    2.0 * x.iter().map(off).fold(0.0, f64::max)
}

fn layer<T: Float, F, const N: usize>(seen: &mut Seen<T>, case: &Case, f: &F)
where
    F: Backward<SVector<T, N>, Output = SVector<T, N>, Cache = ()>,
{
    let x = column::<T, N>(case.numbers("x"));
    let dy = column::<T, N>(case.numbers("dy"));
    let y = f.forward(&x);
    let dx = f.backward_input(&x, &y, &(), &dy);
    let slack = slack::<T>(case.numbers("x"));
    for (i, (exact_y, exact_dx)) in case.exact("y").into_iter().zip(case.exact("dx")).enumerate() {
        seen.add(0, exact_y, y[i], slack, (i, case.numbers("x")));
        seen.add(1, exact_dx, dx[i], slack, (i, case.numbers("x"), case.numbers("dy")));
    }
}

/// The loss of one sample and its gradient.
fn loss<T: Float, L, Target, const N: usize>(
    seen: &mut Seen<T>,
    loss: &L,
    x: SVector<T, N>,
    target: Target,
    exact: (Exact, &[Exact]),
    slack: f64,
) where
    L: Loss<SVector<T, N>, Target, Value = T>,
    Target: core::fmt::Debug,
{
    let (value, dx) = loss.gradient(&x, core::slice::from_ref(&target)).unwrap();
    seen.add(0, exact.0, value, slack, (x, &target));
    for (i, (&exact, &dx)) in exact.1.iter().zip(&dx).enumerate() {
        seen.add(1, exact, dx, slack, (i, x, &target));
    }
}

/// A loss of a class or of a distribution.
fn of_classes<T: Float, L, const N: usize>(seen: &mut Seen<T>, of: &L, case: &Case, slack: f64)
where
    L: Loss<SVector<T, N>, usize, Value = T> + Loss<SVector<T, N>, [T; N], Value = T>,
{
    let x = column::<T, N>(case.numbers("x"));
    let (value, slopes) = (case.exact("y")[0], case.exact("dx"));
    match case.numbers("class") {
        [class] => loss(seen, of, x, *class as usize, (value, &slopes), slack),
        _ => {
            let t = column::<T, N>(case.numbers("t"));
            loss(seen, of, x, t.data.0[0], (value, &slopes), slack);
        }
    }
}

fn losses<T: Float>(cases: &[Case], failures: &mut String) {
    let of = |name: &'static str| cases.iter().filter(move |case| case.name == name);
    macro_rules! columns {
        ($($name:ident: $loss:expr, $slack:expr;)*) => {$(
            let mut seen = Seen::<T>::new(stringify!($name));
            for case in of(stringify!($name)) {
                let slack: fn(&[f64]) -> f64 = $slack;
                let slack = slack(case.numbers("x"));
                match case.numbers("x").len() {
                    3 => of_classes::<T, _, 3>(&mut seen, &$loss, case, slack),
                    _ => of_classes::<T, _, 10>(&mut seen, &$loss, case, slack),
                }
            }
            seen.check(failures);
        )*};
    }
    columns! {
        SoftmaxCrossEntropy: SoftmaxCrossEntropy, slack::<T>;
        SmoothedCrossEntropy: SoftmaxCrossEntropy.smoothing(0.1), slack::<T>;
        CrossEntropy: CrossEntropy, |_| 0.0;
    }
    macro_rules! elements {
        ($($name:ident: $loss:expr;)*) => {$(
            let mut seen = Seen::<T>::new(stringify!($name));
            for case in of(stringify!($name)) {
                let inputs = case.numbers("x").iter().zip(case.numbers("t"));
                let values = case.exact("y").into_iter().zip(case.exact("dx"));
                for ((&x, &t), (value, slope)) in inputs.zip(values) {
                    let (x, t) = (SVector::from([T::from_f64(x)]), [T::from_f64(t)]);
                    loss::<T, _, [T; 1], 1>(&mut seen, &$loss, x, t, (value, &[slope]), 0.0);
                }
            }
            seen.check(failures);
        )*};
    }
    elements! {
        SigmoidCrossEntropy: SigmoidCrossEntropy;
        BinaryCrossEntropy: BinaryCrossEntropy;
        MeanSquaredError: MeanSquaredError;
        SquaredErrorSum: SquaredErrorSum;
        MeanAbsoluteError: MeanAbsoluteError;
        Huber: Huber::new();
    }
}

fn layers<T: Float>(cases: &[Case], failures: &mut String) {
    macro_rules! each {
        ($($name:ident)*) => {$(
            let mut seen = Seen::<T>::new(stringify!($name));
            for case in cases.iter().filter(|case| case.name == stringify!($name)) {
                match case.numbers("x").len() {
                    3 => layer::<T, _, 3>(&mut seen, case, &$name),
                    _ => layer::<T, _, 10>(&mut seen, case, &$name),
                }
            }
            seen.check(failures);
        )*};
    }
    each! { Softmax LogSoftmax }
}

#[test]
fn errors_are_within_what_the_pages_say() {
    fn all<T: Float>(failures: &mut String) {
        let cases = cases();
        each_activation!(activation, T, &cases, failures);
        layers::<T>(&cases, failures);
        losses::<T>(&cases, failures);
    }
    let mut failures = String::new();
    all::<f32>(&mut failures);
    all::<f64>(&mut failures);
    assert!(failures.is_empty(), "\n{failures}");
}

/// What the slopes of gelu, silu and their like are differences of.
fn scales(name: &str, x: f64) -> [f64; 2] {
    let (yes, no) = x.sigmoid_and_complement();
    match name {
        "Gelu" => {
            let density = exact::exp(-x * x / 2.0) / core::f64::consts::TAU.sqrt();
            [0.0, f64::max(exact::erfc(-x / 2f64.sqrt()) / 2.0, x.abs() * density)]
        }
        "GeluTanh" => {
            let (root, cubic) = ((8.0 / core::f64::consts::PI).sqrt(), 0.044_715);
            let (yes, no) = (root * x * (1.0 + cubic * x * x)).sigmoid_and_complement();
            let rise = root * (1.0 + 3.0 * cubic * x * x);
            [0.0, f64::max(yes, x.abs() * rise * yes * no)]
        }
        "Silu" => [0.0, f64::max(yes, x.abs() * yes * no)],
        // Its terms are those of silu, up to a factor of 2.
        "Mish" => [0.0, f64::max(yes, x.abs() * yes * no)],
        "Tanh" | "FastTanh" => [0.0, 1.0],
        "FastSigmoid" => [1.0, 1.0],
        _ => [0.0; 2],
    }
}

/// `f32` against the same function in `f64`, over a stride of all numbers.
fn strided<T: Float, F: Elementwise>(
    name: &'static str,
    f: &F,
    stride: usize,
    failures: &mut String,
) {
    let mut seen = Seen::<T>::new(name);
    for bits in (0..u32::MAX).step_by(stride) {
        let wide = f64::from(f32::from_bits(bits));
        let x = T::from_f64(wide);
        if !wide.is_finite() {
            continue;
        }
        let y = f.value(x);
        let (wide_y, [of_y, of_dx]) = (f.value(wide), scales(name, wide));
        // These compute the slope from y, also in f64.
        let wide_slope = match name {
            "Tanh" | "FastTanh" | "FastSigmoid" => {
                let double = if name == "FastSigmoid" { wide } else { 2.0 * wide };
                let (yes, no) = double.sigmoid_and_complement();
                if name == "FastSigmoid" { yes * no } else { 4.0 * yes * no }
            }
            _ => f.chain(wide, wide_y, 1.0),
        };
        seen.add(0, Exact { high: wide_y, low: 0.0, scale: of_y }, y, 0.0, wide);
        let slope = f.chain(x, y, T::one());
        seen.add(1, Exact { high: wide_slope, low: 0.0, scale: of_dx }, slope, 0.0, wide);
    }
    seen.check(failures);
}

fn every_strided(stride: usize) {
    let mut failures = String::new();
    each_activation!(strided, f32, stride, &mut failures);
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn activations_keep_their_bounds_over_all_of_f32() {
    every_strided(if cfg!(debug_assertions) { 200_003 } else { 10_007 });
}

#[test]
#[ignore = "a minute in release: four million numbers"]
fn activations_keep_their_bounds_on_four_million_numbers() {
    every_strided(997);
}
