//! Which loops a type of number takes: the kernels, if it is `f32`, else the plain ones.
//!
//! What layers, losses and optimizers call. Those of a forward pass are told in which [chain](super::chain) of
//! layers they run.

#[cfg(feature = "half")]
use super::dense::output_f16;
use super::{
    chain::Chain,
    dense::{self, input, parameters, parameters_set},
    elementwise, plain,
    softmax::softmax as softmax_of_single,
};
use crate::{
    Elementwise, Scalar,
    rule::{Magnitudes, Rule},
    scalar::Single,
};
use core::{mem::MaybeUninit, ptr};

/// One expression if T is `f32`, and the other if not. `$f32` proves it: what it is given are numbers of T,
/// and what comes back are `f32`s.
///
/// The question is a constant, so that not even a debug build compiles the loops that a type does not take.
macro_rules! by_number {
    ($T:ident: $f32:ident => $single:expr, _ => $other:expr) => {
        if const { <$T as Scalar>::DTYPE.single().is_some() } {
            // SAFETY: there is one, as the condition says.
            let $f32 = unsafe { <$T as Scalar>::DTYPE.single().unwrap_unchecked() };
            $single
        } else {
            $other
        }
    };
}

/// Y = W·X + b, one bias for all columns.
#[inline(always)]
pub(crate) fn dense<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    chain: Chain,
    weight: &[[T; OUT]; IN],
    bias: &[T; OUT],
    x: &[[T; IN]; B],
) -> [[T; OUT]; B] {
    let mut y = MaybeUninit::uninit();
    by_number! { T:
        f32 => {
            let (weight, bias, x) = (f32.matrix(weight), f32.column(bias), f32.matrix(x));
            dense::dense(chain, weight, bias, x, f32.room(&mut y));
        },
        _ => plain::dense(weight, bias, x, y.write([[T::zero(); OUT]; B]))
    }
    // SAFETY: both write every number.
    unsafe { y.assume_init() }
}

/// Y = W·X + b, from weights of binary16.
#[cfg(feature = "half")]
#[inline(always)]
pub(crate) fn dense_f16<const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[half::f16; OUT]; IN],
    bias: &[half::f16; OUT],
    x: &[[f32; IN]; B],
) -> [[f32; OUT]; B] {
    let mut y = MaybeUninit::uninit();
    output_f16::best(weight, bias, x, &mut y);
    // SAFETY: the kernel writes every number.
    unsafe { y.assume_init() }
}

/// Y = W·X + b, from weights of bfloat16.
#[cfg(feature = "half")]
#[inline(always)]
pub(crate) fn dense_bf16<const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[half::bf16; OUT]; IN],
    bias: &[half::bf16; OUT],
    x: &[[f32; IN]; B],
) -> [[f32; OUT]; B] {
    let mut y = MaybeUninit::uninit();
    dense::dense(Chain::ALONE, weight, bias, x, &mut y);
    // SAFETY: the kernel writes every number.
    unsafe { y.assume_init() }
}

/// dX = Wᵀ·dY
#[inline(always)]
pub(crate) fn dense_input<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weight: &[[T; OUT]; IN],
    dy: &[[T; OUT]; B],
) -> [[T; IN]; B] {
    let mut dx = MaybeUninit::uninit();
    by_number! { T:
        f32 => input::best(f32.matrix(weight), f32.matrix(dy), f32.room(&mut dx)),
        _ => plain::dense_input(weight, dy, dx.write([[T::zero(); IN]; B]))
    }
    // SAFETY: both write every number.
    unsafe { dx.assume_init() }
}

/// dW ← dW + dY·Xᵀ and db ← db + dY·1
#[inline(always)]
pub(crate) fn dense_parameters<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    x: &[[T; IN]; B],
    dy: &[[T; OUT]; B],
    dweight: &mut [[T; OUT]; IN],
    dbias: &mut [T; OUT],
) {
    by_number! { T:
        f32 => {
            let (dweight, dbias) = (f32.matrix_mut(dweight), f32.column_mut(dbias));
            parameters::best(f32.matrix(x), f32.matrix(dy), dweight, dbias);
        },
        _ => plain::dense_parameters(x, dy, dweight, dbias)
    }
}

/// dW ← dY·Xᵀ and db ← dY·1
#[inline(always)]
pub(crate) fn dense_parameters_set<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    x: &[[T; IN]; B],
    dy: &[[T; OUT]; B],
    dweight: &mut [[T; OUT]; IN],
    dbias: &mut [T; OUT],
) {
    by_number! { T:
        f32 => {
            let (dweight, dbias) = (f32.matrix_mut(dweight), f32.column_mut(dbias));
            parameters_set::best(f32.matrix(x), f32.matrix(dy), dweight, dbias);
        },
        _ => plain::dense_parameters_set(x, dy, dweight, dbias)
    }
}

