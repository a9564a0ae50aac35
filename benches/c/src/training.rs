//! T1 to T3: whole training steps, per sample.

use crate::{
    place::Place,
    race::{Clock, Contender},
    table::{Table, assert_close},
    workloads::*,
};
use constnet::{parameters::copy_to_slice, prelude::*, random};
use constnet_c::{Native, NoFma};
use std::hint::black_box;

/// Steps after which the weights are compared.
const STEPS: usize = 5;
const SGD: f64 = 1e-2;
const ADAM: f64 = 1e-4;

/// What the C trains.
struct State {
    parameters: &'static mut [f32],
    adam: constnet_c::Adam,
}

/// A step of C: the state, and x sample by sample. The targets are its own.
type C<'a> = &'a dyn Fn(&mut State, &[f32]) -> f32;

/// The Euclidean distance of two networks. Single weights may differ by more than their rounding:
/// Adam divides by the size of a gradient, however small it is.
fn distance(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt()
}

/// One network on a batch of noise, against its two twins.
#[expect(clippy::too_many_arguments, reason = "a case is a list of what it is made of")]
fn steps<N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
    clock: &Clock,
    place: Place,
    table: &mut Table,
    name: &str,
    optimizer: O,
    loss: L,
    targets: &[Target; B],
    native: C<'_>,
    no_fma: C<'_>,
) where
    N: Init + Only<f32> + 'static + Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>>,
    N::Gradient: Only<f32>,
    O: Optimizer,
    L: Loss<SMatrix<f32, OUT, B>, Target, Value = f32>,
{
    let mut rng = random::generator(1);
    let (net, parameters) = place.network::<N>();
    let (_, more) = place.network::<N>();
    let mut trainer = Trainer::boxed(net, optimizer);
    let mut x = Box::new(SMatrix::<f32, IN, B>::zeros());
    x.iter_mut().for_each(|x| *x = random::uniform(1.0, &mut rng) as f32);
    let start = parameters.to_vec();
    let mut states = [parameters, more]
        .map(|parameters| State { parameters, adam: constnet_c::Adam::new(ADAM, N::COUNT) });

    let mut step = || {
        let trained = trainer.step(net, black_box(&*x), targets, &loss, &mut rng);
        trained.expect("the step is taken").loss as f32
    };
    let losses: Vec<f32> = (0..STEPS).map(|_| step()).collect();
    let mut ours = vec![0.0; N::COUNT];
    copy_to_slice(net, &mut ours).expect("there is room for every parameter");
    for ((build, c), state) in [("native", native), ("no FMA", no_fma)].into_iter().zip(&mut states)
    {
        let found: Vec<f32> = (0..STEPS).map(|_| c(state, x.as_slice())).collect();
        assert_close(&format!("{name}, {build}, losses"), &found, &losses);
        let (error, moved) = (distance(state.parameters, &ours), distance(&start, &ours));
        assert!(error <= 1e-4 * moved, "{name}, {build}: {error} off the way after {moved}");
    }

    let [of_native, of_no_fma] = &mut states;
    let mut step = || {
        let trained = trainer.step(net, black_box(&*x), targets, &loss, &mut rng);
        _ = black_box(trained.expect("the step is taken"));
    };
    let mut contenders: [Contender<'_>; 3] = [
        ("constnet", Box::new(&mut step)),
        ("native", Box::new(|| _ = black_box(native(of_native, black_box(x.as_slice()))))),
        ("no FMA", Box::new(|| _ = black_box(no_fma(of_no_fma, black_box(x.as_slice()))))),
    ];
    let times = clock.race(&mut contenders);
    let [ours, native, no_fma] = [0, 1, 2].map(|i| times[i].per(B));
    table.row(name, [&ours, &native, &no_fma]);
}

/// Every training workload.
pub fn compare(clock: &Clock, place: Place, table: &mut Table) {
    let loss = SoftmaxCrossEntropy;
    let classes: &[usize; 32] = &std::array::from_fn(|j| j % 10);
    let many: &[usize; 128] = &std::array::from_fn(|j| j % 10);
    let numbers: &[[f32; 4]; 64] = &std::array::from_fn(|j| [j as f32 / 64.0; 4]);
    steps::<T1, _, _, _, 784, 10, 32>(
        clock,
        place,
        table,
        "T1 784-128-10, batch 32, SGD",
        Sgd::new(SGD),
        loss,
        classes,
        &|state, x| Native::t1_sgd(state.parameters, SGD as f32, x, classes),
        &|state, x| NoFma::t1_sgd(state.parameters, SGD as f32, x, classes),
    );
    steps::<T1, _, _, _, 784, 10, 128>(
        clock,
        place,
        table,
        "T1 784-128-10, batch 128, Adam",
        Adam::new(ADAM),
        loss,
        many,
        &|state, x| Native::t1_adam(state.parameters, &mut state.adam, x, many),
        &|state, x| NoFma::t1_adam(state.parameters, &mut state.adam, x, many),
    );
    steps::<T2, _, _, _, 64, 10, 32>(
        clock,
        place,
        table,
        "T2 64-32-10, batch 32, SGD",
        Sgd::new(SGD),
        loss,
        classes,
        &|state, x| Native::t2_sgd(state.parameters, SGD as f32, x, classes),
        &|state, x| NoFma::t2_sgd(state.parameters, SGD as f32, x, classes),
    );
    let targets = numbers.as_flattened();
    steps::<T3, _, _, _, 18, 4, 64>(
        clock,
        place,
        table,
        "T3 18-64-64-4, batch 64, Adam",
        Adam::new(ADAM),
        MeanSquaredError,
        numbers,
        &|state, x| Native::t3_adam(state.parameters, &mut state.adam, x, targets),
        &|state, x| NoFma::t3_adam(state.parameters, &mut state.adam, x, targets),
    );
}
