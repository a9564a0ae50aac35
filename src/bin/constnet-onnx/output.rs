//! The files that are written: pairs of source and weights, all of them or none, over nobody else's.

use crate::{
    import::{Import, MARK, Names, is_sealed},
    replace::replace,
};
use constnet::weights::checksum;
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
    for Pair { names, import, .. } in pairs {
        let [source, weights] = ["rs", "safetensors"]
            .map(|extension| folder.join(format!("{}.{extension}", names.module)));
        check(&source, &weights, names, import)?;
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

/// Whether what has these paths, if anything has, was written from a file of the same name, and is as it was
/// written: what a person has edited, or trained on, is theirs.
fn check(source: &Path, weights: &Path, names: &Names, import: &Import) -> Result<(), String> {
    let mark = format!("{MARK}`{}`", names.onnx);
    let mut ours = None;
    for path in [source, weights] {
        let refused = |why: &str| Err(format!("{} {why}", path.display()));
        // Links are not followed, to nothing or to something.
        let Ok(found) = fs::symlink_metadata(path) else { continue };
        if found.is_symlink() {
            return refused("is a symbolic link, which this tool does not write");
        }
        if path == source && found.is_file() {
            let text = read(path);
            if text.starts_with(&mark) {
                if !is_sealed(&text) {
                    return refused(
                        "was edited, or is of an older constnet-onnx: move it away, or remove it",
                    );
                }
                ours = Some(text);
            } else if let Some(rest) = text.strip_prefix(MARK) {
                let other = rest.split('`').nth(1).unwrap_or_default();
                return refused(&format!(
                    "is from another file, `{other}`: remove it, or rename `{}`",
                    names.onnx
                ));
            }
        }
        let Some(ours) = &ours else { return refused("exists and is not from this tool") };
        if path == weights {
            let bytes = fs::read(path).unwrap_or_default();
            let is_written = ours.contains(&format!("{:#034x}", checksum(&bytes)));
            if !is_written && bytes != import.weights {
                let source = source.display();
                return refused(&format!(
                    "is not what was written with {source}: was it trained on? Move it away, or remove it"
                ));
            }
        }
    }
    Ok(())
}

/// A source as a text, as much as this tool writes.
fn read(path: &Path) -> String {
    const MOST: u64 = 1 << 24;
    let mut bytes = Vec::new();
    // A file that cannot be read is not known to be ours.
    let _ = File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}
