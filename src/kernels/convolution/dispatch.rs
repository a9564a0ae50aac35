//! Which loops a type of number takes.

use super::{
    input::input,
    output::output,
    parameters::parameters,
    plain,
    shape::{Shape, Shaped, chunks},
    step::step,
};
use crate::{
    Scalar,
    kernels::{Instructions, dispatch::by_number, instructions::WEIGHTS},
    values,
    window::Axis,
};
use core::{marker::PhantomData, mem::MaybeUninit};
use nalgebra::SMatrix;

/// A type that stands for windows on an image.
pub(crate) trait OnAxes {
    const ROWS: Axis;
    const COLUMNS: Axis;
    /// [Zeros](Shape::zeros) before a sequence.
    const ZEROS: bool = false;
}

/// The shape of a convolution whose arguments have these sizes.
struct Of<
    S,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    const HI: usize,
    const WI: usize,
    const B: usize,
>(PhantomData<S>);

impl<
    S: OnAxes,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    const HI: usize,
    const WI: usize,
    const B: usize,
> Shaped for Of<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>
{
    const SHAPE: Shape = {
        let (rows, columns) = (S::ROWS, S::COLUMNS);
        assert!(rows.kernel == KH && rows.input == HI && rows.output == H);
        assert!(columns.kernel == KW && columns.input == WI && columns.output == W);
        Shape { rows, columns, per: PER, batch: B, inputs: IN, outputs: OUT, zeros: S::ZEROS }
    };
    type Row = [[[f32; OUT]; PER]; KW];
}

/// An image: rows, pixels, samples, channels.
type Image<T, const C: usize, const H: usize, const W: usize, const B: usize> =
    [[SMatrix<T, C, B>; W]; H];

/// Its columns, one after the other.
#[inline(always)]
fn columns<T: Copy, const C: usize, const H: usize, const W: usize, const B: usize>(
    x: &Image<T, C, H, W, B>,
) -> &[[T; C]] {
    values::Columns::<C>::columns(x)
}

/// y = b + Σ W·x under the window at each of H × W places.
#[inline(always)]
pub(crate) fn convolution<
    S: OnAxes,
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    const HI: usize,
    const WI: usize,
    const B: usize,
>(
    instructions: Instructions,
    weight: &[[[[T; OUT]; PER]; KW]; KH],
    bias: &[T; OUT],
    x: &Image<T, IN, HI, WI, B>,
) -> Image<T, OUT, H, W, B> {
    let mut new = MaybeUninit::uninit();
    let y = values::column_room::<OUT, Image<T, OUT, H, W, B>>(&mut new);
    let (weight, x) = (weight.as_flattened().as_flattened(), columns(x));
    by_number! { T:
        f32 => output::inline::<Of<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>, IN, OUT>(
            instructions,
            false,
            f32.columns(weight),
            f32.column(bias),
            f32.columns(x),
            f32.room_of_columns(y),
        ),
        _ => plain::output(const { &Of::<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>::SHAPE }, weight, bias, x, y)
    }
    // SAFETY: all columns are written: each of them is an output at one of H × W places.
    unsafe { new.assume_init() }
}

/// dx = Σ Wᵀ·dy
#[inline(always)]
pub(crate) fn convolution_input<
    S: OnAxes,
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    const HI: usize,
    const WI: usize,
    const B: usize,
>(
    weight: &[[[[T; OUT]; PER]; KW]; KH],
    dy: &Image<T, OUT, H, W, B>,
) -> Image<T, IN, HI, WI, B> {
    let mut dx = <Image<T, IN, HI, WI, B> as values::Value>::zeros();
    let (weight, dy) = (weight.as_flattened().as_flattened(), columns(dy));
    let to = values::Columns::<IN>::columns_mut(&mut dx);
    by_number! { T:
        f32 => input::dispatch::<Of<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>, IN, OUT>(
            f32.columns(weight),
            f32.columns(dy),
            f32.columns_mut(to),
        ),
        _ => plain::input(const { &Of::<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>::SHAPE }, weight, dy, to)
    }
    dx
}

/// dW ← dW + Σ dy·xᵀ and db ← db + Σ dy
#[inline(always)]
pub(crate) fn convolution_parameters<
    S: OnAxes,
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const KH: usize,
    const KW: usize,
    const H: usize,
    const W: usize,
    const HI: usize,
    const WI: usize,
    const B: usize,
>(
    x: &Image<T, IN, HI, WI, B>,
    dy: &Image<T, OUT, H, W, B>,
    dweight: &mut [[[[T; OUT]; PER]; KW]; KH],
    dbias: &mut [T; OUT],
) {
    let (x, dy) = (columns(x), columns(dy));
    let dweight = dweight.as_flattened_mut().as_flattened_mut();
    by_number! { T:
        f32 => parameters::dispatch::<Of<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>, IN, OUT>(
            f32.columns(x),
            f32.columns(dy),
            f32.columns_mut(dweight),
            f32.column_mut(dbias),
        ),
        _ => plain::parameters(const { &Of::<S, IN, OUT, PER, KH, KW, H, W, HI, WI, B>::SHAPE }, x, dy, dweight, dbias)
    }
}

/// y = b + Σₖ Wₖ·xₖ, the taps of one output, wherever they lie.
#[inline(always)]
pub(crate) fn convolution_step<
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const K: usize,
    const B: usize,
>(
    instructions: Instructions,
    weight: &[[[T; OUT]; PER]; K],
    bias: &[T; OUT],
    x: [&[[T; IN]; B]; K],
) -> SMatrix<T, OUT, B> {
    let mut y = crate::zeros();
    by_number! { T:
        f32 => {
            let little = const { B == 1 && K * PER * OUT <= WEIGHTS };
            let weight = f32.columns(weight.as_flattened());
            let (bias, x) = (f32.column(bias), f32.matrices(x));
            let y = f32.matrix_mut(&mut y.data.0);
            step::inline::<PER, IN, OUT, K, B>(instructions, little, weight, bias, &x, y);
        },
        _ => plain::step::<T, PER, IN, OUT, K, B>(weight.as_flattened(), bias, &x, &mut y.data.0)
    }
    y
}

/// dW ← dW + dy·xᵀ of one tap, sample by sample.
#[inline]
pub(crate) fn convolution_tap<
    T: Scalar,
    const IN: usize,
    const OUT: usize,
    const PER: usize,
    const B: usize,
>(
    x: &[[T; IN]; B],
    dy: &[[T; OUT]; B],
    dweight: &mut [[T; OUT]; PER],
) {
    for (x, dy) in x.iter().zip(dy) {
        plain::tap_parameters(const { chunks(PER, IN, OUT) }, x, dy, dweight);
    }
}
