//! Every system call of saving fails once, and is once the last.

use super::*;

const OLD: &[u8] = b"the old file";
const NEW: &[u8] = b"the new file, which is longer";

/// Calls of the real system up to number `fails`, which fails.
struct Failing {
    calls: usize,
    fails: usize,
    /// Every call after it fails too, and what was not flushed is lost.
    crash: bool,
    /// The files whose contents are not on the disk.
    unflushed: Vec<PathBuf>,
}

impl Failing {
    fn at(fails: usize, crash: bool) -> Self {
        Self { calls: 0, fails, crash, unflushed: Vec::new() }
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
        for path in self.unflushed.iter().filter(|_| self.crash) {
            fs::write(path, "").unwrap();
        }
    }
}

impl System for Failing {
    fn old(&mut self, path: &Path) -> io::Result<Option<Permissions>> {
        self.call()?;
        Os.old(path)
    }
    fn create(&mut self, path: &Path, old: Option<&Permissions>) -> io::Result<File> {
        self.call()?;
        self.unflushed.push(path.into());
        Os.create(path, old)
    }
    fn permit(&mut self, file: &File, old: &Permissions) -> io::Result<()> {
        self.call()?;
        Os.permit(file, old)
    }
    /// Short writes: five bytes a call.
    fn write(&mut self, file: &File, bytes: &[u8]) -> io::Result<usize> {
        self.call()?;
        Os.write(file, &bytes[..bytes.len().min(5)])
    }
    fn sync(&mut self, file: &File) -> io::Result<()> {
        self.call()?;
        // One file is written at a time.
        if file.metadata()?.is_file() {
            self.unflushed.pop();
        }
        Os.sync(file)
    }
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        for path in self.unflushed.iter_mut().filter(|path| *path == from) {
            *path = to.into();
        }
        Os.rename(from, to)
    }
    fn open(&mut self, folder: &Path) -> io::Result<File> {
        self.call()?;
        Os.open(folder)
    }
    fn remove(&mut self, path: &Path) -> io::Result<()> {
        self.call()?;
        self.unflushed.retain(|unflushed| unflushed != path);
        Os.remove(path)
    }
}

/// A folder with two old files, which goes when the test does.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        // Of each call its own: tests run side by side.
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("constnet-{}-{name}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let folder = Self(folder);
        folder.paths().iter().for_each(|path| fs::write(path, OLD).unwrap());
        folder
    }
    fn paths(&self) -> [PathBuf; 2] {
        ["net", "source"].map(|name| self.0.join(name))
    }
    /// Replaces the first file, or both.
    fn replace(&self, system: &mut impl System, count: usize) -> io::Result<()> {
        let paths = self.paths();
        let files = paths.each_ref().map(|path| (&**path, NEW));
        replace_by(system, &files[..count])
    }
    /// Whether each file is the new one. It is the old one otherwise.
    fn are_new(&self) -> [bool; 2] {
        self.paths().map(|path| {
            let found = fs::read(path).unwrap();
            assert!(found == OLD || found == NEW, "{found:?}");
            found == NEW
        })
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

/// How many calls a saving takes that succeeds, and which of them rename the first and the last file.
fn calls(count: usize) -> [usize; 3] {
    let folder = Folder::new("calls");
    let mut system = Failing::at(usize::MAX, false);
    folder.replace(&mut system, count).unwrap();
    assert_eq!(folder.are_new(), [true, count == 2]);
    assert_eq!(folder.files(), 2);
    // To see what is there, to create, to permit, six to write, one to flush.
    let written = 10 * count;
    // Two for each folder.
    let folders = if cfg!(unix) { 2 * count } else { 0 };
    assert_eq!(system.calls, written + count + folders);
    [system.calls, written + 1, written + count]
}

#[test]
fn whatever_call_fails_the_files_are_the_old_ones_or_the_new_ones() {
    for count in [1, 2] {
        let [calls, first, last] = calls(count);
        for fails in 1..=calls {
            let folder = Folder::new("fails");
            let error = folder.replace(&mut Failing::at(fails, false), count).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            // Up to the renaming of each.
            let expected = [fails > first, fails > last && count == 2];
            assert_eq!(folder.are_new(), expected, "call {fails}");
            assert_eq!(folder.files(), 2, "call {fails} left a temporary file");
        }
    }
}

#[test]
fn wherever_it_crashes_the_files_are_the_old_ones_or_the_new_ones() {
    for count in [1, 2] {
        let [calls, first, last] = calls(count);
        for fails in 1..=calls {
            let folder = Folder::new("crash");
            let mut system = Failing::at(fails, true);
            folder.replace(&mut system, count).unwrap_err();
            system.restart();
            assert_eq!(folder.are_new(), [fails > first, fails > last && count == 2]);
            // What was left is in nobody's way.
            folder.replace(&mut Os, count).unwrap();
            assert_eq!(folder.are_new(), [true, count == 2]);
        }
    }
}

#[test]
fn a_temporary_file_of_a_crashed_process_is_passed_over() {
    let folder = Folder::new("stale");
    let next = SAVED.load(Ordering::Relaxed);
    let stale = |number| folder.0.join(format!(".net.{}.{number}.tmp", std::process::id()));
    // Other tests count at the same time.
    (next..next + 50).for_each(|number| fs::write(stale(number), "half a fi").unwrap());
    folder.replace(&mut Os, 1).unwrap();
    assert_eq!(folder.are_new(), [true, false]);
    assert_eq!(folder.files(), 52);
}

/// A folder in the place of the second file is found before the first one is written.
#[test]
fn a_folder_is_not_replaced() {
    let folder = Folder::new("folder");
    let [_, second] = folder.paths();
    fs::remove_file(&second).unwrap();
    fs::create_dir(&second).unwrap();
    let error = folder.replace(&mut Os, 2).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    assert_eq!(fs::read(&folder.paths()[0]).unwrap(), OLD);
    assert_eq!(folder.files(), 2);
}

#[cfg(unix)]
#[test]
fn the_mode_is_that_of_the_file_that_was_there() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("mode");
    let [net, _] = folder.paths();
    // With bits that the process's mask takes away, and without any that others have.
    for mode in [0o600, 0o640, 0o666, 0o444, 0o777] {
        fs::set_permissions(&net, Permissions::from_mode(mode)).unwrap();
        folder.replace(&mut Os, 1).unwrap();
        assert_eq!(fs::metadata(&net).unwrap().permissions().mode() & 0o7777, mode);
    }
    // A new file has the mode that files get.
    fs::remove_file(&net).unwrap();
    folder.replace(&mut Os, 1).unwrap();
    let plain = folder.0.join("plain");
    fs::write(&plain, "").unwrap();
    let [found, expected] = [&net, &plain].map(|path| fs::metadata(path).unwrap().permissions());
    assert_eq!(found, expected);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_replaced_and_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new("link");
    let [link, target] = folder.paths();
    fs::set_permissions(&target, Permissions::from_mode(0o600)).unwrap();
    for target in [&target, &folder.0.join("nothing")] {
        fs::remove_file(&link).unwrap();
        symlink(target, &link).unwrap();
        folder.replace(&mut Os, 1).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_file());
        assert_eq!(folder.are_new(), [true, false]);
        if target.exists() {
            assert_eq!(fs::metadata(&link).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(folder.files(), 2);
    }
}
