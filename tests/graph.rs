//! Graphs compute what is written: as nested tuples do where a graph is a chain, and with the slopes of
//! differences where it is not; each slope that nobody needs is left out.

#![forbid(unsafe_code)]

use constnet::{
    footprint::Footprint,
    gradcheck,
    optimizers::StepError,
    parameters,
    pass::{Accumulate, Discard, Overwrite, Unwanted, Wanted},
    prelude::*,
    rand::Rng,
    random, weights,
};
use std::cell::Cell;

graph! {
    /// A trunk with two heads.
    pub struct Policy<const H: usize>: 8 => (2, 1) {
        /// What both heads see.
        trunk: (Dense<8, H>, Tanh),
        actor: Dense<H, 2>,
        critic: Dense<H, 1>,
    }
    |x| { t = trunk(x); (actor(t), critic(t)) }
}

/// All numbers of a network that are trained.
fn numbers<T: Scalar, N: Parameters<Gradient: Only<T>>>(net: &mut N) -> Vec<f64> {
    let mut all = vec![];
    parameters::visit(net, &mut N::Gradient::zeros(), [], |_, theta: &mut [T], _, []| {
        all.extend(theta.iter().map(|theta| theta.to_f64()));
    });
    all
}

mod chains {
    use super::*;

    type Tuple = (Dense<4, 16>, Tanh, Dense<16, 2>);
    network!(
        /// The same with names, of which one is called like the variable of `forward`.
        pub Named: 4 => { x: Dense<4, 16>, act: Tanh, out: Dense<16, 2> } => 2
    );

    #[test]
    fn a_chain_with_names_has_the_bits_of_the_tuple() {
        let (mut tuple, mut named) =
            (Tuple::init(&mut random::generator(1)), Named::init(&mut random::generator(1)));
        let (mut a, mut b) =
            (Trainer::new(&tuple, Adam::new(0.01)), Trainer::new(&named, Adam::new(0.01)));
        for step in 0..50 {
            let x = SMatrix::<f32, 4, 3>::from_fn(|i, j| (i * 7 + j * 3 + step) as f32 % 5.0 - 2.0);
            assert_eq!(tuple.forward(&x), named.forward(&x));
            let t = [[0.5, -0.5]; 3];
            let rng = &mut random::generator(7);
            let of_tuple = a.step(&mut tuple, &x, &t, &MeanSquaredError, rng).unwrap();
            let of_named = b.step(&mut named, &x, &t, &MeanSquaredError, rng).unwrap();
            assert_eq!(of_tuple.loss, of_named.loss);
        }
        assert_eq!(tuple, (named.x.clone(), named.act, named.out.clone()));

        let (x, dy) = (SVector::repeat(0.5), SVector::from([1.0, -2.0]));
        let (y, cache) = tuple.forward_train(&x, &mut random::generator(1));
        let mut gradient = <Tuple as Parameters>::Gradient::zeros();
        let dx = tuple.backward(&x, &y, &cache, &dy, &mut gradient);
        let (y, cache) = named.forward_train(&x, &mut random::generator(1));
        let mut of_named = <Named as Parameters>::Gradient::zeros();
        assert_eq!(named.backward(&x, &y, &cache, &dy, &mut of_named), dx);
        assert_eq!((of_named.x, of_named.act, of_named.out), gradient);
    }

    #[test]
    fn the_footprint_of_a_chain_is_that_of_the_tuple() {
        type X = SMatrix<f32, 4, 3>;
        assert_eq!(<Named as Backward<X>>::ACTIVATIONS, <Tuple as Backward<X>>::ACTIVATIONS);
        type OfNamed = Footprint<Named, X, Adam>;
        type OfTuple = Footprint<Tuple, X, Adam>;
        assert_eq!(OfNamed::INTERMEDIATES, OfTuple::INTERMEDIATES);
        assert_eq!(OfNamed::TRAINING, OfTuple::TRAINING);
    }

    network!(Exact<f64>: 2 => { hidden: Dense<2, 3, f64>, p: Softmax } => 3);

