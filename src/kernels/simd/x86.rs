//! SSE2, which every x86-64 machine has, and AVX2.

use super::Simd;
use core::{arch::x86_64::*, mem::transmute};

/// Four lanes.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Sse2;

/// Eight lanes.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Avx2;

/// Four lanes where AVX2 is: the same, and fused where AVX2 is.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Avx2Half;

/// What four lanes are with either instruction set.
///
/// Numbers are loaded with the alignment that they have, and not by `_mm_loadu_ps`, which says that they
/// have none: the compiler then believes the same of vectors beside which it lays what a call has
/// returned (`tests/compiler/`).
///
/// The machine has the instructions because the caller of every method vouches for it, as it does
/// for the pointers: that is the SAFETY of each block.
macro_rules! four_lanes {
    ($set:ident, f16($from:ident) = $f16:expr, mul_add($a:ident, $b:ident, $c:ident) = $mul_add:expr) => {
        impl Simd for $set {
            const LANES: usize = 4;
            type V = __m128;
            type Half = Self;

            #[inline(always)]
            unsafe fn splat(x: f32) -> __m128 {
                // SAFETY: as above.
                unsafe { _mm_set1_ps(x) }
            }
            #[inline(always)]
            unsafe fn load(from: *const f32) -> __m128 {
                // SAFETY: as above. Any four numbers are a vector.
                unsafe { transmute(from.cast::<[f32; 4]>().read()) }
            }
            #[inline(always)]
            unsafe fn store(to: *mut f32, v: __m128) {
                // SAFETY: as above.
                unsafe { _mm_storeu_ps(to, v) }
            }
            #[cfg(feature = "half")]
            #[inline(always)]
            unsafe fn load_f16($from: *const half::f16) -> __m128 {
                // SAFETY: as above.
                unsafe { $f16 }
            }
            #[cfg(feature = "half")]
            #[inline(always)]
            unsafe fn load_bf16(from: *const half::bf16) -> __m128 {
                // SAFETY: as above.
                unsafe { four_bf16(from) }
            }
            #[cfg(feature = "half")]
            #[inline(always)]
            unsafe fn load_bf16_parted(from: *const half::bf16) -> [__m128; 2] {
                // SAFETY: as above.
                unsafe {
                    let bits = _mm_loadu_si128(from.cast());
                    let odd = _mm_and_si128(bits, _mm_set1_epi32(0xffff_0000_u32.cast_signed()));
                    [_mm_castsi128_ps(_mm_slli_epi32::<16>(bits)), _mm_castsi128_ps(odd)]
                }
            }
            #[inline(always)]
            unsafe fn part([a, b]: [__m128; 2]) -> [__m128; 2] {
                // SAFETY: as above.
                unsafe { [_mm_shuffle_ps::<0x88>(a, b), _mm_shuffle_ps::<0xdd>(a, b)] }
            }
            #[inline(always)]
            unsafe fn join([even, odd]: [__m128; 2]) -> [__m128; 2] {
                // SAFETY: as above.
                unsafe { [_mm_unpacklo_ps(even, odd), _mm_unpackhi_ps(even, odd)] }
            }
            #[inline(always)]
            unsafe fn add(a: __m128, b: __m128) -> __m128 {
                // SAFETY: as above.
                unsafe { _mm_add_ps(a, b) }
            }
            #[inline(always)]
            unsafe fn mul_add($a: __m128, $b: __m128, $c: __m128) -> __m128 {
                // SAFETY: as above.
                unsafe { $mul_add }
            }
            #[inline(always)]
            unsafe fn first(x: f32) -> __m128 {
                // SAFETY: as above.
                unsafe { _mm_set_ss(x) }
            }
            #[inline(always)]
            unsafe fn sum(v: __m128) -> f32 {
                // SAFETY: as above.
                unsafe {
                    let two = _mm_add_ps(v, _mm_movehl_ps(v, v));
                    _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
                }
            }
            #[inline(always)]
            unsafe fn transpose(from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
                // SAFETY: as above.
                unsafe {
                    let (mut a, mut b) = (Self::load(from), Self::load(from.add(from_step)));
                    let mut c = Self::load(from.add(2 * from_step));
                    let mut d = Self::load(from.add(3 * from_step));
                    _MM_TRANSPOSE4_PS(&mut a, &mut b, &mut c, &mut d);
                    for (row, v) in [a, b, c, d].into_iter().enumerate() {
                        _mm_storeu_ps(to.add(row * to_step), v);
                    }
                }
            }
        }
    };
}

