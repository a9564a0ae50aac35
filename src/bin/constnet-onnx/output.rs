//! The files that are written: pairs of source and weights, all of them or none, over nobody else's.

use crate::{
    import::{Import, MARK, Names},
    replace::replace,
};
use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

/// What one ONNX file becomes.
pub struct Pair<'a> {
    pub file: &'a Path,
    pub names: Names,
    pub import: Import,
}

/// Writes all pairs into a folder and returns where the sources are; or what is wrong, and then every
/// file is what it was, unless a new name could not be given after others had been.
pub fn save(pairs: &[Pair<'_>], folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    for Pair { names, .. } in pairs {
        let [source, weights] = ["rs", "safetensors"]
            .map(|extension| folder.join(format!("{}.{extension}", names.module)));
        check(&source, &weights, names)?;
        paths.push([source, weights]);
    }
    // The source first: by it the next run knows what is its own, if this one is cut off in between.
    // What does not belong together does not compile, by the checksum in the source.
    let files = pairs.iter().zip(&paths).flat_map(|(Pair { import, .. }, [source, weights])| {
        [(&**source, import.source.as_bytes()), (&**weights, &*import.weights)]
    });
    let files: Vec<(&Path, &[u8])> = files.collect();
    replace(&files).map_err(|error| match pairs {
        [pair] => {
            format!("{}: cannot write {}: {error}", pair.file.display(), paths[0][0].display())
        }
        _ => format!("cannot write into `{}`: {error}", folder.display()),
    })?;
    Ok(paths.into_iter().map(|[source, _]| source).collect())
}

/// Whether what has these paths, if anything has, was written from a file of the same name.
fn check(source: &Path, weights: &Path, names: &Names) -> Result<(), String> {
    let mark = format!("{MARK}`{}`", names.onnx);
    let mut is_ours = false;
    for path in [source, weights] {
        let refused = |why: &str| Err(format!("{} {why}", path.display()));
        // Links are not followed, to nothing or to something.
        let Ok(found) = fs::symlink_metadata(path) else { continue };
        if found.is_symlink() {
            return refused("is a symbolic link, which this tool does not write");
        }
        if path == source && found.is_file() {
            let start = start(path);
            is_ours = start.starts_with(mark.as_bytes());
            if !is_ours && start.starts_with(MARK.as_bytes()) {
                let first = String::from_utf8_lossy(&start[MARK.len()..]);
                let other = first.split('`').nth(1).unwrap_or_default();
                return refused(&format!(
                    "is from another file, `{other}`: remove it, or rename `{}`",
                    names.onnx
                ));
            }
        }
        if !is_ours {
            return refused("exists and is not from this tool");
        }
    }
    Ok(())
}

/// How a file begins: as much as a mark and a name take.
fn start(path: &Path) -> Vec<u8> {
    let mut start = Vec::new();
    // A file that cannot be read is not known to be ours.
    let _ = File::open(path).and_then(|file| file.take(1024).read_to_end(&mut start));
    start
}
