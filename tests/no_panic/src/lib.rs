//! Entry points: inference, a training step and loading for networks of many shapes.
//!
//! Everything comes from the caller: no number is known to the compiler, and no storage is of this
//! library. So what is linked for them is what any program needs at worst.
#![cfg_attr(not(feature = "std"), no_std)]
#![allow(non_camel_case_types, reason = "networks named after their numbers")]
#![allow(improper_ctypes_definitions, reason = "the entry points are linked, never called")]

#[path = "../../repeat/mod.rs"]
mod repeat;

use constnet::{
    layers::{LstmState, ResetBefore},
    optimizers::{
        AmsGrad, Clip, Scheduled,
        schedule::{Constant, Cosine, Exponential, StepDecay, Switch, WarmRestarts, WarmUp},
    },
    prelude::*,
    random::Generator,
    training::{TrainError, TrainReport},
    weights,
};
use repeat::{Repeat, Short};

#[cfg(not(feature = "std"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// The three entry points of one network, trained on batches of `$batch`.
macro_rules! shape {
    ($forward:ident $step:ident $load:ident: $scalar:ty, $in:literal => $net:ty => $out:literal,
     $batch:literal, $optimizer:ty, $loss:ty, $target:ty) => {
        #[unsafe(no_mangle)]
        pub extern "C" fn $forward(
            net: &$net,
            x: &SVector<$scalar, $in>,
            y: &mut SVector<$scalar, $out>,
        ) {
            *y = net.forward(x);
        }

        #[unsafe(no_mangle)]
        pub extern "C" fn $step(
            trainer: &mut Trainer<
                $optimizer,
                &mut <$net as Parameters>::Gradient,
                &mut <$optimizer as Optimizer>::Slots<<$net as Parameters>::Gradient>,
            >,
            net: &mut $net,
            x: &SMatrix<$scalar, $in, $batch>,
            targets: &[$target; $batch],
            loss: &$loss,
            rng: &mut Generator,
            result: &mut Option<Result<TrainReport, TrainError>>,
        ) {
            *result = Some(trainer.step(net, x, targets, loss, rng));
        }

        #[unsafe(no_mangle)]
        pub extern "C" fn $load(
            net: &mut $net,
            file: &&[u8],
            result: &mut Option<Result<(), weights::Error>>,
        ) {
            *result = Some(weights::load_into(net, file));
        }
    };
}

shape! { forward_xor step_xor load_xor: f32,
2 => (Dense<2, 8>, Tanh, Dense<8, 1>, Sigmoid) => 1, 1, Adam, MeanSquaredError, f32 }

shape! { forward_line step_line load_line: f32,
1 => Dense<1, 1> => 1, 7, Sgd, SquaredErrorSum, f32 }

shape! { forward_policy step_policy load_policy: f32,
18 => (Dense<18, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 4>) => 4,
64, Clip<AdamW>, MeanSquaredError, [f32; 4] }

shape! { forward_digits step_digits load_digits: f32,
64 => (Dense<64, 32>, Relu, Dense<32, 10>) => 10,
32, Sgd, SoftmaxCrossEntropy, usize }

shape! { forward_mnist step_mnist load_mnist: f32,
784 => (Dense<784, 128>, Relu, Dense<128, 10>) => 10,
32, Adam, SmoothedCrossEntropy, usize }

shape! { forward_odd step_odd load_odd: f32,
5 => (Dense<5, 7>, Elu<Ratio<3, 2>>, Dense<7, 3>, Softplus, Dense<3, 2>, Selu, Softsign, LeakyRelu) => 2,
3, RmsProp<3>, Huber, [f32; 2] }

shape! { forward_deep step_deep load_deep: f32,
6 => (
    Standardize<6>, Dense<6, 16>, Silu, LayerNorm<16>, Dropout,
    Residual<(Dense<16, 9>, Gelu, Dense<9, 16>)>, Dense<16, 3>, Unstandardize<3>,
) => 3,
8, Scheduled<AdamW, Switch<WarmUp, Cosine>>, MeanAbsoluteError, SVector<f32, 3> }