/// Four numbers of 16 bits.
///
/// # Safety
/// Four of them can be read.
#[cfg(feature = "half")]
#[inline(always)]
unsafe fn four_halves<T>(from: *const T) -> __m128i {
    // SAFETY: the caller's promise; SSE2 is part of the baseline.
    unsafe { _mm_loadl_epi64(from.cast()) }
}

/// Four numbers of binary16, by whole numbers: exponents move by 112; those of infinity and NaN
/// become all ones; subnormal numbers are what is left of (1 + x)·2⁻¹⁴ without the 1. No instruction
/// sees a subnormal f32, which some programs ask the machine to take for 0.
///
/// # Safety
/// Four of them can be read.
#[cfg(feature = "half")]
#[inline(always)]
unsafe fn four_f16(from: *const half::f16) -> __m128 {
    // SAFETY: the caller's promise; SSE2 is part of the baseline.
    unsafe {
        let bits = _mm_unpacklo_epi16(four_halves(from), _mm_setzero_si128());
        let sign = _mm_slli_epi32::<16>(_mm_and_si128(bits, _mm_set1_epi32(0x8000)));
        let rest = _mm_slli_epi32::<13>(_mm_and_si128(bits, _mm_set1_epi32(0x7fff)));
        let normal = _mm_add_epi32(rest, _mm_set1_epi32(112 << 23));
        let ones = _mm_cmpgt_epi32(rest, _mm_set1_epi32((31 << 23) - 1));
        let normal = _mm_or_si128(normal, _mm_and_si128(ones, _mm_set1_epi32(0x7f80_0000)));
        let one = _mm_set1_epi32(113 << 23);
        let small = _mm_sub_ps(_mm_castsi128_ps(_mm_add_epi32(rest, one)), _mm_castsi128_ps(one));
        let tiny = _mm_cmpgt_epi32(_mm_set1_epi32(1 << 23), rest);
        let magnitude = _mm_or_si128(
            _mm_and_si128(tiny, _mm_castps_si128(small)),
            _mm_andnot_si128(tiny, normal),
        );
        _mm_castsi128_ps(_mm_or_si128(magnitude, sign))
    }
}

/// Four numbers of bfloat16: the upper halves of f32s.
///
/// # Safety
/// Four of them can be read.
#[cfg(feature = "half")]
#[inline(always)]
unsafe fn four_bf16(from: *const half::bf16) -> __m128 {
    // SAFETY: the caller's promise; SSE2 is part of the baseline.
    unsafe { _mm_castsi128_ps(_mm_unpacklo_epi16(_mm_setzero_si128(), four_halves(from))) }
}

four_lanes!(Sse2, f16(from) = four_f16(from), mul_add(a, b, c) = _mm_add_ps(_mm_mul_ps(a, b), c));
#[cfg(not(constnet_fma))]
four_lanes!(
    Avx2Half,
    f16(from) = _mm_cvtph_ps(four_halves(from)),
    mul_add(a, b, c) = _mm_add_ps(_mm_mul_ps(a, b), c)
);
#[cfg(constnet_fma)]
four_lanes!(
    Avx2Half,
    f16(from) = _mm_cvtph_ps(four_halves(from)),
    mul_add(a, b, c) = _mm_fmadd_ps(a, b, c)
);

/// Quarters of a vector of which the middle two change places.
///
/// # Safety
/// The machine has AVX2.
#[inline(always)]
unsafe fn in_order(v: __m256) -> __m256 {
    // SAFETY: the caller's promise.
    unsafe { _mm256_castpd_ps(_mm256_permute4x64_pd::<0xd8>(_mm256_castps_pd(v))) }
}

/// Four numbers of a row, and four of the one that is four steps behind it.
///
/// # Safety
/// The machine has AVX2, and both can be read.
#[inline(always)]
unsafe fn two_rows(from: *const f32, step: usize) -> __m256 {
    // SAFETY: the caller's promise.
    unsafe {
        let (low, high) = (Avx2Half::load(from), Avx2Half::load(from.add(4 * step)));
        _mm256_insertf128_ps::<1>(_mm256_castps128_ps256(low), high)
    }
}

/// Which of a pair of numbers each lane takes.
///
/// It is read as volatile: for a pattern that it knows, the compiler makes two shuffles, of which one crosses
/// the halves. They are 3 % of the time of 18-64-64-4 on Zen 3.
// SAFETY: a vector is any 256 bits.
static HALVES: __m256 = unsafe { transmute([0_u32, 0, 0, 0, 1, 1, 1, 1]) };

impl Simd for Avx2 {
    const LANES: usize = 8;
    type V = __m256;
    type Half = Avx2Half;