    #[test]
    fn a_chain_of_another_number_type_that_ends_in_probabilities() {
        let y = Exact::zeros().forward(&SVector::repeat(1.0_f64));
        assert!((y.sum() - 1.0).abs() < 1e-15);
        const { assert!(<Exact as Backward<SVector<f64, 2>>>::PROBABILITIES) };
        const { assert!(!<Named as Backward<SVector<f32, 4>>>::PROBABILITIES) };
    }
}

mod two_heads {
    use super::*;

    #[test]
    fn forward_and_slopes_are_those_of_the_layers_one_by_one() {
        let net = Policy::<16>::init(&mut random::generator(1));
        let x = SMatrix::<f32, 8, 3>::from_fn(|i, j| i as f32 * 0.3 - j as f32);
        let (t, cache) = net.trunk.forward_train(&x, &mut random::generator(1));
        assert_eq!(net.forward(&x), (net.actor.forward(&t), net.critic.forward(&t)));

        let (y, of_graph) = net.forward_train(&x, &mut random::generator(1));
        assert_eq!(y, net.forward(&x));
        let dy = y;
        let mut gradient = <Policy<16> as Parameters>::Gradient::zeros();
        let dx = net.backward(&x, &y, &of_graph, &dy, &mut gradient);
        let mut of_layers = <Policy<16> as Parameters>::Gradient::zeros();
        // Slopes add up from the end.
        let mut dt = net.critic.backward(&t, &y.1, &(), &dy.1, &mut of_layers.critic);
        dt += net.actor.backward(&t, &y.0, &(), &dy.0, &mut of_layers.actor);
        assert_eq!(net.trunk.backward(&x, &t, &cache, &dt, &mut of_layers.trunk), dx);
        assert_eq!(gradient, of_layers);
    }

    #[test]
    fn a_step_from_slopes_of_ones_own_trains_both_heads() {
        let mut rng = random::generator(3);
        let mut net = Policy::<16>::init(&mut rng);
        let mut trainer = Trainer::new(&net, Adam::new(0.01));
        let x = SMatrix::<f32, 8, 4>::from_fn(|i, j| ((i + 3 * j) % 5) as f32 - 2.0);
        let errors = |(a, c): &(SMatrix<f32, 2, 4>, SMatrix<f32, 1, 4>)| {
            (a.map(|a| a - 1.0), c.map(|c| c + 2.0))
        };
        for _ in 0..500 {
            trainer.step_with(&mut net, &x, &mut rng, |y| Ok::<_, StepError>(errors(y))).unwrap();
        }
        let (a, c) = errors(&net.forward(&x));
        assert!(a.amax() < 0.01 && c.amax() < 0.01, "{a} {c}");
    }

    #[test]
    fn what_is_alive_at_once_is_counted() {
        // x stays; while the critic works there are t, its output and the actor's. Of the trunk, a stack, both
        // values of `Tanh` count.
        assert_eq!(Footprint::<Policy<16>, SVector<f32, 8>>::ACTIVATIONS, 4 * (8 + 16 + 16));
        assert_eq!(Footprint::<Policy<1>, SVector<f32, 8>>::ACTIVATIONS, 4 * (8 + 1 + 2 + 1));
        const { assert!(!<Policy<1> as Backward<SVector<f32, 8>>>::PROBABILITIES) };
    }

    #[test]
    fn weights_have_the_names_of_the_fields() {
        let net = Policy::<4>::init(&mut random::generator(5));
        let file = weights::to_vec(&net).unwrap();
        let header = String::from_utf8_lossy(&file);
        for name in ["trunk.0.weight", "trunk.0.bias", "actor.weight", "critic.bias"] {
            assert!(header.contains(&format!("\"{name}\"")), "{name}");
        }
        let mut read = Policy::<4>::zeros();
        weights::load_into(&mut read, &file).unwrap();
        assert_eq!(net, read);
        assert!(weights::load_into(&mut Policy::<5>::zeros(), &file).is_err());
    }

