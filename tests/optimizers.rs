//! Optimizers: PyTorch's values, and steps that happen whole or not at all.

use constnet::{
    dual::Dual64,
    optimizers::{
        AmsGrad, Clip, Memory, StepError, memory,
        schedule::{Constant, Cosine, Exponential, Schedule, StepDecay, WarmRestarts, WarmUp},
    },
    parameters::for_each,
    prelude::*,
    random::{generator, uniform},
};

type Net<T> = (Dense<2, 1, T>, Dense<1, 1, T>);

fn net<T: Scalar>(p: [T; 5]) -> Net<T> {
    (Dense::new([[p[0], p[1]]], [p[2]]), Dense::new([[p[3]]], [p[4]]))
}

fn numbers<T: Scalar, N: Parameters + Only<T>>(value: &N) -> Vec<T> {
    let mut all = Vec::new();
    for_each(value, |_, _, numbers: &[T]| all.extend_from_slice(numbers));
    all
}

/// The steps of one variant in the reference file.
fn reference(name: &str) -> Vec<Vec<f64>> {
    let file = include_str!("reference/optimizers.txt");
    let lines = file.lines().skip_while(|line| *line != name).skip(1);
    let steps: Vec<Vec<f64>> =
        lines.map_while(|line| line.split(' ').map(|value| value.parse().ok()).collect()).collect();
    assert_eq!(steps.len(), 25, "{name}");
    steps
}

/// As in `reference/optimizers.py`.
fn gradient(p: &[f64]) -> Net<f64> {
    let (c, a) = ([1.0, 4.0, 0.3, 2.0, 9.0], [0.5, -1.0, 2.5, -2.0, 1.25]);
    net(std::array::from_fn(|i| {
        c[i] * (p[i] - a[i]) + 0.1 * (p[i] * p[i] * p[i]) + 0.5 * p[(i + 1) % 5]
    }))
}

/// 25 steps that must be PyTorch's. Both round each operation once, in orders that may differ; 1e-12
/// leaves room for a few thousand such roundings.
fn agrees<O: Optimizer>(name: &str, optimizer: &O) {
    let mut net = net([1.5, -2.0, 0.75, 3.0, -0.5]);
    let mut memory = memory::inline(&net, optimizer);
    for (t, expected) in reference(name).iter().enumerate() {
        let mut gradient = gradient(&numbers(&net));
        optimizer.step(&mut net, &mut gradient, &mut memory).unwrap();
        for (found, expected) in numbers::<f64, _>(&net).iter().zip(expected) {
            let error = (found - expected).abs() / expected.abs();
            assert!(error <= 1e-12, "{name}, step {t}: {found} for {expected}");
        }
    }
    assert_eq!(memory.steps(), 25);
}

#[test]
fn sgd_is_pytorchs() {
    agrees("sgd", &Sgd::new(0.05));
    agrees("sgd momentum", &Sgd::new(0.02).momentum(0.9));
    agrees("sgd nesterov", &Sgd::new(0.02).nesterov(0.9));
    agrees("sgd decay", &Sgd::new(0.02).momentum(0.8).weight_decay(0.3));
}

#[test]
fn sgd_decays_without_momentum_too() {
    // θ = 2, g = 1, λ = ½: g + λ·θ = 2, and θ − 0.1·2 = 1.8.
    let mut layer = Dense::new([[2.0_f64]], [0.0]);
    let sgd = Sgd::new(0.1).weight_decay(0.5);
    let mut memory = memory::inline(&layer, &sgd);
    sgd.step(&mut layer, &mut Dense::new([[1.0]], [0.0]), &mut memory).unwrap();
    assert!((layer.weight[0] - 1.8).abs() < 1e-15);
}

#[test]
fn rms_prop_is_pytorchs() {
    agrees("rmsprop", &RmsProp::new(0.03));
    let momentum = RmsProp::new(0.01).alpha(0.9).momentum(0.8).weight_decay(0.2);
    agrees("rmsprop momentum", &momentum);
    agrees("rmsprop centered", &RmsProp::new(0.01).alpha(0.95).epsilon(1e-3).centered());
    agrees("rmsprop centered momentum", &RmsProp::new(0.01).momentum(0.7).centered());
}

