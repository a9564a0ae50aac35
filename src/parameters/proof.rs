//! [`Only`] as a value: where a bound cannot follow a network into its layers, a proof can.

use super::{Node, NodeKind, Only, Parameters};
use crate::{Scalar, scalar::Kind};
use core::marker::PhantomData;

/// All numbers of `G` are `T`s.
///
/// `(A, B): Only<T>` does not tell the compiler that `A: Only<T>`. The layout does, for the number
/// types that it tells apart.
pub(crate) struct Proof<T, G>(PhantomData<fn() -> (T, G)>);

impl<T, G: Only<T>> Proof<T, G> {
    /// From the bound.
    pub(crate) const fn of_bound() -> Self {
        Self(PhantomData)
    }
}

/// `T` is a number type that layouts tell apart from all others.
pub(crate) struct Told<T>(PhantomData<fn() -> T>);

impl<T: Scalar> Told<T> {
    /// None for types other than `f32` and `f64`.
    #[inline(always)]
    pub(crate) fn apart() -> Option<Self> {
        (!matches!(T::DTYPE.kind(), Kind::Other)).then_some(Self(PhantomData))
    }
}

impl<T: Scalar, G: Parameters> Proof<T, G> {
    const IN_LAYOUT: bool = all_of(G::LAYOUT, T::DTYPE.kind());

    /// From the layout: a leaf that is an F32 or F64 there is an `f32` or `f64`, and nobody can
    /// claim that of a type of theirs. Other numbers in `G` are a compile error.
    #[inline(always)]
    pub(crate) fn of_layout(_: &Told<T>) -> Self {
        const {
            assert!(
                Self::IN_LAYOUT || matches!(T::DTYPE.kind(), Kind::Other),
                "a part of a layer holds numbers of another type than the layer"
            );
        }
        Self(PhantomData)
    }
}

const fn all_of(nodes: &[Node], kind: Kind) -> bool {
    let mut i = 0;
    while i < nodes.len() {
        let same = match &nodes[i].kind {
            NodeKind::Leaf(leaf) => {
                matches!((leaf.kind, kind), (Kind::F32, Kind::F32) | (Kind::F64, Kind::F64))
            }
            NodeKind::Branch { nodes, .. } => all_of(nodes, kind),
        };
        if !same {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dense, LayerNorm, Residual};

    #[test]
    fn the_layout_tells_numbers_apart() {
        type Deep<T> = (Dense<2, 3, T>, (), Residual<(LayerNorm<3, T>, Dense<3, 3, T>)>);
        const {
            assert!(Proof::<f32, Deep<f32>>::IN_LAYOUT && Proof::<f64, Deep<f64>>::IN_LAYOUT);
            assert!(!Proof::<f64, Deep<f32>>::IN_LAYOUT && !Proof::<f32, Deep<f64>>::IN_LAYOUT);
            assert!(!Proof::<f32, (Dense<1, 1>, Dense<1, 1, f64>)>::IN_LAYOUT);
            assert!(Proof::<f32, ()>::IN_LAYOUT);
        }
        assert!(Told::<f32>::apart().is_some() && Told::<f64>::apart().is_some());
    }

    #[cfg(feature = "dual")]
    #[test]
    fn a_number_type_of_elsewhere_is_not_told_apart() {
        type Dual = num_dual::Dual64;
        assert!(Told::<Dual>::apart().is_none());
        const { assert!(!Proof::<Dual, Dense<1, 1, Dual>>::IN_LAYOUT) }
    }
}
