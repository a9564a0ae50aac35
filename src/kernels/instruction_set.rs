//! Which instruction set a kernel runs on, and how it gets there.
//!
//! A kernel is one generic body over [`Simd`](super::simd::Simd) and one function per instruction set, each
//! of which enables the instructions that its body needs. Nothing depends on what is inlined into
//! what: a layer calls the kernel as it calls any function. The machine is asked once; from then on
//! the choice is one load and one test.

use super::simd::Simd;
#[cfg(all(feature = "std", target_arch = "x86_64"))]
use core::sync::atomic::{AtomicU8, Ordering};

/// The instruction set that a kernel runs on. A value of this type is a proof: `wide` is true only where the
/// machine has AVX2.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InstructionSet {
    wide: bool,
}

/// What a kernel's wide function needs, and how it is known before the machine is asked.
pub(crate) struct Requirements {
    /// Whether the build promises it.
    built: bool,
    /// Its bit in what was found.
    #[cfg_attr(
        not(all(feature = "std", target_arch = "x86_64")),
        expect(dead_code, reason = "there, nothing is asked")
    )]
    bit: u8,
}

/// AVX2 (and FMA with `--cfg constnet_fma`).
pub(crate) const AVX2: Requirements = Requirements { built: BUILT, bit: 1 };

/// Numbers of 16 bits are widened with F16C, which every machine with AVX2 has, but a virtual one
/// may hide.
#[cfg(feature = "half")]
pub(crate) const AVX2_F16C: Requirements =
    Requirements { built: BUILT && cfg!(target_feature = "f16c"), bit: 2 };

const BUILT: bool = cfg!(all(target_arch = "x86_64", target_feature = "avx2"))
    && (cfg!(not(constnet_fma)) || cfg!(target_feature = "fma"));

/// The bits of what this machine has, and [`ASKED`]; 0 before the first kernel has run.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
static FOUND: AtomicU8 = AtomicU8::new(0);
#[cfg(all(feature = "std", target_arch = "x86_64"))]
const ASKED: u8 = 1 << 7;

impl InstructionSet {
    /// The baseline of the target.
    #[cfg(test)]
    pub(crate) const BASELINE: Self = Self { wide: false };

    /// The set whose vectors are S.
    ///
    /// # Safety
    /// The machine has it.
    #[inline(always)]
    pub(super) unsafe fn of<S: Simd>() -> Self {
        // No other set has eight lanes.
        Self { wide: S::LANES == 8 }
    }

    /// The best set of this machine, if it is known by now.
    #[inline(always)]
    pub(crate) fn known(needs: Requirements) -> Option<Self> {
        if needs.built {
            return Some(Self { wide: true });
        }
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        return match FOUND.load(Ordering::Relaxed) {
            0 => None,
            found => Some(Self { wide: found & needs.bit != 0 }),
        };
        #[cfg(not(all(feature = "std", target_arch = "x86_64")))]
        return Some(Self { wide: false });
    }

    /// The best set of this machine, which is asked.
    #[cold]
    pub(crate) fn ask(needs: Requirements) -> Self {
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        {
            let wide = std::is_x86_feature_detected!("avx2")
                && (cfg!(not(constnet_fma)) || std::is_x86_feature_detected!("fma"));
            let f16c = wide && std::is_x86_feature_detected!("f16c");
            FOUND.store(ASKED | u8::from(wide) | u8::from(f16c) << 1, Ordering::Relaxed);
        }
        Self::known(needs).unwrap_or(Self { wide: false })
    }

    /// Whether this machine has AVX2 (and FMA with `--cfg constnet_fma`).
    #[inline(always)]
    pub(crate) fn wide(self) -> bool {
        self.wide
    }
}