#[test]
fn rms_prop_remembers_what_its_page_says() {
    let mut net = net([0.0_f64; 5]);
    let rms_prop = RmsProp::new(0.1).alpha(0.75).momentum(0.5).epsilon(1e-30).centered();
    let mut memory = memory::inline(&net, &rms_prop);
    rms_prop.step(&mut net, &mut self::net([2.0; 5]), &mut memory).unwrap();
    // v = ¼·2², ḡ = ¼·2, b = 2 / √(v − ḡ²)
    let [v, b, mean] = memory.slots().each_ref().map(|slot| slot.0.bias[0]);
    assert_eq!((v, mean), (1.0, 0.5));
    assert!((b - 2.0 / 0.75_f64.sqrt()).abs() < 1e-15);

    let names = [RmsProp::<1>::NAME, RmsProp::<2>::NAME, RmsProp::<3>::NAME];
    assert_eq!(names, ["RmsProp", "RmsProp with momentum", "RmsProp, centered"]);
}

#[test]
fn adam_is_pytorchs() {
    agrees("adam", &Adam::new(0.1));
    agrees("adam betas", &Adam::new(0.1).betas(0.8, 0.95).epsilon(1e-2));
    agrees("adam decay", &Adam::new(0.1).weight_decay(0.4));
    agrees("adamw", &AdamW::new(0.1));
    agrees("adamw decay", &AdamW::new(0.1).betas(0.7, 0.99).weight_decay(0.4));
}

#[test]
fn ams_grad_is_pytorchs() {
    agrees("amsgrad", &Adam::new(0.3).betas(0.8, 0.9).amsgrad());
    agrees("amsgrad decay", &Adam::new(0.1).weight_decay(0.4).amsgrad());
    let decoupled: AmsGrad = AdamW::new(0.3).betas(0.8, 0.9).weight_decay(0.4).amsgrad();
    agrees("amsgrad decoupled", &decoupled);
}

/// As a parameter group of its own, without decay, for tensors of one axis.
#[test]
fn decay_that_spares_biases_is_pytorchs() {
    agrees("sgd spares", &Sgd::new(0.02).weight_decay(0.3).spare_biases());
    agrees("sgd momentum spares", &Sgd::new(0.02).momentum(0.8).weight_decay(0.3).spare_biases());
    agrees("rmsprop spares", &RmsProp::new(0.01).weight_decay(0.2).spare_biases());
    agrees("adam spares", &Adam::new(0.1).weight_decay(0.4).spare_biases());
    agrees("adamw spares", &AdamW::new(0.07).weight_decay(0.4).spare_biases());
}

#[test]
fn clipping_is_pytorchs() {
    agrees("clip norm", &Sgd::new(0.05).clip_norm(2.0));
    agrees("clip value", &Sgd::new(0.05).clip_value(1.5));
    agrees("clip value then norm", &Adam::new(0.1).clip_norm(2.0).clip_value(1.5));
}

#[test]
fn schedules_are_pytorchs() {
    let sgd = Sgd::new(0.05);
    agrees("constant", &sgd.schedule(Constant));
    agrees("step decay", &sgd.schedule(StepDecay::new(7, 0.4)));
    agrees("exponential", &sgd.schedule(Exponential::new(0.9)));
    agrees("cosine", &sgd.schedule(Cosine::new(25)));
    agrees("cosine floor", &sgd.schedule(Cosine::new(24).floor(0.01 / 0.05)));
    let restarts: WarmRestarts = Cosine::new(7).restarts(1);
    agrees("restarts", &sgd.schedule(restarts));
    agrees("restarts longer", &sgd.schedule(Cosine::new(3).floor(0.01 / 0.05).restarts(2)));
    agrees("warm-up", &sgd.schedule(WarmUp::new(10)));
    let warm = WarmUp::new(8).start(0.1).then(Cosine::new(17));
    agrees("warm-up then cosine", &AdamW::new(0.05).schedule(warm));
}

