//! The networks and the training steps of the benchmarks in careful C, compiled twice.
//!
//! [`Native`] is what a C programmer may do at most: `-O3 -march=native -ffast-math`. [`NoFma`] is
//! the same source by Rust's rules for floating point: `-O3 -mavx2 -mno-fma -ffp-contract=off -fno-trapping-math`,
//! because in Rust, too, no operation traps.
//! Both need an x86-64 with AVX2, and `Native` the machine that compiled it.
//!
//! Parameters are one slice, as [`constnet::parameters::copy_to_slice`] writes them: layer by
//! layer, the weights column by column (all outputs of input 0, then those of input 1, …), then the
//! biases.
//!
//! ```
//! use constnet_c::{Native, NoFma, W2};
//!
//! let (parameters, x) = ([0.01; W2], [1.0; 18]);
//! let (mut fast, mut strict) = ([0.0; 4], [0.0; 4]);
//! Native::w2(&parameters, &x, &mut fast);
//! NoFma::w2(&parameters, &x, &mut strict);
//! assert!((fast[0] - strict[0]).abs() < 1e-6);
//! ```
//!
//! # Panics
//! Every function panics if a slice has another length than its documentation says.

/// Parameters of 2-8-1.
pub const W1: usize = 3 * 8 + 9;
/// Parameters of 18-64-64-4; also of T3.
pub const W2: usize = 19 * 64 + 65 * 64 + 65 * 4;
/// Parameters of 64-32-10; also of T2.
pub const W3: usize = 65 * 32 + 33 * 10;
/// Parameters of 784-128-10; also of T1.
pub const W4: usize = 785 * 128 + 129 * 10;
/// Parameters of 640-128-128-128-128-8-128-128-128-128-640.
pub const W5: usize = 641 * 128 + 6 * 129 * 128 + 129 * 8 + 9 * 128 + 129 * 640;

/// Parameters of an LSTM of 16 units and a dense layer behind it.
pub const LSTM16: usize = 4 * 16 * (1 + 16 + 1) + 17;
/// Parameters of an LSTM of 40 units and a dense layer behind it.
pub const LSTM40: usize = 4 * 40 * (1 + 40 + 1) + 41;
/// Parameters of a GRU of 16 units and a dense layer behind it.
pub const GRU16: usize = 3 * 16 * (1 + 16 + 2) + 17;

/// Compiled with `-O3 -march=native -ffast-math`.
#[derive(Debug, Clone, Copy)]
pub struct Native;

/// Compiled with `-O3 -mavx2 -mno-fma -ffp-contract=off -fno-trapping-math`.
#[derive(Debug, Clone, Copy)]
pub struct NoFma;

/// Adam and what it remembers, for one network.
#[derive(Debug, Clone)]
pub struct Adam {
    m: Vec<f32>,
    v: Vec<f32>,
    rate: f64,
    /// β₁ᵗ and β₂ᵗ.
    powers: [f64; 2],
}

/// The constants of one step, as the C has them.
#[repr(C)]
struct Constants {
    rate: f32,
    beta1: f32,
    beta2: f32,
    rest1: f32,
    rest2: f32,
    root: f32,
    epsilon: f32,
}

impl Adam {
    const BETAS: [f64; 2] = [0.9, 0.999];

    /// Adam with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8 for a number of parameters.
    pub fn new(rate: f64, parameters: usize) -> Self {
        Self { m: vec![0.0; parameters], v: vec![0.0; parameters], rate, powers: [1.0; 2] }
    }

    fn next(&mut self) -> Constants {
        let [beta1, beta2] = Self::BETAS;
        self.powers[0] *= beta1;
        self.powers[1] *= beta2;
        Constants {
            rate: (self.rate / (1.0 - self.powers[0])) as f32,
            beta1: beta1 as f32,
            beta2: beta2 as f32,
            rest1: (1.0 - beta1) as f32,
            rest2: (1.0 - beta2) as f32,
            root: (1.0 / (1.0 - self.powers[1]).sqrt()) as f32,
            epsilon: 1e-8,
        }
    }
}

