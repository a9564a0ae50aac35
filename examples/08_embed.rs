//! # A network inside a program
//!
//! A robot follows a line on the floor: three light sensors in, the speeds of two wheels out. What is
//! shown is what a program copies that has a network inside: an engine, a plug-in, a controller
//! without an operating system. You will meet
//!
//! - a network in a `static`, its weights being constants: in flash, ready before `main`;
//! - inference on the stack: this program counts its allocations, and there are none;
//! - the choice among networks at run time, through `&dyn Forward`;
//! - the *input gradient*, or *saliency*: which sensor moves which wheel, and how much;
//! - training on the device, from a ∂L/∂y of your own: no data set, only what the wheels really did;
//! - a new head on old layers: the old ones are `Frozen`, the new one learns another task.
//!
//! Everything in the module `device` would compile under `#![no_std]`: it needs `core` and constnet.

use constnet::{optimizers::StepError, prelude::*};
use device::{Robot, Sensors, Speeds};
use std::{error::Error, mem::MaybeUninit};

mod device {
    use constnet::{
        nalgebra::ArrayStorage,
        optimizers::{StepError, StepReport},
        prelude::*,
        rand::Rng,
    };

    /// Left, middle, right: 0 on the floor, 1 on the line.
    pub type Sensors = SVector<f32, 3>;
    /// Left wheel, right wheel.
    pub type Speeds = SVector<f32, 2>;

    network!(pub Robot: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);

    // A budget, held at compile time: 26 numbers, 104 bytes.
    const _: () = assert!(size_of::<Robot>() <= 128);

    /// Trained elsewhere. A column belongs to one input: the first four numbers are what the left
    /// sensor adds to the four hidden units.
    pub static ROBOT: Robot = (
        dense(
            [
                [-1.256, -0.846, 1.561, -0.008],
                [0.000, -0.001, 0.001, -0.001],
                [1.251, 0.846, -1.560, -0.007],
            ],
            [1.248, -0.125, 1.544, 0.009],
        ),
        Tanh,
        dense([[0.958, 0.495], [0.308, -0.607], [0.381, 0.645], [0.001, 0.000]], [-0.323, -0.284]),
    );

    /// A layer from its columns, in a constant.
    const fn dense<const IN: usize, const OUT: usize>(
        columns: [[f32; OUT]; IN],
        bias: [f32; OUT],
    ) -> Dense<IN, OUT> {
        Dense {
            weight: SMatrix::from_array_storage(ArrayStorage(columns)),
            bias: SVector::from_array_storage(ArrayStorage([bias])),
        }
    }

    /// The simplest robot: it turns to where the line is, and never slows down.
    pub static SIMPLE: Dense<3, 2> = dense([[-0.5, 0.5], [0.0, 0.0], [0.5, -0.5]], [0.6, 0.6]);

    /// Any network that turns sensors into speeds.
    pub type AnyRobot = dyn Forward<Sensors, Output = Speeds> + Sync;

