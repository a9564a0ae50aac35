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
    /// Saves a network: after a crash at any point, the path has the old file or the new one. Needs the
    /// feature `std`.
    ///
    /// The file is written under a temporary name in the same folder, `.NAME.PROCESS.NUMBER.tmp`,
    /// flushed to the disk, and renamed. A crash may leave the temporary file; an error does not,
    /// where it can be removed.
    ///
    /// # Errors
    /// An error of the file system, after which the path has the old file, or the new one if all
    /// that failed is to flush the folder after the renaming; or an [`Error`](super::Error), as the
    /// inner error of kind `InvalidData`, after which it has the old one.
    pub fn save<N: Parameters>(&self, net: &N, path: impl AsRef<Path>) -> io::Result<()> {
        let file = self.to_vec(net).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        replace(path.as_ref(), &file)
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

/// The system calls of saving. Tests have others, which fail.
trait System {
    fn create(&mut self, path: &Path) -> io::Result<File> {
        File::options().write(true).create_new(true).open(path)
    }
    fn write(&mut self, mut file: &File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }
    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_all()
    }
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn open(&mut self, folder: &Path) -> io::Result<File> {
        File::open(folder)
    }
    fn remove(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

struct Os;
impl System for Os {}

/// A file that is written by the calls of a system.
struct Output<'a, S>(&'a mut S, File);

impl<S: System> Write for Output<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(&self.1, bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.sync(&self.1)
    }
}

/// Puts a file in the place of another, whole or not at all.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(&mut Os, path, bytes)
}

fn replace_by(system: &mut impl System, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (temporary, file) = create(system, path)?;
    let mut output = Output(system, file);
    let written = output.write_all(bytes).and_then(|()| output.flush());
    // Closed before it is renamed or removed, which some systems ask for.
    drop(output);
    let result = written.and_then(|()| system.rename(&temporary, path));
    if result.is_err() {
        // The first error is the one to report.
        let _ = system.remove(&temporary);
        return result;
    }
    // The new name is on the disk when the folder is; elsewhere folders cannot be opened.
    if cfg!(unix) {
        let folder = system.open(folder(path))?;
        system.sync(&folder)?;
    }
    Ok(())
}

/// A temporary file in the same folder, so that renaming moves no data. What a process of the same
/// number left there when it crashed is not touched.
fn create(system: &mut impl System, path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a path to a file is needed"))?;
    loop {
        let number = SAVED.fetch_add(1, Ordering::Relaxed);
        let mut temporary = std::ffi::OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{}.{number}.tmp", std::process::id()));
        let temporary = folder(path).join(temporary);
        match system.create(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &[u8] = b"the old file";
    const NEW: &[u8] = b"the new file, which is longer";

    /// Calls of the real system up to number `fails`, which fails.
    struct Failing {
        calls: usize,
        fails: usize,
        /// Every call after it fails too, and what was not flushed is lost.
        crash: bool,
        /// The file whose contents are not on the disk.
        unflushed: Option<PathBuf>,
    }

    impl Failing {
        fn at(fails: usize, crash: bool) -> Self {
            Self { calls: 0, fails, crash, unflushed: None }
        }

        fn call(&mut self) -> io::Result<()> {
            self.calls += 1;
            if self.calls == self.fails || self.crash && self.calls > self.fails {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Ok(())
        }

        /// The machine starts again.
        fn restart(&self) {
            if let (true, Some(path)) = (self.crash, &self.unflushed) {
                fs::write(path, "").unwrap();
            }
        }
    }

    impl System for Failing {
        fn create(&mut self, path: &Path) -> io::Result<File> {
            self.call()?;
            self.unflushed = Some(path.into());
            Os.create(path)
        }
        /// Short writes: five bytes a call.
        fn write(&mut self, file: &File, bytes: &[u8]) -> io::Result<usize> {
            self.call()?;
            Os.write(file, &bytes[..bytes.len().min(5)])
        }
        fn sync(&mut self, file: &File) -> io::Result<()> {
            self.call()?;
            if file.metadata()?.is_file() {
                self.unflushed = None;
            }
            Os.sync(file)
        }
        fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
            self.call()?;
            if self.unflushed.is_some() {
                self.unflushed = Some(to.into());
            }
            Os.rename(from, to)
        }
        fn open(&mut self, folder: &Path) -> io::Result<File> {
            self.call()?;
            Os.open(folder)
        }
        fn remove(&mut self, path: &Path) -> io::Result<()> {
            self.call()?;
            if self.unflushed.as_deref() == Some(path) {
                self.unflushed = None;
            }
            Os.remove(path)
        }
    }

    /// A folder with the old file alone, which goes when the test does.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            // Of each call its own: tests run side by side.
            static NUMBER: AtomicU64 = AtomicU64::new(0);
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("constnet-{}-{name}-{number}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("net"), OLD).unwrap();
            Self(folder)
        }
        fn file(&self) -> PathBuf {
            self.0.join("net")
        }
        fn files(&self) -> usize {
            fs::read_dir(&self.0).unwrap().count()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// How many calls a saving takes that succeeds. Tests run at the same time: each has its folder.
    fn calls(test: &str) -> usize {
        let folder = Folder::new(&format!("calls-{test}"));
        let mut system = Failing::at(usize::MAX, false);
        replace_by(&mut system, &folder.file(), NEW).unwrap();
        assert_eq!(fs::read(folder.file()).unwrap(), NEW);
        assert_eq!(folder.files(), 1);
        system.calls
    }

    #[test]
    fn whatever_call_fails_the_file_is_the_old_one_or_the_new_one() {
        let calls = calls("fails");
        // One to create, six to write, one to flush, one to rename, two for the folder.
        assert_eq!(calls, if cfg!(unix) { 11 } else { 9 });
        for fails in 1..=calls {
            let folder = Folder::new("fails");
            let result = replace_by(&mut Failing::at(fails, false), &folder.file(), NEW);
            assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull);
            // Up to the renaming, which is the ninth.
            let expected = if fails <= 9 { OLD } else { NEW };
            assert_eq!(fs::read(folder.file()).unwrap(), expected, "call {fails}");
            assert_eq!(folder.files(), 1, "call {fails} left a temporary file");
        }
    }

    #[test]
    fn wherever_it_crashes_the_file_is_the_old_one_or_the_new_one() {
        for fails in 1..=calls("crash") {
            let folder = Folder::new("crash");
            let mut system = Failing::at(fails, true);
            replace_by(&mut system, &folder.file(), NEW).unwrap_err();
            system.restart();
            let expected = if fails <= 9 { OLD } else { NEW };
            assert_eq!(fs::read(folder.file()).unwrap(), expected, "call {fails}");
            // What was left is in nobody's way.
            replace(&folder.file(), NEW).unwrap();
            assert_eq!(fs::read(folder.file()).unwrap(), NEW);
        }
    }

    #[test]
    fn a_temporary_file_of_a_crashed_process_is_passed_over() {
        let folder = Folder::new("stale");
        let next = SAVED.load(Ordering::Relaxed);
        let stale = |number| folder.0.join(format!(".net.{}.{number}.tmp", std::process::id()));
        // Other tests count at the same time.
        (next..next + 50).for_each(|number| fs::write(stale(number), "half a fi").unwrap());
        replace(&folder.file(), NEW).unwrap();
        assert_eq!(fs::read(folder.file()).unwrap(), NEW);
        assert_eq!(folder.files(), 51);
    }
}
