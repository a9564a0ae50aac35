//! Files on a disk.

use super::{MAX_HEADER, Reader, Writer};
use crate::Parameters;
use std::{
    format,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    vec::Vec,
};

/// Files of this process have different temporary names.
static SAVED: AtomicU64 = AtomicU64::new(0);

impl Writer<'_> {
    /// Saves a network: after a crash at any point, the path has the old file or the new one.
    ///
    /// The file is written under a temporary name in the same folder, flushed to the disk, and
    /// renamed.
    ///
    /// # Errors
    /// An error of the file system, after which the path has the old file; or an
    /// [`Error`](super::Error), as the inner error of kind `InvalidData`.
    pub fn save<N: Parameters>(&self, net: &N, path: impl AsRef<Path>) -> io::Result<()> {
        let file = self.to_vec(net).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        replace(path.as_ref(), &file)
    }
}

impl Reader<'_> {
    /// Loads a network from a file, in place.
    ///
    /// No more is read than a file of the network can have, except with
    /// [`ignore_unknown`](Reader::ignore_unknown).
    ///
    /// # Errors
    /// An error of the file system; or an [`Error`](super::Error), as the inner error of kind
    /// `InvalidData`. The network is then what it was.
    pub fn load_file<N: Parameters>(&self, net: &mut N, path: impl AsRef<Path>) -> io::Result<()> {
        // No number takes more than 8 bytes. One byte more, so that a longer file is refused.
        let longest = (8 + MAX_HEADER + 8 * N::COUNT + 1) as u64;
        let limit = if self.ignore_unknown { u64::MAX } else { longest };
        let mut bytes = Vec::new();
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
        self.load_into(net, &bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
    }
}

pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = beside(path)?;
    let result = write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
        return result;
    }
    // The new name is on the disk when the folder is; elsewhere folders cannot be opened.
    #[cfg(unix)]
    File::open(folder(path))?.sync_all()?;
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// A name in the same folder, so that renaming moves no data.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a path to a file is needed"))?;
    let number = SAVED.fetch_add(1, Ordering::Relaxed);
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.{number}.tmp", std::process::id()));
    Ok(folder(path).join(temporary))
}
