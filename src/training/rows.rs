//! What a data set lists: one value after the other, or windows of a record, which may overlap.

use core::{fmt, iter::FusedIterator, marker::PhantomData, ops::Index};

/// The samples or the targets of a [`Dataset`](super::Dataset), borrowed: a slice, or the windows of one.
///
/// ```
/// use constnet::prelude::*;
///
/// // `rows[i]` borrows from `rows`; `get`, `iter` and `for` give references that live as long as the data.
/// let record = [0.0, 1.0, 2.0, 3.0].map(|x: f32| SVector::from([x]));
/// let data = Dataset::windows::<2>(&record, &[false, false, true, true], 1)?;
/// assert_eq!(data.inputs()[1], [SVector::from([1.0]), SVector::from([2.0])]);
/// assert!(data.targets().iter().eq(&[[false, false], [false, true], [true, true]]));
/// # Ok::<(), constnet::training::DataError>(())
/// ```
pub struct Rows<'a, V> {
    /// The first one; those behind it begin `stride` steps after each other.
    first: *const V,
    /// Bytes of a step: of a value itself, or, of windows, of what they are of.
    step: usize,
    stride: usize,
    len: usize,
    of: PhantomData<&'a [V]>,
}

// SAFETY: it is shared references to values.
unsafe impl<V: Sync> Send for Rows<'_, V> {}
// SAFETY: as above.
unsafe impl<V: Sync> Sync for Rows<'_, V> {}

impl<V> Clone for Rows<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<V> Copy for Rows<'_, V> {}

impl<'a, V> Rows<'a, V> {
    /// All values of a slice.
    pub(super) const fn of(values: &'a [V]) -> Self {
        Self {
            first: values.as_ptr(),
            step: size_of::<V>(),
            stride: 1,
            len: values.len(),
            of: PhantomData,
        }
    }

    /// As many values as there are windows of `length`, each begun `stride` after the one before: the value at
    /// the end of each.
    pub(super) fn last_of_windows(record: &'a [V], length: usize, stride: usize) -> Self {
        let len = windows(record.len(), length, stride);
        Self {
            // Behind no value of a record that has no window.
            first: record.get(length.saturating_sub(1)..).unwrap_or_default().as_ptr(),
            step: size_of::<V>(),
            stride,
            len,
            of: PhantomData,
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none; those of a data set are at least one.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number i, if there is one.
    pub fn get(&self, i: usize) -> Option<&'a V> {
        // SAFETY: it is one of those that the slice has; for each, i·stride is a step of it.
        (i < self.len).then(|| unsafe { &*self.first.byte_add(i * self.stride * self.step) })
    }

    /// Each of them, in order.
    pub fn iter(&self) -> RowsIter<'a, V> {
        RowsIter { rows: *self, next: 0 }
    }

    /// The slice, if they are one: windows are where each begins at the end of the one before.
    pub const fn as_slice(&self) -> Option<&'a [V]> {
        if self.stride.saturating_mul(self.step) == size_of::<V>() {
            // SAFETY: they lie one after the other in one slice.
            Some(unsafe { core::slice::from_raw_parts(self.first, self.len) })
        } else {
            None
        }
    }

    /// How many steps a window has, and how many there are from its beginning to that of the next.
    pub(super) fn window_and_stride(&self) -> (usize, usize) {
        (size_of::<V>().checked_div(self.step).unwrap_or(self.stride), self.stride)
    }
}

impl<'a, V, const L: usize> Rows<'a, [V; L]> {
    /// The windows of L values, each begun `stride` after the one before.
    pub(super) fn windows(record: &'a [V], stride: usize) -> Self {
        Self {
            first: record.as_ptr().cast(),
            step: size_of::<V>(),
            stride,
            len: windows(record.len(), L, stride),
            of: PhantomData,
        }
    }
}

/// How many windows of `length`, from 1, there are in a record, each begun `stride`, from 1, after the one
/// before.
fn windows(record: usize, length: usize, stride: usize) -> usize {
    match record.checked_sub(length) {
        Some(left) if length > 0 => left.checked_div(stride).map_or(0, |more| more + 1),
        _ => 0,
    }
}

impl<V> Index<usize> for Rows<'_, V> {
    type Output = V;

    /// Number i.
    ///
    /// # Panics
    /// If there is none, as a slice does.
    #[track_caller]
    fn index(&self, i: usize) -> &V {
        match self.get(i) {
            Some(value) => value,
            None => panic!("number {i} of {} rows", self.len),
        }
    }
}

impl<'a, V> IntoIterator for Rows<'a, V> {
    type Item = &'a V;
    type IntoIter = RowsIter<'a, V>;
    fn into_iter(self) -> RowsIter<'a, V> {
        self.iter()
    }
}

impl<V: fmt::Debug> fmt::Debug for Rows<'_, V> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

/// Each of some [`Rows`].
#[derive(Debug)]
pub struct RowsIter<'a, V> {
    rows: Rows<'a, V>,
    next: usize,
}

impl<V> Clone for RowsIter<'_, V> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, V> Iterator for RowsIter<'a, V> {
    type Item = &'a V;

    fn next(&mut self) -> Option<&'a V> {
        let value = self.rows.get(self.next)?;
        self.next += 1;
        Some(value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.rows.len - self.next;
        (left, Some(left))
    }
}
impl<V> ExactSizeIterator for RowsIter<'_, V> {}
impl<V> FusedIterator for RowsIter<'_, V> {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};

    #[test]
    fn windows_are_those_of_the_standard_library() {
        let record = [0, 1, 2, 3, 4, 5, 6];
        for stride in 1..10 {
            let expected: Vec<_> = record.windows(3).step_by(stride).collect();
            let rows = Rows::<[i32; 3]>::windows(&record, stride);
            assert_eq!(rows.iter().map(|row| &row[..]).collect::<Vec<_>>(), expected);
            assert_eq!((rows.len(), rows.get(rows.len())), (expected.len(), None));
            let last: Vec<_> = expected.iter().map(|window| &window[2]).collect();
            assert_eq!(Rows::last_of_windows(&record, 3, stride).iter().collect::<Vec<_>>(), last);
        }
    }

    #[test]
    fn a_record_that_is_too_short_has_no_window() {
        for record in [&[][..], &[1], &[1, 2]] {
            assert!(Rows::<[i32; 3]>::windows(record, 1).is_empty());
            assert!(Rows::last_of_windows(record, 3, 1).is_empty());
        }
        assert_eq!(Rows::<[i32; 3]>::windows(&[1, 2, 3], usize::MAX).len(), 1);
        assert_eq!(Rows::<[i32; 3]>::windows(&[1, 2, 3], usize::MAX).get(1), None);
    }

    #[test]
    fn only_what_does_not_overlap_is_a_slice() {
        let record = [0, 1, 2, 3, 4];
        assert_eq!(Rows::<[i32; 2]>::windows(&record, 2).as_slice(), Some(&[[0, 1], [2, 3]][..]));
        assert_eq!(Rows::<[i32; 2]>::windows(&record, 1).as_slice(), None);
        assert_eq!(Rows::<[i32; 2]>::windows(&record, 1).window_and_stride(), (2, 1));
        assert_eq!(Rows::<[i32; 2]>::windows(&record, usize::MAX).as_slice(), None);
        assert_eq!(Rows::of(&record).iter().sum::<i32>(), 10);
        let nothing = vec![(); 3];
        assert_eq!(Rows::of(&nothing).iter().count(), 3);
    }
}
