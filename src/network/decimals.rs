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
    let (mut point, mut plain, mut i) = (false, end - start <= 12, start);
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
    let (_, rest) = text.split_at(start);
    let (number, _) = rest.split_at(end - start);
    let number = match core::str::from_utf8(number) {
        Ok(number) => number,
        Err(_) => "",
    };
    let message = Misfit::new("`").text(number).text("` stands where a type is due: write ");
    let message = if plain {
        let common = common_divisor(numerator, denominator);
        let message = message.text("`Ratio<").number((numerator / common) as usize);
        message.text(", ").number((denominator / common) as usize).text(">`, or ")
    } else {
        message
    };
    Some(message.text("the name of a type that `constant!(Name = ").text(number).text(")` makes"))
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

    /// What is said of a layer.
    fn said(layers: &str) -> Option<String> {
        decimals(layers).map(|misfit| misfit.to_string())
    }

    #[test]
    fn a_decimal_is_named_with_its_quotient() {
        let half = "`0.5` stands where a type is due: write `Ratio<1, 2>`, or the name of a type that `constant!(Name = 0.5)` makes";
        assert_eq!(said("Dense<2, 8>, Dropout<0.5>, Dense<8, 3>").unwrap(), half);
        assert!(said("LeakyRelu < 0.01 >").unwrap().contains("`Ratio<1, 100>`"));
        assert!(said("Elu<-1.50>").unwrap().contains("`Ratio<3, 2>`"));
        assert!(said("Clamp<Ratio<0>, 2.0>").unwrap().contains("`Ratio<2, 1>`"));
        let small = "`1e-3` stands where a type is due: write the name of a type that `constant!(Name = 1e-3)` makes";
        assert_eq!(said("Normalize<1e-3>").unwrap(), small);
        assert!(said("Normalize<0.5f32>").unwrap().starts_with("`0.5f32` "));
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
            "Foo<-3>",
            "[f32; 2]",
        ] {
            assert_eq!(said(layers), None, "{layers}");
        }
    }
}
