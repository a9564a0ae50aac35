//! Whether layers fit, for each number of them: a bound a layer, so that an error points at the layer, where a bound on
//! the whole tuple would mark the tuple.
//!
//! Written out, and each in a line: of a bound that a macro has written the compiler shows the macro as well, ten
//! lines in every message about a network.

#![allow(missing_docs, reason = "functions that `network!` alone calls")]

use crate::Forward;

#[rustfmt::skip]
pub const fn check1<A: Forward<X, Output = Y>, X, Y>() {}
#[rustfmt::skip]
pub const fn check2<A: Forward<X, Output = P1>, B: Forward<P1, Output = Y>, X, Y, P1>() {}
#[rustfmt::skip]
pub const fn check3<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = Y>, X, Y, P1, P2>() {}
#[rustfmt::skip]
pub const fn check4<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = Y>, X, Y, P1, P2, P3>() {}
#[rustfmt::skip]
pub const fn check5<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = Y>, X, Y, P1, P2, P3, P4>() {}
#[rustfmt::skip]
pub const fn check6<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = Y>, X, Y, P1, P2, P3, P4, P5>() {}
#[rustfmt::skip]
pub const fn check7<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6>() {}
#[rustfmt::skip]
pub const fn check8<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7>() {}
#[rustfmt::skip]
pub const fn check9<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8>() {}
#[rustfmt::skip]
pub const fn check10<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9>() {}
#[rustfmt::skip]
pub const fn check11<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10>() {}
#[rustfmt::skip]
pub const fn check12<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11>() {}
#[rustfmt::skip]
pub const fn check13<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12>() {}
#[rustfmt::skip]
pub const fn check14<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13>() {}
#[rustfmt::skip]
pub const fn check15<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = P14>, O: Forward<P14, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14>() {}
#[rustfmt::skip]
pub const fn check16<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = P14>, O: Forward<P14, Output = P15>, Q: Forward<P15, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15>() {}
#[rustfmt::skip]
pub const fn check17<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = P14>, O: Forward<P14, Output = P15>, Q: Forward<P15, Output = P16>, R: Forward<P16, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16>() {}
#[rustfmt::skip]
pub const fn check18<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = P14>, O: Forward<P14, Output = P15>, Q: Forward<P15, Output = P16>, R: Forward<P16, Output = P17>, S: Forward<P17, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16, P17>() {}
#[rustfmt::skip]
pub const fn check19<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = P14>, O: Forward<P14, Output = P15>, Q: Forward<P15, Output = P16>, R: Forward<P16, Output = P17>, S: Forward<P17, Output = P18>, U: Forward<P18, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16, P17, P18>() {}
#[rustfmt::skip]
pub const fn check20<A: Forward<X, Output = P1>, B: Forward<P1, Output = P2>, C: Forward<P2, Output = P3>, D: Forward<P3, Output = P4>, E: Forward<P4, Output = P5>, F: Forward<P5, Output = P6>, G: Forward<P6, Output = P7>, H: Forward<P7, Output = P8>, I: Forward<P8, Output = P9>, J: Forward<P9, Output = P10>, K: Forward<P10, Output = P11>, L: Forward<P11, Output = P12>, M: Forward<P12, Output = P13>, N: Forward<P13, Output = P14>, O: Forward<P14, Output = P15>, Q: Forward<P15, Output = P16>, R: Forward<P16, Output = P17>, S: Forward<P17, Output = P18>, U: Forward<P18, Output = P19>, V: Forward<P19, Output = Y>, X, Y, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16, P17, P18, P19>() {}
