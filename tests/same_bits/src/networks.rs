//! Networks over all layers, losses and optimizers, and the bits of their outputs and weights.
//!
//! It needs an allocator and no std, so that it runs anywhere.

extern crate alloc;

use alloc::{boxed::Box, vec, vec::Vec};
#[path = "../../repeat/mod.rs"]
mod repeat;

use constnet::{
    init::FanIn,
    layers::ResetBefore,
    optimizers::{
        AmsGrad, Memory,
        schedule::{Constant, Cosine, Exponential, Schedule, StepDecay, WarmRestarts, WarmUp},
    },
    prelude::*,
    random::{Generator, below, generator, uniform, unit},
    weights::{TensorNumbers, for_each_tensor},
};
use core::fmt::Write;
use repeat::{Repeat, Short};

/// What a network's bits are: before training, after 1,000 steps and after 10,000. The large one
/// takes 20 steps. Those of a stream are of its outputs and its state: after 1,000 steps, and after 2,000 of silence.
const EXPECTED: &[(&str, &[u64])] = &[
    ("xor", &[0xd5f4_9b03_d061_624d, 0xb970_ecdd_62af_8778, 0x946f_1da0_1979_9575]),
    ("line", &[0xab86_d08d_d3ac_8d1c, 0xe774_3f09_6b4e_bae4, 0x40ee_ecaa_4fce_0fad]),
    ("policy", &[0xe6e5_45a1_b42b_312f, 0x8688_514d_9c63_c9d3, 0xa2a3_59d5_97e7_9df0]),
    ("digits", &[0xd035_12f2_8482_16d8, 0x92c6_1aff_0720_c5ad, 0x6d6d_45d8_acae_e5a5]),
    ("odd", &[0x8bb2_6058_858d_16a0, 0xbdd2_e62d_160e_ce38, 0x1cb7_f60a_0254_7053]),
    ("deep", &[0x74cd_b60b_4792_4b54, 0x0803_a758_fd9b_f6b0, 0x65e0_9fff_7810_4d30]),
    ("frozen", &[0x29db_df47_98d6_8be3, 0x91c4_be87_a603_5e00, 0x47fc_7b9f_2d19_f9d6]),
    ("softmax", &[0x032b_cea6_41fb_5c77, 0x3a36_aa83_127a_311b, 0x3181_f5e7_7c66_341f]),
    ("log", &[0xbd5b_cfba_039e_dc82, 0xcee5_28b3_b135_cc0e, 0x3ddc_6564_214b_9e10]),
    ("settings", &[0x50df_f63b_a848_3a9c, 0xf479_633b_585c_60e1, 0xf115_222d_0d3a_e398]),
    ("yes or no", &[0x5d61_39dc_7b77_5fe0, 0x4456_b126_146e_35ff, 0x3cf4_0edd_3c89_e401]),
    ("restarts", &[0x946d_1ab3_dd59_2ce4, 0xf342_8c4c_55a7_9842, 0x0cfc_011b_9e52_b95a]),
    ("exact", &[0xc69d_295d_a540_597e, 0x3f82_fd16_4138_dcbe, 0xefaf_746f_6073_bd9d]),
    ("aligned", &[0xd789_cf22_4604_4ebc, 0xd208_90e6_0b16_28fc, 0xe0e4_3d60_476e_8333]),
    ("branches", &[0xa866dad850511a61, 0xb4558d2fd4b72dd5, 0xf9171106d33cf368]),
    ("pools", &[0xcd1c_8e0f_8b75_74bf, 0x8956_2009_60ad_980e, 0x6975_ced9_71b6_9019]),
    ("convolutions", &[0x0a73_11c0_ac04_4f24, 0x17c4_e831_80e1_7a54, 0x931c_f0d6_1189_d061]),
    ("cells", &[0xad10_3857_6df8_b83a, 0x6758_b3bd_b0ff_cd6e, 0x50e3_6c0b_de62_754a]),
    ("lengths", &[0xd09b_fd5e_07d4_1147, 0xd401_31d2_13dc_9c29, 0x0166_1b4c_7ebe_8e97]),
    ("embedded", &[0xb1c6_1e62_5987_5112, 0x877e_a7af_e852_40cc, 0xc311_49f9_7c12_d948]),
    ("a stream", &[0x3b8d_066b_6451_5e36, 0x0d37_da90_cf3b_2fbd]),
    ("images", &[0x9bf3_84b8_cfa1_0dd7, 0x889b_5861_4890_903a]),
    #[cfg(feature = "alloc")]
    ("in chunks", &[0x7492_abc5_c48d_34ba, 0x2473_5965_f08b_c706, 0x7d64_19e8_1ac2_72a4]),
];

