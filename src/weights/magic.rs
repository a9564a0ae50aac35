//! Files that are given for safetensors by mistake, known by how they begin.

use super::{
    Error,
    bytes::{byte, equal, from, up_to},
};

const EXPORT: &str = "load it in Python and export it";

/// How a file begins, what it is, and what to do.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"version https://git-lfs", "a Git LFS pointer", "`git lfs pull` fetches what it points to"),
    (b"PK\x03\x04", "a zip archive, as torch.save, Keras and numpy.savez write", EXPORT),
    (b"\x89HDF\r\n\x1a\n", "HDF5, as Keras writes", EXPORT),
    (b"\x93NUMPY", "a NumPy array", EXPORT),
    (b"GGUF", "GGUF", EXPORT),
    (b"\x1f\x8b", "compressed by gzip", "decompress it"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", "decompress it"),
    (b"\xfd7zXZ\0", "compressed by xz", "decompress it"),
    (b"BZh", "compressed by bzip2", "decompress it"),
    (b"<", "a web page or XML", "download the file itself"),
    (b"{\"", "JSON without a length before it", EXPORT),
];

/// What a file is whose first 8 bytes are not the length of a header that is read. Those of a right file
/// are never asked: at least five of them are 0.
pub(super) const fn recognise(bytes: &[u8]) -> Option<Error> {
    let mut i = 0;
    while i < KINDS.len() {
        let (start, found, advice) = KINDS[i];
        if equal(up_to(bytes, start.len()), start) {
            return Some(Error::NotSafetensors { found, advice });
        }
        i += 1;
    }
    let (found, advice) = match (byte(bytes, 0), byte(bytes, 1), byte(bytes, 2)) {
        _ if equal(up_to(from(bytes, 4), 4), b"TFL3") => ("TensorFlow Lite", EXPORT),
        // Protocols 2 to 5.
        (0x80, 2..=5, _) => ("a Python pickle, as torch.save wrote until 2020", EXPORT),
        // The version of the format, then the producer's name or nothing but the graph.
        (8, 1..=20, 0x12 | 0x3a) => ("an ONNX model", "the program constnet-onnx imports it"),
        (b' ' | b'\n' | b'\r', b'<' | b'\n', _) => {
            ("a web page or XML", "download the file itself")
        }
        _ => return None,
    };
    Some(Error::NotSafetensors { found, advice })
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use std::{format, string::ToString};

    #[test]
    fn files_are_called_what_they_are() {
        for (start, expected) in [
            (&b"version https://git-lfs.github.com/spec/v1\noid"[..], "a Git LFS pointer"),
            (b"PK\x03\x04\x00\x00\x08\x08archive/data.pkl", "a zip archive"),
            (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "a Python pickle"),
            (b"\x89HDF\r\n\x1a\n\0\0", "HDF5"),
            (b"\x1c\0\0\0TFL3\x14\0", "TensorFlow Lite"),
            (b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "compressed by gzip"),
            (b"<!DOCTYPE html><html>", "a web page"),
            (b"\n<html>", "a web page"),
            // Shorter than the length of a header.
            (b"<a>", "a web page"),
            (b"\x93NUMPY\x01\0", "a NumPy array"),
            (b"\x08\x08\x12\x07pytorch", "an ONNX model"),
            (b"{\"0.weight\":[1,2]}", "JSON"),
        ] {
            let error = Reader::new().check::<()>(start).unwrap_err().to_string();
            assert!(error.starts_with(&format!("not safetensors but {expected}")), "{error}");
        }
        // A header of 0x280 bytes is what it says, however a pickle begins.
        let error = Reader::new().check::<()>(b"\x80\x02\0\0\0\0\0\0{").unwrap_err();
        assert!(error.to_string().starts_with("truncated"), "{error}");
    }
}