/// yᵢ = f(xᵢ), as far as both go.
#[inline(always)]
pub(crate) fn map<T: Scalar, F: Elementwise>(f: &F, x: &[T], y: &mut [T]) {
    by_number! { T:
        f32 => elementwise::map(f, f32.slice(x), f32.slice_mut(y)),
        _ => plain::map(f, x, y)
    }
}

/// Y = f(X)
#[inline(always)]
pub fn activate<T: Scalar, F: Elementwise, const N: usize, const B: usize>(
    chain: Chain,
    f: &F,
    x: &[[T; N]; B],
) -> [[T; N]; B] {
    let mut y = MaybeUninit::uninit();
    by_number! { T:
        f32 => elementwise::activate(chain, f, f32.matrix(x), f32.room(&mut y)),
        _ => plain::map(f, x.as_flattened(), y.write([[T::zero(); N]; B]).as_flattened_mut())
    }
    // SAFETY: both write every number.
    unsafe { y.assume_init() }
}

/// dX = f′(X)·dY
#[inline(always)]
pub fn activate_backward<T: Scalar, F: Elementwise, const N: usize, const B: usize>(
    f: &F,
    x: &[[T; N]; B],
    y: &[[T; N]; B],
    dy: &[[T; N]; B],
) -> [[T; N]; B] {
    let mut dx = MaybeUninit::uninit();
    by_number! { T:
        f32 => {
            let (x, y, dy) = (f32.matrix(x), f32.matrix(y), f32.matrix(dy));
            elementwise::activate_backward(f, x, y, dy, f32.room(&mut dx));
        },
        _ => {
            let (x, y, dy) = (x.as_flattened(), y.as_flattened(), dy.as_flattened());
            plain::map_backward(f, x, y, dy, dx.write([[T::zero(); N]; B]).as_flattened_mut());
        }
    }
    // SAFETY: both write every number.
    unsafe { dx.assume_init() }
}

/// Y = eˣ / Σ eˣ, column by column.
#[inline(always)]
pub(crate) fn softmax<T: Scalar, const N: usize, const B: usize>(
    chain: Chain,
    x: &[[T; N]; B],
) -> [[T; N]; B] {
    let mut y = MaybeUninit::uninit();
    by_number! { T:
        f32 => softmax_of_single(chain, f32.matrix(x), f32.room(&mut y)),
        _ => plain::softmax(x, y.write([[T::zero(); N]; B]))
    }
    // SAFETY: both write every number.
    unsafe { y.assume_init() }
}

/// A rule of an optimizer, applied to every number.
#[inline(always)]
pub(crate) fn update<T: Scalar, R: Rule<T, K>, const K: usize>(
    rule: &R,
    theta: &mut [T],
    gradient: &[T],
    memory: [&mut [T]; K],
) {
    by_number! { T:
        f32 => {
            let memory = f32.slices_mut(memory);
            let (theta, gradient) = (f32.slice_mut(theta), f32.slice(gradient));
            elementwise::update(OfSingle::new(rule, f32), theta, gradient, memory);
        },
        _ => plain::update(rule, theta, gradient, memory)
    }
}

/// The sizes of a gradient and its parameters, in one pass.
#[inline(always)]
pub(crate) fn magnitudes<T: Scalar>(theta: &[T], gradient: &[T]) -> Magnitudes<T> {
    by_number! { T:
        f32 => {
            let all = elementwise::magnitudes::best(f32.slice(theta), f32.slice(gradient));
            let [squares, gradient, theta] = f32.back([all.squares, all.gradient, all.theta]);
            Magnitudes { squares, gradient, theta }
        },
        _ => plain::magnitudes(theta, gradient)
    }
}

/// A rule for T as one for the `f32` that T is.
///
/// Not a reference to the rule: then the compiler could not know that a step leaves the rule's settings as
/// they are, and would read them again for each number.
#[repr(transparent)]
struct OfSingle<R, T> {
    rule: R,
    single: Single<T>,
}

impl<R, T> OfSingle<R, T> {
    #[inline(always)]
    fn new(rule: &R, _: Single<T>) -> &Self {
        // SAFETY: the type is transparent, and the proof, which has no bytes, is here.
        unsafe { &*ptr::from_ref(rule).cast() }
    }
}

impl<T: Scalar, R: Rule<T, K>, const K: usize> Rule<f32, K> for OfSingle<R, T> {
    #[inline(always)]
    fn update(&self, theta: f32, gradient: f32, memory: [f32; K]) -> (f32, [f32; K]) {
        let f32 = self.single;
        let [theta, gradient] = f32.back([theta, gradient]);
        let (theta, memory) = self.rule.update(theta, gradient, f32.back(memory));
        (f32.column(&[theta])[0], *f32.column(&memory))
    }
}
