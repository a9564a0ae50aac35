//! The numbers of a value as one list, which the compiler too can fill.

use super::Value;
use crate::Scalar;
use core::{mem::MaybeUninit, slice};

/// As many `f64`s as a value has numbers, in the order of the value: one after the other, where those of a
/// tuple are not.
#[derive(Clone, Copy)]
pub(crate) struct InOrder<V: Value> {
    /// Room of the right size and alignment, which holds no such value: `LEN` numbers, all written.
    room: MaybeUninit<V::Of<f64>>,
}

impl<V: Value> InOrder<V> {
    pub(crate) const fn zeros() -> Self {
        const { assert!(size_of::<V::Of<f64>>() == V::LEN * size_of::<f64>()) };
        Self { room: MaybeUninit::zeroed() }
    }

    pub(crate) const fn numbers(&self) -> &[f64] {
        // SAFETY: the room has the bytes of so many numbers, by the assertion of `zeros`, which wrote all of them; it
        // is aligned for numbers, because it has nothing else.
        unsafe { slice::from_raw_parts(self.room.as_ptr().cast(), V::LEN) }
    }

    pub(crate) const fn numbers_mut(&mut self) -> &mut [f64] {
        // SAFETY: as in `numbers`.
        unsafe { slice::from_raw_parts_mut(self.room.as_mut_ptr().cast(), V::LEN) }
    }

    /// The numbers of a value of this shape.
    pub(crate) fn of(value: &impl Value<Number: Scalar>) -> Self {
        let mut new = Self::zeros();
        let mut room = new.numbers_mut().iter_mut();
        value.for_each(|number| {
            if let Some(room) = room.next() {
                *room = number.to_f64();
            }
        });
        new
    }

    /// The value of the numbers.
    pub(crate) fn value<T: Scalar>(&self) -> V::Of<T> {
        let (mut value, mut numbers) = (V::Of::<T>::zeros(), self.numbers().iter());
        value.for_each_mut(|room| {
            if let Some(&number) = numbers.next() {
                *room = T::from_f64(number);
            }
        });
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::SVector;

    #[test]
    fn numbers_are_in_the_order_of_the_value() {
        let value = (SVector::<f32, 1>::from([1.0]), [SVector::<f32, 2>::from([2.0, 3.0]); 2]);
        let in_order = InOrder::<(SVector<f64, 1>, [SVector<f64, 2>; 2])>::of(&value);
        assert_eq!(in_order.numbers(), [1.0, 2.0, 3.0, 2.0, 3.0]);
        assert_eq!(in_order.value::<f32>(), value);
    }
}
