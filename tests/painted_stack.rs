//! The stack that inference and training steps of batches of one really use, beside the footprint's
//! figure: a thread runs on memory of ours, painted before, and what it wrote on is counted after.
//! Without optimisation only the lower bound holds.

#![cfg(target_os = "linux")]

use constnet::{
    footprint::Footprint,
    init::FanIn,
    prelude::*,
    random::Generator,
    training::{TrainError, TrainReport},
    values::Value,
};
use std::{ffi::c_void, hint::black_box, mem::MaybeUninit, ptr, thread};

const PAINT: u8 = 0xA5;
/// Room for the largest network here without optimisation, and for the thread itself.
const ROOM: usize = 1 << 20;

/// Bytes of stack that `work` uses, from where it is called: a thread that ends uses some, too, so no
/// fewer than a few hundred are found.
fn painted<A>(work: fn(&mut A), argument: &mut A) -> usize {
    struct Call<'a, A> {
        work: fn(&mut A),
        argument: &'a mut A,
        /// An address in the frame that calls `work`.
        from: usize,
    }
    extern "C" fn run<A>(call: *mut c_void) -> *mut c_void {
        // SAFETY: `call` is what `pthread_create` was handed below, and lives until the join.
        let call = unsafe { &mut *call.cast::<Call<'_, A>>() };
        let here = 0_u8;
        call.from = black_box(&raw const here).addr();
        (call.work)(call.argument);
        ptr::null_mut()
    }
    let mut stack = vec![PAINT; ROOM];
    let start = stack.as_mut_ptr();
    let mut call = Call { work, argument, from: 0 };
    let mut attributes = MaybeUninit::uninit();
    let mut thread = MaybeUninit::uninit();
    // SAFETY: the attributes are initialised before they are used; the stack and the call
    // outlive the thread, which is joined here.
    unsafe {
        assert_eq!(libc::pthread_attr_init(attributes.as_mut_ptr()), 0);
        assert_eq!(libc::pthread_attr_setstack(attributes.as_mut_ptr(), start.cast(), ROOM), 0);
        let call = (&raw mut call).cast();
        let started =
            libc::pthread_create(thread.as_mut_ptr(), attributes.as_ptr(), run::<A>, call);
        assert_eq!(started, 0);
        assert_eq!(libc::pthread_join(thread.assume_init(), ptr::null_mut()), 0);
        assert_eq!(libc::pthread_attr_destroy(attributes.as_mut_ptr()), 0);
    }
    let untouched = black_box(&stack).iter().take_while(|&&byte| byte == PAINT).count();
    assert!(untouched > 0, "the stack is too small for this test");
    call.from - (start.addr() + untouched)
}

graph! {
    /// RNNoise with dense layers in place of recurrent ones, and with one output.
    struct Noise: 42 => 22 {
        input: (Dense<42, 96>, Tanh),
        vad: (Dense<96, 96>, Tanh),
        noise: (Concat<234>, Dense<234, 96>, Tanh),
        denoise: (Concat<234>, Dense<234, 192>, Tanh),
        gains: (Dense<192, 22>, Sigmoid),
    }
    |x| {
        t = input(x);
        v = vad(t);
        n = noise(t, v, x);
        d = denoise(v, n, x);
        gains(d)
    }
}

#[path = "../benches/workloads/images.rs"]
#[allow(dead_code, reason = "of the networks there this takes one")]
mod images;
use images::LeNet;

struct Inference<N, X, Y> {
    net: Box<N>,
    x: X,
    y: Y,
}

type Boxed<O, G> = Trainer<O, Box<G>, Box<<O as Optimizer>::Slots<G>>>;

struct Training<N: Parameters, O: Optimizer, X, Target> {
    net: Box<N>,
    trainer: Boxed<O, N::Gradient>,
    x: X,
    targets: [Target; 1],
    rng: Generator,
    result: Option<Result<TrainReport, TrainError>>,
}

macro_rules! table {
    ($($name:literal: $x:ty => $net:ty => $out:literal, $loss:expr, $target:expr;)*) => {$({
        type X = $x;
        let mut rng = constnet::random::generator(1);
        let mut inference = Box::new(Inference {
            net: <$net>::init_boxed(&FanIn, &mut rng),
            x: Value::from_number(0.5),
            y: SVector::<f32, $out>::zeros(),
        });
        let infer = |a: &mut Inference<$net, X, SVector<f32, $out>>| a.y = a.net.forward(&a.x);
        // The first call looks up what the processor can do.
        infer(&mut inference);
        let of_inference = painted(infer, &mut *inference);
        let mut training = Box::new(Training {
            net: <$net>::init_boxed(&FanIn, &mut rng),
            trainer: Trainer::boxed(&*inference.net, Adam::new(1e-3)),
            x: Value::from_number(0.5),
            targets: [$target],
            rng,
            result: None,
        });
        let train = |a: &mut Training<$net, Adam, X, _>| {
            let step = a.trainer.step(&mut *a.net, &a.x, &a.targets, &$loss, &mut a.rng);
            a.result = Some(step);
        };
        // What the step returns is the caller's too.
        let of_step = painted(train, &mut *training) - size_of_val(&training.result);
        assert!(matches!(training.result, Some(Ok(_))));
        let scratch = Footprint::<$net, X>::ACTIVATIONS;
        let intermediates = Footprint::<$net, X, Adam>::INTERMEDIATES;
        println!("{:24} {scratch:6} {of_inference:6}   {intermediates:6} {of_step:6}", $name);
        // The footprint counts x and y, which are the caller's here; a few numbers may live in registers alone.
        let callers = size_of_val(&inference.x) + size_of_val(&inference.y);
        assert!(scratch <= of_inference + callers + 64);
        // A bound on the step's counts each value twice, with its gradient; not all of those are needed.
        assert!(intermediates <= 2 * (of_step + size_of_val(&training.x)));
        if !cfg!(debug_assertions) {
            assert!(of_inference <= 2 * scratch + 1024);
            // The frames of the functions themselves are 0.9 to 1.2 kB, as the compiler happens to cut the crate.
            assert!(of_step <= 2 * intermediates + 1280);
        }
    })*};
}

