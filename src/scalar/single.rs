//! What kernels for `f32` ask of a type that generic code names: that it is `f32`.

use core::{
    marker::PhantomData,
    mem::{ManuallyDrop, MaybeUninit},
    ptr,
};

/// T is `f32`. Only [`Dtype::single`](super::Dtype::single) makes one, so that who has one may take numbers
/// of T for what they are.
pub(crate) struct Single<T>(PhantomData<fn() -> T>);

impl<T> Clone for Single<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Single<T> {}

impl<T> Single<T> {
    /// Only where the kind of number says so.
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Copy> Single<T> {
    /// Numbers of T as `f32`s.
    #[inline(always)]
    pub(crate) fn slice(self, x: &[T]) -> &[f32] {
        // SAFETY: T is f32.
        unsafe { &*(ptr::from_ref(x) as *const [f32]) }
    }

    /// The same, to be written.
    #[inline(always)]
    pub(crate) fn slice_mut(self, x: &mut [T]) -> &mut [f32] {
        // SAFETY: T is f32.
        unsafe { &mut *(ptr::from_mut(x) as *mut [f32]) }
    }

    /// Several of them.
    #[inline(always)]
    pub(crate) fn slices_mut<const K: usize>(self, x: [&mut [T]; K]) -> [&mut [f32]; K] {
        // SAFETY: T is f32. References are moved out of x, which ends without touching them.
        unsafe { ptr::from_ref(&x).cast::<[&mut [f32]; K]>().read() }
    }

    /// A column.
    #[inline(always)]
    pub(crate) fn column<const N: usize>(self, x: &[T; N]) -> &[f32; N] {
        // SAFETY: T is f32.
        unsafe { &*ptr::from_ref(x).cast() }
    }

    /// A column to be written.
    #[inline(always)]
    pub(crate) fn column_mut<const N: usize>(self, x: &mut [T; N]) -> &mut [f32; N] {
        // SAFETY: T is f32.
        unsafe { &mut *ptr::from_mut(x).cast() }
    }

    /// Columns.
    #[inline(always)]
    pub(crate) fn columns<const N: usize>(self, x: &[[T; N]]) -> &[[f32; N]] {
        // SAFETY: T is f32.
        unsafe { &*(ptr::from_ref(x) as *const [[f32; N]]) }
    }

    /// Columns to be written.
    #[inline(always)]
    pub(crate) fn columns_mut<const N: usize>(self, x: &mut [[T; N]]) -> &mut [[f32; N]] {
        // SAFETY: T is f32.
        unsafe { &mut *(ptr::from_mut(x) as *mut [[f32; N]]) }
    }

    /// Room for columns.
    #[inline(always)]
    pub(crate) fn room_of_columns<const N: usize>(
        self,
        x: &mut [MaybeUninit<[T; N]>],
    ) -> &mut [MaybeUninit<[f32; N]>] {
        // SAFETY: T is f32.
        unsafe { &mut *(ptr::from_mut(x) as *mut [MaybeUninit<[f32; N]>]) }
    }

    /// A matrix.
    #[inline(always)]
    pub(crate) fn matrix<const N: usize, const B: usize>(self, x: &[[T; N]; B]) -> &[[f32; N]; B] {
        // SAFETY: T is f32.
        unsafe { &*ptr::from_ref(x).cast() }
    }

    /// Several matrices.
    #[inline(always)]
    pub(crate) fn matrices<const N: usize, const B: usize, const K: usize>(
        self,
        x: [&[[T; N]; B]; K],
    ) -> [&[[f32; N]; B]; K] {
        // SAFETY: T is f32.
        unsafe { ptr::from_ref(&x).cast::<[&[[f32; N]; B]; K]>().read() }
    }

    /// A matrix to be written.
    #[inline(always)]
    pub(crate) fn matrix_mut<const N: usize, const B: usize>(
        self,
        x: &mut [[T; N]; B],
    ) -> &mut [[f32; N]; B] {
        // SAFETY: T is f32.
        unsafe { &mut *ptr::from_mut(x).cast() }
    }

    /// Room for a matrix.
    #[inline(always)]
    pub(crate) fn room<const N: usize, const B: usize>(
        self,
        x: &mut MaybeUninit<[[T; N]; B]>,
    ) -> &mut MaybeUninit<[[f32; N]; B]> {
        // SAFETY: T is f32.
        unsafe { &mut *ptr::from_mut(x).cast() }
    }

    /// Room for numbers.
    #[inline(always)]
    pub(crate) fn room_of(self, x: &mut [MaybeUninit<T>]) -> &mut [MaybeUninit<f32>] {
        // SAFETY: T is f32.
        unsafe { &mut *(ptr::from_mut(x) as *mut [MaybeUninit<f32>]) }
    }

    /// A value whose type names T, as the same value whose type names `f32` in the same places.
    ///
    /// # Safety
    /// But for that, A and B are one type.
    #[inline(always)]
    pub(crate) unsafe fn identical<A, B>(self, value: A) -> B {
        const { assert!(size_of::<A>() == size_of::<B>()) };
        let value = ManuallyDrop::new(value);
        // SAFETY: T is f32, so A and B are one type. The value is moved: nobody uses it here again.
        unsafe { ptr::from_ref(&value).cast::<B>().read() }
    }

    /// `f32`s as numbers of T.
    #[inline(always)]
    pub(crate) fn back<const N: usize>(self, x: [f32; N]) -> [T; N] {
        // SAFETY: T is f32.
        unsafe { *ptr::from_ref(&x).cast() }
    }
}

#[cfg(test)]
mod tests {
    use crate::Scalar;

    #[test]
    fn only_f32_is_single() {
        let single = <f32 as Scalar>::DTYPE.single().unwrap();
        assert_eq!(single.back([1.0, 2.0]), [1.0, 2.0]);
        assert_eq!(single.matrix(&[[1.0_f32, 2.0], [3.0, 4.0]]), &[[1.0, 2.0], [3.0, 4.0]]);
        single.slice_mut(&mut [1.0_f32; 3]).fill(0.0);
        assert!(<f64 as Scalar>::DTYPE.single().is_none());
        #[cfg(feature = "half")]
        assert!(<half::f16 as crate::Weight>::DTYPE.single().is_none());
    }
}
