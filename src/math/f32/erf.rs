//! The error function.

use super::exp::{Reduced, near_one, power_of_two, reduce};

/// erf x
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let a = x.abs();
    let u = a * a;
    let small = a
        + a * horner!(u; 0.128_379_17, -0.376_126_3, 0.112_836_26, -0.026_855_731, 0.005_192_404_6, -0.000_804_976_1, 7.996_614e-5);
    let a4 = if a > 4.0 { 4.0 } else { a };
    let g = horner!(a4; -0.000_174_689_98, 1.129_514_9, 0.633_347, 0.108_279_9, -0.025_119_198, 0.004_170_92, -0.000_434_416_8, 2.108_913_8e-5);
    let Reduced { n, r, .. } = reduce(-g);
    let large = 1.0 - near_one(r) * power_of_two(n);
    let y = if a < 0.92 { small } else { large };
    y.copysign(x)
}