/// Networks whose weights have 16 bits, with the feature `half`: a batch of one, and of six.
#[cfg(feature = "half")]
const EXPECTED_OF_16_BITS: &[(&str, &[u64])] = &[
    ("f16", &[0x8c65_eb4e_3071_2e1f, 0x103f_811d_62ae_da6a]),
    ("bf16", &[0x3c64_7989_66e3_b44c, 0xffc9_0274_5bf2_fc31]),
];

type Policy = (Dense<3, 4>, Tanh, Dense<4, 2>);
/// A network that PyTorch trained.
static POLICY: Policy = constnet::embed!("../../data/weights/policy.safetensors");

/// FNV-1a over the bits of numbers.
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// All numbers of a network or a state.
    fn numbers(&mut self, of: &impl Parameters) {
        for_each_tensor(of, |_, _, numbers| match numbers {
            TensorNumbers::F32(of) => {
                of.iter().for_each(|x| self.bytes(&x.to_bits().to_le_bytes()));
            }
            TensorNumbers::F64(of) => {
                of.iter().for_each(|x| self.bytes(&x.to_bits().to_le_bytes()));
            }
            TensorNumbers::F16(of) | TensorNumbers::Bf16(of) => {
                of.iter().for_each(|bits| self.bytes(&bits.to_le_bytes()));
            }
            _ => unreachable!("all networks here are of numbers that files know"),
        });
    }
}

/// The bits of a network's outputs and of all that it stores.
fn bits<T: Scalar, N, const IN: usize, const OUT: usize, const B: usize>(
    net: &N,
    x: &SMatrix<T, IN, B>,
) -> u64
where
    N: Parameters + Forward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>>,
{
    let mut hash = Hash::new();
    for y in net.forward(x).iter() {
        // Exact for f32.
        hash.bytes(&y.to_f64().to_bits().to_le_bytes());
    }
    hash.numbers(net);
    hash.0
}

/// Trains a network on noise; its bits before the first step, and after 1,000 and `steps` of them.
fn train<T, N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
    steps: usize,
    optimizer: O,
    loss: L,
    target: impl Fn(&mut Generator) -> Target,
) -> Vec<u64>
where
    T: Scalar,
    N: Init + Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Only<T>>,
    O: Optimizer,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
{
    let mut rng = generator(7);
    let mut storage = Box::<N>::new_uninit();
    let net = N::init_in(&mut storage, &FanIn, &mut rng);
    train_on(net, steps, optimizer, loss, target, &mut rng)
}

/// Goes on with the training of a network, likewise.
fn train_on<T, N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
    net: &mut N,
    steps: usize,
    optimizer: O,
    loss: L,
    target: impl Fn(&mut Generator) -> Target,
    rng: &mut Generator,
) -> Vec<u64>
where
    T: Scalar,
    N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Only<T>>,
    O: Optimizer,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
{
    let mut storage = (Box::<N::Gradient>::new_uninit(), Box::new_uninit());
    let gradient = N::Gradient::zeroed_in(&mut storage.0);
    let memory = Memory::new(O::Slots::<N::Gradient>::zeroed_in(&mut storage.1));
    let mut trainer = Trainer::with(optimizer, gradient, memory);
    let mut x = Box::new(SMatrix::<T, IN, B>::from_element(T::one()));
    let mut all = vec![bits(net, &*x)];
    for step in 1..=steps {
        x.iter_mut().for_each(|x| *x = T::from_f64(uniform(2.0, rng)));
        let targets: [Target; B] = core::array::from_fn(|_| target(rng));
        trainer.step(net, &*x, &targets, &loss, rng).unwrap();
        if step == 1_000 || step == steps {
            all.push(bits(net, &*x));
        }
    }
    all
}

