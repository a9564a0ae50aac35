//! Every public type can be sent to and shared with another thread, moved when it is pinned, and used
//! after a panic that it was borrowed in.

use constnet::{
    __Instructions as Instructions, LengthError, Misfit,
    dual::{Dual, Dual32, Dual64},
    random::Generator,
};
use constnet::{
    footprint::Footprint,
    gradcheck,
    gradient_descent::{Descent, DescentError, Stop, Walk, Waypoint},
    init,
    layers::{LstmState, ResetAfter, ResetBefore, layer_norm::Moments, recurrent::Kept},
    losses::LossError,
    optimizers::{
        AmsGrad, Clip, Magnitudes, Memory, StepError, StepReport,
        schedule::{
            Constant, Cosine, Exponential, Scheduled, StepDecay, Switch, WarmRestarts, WarmUp,
        },
    },
    parameters::{Axes, CountError, Leaf, Node, NodeKind, PerAxis, TensorName},
    pass::{Accumulate, Discard, Overwrite, Unwanted, Wanted},
    prelude::*,
    ranks::{Failure, Reason, Share, Team, TeamError, Threads},
    scalar::{Dtype, Kind},
    serde::{Tensors, TensorsMut, Training, TrainingMut},
    stream::{Hidden, Running},
    training::{
        Carried, Chunks, DataError, Epoch, FitError, FitReport, MiniBatch, Plateau, Rows, RowsIter,
        Set, TrainError, TrainReport, TrainerOf,
        metrics::{Bin, Calibration, ConfusionMatrix},
    },
    weights::{
        Checkpoint, ConvertError, Error, Excerpt, FileError, Layout, Name, Reader, Shape, StateOf,
        TensorNumbers, TestPair, Writer,
    },
};
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};

/// What a type is, as constants: the inherent one where the bound holds, else the trait's.
struct Is<T: ?Sized>(PhantomData<T>);
macro_rules! is {
    ($($NAME:ident $Not:ident: $($bound:path),+;)*) => {$(
        trait $Not {
            const $NAME: bool = false;
        }
        impl<T: ?Sized> $Not for Is<T> {}
        impl<T: ?Sized $(+ $bound)+> Is<T> {
            const $NAME: bool = true;
        }
    )*};
}
is! {
    SEND NotSend: Send;
    SYNC NotSync: Sync;
    UNPIN NotUnpin: Unpin;
    UNWIND NotUnwind: UnwindSafe, RefUnwindSafe;
}

/// Asserts it at compile time. What holds a `&mut` is never UnwindSafe.
macro_rules! all {
    ($($type:ty),* $(,)?; mutable: $($mutable:ty),* $(,)?) => {{
        $(all!(@moves $type);)*
        $(all!(@moves $mutable);)*
        $(const { assert!(Is::<$type>::UNWIND, concat!(stringify!($type), " is not UnwindSafe")) };)*
    }};
    (@moves $type:ty) => {
        const {
            assert!(Is::<$type>::SEND, concat!(stringify!($type), " is not Send"));
            assert!(Is::<$type>::SYNC, concat!(stringify!($type), " is not Sync"));
            assert!(Is::<$type>::UNPIN, concat!(stringify!($type), " is not Unpin"));
        }
    };
}

type Net = (Dense<2, 3>, Relu, Dense<3, 1>);
type X = SVector<f32, 2>;

