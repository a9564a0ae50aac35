//! W1 to W5, one sample at a time, in throughput form.

use crate::{
    place::Place,
    race::{Clock, Contender},
    table::{Table, assert_close},
    workloads::*,
};
use constnet::prelude::*;
use constnet_c::{Native, NoFma};
use std::hint::black_box;

/// A function of C: parameters, x, y.
type C = fn(&[f32], &[f32], &mut [f32]);

/// One network against its two twins.
fn network<N, const IN: usize, const OUT: usize>(
    clock: &Clock,
    place: Place,
    table: &mut Table,
    name: &str,
    native: C,
    no_fma: C,
) where
    N: Init + Only<f32> + 'static + Forward<SVector<f32, IN>, Output = SVector<f32, OUT>>,
{
    let (net, parameters) = place.network::<N>();
    let x = SVector::<f32, IN>::from_fn(|i, _| (i as f32 * 0.37).sin());
    let y = net.forward(&x);
    for (build, c) in [("native", native), ("no FMA", no_fma)] {
        let mut found = [0.0; OUT];
        c(parameters, x.as_slice(), &mut found);
        assert_close(&format!("{name}, {build}"), &found, y.as_slice());
    }

    let of_c = |c: C| -> Box<dyn FnMut() + '_> {
        let mut y = [0.0; OUT];
        let (parameters, x) = (&*parameters, &x);
        Box::new(move || c(black_box(parameters), black_box(x.as_slice()), black_box(&mut y)))
    };
    let mut contenders: [Contender<'_>; 3] = [
        ("constnet", Box::new(|| _ = black_box(&black_box(&*net).forward(black_box(&x))))),
        ("native", of_c(native)),
        ("no FMA", of_c(no_fma)),
    ];
    let times = clock.race(&mut contenders);
    table.row(name, [0, 1, 2].map(|i| &times[i]));
}

/// Every network, with the fast activations and with the accurate ones where they differ.
pub fn compare(clock: &Clock, place: Place, table: &mut Table) {
    network::<W1, 2, 1>(clock, place, table, "W1 2-8-1", Native::w1, NoFma::w1);
    network::<W1Accurate, 2, 1>(clock, place, table, "W1, accurate", Native::w1, NoFma::w1);
    network::<W2, 18, 4>(clock, place, table, "W2 18-64-64-4", Native::w2, NoFma::w2);
    network::<W2Accurate, 18, 4>(clock, place, table, "W2, accurate", Native::w2, NoFma::w2);
    network::<W3, 64, 10>(clock, place, table, "W3 64-32-10", Native::w3, NoFma::w3);
    network::<W4, 784, 10>(clock, place, table, "W4 784-128-10", Native::w4, NoFma::w4);
    network::<W5, 640, 640>(clock, place, table, "W5 640-128x4-8-128x4-640", Native::w5, NoFma::w5);
}