fn ams_grad() -> AmsGrad {
    Adam::new(1e-2).weight_decay(1e-3).spare_biases().amsgrad()
}

fn restarts() -> WarmRestarts {
    Cosine::new(150).floor(0.1).restarts(2)
}

/// A number in 0..1.
fn one(rng: &mut Generator) -> f32 {
    unit(rng) as f32
}

/// The bits of all networks. Of networks that take as many, `steps` steps are taken.
fn all(steps: usize) -> Vec<(&'static str, Vec<u64>)> {
    vec![
        ("xor", xor(steps, 0.01)),
        (
            "line",
            train::<f32, Dense<1, 1>, _, _, _, 1, 1, 7>(
                steps,
                Sgd::new(1e-3),
                SquaredErrorSum,
                one,
            ),
        ),
        (
            "policy",
            train::<f32, (Dense<18, 40>, FastTanh, Dense<40, 4>), _, _, _, 18, 4, 6>(
                steps,
                Sgd::new(1e-2).momentum(0.9),
                Scaled(MeanSquaredError, 1.0),
                |rng| [one(rng), one(rng), one(rng), one(rng)],
            ),
        ),
        (
            "digits",
            train::<f32, (Dense<16, 33>, Relu, Dense<33, 10>), _, _, _, 16, 10, 8>(
                steps,
                AdamW::new(1e-3).clip_norm(0.5),
                SoftmaxCrossEntropy.smoothing(0.1),
                |rng| below(10, rng) as usize,
            ),
        ),
        (
            "odd",
            train::<
                f32,
                (Dense<5, 7>, Elu, Dense<7, 3>, Softplus, Dense<3, 2>, LeakyRelu),
                _,
                _,
                _,
                5,
                2,
                3,
            >(steps, RmsProp::new(1e-3).momentum(0.5).centered(), Huber::new(), |rng| {
                [one(rng), one(rng)]
            }),
        ),
        (
            "deep",
            train::<
                f32,
                (
                    Standardize<6>,
                    Dense<6, 16>,
                    Silu,
                    LayerNorm<16>,
                    Dropout<Ratio<1, 4>>,
                    Residual<(Dense<16, 9>, Gelu, Dense<9, 16>)>,
                    Dense<16, 3>,
                    Unstandardize<3>,
                ),
                _,
                _,
                _,
                6,
                3,
                4,
            >(
                steps,
                Adam::new(1e-3).schedule(WarmUp::new(100).then(Cosine::new(900).floor(0.1))),
                MeanAbsoluteError,
                |rng| [one(rng), one(rng), one(rng)],
            ),
        ),
        (
            "frozen",
            train::<f32, (Frozen<(Dense<12, 20>, HardTanh)>, Dense<20, 1>), _, _, _, 12, 1, 5>(
                steps,
                RmsProp::new(1e-3).clip_value(0.1),
                SigmoidCrossEntropy,
                |rng| below(2, rng) == 1,
            ),
        ),
        (
            "softmax",
            train::<f32, (Dense<10, 33>, FastSigmoid, Dense<33, 5>, Softmax), _, _, _, 10, 5, 9>(
                steps,
                Sgd::new(1e-2).nesterov(0.9),
                CrossEntropy,
                |rng| below(5, rng) as usize,
            ),
        ),
        (
            "log",
            train::<f32, (Dense<13, 4>, HardSwish, Dense<4, 21>, LogSoftmax), _, _, _, 13, 21, 2>(
                steps,
                Adam::new(1e-3).weight_decay(1e-2),
                MeanSquaredError,
                |rng| SVector::<f32, 21>::from_element(one(rng)),
            ),
        ),
        (
            "settings",
            train::<
                f32,
                (
                    Dense<5, 9>,
                    Elu<Ratio<3, 2>>,
                    LayerNorm<9, f32, Ratio<1, 1000>>,
                    Dense<9, 7>,
                    Mish,
                    Dense<7, 7>,
                    Selu,
                    Dense<7, 5>,
                    Softsign,
                    Dense<5, 5>,
                    Clamp<Ratio<-1, 2>, Ratio<5, 2>>,
                    Dense<5, 2>,
                    HardSigmoid<Ratio<1, 5>>,
                ),
                _,
                _,
                _,
                5,
                2,
                6,
            >(steps, Adam::new(1e-3), BinaryCrossEntropy, |rng| {
                [below(2, rng) == 1, below(2, rng) == 1]
            }),
        ),
        (
            "yes or no",
            train::<f32, (Dense<3, 11>, HardSigmoid, Dense<11, 2>, Sigmoid), _, _, _, 3, 2, 5>(
                steps,
                Adam::new(1e-3),
                BinaryCrossEntropy,
                |rng| [below(2, rng) == 1, below(2, rng) == 1],
            ),
        ),
        (
            "restarts",
            train::<f32, (Dense<4, 9>, Selu, Dense<9, 2>), _, _, _, 4, 2, 3>(
                steps,
                ams_grad().schedule(restarts()),
                MeanSquaredError,
                |rng| [one(rng), one(rng)],
            ),
        ),
        (
            "exact",
            train::<
                f64,
                (Dense<4, 16, f64>, Tanh, LayerNorm<16, f64>, Dense<16, 3, f64>),
                _,
                _,
                _,
                4,
                3,
                6,
            >(steps, AdamW::new(1e-3), SoftmaxCrossEntropy, |rng| {
                below(3, rng) as usize
            }),
        ),
        (
            "aligned",
            train::<f32, Aligned<(Dense<7, 11>, Identity, Aligned<Dense<11, 2>>)>, _, _, _, 7, 2, 4>(
                steps,
                Sgd::new(1e-2).schedule(
                    Constant
                        .switch_at(100, StepDecay::new(300, 0.9))
                        .switch_at(2_000, Exponential::new(0.999)),
                ),
                MeanSquaredError,
                |rng| [one(rng), one(rng)],
            ),
        ),
        (
            "branches",
            train::<f32, Branches, _, _, _, 6, 3, 5>(
                steps,
                Adam::new(1e-3),
                MeanSquaredError,
                |rng| [one(rng), one(rng), one(rng)],
            ),
        ),
        (
            "pools",
            train::<f32, Pools, _, _, _, 48, 3, 4>(
                steps,
                Adam::new(1e-3),
                MeanSquaredError,
                |rng| [one(rng), one(rng), one(rng)],
            ),
        ),
        (
            "convolutions",
            train::<f32, Convolutions, _, _, _, 48, 3, 4>(
                steps,
                Adam::new(1e-3),
                MeanSquaredError,
                |rng| [one(rng), one(rng), one(rng)],
            ),
        ),
        (
            "cells",
            train::<f32, Cells, _, _, _, 3, 2, 4>(
                steps,
                Adam::new(1e-3),
                MeanSquaredError,
                |rng| [one(rng), one(rng)],
            ),
        ),
        (
            "lengths",
            train::<f32, Lengths, _, _, _, 3, 2, 4>(
                steps,
                Adam::new(1e-3),
                MeanSquaredError,
                |rng| [one(rng), one(rng)],
            ),
        ),
        ("embedded", embedded(steps)),
        ("a stream", stream()),
        (
            "images",
            train::<f32, (Dense<784, 128>, Relu, Dense<128, 10>), _, _, _, 784, 10, 32>(
                20,
                Adam::new(1e-3),
                SoftmaxCrossEntropy,
                |rng| below(10, rng) as usize,
            ),
        ),
        #[cfg(feature = "alloc")]
        ("in chunks", in_chunks(steps)),
    ]
}