/// What is measured is what is used, no less and little more: bytes that a function surely writes on.
#[test]
fn a_planted_array_is_seen() {
    fn plant<const BYTES: usize>(_: &mut ()) {
        black_box([0_u8; BYTES]);
    }
    let (small, large) = (painted(plant::<1000>, &mut ()), painted(plant::<41_000>, &mut ()));
    assert!(large - small >= 40_000, "{small} {large}");
    if !cfg!(debug_assertions) {
        assert!(large - small < 41_000, "{small} {large}");
    }
}

#[test]
fn the_footprint_is_near_what_is_used() {
    println!("{:24} {:>13}   {:>13}", "bytes of stack", "inference", "training step");
    println!("{:24} {:>6} {:>6}   {:>6} {:>6}", "", "footprint", "paint", "footprint", "paint");
    table! {
        "2-8-1": SVector<f32, 2> => (Dense<2, 8>, Tanh, Dense<8, 1>, Sigmoid) => 1, MeanSquaredError, 1.0_f32;
        "18-64-64-4": SVector<f32, 18> => (Dense<18, 64>, Tanh, Dense<64, 64>, Tanh, Dense<64, 4>, Tanh) => 4,
            MeanSquaredError, [0.5_f32; 4];
        "64-32-10": SVector<f32, 64> => (Dense<64, 32>, Relu, Dense<32, 10>) => 10, SoftmaxCrossEntropy, 3_usize;
        "784-128-10": SVector<f32, 784> => (Dense<784, 128>, Relu, Dense<128, 10>) => 10, SoftmaxCrossEntropy, 3_usize;
        "32-256-256-256-8": SVector<f32, 32> => (Dense<32, 256>, Relu, Dense<256, 256>, Relu, Dense<256, 256>, Relu, Dense<256, 8>) => 8,
            MeanSquaredError, [0.5_f32; 8];
        "RNNoise, a graph": SVector<f32, 42> => Noise => 22, MeanSquaredError, [0.5_f32; 22];
        "1024-512-1024": SVector<f32, 1024> => (Dense<1024, 512>, Relu, Dense<512, 1024>) => 1024,
            MeanSquaredError, [0.5_f32; 1024];
        "LeNet-5": [[SVector<f32, 1>; 28]; 28] => LeNet => 10, SoftmaxCrossEntropy, 3_usize;
        "LSTM 16, 64 steps": [SVector<f32, 1>; 64] => (Lstm<1, 16>, Last, Dense<16, 1>) => 1,
            MeanSquaredError, 0.5_f32;
    }
}

/// A step of a stream, whose state is the caller's.
#[test]
fn the_footprint_of_a_stream_is_near_what_a_step_uses() {
    struct Voice<N, S> {
        net: Box<N>,
        state: S,
        x: SVector<f32, 1>,
        y: SVector<f32, 1>,
    }
    macro_rules! table {
        ($($name:literal: $net:ty;)*) => {$({
            type Net = $net;
            type Of = Footprint<Net, SVector<f32, 1>>;
            let mut voice = Box::new(Voice::<Net, <Net as Stream<SVector<f32, 1>>>::State> {
                net: Net::init_boxed(&FanIn, &mut constnet::random::generator(1)),
                state: State::rest(),
                x: SVector::from([0.5]),
                y: SVector::zeros(),
            });
            let step = |a: &mut Voice<Net, _>| a.y = a.net.step(&mut a.state, &a.x);
            step(&mut voice);
            let found = painted(step, &mut *voice);
            println!("{:24} {:6} {:6} {found:6}", $name, Of::STEP, Of::STATE);
            let callers = size_of_val(&voice.x) + size_of_val(&voice.y);
            assert!(Of::STEP <= found + callers + 64);
            if !cfg!(debug_assertions) {
                assert!(found <= 2 * (Of::STEP + Of::STATE) + 1024);
            }
        })*};
    }
    println!("{:24} {:>6} {:>6} {:>6}", "bytes of a stream", "step", "state", "paint");
    table! {
        "LSTM 16": (Lstm<1, 16>, Dense<16, 1>);
        "GRU 40": (Gru<1, 40>, Dense<40, 1>);
        "convolutions": (Conv1d<1, 16, 3>, Tanh, Conv1d<16, 16, 3, 2>, Tanh, Dense<16, 1>);
    }
}

/// 31 KB of activations are what the network needs; in a build that is not optimized, its frames too.
#[test]
fn lenet_infers_on_a_small_stack() {
    let kib = if cfg!(debug_assertions) { 192 } else { 48 };
    let net = LeNet::init_boxed(&FanIn, &mut constnet::random::generator(1));
    let x: Box<[[SVector<f32, 1>; 28]; 28]> = Box::new(Value::from_number(0.5));
    let expected = net.forward(&*x);
    let work = move || assert_eq!(net.forward(&*x), expected);
    thread::Builder::new().stack_size(kib * 1024).spawn(work).unwrap().join().unwrap();
}
