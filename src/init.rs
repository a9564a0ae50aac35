//! Initial values: where gradient descent starts.
//!
//! All weights equal would stay equal, since equal units get equal gradients; and weights too
//! large or too small make signals grow or die from layer to layer. So weights start random, with
//! a spread that depends on how many inputs (`fan_in`) and outputs (`fan_out`) a layer has:
//!
//! | rule | variance of a weight | made for |
//! |---|---|---|
//! | [`FanIn`], the default | 1 / (3·fan_in), uniform; biases too | what PyTorch does |
//! | [`Lecun`] | 1 / fan_in | units without an activation |
//! | [`Xavier`] (Glorot) | 2 / (fan_in + fan_out) | Tanh, Sigmoid |
//! | [`He`] (Kaiming) | 2 / fan_in | Relu |
//! | [`Uniform`] | limit² / 3 | |
//! | [`Zeros`] | 0 | a single layer, whose loss has one valley |
//!
//! Sources: LeCun et al. (1998), *Efficient backprop*, section 4.6; Glorot, Bengio (2010),
//! *Understanding the difficulty of training deep feedforward neural networks*, equation 16; He et
//! al. (2015), *Delving deep into rectifiers*, arXiv:1502.01852, equation 10.

use crate::{
    Parameters, Scalar,
    random::{self, Source},
};
use core::{marker::PhantomData, mem::MaybeUninit};
use rand::Rng;

/// The largest network that is made by value, in bytes.
pub(crate) const BY_VALUE: usize = 1 << 20;

/// That a network is not larger. Asked in what a program calls itself, so that the compiler's last note is of that
/// call.
struct ByValue<N>(PhantomData<N>);

impl<N> ByValue<N> {
    const FITS: () = assert!(
        size_of::<N>() <= BY_VALUE,
        "this network is larger than 1 MiB, too large to be made on the stack: write `Net::init_boxed(&init::FanIn, &mut rng)`, which gives a `Box<Net>`, and train it by `fit(&mut *net, …)` or with `Trainer::boxed(&*net, …)`; without an allocator, `Net::init_in`"
    );
}

/// A rule for the initial weights and biases of a layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rule for initial values",
    label = "expected a rule such as `FanIn` or `He::NORMAL`",
    note = "the rules are in `constnet::init`"
)]
pub trait Initializer {
    /// One entry of a weight matrix.
    fn weight<R: Rng + ?Sized>(&self, fan_in: usize, fan_out: usize, rng: &mut R) -> f64;

    /// One entry of a bias; 0 by default.
    fn bias<R: Rng + ?Sized>(&self, _fan_in: usize, _fan_out: usize, _rng: &mut R) -> f64 {
        0.0
    }
}

/// Layers and networks that know their initial values.
///
/// # Example
/// ```
/// use constnet::{init::He, prelude::*};
///
/// network!(Net: 2 => (Dense<2, 8>, Relu, Dense<8, 1>) => 1);
///
/// let net = Net::seeded(7);
/// let other = Net::init_with(&He::NORMAL, &mut random::generator(7));
/// assert_eq!(other.0.bias.as_slice(), [0.0; 8]);
/// assert!(net != other);
/// ```
///
/// # Large networks
/// A network by value crosses the stack, on which a thread has a few megabytes. So one of more than 1 MiB does not
/// compile by value; it is made in a box, and so is what trains it:
/// ```
/// use constnet::{init::FanIn, prelude::*};
///
/// network!(Large: 784 => (Dense<784, 512>, Relu, Dense<512, 10>) => 10);
///
/// let mut rng = random::generator(7);
/// let mut net = Large::init_boxed(&FanIn, &mut rng);
/// let mut trainer = Trainer::boxed(&*net, Adam::new(1e-3));
/// let x = SVector::<f32, 784>::repeat(0.1);
/// let trained = trainer.step(&mut *net, &x, &[3], &SoftmaxCrossEntropy, &mut rng)?;
/// assert!(trained.loss > 0.0);
/// # Ok::<(), constnet::training::TrainError>(())
/// ```
/// [`fit`](crate::training::fit()) takes `&mut *net` as well, and has what it needs on the heap. What a batch becomes from
/// layer to layer is on the stack: where that is small, `.batch(BatchSize::<8>).chunks(4)` takes steps of 32 samples too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no initial values",
    label = "does not implement `Init`",
    note = "a layer of your own needs `impl Init`, which sets every parameter in `reset`"
)]
pub trait Init: Parameters {
    /// Gives every parameter its initial value, in place.
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, initializer: &I, rng: &mut R);

    /// A network with initial values by [`FanIn`], PyTorch's default, from a seed: the same network for the same
    /// seed, on every machine.
    ///
    /// By value, as [`init`](Self::init) and [`init_with`](Self::init_with): for networks of at most 1 MiB. Larger
    /// ones are made by [`init_boxed`](Self::init_boxed), and trained by
    /// [`Trainer::boxed`](crate::Trainer::boxed) or [`fit`](crate::training::fit()).
    ///
    /// ```
    /// use constnet::prelude::*;
    ///
    /// network!(Net: 2 => (Dense<2, 8>, Tanh, Dense<8, 1>) => 1);
    /// assert_eq!(Net::seeded(7), Net::init(&mut random::generator(7)));
    /// ```
    #[doc(alias = "new")]
    // The compiler quotes this line where someone writes `static NET: Net = Net::seeded(7)`.
    fn seeded(seed: u64) -> Self /* for a `static`: `LazyLock::new(|| Net::seeded(7))` */ {
        let () = ByValue::<Self>::FITS;
        Self::init(&mut random::generator(seed))
    }

    /// A network with initial values by [`FanIn`], PyTorch's default, from a generator, which may go on to
    /// serve training; from a seed: [`seeded`](Self::seeded). For more than 1 MiB:
    /// [`init_boxed`](Self::init_boxed).
    // The compiler quotes this line where someone writes `init(7)`.
    fn init<R: Source + ?Sized>(rng: &mut R) -> Self /* from a number: `seeded(7)` */ {
        let () = ByValue::<Self>::FITS;
        Self::init_with(&FanIn, rng)
    }

    /// What `Net::new()` finds: a message that says what to write.
    #[doc(hidden)]
    fn new() -> Self
    where
        Self: Unseeded,
    {
        Self::seeded(0)
    }

    /// A network with initial values by a rule. For more than 1 MiB: [`init_boxed`](Self::init_boxed).
    fn init_with<I: Initializer, R: Source + ?Sized>(initializer: &I, rng: &mut R) -> Self {
        let () = ByValue::<Self>::FITS;
        let mut net = Self::zeros();
        net.reset(initializer, rng);
        net
    }

    /// The same in storage of yours: nothing the size of a network crosses the stack.
    fn init_in<'a, I: Initializer, R: Source + ?Sized>(
        slot: &'a mut MaybeUninit<Self>,
        initializer: &I,
        rng: &mut R,
    ) -> &'a mut Self {
        let net = Self::zeroed_in(slot);
        net.reset(initializer, rng);
        net
    }

    /// The same on the heap, without passing through the stack.
    #[cfg(feature = "alloc")]
    fn init_boxed<I: Initializer, R: Source + ?Sized>(
        initializer: &I,
        rng: &mut R,
    ) -> alloc::boxed::Box<Self> {
        let mut net = Self::zeros_boxed();
        net.reset(initializer, rng);
        net
    }
}