/// Steps on 26 of 40 samples, in four chunks of six and one of two: on one thread or on many, by the
/// features of the build.
#[cfg(feature = "alloc")]
fn in_chunks(steps: usize) -> Vec<u64> {
    type Net = (Dense<6, 16>, Tanh, Dropout<Ratio<1, 8>>, LayerNorm<16>, Dense<16, 3>);
    let mut rng = generator(7);
    let mut net = Net::init(&mut rng);
    let inputs: Vec<SVector<f32, 6>> =
        (0..40).map(|_| SVector::from_fn(|_, _| 2.0 * one(&mut rng) - 1.0)).collect();
    let classes: Vec<usize> = (0..40).map(|_| below(3, &mut rng) as usize).collect();
    let data = Dataset::classes(&inputs, &classes, 3).unwrap();
    let mut trainer = Trainer::boxed(&net, AdamW::new(1e-3));
    let mut chunks = constnet::training::Chunks::new(&net, BatchSize::<6>, 5);
    let mut order: Vec<usize> = (0..40).collect();
    let mut all = vec![bits(&net, &inputs[0])];
    for step in 1..=steps {
        constnet::random::shuffle(&mut order, &mut rng);
        let (samples, loss) = (&order[..26], SoftmaxCrossEntropy);
        trainer.step_chunks(&mut net, &data, samples, &mut chunks, &loss, &mut rng).unwrap();
        if step == 1_000 || step == steps {
            all.push(bits(&net, &inputs[0]));
        }
    }
    all
}