/// That none is missing, `tests/source/covered.rs` asks of the public interface.
#[test]
fn public_types_can_be_sent_shared_moved_and_used_after_a_panic() {
    all![
        // Layers, activations, and what they keep.
        Net, Dense<2, 3>, LayerNorm<3>, Moments<f32>, Dropout, Residual<Dense<2, 2>>, Frozen<Net>,
        Aligned<Net>, Concat<3>, Fork<(Net, Relu6)>, Product, Slice<0, 1>, Sum, Misfit,
        Affine<2>, PRelu<2>, Normalize, GeluTanh, MaxPool<2, 2, 1, 1>, AvgPool<2, 2, 1, 1>, GlobalMaxPool, GlobalAvgPool,
        Conv2d<1, 2, 2, 2, 1, 1>, DepthwiseConv2d<2, 2, 1, 1, 1, 1>, Conv1d<1, 2, 2>, WindowConv1d<1, 2, 2, 1>,
        constnet::layers::Conv1dState<1, 2>, Flatten<4>, Unflatten<2, 2, 1>, Hwc, Chw, ZeroPad<3, 3>, ChannelDropout, Valid, Same, Stride<2>, Dilate<2>, Pad<1>,
        CountPadding, constnet::window::Rule, constnet::window::Padding, constnet::window::Size,
        Last, Hidden<2>, Running<'static, Net, X>, Standardize<2>, Unstandardize<2>, BatchNorm<2>, FoldError, StandardizeError,
        Clamp<Ratio<0>, Ratio<6>>, Elu, FastSigmoid, FastTanh, Gelu, HardSigmoid, HardSwish, HardTanh,
        Rnn<2, 3>, Gru<2, 3>, Lstm<2, 3>, Bidirectional<Rnn<2, 3>>, Padded<Rnn<2, 3>>, LstmState<3>, Kept<f32, 4, 2, 3>, ResetAfter,
        ResetBefore,
        Identity, LeakyRelu<Ratio<1, 4>>, Mish, Ratio<1, 2>, Selu, Softsign,
        LogSoftmax, Relu, Sigmoid, Silu, Softmax, Softplus, Tanh,
        // Losses.
        BinaryCrossEntropy, CrossEntropy, Huber, MeanAbsoluteError, MeanSquaredError,
        SigmoidCrossEntropy, SmoothedCrossEntropy, SoftmaxCrossEntropy, SquaredErrorSum, LossError,
        // Optimizers.
        Adam, AdamW, AmsGrad, RmsProp<1>, Sgd, Clip<Adam>, Memory<[Net; 2]>, Magnitudes<f32>, StepReport, StepError,
        Scheduled<Sgd, Switch<WarmUp, Cosine>>, Switch<WarmUp, Cosine>, Constant, Cosine, Exponential,
        StepDecay, WarmRestarts, WarmUp,
        // Gradient descent and checks.
        GradientDescent, Descent, DescentError, Stop, Walk<f64, fn(&SVector<f64, 2>) -> SVector<f64, 2>, 2>,
        Waypoint<f64, 2>, gradcheck::Report, gradcheck::Comparison,
        // Parameters, initial values, numbers.
        CountError, Leaf, Axes, PerAxis, Node, NodeKind, TensorName, Dtype<f32>, Kind, LengthError, Generator,
        init::FanIn, init::Xavier, init::He, init::Lecun, init::Uniform, init::Zeros, Footprint<Net, X, Adam>,
        Instructions, Dual<f64>, Dual32, Dual64, SVector<f32, 2>, SMatrix<f32, 2, 3>,
        // Training.
        Discard, Wanted, Unwanted, Trainer<Adam, Net, [Net; 2]>, TrainerOf<Net, Adam>, TrainReport, TrainError, DataError, constnet::training::Stop, Epoch,
        FitError, FitReport, Plateau, Set, BatchSize<32>, Dataset<'static, SVector<f32, 2>, usize>, MiniBatch<SMatrix<f32, 2, 32>, usize, 32>,
        Fit<'static, SVector<f32, 2>, usize>, Carried<'static, [X; 3], usize>, Rows<'static, X>, RowsIter<'static, X>, Chunks<Net, 8>, Bin, Calibration<10>, ConfusionMatrix<3>,
        constnet::training::Shards, Team<Threads>, Threads, Share<'static, X, usize>, TeamError, Reason, Failure,
        // Files.
        Checkpoint, StateOf<Net, Hidden<2>>, ConvertError, Error, FileError, Excerpt, Layout, Name, TensorNumbers<'static>, Reader<'static>, Shape, TestPair<SVector<f32, 2>, SVector<f32, 1>>,
        constnet::values::Place, Scaled<Huber>, Weighted<usize>, constnet::losses::Part<f32>,
        Writer<'static>, Tensors<'static, Net>, Training<'static, Net, Adam, Net, [Net; 2]>;
        mutable: TensorsMut<'static, Net, Box<Net>>,
        Accumulate<'static, Net>, Overwrite<'static, Net>, TrainingMut<'static, Net, Adam, Net, [Net; 2], Box<Net>, Box<[Net; 2]>>,
    ];
}

/// The assertions are seen to fail on types that are not so.
#[test]
fn what_is_not_so_is_seen() {
    const {
        assert!(!Is::<std::rc::Rc<u8>>::SEND && !Is::<std::rc::Rc<u8>>::SYNC);
        assert!(Is::<core::cell::Cell<u8>>::SEND && !Is::<core::cell::Cell<u8>>::SYNC);
        assert!(!Is::<core::marker::PhantomPinned>::UNPIN);
        assert!(!Is::<&core::cell::Cell<u8>>::UNWIND);
        assert!(!Is::<(Dense<2, 3>, *const u8)>::SEND);
    }
}
