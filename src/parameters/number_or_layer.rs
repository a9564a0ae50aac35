//! What a type stores, told in types: bounds follow the numbers of a network through its layers.

use crate::Weight;

/// A number, or a layer: nothing is both, because one type has one `NumberOrLayer`.
///
/// A number stores itself. [`parameters!`](crate::parameters!) writes it for a layer.
///
/// # Safety
/// A layer is `NumberOrLayer` by way of the types in `Numbers`: each of its tensors holds one of them, or
/// lies in a layer that is one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a number nor a layer",
    label = "cannot be stored in a network",
    note = "a layer of your own lists its fields with `parameters!`, and one without any with `parameters! {{ [] Layer {{}} }}`"
)]
pub unsafe trait NumberOrLayer {
    /// The type itself for a number, for a layer a tuple of numbers and layers.
    #[doc(hidden)]
    type Numbers;
}

// SAFETY: a number holds the number that it is.
unsafe impl<W: Weight> NumberOrLayer for W {
    type Numbers = Self;
}

/// All numbers of `Self` are `T`s: what a generic function asks of a gradient.
///
/// A network whose *trained* parameters are all `T`s is `N: Parameters<Gradient: Only<T>>`.
///
/// # Safety
/// Every tensor in `LAYOUT` has the scalar `T`.
#[diagnostic::on_unimplemented(
    message = "the parameters of `{Self}` are not all `{T}`",
    label = "holds another number type",
    note = "a network, its data, its loss and its optimizer share one number type: `f32` by default",
    note = "generic code says so: `N: Backward<X, Gradient: Only<f32>>`; more such bounds are in `constnet::recipes`"
)]
pub unsafe trait Only<T> {}

// SAFETY: `NumberOrLayer` lists what holds the numbers, and each on the list holds `T`s.
#[diagnostic::do_not_recommend]
unsafe impl<T, X: NumberOrLayer<Numbers: All<T>>> Only<T> for X {}

/// The numbers of everything in a list are `T`s.
///
/// # Safety
/// As said.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the parameters of `{Self}` are not all `{T}`",
    label = "holds another number type",
    note = "a network, its data, its loss and its optimizer share one number type: `f32` by default"
)]
pub unsafe trait All<T> {}
// SAFETY: a number is one of its own type.
#[diagnostic::do_not_recommend]
unsafe impl<W: Weight> All<W> for W {}

/// [`Only`], said of the number type: all numbers of `X` are `Self`s.
///
/// `parameters!` asks it of the fields of a layer, for a number type that has no name: beside the
/// tokens of a caller, a name of the macro's could be taken for one of theirs.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a field of this layer holds numbers of `{X}`, which `as` does not name",
    label = "`as` names every type that holds numbers of the layer"
)]
pub trait NumberOf<X> {}
impl<T: NumberOfAll<X::Numbers>, X: NumberOrLayer> NumberOf<X> for T {}

/// [`All`], said of the number type.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a field of this layer holds numbers of `{X}`, which `as` does not name",
    label = "`as` names every type that holds numbers of the layer"
)]
pub trait NumberOfAll<X> {}
impl<W: Weight> NumberOfAll<W> for W {}

/// Lists of one length.
macro_rules! lists {
    ($($X:ident)*) => {
        // SAFETY: each holds `T`s alone.
        unsafe impl<T, $($X: Only<T>,)*> All<T> for ($($X,)*) {}
        impl<T: $(NumberOf<$X> +)*, $($X,)*> NumberOfAll<($($X,)*)> for T {}
    };
}
lists! {}
lists! { A }
lists! { A B }
lists! { A B C }
lists! { A B C D }
lists! { A B C D E }
lists! { A B C D E F }
lists! { A B C D E F G }
lists! { A B C D E F G H }
lists! { A B C D E F G H I }
lists! { A B C D E F G H I J }
lists! { A B C D E F G H I J K }
lists! { A B C D E F G H I J K L }
lists! { A B C D E F G H I J K L M }
lists! { A B C D E F G H I J K L M N }
lists! { A B C D E F G H I J K L M N O }
lists! { A B C D E F G H I J K L M N O P }
lists! { A B C D E F G H I J K L M N O P Q }
lists! { A B C D E F G H I J K L M N O P Q R }
lists! { A B C D E F G H I J K L M N O P Q R S }
lists! { A B C D E F G H I J K L M N O P Q R S U }