#[test]
fn wrappers_scale_alike() {
    let inside = Sgd::new(0.05).clip_norm(2.0).clip_value(1.5).schedule(Exponential::new(0.9));
    let outside = Sgd::new(0.025).schedule(Exponential::new(0.9)).clip_norm(2.0).clip_value(1.5);
    assert_eq!(after_one(&inside.scaled(0.5)), after_one(&outside));
    let twice = Sgd::new(0.05).schedule(|t| 1.0 + t as f64).schedule(|_| 0.5);
    assert_eq!(after_one(&twice), after_one(&Sgd::new(0.025)));
    let order = Sgd::new(1.0).clip_value(0.5).clip_norm(1.0);
    assert_ne!(after_one(&order), after_one(&Sgd::new(1.0).clip_norm(1.0).clip_value(0.5)));
}

fn after_one<O: Optimizer>(optimizer: &O) -> Vec<f64> {
    let mut net = net([1.5, -2.0, 0.75, 3.0, -0.5]);
    let mut gradient = gradient(&numbers(&net));
    let mut memory = memory::inline(&net, optimizer);
    optimizer.step(&mut net, &mut gradient, &mut memory).unwrap();
    numbers(&net)
}

// Steps that happen whole or not at all.

/// The bits of a network and of its memory.
fn bits<G: Parameters + Only<f32>>(net: &Net<f32>, memory: &Memory<G>) -> (Vec<u32>, u64) {
    let all = [numbers::<f32, _>(net), numbers::<f32, _>(memory.slots())].concat();
    (all.into_iter().map(f32::to_bits).collect(), memory.steps())
}

/// A step with this gradient must fail, change no bit, and leave a memory that works as before.
fn refuses<O>(optimizer: &O, theta: [f32; 5], gradient: [f32; 5]) -> String
where
    O: Optimizer<Slots<Net<f32>>: Only<f32> + Clone>,
{
    let mut net = net([0.5, -0.5, 0.25, 1.0, -1.0]);
    let mut memory = memory::inline(&net, optimizer);
    let small = self::net([0.5_f32, -1.0, 0.0, 1e-3, -2.0]);
    let gentle = optimizer.scaled(1e-30);
    for _ in 0..3 {
        gentle.step(&mut net, &mut small.clone(), &mut memory).unwrap();
    }
    let (good, mut memory_of_good) = (net.clone(), memory.clone());
    net = self::net(theta);
    let before = bits(&net, &memory);
    let error = optimizer.step(&mut net, &mut self::net(gradient), &mut memory).unwrap_err();
    assert!(bits(&net, &memory) == before, "{error}: something has changed");

    let mut twin = good.clone();
    net = good;
    gentle.step(&mut net, &mut small.clone(), &mut memory).unwrap();
    gentle.step(&mut twin, &mut small.clone(), &mut memory_of_good).unwrap();
    assert_eq!(bits(&net, &memory), bits(&twin, &memory_of_good));
    error.to_string()
}

/// A step that must succeed and leave finite numbers only.
fn accepts<O>(optimizer: &O, theta: [f32; 5], gradient: [f32; 5])
where
    O: Optimizer<Slots<Net<f32>>: Only<f32>>,
{
    let mut net = net(theta);
    let mut memory = memory::inline(&net, optimizer);
    for _ in 0..3 {
        optimizer.step(&mut net, &mut self::net(gradient), &mut memory).unwrap();
        assert!(numbers::<f32, _>(&net).iter().all(|number| number.is_finite()));
        assert!(numbers::<f32, _>(memory.slots()).iter().all(|number| number.is_finite()));
    }
}

const ONES: [f32; 5] = [1.0; 5];
const MAX: f32 = f32::MAX;

/// Runs a macro's body for every optimizer and wrapper.
macro_rules! every {
    ($optimizer:ident => $body:block) => {{
        every! { @each $optimizer $body
            Sgd::new(0.1), Sgd::new(0.1).momentum(0.9), Sgd::new(0.1).nesterov(0.9),
            Sgd::new(0.1).weight_decay(0.1), RmsProp::new(0.1), RmsProp::new(0.1).momentum(0.9),
            RmsProp::new(0.1).centered(), Adam::new(0.1), Adam::new(0.1).weight_decay(0.1),
            AdamW::new(0.1), Adam::new(0.1).amsgrad(),
            AdamW::new(0.1).weight_decay(0.1).spare_biases().amsgrad(),
            Sgd::new(0.1).weight_decay(0.1).spare_biases(), Sgd::new(0.1).clip_norm(1.0), Adam::new(0.1).clip_value(1.0),
            Adam::new(0.1).schedule(Cosine::new(100)),
            AdamW::new(0.1).clip_norm(1.0).clip_value(0.5).schedule(WarmUp::new(10))
        }
    }};
    (@each $optimizer:ident $body:block $($value:expr),*) => {
        $({ let $optimizer = $value; $body })*
    };
}

