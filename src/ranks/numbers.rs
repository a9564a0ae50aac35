//! Gradients and losses as bytes, each number as the bits that it has.

use super::Reason;
use crate::{
    Only, Parameters, Scalar,
    losses::{Part, Parts},
    parameters::{for_each, for_each_mut},
    scalar::Kind,
};
use alloc::vec::Vec;

/// Appends a loss, part by part, and a gradient.
pub(super) fn put<T: Scalar, W: Parts<T>, G: Parameters + Only<T>>(
    out: &mut Vec<u8>,
    parts: &W,
    gradient: &G,
) {
    put_parts(out, parts);
    for_each(gradient, |_, _, numbers: &[T]| match T::DTYPE.kind() {
        Kind::F32 => put_each(out, numbers, |x| (x.to_f64() as f32).to_le_bytes()),
        _ => put_each(out, numbers, |x| x.to_f64().to_le_bytes()),
    });
}

/// Room for all first: numbers that are appended one by one take ten times as long.
fn put_each<T: Scalar, const W: usize>(
    out: &mut Vec<u8>,
    numbers: &[T],
    bytes: impl Fn(T) -> [u8; W],
) {
    let start = out.len();
    out.resize(start + W * numbers.len(), 0);
    let room = out.get_mut(start..).unwrap_or_default().as_chunks_mut().0;
    room.iter_mut().zip(numbers).for_each(|(room, &x)| *room = bytes(x));
}

/// Hands each number of a gradient and what the message has in its place to `f`; gives the loss.
pub(super) fn take<T: Scalar, W: Parts<T>, G: Parameters + Only<T>>(
    mut bytes: &[u8],
    gradient: &mut G,
    mut f: impl FnMut(&mut T, T),
) -> Result<W, Reason> {
    let width = if T::DTYPE.kind() == Kind::F32 { 4 } else { 8 };
    let found = bytes.len();
    let parts = take_parts(&mut bytes);
    if bytes.len() != width * G::COUNT {
        let expected = (found - bytes.len() + width * G::COUNT) as u64;
        return Err(Reason::Length { found, expected });
    }
    for_each_mut(gradient, |_, _, numbers: &mut [T]| {
        let (own, rest) = bytes.split_at_checked(width * numbers.len()).unwrap_or_default();
        bytes = rest;
        if width == 4 {
            let own = own.as_chunks().0.iter().map(|&x| f64::from(f32::from_le_bytes(x)));
            numbers.iter_mut().zip(own).for_each(|(number, x)| f(number, T::from_f64(x)));
        } else {
            let own = own.as_chunks().0.iter().map(|&x| f64::from_le_bytes(x));
            numbers.iter_mut().zip(own).for_each(|(number, x)| f(number, T::from_f64(x)));
        }
    });
    Ok(parts)
}

pub(super) fn put_parts<T: Scalar>(out: &mut Vec<u8>, parts: &impl Parts<T>) {
    parts.each(&mut |part| out.extend(part.words().iter().flat_map(|word| word.to_le_bytes())));
}

/// Takes the first parts of a message; what is not there is 0.
pub(super) fn take_parts<T: Scalar, W: Parts<T>>(bytes: &mut &[u8]) -> W {
    let mut parts = W::none();
    parts.zip(&W::none(), &mut |part, _| {
        let words = core::array::from_fn(|_| match bytes.split_first_chunk() {
            Some((word, rest)) => {
                *bytes = rest;
                u64::from_le_bytes(*word)
            }
            None => 0,
        });
        *part = Part::of_words(words);
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dense;

    #[test]
    fn numbers_come_back_bit_for_bit_or_not_at_all() {
        let net = Dense::<2, 1, f32>::new([[0.1, -0.0]], [f32::MIN_POSITIVE / 8.0]);
        let mut bytes = Vec::new();
        put::<f32, Part<f32>, _>(&mut bytes, &Part::of_words([3, 4, 1, 5, 6]), &net);
        let mut copy = Dense::<2, 1, f32>::zeros();
        let set = |x: &mut f32, y| *x = y;
        let parts = take::<f32, Part<f32>, _>(&bytes, &mut copy, set).unwrap();
        assert_eq!((parts.words()[0], parts.words()[4]), (3, 6));
        assert!(copy == net && copy.weight[1].is_sign_negative());
        bytes.pop();
        let error = take::<f32, Part<f32>, _>(&bytes, &mut copy, set).unwrap_err();
        assert_eq!(error, Reason::Length { found: 51, expected: 52 });
    }
}
