//! One input and its output, so that a network can be checked where it runs.

use super::{
    Error,
    bytes::{attempt, from, hexadecimal, up_to},
    header::File,
    metadata,
};
use crate::{Forward, Scalar, Value, values::InOrder};
use core::fmt;
use nalgebra::SVector;

/// One input and the output that the trained network gave for it.
///
/// A transposed square matrix, two layers in the wrong order, another activation: none of them shows in a shape, and
/// each of them changes an output. A file carries the pair in its metadata, as the 16 hexadecimal digits of each
/// number as an `f64`, to which an `f32` converts exactly; the numbers of arrays and tuples follow in their order.
///
/// # Example
/// On the target, without the file, the pair is a constant, like the network:
/// ```standalone_crate
/// use constnet::{prelude::*, weights::TestPair};
///
/// network!(Policy: 3 => (Dense<3, 4>, Tanh, Dense<4, 2>) => 2);
/// static POLICY: Policy = constnet::embed!("../../tests/data/weights/ours.safetensors");
/// static PAIR: TestPair<SVector<f32, 3>, SVector<f32, 2>> =
///     TestPair::embed(include_bytes!("../../tests/data/weights/ours.safetensors"));
///
/// assert_eq!(PAIR.check(&POLICY), Ok(()));
/// ```
pub struct TestPair<X: Value, Y: Value> {
    input: InOrder<X>,
    output: InOrder<Y>,
}

impl<X: Value, Y: Value> Clone for TestPair<X, Y> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<X: Value, Y: Value> Copy for TestPair<X, Y> {}
impl<X: Value, Y: Value> PartialEq for TestPair<X, Y> {
    fn eq(&self, other: &Self) -> bool {
        self.input() == other.input() && self.output() == other.output()
    }
}
impl<X: Value, Y: Value> fmt::Debug for TestPair<X, Y> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TestPair")
            .field("input", &self.input())
            .field("output", &self.output())
            .finish()
    }
}

impl<X: Value, Y: Value> TestPair<X, Y> {
    /// The pair of an input and a network's output.
    pub fn of<N>(net: &N, input: &X) -> Self
    where
        X: Value<Number: Scalar>,
        Y: Value<Number: Scalar>,
        N: Forward<X, Output = Y>,
    {
        Self { input: InOrder::of(input), output: InOrder::of(&net.forward(input)) }
    }

    /// The numbers of the input, in their order.
    pub const fn input(&self) -> &[f64] {
        self.input.numbers()
    }

    /// The numbers of the output, in their order.
    pub const fn output(&self) -> &[f64] {
        self.output.numbers()
    }

    /// The pair in a file.
    ///
    /// # Errors
    /// [`NoTestPair`](Error::NoTestPair), if the file has none or one of other sizes, and every
    /// error of a header, [`Syntax`](Error::Syntax) of the pair's digits among them.
    pub const fn read(bytes: &[u8]) -> Result<Self, Error> {
        let file = attempt!(File::read(bytes));
        let mut pair = Self { input: InOrder::zeros(), output: InOrder::zeros() };
        let expected = [X::LEN, Y::LEN];
        let (Some(input), Some(output)) =
            (file.metadata(b"constnet.input"), file.metadata(b"constnet.output"))
        else {
            return Err(Error::NoTestPair { expected, found: None });
        };
        let found = [input.text.len() / DIGITS, output.text.len() / DIGITS];
        if found[0] != X::LEN || found[1] != Y::LEN {
            return Err(Error::NoTestPair { expected, found: Some(found) });
        }
        attempt!(numbers(&input, pair.input.numbers_mut()));
        attempt!(numbers(&output, pair.output.numbers_mut()));
        Ok(pair)
    }

    /// The pair in a file, as a constant.
    ///
    /// # Panics
    /// Where [`read`](Self::read) has an error: in a constant, that is a compile error.
    #[track_caller]
    pub const fn embed(bytes: &'static [u8]) -> Self {
        match Self::read(bytes) {
            Ok(pair) => pair,
            Err(error) => panic!("{}", error.message().as_str()),
        }
    }

