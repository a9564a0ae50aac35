//! The `parameters!` macro and what it expands to.

/// Implements [`Parameters`](crate::Parameters) for a layer, without `unsafe` in your code.
///
/// ```text
/// parameters! { [generics] Layer as Scalar => Gradient { field: kind, … } }
/// ```
/// - A *kind* is `matrix` (two dimensions in a file; in memory column by column), `vector` (one),
///   `tensor(axes)` (an array in up to four levels, and how files list its
///   [`Axes`](crate::parameters::Axes)), `layer` (a layer inside, under the field's name), `inside` (a layer
///   inside that adds no level to names, for wrappers), `setting` (`PhantomData` of a
///   [`Constant`](trait@crate::Constant)), `function` (`PhantomData` of layers without numbers, which the layer
///   computes with and which are part of the [fingerprint](crate::weights::fingerprint)), or `marker` (any other).
/// - `field: setting` makes the number part of the layer's description and of the
///   [fingerprint](crate::weights::fingerprint) of files. `field: setting = 1.0` says which value networks
///   had before this setting existed: where all settings of a layer have that value, the layer is
///   described as it was then, and its old files still fit.
/// - `as T` names the types that hold the numbers: the scalar, or the types of the layers inside, with commas between
///   them.
/// - `=> Gradient` is the type of the gradient, which has fields of the same names and lists them as well: of a layer
///   around others, the same layer around their gradients, `=> Half<L::Gradient>`. By default it
///   is the layer itself, and `()` for a layer that has no numbers, which also leaves out `as`. `=> ()`
///   stores parameters that are not trained.
///
/// Every field must be listed; a forgotten one is a compile error.
///
/// A derived `Debug` prints every number; [`describe`](crate::parameters::describe) is a body for a `Debug`
/// that says what the layer is.
///
/// # Example
/// ```
/// use constnet::prelude::*;
///
/// struct Scale<const N: usize, T = f32> {
///     weight: SVector<T, N>,
/// }
/// parameters! { [const N: usize, T: Scalar] Scale<N, T> as T { weight: vector } }
///
/// assert_eq!(<(Scale<3>, Relu)>::COUNT, 3);
/// ```
/// A convolution over a sequence, of `K` places at once, keeps its weight in three levels:
/// ```
/// use constnet::{parameters::Axes, prelude::*, weights};
///
/// struct Window<const IN: usize, const OUT: usize, const K: usize, T = f32> {
///     weight: [[[T; OUT]; IN]; K],
///     bias: [T; OUT],
/// }
/// parameters! {
///     [const IN: usize, const OUT: usize, const K: usize, T: Scalar] Window<IN, OUT, K, T> as T {
///         weight: tensor(Axes::memory("k in out").torch("out in k")),
///         bias: vector,
///     }
/// }
///
/// // The file has the shapes of PyTorch's `nn.Conv1d(2, 4, kernel_size=3)`.
/// let file = weights::to_vec(&Window::<2, 4, 3>::zeros())?;
/// let header = String::from_utf8_lossy(&file);
/// assert!(header.contains(r#""weight":{"dtype":"F32","shape":[4, 2, 3],"#));
/// assert!(header.contains(r#""bias":{"dtype":"F32","shape":[4],"#));
/// # Ok::<(), weights::Error>(())
/// ```
/// The first expands to this, and to functions that are never called and make the compiler check the laws of
/// [`Parameters`](crate::Parameters):
/// ```text
/// unsafe impl<const N: usize, T: Scalar> Parameters for Scale<N, T> {
///     type Gradient = Self;
///     const NAME: &'static str = "Scale";
///     const CONSTANTS: &'static [u64] = &[N as u64];
///     const SETTINGS: &'static [f64] = &[];
///     const LAYOUT: &'static [Node] = &[
///         Node { name: "weight", offset: offset_of!(Self, weight), kind: NodeKind::Leaf(…) },
///     ];
///     unsafe fn write_zeros(slot: *mut Self) { … }
/// }
/// unsafe impl<const N: usize, T: Scalar> NumberOrLayer for Scale<N, T> {
///     type Numbers = (T,);
/// }
/// ```
#[macro_export]
macro_rules! parameters {
    ([$($generics:tt)*] $layer:ty {}) => {
        $crate::parameters! { @write [$($generics)*] [$layer] [] [()] [] {} }
    };
    ([$($generics:tt)*] $layer:ty as $($scalar:ty),+ => () { $($fields:tt)+ }) => {
        $crate::parameters! { @write [$($generics)*] [$layer] [$($scalar),+] [()] [] { $($fields)+ } }
    };
    ([$($generics:tt)*] $layer:ty as $($scalar:ty),+ => $gradient:ty { $($fields:tt)+ }) => {
        $crate::parameters! { @write [$($generics)*] [$layer] [$($scalar),+] [$gradient] [mirror] { $($fields)+ } }
    };
    ([$($generics:tt)*] $layer:ty as $($scalar:ty),+ { $($fields:tt)+ }) => {
        $crate::parameters! { @write [$($generics)*] [$layer] [$($scalar),+] [Self] [mirror] { $($fields)+ } }
    };
    ([$($generics:tt)*] $layer:ty { $($fields:tt)+ }) => {
        $crate::parameters! { @write [$($generics)*] [$layer] [] [()] [] { $($fields)+ } }
    };

    // No type and no generic parameter of the macro's own is in scope where the caller's tokens are:
    // it could be taken for one of theirs.
    (@write [$($generics:tt)*] [$layer:ty] [$($scalar:ty),*] [$gradient:ty] [$($mirror:ident)?]
     { $($field:tt : $kind:ident $(($axes:expr))? $(= $usual:expr)?),* $(,)? }) => {
        // SAFETY: the value in write_zeros lists all fields, and the compiler gives their offsets and
        // types. That the gradient mirrors them is checked on the layouts, where both are walked.
        unsafe impl<$($generics)*> $crate::parameters::Parameters for $layer {
            type Gradient = $gradient;
            const NAME: &'static str = $crate::parameters::__private::head($crate::__core::stringify!($layer));
            const CONSTANTS: &'static [u64] = $crate::parameters! { @constants [] $($generics)* };
            const SETTINGS: &'static [f64] = $crate::parameters! { @settings [] [] $($field: $kind $(= $usual)?,)* };
            const LAYOUT: &'static [$crate::parameters::Node] = $crate::parameters! { @layout [] $($field: $kind $(($axes))?,)* };
            #[allow(unused_unsafe, reason = "a layer without fields writes nothing")]
            #[allow(
                unreachable_code,
                clippy::diverging_sub_expression,
                clippy::empty_loop,
                reason = "that every field is listed is checked, and never run"
            )]
            unsafe fn write_zeros(_slot: *mut Self) {
                // The value, whose error names the field that is missing; the pattern, which no union has.
                let _every_field_must_be_listed = || Self { $($field: loop {}),* };
                let _no_union = |layer: &Self| { let Self { $($field: _,)* .. } = layer; };
                $crate::parameters! { @mirror [$($mirror)?] { $($field: $kind),* } }
                // SAFETY: the caller's slot is valid and aligned, and so are its fields.
                unsafe { $( $crate::parameters::__private::zero::$kind(&raw mut (*_slot).$field); )* }
            }
        }
        // SAFETY: the numbers of the fields are of these types, which is checked below.
        unsafe impl<$($generics)*> $crate::parameters::NumberOrLayer for $layer {
            type Numbers = ($($scalar,)*);
        }
        const _: () = {
            #[allow(dead_code, reason = "it is checked, not called")]
            fn numbers<$($generics)*>(
                number: $crate::__core::marker::PhantomData<
                    impl $($crate::parameters::NumberOf<$scalar> +)* $crate::__core::marker::Sized,
                >,
            ) {
                let _ = number;
                $(
                    let field = $crate::parameters::__private::field_of(|layer: &$layer| &layer.$field);
                    $crate::parameters::__private::only::$kind(field, number);
                )*
            }
        };
        $crate::parameters! { @laws [$($generics)*] [$layer] }
    };

    // The fields but for the settings, which are described apart.
    (@layout [$($done:tt)*] $field:tt : setting, $($rest:tt)*) => {
        $crate::parameters! { @layout [$($done)*] $($rest)* }
    };
    (@layout [$($done:tt)*] $field:tt : settings, $($rest:tt)*) => {
        $crate::parameters! { @layout [$($done)*] $($rest)* }
    };
    (@layout [$($done:tt)*] $field:tt : $kind:ident $(($axes:expr))?, $($rest:tt)*) => {
        $crate::parameters! { @layout [$($done)* [$field $kind $(($axes))?]] $($rest)* }
    };
    (@layout [$([$field:tt $kind:ident $(($axes:expr))?])*]) => {
        &[$({
            // A statement of its own: with an expected type `&Box<M>` would coerce to `&M`, and
            // the layout would take a pointer for numbers.
            let field = $crate::parameters::__private::field_of(|layer: &Self| &layer.$field);
            let offset = $crate::__core::mem::offset_of!(Self, $field);
            $crate::parameters::__private::node::$kind($crate::__core::stringify!($field), offset, field $(, $axes)?)
        }),*]
    };

    // The settings among the fields, and what they are in files that say nothing of them.
    (@settings $fields:tt [$($usual:tt)*] $field:tt : setting = $value:expr, $($rest:tt)*) => {
        $crate::parameters! { @settings $fields [$($usual)* $value,] $field: setting, $($rest)* }
    };
    (@settings [$($done:tt)*] $usual:tt $field:tt : setting, $($rest:tt)*) => {
        $crate::parameters! { @settings [$($done)* $field] $usual $($rest)* }
    };
    (@settings [] [] $field:tt : settings, $($rest:tt)*) => {
        $crate::parameters! { @settings [all $field] [] $($rest)* }
    };
    (@settings $fields:tt $usual:tt $field:tt : settings, $($rest:tt)*) => {
        $crate::parameters! { @settings [all all] [] }
    };
    (@settings $fields:tt $usual:tt $field:tt : $kind:ident, $($rest:tt)*) => {
        $crate::parameters! { @settings $fields $usual $($rest)* }
    };
    (@settings [] []) => { &[] };
    (@settings [all $field:tt] []) => {
        $crate::parameters::__private::settings(
            $crate::parameters::__private::field_of(|layer: &Self| &layer.$field),
        )
    };
    (@settings [all $($fields:tt)+] $usual:tt) => {
        $crate::__core::compile_error!("a layer has one field of kind `settings`, or fields of kind `setting`, not both")
    };
    (@settings [$($field:tt)+] [$($usual:tt)*]) => {
        if $crate::parameters::__private::are(
            &[$($crate::parameters! { @setting $field }),+],
            &[$($usual)*],
        ) {
            &[]
        } else {
            &[$($crate::parameters! { @setting $field }),+]
        }
    };
    (@setting $field:tt) => {
        $crate::parameters::__private::setting(
            $crate::parameters::__private::field_of(|layer: &Self| &layer.$field),
        )
    };

    // The gradient's fields by a pattern, which sees through no `Deref`.
    (@mirror [] $fields:tt) => {};
    (@mirror [mirror] { $($field:tt : $kind:ident),* }) => {
        let _every_field_has_its_gradient = || {$(
            let field = $crate::parameters::__private::field_of(|layer: &Self| &layer.$field);
            let gradient = $crate::parameters::__private::field_of(|gradient: &Self::Gradient| {
                let Self::Gradient { $field: field, .. } = gradient;
                field
            });
            // The number's type is open until the end, which keeps the compiler from proposing a `where` clause here.
            $crate::parameters::__private::mirror::$kind(field, gradient, 0);
        )*};
    };

    // The laws of a layer without generics need not wait for a walk.
    (@laws [] [$layer:ty]) => {
        const _: () = $crate::parameters::__private::laws::<$layer>();
    };
    (@laws $generics:tt $layer:tt) => {};

    // The const parameters among the generics.
    (@constants [$($constant:expr,)*] const $name:ident : $type:ident $($rest:tt)*) => {
        $crate::parameters! { @constants [$($constant,)* $name as u64,] $($rest)* }
    };
    (@constants [$($constant:expr,)*] $other:tt $($rest:tt)*) => {
        $crate::parameters! { @constants [$($constant,)*] $($rest)* }
    };
    (@constants [$($constant:expr,)*]) => { &[$($constant),*] };
}