#[test]
fn a_gradient_that_is_not_finite_changes_nothing() {
    for bad in [f32::NAN, f32::INFINITY, -f32::INFINITY] {
        every!(optimizer => {
            let error = refuses(&optimizer, ONES, [1.0, 1.0, 1.0, bad, 1.0]);
            assert!(error.contains("`1.weight` (layer `Dense`) has a gradient"), "{error}");
        });
    }
}

#[test]
fn a_parameter_that_is_not_finite_changes_nothing() {
    for bad in [f32::NAN, f32::INFINITY, -f32::INFINITY] {
        every!(optimizer => {
            let error = refuses(&optimizer, [1.0, 1.0, bad, 1.0, 1.0], ONES);
            assert!(error.contains("`0.bias`"), "{error}");
        });
    }
}

#[test]
fn a_step_beyond_the_largest_number_changes_nothing() {
    let far = [1.0, 1.0, 1.0, 1.0, -MAX];
    let uphill = [1.0, 1.0, 1.0, 1.0, MAX];
    for sgd in [Sgd::new(0.9), Sgd::new(0.9).momentum(0.9), Sgd::new(0.9).nesterov(0.9)] {
        assert!(refuses(&sgd, far, uphill).contains("`1.bias`"));
        accepts(&Sgd::new(0.25), [MAX; 5], ONES);
    }
    // Steps as long as 1e38: g / ε overflows in the very first one.
    let short = RmsProp::new(1.0).epsilon(1e-38).alpha(0.0);
    accepts(&short, ONES, ONES);
    let (far, one) = (far.map(f32::abs), [0.0, 0.0, 0.0, 0.0, -1.0]);
    assert!(refuses(&RmsProp::new(1e38), far, one).contains("`1.bias`"));
    assert!(refuses(&Adam::new(1e38), far, one).contains("`1.bias`"));
    // The decay alone, too: λ·θ is infinite before η makes it small.
    let decay = Sgd::new(1e-6).weight_decay(10.0);
    assert!(refuses(&decay, far, [0.0; 5]).contains("`1.bias`"));
}

#[test]
fn adams_second_moment_is_the_limit_of_a_gradient() {
    let huge = |g| [0.1, 0.1, g, 0.1, 0.1];
    for adam in [Adam::new(1e-3), Adam::new(1e-3).weight_decay(0.1)] {
        let error = refuses(&adam, ONES, huge(2e19));
        assert!(
            error.contains("`0.bias` (layer `Dense`) would give the optimizer a memory"),
            "{error}"
        );
        accepts(&adam, ONES, huge(1e19));
        accepts(&adam, ONES, huge(-1e19));
        // Clipped, the same gradient is none too large.
        accepts(&adam.clip_norm(1.0), ONES, huge(2e19));
        accepts(&adam.clip_norm(1.0), ONES, huge(MAX));
        accepts(&adam.clip_value(1.0), ONES, huge(MAX));
    }
    // The square is of the gradient with its decay: of twice as much.
    let adam = Adam::new(1e-3).weight_decay(1.0);
    accepts(&adam, ONES, huge(1.5e19));
    assert!(refuses(&adam, huge(1.5e19), huge(1.5e19)).contains("`0.bias`"));
    assert!(
        refuses(&AdamW::new(1e-3), ONES, huge(2e19))
            .contains("`0.bias` (layer `Dense`) would give the optimizer a memory")
    );
    assert!(
        refuses(&RmsProp::new(1e-3), ONES, huge(2e19))
            .contains("`0.bias` (layer `Dense`) would give the optimizer a memory")
    );
    assert!(refuses(&RmsProp::new(1e-3).centered(), ONES, huge(-2e19)).contains("`0.bias`"));
    accepts(&RmsProp::new(1e-3).momentum(0.9).centered(), ONES, huge(1e19));
}