shape! { forward_frozen step_frozen load_frozen: f32,
12 => (Frozen<(Dense<12, 20>, FastTanh)>, Dense<20, 1>) => 1,
16, Clip<RmsProp<1>>, SigmoidCrossEntropy, bool }

shape! { forward_softmax step_softmax load_softmax: f32,
10 => (Dense<10, 33>, FastSigmoid, Dense<33, 5>, Softmax) => 5,
9, Adam, CrossEntropy, usize }

shape! { forward_log step_log load_log: f32,
13 => (Dense<13, 4>, HardSwish, Dense<4, 100>, LogSoftmax, Identity) => 100,
2, Sgd, MeanSquaredError, [f32; 100] }

shape! { forward_hard step_hard load_hard: f32,
3 => (Dense<3, 11>, HardTanh, Mish, Clamp<Ratio<-1, 2>, Ratio<3>>, Dense<11, 2>, HardSigmoid) => 2,
5, Scheduled<AmsGrad, WarmRestarts>, BinaryCrossEntropy, [bool; 2] }

shape! { forward_autoencoder step_autoencoder load_autoencoder: f32,
640 => (
    (Dense<640, 128>, Relu, Dense<128, 128>, Relu, Dense<128, 8>, Relu),
    (Dense<8, 128>, Relu, Dense<128, 640>),
) => 640,
4, Adam, MeanSquaredError, [f32; 640] }

shape! { forward_branches step_branches load_branches: f32,
6 => (
    Fork<(
        (Fork<(Dense<6, 9>, (Dense<6, 9>, Sigmoid))>, Product),
        (Fork<(Dense<6, 4>, Slice<1, 5>)>, Concat<9>),
    )>,
    Sum, Dense<9, 3>, (Unflatten<1, 1, 3>, Last, Last),
) => 3,
5, Adam, Scaled<MeanSquaredError>, [f32; 3] }

shape! { forward_image step_image load_image: f32,
48 => (
    Unflatten<4, 6, 2>, Dense<2, 5>, PRelu<5>, MaxPool<2, 2, 2, 3>, Affine<5>, ZeroPad<4, 5>, ChannelDropout,
    AvgPool<3, 3, 2, 3, (Stride<2>, Pad<1>)>, GeluTanh,
    Fork<(GlobalAvgPool, GlobalMaxPool, (Flatten<30, Chw>, Normalize))>, Concat<40>, Dense<40, 3>,
) => 3,
4, Adam, MeanSquaredError, [f32; 3] }

shape! { forward_convolution step_convolution load_convolution: f32,
48 => (
    Unflatten<4, 6, 2>, Conv2d<2, 9, 3, 3, 4, 6, Same>, Relu, DepthwiseConv2d<9, 9, 2, 2, 3, 5>,
    Conv2d<9, 6, 3, 3, 2, 3, (Stride<2>, Pad<1>), 3>, Conv2d<6, 6, 1, 2, 2, 2, Valid, 1>, Flatten<24>, Dense<24, 3>,
) => 3,
4, Adam, MeanSquaredError, [f32; 3] }

shape! { forward_exact_convolution step_exact_convolution load_exact_convolution: f64,
48 => (
    Unflatten<4, 6, 2>, Conv2d<2, 4, 3, 3, 2, 3, (Stride<2>, Pad<1>), 2, f64>, Flatten<24>, Dense<24, 3, f64>,
) => 3,
4, Adam, MeanSquaredError, SVector<f64, 3> }

/// Along time: a window, a sequence, a block and a step of a stream.
type Along = (Conv1d<2, 9, 3>, Tanh, Conv1d<9, 9, 3, 2, 1>, Conv1d<9, 6, 2, 4, 3>);

#[unsafe(no_mangle)]
pub extern "C" fn forward_window(
    net: &WindowConv1d<2, 9, 3, 8, (Stride<2>, Pad<1>)>,
    x: &[SMatrix<f32, 2, 4>; 16],
    y: &mut [SMatrix<f32, 9, 4>; 8],
) {
    *y = net.forward(x);
}

