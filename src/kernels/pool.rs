//! Pools: one number of all that a window sees, for each channel of each sample.
//!
//! Channels of a sample, and samples, are neighbours at a place of an image. So a vector holds numbers that
//! know nothing of each other, and every level of instructions gives the same bits: the loops are the plain
//! ones, of which the compiler makes vectors of eight.
//!
//! The places of a window are taken row by row. The largest is the first of those that are equal; a NaN is larger
//! than any number, and the last of several is taken. The average is the sum in that order, divided once; beyond
//! 256 places the sum has [what rounding took](crate::sum).

use super::{
    dispatch::by_number,
    instruction_set::kernel,
    instructions::{self, Instructions},
    simd::Simd,
};
use crate::{
    Scalar,
    sum::Sum,
    values::{self, AnyColumns, Places, Value, or_one},
    window::Windows,
};
use core::{mem::MaybeUninit, ops::Range};

/// The geometry of a pool, which the compiler knows.
pub(crate) trait Geometry {
    /// The windows.
    const WINDOWS: Windows;
    /// Numbers at a place.
    const PLACE: usize;
    /// By how many an average divides, where it does not divide by the places inside of the image.
    const DIVISOR: Option<usize>;
}

/// The largest number in each window.
#[inline(always)]
pub(crate) fn largest<P: Geometry, X: Places<Number: Scalar>, Y: AnyColumns<Number = X::Number>>(
    instructions: Instructions,
    x: &X,
) -> Y {
    const { fits::<P, X, Y>() };
    let mut y = MaybeUninit::uninit();
    let (numbers, room) = (x.numbers(), values::number_room::<Y>(&mut y));
    let little = const { X::LEN <= instructions::NUMBERS };
    by_number! { X::Number:
        f32 => single_largest::inline::<P>(instructions, little, f32.slice(numbers), f32.room_of(room)),
        _ => pool::<_, P, Largest>(numbers, room)
    }
    // SAFETY: `pool` writes all numbers of its output.
    unsafe { y.assume_init() }
}

/// The average of each window.
#[inline(always)]
pub(crate) fn average<P: Geometry, X: Places<Number: Scalar>, Y: AnyColumns<Number = X::Number>>(
    instructions: Instructions,
    x: &X,
) -> Y {
    const { fits::<P, X, Y>() };
    let mut y = MaybeUninit::uninit();
    let (numbers, room) = (x.numbers(), values::number_room::<Y>(&mut y));
    let little = const { X::LEN <= instructions::NUMBERS };
    by_number! { X::Number:
        f32 => single_average::inline::<P>(instructions, little, f32.slice(numbers), f32.room_of(room)),
        _ => pool::<_, P, Average>(numbers, room)
    }
    // SAFETY: `pool` writes all numbers of its output.
    unsafe { y.assume_init() }
}

/// dx of [`largest`]: dy goes to where the number was taken.
#[inline(always)]
pub(crate) fn largest_slope<
    P: Geometry,
    X: Places<Number: Scalar>,
    Y: AnyColumns<Number = X::Number>,
>(
    x: &X,
    dy: &Y,
) -> X {
    const { fits::<P, X, Y>() };
    let mut dx = X::zeros();
    let (x, dy, room) = (x.numbers(), dy.numbers(), dx.numbers_mut());
    by_number! { X::Number:
        f32 => single_largest_slope::dispatch::<P>(f32.slice(x), f32.slice(dy), f32.slice_mut(room)),
        _ => slopes::<_, P, Largest>(x, dy, room)
    }
    dx
}

/// dx of [`average`]: each place has its part of dy.
#[inline(always)]
pub(crate) fn average_slope<
    P: Geometry,
    X: Places<Number: Scalar>,
    Y: AnyColumns<Number = X::Number>,
