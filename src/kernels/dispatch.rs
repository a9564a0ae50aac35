//! Which loops a type of number takes: the kernels, if it is `f32`, else the plain ones.
//!
//! What layers, losses and optimizers call. Those of a forward pass are told which [instructions](Instructions) a
//! stack has found.

#[cfg(feature = "half")]
use super::dense::output_f16;
use super::{
    dense::{self, input, parameters},
    elementwise,
    instructions::Instructions,
    plain,
    softmax::softmax as softmax_of_single,
};
use crate::{
    Elementwise, Scalar,
    rule::{Magnitudes, Rule},
    scalar::Single,
    values::{self, Columns, OnBatch, Value},
};
use core::{marker::PhantomData, mem::MaybeUninit, ptr};

/// One expression if T is `f32`, and the other if not. `$f32` proves it: what it is given are numbers of T,
/// and what comes back are `f32`s.
///
/// The question is a constant, so that not even a debug build compiles the loops that a type does not take.
macro_rules! by_number {
    ($T:ty: $f32:ident => $single:expr, _ => $other:expr) => {
        if const { <$T as Scalar>::DTYPE.single().is_some() } {
            // SAFETY: there is one, as the condition says.
            let $f32 = unsafe { <$T as Scalar>::DTYPE.single().unwrap_unchecked() };
            $single
        } else {
            $other
        }
    };
}
pub(super) use by_number;

/// Y = W·X + b, one bias for all columns.
#[inline(always)]
pub(crate) fn dense<T: Scalar, const IN: usize, const OUT: usize, X: Columns<IN, Number = T>>(
    instructions: Instructions,
    weight: &[[T; OUT]; IN],
    bias: &[T; OUT],
    x: &X,
) -> X::With<OUT> {
    let mut y = MaybeUninit::uninit();
    let room = values::column_room::<OUT, X::With<OUT>>(&mut y);
    X::batches(&mut Output { instructions, weight, bias, x: x.columns(), y: room });
    // SAFETY: all columns are written.
    unsafe { y.assume_init() }
}

struct Output<'a, T, const IN: usize, const OUT: usize> {
    instructions: Instructions,
    weight: &'a [[T; OUT]; IN],
    bias: &'a [T; OUT],
    x: &'a [[T; IN]],
    y: &'a mut [MaybeUninit<[T; OUT]>],
}

impl<T: Scalar, const IN: usize, const OUT: usize> OnBatch for Output<'_, T, IN, OUT> {
    #[inline(always)]
    fn batch<const B: usize>(&mut self, first: usize) {
        let (instructions, weight, bias) = (self.instructions, self.weight, self.bias);
        let (Some(x), Some(y)) = (batch::<_, B>(self.x, first), room::<_, B>(self.y, first)) else {
            return;
        };
        by_number! { T:
            f32 => {
                let (weight, bias, x) = (f32.matrix(weight), f32.column(bias), f32.matrix(x));
                dense::dense(instructions, weight, bias, x, f32.room(y));
            },
            _ => plain::dense(weight, bias, x, y.write([[T::zero(); OUT]; B]))
        }
    }
}

/// Y = W·X + b, from weights of 16 bits.
#[cfg(feature = "half")]
#[inline(always)]
pub(crate) fn dense_half<W, const IN: usize, const OUT: usize, X: Columns<IN, Number = f32>>(
    weight: &[[W; OUT]; IN],
    bias: &[W; OUT],
    x: &X,
) -> X::With<OUT>
where
    W: Half,
{
    let mut y = MaybeUninit::uninit();
    let room = values::column_room::<OUT, X::With<OUT>>(&mut y);
    X::batches(&mut OutputOfHalf { weight, bias, x: x.columns(), y: room });
    // SAFETY: all columns are written.
    unsafe { y.assume_init() }
}

/// A type of 16 bits, with the kernel that widens it.
#[cfg(feature = "half")]
pub(crate) trait Half: Sized {
    fn output<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[Self; OUT]; IN],
        bias: &[Self; OUT],
        x: &[[f32; IN]; B],
        y: &mut MaybeUninit<[[f32; OUT]; B]>,
    );
}

#[cfg(feature = "half")]
impl Half for half::f16 {
    #[inline(always)]
    fn output<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[Self; OUT]; IN],
        bias: &[Self; OUT],
        x: &[[f32; IN]; B],
        y: &mut MaybeUninit<[[f32; OUT]; B]>,
    ) {
        output_f16::dispatch(weight, bias, x, y);
    }
}

