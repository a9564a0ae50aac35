//! Decimals where a type is due, such as `Dropout<0.5>`: the compiler says only that a type was expected there.

use crate::Misfit;

/// The first decimal that is an argument of a type among these layers, as `stringify!` writes them, with what to write
/// instead. In braces is an expression, which may have any.
pub const fn decimals(layers: &str) -> Option<Misfit> {
    let text = layers.as_bytes();
    let (mut i, mut braces, mut argument) = (0, 0_usize, false);
    while i < text.len() {
        match text[i] {
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'0'..=b'9' if argument && braces == 0 => {
                let end = end_of_number(text, i);
                if let Some(misfit) = misfit(text, i, end) {
                    return Some(misfit);
                }
                i = end - 1;
            }
            _ => {}
        }
        // A number is an argument behind `<` or `,`, and so it is behind their space or sign.
        argument =
            matches!(text[i], b'<' | b',') || (argument && matches!(text[i], b' ' | b'\n' | b'-'));
        i += 1;
    }
    None
}

/// The end of the number that begins at `start`, with its exponent and the name of its type.
const fn end_of_number(text: &[u8], start: usize) -> usize {
    let mut end = start + 1;
    while end < text.len() {
        let exponent = matches!(text[end - 1], b'e' | b'E') && matches!(text[end], b'+' | b'-');
        if !(text[end].is_ascii_alphanumeric() || matches!(text[end], b'.' | b'_') || exponent) {
            break;
        }
        end += 1;
    }
    end
}

/// The words for a number, if it is a decimal.
const fn misfit(text: &[u8], start: usize, end: usize) -> Option<Misfit> {
    let (mut numerator, mut denominator) = (0_u64, 1_u64);
    let (mut point, mut plain, mut i) = (false, end - start <= 9, start);
    while i < end {
        match text[i] {
            b'.' => point = true,
            digit @ b'0'..=b'9' if plain => {
                numerator = numerator * 10 + (digit - b'0') as u64;
                if point {
                    denominator *= 10;
                }
            }
            _ => plain = false,
        }
        i += 1;
    }
    let exponent =
        text[start] != b'0' || end - start < 2 || !matches!(text[start + 1], b'x' | b'b' | b'o');
    if !(point || exponent && has_exponent(text, start, end)) {
        return None;
    }
    let negative = text[start - 1] == b'-';
    let sign = if negative { "-" } else { "" };
    let (_, rest) = text.split_at(start);
    let (number, _) = rest.split_at(end - start);
    let number = match core::str::from_utf8(number) {
        Ok(number) => number,
        Err(_) => "",
    };
    let message =
        Misfit::new("`").text(sign).text(number).text("` stands where a type is due: write ");
    let message = if plain {
        let common = common_divisor(numerator, denominator);
        let message = message.text("`Ratio<").text(sign).number((numerator / common) as usize);
        message.text(", ").number((denominator / common) as usize).text(">`, or ")
    } else {
        message
    };
    Some(
        message
            .text("the name of a type that `constant!(Name = ")
            .text(sign)
            .text(number)
            .text(")` makes"),
    )
}

/// Whether there is an `e` behind digits.
const fn has_exponent(text: &[u8], start: usize, end: usize) -> bool {
    let mut i = start;
    while i < end && matches!(text[i], b'0'..=b'9' | b'_' | b'.') {
        i += 1;
    }
    i < end && matches!(text[i], b'e' | b'E')
}

/// The greatest common divisor.
const fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::decimals;

    fn assert_said(layers: &str, words: &str) {
        let misfit = decimals(layers).unwrap_or_else(|| panic!("nothing is said of {layers}"));
        assert!(misfit.as_str().contains(words), "{layers}: {misfit}");
    }

    #[test]
    fn a_decimal_is_named_with_its_quotient() {
        assert_said(
            "Dense<2, 8>, Dropout<0.5>, Dense<8, 3>",
            "`0.5` stands where a type is due: write `Ratio<1, 2>`, or the name of a type that `constant!(Name = 0.5)` makes",
        );
        assert_said("LeakyRelu < 0.01 >", "`Ratio<1, 100>`");
        assert_said("Elu<-1.50>", "`Ratio<-3, 2>`");
        assert_said("Clamp<Ratio<0>, 2.0>", "`Ratio<2, 1>`");
        assert_said(
            "Normalize<1e-3>",
            "`1e-3` stands where a type is due: write the name of a type",
        );
        assert_said(
            "Normalize<0.5f32>",
            "`0.5f32` stands where a type is due: write the name of a type",
        );
    }

    #[test]
    fn nothing_else_is() {
        for layers in [
            "",
            "Dense<2, 8>, Tanh",
            "Dense<{ (0.5 * 16.0) as usize }, 4>",
            "Dense<0x1e3, 1_000>",
            "Layer2, (Conv1d<1, 4, 3>, Relu)",
            "Dropout<Ratio<1, 2>>",
            "Clamp<Ratio<-3>, Ratio<3>>",
            "[f32; 2]",
        ] {
            assert!(decimals(layers).is_none(), "{layers}");
        }
    }
}
