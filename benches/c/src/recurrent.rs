//! Cells with memory: a step at a time, and a block of them.

use crate::{
    place::Place,
    race::{Clock, Contender},
    table::{Table, assert_close},
    workloads::*,
};
use constnet::prelude::*;
use constnet_c::{Native, NoFma};
use std::hint::black_box;

/// How many steps a block has.
const BLOCK: usize = 64;

/// A function of C: parameters, state, x, y.
type C = fn(&[f32], &mut [f32], &[f32], &mut [f32]);

/// One network against its two twins, each with a state of its own.
fn network<N, const S: usize>(
    clock: &Clock,
    place: Place,
    table: &mut Table,
    name: &str,
    native: C,
    no_fma: C,
) where
    N: Init + Only<f32> + 'static + Stream<SVector<f32, 1>, Output = SVector<f32, 1>>,
    N: Stream<[SVector<f32, 1>; BLOCK], Output = [SVector<f32, 1>; BLOCK]>,
{
    let (net, parameters) = place.network::<N>();
    let input = |t: usize| [(t as f32 * 0.37).sin()];
    for (build, c) in [("native", native), ("no FMA", no_fma)] {
        let (mut state, mut of_c) = (rest::<N, SVector<f32, 1>>(), [0.0; S]);
        for t in 0..100 {
            let y = net.step(&mut state, &SVector::from(input(t)));
            let mut found = [0.0; 1];
            c(parameters, &mut of_c, &input(t), &mut found);
            // Near 0, beside the largest output.
            assert_close(&format!("{name}, {build}"), &[found[0], 1.0], &[y[0], 1.0]);
        }
    }

    let of_c = |c: C| -> Box<dyn FnMut() + '_> {
        let (mut state, mut y, x) = ([0.0; S], [0.0; 1], input(1));
        let parameters = &*parameters;
        Box::new(move || {
            c(black_box(parameters), black_box(&mut state), black_box(&x), black_box(&mut y));
        })
    };
    let (mut state, x) = (rest::<N, SVector<f32, 1>>(), SVector::from(input(1)));
    let mut contenders: [Contender<'_>; 3] = [
        (
            "constnet",
            Box::new(|| {
                black_box(black_box(&*net).step(black_box(&mut state), black_box(&x)));
            }),
        ),
        ("native", of_c(native)),
        ("no FMA", of_c(no_fma)),
    ];
    let times = clock.race(&mut contenders);
    table.row(name, [0, 1, 2].map(|i| &times[i]));

    // The same steps as one call of ours, and as so many of C's.
    let xs: [_; BLOCK] = std::array::from_fn(|t| SVector::from(input(t)));
    let block_of_c = |c: C| -> Box<dyn FnMut() + '_> {
        let (mut state, mut y, parameters) = ([0.0; S], [0.0; BLOCK], &*parameters);
        let xs = &xs;
        Box::new(move || {
            for (x, y) in black_box(xs).iter().zip(&mut y) {
                c(black_box(parameters), &mut state, x.as_slice(), std::slice::from_mut(y));
            }
            black_box(&y);
        })
    };
    let mut state = rest::<N, [SVector<f32, 1>; BLOCK]>();
    let mut contenders: [Contender<'_>; 3] = [
        (
            "constnet",
            Box::new(|| {
                black_box(black_box(&*net).step(black_box(&mut state), black_box(&xs)));
            }),
        ),
        ("native", block_of_c(native)),
        ("no FMA", block_of_c(no_fma)),
    ];
    let times = clock.race(&mut contenders);
    let times = [0, 1, 2].map(|i| times[i].per(BLOCK));
    table.row(&format!("{name}, a block of {BLOCK} steps, each"), [0, 1, 2].map(|i| &times[i]));
}

/// The state of a network that has seen nothing.
fn rest<N: Stream<X>, X>() -> N::State {
    State::rest()
}

/// Every cell, with the fast functions and with the accurate ones.
pub fn compare(clock: &Clock, place: Place, table: &mut Table) {
    network::<Lstm16, 32>(clock, place, table, "LSTM 16", Native::lstm16, NoFma::lstm16);
    network::<Lstm16Accurate, 32>(
        clock,
        place,
        table,
        "LSTM 16, accurate",
        Native::lstm16,
        NoFma::lstm16,
    );
    network::<Lstm40, 80>(clock, place, table, "LSTM 40", Native::lstm40, NoFma::lstm40);
    network::<Lstm40Accurate, 80>(
        clock,
        place,
        table,
        "LSTM 40, accurate",
        Native::lstm40,
        NoFma::lstm40,
    );
    network::<Gru16, 16>(clock, place, table, "GRU 16", Native::gru16, NoFma::gru16);
    network::<Gru16Accurate, 16>(
        clock,
        place,
        table,
        "GRU 16, accurate",
        Native::gru16,
        NoFma::gru16,
    );
}