#[cfg(feature = "half")]
impl Half for half::bf16 {
    #[inline(always)]
    fn output<const IN: usize, const OUT: usize, const B: usize>(
        weight: &[[Self; OUT]; IN],
        bias: &[Self; OUT],
        x: &[[f32; IN]; B],
        y: &mut MaybeUninit<[[f32; OUT]; B]>,
    ) {
        dense::dense(Instructions::UNKNOWN, weight, bias, x, y);
    }
}

#[cfg(feature = "half")]
struct OutputOfHalf<'a, W, const IN: usize, const OUT: usize> {
    weight: &'a [[W; OUT]; IN],
    bias: &'a [W; OUT],
    x: &'a [[f32; IN]],
    y: &'a mut [MaybeUninit<[f32; OUT]>],
}

#[cfg(feature = "half")]
impl<W: Half, const IN: usize, const OUT: usize> OnBatch for OutputOfHalf<'_, W, IN, OUT> {
    #[inline(always)]
    fn batch<const B: usize>(&mut self, first: usize) {
        if let (Some(x), Some(y)) = (batch::<_, B>(self.x, first), room::<_, B>(self.y, first)) {
            W::output(self.weight, self.bias, x, y);
        }
    }
}

/// dX = Wᵀ·dY
#[inline(always)]
pub(crate) fn dense_input<T: Scalar, const IN: usize, const OUT: usize, X>(
    weight: &[[T; OUT]; IN],
    dy: &X::With<OUT>,
) -> X
where
    X: Columns<IN, Number = T>,
{
    let mut dx = MaybeUninit::uninit();
    let room = values::column_room::<IN, X>(&mut dx);
    X::batches(&mut Input { weight, dy: dy.columns(), dx: room });
    // SAFETY: all columns are written.
    unsafe { dx.assume_init() }
}

struct Input<'a, T, const IN: usize, const OUT: usize> {
    weight: &'a [[T; OUT]; IN],
    dy: &'a [[T; OUT]],
    dx: &'a mut [MaybeUninit<[T; IN]>],
}

impl<T: Scalar, const IN: usize, const OUT: usize> OnBatch for Input<'_, T, IN, OUT> {
    #[inline(always)]
    fn batch<const B: usize>(&mut self, first: usize) {
        let weight = self.weight;
        let (Some(dy), Some(dx)) = (batch::<_, B>(self.dy, first), room::<_, B>(self.dx, first))
        else {
            return;
        };
        by_number! { T:
            f32 => input::dispatch(f32.matrix(weight), f32.matrix(dy), f32.room(dx)),
            _ => plain::dense_input(weight, dy, dx.write([[T::zero(); IN]; B]))
        }
    }
}

/// dW ← dW + dY·Xᵀ and db ← db + dY·1; without dW and db, unless to `add` is asked for.
#[inline(always)]
pub(crate) fn dense_parameters<
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    X: Columns<IN, Number = T>,
>(
    x: &X,
    dy: &X::With<OUT>,
    dweight: &mut [[T; OUT]; IN],
    dbias: &mut [T; OUT],
    add: bool,
) {
    if const { X::COUNT == 0 } && !add {
        dweight.as_flattened_mut().fill(T::zero());
        dbias.fill(T::zero());
    }
    let (x, dy) = (x.columns(), dy.columns());
    X::batches(&mut Gradient { x, dy, dweight, dbias, add });
}

struct Gradient<'a, T, const IN: usize, const OUT: usize> {
    x: &'a [[T; IN]],
    dy: &'a [[T; OUT]],
    dweight: &'a mut [[T; OUT]; IN],
    dbias: &'a mut [T; OUT],
    add: bool,
}

impl<T: Scalar, const IN: usize, const OUT: usize> OnBatch for Gradient<'_, T, IN, OUT> {
    #[inline(always)]
    fn batch<const B: usize>(&mut self, first: usize) {
        let (dweight, dbias) = (&mut *self.dweight, &mut *self.dbias);
        let (Some(x), Some(dy)) = (batch::<_, B>(self.x, first), batch::<_, B>(self.dy, first))
        else {
            return;
        };
        let add = self.add || first > 0;
        by_number! { T:
            f32 => {
                let (x, dy) = (f32.matrix(x), f32.matrix(dy));
                parameters::dispatch(x, dy, f32.matrix_mut(dweight), f32.column_mut(dbias), add)
            },
            _ => if add {
                plain::dense_parameters(x, dy, dweight, dbias)
            } else {
                plain::dense_parameters_set(x, dy, dweight, dbias)
            }
        }
    }
}

