//! Files on a disk.

use super::{Error, MAX_HEADER, Reader, Writer, replace::replace};
use crate::Parameters;
use std::{
    boxed::Box,
    fmt,
    fs::File,
    io::{self, Read},
    panic::{RefUnwindSafe, UnwindSafe},
    path::{Path, PathBuf},
    vec::Vec,
};

/// Why a file on a disk was not read or not written, and which. Needs the feature `std`.
///
/// ```
/// use constnet::{prelude::*, weights};
///
/// let error = weights::load(&mut Dense::<1, 1>::zeros(), "nowhere/line.safetensors").unwrap_err();
/// assert!(error.to_string().starts_with("`nowhere/line.safetensors`: "));
/// assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
/// ```
pub struct FileError {
    path: PathBuf,
    reason: Reason,
}

pub(super) enum Reason {
    System(io::Error),
    /// In a box, because it would make all errors of files large.
    Contents(Box<Error>),
}

impl FileError {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The kind of error: of the system, or `InvalidData` for contents that were refused.
    pub fn kind(&self) -> io::ErrorKind {
        match &self.reason {
            Reason::System(error) => error.kind(),
            Reason::Contents(_) => io::ErrorKind::InvalidData,
        }
    }

    /// Why the contents were refused, if it was they.
    pub fn contents(&self) -> Option<&Error> {
        match &self.reason {
            Reason::System(_) => None,
            Reason::Contents(error) => Some(error),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`: ", self.path.display())?;
        match &self.reason {
            Reason::System(error) => error.fmt(out),
            Reason::Contents(error) => error.fmt(out),
        }
    }
}

sentence! { FileError }

/// Nothing of it changes after it is made, so no panic leaves it half changed.
impl UnwindSafe for FileError {}
impl RefUnwindSafe for FileError {}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::System(error) => Some(error),
            Reason::Contents(error) => Some(&**error),
        }
    }
}

/// For functions that return errors of the system.
impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        Self::new(error.kind(), error)
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<Error> for Reason {
    fn from(error: Error) -> Self {
        Self::Contents(Box::new(error))
    }
}

/// The error of this file, whatever its reason.
pub(super) fn at<E: Into<Reason>>(path: &Path) -> impl Fn(E) -> FileError {
    move |error| FileError { path: path.to_path_buf(), reason: error.into() }
}

/// The first bytes of a file, as many as a right one can have, and one more to see that there are more.
pub(super) fn read(path: &Path, longest: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(longest.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(at(path))?;
    Ok(bytes)
}

impl Writer<'_> {
    /// Saves a network: after a crash at any point, the path has the old file or the new one. Needs the
    /// feature `std`.
    ///
    /// The file is written under a temporary name in the same folder, `.NAME.PROCESS.NUMBER.tmp`,
    /// flushed to the disk, and renamed. A crash may leave the temporary file; an error does not,
    /// where it can be removed.
    ///
    /// On Unix the new file has the old one's mode, and is never readable to anyone who could not read the old one.
    /// It is a new file all the same: it belongs to whoever saves, and another hard link to the old file keeps the
    /// old contents. A symbolic link is not followed but replaced, by a file of the mode of what it pointed to, which
    /// stays as it was.
    ///
    /// # Errors
    /// An error of the file system, after which the path has the old file, or the new one if all
    /// that failed is to flush the folder after the renaming; or an [`Error`](super::Error), after which it
    /// has the old one.
    pub fn save<N: Parameters>(&self, net: &N, path: impl AsRef<Path>) -> Result<(), FileError> {
        let path = path.as_ref();
        let file = self.to_vec(net).map_err(at(path))?;
        replace(&[(path, &file)]).map_err(at(path))
    }
}

impl Reader<'_> {
    /// Loads a network from a file, in place. Needs the feature `std`.
    ///
    /// No more is read than a file of the network can have, except with
    /// [`ignore_unknown`](Reader::ignore_unknown).
    ///
    /// # Errors
    /// An error of the file system; or an [`Error`](super::Error). The network is then what it was.
    pub fn load_file<N: Parameters>(
        &self,
        net: &mut N,
        path: impl AsRef<Path>,
    ) -> Result<(), FileError> {
        let path = path.as_ref();
        // No number takes more than 8 bytes.
        let longest = (8 + MAX_HEADER + 8 * N::COUNT) as u64;
        let limit = if self.ignore_unknown { u64::MAX } else { longest };
        self.load_into(net, &read(path, limit)?).map_err(at(path))
    }
}
