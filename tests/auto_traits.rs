//! Every public type can be sent to and shared with another thread, moved when it is pinned, and used
//! after a panic that it was borrowed in.

use constnet::{LengthError, random::Generator};
use constnet::{
    gradcheck,
    gradient_descent::{Descent, DescentError, Stop, Walk, Waypoint},
    init,
    layers::layer_norm::Moments,
    ledger::Ledger,
    losses::LossError,
    optimizers::{
        Clip, Magnitudes, Memory, Step, StepError,
        schedule::{Constant, Cosine, Exponential, Scheduled, StepDecay, Switch, WarmUp},
    },
    parameters::{CountError, Leaf, Node, NodeKind, Path},
    pass::{Accumulate, Discard, Overwrite, Unwanted, Wanted},
    prelude::*,
    scalar::{Dtype, Kind},
    serde::{Tensors, TensorsMut, Training, TrainingMut},
    training::{
        Chunks, DataError, Ended, Epoch, FitError, MiniBatch, Report, Set, TrainError, Trained,
        TrainerOf,
        metrics::{Bin, Calibration, ConfusionMatrix},
    },
    weights::{
        Checkpoint, ConvertError, Error, Excerpt, Name, Numbers, Reader, Shape, TestPair, Writer,
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

/// Asserts it at compile time, and gives the names. What holds a `&mut` is never UnwindSafe.
macro_rules! all {
    ($($type:ty),* $(,)?; mutable: $($mutable:ty),* $(,)?) => {{
        $(all!(@moves $type);)*
        $(all!(@moves $mutable);)*
        $(const { assert!(Is::<$type>::UNWIND, concat!(stringify!($type), " is not UnwindSafe")) };)*
        [$(stringify!($type),)* $(stringify!($mutable)),*]
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

fn types() -> Vec<&'static str> {
    all![
        // Layers, activations, and what they keep.
        Net, Dense<2, 3>, LayerNorm<3>, Moments<f32>, Dropout<1, 2>, Residual<Dense<2, 2>>, Frozen<Net>,
        Aligned<Net>,
        Standardize<2>, Unstandardize<2>, BatchNorm<2>, FoldError, StandardizeError,
        Elu, FastSigmoid, FastTanh, Gelu, HardSigmoid, HardSwish, HardTanh, Identity, LeakyRelu<1, 4>,
        LogSoftmax, Relu, Sigmoid, Silu, Softmax, Softplus, Tanh,
        // Losses.
        BinaryCrossEntropy, CrossEntropy, Huber, MeanAbsoluteError, MeanSquaredError,
        SigmoidCrossEntropy, SmoothedCrossEntropy, SoftmaxCrossEntropy, SquaredErrorSum, LossError,
        // Optimizers.
        Adam, AdamW, RmsProp<1>, Sgd, Clip<Adam>, Memory<[Net; 2]>, Magnitudes<f32>, Step, StepError,
        Scheduled<Sgd, Switch<WarmUp, Cosine>>, Switch<WarmUp, Cosine>, Constant, Cosine, Exponential,
        StepDecay, WarmUp,
        // Gradient descent and checks.
        GradientDescent, Descent, DescentError, Stop, Walk<f64, fn(&SVector<f64, 2>) -> SVector<f64, 2>, 2>,
        Waypoint<f64, 2>, gradcheck::Report, gradcheck::Comparison,
        // Parameters, initial values, numbers.
        CountError, Leaf, Node, NodeKind, Path, Dtype<f32>, Kind, LengthError, Generator,
        init::FanIn, init::Xavier, init::He, init::Lecun, init::Uniform, init::Zeros, Ledger<Net, X, Adam>,
        constnet::__Chain,
        // Training.
        Discard, Wanted, Unwanted, Trainer<Adam, Net, [Net; 2]>, TrainerOf<Net, Adam>, Trained, TrainError, DataError, Ended, Epoch,
        FitError, Report, Set, Batch<32>, Dataset<'static, f32, 2, usize>, MiniBatch<f32, 2, 32, usize>,
        Fit<'static, f32, 2, usize>, Chunks<Net, 8>, Bin, Calibration<10>, ConfusionMatrix<3>,
        // Files.
        Checkpoint, ConvertError, Error, Excerpt, Name, Numbers<'static>, Reader<'static>, Shape, TestPair<2, 1>,
        Writer<'static>, Tensors<'static, Net>, Training<'static, Net, Adam, Net, [Net; 2]>;
        mutable: TensorsMut<'static, Net, Box<Net>>,
        Accumulate<'static, Net>, Overwrite<'static, Net>, TrainingMut<'static, Net, Adam, Net, [Net; 2], Box<Net>, Box<[Net; 2]>>,
    ]
    .to_vec()
}

/// Types that a `pub struct` or `pub enum` in `src` declares.
fn declared(folder: &std::path::Path) -> Vec<String> {
    let mut names = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("bin") {
            // A program's types are not public.
        } else if path.is_dir() {
            names.extend(declared(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = std::fs::read_to_string(&path).unwrap();
            let kinds = ["pub struct ", "pub enum "];
            let rests = file
                .lines()
                .filter_map(|line| kinds.iter().find_map(|kind| line.strip_prefix(kind)));
            names.extend(rests.map(|rest| {
                rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect::<String>()
            }));
        }
    }
    names
}

#[test]
fn every_public_type_is_asserted() {
    let asserted = types();
    let declared = declared(std::path::Path::new("src"));
    assert!(declared.len() > 80);
    for name in declared {
        let named =
            |shown: &&str| shown.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        assert!(asserted.iter().any(named), "{name}");
    }
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