    #[inline(always)]
    unsafe fn splat(x: f32) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_set1_ps(x) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> __m256 {
        // SAFETY: as above. Any eight numbers are a vector.
        unsafe { transmute(from.cast::<[f32; 8]>().read()) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, v: __m256) {
        // SAFETY: as above.
        unsafe { _mm256_storeu_ps(to, v) }
    }
    /// With F16C, which kernels that store numbers so enable.
    #[cfg(feature = "half")]
    #[inline(always)]
    unsafe fn load_f16(from: *const half::f16) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_cvtph_ps(_mm_loadu_si128(from.cast())) }
    }
    #[cfg(feature = "half")]
    #[inline(always)]
    unsafe fn load_bf16(from: *const half::bf16) -> __m256 {
        // SAFETY: as above.
        unsafe {
            let bits = _mm256_cvtepu16_epi32(_mm_loadu_si128(from.cast()));
            _mm256_castsi256_ps(_mm256_slli_epi32::<16>(bits))
        }
    }
    #[cfg(feature = "half")]
    #[inline(always)]
    unsafe fn load_bf16_parted(from: *const half::bf16) -> [__m256; 2] {
        // SAFETY: as above.
        unsafe {
            let bits = _mm256_loadu_si256(from.cast());
            let odd = _mm256_and_si256(bits, _mm256_set1_epi32(0xffff_0000_u32.cast_signed()));
            [_mm256_castsi256_ps(_mm256_slli_epi32::<16>(bits)), _mm256_castsi256_ps(odd)]
        }
    }
    #[inline(always)]
    unsafe fn part([a, b]: [__m256; 2]) -> [__m256; 2] {
        // SAFETY: as above.
        unsafe {
            // Within halves, then the halves put in order.
            [in_order(_mm256_shuffle_ps::<0x88>(a, b)), in_order(_mm256_shuffle_ps::<0xdd>(a, b))]
        }
    }
    #[inline(always)]
    unsafe fn join([even, odd]: [__m256; 2]) -> [__m256; 2] {
        // SAFETY: as above.
        unsafe {
            let (low, high) = (_mm256_unpacklo_ps(even, odd), _mm256_unpackhi_ps(even, odd));
            [_mm256_permute2f128_ps::<0x20>(low, high), _mm256_permute2f128_ps::<0x31>(low, high)]
        }
    }
    #[inline(always)]
    unsafe fn add(a: __m256, b: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_add_ps(a, b) }
    }
    #[cfg(not(constnet_fma))]
    #[inline(always)]
    unsafe fn mul_add(a: __m256, b: __m256, c: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_add_ps(_mm256_mul_ps(a, b), c) }
    }
    #[cfg(constnet_fma)]
    #[inline(always)]
    unsafe fn mul_add(a: __m256, b: __m256, c: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_fmadd_ps(a, b, c) }
    }
    #[inline(always)]
    unsafe fn first(x: f32) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_zextps128_ps256(_mm_set_ss(x)) }
    }
    #[inline(always)]
    unsafe fn halves() -> __m256 {
        // SAFETY: as above.
        unsafe { (&raw const HALVES).read_volatile() }
    }
    #[inline(always)]
    unsafe fn splat_two(from: *const f32, halves: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe {
            let pairs = _mm256_castpd_ps(_mm256_broadcastsd_pd(_mm_load_sd(from.cast())));
            _mm256_permutevar_ps(pairs, _mm256_castps_si256(halves))
        }
    }
    #[inline(always)]
    unsafe fn sum(v: __m256) -> f32 {
        // SAFETY: as above.
        unsafe {
            let upper = _mm256_extractf128_ps::<1>(v);
            Avx2Half::sum(_mm_add_ps(_mm256_castps256_ps128(v), upper))
        }
    }
    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
        // Halves of rows c and c + 4 are joined while they are loaded; then each 4 × 4 square is
        // transposed in place.
        // SAFETY: as above.
        unsafe {
            for half in [0, 4] {
                let a = two_rows(from.add(half), from_step);
                let b = two_rows(from.add(from_step + half), from_step);
                let c = two_rows(from.add(2 * from_step + half), from_step);
                let d = two_rows(from.add(3 * from_step + half), from_step);
                let (ab_low, ab_high) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
                let (cd_low, cd_high) = (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
                let rows = [
                    _mm256_shuffle_ps::<0x44>(ab_low, cd_low),
                    _mm256_shuffle_ps::<0xee>(ab_low, cd_low),
                    _mm256_shuffle_ps::<0x44>(ab_high, cd_high),
                    _mm256_shuffle_ps::<0xee>(ab_high, cd_high),
                ];
                for (row, v) in rows.into_iter().enumerate() {
                    _mm256_storeu_ps(to.add((half + row) * to_step), v);
                }
            }
        }
    }
}