#[test]
fn of_several_tensors_at_fault_the_first_is_named() {
    for bad in [f32::NAN, f32::INFINITY] {
        every!(optimizer => {
            let error = refuses(&optimizer, ONES, [1.0, 1.0, bad, bad, bad]);
            assert!(error.starts_with("`0.bias` (layer `Dense`) has a gradient"), "{error}");
            let error = refuses(&optimizer, [1.0, bad, bad, 1.0, bad], ONES);
            assert!(error.starts_with("`0.weight` (layer `Dense`) was already not"), "{error}");
        });
    }
    let memory = [
        refuses(&Adam::new(1e-3), ONES, [0.1, 0.1, 0.1, -2e19, 2e19]),
        refuses(&AdamW::new(1e-3), ONES, [0.1, 0.1, 0.1, 2e19, MAX]),
        refuses(&RmsProp::new(1e-3), ONES, [0.1, 0.1, 0.1, MAX, 2e19]),
    ];
    for error in memory {
        assert!(
            error.starts_with("`1.weight` (layer `Dense`) would give the optimizer"),
            "{error}"
        );
    }
    let far = [1.0, 1.0, -MAX, 1.0, -MAX];
    let error = refuses(&Sgd::new(0.9), far, [0.0, 0.0, MAX, 0.0, MAX]);
    assert!(error.starts_with("`0.bias` (layer `Dense`) would become"), "{error}");
}

#[test]
fn in_f64_the_limit_of_a_gradient_is_the_root_of_the_largest_number() {
    fn step<O: Optimizer>(optimizer: O, gradient: f64) -> Result<(), String> {
        let mut net = net([1.0; 5]);
        let before = net.clone();
        let mut memory = memory::inline(&net, &optimizer);
        let mut gradient = self::net([0.1, 0.1, gradient, 0.1, 0.1]);
        let result = optimizer.step(&mut net, &mut gradient, &mut memory);
        assert_eq!((net == before, memory.steps()), (result.is_err(), u64::from(result.is_ok())));
        result.map(drop).map_err(|error| error.to_string())
    }
    fn limit<O: Optimizer + Clone>(optimizer: O) {
        assert_eq!(step(optimizer.clone(), 1e154), Ok(()));
        assert_eq!(step(optimizer.clone(), 2e19), Ok(()));
        let error = step(optimizer, 1e155).unwrap_err();
        assert!(error.starts_with("`0.bias` (layer `Dense`) would give the optimizer"), "{error}");
    }
    limit(Adam::new(1e-3));
    limit(AdamW::new(1e-3));
    limit(RmsProp::new(1e-3));
}

#[test]
fn momentum_that_would_overflow_changes_nothing() {
    let sgd = Sgd::new(1e-30).momentum(0.9);
    let mut net = net([1.0_f32; 5]);
    let mut memory = memory::inline(&net, &sgd);
    let gradient = self::net([0.0, 0.0, 0.0, 0.0, MAX / 2.0]);
    sgd.step(&mut net, &mut gradient.clone(), &mut memory).unwrap();
    sgd.step(&mut net, &mut gradient.clone(), &mut memory).unwrap();
    let before = bits(&net, &memory);
    let error = sgd.step(&mut net, &mut gradient.clone(), &mut memory).unwrap_err();
    assert!(matches!(error, StepError::Memory(path) if path.to_string() == "1.bias"));
    assert_eq!(bits(&net, &memory), before);
}

#[test]
fn a_memory_that_a_caller_filled_is_looked_at() {
    fn with<O: Optimizer<Slots<Net<f32>> = [Net<f32>; 2]>>(optimizer: O, value: f32, steps: u64) {
        let mut net = net([1.0_f32; 5]);
        let mut memory = Memory::resume([self::net([value; 5]), self::net([value; 5])], steps);
        let before = bits(&net, &memory);
        for _ in 0..2 {
            let result = optimizer.step(&mut net, &mut self::net(ONES), &mut memory);
            let after = bits(&net, &memory);
            match result {
                Ok(_) => assert!(after.0.iter().all(|&bits| f32::from_bits(bits).is_finite())),
                Err(_) => assert_eq!(after, before),
            }
        }
    }
    for value in [0.0, 1e-40, 1.0, -1.0, 1e30, -1e30, MAX, -MAX, f32::NAN, f32::INFINITY] {
        for steps in [0, 1, 1_000, u64::MAX] {
            with(Adam::new(1e6), value, steps);
            with(AdamW::new(1e-3), value, steps);
            with(RmsProp::new(1e6).momentum(0.9), value, steps);
            with(RmsProp::new(1e-3).momentum(0.0).alpha(0.0), value, steps);
        }
    }
}