    network!(Embedded: 3 => { hidden: Dense<3, 4>, act: Tanh, out: Dense<4, 2> } => 2);

    /// The file of a tuple: its numbers are other names for the fields.
    static EMBEDDED: Embedded = constnet::embed!(
        "data/weights/policy.safetensors",
        weights::Reader::new().table(NAMES).ignore_unknown()
    );
    const NAMES: &[(&str, &str)] = &[("hidden", "0"), ("out", "2")];

    #[test]
    fn a_graph_is_embedded_in_a_static() {
        static OF_TUPLE: (Dense<3, 4>, Tanh, Dense<4, 2>) =
            constnet::embed!("data/weights/policy.safetensors");
        let x = SVector::from([0.5, -1.5, 1.0]);
        assert_eq!(EMBEDDED.forward(&x), OF_TUPLE.forward(&x));
    }
}

mod shared {
    use super::*;

    graph! {
        /// f(f(x)), with an output of its own for the step between, and one that nobody looks at.
        struct Twice: 3 => (1, 3) in f64 {
            f: (Dense<3, 3, f64>, Tanh), g: Dense<3, 1, f64>, aside: Dense<3, 5, f64>,
        }
        |x| { a = f(x); _aside = aside(a); b = f(a); (g(b), a) }
    }

    #[test]
    fn slopes_of_a_layer_that_is_called_twice_add_up() {
        let mut net = Twice::init(&mut random::generator(1));
        let report = gradcheck::check(&mut net, &SVector::from([0.3, -0.8, 0.5]), 2);
        assert!(report.worst() < 1e-7, "{report}");

        let x = SVector::from([0.3, -0.8, 0.5]);
        let mut gradient = gradient(&net, &x, false);
        // f(f(x)) as a tuple with two layers of the same weights; a is no output there.
        type Tuple = ((Dense<3, 3, f64>, Tanh), (Dense<3, 3, f64>, Tanh), Dense<3, 1, f64>);
        let tuple: Tuple = (net.f.clone(), net.f.clone(), net.g.clone());
        let (y, cache) = tuple.forward_train(&x, &mut random::generator(1));
        let mut both = <Tuple as Parameters>::Gradient::zeros();
        tuple.backward(&x, &y, &cache, &SVector::from([1.0]), &mut both);
        let mut sum = numbers::<f64, _>(&mut both.0);
        sum.iter_mut()
            .zip(numbers::<f64, _>(&mut both.1))
            .for_each(|(sum, of_second)| *sum += of_second);
        for (sum, of_graph) in sum.iter().zip(numbers::<f64, _>(&mut gradient.f)) {
            assert!((sum - of_graph).abs() <= 1e-15, "{sum} {of_graph}");
        }
    }

    /// Of the first output, added to zeros, or set in place of what was there.
    fn gradient(net: &Twice, x: &SVector<f64, 3>, set: bool) -> <Twice as Parameters>::Gradient {
        let (y, cache) = net.forward_train(x, &mut random::generator(1));
        let dy = (SVector::from([1.0]), SVector::zeros());
        let mut gradient = <Twice as Parameters>::Gradient::zeros();
        if set {
            gradient.f.0.weight.fill(7.0);
            gradient.g.weight.fill(7.0);
            gradient.aside.bias.fill(7.0);
            net.propagate::<_, Unwanted>(x, &y, &cache, &dy, Overwrite(&mut gradient));
        } else {
            net.propagate::<_, Wanted>(x, &y, &cache, &dy, Accumulate(&mut gradient));
        }
        gradient
    }

    #[test]
    fn what_is_set_is_what_is_added_to_zeros() {
        let net = Twice::init(&mut random::generator(1));
        let x = SVector::from([0.3, -0.8, 0.5]);
        let set = gradient(&net, &x, true);
        assert_eq!(set, gradient(&net, &x, false));
        assert_eq!(set.aside, Dense::zeros());
    }

