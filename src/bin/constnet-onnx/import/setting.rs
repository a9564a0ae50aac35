//! Numbers of a file that become settings of a layer, which are types.

/// Up to here every integer is an `f64`, and may stand in a `Ratio`.
const MOST: u64 = 1 << 53;

/// A number as a type, and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// As it is written in Rust; nothing for one that is declared with [`constant!`](constnet::constant) and has
    /// no name yet.
    pub text: Option<String>,
    /// What the type stands for.
    pub value: f64,
}

impl Setting {
    /// A number of a file as a `Ratio`, if there is one, or else as a constant of its own.
    pub fn new(value: f64, double: bool) -> Self {
        let text = ratio(value, double);
        let quotient = text.as_ref().map(|text| {
            let mut numbers = text["Ratio<".len()..text.len() - 1]
                .split(", ")
                .map(|number| number.parse().unwrap_or(f64::NAN));
            numbers.next().unwrap_or(f64::NAN) / numbers.next().unwrap_or(1.0)
        });
        Self { value: quotient.unwrap_or(value), text }
    }

    /// Whether it is one of a layer's own.
    pub fn is(&self, text: &str) -> bool {
        self.text.as_deref() == Some(text)
    }
}

/// A number, which is a `double` or an `f32`, as a `Ratio` in Rust, or none where none is that number.
///
/// In every file most attributes are `f32`s, which stand for what was written in the program that made the
/// file: 1/6, 0.01, 1e-12. Of the quotients that round to the number this is the one of the smallest
/// denominator among the convergents of its continued fraction and its shortest decimal, so in a network of
/// `f64` 0.01 is 1/100 and not the `f32` nearby.
pub fn ratio(value: f64, double: bool) -> Option<String> {
    let size = value.abs();
    let is = |num: u64, den: u64| {
        let quotient = num as f64 / den as f64;
        if double { quotient == size } else { quotient as f32 == size as f32 }
    };
    let decimal = if double { format!("{size}") } else { format!("{}", size as f32) };
    let [num, den] =
        [convergent(size, is), of_decimal(&decimal).filter(|&[num, den]| is(num, den))]
            .into_iter()
            .flatten()
            .min_by_key(|&[_, den]| den)?;
    let sign = if value < 0.0 { "-" } else { "" };
    Some(if den == 1 {
        format!("Ratio<{sign}{num}>")
    } else {
        format!("Ratio<{sign}{num}, {den}>")
    })
}

/// The first convergent that is the number.
fn convergent(size: f64, is: impl Fn(u64, u64) -> bool) -> Option<[u64; 2]> {
    let mut rest = size;
    let ([mut num, mut den], [mut before_num, mut before_den]) = ([1_u64, 0_u64], [0, 1]);
    loop {
        if !(rest <= MOST as f64) {
            return None;
        }
        let digit = rest as u64;
        let next = |one: u64, before: u64| digit.checked_mul(one)?.checked_add(before);
        ([num, before_num], [den, before_den]) =
            ([next(num, before_num)?, num], [next(den, before_den)?, den]);
        if num > MOST || den > MOST {
            return None;
        }
        if is(num, den) {
            return Some([num, den]);
        }
        rest = 1.0 / (rest - digit as f64);
    }
}

/// Digits with a point, as a quotient in lowest terms.
fn of_decimal(digits: &str) -> Option<[u64; 2]> {
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let mut num: u64 = format!("{whole}{places}").parse().ok()?;
    let mut den = 10_u64.checked_pow(u32::try_from(places.len()).ok()?)?;
    for prime in [2, 5] {
        while den.is_multiple_of(prime) && num.is_multiple_of(prime) {
            (num, den) = (num / prime, den / prime);
        }
    }
    (num <= MOST && den <= MOST).then_some([num, den])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_as_they_were_meant() {
        for (value, expected) in [
            (0.01_f32, "Ratio<1, 100>"),
            (0.3, "Ratio<3, 10>"),
            (-0.2, "Ratio<-1, 5>"),
            (1.0 / 6.0, "Ratio<1, 6>"),
            (0.0, "Ratio<0>"),
            (-0.0, "Ratio<0>"),
            (1.5, "Ratio<3, 2>"),
            (-3.0, "Ratio<-3>"),
            (1e-5, "Ratio<1, 100000>"),
            (1e-12, "Ratio<1, 1000000000000>"),
        ] {
            assert_eq!(ratio(value.into(), false).as_deref(), Some(expected));
        }
        assert_eq!(ratio(0.1, true).as_deref(), Some("Ratio<1, 10>"));
        // As a double it is itself, and nothing that was meant.
        assert_eq!(ratio(0.1_f32.into(), true).as_deref(), Some("Ratio<13421773, 134217728>"));
        for value in [1e-30, 1e30, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(ratio(value, false), None);
        }
    }
}
