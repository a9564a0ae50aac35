//! W7, a step of a stream, and W8, an image, in throughput form.

use crate::{
    place::Place,
    race::{Clock, Contender},
    table::{Table, assert_close},
    workloads::*,
};
use constnet::prelude::*;
use constnet_c::{Native, NoFma, W7_STATE};
use std::hint::black_box;

/// A step of C: parameters, state, x.
type Step = fn(&[f32], &mut [f32], f32) -> f32;

fn stream(clock: &Clock, place: Place, table: &mut Table) {
    let (net, parameters) = place.network::<W7>();
    let signal = |t: usize| (t as f32 * 0.37).sin();
    let both: [Step; 2] = [Native::w7, NoFma::w7];
    let mut state = State::rest();
    let ours: Vec<f32> =
        (0..100).map(|t| net.step(&mut state, &SVector::from([signal(t)]))[0]).collect();
    for c in both {
        let mut state = [0.0; W7_STATE];
        let found: Vec<f32> = (0..100).map(|t| c(parameters, &mut state, signal(t))).collect();
        assert_close("W7", &found, &ours);
    }
    let of_c = |c: Step| -> Box<dyn FnMut() + '_> {
        let (mut state, parameters) = ([0.0; W7_STATE], &*parameters);
        Box::new(move || _ = black_box(c(black_box(parameters), &mut state, black_box(0.5))))
    };
    let x = SVector::from([0.5]);
    let mut contenders: [Contender<'_>; 3] = [
        ("constnet", Box::new(|| _ = black_box(black_box(&*net).step(&mut state, black_box(&x))))),
        ("native", of_c(both[0])),
        ("no FMA", of_c(both[1])),
    ];
    let times = clock.race(&mut contenders);
    table.row("W7 causal 1-4-4, a step", [0, 1, 2].map(|i| &times[i]));
}

/// A function of C: parameters, x, y.
type Image = fn(&[f32], &[f32], &mut [f32]);

fn image(clock: &Clock, place: Place, table: &mut Table) {
    let (net, parameters) = place.network::<LeNet>();
    let mut x = [[SVector::<f32, 1>::zeros(); 28]; 28];
    let mut pixels = [0.0; 784];
    for (i, (x, pixel)) in x.as_flattened_mut().iter_mut().zip(&mut pixels).enumerate() {
        *pixel = (i as f32 * 0.37).sin();
        x[0] = *pixel;
    }
    let y = net.forward(&x);
    let both: [Image; 2] = [Native::w8, NoFma::w8];
    for c in both {
        let mut found = [0.0; 10];
        c(parameters, &pixels, &mut found);
        assert_close("W8", &found, y.as_slice());
    }
    let of_c = |c: Image| -> Box<dyn FnMut() + '_> {
        let (parameters, pixels, mut y) = (&*parameters, &pixels, [0.0; 10]);
        Box::new(move || c(black_box(parameters), black_box(pixels), black_box(&mut y)))
    };
    let mut contenders: [Contender<'_>; 3] = [
        ("constnet", Box::new(|| _ = black_box(&black_box(&*net).forward(black_box(&x))))),
        ("native", of_c(both[0])),
        ("no FMA", of_c(both[1])),
    ];
    let times = clock.race(&mut contenders);
    table.row("W8 LeNet-5", [0, 1, 2].map(|i| &times[i]));
}

/// Both networks.
pub fn compare(clock: &Clock, place: Place, table: &mut Table) {
    stream(clock, place, table);
    image(clock, place, table);
}
