//! The error function.

use super::exp::{Reduced, near_one, power_of_two, reduce};

/// erf x
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let a = x.abs();
    let u = a * a;
    let small = a
        + a * horner!(u; 0.128_379_17, -0.376_126_3, 0.112_836_26, -0.026_855_731, 0.005_192_404_6, -0.000_804_976_1, 7.996_614e-5);
    // erf 4 rounds to 1.
    let b = if a > 4.0 { 4.0 } else { a };
    let v = b - 2.0;
    let w = horner!(v; 0.255_395_44, -0.106_798_21, 0.041_807_037, -0.015_426_126, 0.005_467_858_6, -0.001_913_427, 0.000_477_969_8, -0.000_164_749_06, 0.000_132_752_92);
    let Reduced { n, r, .. } = reduce(-(b * b));
    let large = 1.0 - near_one(r) * power_of_two(n) * w;
    let y = if a < 0.92 { small } else { large };
    y.copysign(x)
}