#[test]
fn a_memory_of_another_optimizer_gives_no_nan() {
    let mut net = net([1.0_f32; 5]);
    let (sgd, rms_prop) = (Sgd::new(0.1).momentum(0.9), RmsProp::new(0.1));
    let mut memory = memory::inline(&net, &sgd);
    sgd.step(&mut net, &mut self::net([-5.0; 5]), &mut memory).unwrap();
    // The sum of gradients that was remembered is negative, and no mean of squares.
    rms_prop.step(&mut net, &mut self::net([0.1; 5]), &mut memory).unwrap();
    assert!(numbers::<f32, _>(&net).iter().all(|number| number.is_finite()));
}

#[test]
fn a_number_that_carries_more_than_its_value_is_looked_at() {
    // The value of the gradient is finite, its derivative is not.
    let mut net = net([Dual64::from_re(1.0); 5]);
    let before = net.clone();
    let sgd = Sgd::new(0.1).momentum(0.9);
    let mut memory = memory::inline(&net, &sgd);
    let (one, bad) = (Dual64::from_re(1.0), Dual64 { re: 1.0, eps: f64::INFINITY });
    // Behind a number of the same value, it is not the largest.
    for gradient in [[one, bad, bad, bad, bad], [one, bad, one, one, one]] {
        assert!(sgd.step(&mut net, &mut self::net(gradient), &mut memory).is_err());
        assert!(net == before && memory.steps() == 0);
    }
    sgd.step(&mut net, &mut before.clone(), &mut memory).unwrap();
    assert_eq!(net.1.bias[0], Dual64::from_re(1.0 - 0.1));
}

#[test]
fn looking_first_changes_no_bit() {
    // A memory of unknown contents is rehearsed, one of the library's own making is not.
    every!(optimizer => {
        let mut known = net([0.5_f32, -0.5, 0.25, 1.0, -1.0]);
        let mut unknown = known.clone();
        let mut memory = memory::inline(&known, &optimizer);
        for t in 0..20 {
            let mut resumed = Memory::resume(memory.slots().clone(), memory.steps());
            let gradient = net([0.5, -0.25, 0.125, 1.0 / (1 + t) as f32, 3.0]);
            optimizer.step(&mut known, &mut gradient.clone(), &mut memory).unwrap();
            optimizer.step(&mut unknown, &mut gradient.clone(), &mut resumed).unwrap();
            assert_eq!(bits(&known, &memory), bits(&unknown, &resumed));
        }
    });
}

/// Settings and numbers of every size together: a step that its bounds call safe is one where
/// looking at every result finds nothing.
#[test]
fn no_step_is_taken_for_safe_that_is_not() {
    type Steps = [(f64, [f32; 5]); 3];
    fn same<O>(optimizer: &O, theta: [f32; 5], steps: Steps, taken: &mut [usize; 2])
    where
        O: Optimizer<Slots<Net<f32>>: Only<f32> + Clone>,
    {
        let mut known = net(theta);
        let mut unknown = known.clone();
        let mut memory = memory::inline(&known, optimizer);
        for (factor, gradient) in steps {
            let optimizer = optimizer.scaled(factor);
            let mut resumed = Memory::resume(memory.slots().clone(), memory.steps());
            let found = optimizer.step(&mut known, &mut net(gradient), &mut memory);
            let looked = optimizer.step(&mut unknown, &mut net(gradient), &mut resumed);
            assert_eq!(found, looked);
            assert_eq!(bits(&known, &memory), bits(&unknown, &resumed));
            taken[usize::from(found.is_ok())] += 1;
        }
    }
    let (mut rng, mut taken) = (generator(1), [0; 2]);
    for _ in 0..2_000 {
        let mut size = |exponent: f64| 10f64.powf(uniform(exponent, &mut rng));
        let (rate, epsilon, decay) = (size(37.0), size(37.0), size(37.0));
        let scales = [(); 4].map(|()| (size(20.0), size(37.0)));
        let mut numbers = |scale| [(); 5].map(|()| (uniform(1.0, &mut rng) * scale) as f32);
        // The learning rate changes from step to step, as with a schedule.
        let [(_, theta), steps @ ..] = scales.map(|(factor, scale)| (factor, numbers(scale)));
        let taken = &mut taken;
        same(&Sgd::new(rate).momentum(0.9).weight_decay(decay), theta, steps, taken);
        same(&Sgd::new(rate).nesterov(0.9).weight_decay(decay), theta, steps, taken);
        let rms_prop = RmsProp::new(rate).epsilon(epsilon).weight_decay(decay);
        same(&rms_prop, theta, steps, taken);
        same(&rms_prop.momentum(0.9), theta, steps, taken);
        same(&rms_prop.momentum(0.9).centered(), theta, steps, taken);
        let adam = Adam::new(rate).epsilon(epsilon);
        same(&adam, theta, steps, taken);
        same(&adam.weight_decay(decay), theta, steps, taken);
        same(&AdamW::new(rate).epsilon(epsilon).weight_decay(decay), theta, steps, taken);
    }
    assert!(taken.iter().all(|&steps| steps > 10_000), "{taken:?} refused and taken");
}

