//! A tuple of values is a value.

use super::{Sealed, Value};
use core::mem::offset_of;

macro_rules! tuple {
    ($First:ident 0 $($V:ident $i:tt)*) => {
        // SAFETY: the parts of each field, at the offsets that the compiler gives; the assertion holds that
        // there is nothing between them.
        unsafe impl<$First: Value, $($V: Value<Number = $First::Number>),*> Value for ($First, $($V,)*) {
            type Number = $First::Number;
            type Of<U: Copy> = ($First::Of<U>, $($V::Of<U>,)*);
            const LEN: usize = {
                let len = $First::LEN $(+ $V::LEN)*;
                assert!(size_of::<Self>() == len * size_of::<$First::Number>());
                len
            };
            const FLAT: bool = false;

            #[inline(always)]
            fn parts<U: Copy>([at, other]: [usize; 2], part: &mut impl FnMut([usize; 2], usize)) {
                $First::parts::<U>(
                    [at + offset_of!(Self, 0), other + offset_of!(Self::Of<U>, 0)],
                    part,
                );
                $($V::parts::<U>(
                    [at + offset_of!(Self, $i), other + offset_of!(Self::Of<U>, $i)],
                    part,
                );)*
            }
        }
        impl<$First: Sealed, $($V: Sealed),*> Sealed for ($First, $($V,)*) {}
    };
}

/// Calls a macro for each length of a tuple that is a value.
macro_rules! every_length {
    ($tuple:ident) => {
        $tuple! { A 0 }
        $tuple! { A 0 C 1 }
        $tuple! { A 0 C 1 D 2 }
        $tuple! { A 0 C 1 D 2 E 3 }
        $tuple! { A 0 C 1 D 2 E 3 F 4 }
        $tuple! { A 0 C 1 D 2 E 3 F 4 G 5 }
        $tuple! { A 0 C 1 D 2 E 3 F 4 G 5 H 6 }
        $tuple! { A 0 C 1 D 2 E 3 F 4 G 5 H 6 I 7 }
    };
}
pub(crate) use every_length;

every_length!(tuple);