/// A gate beside features that pass, and the sum of both.
type Branches = (
    Fork<(
        (Fork<(Dense<6, 9>, (Dense<6, 9>, Sigmoid))>, Product),
        (Fork<(Dense<6, 4>, Slice<1, 5>)>, Concat<9>),
    )>,
    Sum,
    Dense<9, 3>,
    (Unflatten<1, 1, 3>, Last, Last),
);

/// Pools of every kind, and what stands beside them.
type Pools = (
    Unflatten<4, 6, 2>,
    Dense<2, 9>,
    PRelu<9>,
    MaxPool<2, 2, 3, 5, Stride<1>>,
    Affine<9>,
    ZeroPad<5, 7>,
    ChannelDropout<Ratio<1, 4>>,
    AvgPool<3, 3, 3, 4, (Stride<2>, Pad<1>)>,
    GeluTanh,
    Fork<(GlobalAvgPool, GlobalMaxPool, (Flatten<108, Chw>, Normalize))>,
    Concat<126>,
    Dense<126, 3>,
);

/// Convolutions of every kind of width, window and groups.
type Convolutions = (
    Unflatten<4, 6, 2>,
    Conv2d<2, 9, 3, 3, 4, 6, Same>,
    Tanh,
    DepthwiseConv2d<9, 9, 2, 2, 3, 5>,
    Conv2d<9, 27, 3, 3, 2, 3, (Stride<2>, Pad<1>), 3>,
    Relu,
    Conv2d<27, 6, 1, 1, 2, 3>,
    Conv2d<6, 3, 2, 2, 2, 4, (Pad<0, 1, 1, 1>, Dilate<1>)>,
    Last,
    Conv1d<3, 5, 2, 2>,
    FastTanh,
    WindowConv1d<5, 4, 3, 2>,
    Last,
    Dense<4, 3>,
);

/// Layers with memory, on three steps.
type Cells = (
    Repeat<3>,
    Lstm<3, 9>,
    Gru<9, 5, f32, (FastSigmoid, FastTanh), ResetBefore>,
    Rnn<5, 4, f32, Relu>,
    Gru<4, 4>,
    Bidirectional<Lstm<4, 3>, Rnn<4, 2>>,
    Concat<5>,
    Last,
    Dense<5, 2>,
);

/// Layers with memory on two of five steps, pooled over those and the last of them.
type Lengths = (
    Short<5, 2>,
    Padded<(Lstm<3, 5>, Conv1d<5, 4, 2, 2>)>,
    Fork<(GlobalAvgPool, GlobalMaxPool, Last)>,
    Concat<12>,
    Dense<12, 2>,
);

