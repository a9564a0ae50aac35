//! Sums whose error does not grow with their length.
//!
//! ```text
//! s ← s + x,   lost ← lost + what rounding took from s + x         Σ x = s + lost
//! ```
//!
//! A plain sum of n equal numbers in `f32` errs by 1e-3 at n = 160,000 and by 1e-2 at a million: each
//! term is rounded to the unit of a sum that is far larger. Here what the additions lose is a sum of its
//! own, which joins the first one after every 256 terms. Up to there the terms are added in their order,
//! so that a sum of 256 terms or fewer is the plain one, to the last bit; beyond, four at a time, which
//! takes little longer than a plain sum. So the order follows from the length alone, and nothing is stored.
//!
//! Source: Neumaier, *Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen* (1974);
//! what an addition lost: Knuth, *The Art of Computer Programming* 2, section 4.2.2, theorem B.

use crate::Scalar;

/// As many terms are added plainly.
const PLAIN: usize = 256;
/// Later, as many terms are added to each other before they are added to the sum.
const BLOCK: usize = 4;

/// A sum, term after term, or in LANES sums side by side: lane i adds the terms i, i + LANES, …, and
/// the lanes are [folded](fold), so that LANES is a power of two.
///
/// What an infinite term gives, or a sum that overflows, the plain sum gives too; NaN gives NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sum<T, const LANES: usize = 1> {
    sums: [T; LANES],
    lost: [T; LANES],
    blocks: [T; LANES],
    /// How many terms a lane takes until what it lost joins it.
    left: usize,
    joined: bool,
    long: bool,
}

impl<T: Scalar> Sum<T> {
    /// Adds a term.
    #[inline(always)]
    pub(crate) fn add(&mut self, term: T) {
        self.add_lanes(&[term]);
    }
}

impl<T: Scalar, const LANES: usize> Sum<T, LANES> {
    /// 0
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self::at_most(usize::MAX)
    }

    /// 0, to which no more terms are added than this. The same sum as from [`new`](Self::new); the
    /// compiler leaves out what a few terms do not need, if it knows the number.
    #[inline(always)]
    pub(crate) fn at_most(terms: usize) -> Self {
        let [sums, lost, blocks] = [[T::zero(); LANES]; 3];
        Self { sums, lost, blocks, left: PLAIN, joined: false, long: terms > PLAIN }
    }

    /// Adds a term to each lane. Only the last terms of a sum may be fewer than LANES.
    #[inline(always)]
    pub(crate) fn add_lanes(&mut self, terms: &[T]) {
        if !self.long {
            self.sums.iter_mut().zip(terms).for_each(|(sum, &term)| *sum += term);
            return;
        }
        if self.left == 0 {
            self.join();
        }
        self.left -= 1;
        if self.joined {
            self.blocks.iter_mut().zip(terms).for_each(|(block, &term)| *block += term);
            if self.left.is_multiple_of(BLOCK) {
                self.end_blocks();
            }
        } else {
            self.add_each(terms);
        }
    }

    #[inline(always)]
    fn add_each(&mut self, terms: &[T]) {
        for ((sum, lost), &term) in self.sums.iter_mut().zip(&mut self.lost).zip(terms) {
            let (more, error) = add_exactly(*sum, term);
            *sum = more;
            *lost += error;
        }
    }

    #[inline(always)]
    fn end_blocks(&mut self) {
        let blocks = core::mem::replace(&mut self.blocks, [T::zero(); LANES]);
        self.add_each(&blocks);
    }

    /// The sum of all terms.
    #[inline(always)]
    pub(crate) fn total(mut self) -> T {
        let beyond = self.joined || (PLAIN - self.left) * LANES > PLAIN;
        if beyond { self.exact() } else { fold(&mut self.sums) }
    }

    /// The sum of the terms of each lane alone, as if each had a sum of its own.
    #[inline(always)]
    pub(crate) fn each(mut self) -> [T; LANES] {
        if self.joined {
            self.end_blocks();
            self.join();
        }
        self.sums
    }

    /// The sum of all terms with what was lost, also where it is short.
    #[inline(always)]
    pub(crate) fn exact(mut self) -> T {
        self.end_blocks();
        self.join();
        fold(&mut self.sums)
    }

    /// Moves to each sum what it can hold of what it lost.
    #[inline(always)]
    fn join(&mut self) {
        for (sum, lost) in self.sums.iter_mut().zip(&mut self.lost) {
            let (whole, rest) = add_exactly(*sum, *lost);
            // What an infinite sum lost is no number.
            (*sum, *lost) = if whole.is_finite() { (whole, rest) } else { (*sum, T::zero()) };
        }
        (self.left, self.joined) = (PLAIN, true);
    }
}