#[unsafe(no_mangle)]
pub extern "C" fn forward_along(
    net: &Along,
    x: &[SMatrix<f32, 2, 4>; 16],
    y: &mut [SMatrix<f32, 6, 4>; 16],
) {
    *y = net.forward(x);
}

#[unsafe(no_mangle)]
pub extern "C" fn step_along(
    net: &Along,
    state: &mut <Along as Stream<SVector<f32, 2>>>::State,
    x: &SVector<f32, 2>,
    y: &mut SVector<f32, 6>,
) {
    *y = net.step(state, x);
}

#[unsafe(no_mangle)]
pub extern "C" fn step_block_along(
    net: &Along,
    state: &mut <Along as Stream<SVector<f32, 2>>>::State,
    x: &[SVector<f32, 2>; 16],
    y: &mut [SVector<f32, 6>; 16],
) {
    *y = net.step(state, x);
}

shape! { forward_in_time step_in_time load_in_time: f32,
48 => (
    Unflatten<4, 6, 2>, Last, Conv1d<2, 5, 3, 2>, Tanh, WindowConv1d<5, 4, 3, 4>, Last, Dense<4, 3>,
) => 3,
4, Adam, MeanSquaredError, [f32; 3] }

shape! { forward_cells step_cells load_cells: f32,
3 => (
        Short<3, 2>, Padded<Lstm<3, 9>>, Last, Repeat<3>, Gru<9, 5, f32, (FastSigmoid, FastTanh), ResetBefore>, Rnn<5, 4, f32, Relu>, Gru<4, 4>,
        Bidirectional<Lstm<4, 3>, Rnn<4, 2>>, Concat<5>, Last, Dense<5, 2>,
    ) => 2,
4, Adam, MeanSquaredError, [f32; 2] }

/// A step of a stream.
#[unsafe(no_mangle)]
pub extern "C" fn step_stream(
    net: &(Lstm<3, 16>, Gru<16, 5>, Dense<5, 1>),
    state: &mut (LstmState<16>, constnet::stream::Hidden<5>, ()),
    x: &SVector<f32, 3>,
    y: &mut SVector<f32, 1>,
) {
    *y = net.step(state, x);
}

/// All other layers with memory, and what is around them: in one network, as none of them is deep.
type Remembering = (
    Padded<(Lstm<3, 9>, Conv1d<9, 7, 3, 2>)>,
    Residual<Gru<7, 7, f32, (FastSigmoid, FastTanh), ResetBefore>>,
    Frozen<Rnn<7, 5, f32, Relu>>,
    Dropout,
    Dense<5, 2>,
);
type OfRemembering = <Remembering as Stream<SVector<f32, 3>>>::State;

/// A step of a stream.
#[unsafe(no_mangle)]
pub extern "C" fn step_remembering(
    net: &Remembering,
    state: &mut OfRemembering,
    x: &SVector<f32, 3>,
    y: &mut SVector<f32, 2>,
) {
    *y = net.step(state, x);
}

/// A block of a stream, of sequences with their lengths.
#[unsafe(no_mangle)]
pub extern "C" fn step_padded(
    net: &Padded<(Lstm<3, 9>, Conv1d<9, 7, 3, 2>)>,
    state: &mut <Padded<(Lstm<3, 9>, Conv1d<9, 7, 3, 2>)> as Stream<SMatrix<f32, 3, 4>>>::State,
    x: &([SMatrix<f32, 3, 4>; 6], SMatrix<f32, 1, 4>),
    y: &mut ([SMatrix<f32, 7, 4>; 6], SMatrix<f32, 1, 4>),
) {
    *y = net.step(state, x);
}

