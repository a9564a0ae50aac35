//! What an audio thread may do: RealtimeSanitizer ends the program at the first allocation, lock or
//! system call below a function that is marked `nonblocking`. `--allocate` and `--overrun` plant what
//! the sanitizers must find.

#![feature(sanitize)]

mod networks;

use constnet::{
    StreamTrain,
    prelude::*,
    random::{Generator, generator},
};
use networks::Watch;
use std::hint::black_box;

#[sanitize(realtime = "nonblocking")]
fn infer<X, N: Forward<X>>(net: &N, x: &X) {
    black_box(net.forward(black_box(x)));
}

#[sanitize(realtime = "nonblocking")]
fn train<T, N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
    trainer: &mut Trainer<O, Box<N::Gradient>, Box<O::Slots<N::Gradient>>>,
    net: &mut N,
    x: &SMatrix<T, IN, B>,
    targets: &[Target; B],
    loss: &L,
    rng: &mut Generator,
) -> bool
where
    T: Scalar,
    N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Only<T>>,
    O: Optimizer,
    L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
{
    trainer.step(net, x, targets, loss, rng).is_ok()
}

#[sanitize(realtime = "nonblocking")]
fn step<X, N: Stream<X>>(net: &N, state: &mut N::State, x: &X) {
    black_box(net.step(black_box(state), black_box(x)));
}

#[sanitize(realtime = "nonblocking")]
fn train_from<N, O, L, Target, const IN: usize, const OUT: usize, const B: usize, const STEPS: usize>(
    trainer: &mut Trainer<O, Box<N::Gradient>, Box<O::Slots<N::Gradient>>>,
    net: &mut N,
    state: &mut <N as Stream<[SMatrix<f32, IN, B>; STEPS]>>::State,
    x: &[SMatrix<f32, IN, B>; STEPS],
    targets: &[Target; B],
    loss: &L,
    rng: &mut Generator,
) -> bool
where
    N: StreamTrain<[SMatrix<f32, IN, B>; STEPS]>
        + Backward<
            [SMatrix<f32, IN, B>; STEPS],
            Output = [SMatrix<f32, OUT, B>; STEPS],
            Gradient: Only<f32>,
        >,
    O: Optimizer,
    L: Loss<[SMatrix<f32, OUT, B>; STEPS], Target, Value = f32>,
{
    trainer.step_from(net, state, x, targets, loss, rng).is_ok()
}

/// 1,000 forwards and 1,000 steps of each network; their number.
struct Run(usize);

impl Watch for Run {
    fn watch<T, N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
        &mut self,
        name: &str,
        net: &mut N,
        optimizer: O,
        loss: &L,
        x: &SMatrix<T, IN, B>,
        targets: &[Target; B],
    ) where
        T: Scalar,
        N: Backward<SMatrix<T, IN, B>, Output = SMatrix<T, OUT, B>, Gradient: Only<T>>,
        O: Optimizer,
        L: Loss<SMatrix<T, OUT, B>, Target, Value = T>,
    {
        let mut rng = generator(1);
        let mut trainer = Trainer::boxed(net, optimizer);
        for _ in 0..1_000 {
            infer(net, x);
            assert!(train(&mut trainer, net, x, targets, loss, &mut rng), "{name}");
        }
        self.0 += 1;
    }

    fn watch_stream<N, O, L, Target, const IN: usize, const OUT: usize, const B: usize, const STEPS: usize>(
        &mut self,
        name: &str,
        net: &mut N,
        optimizer: O,
        loss: &L,
        x: &[SMatrix<f32, IN, B>; STEPS],
        targets: &[Target; B],
    ) where
        N: Stream<SMatrix<f32, IN, B>>
            + StreamTrain<[SMatrix<f32, IN, B>; STEPS]>
            + Backward<
                [SMatrix<f32, IN, B>; STEPS],
                Output = [SMatrix<f32, OUT, B>; STEPS],
                Gradient: Only<f32>,
            >,
        O: Optimizer,
        L: Loss<[SMatrix<f32, OUT, B>; STEPS], Target, Value = f32>,
    {
        let mut rng = generator(1);
        let mut trainer = Trainer::boxed(net, optimizer);
        let (mut voice, mut tracks) = (State::rest(), State::rest());
        for _ in 0..1_000 {
            x.iter().for_each(|x| step(net, &mut voice, x));
            let trained = train_from(&mut trainer, net, &mut tracks, x, targets, loss, &mut rng);
            assert!(trained, "{name}");
        }
        self.0 += 1;
    }
}

/// The planted violation: a number on the heap.
#[sanitize(realtime = "nonblocking")]
fn allocate() -> f32 {
    *black_box(Box::new(1.0))
}

/// The planted violation for AddressSanitizer: a number behind the end of a slice.
fn overrun() -> f32 {
    let numbers = vec![1.0_f32; black_box(8)];
    // SAFETY: there is none; that is the point.
    unsafe { *numbers.as_ptr().add(black_box(8)) }
}

fn main() {
    let mut run = Run(0);
    networks::each(&mut run);
    if std::env::args().any(|argument| argument == "--allocate") {
        allocate();
    }
    if std::env::args().any(|argument| argument == "--overrun") {
        black_box(overrun());
    }
    println!("{} networks: 1,000 forwards and 1,000 steps, nothing that blocks", run.0);
}
