//! Numbers that a file keeps in another one beside it.

use super::{
    Refusal,
    messages::{Model, Tensor, tensor},
};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Puts the numbers of other files into a model's initializers. Returns how many bytes those files have.
///
/// A file is the one that the user names, or one that lies beside the model under the plain name that the model
/// says: no path of a model is followed into another folder, and no link at all.
pub fn fill(model: &mut Model, folder: &Path, data: Option<&Path>) -> Result<usize, Refusal> {
    let Some(graph) = &mut model.graph else { return Ok(0) };
    let mut file: Option<(PathBuf, Vec<u8>)> = None;
    // As many bytes may be copied as there are: parts that overlap are refused.
    let (mut length, mut left) = (0_usize, 0_usize);
    for tensor in graph.initializer.iter_mut().filter(|tensor| tensor.data_location == 1) {
        let place = format!("initializer `{}`", tensor.name);
        let path = match data {
            Some(path) => path.to_owned(),
            None => folder.join(beside(tensor, &place)?),
        };
        let bytes = match &mut file {
            Some((open, bytes)) if *open == path => bytes,
            file => {
                let bytes = read(&path, &place)?;
                length = length.saturating_add(bytes.len());
                left = left.saturating_add(bytes.len());
                &mut file.insert((path, bytes)).1
            }
        };
        let part = part(tensor, bytes, &place)?;
        left = left.checked_sub(part.len()).ok_or_else(|| {
            Refusal::new(&*place, "data that other tensors have too", "data of its own")
        })?;
        tensor.raw_data = part.to_vec();
        tensor.data_location = 0;
        tensor.external_data.clear();
    }
    Ok(length)
}

/// The entry of a key.
fn entry<'t>(tensor: &'t Tensor, key: &str) -> Option<&'t str> {
    let entry = tensor.external_data.iter().find(|entry| entry.key == key);
    entry.map(|entry| &*entry.value)
}

/// The name of the file beside the model.
fn beside<'t>(tensor: &'t Tensor, place: &str) -> Result<&'t str, Refusal> {
    let name = entry(tensor, "location").unwrap_or_default();
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(part)), None) if part == name => Ok(name),
        _ => {
            let expected = "the plain name of a file beside the model";
            Err(Refusal::new(place, format!("data in `{name}`"), expected)
                .advise("`--data FILE` names the file"))
        }
    }
}

fn read(path: &Path, place: &str) -> Result<Vec<u8>, Refusal> {
    let refused = |found: String| {
        Err(Refusal::new(place, format!("`{}`: {found}", path.display()), "its data there")
            .advise("`--data FILE` names the file, and `external_data=False` exports without one"))
    };
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => refused("no plain file".into()),
        Ok(_) => match fs::read(path) {
            // Its first bytes would be the numbers of a small tensor.
            Ok(bytes) if bytes.starts_with(b"version https://git-lfs") => {
                let found = format!("`{}`, a Git LFS pointer", path.display());
                Err(Refusal::new(place, found, "its data there")
                    .advise("`git lfs pull` fetches what it points to"))
            }
            Ok(bytes) => Ok(bytes),
            Err(error) => refused(error.to_string()),
        },
        Err(error) => refused(error.to_string()),
    }
}

/// The bytes of a tensor.
fn part<'b>(tensor: &Tensor, bytes: &'b [u8], place: &str) -> Result<&'b [u8], Refusal> {
    let number = |key: &str| entry(tensor, key).map(str::parse::<usize>).transpose().ok();
    let width = match tensor.data_type {
        tensor::DOUBLE | tensor::INT64 => 8,
        tensor::FLOAT | tensor::INT32 => 4,
        tensor::FLOAT16 | tensor::BFLOAT16 => 2,
        _ => 1,
    };
    let needed = tensor
        .dims
        .iter()
        .try_fold(width, |product: usize, &dim| product.checked_mul(usize::try_from(dim).ok()?));
    let (Some(offset), Some(length), Some(needed)) = (number("offset"), number("length"), needed)
    else {
        let expected = "an offset, a length and sizes that are numbers";
        return Err(Refusal::new(place, "data in another file", expected));
    };
    let (offset, length) = (offset.unwrap_or(0), length.unwrap_or(needed));
    let end = offset.checked_add(length).filter(|_| length == needed);
    end.and_then(|end| bytes.get(offset..end)).ok_or_else(|| {
        let shape = &tensor.dims;
        let of = tensor::name(tensor.data_type);
        let expected = format!("the {needed} bytes of the shape {shape:?} of {of}");
        let found = format!("{length} bytes from {offset} on, in a file of {}", bytes.len());
        Refusal::new(place, found, expected).advise(
            "fetch the file again, or name the one that belongs to the model by `--data FILE`",
        )
    })
}
