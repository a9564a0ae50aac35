//! Files on a disk.

use super::{MAX_HEADER, Reader, Writer, replace::replace};
use crate::Parameters;
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    vec::Vec,
};

impl Writer<'_> {
    /// Saves a network: after a crash at any point, the path has the old file or the new one. Needs the
    /// feature `std`.
    ///
    /// The file is written under a temporary name in the same folder, `.NAME.PROCESS.NUMBER.tmp`,
    /// flushed to the disk, and renamed. A crash may leave the temporary file; an error does not,
    /// where it can be removed.
    ///
    /// On Unix the new file has the old one's mode, and no one can read of it before what could not be
    /// read of the old one. It is a new file all the same: its owner is who saves, and another hard
    /// link to the old file keeps the old contents. A symbolic link is not followed but replaced, by a
    /// file of the mode of what it pointed to, which stays as it was.
    ///
    /// # Errors
    /// An error of the file system, after which the path has the old file, or the new one if all
    /// that failed is to flush the folder after the renaming; or an [`Error`](super::Error), as the
    /// inner error of kind `InvalidData`, after which it has the old one.
    pub fn save<N: Parameters>(&self, net: &N, path: impl AsRef<Path>) -> io::Result<()> {
        let file = self.to_vec(net).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        replace(&[(path.as_ref(), &file)])
    }
}

impl Reader<'_> {
    /// Loads a network from a file, in place. Needs the feature `std`.
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