#[test]
fn a_setting_outside_its_range_changes_nothing() {
    fn refused<O>(optimizer: O, name: &str)
    where
        O: Optimizer<Slots<Net<f32>>: Only<f32>>,
    {
        let mut net = net([0.0_f32, 1.0, MAX, -0.0, 1e-40]);
        let mut memory = memory::inline(&net, &optimizer);
        let before = bits(&net, &memory);
        let error = optimizer.step(&mut net, &mut self::net([0.0; 5]), &mut memory).unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
        assert!(matches!(error, StepError::Setting { .. }));
        assert_eq!(bits(&net, &memory), before);
    }
    // 1e39 is infinite in f32, where 0·∞ would be NaN.
    for rate in [-0.1, f64::NAN, f64::INFINITY, 1e39] {
        refused(Sgd::new(rate), "learning rate is");
        refused(RmsProp::new(rate), "learning rate is");
        refused(Adam::new(rate), "learning rate is");
        refused(AdamW::new(rate), "learning rate is");
    }
    for decay in [-0.1, f64::NAN, 1e39] {
        refused(Sgd::new(0.1).weight_decay(decay), "weight decay is");
        refused(RmsProp::new(0.1).weight_decay(decay), "weight decay is");
        refused(Adam::new(0.1).weight_decay(decay), "weight decay is");
    }
    refused(AdamW::new(0.1).weight_decay(-1.0), "weight decay is");
    // 1e-50 is 0 in f32, where 0/0 would be NaN.
    for epsilon in [0.0, -1.0, f64::NAN, 1e-50, 1e39] {
        refused(RmsProp::new(0.1).epsilon(epsilon), "ε is");
        refused(Adam::new(0.1).epsilon(epsilon), "ε is");
        refused(AdamW::new(0.1).epsilon(epsilon), "ε is");
    }
    // A step that keeps nothing of a parameter.
    for decay in [1.0, 1.5, 1e30] {
        refused(Sgd::new(1.0).weight_decay(decay), "weight decay is");
        refused(Sgd::new(1.0).momentum(0.5).weight_decay(decay), "weight decay is");
        refused(AdamW::new(1.0).weight_decay(decay), "weight decay is");
        refused(AdamW::new(2.0).weight_decay(decay).schedule(|_| 0.5), "weight decay is");
    }
    // 1 − 1e-9 is 1 in f32.
    for average in [-0.1, 1.0, f64::NAN, 1.0 - 1e-9] {
        refused(Sgd::new(0.1).momentum(average), "momentum is");
        refused(RmsProp::new(0.1).momentum(average), "momentum is");
        refused(RmsProp::new(0.1).alpha(average), "α is");
        refused(Adam::new(0.1).betas(average, 0.5), "β₁ is");
        refused(Adam::new(0.1).betas(0.5, average), "β₂ is");
    }
    for max in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-50] {
        refused(Sgd::new(0.1).clip_norm(max), "largest norm is");
        refused(Sgd::new(0.1).clip_value(max), "largest value is");
    }
    refused(Sgd::new(0.1).schedule(|_| -1.0), "schedule's factor is -1");
    refused(Sgd::new(0.1).schedule(StepDecay::new(0, 0.5)), "schedule's factor is NaN");
    // A factor of 0 for ever, at once or later.
    for later in [0, 3] {
        let switch = Sgd::new(0.1).schedule(WarmUp::new(later).then(Cosine::new(0)));
        refused(switch, "schedule's factor is NaN");
    }
    refused(Sgd::new(0.1).schedule(Cosine::new(0).floor(0.5)), "schedule's factor is NaN");
    refused(Sgd::new(0.1).schedule(Exponential::new(0.0)), "schedule's factor is NaN");
    refused(Sgd::new(0.1).schedule(StepDecay::new(10, 0.0)), "schedule's factor is NaN");
    // At the first step, where γ⁰ = 1 does not show it.
    for bad in [f64::NAN, f64::INFINITY, -0.5] {
        let not_a_number = "schedule's factor is NaN";
        refused(Sgd::new(0.1).schedule(Exponential::new(bad)), not_a_number);
        refused(Sgd::new(0.1).schedule(StepDecay::new(10, bad)), not_a_number);
        refused(Sgd::new(0.1).schedule(Cosine::new(10).floor(bad)), not_a_number);
        refused(Sgd::new(0.1).schedule(WarmUp::new(10).start(bad)), not_a_number);
        refused(Sgd::new(0.1).schedule(WarmUp::new(0).start(bad)), not_a_number);
        let later = WarmUp::new(10).then(Exponential::new(bad));
        refused(Sgd::new(0.1).schedule(later), not_a_number);
    }
    // A rate of 0 is a probe of the gradient, and is taken; so is no warm-up.
    accepts(&Sgd::new(0.0), ONES, ONES);
    accepts(&Adam::new(0.0), ONES, ONES);
    accepts(&Sgd::new(0.1).schedule(WarmUp::new(0)), ONES, ONES);
    accepts(&Sgd::new(0.1).schedule(WarmUp::new(9).start(0.0)), ONES, ONES);
    refused(Sgd::new(-1e300), "learning rate is -1e300, expected");
    refused(Adam::new(0.1).epsilon(1e-300), "ε is 1e-300, expected a number that is finite and ");
}