/// A training step from a state: two tracks, windows of six steps.
#[unsafe(no_mangle)]
pub extern "C" fn step_from_a_state(
    trainer: &mut Trainer<
        Clip<Adam>,
        &mut <Carried as Parameters>::Gradient,
        &mut <Clip<Adam> as Optimizer>::Slots<<Carried as Parameters>::Gradient>,
    >,
    net: &mut Carried,
    state: &mut <Carried as Stream<[SMatrix<f32, 3, 2>; 6]>>::State,
    x: &[SMatrix<f32, 3, 2>; 6],
    targets: &[[[f32; 2]; 6]; 2],
    rng: &mut Generator,
    result: &mut Option<Result<TrainReport, TrainError>>,
) {
    *result = Some(trainer.step_from(net, state, x, targets, &MeanSquaredError, rng));
}
type Carried = (
    Lstm<3, 9>,
    Conv1d<9, 7, 3, 2>,
    Residual<Gru<7, 7, f32, (FastSigmoid, FastTanh), ResetBefore>>,
    Frozen<Rnn<7, 5, f32, Relu>>,
    Dropout,
    Dense<5, 2>,
);

shape! { forward_exact step_exact load_exact: f64,
4 => (Dense<4, 16, f64>, Tanh, LayerNorm<16, f64>, Dense<16, 3, f64>) => 3,
10, AdamW, SoftmaxCrossEntropy, SVector<f64, 3> }

shape! { forward_aligned step_aligned load_aligned: f32,
7 => Aligned<(Dense<7, 11>, Tanh, Aligned<Dense<11, 2>>)> => 2,
4, Scheduled<Sgd, Switch<Constant, StepDecay>>, MeanSquaredError, [f32; 2] }

shape! { forward_decay step_decay load_decay: f32,
9 => (Dense<9, 3>, Relu, Dense<3, 4>) => 4,
1, Scheduled<Adam, Exponential>, SoftmaxCrossEntropy, usize }

/// Weights of 16 bits, which nothing trains.
macro_rules! of_16_bits {
    ($($half:ident: $forward:ident $batch:ident $load:ident $cells:ident $forward_cells:ident $step_cells:ident $load_cells:ident;)+) => { $(
        type $half = (
            Dense<18, 64, half::$half>, FastTanh, Dense<64, 10, half::$half>, Relu,
            Dense<10, 3, half::$half>, Tanh, Dense<3, 1, half::$half>,
        );
        #[unsafe(no_mangle)]
        pub extern "C" fn $forward(net: &$half, x: &SVector<f32, 18>, y: &mut SVector<f32, 1>) {
            *y = net.forward(x);
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn $batch(net: &$half, x: &SMatrix<f32, 18, 7>, y: &mut SMatrix<f32, 1, 7>) {
            *y = net.forward(x);
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn $load(
            net: &mut $half,
            file: &&[u8],
            result: &mut Option<Result<(), weights::Error>>,
        ) {
            *result = Some(weights::load_into(net, file));
        }

        type $cells = (
            Lstm<3, 9, half::$half>, Gru<9, 7, half::$half, (FastSigmoid, FastTanh), ResetBefore>,
            Rnn<7, 5, half::$half>, Dense<5, 2, half::$half>,
        );
        #[unsafe(no_mangle)]
        pub extern "C" fn $forward_cells(
            net: &$cells,
            x: &[SMatrix<f32, 3, 4>; 6],
            y: &mut [SMatrix<f32, 2, 4>; 6],
        ) {
            *y = net.forward(x);
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn $step_cells(
            net: &$cells,
            state: &mut <$cells as Stream<SVector<f32, 3>>>::State,
            x: &SVector<f32, 3>,
            y: &mut SVector<f32, 2>,
        ) {
            *y = net.step(state, x);
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn $load_cells(
            net: &mut $cells,
            file: &&[u8],
            result: &mut Option<Result<(), weights::Error>>,
        ) {
            *result = Some(weights::load_into(net, file));
        }
    )+ };
}

of_16_bits! {
    f16: forward_f16 forward_batch_f16 load_f16 CellsF16 forward_cells_f16 step_cells_f16 load_cells_f16;
    bf16: forward_bf16 forward_batch_bf16 load_bf16 CellsBf16 forward_cells_bf16 step_cells_bf16 load_cells_bf16;
}

/// What the check must find when it links this too.
#[unsafe(no_mangle)]
pub extern "C" fn planted(numbers: &&[f32], i: usize) -> f32 {
    numbers[i]
}