    #[test]
    fn training_is_forward_and_the_reverse_pass() {
        let net = Twice::init(&mut random::generator(1));
        let x = SVector::from([0.3, -0.8, 0.5]);
        let mut trained = <Twice as Parameters>::Gradient::zeros();
        trained.aside.bias.fill(7.0);
        let dx = net.train::<_, Wanted, _, StepError>(
            &x,
            &mut random::generator(1),
            |_| Ok((SVector::from([1.0]), SVector::zeros())),
            Overwrite(&mut trained),
        );
        assert_eq!(trained, gradient(&net, &x, true));
        let (y, cache) = net.forward_train(&x, &mut random::generator(1));
        let dy = (SVector::from([1.0]), SVector::zeros());
        assert_eq!(dx.unwrap(), net.propagate::<_, Wanted>(&x, &y, &cache, &dy, Discard));
    }
}

mod wanted {
    use super::*;

    thread_local! {
        static PASSES: Cell<usize> = const { Cell::new(0) };
    }

    /// y = x, and counts how often its dx is computed.
    #[derive(Debug, Clone, PartialEq)]
    struct Counted;
    constnet::parameters! { [] Counted {} }
    impl Init for Counted {
        fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
    }
    impl<const N: usize, const B: usize> Forward<SMatrix<f32, N, B>> for Counted {
        type Output = SMatrix<f32, N, B>;
        fn forward(&self, x: &SMatrix<f32, N, B>) -> SMatrix<f32, N, B> {
            *x
        }
    }
    impl<const N: usize, const B: usize> Backward<SMatrix<f32, N, B>> for Counted {
        type Cache = ();
        fn forward_train<R: Rng + ?Sized>(
            &self,
            x: &SMatrix<f32, N, B>,
            _: &mut R,
        ) -> (SMatrix<f32, N, B>, ()) {
            (*x, ())
        }
        fn backward_input(
            &self,
            _: &SMatrix<f32, N, B>,
            _: &SMatrix<f32, N, B>,
            _: &(),
            dy: &SMatrix<f32, N, B>,
        ) -> SMatrix<f32, N, B> {
            PASSES.set(PASSES.get() + 1);
            *dy
        }
    }

    graph! {
        struct Watched: 2 => (2, 2) {
            early: Counted, frozen: Frozen<Dense<2, 2>>, trained: Dense<2, 2>, late: Counted, beside: Counted,
        }
        |x| { e = early(x); f = frozen(e); t = trained(f); b = beside(f); (late(t), b) }
    }

    #[test]
    fn nothing_behind_the_first_trained_layer_is_computed_unless_dx_is_wanted() {
        let net = Watched::init(&mut random::generator(1));
        let x = SVector::from([1.0, 2.0]);
        let (y, cache) = net.forward_train(&x, &mut random::generator(1));
        let mut gradient = <Watched as Parameters>::Gradient::zeros();
        // `late` alone is in front of something that is trained.
        net.propagate::<_, Unwanted>(&x, &y, &cache, &y, Overwrite(&mut gradient));
        assert_eq!(PASSES.take(), 1);
        net.backward_parameters(&x, &y, &cache, &y, &mut gradient);
        assert_eq!(PASSES.take(), 1);
        net.backward(&x, &y, &cache, &y, &mut gradient);
        assert_eq!(PASSES.take(), 3);
        net.backward_input(&x, &y, &cache, &y);
        assert_eq!(PASSES.take(), 3);
    }
}

mod several {
    use super::*;

    graph! {
        /// RNNoise, small, and without its memory: dense layers in place of recurrent ones.
        struct Noise: 5 => (3, 1) in f64 {
            input: (Dense<5, 4, f64>, Tanh), vad: (Dense<4, 4, f64>, Tanh),
            noise: (Concat<13>, Dense<13, 6, f64>, Tanh), denoise: (Concat<15>, Dense<15, 7, f64>, Tanh),
            gains: (Dense<7, 3, f64>, Sigmoid), voice: (Dense<4, 1, f64>, Sigmoid),
        }
        |x| {
            t = input(x);
            v = vad(t);
            n = noise(t, v, x);
            d = denoise(v, n, x);
            (gains(d), voice(v))
        }
    }