/// What both builds have.
macro_rules! build {
    ($build:ident, $c:ident, $prefix:literal) => {
        mod $c {
            use super::Constants;
            unsafe extern "C" {
                build! { inference $prefix w1 w2 w3 w4 w5 }
                build! { elementwise $prefix tanh_rational tanh_eigen tanh_xsimd }
                build! { step $prefix lstm16 lstm40 gru16 }
                #[link_name = concat!($prefix, "t1_sgd")]
                pub fn t1_sgd(w: *mut f32, x: *const f32, classes: *const usize, rate: f32) -> f32;
                #[link_name = concat!($prefix, "t2_sgd")]
                pub fn t2_sgd(w: *mut f32, x: *const f32, classes: *const usize, rate: f32) -> f32;
                #[link_name = concat!($prefix, "t1_adam")]
                pub fn t1_adam(
                    w: *mut f32,
                    m: *mut f32,
                    v: *mut f32,
                    constants: *const Constants,
                    x: *const f32,
                    classes: *const usize,
                ) -> f32;
                #[link_name = concat!($prefix, "t3_adam")]
                pub fn t3_adam(
                    w: *mut f32,
                    m: *mut f32,
                    v: *mut f32,
                    constants: *const Constants,
                    x: *const f32,
                    targets: *const f32,
                ) -> f32;
            }
        }

        impl $build {
            build! { safe_inference $c
                /// 2-8-1, a rational tanh and the sigmoid through it.
                w1 W1 2 1,
                /// 18-64-64-4, a rational tanh behind each layer.
                w2 W2 18 4,
                /// 64-32-10, relu and softmax.
                w3 W3 64 10,
                /// 784-128-10, relu and softmax.
                w4 W4 784 10,
                /// 640-128-128-128-128-8-128-128-128-128-640, relu, the last layer linear.
                w5 W5 640 640
            }
            build! { safe_step $c
                /// A step of an LSTM of 16 units and a dense layer; the state is h, then c.
                lstm16 LSTM16 32,
                /// A step of an LSTM of 40 units and a dense layer; the state is h, then c.
                lstm40 LSTM40 80,
                /// A step of a GRU of 16 units and a dense layer; the state is h.
                gru16 GRU16 16
            }
            build! { safe_elementwise $c
                /// y = tanh(x) by a rational function of degree 9/8; a multiple of eight numbers.
                tanh_rational,
                /// y = tanh(x) as Eigen structures it, degree 13/6; a multiple of eight numbers.
                tanh_eigen,
                /// y = tanh(x) as xsimd structures it, by an exponential; a multiple of eight
                /// numbers.
                tanh_xsimd
            }
            build! { safe_sgd $c
                /// 784-128-10, 32 samples; x is sample by sample. Returns the loss before the step.
                t1_sgd W4 784 32,
                /// 64-32-10, 32 samples; x is sample by sample. Returns the loss before the step.
                t2_sgd W3 64 32
            }

            /// 784-128-10, 128 samples; x is sample by sample. Returns the loss before the step.
            pub fn t1_adam(parameters: &mut [f32], adam: &mut Adam, x: &[f32], classes: &[usize]) -> f32 {
                check(&[(parameters.len(), W4), (adam.m.len(), W4), (x.len(), 784 * 128), (classes.len(), 128)]);
                check_classes(classes);
                let constants = adam.next();
                let (m, v) = (adam.m.as_mut_ptr(), adam.v.as_mut_ptr());
                // SAFETY: the lengths and classes are those that the C takes.
                unsafe { $c::t1_adam(parameters.as_mut_ptr(), m, v, &constants, x.as_ptr(), classes.as_ptr()) }
            }

            /// 18-64-64-4 with tanh, mean squared error, 64 samples; x and the targets are sample by
            /// sample. Returns the loss before the step.
            pub fn t3_adam(parameters: &mut [f32], adam: &mut Adam, x: &[f32], targets: &[f32]) -> f32 {
                check(&[(parameters.len(), W2), (adam.m.len(), W2), (x.len(), 18 * 64), (targets.len(), 4 * 64)]);
                let constants = adam.next();
                let (m, v) = (adam.m.as_mut_ptr(), adam.v.as_mut_ptr());
                // SAFETY: the lengths are those that the C takes.
                unsafe { $c::t3_adam(parameters.as_mut_ptr(), m, v, &constants, x.as_ptr(), targets.as_ptr()) }
            }
        }
    };
    (inference $prefix:literal $($name:ident)*) => {
        $(
            #[link_name = concat!($prefix, stringify!($name))]
            pub fn $name(parameters: *const f32, x: *const f32, y: *mut f32);
        )*
    };
    (elementwise $prefix:literal $($name:ident)*) => {
        $(
            #[link_name = concat!($prefix, stringify!($name))]
            pub fn $name(x: *const f32, y: *mut f32, n: usize);
        )*
    };
    (safe_inference $c:ident $($(#[$doc:meta])* $name:ident $count:ident $in:literal $out:literal),*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(parameters: &[f32], x: &[f32], y: &mut [f32]) {
                check(&[(parameters.len(), $count), (x.len(), $in), (y.len(), $out)]);
                // SAFETY: the lengths are those that the C takes.
                unsafe { $c::$name(parameters.as_ptr(), x.as_ptr(), y.as_mut_ptr()) }
            }
        )*
    };
    (step $prefix:literal $($name:ident)*) => {
        $(
            #[link_name = concat!($prefix, stringify!($name))]
            pub fn $name(parameters: *const f32, state: *mut f32, x: *const f32, y: *mut f32);
        )*
    };
    (safe_step $c:ident $($(#[$doc:meta])* $name:ident $count:ident $state:literal),*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(parameters: &[f32], state: &mut [f32], x: &[f32], y: &mut [f32]) {
                check(&[(parameters.len(), $count), (state.len(), $state), (x.len(), 1), (y.len(), 1)]);
                // SAFETY: the lengths are those that the C takes.
                unsafe { $c::$name(parameters.as_ptr(), state.as_mut_ptr(), x.as_ptr(), y.as_mut_ptr()) }
            }
        )*
    };
    (safe_elementwise $c:ident $($(#[$doc:meta])* $name:ident),*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(x: &[f32], y: &mut [f32]) {
                check(&[(x.len() % 8, 0), (y.len(), x.len())]);
                // SAFETY: both have as many numbers, a multiple of eight.
                unsafe { $c::$name(x.as_ptr(), y.as_mut_ptr(), x.len()) }
            }
        )*
    };
    (safe_sgd $c:ident $($(#[$doc:meta])* $name:ident $count:ident $in:literal $batch:literal),*) => {
        $(
            $(#[$doc])*
            pub fn $name(parameters: &mut [f32], rate: f32, x: &[f32], classes: &[usize]) -> f32 {
                check(&[(parameters.len(), $count), (x.len(), $in * $batch), (classes.len(), $batch)]);
                check_classes(classes);
                // SAFETY: the lengths and classes are those that the C takes.
                unsafe { $c::$name(parameters.as_mut_ptr(), x.as_ptr(), classes.as_ptr(), rate) }
            }
        )*
    };
}

build!(Native, native, "native_");
build!(NoFma, no_fma, "no_fma_");

/// Each length beside what it must be.
#[inline(always)]
fn check(lengths: &[(usize, usize)]) {
    for (found, expected) in lengths {
        assert!(found == expected, "a slice of {found} numbers where {expected} belong");
    }
}

fn check_classes(classes: &[usize]) {
    assert!(classes.iter().all(|&class| class < 10), "there are ten classes");
}
