//! A row for each workload and batch.

use crate::{
    core::{FLOPS, Memory, Peak},
    race::{Clock, Contender},
};
use constnet::{Value, init::FanIn, optimizers::Optimizer, prelude::*, random};
use std::hint::black_box;

/// Measures rows, and prints them.
pub struct Rows {
    pub clock: Clock,
}

/// Products of a weight and an input, one for each sample: two operations.
fn products(sizes: &[usize]) -> usize {
    sizes.windows(2).map(|pair| pair[0] * pair[1]).sum()
}

/// Some value.
fn sine<X: Value<Number = f32>>() -> Box<X> {
    let (mut x, mut angle) = (Box::new(X::zeros()), 0.0_f32);
    x.for_each_mut(|x| {
        angle += 0.37;
        *x = angle.sin();
    });
    x
}

impl Rows {
    pub fn title(&self) {
        println!(
            "\n| per sample | batch | FLOP | bytes of weights | bound, ns | measured, ns | ratio |\n|---|---|---|---|---|---|---|"
        );
    }

    /// Inference of one sample, of 32 and of 256.
    pub fn network<N, const IN: usize, const OUT: usize>(&self, name: &str, sizes: &[usize])
    where
        N: Init
            + Only<f32>
            + Forward<SVector<f32, IN>, Output = SVector<f32, OUT>>
            + Forward<SMatrix<f32, IN, 32>, Output = SMatrix<f32, OUT, 32>>
            + Forward<SMatrix<f32, IN, 256>, Output = SMatrix<f32, OUT, 256>>,
    {
        let net = &*N::init_boxed(&FanIn, &mut random::generator(1));
        let flops = 2 * products(sizes);
        self.batch::<N, IN, OUT, 1>(name, net, flops);
        self.batch::<N, IN, OUT, 32>(name, net, flops);
        self.batch::<N, IN, OUT, 256>(name, net, flops);
    }

    fn batch<N, const IN: usize, const OUT: usize, const B: usize>(
        &self,
        name: &str,
        net: &N,
        flops: usize,
    ) where
        N: Forward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>>,
    {
        let sin = |i, j| ((i + 7 * j) as f32 * 0.37).sin();
        let x = Box::new(SMatrix::<f32, IN, B>::from_fn(sin));
        let forward = || _ = black_box(&black_box(net).forward(black_box(&*x)));
        self.row(name, B, flops, size_of::<N>(), Box::new(forward));
    }

    /// Inference of one value.
    pub fn image<N: Init + Forward<X>, X: Value<Number = f32>>(&self, name: &str, products: usize) {
        let net = &*N::init_boxed(&FanIn, &mut random::generator(1));
        let x = sine::<X>();
        let forward = || _ = black_box(&black_box(net).forward(black_box(&*x)));
        self.row(name, 1, 2 * products, size_of::<N>(), Box::new(forward));
    }

    /// A step of a stream.
    pub fn stream<N: Init + Stream<X>, X: Value<Number = f32>>(&self, name: &str, products: usize) {
        let net = &*N::init_boxed(&FanIn, &mut random::generator(1));
        let (mut state, x) = (N::State::rest(), sine::<X>());
        let step = || _ = black_box(&black_box(net).step(black_box(&mut state), black_box(&*x)));
        self.row(name, 1, 2 * products, size_of::<N>(), Box::new(step));
    }

    /// A step on a batch of B: forward, the gradients of the parameters, and those of every input
    /// but the network's.
    pub fn training<N, O, L, Target, const IN: usize, const OUT: usize, const B: usize>(
        &self,
        name: &str,
        sizes: &[usize],
        optimizer: O,
        loss: L,
        target: impl Fn(usize) -> Target,
    ) where
        N: Init + Only<f32> + Backward<SMatrix<f32, IN, B>, Output = SMatrix<f32, OUT, B>>,
        N::Gradient: Only<f32>,
        O: Optimizer,
        L: Loss<SMatrix<f32, OUT, B>, Target, Value = f32>,
    {
        let mut rng = random::generator(1);
        let mut net = N::init_boxed(&FanIn, &mut rng);
        let mut trainer = Trainer::boxed(&*net, optimizer);
        let mut x = Box::new(SMatrix::<f32, IN, B>::zeros());
        x.iter_mut().for_each(|x| *x = random::uniform(1.0, &mut rng) as f32);
        let targets: [Target; B] = std::array::from_fn(target);
        let flops = 2 * (2 * products(sizes) + products(&sizes[1..]));
        let step = || {
            let trained = trainer.step(&mut *net, black_box(&*x), &targets, &loss, &mut rng);
            _ = black_box(trained.expect("the step is taken"));
        };
        self.row(name, B, flops, size_of::<N>(), Box::new(step));
    }

    /// Races a call with what bounds it.
    fn row<'a>(
        &self,
        name: &str,
        batch: usize,
        flops: usize,
        bytes: usize,
        call: Box<dyn FnMut() + 'a>,
    ) {
        // A block that is too short for its loop would be read slowly.
        let memory = Memory::new(bytes.max(8 << 10));
        let mut contenders: Vec<Contender<'_>> =
            vec![("workload", call), ("read", Box::new(|| memory.read()))];
        if let Some(peak) = Peak::of_build() {
            contenders.push((peak.name(), Box::new(move || peak.run())));
        }
        let times = self.clock.race(&mut contenders);
        let time = times[0].per(batch);
        let arithmetic = times.get(2).map_or(0.0, |time| flops as f64 / FLOPS * time.minimum());
        let loads = times[1].minimum() * bytes as f64 / memory.bytes() as f64;
        let bound = if batch == 1 { arithmetic.max(loads) } else { arithmetic };
        let (bound, ratio) = match bound {
            0.0 => ("unknown".to_owned(), "unknown".to_owned()),
            _ => (format!("{bound:.1}"), format!("{:.2}", time.minimum() / bound)),
        };
        println!("| {name} | {batch} | {flops} | {bytes} | {bound} | {time} | {ratio} |");
    }
}