    #[test]
    fn a_graph_with_many_paths_has_the_slopes_of_differences() {
        let mut net = Noise::init(&mut random::generator(1));
        let x = SVector::from_fn(|i, _| (i as f64 * 0.7).sin());
        let report = gradcheck::check(&mut net, &x, 3);
        assert!(report.worst() < 1e-6, "{report}");
    }

    graph! {
        /// Two inputs, and variables that are called like fields.
        struct Both: (3, [2; 2]) => [1; 2] in f64 {
            first: Dense<3, 2, f64>, second: (Dense<2, 2, f64>, Tanh), spread: Spread, join: Sum,
            last: Dense<2, 1, f64>,
        }
        |last, second| {
            first = first(last);
            spread = spread(first);
            join = second(second);
            a = join(spread, join);
            last(a)
        }
    }

    /// (x, x)
    #[derive(Debug, Clone, PartialEq)]
    struct Spread;
    constnet::parameters! { [] Spread {} }
    impl Init for Spread {
        fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
    }
    impl<const N: usize, const B: usize> Forward<SMatrix<f64, N, B>> for Spread {
        type Output = [SMatrix<f64, N, B>; 2];
        fn forward(&self, x: &SMatrix<f64, N, B>) -> Self::Output {
            [*x; 2]
        }
    }
    impl<const N: usize, const B: usize> Backward<SMatrix<f64, N, B>> for Spread {
        type Cache = ();
        fn forward_train<R: Rng + ?Sized>(
            &self,
            x: &SMatrix<f64, N, B>,
            _: &mut R,
        ) -> (Self::Output, ()) {
            ([*x; 2], ())
        }
        fn backward_input(
            &self,
            _: &SMatrix<f64, N, B>,
            _: &Self::Output,
            _: &(),
            [a, b]: &Self::Output,
        ) -> SMatrix<f64, N, B> {
            a + b
        }
    }

    #[test]
    fn several_inputs_have_slopes_each() {
        let mut net = Both::init(&mut random::generator(1));
        let x = (
            SVector::from([0.3, -0.8, 0.5]),
            [SVector::from([0.1, 0.9]), SVector::from([-0.4, 0.2])],
        );
        let report = gradcheck::check(&mut net, &x, 3);
        assert!(report.worst() < 1e-7, "{report}");
    }

    #[test]
    fn a_graph_is_declared_in_a_function_and_is_a_layer_of_others() {
        graph! { struct Inner: 2 => 2 { f: Dense<2, 2>, sum: Sum } |x| { y = f(x); sum(x, y) } }
        graph! { struct Outer<const H: usize>: 2 => H { inner: Inner, head: Dense<2, H> } |x| { t = inner(x); head = head(t); head } }
        let net = (Outer::<3>::init(&mut random::generator(1)), Tanh);
        let x = SVector::from([1.0_f32, 2.0]);
        let t = net.0.inner.f.forward(&x) + x;
        assert_eq!(net.forward(&x), Tanh.forward(&net.0.head.forward(&t)));
    }
}

mod half_precision {
    use super::*;
    use half::f16;

    graph! {
        /// Weights of 16 bits are for inference, so this graph has no `Init` and no `Backward`. A network that
        /// is converted has the same name.
        struct Policy<const H: usize>: 8 => (2, 1) {
            trunk: (Dense<8, H, f16>, Tanh), actor: Dense<H, 2, f16>, critic: Dense<H, 1, f16>,
        }
        |x| { t = trunk(x); (actor(t), critic(t)) }
    }

    #[test]
    fn a_graph_of_16_bits_is_converted_field_by_field() {
        let net = super::Policy::<4>::init(&mut random::generator(1));
        let mut half = Policy::<4>::zeros();
        weights::convert(&net, &mut half).unwrap();
        let x = SVector::<f32, 8>::repeat(0.25);
        let (a, b) = (net.forward(&x), half.forward(&x));
        assert!((a.0 - b.0).amax() < 1e-3 && (a.1 - b.1).amax() < 1e-3);
    }
}
