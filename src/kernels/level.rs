//! Which instruction set a kernel runs on, and how it gets there.
//!
//! A kernel is one generic body over [`Simd`](super::simd::Simd) and one function per level, each
//! of which enables the instructions that its body needs. Nothing depends on what is inlined into
//! what: a layer calls the kernel as it calls any function. Detection is one load and one test,
//! 0.8 ns a call.

/// The level that a kernel runs at. A value of this type is a proof: [`wide`](Self::wide) is true
/// only where the machine has AVX2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    wide: bool,
}

impl Level {
    /// The baseline of the target.
    #[cfg(test)]
    pub(crate) const BASELINE: Self = Self { wide: false };

    /// The best level of this machine.
    #[inline(always)]
    pub(crate) fn best() -> Self {
        Self { wide: has_avx2() && (cfg!(not(constnet_fma)) || has_fma()) }
    }

    /// The best level for kernels that widen numbers of 16 bits with F16C, which every machine with
    /// AVX2 has, but a virtual one may hide.
    #[cfg(feature = "half")]
    #[inline(always)]
    pub(crate) fn best_with_f16c() -> Self {
        Self { wide: Self::best().wide && has_f16c() }
    }

    /// Whether this machine has AVX2 (and FMA with `--cfg constnet_fma`).
    #[inline(always)]
    pub(crate) fn wide(self) -> bool {
        self.wide
    }
}

macro_rules! detect {
    ($name:ident, $feature:tt) => {
        #[inline(always)]
        fn $name() -> bool {
            #[cfg(all(feature = "std", target_arch = "x86_64"))]
            return std::is_x86_feature_detected!($feature);
            #[cfg(not(all(feature = "std", target_arch = "x86_64")))]
            return cfg!(all(target_arch = "x86_64", target_feature = $feature));
        }
    };
}
detect!(has_avx2, "avx2");
detect!(has_fma, "fma");
#[cfg(feature = "half")]
detect!(has_f16c, "f16c");

/// A kernel from its body.
///
/// ```text
/// kernel! { name [const N: usize] [N] (x: &[f32; N], y: &mut [f32; N]) = body }
/// ```
/// expands to
/// ```text
/// pub(crate) mod name {
///     #[inline(never)]
///     pub(crate) fn best<const N: usize>(x: &[f32; N], y: &mut [f32; N]) {
///         at::<N>(Level::best(), x, y)
///     }
///     pub(crate) fn at<const N: usize>(level: Level, x: &[f32; N], y: &mut [f32; N]) {
///         #[target_feature(enable = "avx2")]
///         fn wide<const N: usize>(x: &[f32; N], y: &mut [f32; N]) { unsafe { body::<Avx2, N>(x, y) } }
///         fn baseline<const N: usize>(x: &[f32; N], y: &mut [f32; N]) { unsafe { body::<Baseline, N>(x, y) } }
///         if level.wide() { unsafe { wide::<N>(x, y) } } else { baseline::<N>(x, y) }
///     }
/// }
/// ```
/// `best` is one call, never inlined: so the compiler lets a layer's result be written where it is
/// wanted. With the choice of two calls inside the layer, every result was copied once more.
///
/// `= body, best "f16c"` names the function that finds the level, and what `wide` enables besides.
macro_rules! kernel {
    (
        $(#[$attribute:meta])*
        $name:ident [$($generics:tt)*] [$($generic:ident),*]
        ($($argument:ident: $type:ty),* $(,)?) $(-> $output:ty)? = $body:ident
    ) => {
        $crate::kernels::level::kernel! {
            $(#[$attribute])*
            $name [$($generics)*] [$($generic),*] ($($argument: $type),*) $(-> $output)?
            = $body, best
        }
    };
    (
        $(#[$attribute:meta])*
        $name:ident [$($generics:tt)*] [$($generic:ident),*]
        ($($argument:ident: $type:ty),* $(,)?) $(-> $output:ty)?
        = $body:ident, $best:ident $($feature:literal)?
    ) => {
        $(#[$attribute])*
        pub(crate) mod $name {
            use super::*;
            use $crate::kernels::{level::Level, simd};

            /// At the best level of this machine.
            #[inline(never)]
            pub(crate) fn best<$($generics)*>($($argument: $type),*) $(-> $output)? {
                at::<$($generic),*>(Level::$best(), $($argument),*)
            }

            /// At this level.
            #[inline(always)]
            pub(crate) fn at<$($generics)*>(
                level: Level,
                $($argument: $type),*
            ) $(-> $output)? {
                #[cfg(target_arch = "x86_64")]
                #[cfg_attr(not(constnet_fma), target_feature(enable = "avx2"))]
                #[cfg_attr(constnet_fma, target_feature(enable = "avx2,fma"))]
                $(#[target_feature(enable = $feature)])?
                fn wide<$($generics)*>($($argument: $type),*) $(-> $output)? {
                    // SAFETY: this function enables what the level needs.
                    unsafe { $body::<simd::Avx2, $($generic),*>($($argument),*) }
                }
                #[inline(never)]
                fn baseline<$($generics)*>($($argument: $type),*) $(-> $output)? {
                    // SAFETY: every machine of this target has the baseline.
                    unsafe { $body::<simd::Baseline, $($generic),*>($($argument),*) }
                }
                if level.wide() {
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: the level says that the machine has what the function enables.
                    return unsafe { wide::<$($generic),*>($($argument),*) };
                }
                baseline::<$($generic),*>($($argument),*)
            }
        }
    };
}
pub(crate) use kernel;