    /// The choice at run time: one pointer, no allocation.
    pub fn robot(cautious: bool) -> &'static AnyRobot {
        if cautious { &ROBOT } else { &SIMPLE }
    }

    /// How much each sensor moves one wheel here: ∂y/∂x, one row of it, by one backward pass.
    pub fn saliency<R: Rng>(robot: &Robot, x: &Sensors, wheel: usize, rng: &mut R) -> Sensors {
        let (y, cache) = robot.forward_train(x, rng);
        let mut dy = Speeds::zeros();
        dy[wheel] = 1.0;
        robot.backward_input(x, &y, &cache, &dy)
    }

    /// One step of learning from the speeds that were measured, not from what a teacher would have
    /// said. With L = ½·|measured − wanted|² and measured = grip∘y, the chain rule gives
    /// dL/dy = grip∘(measured − wanted).
    pub fn adapt<R: Rng>(
        robot: &mut Robot,
        trainer: &mut Trainer<Sgd, RobotGradient, [RobotGradient; 1]>,
        x: &Sensors,
        wanted: &Speeds,
        grip: &Speeds,
        rng: &mut R,
    ) -> Result<StepReport, StepError> {
        trainer.step_with(robot, x, rng, |y| {
            let measured = grip.component_mul(y);
            Ok(grip.component_mul(&(measured - wanted)))
        })
    }

    /// The gradient of a robot: its structure, without the layers that have nothing to learn.
    pub type RobotGradient = <Robot as Parameters>::Gradient;
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut rng = constnet::random::generator(1);
    let x = Sensors::from([0.1, 0.9, 0.4]);

    // Inference, without a single allocation; plain arrays go in and out as well.
    let (speeds, inference) = counted(|| device::ROBOT.predict([0.1, 0.9, 0.4]));
    println!("sensors {:?} give wheel speeds {speeds:.3?}", x.data.0[0]);
    assert_eq!(speeds, device::ROBOT.forward(&x).data.0[0]);

    // One of several networks, chosen at run time.
    for cautious in [true, false] {
        let (speeds, allocations) = counted(|| device::robot(cautious).forward(&x));
        println!("cautious: {cautious:<5}  {:.3?}", speeds.data.0[0]);
        assert_eq!(allocations, 0);
    }

    // What does the left wheel listen to? To the outer sensors: the line is to the right, so the
    // left wheel must run faster.
    let saliency = device::saliency(&device::ROBOT, &x, 0, &mut rng);
    println!("left wheel, by sensor: {:.3?}", saliency.data.0[0]);
    assert!(saliency[0] < 0.0 && saliency[2] > 0.0 && saliency[1].abs() < 0.01);

    // The left wheel has worn down and turns 20 % too slow. The network learns to tell it more, in
    // place: neither the robot nor its trainer is ever on the heap.
    let mut storage = MaybeUninit::uninit();
    let robot: &mut Robot = Robot::zeroed_in(&mut storage);
    robot.clone_from(&device::ROBOT);
    let mut trainer = Trainer::new(robot, Sgd::new(0.1));
    let grip = Speeds::from([0.8, 1.0]);
    let error = |robot: &Robot, x: &Sensors| {
        (grip.component_mul(&robot.forward(x)) - device::ROBOT.forward(x)).amax()
    };
    let worn = error(robot, &x);
    let (outcome, training) = counted(|| {
        for _ in 0..2000 {
            let x = Sensors::from_fn(|_, _| constnet::random::unit(&mut rng) as f32);
            let wanted = device::ROBOT.forward(&x);
            device::adapt(robot, &mut trainer, &x, &wanted, &grip, &mut rng)?;
        }
        Ok::<(), StepError>(())
    });
    outcome?;
    let adapted = error(robot, &x);
    println!("worn wheel: speeds off by {worn:.3}, after 2,000 steps on the device {adapted:.3}");
    assert!(adapted < 0.2 * worn);

    // Another task: is the line to the right? The hidden layer stays as it is, and a new head of five
    // numbers learns on top of it.
    let mut watcher = (Frozen((robot.0.clone(), Tanh)), Dense::<4, 1>::zeros());
    let mut trainer = Trainer::new(&watcher, Adam::new(0.05));
    let random = |rng: &mut _| constnet::random::unit(rng) as f32;
    for _ in 0..2000 {
        let x = SMatrix::<f32, 3, 8>::from_fn(|_, _| random(&mut rng));
        let right: [bool; 8] = core::array::from_fn(|b| x[(2, b)] > x[(0, b)]);
        trainer.step(&mut watcher, &x, &right, &SigmoidCrossEntropy, &mut rng)?;
    }
    let wrong = (0..1000)
        .map(|_| Sensors::from_fn(|_, _| random(&mut rng)))
        .filter(|x| (watcher.forward(x)[0] > 0.0) != (x[2] > x[0]))
        .count();
    println!("new head: wrong {wrong} times in 1,000");
    let (Frozen((hidden, _)), head) = &watcher;
    assert!(wrong < 30 && *hidden == robot.0, "frozen is frozen");

    // Its weights as source, for a `static` like the one above.
    println!("    dense({:.3?}, {:.3?})", head.weight.data.0, head.bias.data.0[0]);

    assert_eq!((inference, training), (0, 0));
    println!("\n{} bytes of weights", size_of::<Robot>());
    println!("allocations: {inference} in inference, {training} in 2,000 training steps");
    Ok(())
}

/// What `f` gives, and how often it allocated.
fn counted<T>(f: impl FnOnce() -> T) -> (T, u64) {
    let mut result = None;
    let allocated = allocation_counter::measure(|| result = Some(f()));
    (result.expect("f ran"), allocated.count_total)
}