#[test]
fn the_norm_is_right_where_its_squares_are_not() {
    for scale in [1.0_f32, 1e-22, 1e-30, 1e-38, 1e18, 1e30, 1e37] {
        let mut net = net([1.0_f32; 5]);
        let sgd = Clip::norm(Sgd::new(0.0), 1e-45);
        let mut memory = memory::inline(&net, &sgd);
        let mut gradient = self::net([2.0, 4.0, 5.0, 6.0, 0.0].map(|g| g * scale));
        let step = sgd.step(&mut net, &mut gradient, &mut memory).unwrap();
        let exact = 9.0 * f64::from(scale);
        assert!((step.gradient_norm - exact).abs() < 1e-6 * exact, "{scale}: {step:?}");
    }
    let mut net = net([1.0_f32; 5]);
    let mut memory = memory::inline(&net, &Sgd::new(0.1));
    let step = Sgd::new(0.1).step(&mut net, &mut self::net([0.0; 5]), &mut memory).unwrap();
    assert_eq!((step.gradient_norm, step.largest_gradient), (0.0, 0.0));
}

#[test]
fn the_cosine_is_as_accurate_at_its_start_as_at_its_end() {
    for step in 0..1_000 {
        let angle = std::f64::consts::FRAC_PI_2 * (step as f64 / 1e3);
        let (found, exact) = (Cosine::new(1_000).factor(step), angle.cos().powi(2));
        // The angle's own rounding counts where the wave is flat at 0.
        assert!((found - exact).abs() < 1e-15, "{step}: {found} {exact}");
    }
}

#[test]
fn schedules_far_out_are_finite() {
    for step in [0, 1, 1 << 53, u64::MAX] {
        let warm = WarmUp::new(u64::MAX).then(Cosine::new(u64::MAX));
        for factor in [
            StepDecay::new(1, 0.5).factor(step),
            Exponential::new(0.999).factor(step),
            Cosine::new(step.max(1)).factor(step),
            Cosine::new(u64::MAX).factor(step),
            warm.factor(step),
        ] {
            assert!((0.0..=1.0).contains(&factor), "{step}: {factor}");
        }
    }
}
