//! The words of each [`Error`].

use super::{Error, MAX_HEADER, MAX_TENSORS, Name, text::Text};
use crate::parameters::Layout;
use core::fmt;

type Message = Text<320>;

const fn tensor(name: &Name) -> Message {
    name.write(Text::new().str("tensor `")).str("`")
}

const fn at(text: Message, offset: usize) -> Message {
    text.str(" (byte ").number(offset as u64).str(" of the file)")
}

impl Error {
    /// The message, built without `fmt`: the const evaluator has none.
    pub(crate) const fn message(&self) -> Message {
        let text = Message::new();
        match self {
            Self::NotSafetensors { found, advice } => {
                text.str("not safetensors but ").str(found).str(": ").str(advice)
            }
            Self::Truncated { expected, found } => text
                .str("truncated: the file has ")
                .number(*found)
                .str(" bytes, by its own account at least ")
                .number(*expected),
            Self::BeyondEnd { tensor: name, offset, expected, found } => {
                let text = tensor(name).str(": truncated: its data end at byte ").number(*expected);
                at(text.str(", the file has ").number(*found).str(" bytes"), *offset)
            }
            Self::HeaderTooLong { found } => text
                .str("the header has ")
                .number(*found)
                .str(" bytes, at most ")
                .number(MAX_HEADER as u64)
                .str(" are read: is it safetensors?"),
            Self::TooManyTensors { offset } => {
                let text = text.str("more than ").number(MAX_TENSORS as u64);
                at(text.str(" tensors"), *offset)
            }
            Self::Syntax { tensor: name, offset, expected, found } => {
                let text = match name {
                    Some(name) => tensor(name).str(": "),
                    None => text,
                };
                let text = text.str("not a safetensors header: expected ").str(expected);
                let text = if found.as_bytes().is_empty() {
                    text.str(", found its end")
                } else {
                    found.write(text.str(", found `")).str("`")
                };
                at(text, *offset)
            }
            Self::Duplicate { tensor: name, offset, first } => {
                let text = name.write(text.str("the name `"));
                let text = text.str("` stands in the header twice, first at byte ");
                at(text.number(*first as u64), *offset)
            }
            Self::Size { tensor: name, offset, expected, found } => {
                let text = tensor(name).str(": shape and dtype need ").number(*expected);
                at(text.str(" bytes, the data offsets give ").number(*found), *offset)
            }
            Self::Overlap { tensor: name, offset, other } => {
                let text = tensor(name).str(": its data overlap those of `");
                at(other.write(text).str("`"), *offset)
            }
            Self::Unclaimed { offset, expected, found } => {
                let text = text.str("the tensors have ").number(*expected);
                let text = text.str(" bytes together, the file has ").number(*found);
                at(text.str(" bytes of data: the first that belongs to none"), *offset)
            }
            Self::Missing { tensor: name, expected, found } => {
                let text = expected.write(tensor(name).str(": the network wants it, "));
                let text = text.str(", the file lacks it");
                match found {
                    Some(other) => other
                        .write(text.str("; it has `"))
                        .str("` (`prefix` and `table` say what a file calls its tensors)"),
                    None => text,
                }
            }
            Self::Unexpected { tensor: name, offset, found } => {
                let text = found.write(tensor(name).str(": the file has it, "));
                let text =
                    text.str(", the network does not know it (`ignore_unknown` passes over it)");
                at(text, *offset)
            }
            Self::NoSuchCell { tensor: name, offset, found } => {
                at(tensor(name).str(": ").str(found).str(", which no layer here has"), *offset)
            }
            Self::Shape { tensor: name, offset, expected, found, fits } => {
                let text = expected.write(tensor(name).str(": the network wants "));
                let text = found.write(text.str(", the file has "));
                let text = match fits {
                    Some(Layout::Torch) => text.str(", as in `Layout::Torch`"),
                    Some(Layout::Keras) => text.str(", as in `Layout::Keras`"),
                    None => text,
                };
                at(text, *offset)
            }
            Self::Dtype { tensor: name, offset, expected, found } => {
                let text = tensor(name).str(": the network wants ").str(expected);
                at(text.str(", the file has ").str(found), *offset)
            }
            Self::NotFinite { tensor: name, offset, found } => {
                at(tensor(name).str(": expected a finite number, found ").str(found), *offset)
            }
            Self::Unstorable { tensor: name } => {
                tensor(name).str(": files have no name for this type of number")
            }
            Self::Version { offset, expected, found } => {
                let text = text.str("written in version `");
                let text = found.write(text).str("` of the format, version `");
                at(text.str(expected).str("` is read"), *offset)
            }
            Self::Fingerprint { offset, expected, found } => {
                let text = text.str(
                    "all tensors fit, but the file was written from another network, with other \
                     activations or constants: fingerprint ",
                );
                let text = text.hex(*found, 16).str(", this one has ").hex(*expected, 16);
                at(text, *offset)
            }
            Self::Checksum { offset, expected, found } => {
                // The seal of a checkpoint has half the digits of a checksum.
                let (expected, found) =
                    (u128::from_be_bytes(*expected), u128::from_be_bytes(*found));
                let long = (expected | found) >> 64 != 0;
                let text = text.str("damaged: the file says the checksum ");
                let text = checksum(text, expected, long).str(", its contents have ");
                at(checksum(text, found, long), *offset)
            }
            Self::NotACheckpoint { expected } => text
                .str("the file is no checkpoint of a training: its metadata lack `")
                .str(expected)
                .str("`"),
            Self::Optimizer { offset, expected, found } => {
                let text = text.str("the checkpoint is one of the optimizer `");
                let text = found.write(text).str("`, this one is `").str(expected);
                at(text.str("`"), *offset)
            }
            Self::NoRoom { expected, found } => text
                .str("the file has ")
                .number(*expected as u64)
                .str(" bytes, the buffer ")
                .number(*found as u64),
            Self::NoTestPair { expected: [inputs, outputs], found } => {
                let text = text.str("the network has ").number(*inputs as u64).str(" inputs and ");
                let text = text.number(*outputs as u64).str(" outputs, the file has ");
                match found {
                    Some([inputs, outputs]) => text
                        .str("a test pair of ")
                        .number(*inputs as u64)
                        .str(" and ")
                        .number(*outputs as u64),
                    None => text.str("no test pair"),
                }
            }
            Self::Output { index, .. } => text
                .str("output ")
                .number(*index as u64)
                .str(" is not the one that was recorded with the weights"),
        }
    }
}

const fn checksum(text: Message, value: u128, long: bool) -> Message {
    let text = if long { text.hex((value >> 64) as u64, 16) } else { text };
    text.hex(value as u64, 16)
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.message().as_str())?;
        match self {
            Self::Output { expected, found, .. } => {
                write!(out, ": expected {expected:e}, found {found:e}")
            }
            _ => Ok(()),
        }
    }
}

sentence! { Error }

impl core::error::Error for Error {}