>(
    dy: &Y,
) -> X {
    const { fits::<P, X, Y>() };
    let mut dx = X::zeros();
    let (dy, room) = (dy.numbers(), dx.numbers_mut());
    by_number! { X::Number:
        f32 => single_average_slope::dispatch::<P>(f32.slice(dy), f32.slice_mut(room)),
        _ => slopes::<_, P, Average>(&[], dy, room)
    }
    dx
}

/// The sizes are those of the windows.
const fn fits<P: Geometry, X: Places, Y: Value>() {
    assert!(X::LEN == inputs::<P>());
    assert!(Y::LEN == outputs::<P>());
}

/// The numbers of an image.
const fn inputs<P: Geometry>() -> usize {
    P::WINDOWS.rows.input * P::WINDOWS.columns.input * P::PLACE
}

/// The numbers of its windows.
const fn outputs<P: Geometry>() -> usize {
    P::WINDOWS.rows.output * P::WINDOWS.columns.output * P::PLACE
}

kernel! {
    single_largest [P: Geometry] [P] (x: &[f32], y: &mut [MaybeUninit<f32>]) = write_largest
}

kernel! {
    single_average [P: Geometry] [P] (x: &[f32], y: &mut [MaybeUninit<f32>]) = write_average
}

kernel! {
    single_largest_slope [P: Geometry] [P] (x: &[f32], dy: &[f32], dx: &mut [f32]) = add_largest_slope
}

