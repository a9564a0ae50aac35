//! Text that others wrote, made fit for a terminal and for a comment.

use std::fmt::{self, Write};

/// A text in one line, in which nothing acts on a terminal, hides or turns around: control characters,
/// invisible ones and those that steer the direction of writing are shown as Rust escapes them.
pub struct Printable<'a>(pub &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                // Rust would escape these too, and they are harmless here.
                '"' | '\'' | '\\' => out.write_char(c)?,
                _ => write!(out, "{}", c.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// A text for a comment of the source: one line of ASCII, and no more than a comment should have.
pub fn comment(text: &str) -> String {
    text.chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { '?' }).take(100).collect()
}

/// A text that stands as code in a comment for rustdoc, and cannot leave it: what followed could be HTML.
pub fn code(text: &str) -> String {
    comment(text).replace('`', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_shown_and_not_sent() {
        for (text, shown) in [
            ("node `x` (Gemm), β ≥ 1, \"a\\b\"", "node `x` (Gemm), β ≥ 1, \"a\\b\""),
            ("\x1b[2J\r\n\t\x07", "\\u{1b}[2J\\r\\n\\t\\u{7}"),
            // CSI in one character, DEL, and lines that only some programs break.
            ("\u{9b}31m\u{7f}\u{2028}\u{85}", "\\u{9b}31m\\u{7f}\\u{2028}\\u{85}"),
            // Right to left, isolates, no width, a mark of byte order, tags.
            ("\u{202e}\u{2066}\u{200b}", "\\u{202e}\\u{2066}\\u{200b}"),
            ("\u{feff}\u{e0041}\u{ad}\u{61c}", "\\u{feff}\\u{e0041}\\u{ad}\\u{61c}"),
        ] {
            assert_eq!(Printable(text).to_string(), shown);
        }
    }

    #[test]
    fn a_comment_stays_one() {
        assert_eq!(comment("a`b\n*/\u{202e}é"), "a`b?*/??");
        assert_eq!(code("a`<script>\n"), "a'<script>?");
        assert_eq!(comment(&"n".repeat(1 << 20)).len(), 100);
    }
}