/// Never implemented, for its message.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a network is made from a seed: `seeded(7)` in place of `new()`",
    label = "has no `new`; from a generator there is `init(&mut rng)`, and `zeros()` for parameters that are loaded"
)]
pub trait Unseeded {}

impl Init for () {
    fn reset<I: Initializer, R: Rng + ?Sized>(&mut self, _: &I, _: &mut R) {}
}

/// U(±1/√fan_in) for weights and biases: the default.
///
/// PyTorch: what `nn.Linear` does on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FanIn;

impl Initializer for FanIn {
    fn weight<R: Rng + ?Sized>(&self, fan_in: usize, _: usize, rng: &mut R) -> f64 {
        random::uniform(1.0 / Scalar::sqrt(fan_in.max(1) as f64), rng)
    }
    fn bias<R: Rng + ?Sized>(&self, fan_in: usize, fan_out: usize, rng: &mut R) -> f64 {
        self.weight(fan_in, fan_out, rng)
    }
}

/// The distribution that weights of a given variance come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distribution {
    Uniform,
    Normal,
}

impl Distribution {
    fn draw<R: Rng + ?Sized>(self, variance: f64, rng: &mut R) -> f64 {
        match self {
            // U(±a) has the variance a²/3.
            Self::Uniform => random::uniform(Scalar::sqrt(3.0 * variance), rng),
            Self::Normal => random::normal(rng) * Scalar::sqrt(variance),
        }
    }
}

macro_rules! by_variance {
    ($(#[$doc:meta])* $name:ident, |$fan_in:ident, $fan_out:ident| $variance:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(Distribution);

        impl $name {
            /// From the uniform distribution with that variance.
            pub const UNIFORM: Self = Self(Distribution::Uniform);
            /// From the normal distribution with that variance.
            pub const NORMAL: Self = Self(Distribution::Normal);
        }

        impl Initializer for $name {
            fn weight<R: Rng + ?Sized>(&self, fan_in: usize, fan_out: usize, rng: &mut R) -> f64 {
                let ($fan_in, $fan_out) = (fan_in as f64, fan_out as f64);
                self.0.draw($variance, rng)
            }
        }
    };
}

by_variance! {
    /// Variance 2 / (fan_in + fan_out), biases 0: for Tanh and Sigmoid.
    ///
    /// PyTorch: `nn.init.xavier_uniform_`, `nn.init.xavier_normal_`.
    #[doc(alias = "Glorot")]
    Xavier, |fan_in, fan_out| 2.0 / (fan_in + fan_out)
}

by_variance! {
    /// Variance 2 / fan_in, biases 0: for Relu.
    ///
    /// PyTorch: `nn.init.kaiming_uniform_(nonlinearity="relu")`, `nn.init.kaiming_normal_`.
    #[doc(alias = "Kaiming")]
    He, |fan_in, _fan_out| 2.0 / fan_in
}

by_variance! {
    /// Variance 1 / fan_in, biases 0.
    ///
    /// PyTorch: `nn.init.kaiming_normal_(nonlinearity="linear")`.
    Lecun, |fan_in, _fan_out| 1.0 / fan_in
}

/// U(±limit) for weights, biases 0. A limit that is NaN or infinite gives weights that are, which the
/// first training step refuses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    /// The largest magnitude.
    pub limit: f64,
}

impl Initializer for Uniform {
    fn weight<R: Rng + ?Sized>(&self, _: usize, _: usize, rng: &mut R) -> f64 {
        random::uniform(self.limit, rng)
    }
}

/// All weights and biases 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Zeros;

impl Initializer for Zeros {
    fn weight<R: Rng + ?Sized>(&self, _: usize, _: usize, _: &mut R) -> f64 {
        0.0
    }
}