kernel! {
    single_average_slope [P: Geometry] [P] (dy: &[f32], dx: &mut [f32]) = add_average_slope
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn write_largest<S: Simd, P: Geometry>(x: &[f32], y: &mut [MaybeUninit<f32>]) {
    pool::<_, P, Largest>(x, y);
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn write_average<S: Simd, P: Geometry>(x: &[f32], y: &mut [MaybeUninit<f32>]) {
    pool::<_, P, Average>(x, y);
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn add_largest_slope<S: Simd, P: Geometry>(x: &[f32], dy: &[f32], dx: &mut [f32]) {
    slopes::<_, P, Largest>(x, dy, dx);
}

/// # Safety
/// The machine has the instructions S.
#[inline(always)]
unsafe fn add_average_slope<S: Simd, P: Geometry>(dy: &[f32], dx: &mut [f32]) {
    slopes::<_, P, Average>(&[], dy, dx);
}

/// What becomes of the numbers that a window sees.
pub(super) trait Pool {
    /// Whether dx depends on x.
    const LOOKS: bool;

    /// y of window `o` for N numbers of each place, from number `at` on.
    fn value<T: Scalar, P: Geometry, const N: usize>(x: &[T], o: [usize; 2], at: usize) -> [T; N];

    /// Adds dx of the same.
    fn slope<T: Scalar, P: Geometry, const N: usize>(
        x: &[T],
        o: [usize; 2],
        at: usize,
        dy: &[T; N],
        dx: &mut [T],
    );
}

/// Writes all of y that has the size of the windows: in blocks of neighbours, the last of which may overlap the
/// one before.
#[inline(always)]
pub(super) fn pool<T: Scalar, P: Geometry, K: Pool>(x: &[T], y: &mut [MaybeUninit<T>]) {
    // The compiler knows these lengths, and leaves the checks out.
    let (Some(x), Some(y)) =
        (x.get(..const { inputs::<P>() }), y.get_mut(..const { outputs::<P>() }))
    else {
        return;
    };
    let rows = y.chunks_exact_mut(const { or_one(P::WINDOWS.columns.output * P::PLACE) });
    for (oh, y) in rows.enumerate() {
        if const { matches!(P::PLACE, 5..8) && P::WINDOWS.columns.is_inner() } {
            eights::<_, P, K>(x, oh, y);
            continue;
        }
        for (ow, y) in y.chunks_exact_mut(const { or_one(P::PLACE) }).enumerate() {
            match const { P::PLACE } {
                ..4 => blocks::<_, P, K, 1>(x, [oh, ow], y),
                4..8 => blocks::<_, P, K, 4>(x, [oh, ow], y),
                _ => blocks::<_, P, K, 8>(x, [oh, ow], y),
            }
        }
    }
}

/// A row of the output with five to seven numbers at a place, without padding beside it: eight at a time. What is
/// found at the place behind it is written over there; the last place has none, in y and, where no window sees more,
/// in x.
#[inline(always)]
fn eights<T: Scalar, P: Geometry, K: Pool>(x: &[T], oh: usize, y: &mut [MaybeUninit<T>]) {
    let last = const { P::WINDOWS.columns.output.saturating_sub(1) };
    for ow in 0..last {
        if let Some(y) = y.get_mut(ow * P::PLACE..)
            && let Some(y) = y.first_chunk_mut::<8>()
        {
            for (y, value) in y.iter_mut().zip(K::value::<T, P, 8>(x, [oh, ow], 0)) {
                y.write(value);
            }
        }
    }
    blocks::<_, P, K, 4>(x, [oh, last], y.get_mut(last * P::PLACE..).unwrap_or_default());
}

/// A place of the output.
#[inline(always)]
fn blocks<T: Scalar, P: Geometry, K: Pool, const N: usize>(
    x: &[T],
    o: [usize; 2],
    y: &mut [MaybeUninit<T>],
) {
    let mut at = 0;
    while at < P::PLACE {
        let start = if at + N > P::PLACE { P::PLACE.saturating_sub(N) } else { at };
        if let Some(y) = y.get_mut(start..)
            && let Some(y) = y.first_chunk_mut::<N>()
        {
            for (y, value) in y.iter_mut().zip(K::value::<T, P, N>(x, o, start)) {
                y.write(value);
            }
        }
        at += N;
    }
}

/// Adds dx to what is there.
#[inline(always)]
pub(super) fn slopes<T: Scalar, P: Geometry, K: Pool>(x: &[T], dy: &[T], dx: &mut [T]) {
    // As above.
    let numbers = const { if K::LOOKS { inputs::<P>() } else { 0 } };
    let (Some(x), Some(dy), Some(dx)) = (
        x.get(..numbers),
        dy.get(..const { outputs::<P>() }),
        dx.get_mut(..const { inputs::<P>() }),
    ) else {
        return;
    };
    let rows = dy.chunks_exact(const { or_one(P::WINDOWS.columns.output * P::PLACE) });
    for (oh, dy) in rows.enumerate() {
        for (ow, dy) in dy.chunks_exact(const { or_one(P::PLACE) }).enumerate() {
            match const { P::PLACE } {
                ..2 => slope_blocks::<_, P, K, 1>(x, [oh, ow], dy, dx),
                2 => slope_blocks::<_, P, K, 2>(x, [oh, ow], dy, dx),
                3 => slope_blocks::<_, P, K, 3>(x, [oh, ow], dy, dx),
                4..8 => slope_blocks::<_, P, K, 4>(x, [oh, ow], dy, dx),
                _ => slope_blocks::<_, P, K, 8>(x, [oh, ow], dy, dx),
            }
        }
    }
}

/// A place of the output. What the last block shares with the one before has its dx already, and gets 0 added, which
/// changes no bit: a sum that begins at 0 is never −0.
#[inline(always)]
fn slope_blocks<T: Scalar, P: Geometry, K: Pool, const N: usize>(
    x: &[T],
    o: [usize; 2],
    dy: &[T],
    dx: &mut [T],
) {
    let mut at = 0;
    while at < P::PLACE {
        let start = if at + N > P::PLACE { P::PLACE.saturating_sub(N) } else { at };
        if let Some(dy) = dy.get(start..)
            && let Some(&(mut dy)) = dy.first_chunk::<N>()
        {
            for (i, dy) in dy.iter_mut().enumerate() {
                *dy = if i < at - start { T::zero() } else { *dy };
            }
            K::slope::<T, P, N>(x, o, start, &dy, dx);
        }
        at += N;
    }
}

/// The rows and columns of the kernel that lie in the image under window o.
#[inline(always)]
fn inside<P: Geometry>(o: [usize; 2]) -> [Range<usize>; 2] {
    let Windows { rows, columns, .. } = const { &P::WINDOWS };
    // Of inner windows all, whatever o is: so the loops have a length that the compiler knows.
    let (top, bottom) = match const { P::WINDOWS.rows.is_inner() } {
        true => (0, rows.kernel),
        false => rows.places(o[0]),
    };
    let (left, right) = match const { P::WINDOWS.columns.is_inner() } {
        true => (0, columns.kernel),
        false => columns.places(o[1]),
    };
    [top..bottom, left..right]
}

/// Where the place under k = [row, column] of the kernel, which lies [`inside`], has its number `at`.
#[inline(always)]
fn index<P: Geometry>(o: [usize; 2], k: [usize; 2], at: usize) -> usize {
    let Windows { rows, columns, .. } = const { &P::WINDOWS };
    let h = (o[0] * rows.stride + k[0] * rows.dilation).wrapping_sub(rows.before);
    let w = (o[1] * columns.stride + k[1] * columns.dilation).wrapping_sub(columns.before);
    (h * columns.input + w) * const { P::PLACE } + at
}

/// The number of that place in its window.
#[inline(always)]
fn number<P: Geometry>(k: [usize; 2]) -> u32 {
    (k[0] * const { P::WINDOWS.columns.kernel } + k[1]) as u32
}

/// N numbers of that place.
#[inline(always)]
fn place<P: Geometry, T, const N: usize>(
    x: &[T],
    o: [usize; 2],
    k: [usize; 2],
    at: usize,
) -> Option<&[T; N]> {
    x.get(index::<P>(o, k, at)..)?.first_chunk()
}

/// The same, to be changed.
#[inline(always)]
fn place_mut<P: Geometry, T, const N: usize>(
    x: &mut [T],
    o: [usize; 2],
    k: [usize; 2],
    at: usize,
) -> Option<&mut [T; N]> {
    x.get_mut(index::<P>(o, k, at)..)?.first_chunk_mut()
}

/// The largest number.
pub(super) struct Largest;

/// Whether x is taken where `largest` was the largest so far.
#[inline(always)]
#[allow(clippy::eq_op, reason = "only NaN differs from itself")]
fn is_taken<T: Scalar>(x: T, largest: T) -> bool {
    x > largest || x != x
}

impl Pool for Largest {
    const LOOKS: bool = true;

    #[inline(always)]
    fn value<T: Scalar, P: Geometry, const N: usize>(x: &[T], o: [usize; 2], at: usize) -> [T; N] {
        let [rows, columns] = inside::<P>(o);
        let mut largest = [T::from_f64(f64::NEG_INFINITY); N];
        for kh in rows {
            for kw in columns.clone() {
                let Some(x) = place::<P, _, N>(x, o, [kh, kw], at) else { continue };
                for (largest, &x) in largest.iter_mut().zip(x) {
                    *largest = if is_taken(x, *largest) { x } else { *largest };
                }
            }
        }
        largest
    }

    #[inline(always)]
    fn slope<T: Scalar, P: Geometry, const N: usize>(
        x: &[T],
        o: [usize; 2],
        at: usize,
        dy: &[T; N],
        dx: &mut [T],
    ) {
        let [rows, columns] = inside::<P>(o);
        // Of each number, the place of the window that it is taken from: the first, even if it has −∞.
        let first = number::<P>([rows.start, columns.start]);
        let (mut largest, mut taken) = ([T::from_f64(f64::NEG_INFINITY); N], [first; N]);
        for kh in rows.clone() {
            for kw in columns.clone() {
                let Some(x) = place::<P, _, N>(x, o, [kh, kw], at) else { continue };
                for ((largest, taken), &x) in largest.iter_mut().zip(&mut taken).zip(x) {
                    let takes = is_taken(x, *largest);
                    *largest = if takes { x } else { *largest };
                    *taken = if takes { number::<P>([kh, kw]) } else { *taken };
                }
            }
        }
        for kh in rows {
            for kw in columns.clone() {
                let Some(dx) = place_mut::<P, _, N>(dx, o, [kh, kw], at) else { continue };
                for ((dx, &dy), &taken) in dx.iter_mut().zip(dy).zip(&taken) {
                    *dx += if taken == number::<P>([kh, kw]) { dy } else { T::zero() };
                }
            }
        }
    }
}

/// The average.
pub(super) struct Average;

impl Average {
    /// By what the sum of window o is divided.
    #[inline(always)]
    fn divisor<T: Scalar, P: Geometry>(o: [usize; 2]) -> T {
        let (rows, columns) = const { (P::WINDOWS.rows, P::WINDOWS.columns) };
        T::from_usize(match P::DIVISOR {
            Some(divisor) => divisor,
            None if const { P::WINDOWS.rows.is_inner() && P::WINDOWS.columns.is_inner() } => {
                rows.kernel * columns.kernel
            }
            None => rows.inside(o[0]) * columns.inside(o[1]),
        })
    }
}

impl Pool for Average {
    const LOOKS: bool = false;

    #[inline(always)]
    fn value<T: Scalar, P: Geometry, const N: usize>(x: &[T], o: [usize; 2], at: usize) -> [T; N] {
        let [rows, columns] = inside::<P>(o);
        let most = const { P::WINDOWS.rows.kernel * P::WINDOWS.columns.kernel };
        let mut sums = Sum::<T, N>::at_most(most);
        for kh in rows {
            for kw in columns.clone() {
                let Some(x) = place::<P, _, N>(x, o, [kh, kw], at) else { continue };
                sums.add_lanes(x);
            }
        }
        let divisor = Self::divisor::<T, P>(o);
        let mut averages = sums.each();
        for average in &mut averages {
            *average /= divisor;
        }
        averages
    }

    #[inline(always)]
    fn slope<T: Scalar, P: Geometry, const N: usize>(
        _: &[T],
        o: [usize; 2],
        at: usize,
        dy: &[T; N],
        dx: &mut [T],
    ) {
        let (divisor, mut part) = (Self::divisor::<T, P>(o), *dy);
        for part in &mut part {
            *part /= divisor;
        }
        let [rows, columns] = inside::<P>(o);
        for kh in rows {
            for kw in columns.clone() {
                let Some(dx) = place_mut::<P, _, N>(dx, o, [kh, kw], at) else { continue };
                for (dx, &part) in dx.iter_mut().zip(&part) {
                    *dx += part;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kernels::instruction_set::InstructionSet,
        window::{Same, Stride, Valid, Window},
    };
    use std::{vec, vec::Vec};

    /// 3 × 2 windows of 2 × 3 places on 5 × 7, or as many as there are, with PLACE numbers at each.
    struct Case<S, const PLACE: usize, const H: usize, const W: usize>(S);

    impl<S: Window, const PLACE: usize, const H: usize, const W: usize> Geometry
        for Case<S, PLACE, H, W>
    {
        const WINDOWS: Windows = Windows::on_image::<S>([2, 3], [2, 3], [5, 7], [H, W]);
        const PLACE: usize = PLACE;
        const DIVISOR: Option<usize> = None;
    }

    /// The bits, with all NaN as one.
    fn bits(numbers: &[f32]) -> Vec<u32> {
        let bits = |x: &f32| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() };
        numbers.iter().map(bits).collect()
    }

    fn every_set<S: Window, const PLACE: usize, const H: usize, const W: usize>() {
        type Of<S, const PLACE: usize, const H: usize, const W: usize> = Case<S, PLACE, H, W>;
        // Any bits: NaN, infinite, denormal, −0.
        let numbers = |n: usize, seed: u32| -> Vec<f32> {
            let mix = |i: usize| (i as u32 + seed).wrapping_mul(2_654_435_761).rotate_left(13);
            let number = |i| match mix(i) % 16 {
                0 => f32::from_bits(mix(i).rotate_left(7)),
                1 => f32::NAN,
                2 => -0.0,
                3 => 0.0,
                _ => (mix(i) >> 8) as f32 / 8_388_608.0 - 1.0,
            };
            (0..n).map(number).collect()
        };
        let (x, dy) = (numbers(5 * 7 * PLACE, 1), numbers(H * W * PLACE, 2));
        let sets =
            [InstructionSet::BASELINE, InstructionSet::ask(super::super::instruction_set::AVX2)];
        macro_rules! same {
            ($plain:expr, $kernel:expr, $n:expr) => {
                let mut expected = vec![0.0; $n];
                $plain(&mut expected);
                for set in sets {
                    let mut found = vec![0.0; $n];
                    $kernel(set, &mut found);
                    assert_eq!(bits(&found), bits(&expected), "{}", stringify!($kernel));
                }
            };
        }
        fn room(y: &mut [f32]) -> &mut [MaybeUninit<f32>] {
            // SAFETY: numbers are written where numbers were.
            unsafe { &mut *(core::ptr::from_mut(y) as *mut [MaybeUninit<f32>]) }
        }
        type P<S, const PLACE: usize, const H: usize, const W: usize> = Of<S, PLACE, H, W>;
        /// Each number alone.
        fn alone<P: Geometry, K: Pool>(x: &[f32], y: &mut [f32]) {
            for (i, y) in y.iter_mut().enumerate() {
                let (place, at) = (i / P::PLACE, i % P::PLACE);
                let columns = P::WINDOWS.columns.output;
                [*y] = K::value::<f32, P, 1>(x, [place / columns, place % columns], at);
            }
        }
        same!(
            |y: &mut Vec<f32>| alone::<P<S, PLACE, H, W>, Largest>(&x, y),
            |set, y: &mut Vec<f32>| single_largest::at::<P<S, PLACE, H, W>>(set, &x, room(y)),
            dy.len()
        );
        same!(
            |y: &mut Vec<f32>| alone::<P<S, PLACE, H, W>, Average>(&x, y),
            |set, y: &mut Vec<f32>| single_average::at::<P<S, PLACE, H, W>>(set, &x, room(y)),
            dy.len()
        );
        /// The same for dx.
        fn alone_slopes<P: Geometry, K: Pool>(x: &[f32], dy: &[f32], dx: &mut [f32]) {
            for (i, &dy) in dy.iter().enumerate() {
                let (place, at) = (i / P::PLACE, i % P::PLACE);
                let columns = P::WINDOWS.columns.output;
                K::slope::<f32, P, 1>(x, [place / columns, place % columns], at, &[dy], dx);
            }
        }
        same!(
            |dx: &mut Vec<f32>| alone_slopes::<P<S, PLACE, H, W>, Largest>(&x, &dy, dx),
            |set, dx: &mut Vec<f32>| single_largest_slope::at::<P<S, PLACE, H, W>>(
                set, &x, &dy, dx
            ),
            x.len()
        );
        same!(
            |dx: &mut Vec<f32>| alone_slopes::<P<S, PLACE, H, W>, Average>(&[], &dy, dx),
            |set, dx: &mut Vec<f32>| single_average_slope::at::<P<S, PLACE, H, W>>(set, &dy, dx),
            x.len()
        );
    }

    #[test]
    fn every_set_of_instructions_gives_the_same_bits() {
        every_set::<Valid, 1, 2, 2>();
        every_set::<Valid, 3, 2, 2>();
        every_set::<Valid, 5, 2, 2>();
        every_set::<Valid, 6, 2, 2>();
        every_set::<Stride<1>, 7, 4, 5>();
        every_set::<Same, 6, 3, 3>();
        every_set::<Stride<1>, 8, 4, 5>();
        every_set::<Stride<1>, 13, 4, 5>();
        every_set::<Same, 21, 3, 3>();
        every_set::<(Same, Stride<2, 1>), 34, 3, 7>();
    }
}