/// What the macro calls; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    use crate::{Constant, parameters::Settings};
    use core::marker::PhantomData;

    /// The type of a field, without a value and without coercion.
    pub const fn field_of<S, F>(_: fn(&S) -> &F) -> PhantomData<F> {
        PhantomData
    }

    /// What is checked again where the layer is walked.
    #[track_caller]
    pub const fn laws<L: crate::Parameters>() {
        crate::parameters::laws::mirrored::<L>();
    }

    /// The part of a type's name before its parameters.
    pub const fn head(name: &'static str) -> &'static str {
        let mut end = 0;
        while end < name.len() && name.as_bytes()[end] != b'<' && name.as_bytes()[end] != b' ' {
            end += 1;
        }
        name.split_at(end).0
    }

    /// The number of a field that is a setting.
    pub const fn setting<S: Constant>(_: PhantomData<PhantomData<S>>) -> f64 {
        S::VALUE
    }

    /// The numbers of a field of several settings.
    pub const fn settings<S: Settings>(_: PhantomData<PhantomData<S>>) -> &'static [f64] {
        S::SETTINGS
    }

    /// Whether these are those numbers.
    pub const fn are(settings: &[f64], usual: &[f64]) -> bool {
        let mut i = 0;
        while i < settings.len() && i < usual.len() && settings[i] == usual[i] {
            i += 1;
        }
        i == settings.len() && i == usual.len()
    }

    /// The layout's entry for a field of each kind.
    pub mod node {
        use crate::parameters::{Axes, Leaf, Node, NodeKind, Parameters, Tensor};
        use core::marker::PhantomData;

        type Name = &'static str;

        pub const fn matrix<M: Tensor>(name: Name, offset: usize, _: PhantomData<M>) -> Node {
            Node { name, offset, kind: NodeKind::Leaf(Leaf::matrix::<M>()) }
        }
        pub const fn vector<M: Tensor>(name: Name, offset: usize, _: PhantomData<M>) -> Node {
            Node { name, offset, kind: NodeKind::Leaf(Leaf::vector::<M>()) }
        }
        #[track_caller]
        pub const fn tensor<M: Tensor>(
            name: Name,
            offset: usize,
            _: PhantomData<M>,
            axes: Axes,
        ) -> Node {
            Node { name, offset, kind: NodeKind::Leaf(Leaf::new::<M>(axes)) }
        }
        pub const fn layer<L: Parameters>(name: Name, offset: usize, _: PhantomData<L>) -> Node {
            Node { name, offset, kind: NodeKind::layer::<L>() }
        }
        pub const fn inside<L: Parameters>(_: Name, offset: usize, of: PhantomData<L>) -> Node {
            layer("", offset, of)
        }
        pub const fn function<L: Parameters>(
            name: Name,
            offset: usize,
            _: PhantomData<PhantomData<L>>,
        ) -> Node {
            // It describes what the field has no bytes for.
            assert!(L::COUNT == 0, "a `function` has no numbers of its own");
            layer(name, offset, PhantomData::<L>)
        }
        pub const fn marker<T: ?Sized>(
            name: Name,
            offset: usize,
            _: PhantomData<PhantomData<T>>,
        ) -> Node {
            Node { name, offset, kind: NodeKind::layer::<()>() }
        }
    }

    /// Zeros for a field of each kind.
    ///
    /// # Safety
    /// Each takes a slot that is valid for writes and aligned.
    #[allow(clippy::missing_safety_doc, reason = "stated for the module")]
    pub mod zero {
        use crate::{
            Weight,
            parameters::{Parameters, Tensor, tensor::len},
        };
        use core::marker::PhantomData;

        pub unsafe fn tensor<M: Tensor>(slot: *mut M) {
            let start = slot.cast::<M::Scalar>();
            for i in 0..const { len::<M>() } {
                // SAFETY: a tensor is that many contiguous numbers.
                unsafe { start.add(i).write(M::Scalar::zero()) };
            }
        }
        pub unsafe fn matrix<M: Tensor>(slot: *mut M) {
            // SAFETY: as the caller's.
            unsafe { tensor(slot) };
        }
        pub unsafe fn vector<M: Tensor>(slot: *mut M) {
            // SAFETY: as the caller's.
            unsafe { tensor(slot) };
        }
        pub unsafe fn layer<L: Parameters>(slot: *mut L) {
            // SAFETY: as the caller's.
            unsafe { L::write_zeros(slot) };
        }
        pub unsafe fn inside<L: Parameters>(slot: *mut L) {
            // SAFETY: as the caller's.
            unsafe { L::write_zeros(slot) };
        }
        pub unsafe fn marker<T: ?Sized>(_: *mut PhantomData<T>) {}
        pub unsafe fn function<L: Parameters>(_: *mut PhantomData<L>) {}
        pub unsafe fn setting<S: crate::Constant>(_: *mut PhantomData<S>) {}
        pub unsafe fn settings<S: crate::parameters::Settings>(_: *mut PhantomData<S>) {}
    }

    /// Compiles only if all numbers of a field are `U`s.
    pub mod only {
        use crate::parameters::{NumberOf, Tensor};
        use core::marker::PhantomData;

        // The field comes first: from the number alone, the compiler would take the field for the only
        // type that the number is known to be of.
        pub const fn matrix<U: NumberOf<M::Scalar>, M: Tensor>(
            _: PhantomData<M>,
            _: PhantomData<U>,
        ) {
        }
        pub const fn vector<U: NumberOf<M::Scalar>, M: Tensor>(
            _: PhantomData<M>,
            _: PhantomData<U>,
        ) {
        }
        pub const fn tensor<U: NumberOf<M::Scalar>, M: Tensor>(
            _: PhantomData<M>,
            _: PhantomData<U>,
        ) {
        }
        pub const fn layer<U: NumberOf<L>, L>(_: PhantomData<L>, _: PhantomData<U>) {}
        pub const fn inside<U: NumberOf<L>, L>(_: PhantomData<L>, _: PhantomData<U>) {}
        pub const fn marker<U, T>(_: PhantomData<T>, _: PhantomData<U>) {}
        pub const fn function<U, L>(_: PhantomData<L>, _: PhantomData<U>) {}
        pub const fn setting<U, S>(_: PhantomData<S>, _: PhantomData<U>) {}
        pub const fn settings<U, S>(_: PhantomData<S>, _: PhantomData<U>) {}
    }

    /// Compiles only if a field of the gradient is what the layer's field asks for; of what type the field is, `node`
    /// checks.
    pub mod mirror {
        use self::asked::GradientOf;
        use crate::parameters::Parameters;
        use core::marker::PhantomData;

        pub const fn matrix<M>(_: PhantomData<M>, _: PhantomData<M>, _: i32) {}
        pub const fn vector<M>(_: PhantomData<M>, _: PhantomData<M>, _: i32) {}
        pub const fn tensor<M>(_: PhantomData<M>, _: PhantomData<M>, _: i32) {}
        pub const fn layer<L: Parameters, G, Open>(_: PhantomData<L>, _: G, _: Open)
        where
            G: GradientOf<L, L::Gradient, Open>,
            Open: Copy,
        {
        }
        pub const fn inside<L: Parameters, G, Open>(_: PhantomData<L>, _: G, _: Open)
        where
            G: GradientOf<L, L::Gradient, Open>,
            Open: Copy,
        {
        }
        pub const fn marker<T>(_: PhantomData<T>, _: PhantomData<T>, _: i32) {}
        pub const fn function<L>(_: PhantomData<L>, _: PhantomData<L>, _: i32) {}
        pub const fn setting<S>(_: PhantomData<S>, _: PhantomData<S>, _: i32) {}
        pub const fn settings<S>(_: PhantomData<S>, _: PhantomData<S>, _: i32) {}

        /// In a module of its own, so that no one else can implement the trait.
        mod asked {
            use core::marker::PhantomData;

            /// That a field is the gradient of the layer inside. A bound, so that the error is in our words: where an
            /// argument is of type `L::Gradient`, the compiler says only that types differ.
            #[diagnostic::on_unimplemented(
                message = "the gradient of a layer around `{L}` is a layer around the gradient of `{L}`",
                label = "has no `=> Gradient`, or another one",
                note = "write `parameters! {{ [L: Parameters] Outer<L> as L => Outer<L::Gradient> {{ … }} }}`"
            )]
            pub trait GradientOf<L, G, Open>: Copy {}
            #[diagnostic::do_not_recommend]
            impl<L, G, Open> GradientOf<L, G, Open> for PhantomData<G> {}
            // Never asked for: of a trait with one implementation the compiler explains that one.
            #[diagnostic::do_not_recommend]
            impl<L, Open> GradientOf<L, [Never; 1], Open> for PhantomData<Never> {}
            enum Never {}
        }
    }
}