/// The sum of small numbers that together count beside a large one, exact also where they are few: in
/// eight lanes, in each of which what rounding took is added to the next term.
///
/// Source: Kahan, *Further Remarks on Reducing Truncation Errors* (1965).
pub(crate) fn of_small<T: Scalar, const N: usize>(terms: &[T; N]) -> T {
    let (mut sums, mut lost) = ([T::zero(); 8], [T::zero(); 8]);
    let mut add = |terms: &[T]| {
        for ((sum, lost), &term) in sums.iter_mut().zip(&mut lost).zip(terms) {
            let term = term + *lost;
            let more = *sum + term;
            *lost = term - (more - *sum);
            *sum = more;
        }
    };
    let (whole, rest) = terms.as_chunks::<8>();
    whole.iter().for_each(|terms| add(terms));
    if !rest.is_empty() {
        let mut last = [T::zero(); 8];
        last.iter_mut().zip(rest).for_each(|(last, &term)| *last = term);
        add(&last);
    }
    fold(&mut sums)
}

/// The next N numbers of a slice, or fewer at its end, and the slice goes on behind them. `chunks` would
/// divide by its length, and check it for 0 where the compiler does not know it: at opt-level s.
#[inline(always)]
pub(crate) fn block<'a, T, const N: usize>(numbers: &mut &'a [T]) -> &'a [T] {
    let (block, rest) = numbers.split_at_checked(N).unwrap_or((*numbers, &[]));
    *numbers = rest;
    block
}

/// The sum of a power of two of partial sums: the upper half is added onto the lower half, until
/// one is left.
#[inline(always)]
pub(crate) fn fold<T: Scalar>(sums: &mut [T]) -> T {
    let mut half = sums.len() / 2;
    while half > 0 {
        let (lower, upper) = sums.split_at_mut(half);
        for (lower, &mut upper) in lower.iter_mut().zip(upper) {
            *lower += upper;
        }
        half /= 2;
    }
    sums[0]
}

/// a + b, rounded, and what rounding took from it, exactly, whichever of the two is larger.
#[inline(always)]
pub(crate) fn add_exactly<T: Scalar>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum<T: Scalar>(terms: impl Iterator<Item = T>) -> T {
        let mut sum = Sum::<T>::new();
        terms.for_each(|term| sum.add(term));
        sum.total()
    }

    #[test]
    fn two_numbers_by_hand() {
        // 2²⁴ + 1 is no f32: each of 512 ones is lost, and all of them are found again.
        let mut sum = Sum::<f32>::new();
        sum.add(16_777_216.0);
        (0..512).for_each(|_| sum.add(1.0));
        assert_eq!(sum.total(), 16_777_216.0 + 512.0);
    }

    #[test]
    fn up_to_256_terms_the_sum_is_the_plain_one() {
        let terms = |n: u16| (0..n).map(|i| 1.0 / f32::from(i + 3));
        for n in [0, 1, 2, 7, 255, 256] {
            assert_eq!(sum(terms(n)), terms(n).fold(0.0, |sum, term| sum + term), "{n}");
        }
        assert_ne!(sum(terms(257)), terms(257).fold(0.0, |sum, term| sum + term));
    }

    #[test]
    fn a_million_terms_err_by_two_units_in_the_last_place() {
        for term in [0.1_f32, 3.3e30] {
            for n in [257_u32, 163_840, 1_048_577] {
                let exact = f64::from(term) * f64::from(n);
                let ulp = f64::from((exact as f32).next_up()) - f64::from(exact as f32);
                let found = sum((0..n).map(|_| term));
                assert!((f64::from(found) - exact).abs() <= 2.0 * ulp, "{term:e} {n} {found:e}");
                let mut lanes = Sum::<f32, 8>::new();
                let terms = [term; 8];
                (0..n / 8).for_each(|_| lanes.add_lanes(&terms));
                lanes.add_lanes(&terms[..n as usize % 8]);
                let found = f64::from(lanes.total());
                assert!((found - exact).abs() <= 2.0 * ulp, "{term:e} {n} {found:e} in lanes");
            }
        }
        // Of two signs: what is left is a millionth of what was added.
        let found = sum((0..2_000_001).map(|i| if i % 2 == 0 { 0.1_f32 } else { -0.1 }));
        assert_eq!(found, 0.1);
        // Small ones beside a large one.
        let found = sum((0..1_000_001).map(|i| if i == 0 { 1.0_f32 } else { 1e-9 }));
        assert!((f64::from(found) - 1.001).abs() < 1.2e-7, "{found}");
    }

    #[test]
    fn infinite_terms_and_nan_give_what_a_plain_sum_gives() {
        let with = |term: f32| sum((0..1000).map(|i| if i == 300 { term } else { 1.0 }));
        assert_eq!(
            (with(f32::INFINITY), with(f32::NEG_INFINITY)),
            (f32::INFINITY, f32::NEG_INFINITY)
        );
        assert!(with(f32::NAN).is_nan());
        assert_eq!(sum((0..1000).map(|_| f32::MAX)), f32::INFINITY);
        assert_eq!(sum((0..1000).map(|i| if i == 500 { f32::MAX } else { 0.0 })), f32::MAX);
    }

    #[test]
    fn known_to_be_short_it_is_the_same() {
        let (mut short, mut long) = (Sum::<f32>::at_most(256), Sum::<f32>::new());
        for i in 0..256_u16 {
            let term = 1.0 / f32::from(i + 3);
            short.add(term);
            long.add(term);
        }
        assert_eq!(short.total(), long.total());
    }
}