/// The B columns from number `first` on, of which [`Columns::batches`] promises that they are there.
#[inline(always)]
fn batch<C, const B: usize>(columns: &[C], first: usize) -> Option<&[C; B]> {
    columns.get(first..)?.first_chunk()
}

/// The same, to be written.
#[inline(always)]
fn room<C, const B: usize>(
    columns: &mut [MaybeUninit<C>],
    first: usize,
) -> Option<&mut MaybeUninit<[C; B]>> {
    let columns: &mut [MaybeUninit<C>; B] = columns.get_mut(first..)?.first_chunk_mut()?;
    // SAFETY: an array of what may be uninitialised is an array that may be.
    Some(unsafe { &mut *ptr::from_mut(columns).cast() })
}

/// Y = f(X), whatever the shape.
#[inline(always)]
pub fn activate<F: Elementwise, V: Value<Number: Scalar>>(
    instructions: Instructions,
    f: &F,
    x: &V,
) -> V {
    values::build([x], &Activation::<F, V> { instructions, f, shape: PhantomData })
}

struct Activation<'a, F, V> {
    instructions: Instructions,
    f: &'a F,
    shape: PhantomData<V>,
}

// SAFETY: each of the kernels writes a number for each that it is given.
unsafe impl<F: Elementwise, V: Value<Number: Scalar>> values::Write<V::Number, 1>
    for Activation<'_, F, V>
{
    #[inline(always)]
    fn write(&self, only: bool, [x]: [&[V::Number]; 1], y: &mut [MaybeUninit<V::Number>]) {
        let instructions = if only { self.instructions } else { Instructions::UNKNOWN };
        by_number! { V::Number:
            f32 => elementwise::activate::<F, V>(instructions, self.f, f32.slice(x), f32.room_of(y)),
            _ => plain::activate(self.f, x, y)
        }
    }
}

/// dX = f′(X)·dY, whatever the shape.
#[inline(always)]
pub fn activate_backward<F: Elementwise, V: Value<Number: Scalar>>(
    f: &F,
    x: &V,
    y: &V,
    dy: &V,
) -> V {
    values::build([x, y, dy], &Slopes(f))
}

struct Slopes<'a, F>(&'a F);

// SAFETY: each of the kernels writes a number for each that it is given.
unsafe impl<T: Scalar, F: Elementwise> values::Write<T, 3> for Slopes<'_, F> {
    #[inline(always)]
    fn write(&self, _: bool, [x, y, dy]: [&[T]; 3], dx: &mut [MaybeUninit<T>]) {
        by_number! { T:
            f32 => {
                let (x, y, dy) = (f32.slice(x), f32.slice(y), f32.slice(dy));
                elementwise::slopes::dispatch(self.0, x, y, dy, f32.room_of(dx));
            },
            _ => plain::activate_backward(self.0, x, y, dy, dx)
        }
    }
}

/// Y = eˣ / Σ eˣ, column by column.
#[inline(always)]
pub(crate) fn softmax<const N: usize, X: Columns<N, Number: Scalar>>(
    instructions: Instructions,
    x: &X,
) -> X {
    let mut y = MaybeUninit::uninit();
    let room = values::column_room::<N, X>(&mut y);
    X::batches(&mut Softmax { instructions, x: x.columns(), y: room });
    // SAFETY: all columns are written.
    unsafe { y.assume_init() }
}

struct Softmax<'a, T, const N: usize> {
    instructions: Instructions,
    x: &'a [[T; N]],
    y: &'a mut [MaybeUninit<[T; N]>],
}

impl<T: Scalar, const N: usize> OnBatch for Softmax<'_, T, N> {
    #[inline(always)]
    fn batch<const B: usize>(&mut self, first: usize) {
        let instructions = self.instructions;
        let (Some(x), Some(y)) = (batch::<_, B>(self.x, first), room::<_, B>(self.y, first)) else {
            return;
        };
        by_number! { T:
            f32 => softmax_of_single(instructions, f32.matrix(x), f32.room(y)),
            _ => plain::softmax(x, y.write([[T::zero(); N]; B]))
        }
    }
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
            let all = elementwise::magnitudes(f32.slice(theta), f32.slice(gradient));
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