    /// Whether the network gives the output to the bit, as on every machine every network does whose pair this crate
    /// wrote.
    ///
    /// # Errors
    /// [`Output`](Error::Output), for the first number that differs.
    pub fn check<T: Scalar, N>(&self, net: &N) -> Result<(), Error>
    where
        N: Forward<X::Of<T>, Output = Y::Of<T>>,
    {
        self.check_within(net, 0.0)
    }

    /// Whether |y − t| ≤ `tolerance`·max |t| for every number y of the network's output and t of the
    /// pair's: for pairs from elsewhere, whose sums were taken in another order. From PyTorch in
    /// `f32`, 4·√(largest IN)·2⁻²⁴ is enough for a few layers.
    ///
    /// # Errors
    /// [`Output`](Error::Output), for the first number beyond.
    pub fn check_within<T: Scalar, N>(&self, net: &N, tolerance: f64) -> Result<(), Error>
    where
        N: Forward<X::Of<T>, Output = Y::Of<T>>,
    {
        let y = InOrder::<Y>::of(&net.forward(&self.input.value()));
        let largest = self.output().iter().fold(0.0, |max: f64, t| max.max(t.abs()));
        for (index, (&expected, &found)) in self.output().iter().zip(y.numbers()).enumerate() {
            let same = found.to_bits() == expected.to_bits();
            // Without a tolerance -0 is not 0, and NaN is near nothing.
            let near = tolerance > 0.0 && (found - expected).abs() <= tolerance * largest;
            if !(same || near) {
                return Err(Error::Output { index, expected, found });
            }
        }
        Ok(())
    }
}

/// Whether a network of one sample of IN features and OUT outputs gives the output in a file, to the bit: for
/// files that this crate wrote. For networks of arrays and tuples there is [`TestPair::check`].
///
/// # Errors
/// [`NoTestPair`](Error::NoTestPair) and [`Output`](Error::Output), and every error of a header.
///
/// # Example
/// ```
/// use constnet::{prelude::*, weights::{self, Error, TestPair, Writer}};
///
/// let net = (Dense::new([[1.0_f32, 2.0], [3.0, 4.0]], [5.0, 6.0]), Tanh);
/// let pair = TestPair::of(&net, &SVector::from([0.1, -0.2]));
/// let file = Writer::new().test_pair(&pair).to_vec(&net)?;
/// weights::verify(&net, &file)?;
///
/// let transposed = (Dense::new([[1.0_f32, 3.0], [2.0, 4.0]], [5.0, 6.0]), Tanh);
/// assert!(matches!(weights::verify(&transposed, &file), Err(Error::Output { .. })));
/// # Ok::<(), Error>(())
/// ```
pub fn verify<T: Scalar, N, const IN: usize, const OUT: usize>(
    net: &N,
    bytes: &[u8],
) -> Result<(), Error>
where
    N: Forward<SVector<T, IN>, Output = SVector<T, OUT>>,
{
    TestPair::<SVector<T, IN>, SVector<T, OUT>>::read(bytes)?.check(net)
}

/// Hexadecimal digits of a number.
const DIGITS: usize = 16;

/// Reads as many numbers as there are digits for.
const fn numbers(value: &metadata::Value<'_>, numbers: &mut [f64]) -> Result<(), Error> {
    if value.text.len() != DIGITS * numbers.len() {
        return value.error("16 hexadecimal digits a number");
    }
    let mut i = 0;
    while i < numbers.len() {
        let Some(bits) = hexadecimal(up_to(from(value.text, DIGITS * i), DIGITS), DIGITS) else {
            return value.error("16 hexadecimal digits a number");
        };
        numbers[i] = f64::from_bits(bits as u64);
        i += 1;
    }
    Ok(())
}