/// A kernel from its body.
///
/// ```text
/// kernel! { name [const N: usize] [N] (x: &[f32; N], y: &mut [f32; N]) = body }
/// ```
/// expands to
/// ```text
/// pub(crate) mod name {
///     #[inline(never)]
///     pub(crate) fn dispatch<const N: usize>(x: &[f32; N], y: &mut [f32; N]) {
///         match InstructionSet::known(AVX2) {
///             Some(set) => at::<N>(set, x, y),
///             None => detect::<N>(x, y),
///         }
///     }
///     #[cold]
///     fn detect<const N: usize>(x: &[f32; N], y: &mut [f32; N]) { at::<N>(InstructionSet::ask(AVX2), x, y) }
///     pub(crate) fn inline<const N: usize>(instructions: Instructions, little: bool, x: &[f32; N], y: &mut [f32; N]) {
///         match instructions.known() {
///             None => dispatch::<N>(x, y),
///             Some(set) if !little => at::<N>(set, x, y),
///             Some(set) => if set.wide() { unsafe { body::<Avx2, N>(x, y) } } else { unsafe { body::<Baseline, N>(x, y) } }
///         }
///     }
///     pub(crate) fn at<const N: usize>(set: InstructionSet, x: &[f32; N], y: &mut [f32; N]) {
///         #[target_feature(enable = "avx2")]
///         fn wide<const N: usize>(x: &[f32; N], y: &mut [f32; N]) { unsafe { body::<Avx2, N>(x, y) } }
///         fn baseline<const N: usize>(x: &[f32; N], y: &mut [f32; N]) { unsafe { body::<Baseline, N>(x, y) } }
///         if set.wide() { unsafe { wide::<N>(x, y) } } else { baseline::<N>(x, y) }
///     }
/// }
/// ```
/// `dispatch` is one call, never inlined: so the compiler lets a layer's result be written where it is
/// wanted. With the choice of two calls inside the layer, every result was copied once more. It ends
/// in a jump whatever it finds: if it asked the machine itself, it would have to save its arguments
/// across that call, in every call.
///
/// `= body, AVX2_F16C "f16c"` names what `wide` needs, and what it enables besides.
macro_rules! kernel {
    (
        $(#[$attribute:meta])*
        $name:ident [$($generics:tt)*] [$($generic:ident),*]
        ($($argument:ident: $type:ty),* $(,)?) $(-> $output:ty)? = $body:ident
    ) => {
        $crate::kernels::instruction_set::kernel! {
            $(#[$attribute])*
            $name [$($generics)*] [$($generic),*] ($($argument: $type),*) $(-> $output)?
            = $body, AVX2
        }
    };
    (
        $(#[$attribute:meta])*
        $name:ident [$($generics:tt)*] [$($generic:ident),*]
        ($($argument:ident: $type:ty),* $(,)?) $(-> $output:ty)?
        = $body:ident, $needs:ident $($feature:literal)?
    ) => {
        $(#[$attribute])*
        pub(crate) mod $name {
            use super::*;
            use $crate::kernels::{instructions::Instructions, instruction_set::{self, InstructionSet}, simd};

            /// With the best instructions of this machine.
            #[inline(never)]
            pub(crate) fn dispatch<$($generics)*>($($argument: $type),*) $(-> $output)? {
                match InstructionSet::known(instruction_set::$needs) {
                    Some(set) => at::<$($generic),*>(set, $($argument),*),
                    None => detect::<$($generic),*>($($argument),*),
                }
            }

            /// The first time that any kernel runs.
            #[cold]
            #[inline(never)]
            fn detect<$($generics)*>($($argument: $type),*) $(-> $output)? {
                at::<$($generic),*>(InstructionSet::ask(instruction_set::$needs), $($argument),*)
            }

            /// With the instructions that a stack has asked for, or unknown ones. Where they are known, `little` work is done in
            /// the function around the call.
            #[allow(dead_code, reason = "most kernels are called by no stack")]
            #[allow(clippy::too_many_arguments, reason = "those of the kernel, and two more")]
            #[inline(always)]
            pub(crate) fn inline<$($generics)*>(
                instructions: Instructions,
                little: bool,
                $($argument: $type),*
            ) $(-> $output)? {
                let set = match instructions.known() {
                    None => return dispatch::<$($generic),*>($($argument),*),
                    Some(set) if !little => return at::<$($generic),*>(set, $($argument),*),
                    Some(set) => set,
                };
                if set.wide() {
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: the set says that the machine has what AVX2 needs.
                    return unsafe { $body::<simd::Avx2, $($generic),*>($($argument),*) };
                }
                // SAFETY: every machine of this target has the baseline.
                unsafe { $body::<simd::Baseline, $($generic),*>($($argument),*) }
            }

            /// With this instruction set.
            #[inline(always)]
            pub(crate) fn at<$($generics)*>(
                set: InstructionSet,
                $($argument: $type),*
            ) $(-> $output)? {
                #[cfg(target_arch = "x86_64")]
                #[cfg_attr(not(constnet_fma), target_feature(enable = "avx2"))]
                #[cfg_attr(constnet_fma, target_feature(enable = "avx2,fma"))]
                $(#[target_feature(enable = $feature)])?
                #[inline(never)]
                fn wide<$($generics)*>($($argument: $type),*) $(-> $output)? {
                    // SAFETY: this function enables what the set needs.
                    unsafe { $body::<simd::Avx2, $($generic),*>($($argument),*) }
                }
                #[inline(never)]
                fn baseline<$($generics)*>($($argument: $type),*) $(-> $output)? {
                    // SAFETY: every machine of this target has the baseline.
                    unsafe { $body::<simd::Baseline, $($generic),*>($($argument),*) }
                }
                if set.wide() {
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: the set says that the machine has what the function enables.
                    return unsafe { wide::<$($generic),*>($($argument),*) };
                }
                baseline::<$($generic),*>($($argument),*)
            }
        }
    };
}
pub(crate) use kernel;