/// Two streams through layers with memory, step by step: noise, and then silence, in which they fade to 0.
fn stream() -> Vec<u64> {
    type Net = (Lstm<3, 9>, Conv1d<9, 5, 2, 2>, Gru<5, 4>);
    type X = SMatrix<f32, 3, 2>;
    let mut rng = generator(7);
    let mut net = Net::init(&mut rng);
    // A bias would be heard in silence.
    net.0.bias_ih_l0 = [[0.0; 9]; 4];
    net.1.bias = SVector::zeros();
    (net.2.bias_ih_l0, net.2.bias_hh_l0) = ([[0.0; 4]; 3], [[0.0; 4]; 3]);
    let mut state: <Net as Stream<X>>::State = State::rest();
    let (mut hash, mut all) = (Hash::new(), vec![]);
    for (steps, volume) in [(1_000, 2.0), (2_000, 0.0)] {
        for _ in 0..steps {
            let x = X::from_fn(|_, _| volume * one(&mut rng));
            let y = net.step(&mut state, &x);
            y.iter().for_each(|y| hash.bytes(&y.to_bits().to_le_bytes()));
        }
        hash.numbers(&state);
        all.push(hash.0);
    }
    assert!(state.0 == State::rest() && state.2 == State::rest(), "not silent: {state:?}");
    all
}

fn xor(steps: usize, rate: f64) -> Vec<u64> {
    type Net = (Dense<2, 8>, Tanh, Dense<8, 1>);
    let loss = SigmoidCrossEntropy;
    train::<f32, Net, _, _, _, 2, 1, 4>(steps, Adam::new(rate), loss, |rng| below(2, rng) == 1)
}

fn embedded(steps: usize) -> Vec<u64> {
    let mut net = POLICY.clone();
    train_on::<f32, Policy, _, _, _, 3, 2, 1>(
        &mut net,
        steps,
        Sgd::new(1e-2),
        MeanSquaredError,
        |rng| [one(rng), one(rng)],
        &mut generator(7),
    )
}

/// Networks with every kind of kernel, converted from `f32`.
#[cfg(feature = "half")]
fn of_16_bits() -> Vec<(&'static str, Vec<u64>)> {
    macro_rules! network {
        ($half:ident) => {{
            type Trained =
                (Dense<18, 40>, FastTanh, Dense<40, 10>, Silu, Dense<10, 3>, Elu, Dense<3, 1>);
            type Stored = (
                Dense<18, 40, half::$half>,
                FastTanh,
                Dense<40, 10, half::$half>,
                Silu,
                Dense<10, 3, half::$half>,
                Elu,
                Dense<3, 1, half::$half>,
            );
            let mut rng = generator(7);
            let trained = Trained::init(&mut rng);
            let mut net = Stored::zeros();
            constnet::weights::convert(&trained, &mut net).unwrap();
            let x = SMatrix::<f32, 18, 6>::from_fn(|_, _| uniform(2.0, &mut rng) as f32);
            let one: SVector<f32, 18> = x.column(0).into();
            (stringify!($half), vec![bits(&net, &one), bits(&net, &x)])
        }};
    }
    vec![network!(f16), network!(bf16)]
}

/// Prints the bits of all networks.
///
/// # Panics
/// If they are not the ones that are written down, after 1,000 or 10,000 steps.
pub fn report(steps: usize, out: &mut impl Write) {
    let found = all(steps);
    let count = compare(&found, EXPECTED, out);
    #[cfg(feature = "half")]
    let count = count + compare(&of_16_bits(), EXPECTED_OF_16_BITS, out);
    assert!(sees_a_changed_rate(), "another rate gave the same bits");
    writeln!(out, "{count} networks: the same bits").unwrap();
}

/// Prints bits, compares them with the ones that are written down, and gives their number.
fn compare(found: &[(&str, Vec<u64>)], expected: &[(&str, &[u64])], out: &mut impl Write) -> usize {
    for (name, bits) in found {
        writeln!(out, "{name}: {bits:016x?}").unwrap();
    }
    assert_eq!(found.len(), expected.len());
    for ((name, bits), (expected_name, expected)) in found.iter().zip(expected) {
        assert!(
            name == expected_name && expected.starts_with(bits),
            "{name} has other bits: {bits:016x?}"
        );
    }
    found.len()
}

/// Whether a rate that is larger by one in its last place shows.
fn sees_a_changed_rate() -> bool {
    xor(100, 0.01) != xor(100, 0.01_f32.next_up().into())
}
