//! Files in the place of others, each whole or not at all. The program `constnet-onnx` is built with this
//! file too, for its pairs of source and weights.

use std::{
    ffi::OsString,
    format,
    fs::{self, File, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    vec::Vec,
};

/// Files of this process have different temporary names.
static SAVED: AtomicU64 = AtomicU64::new(0);

/// The system calls of saving. Tests have others, which fail.
trait System {
    /// The permissions of the file that a path leads to; none, if it leads to none.
    fn old(&mut self, path: &Path) -> io::Result<Option<Permissions>> {
        match fs::metadata(path) {
            Ok(folder) if folder.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(file) => Ok(Some(file.permissions())),
            // Nothing, or a link to nothing. What else is wrong, creating and renaming find.
            Err(_) => Ok(None),
        }
    }
    fn create(&mut self, path: &Path, old: Option<&Permissions>) -> io::Result<File> {
        let mut options = File::options();
        #[cfg(unix)]
        if let Some(old) = old {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            options.mode(old.mode() & 0o777);
        }
        #[cfg(not(unix))]
        let _ = old;
        options.write(true).create_new(true).open(path)
    }
    /// What the process's mask took from the mode, and what no file is created with.
    fn permit(&mut self, file: &File, old: &Permissions) -> io::Result<()> {
        if cfg!(unix) && file.metadata()?.permissions() != *old {
            file.set_permissions(old.clone())?;
        }
        Ok(())
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

/// Puts files in the place of others. All are whole and on the disk before the first of them gets its
/// name, so an error until then leaves all old files. The names change one after another, in the order
/// of the files: of several, an error or a crash there may leave the first ones new and the others old.
pub(crate) fn replace(files: &[(&Path, &[u8])]) -> io::Result<()> {
    replace_by(&mut Os, files)
}

fn replace_by(system: &mut impl System, files: &[(&Path, &[u8])]) -> io::Result<()> {
    let mut temporaries = Vec::new();
    let mut renamed = 0;
    let mut result =
        files.iter().try_for_each(|(path, bytes)| write(system, path, bytes, &mut temporaries));
    while result.is_ok() && renamed < files.len() {
        result = system.rename(&temporaries[renamed], files[renamed].0);
        renamed += usize::from(result.is_ok());
    }
    if result.is_err() {
        // The first error is the one to report.
        temporaries[renamed..].iter().for_each(|temporary| drop(system.remove(temporary)));
        return result;
    }
    // The new names are on the disk when the folders are; elsewhere folders cannot be opened.
    for (path, _) in files.iter().filter(|_| cfg!(unix)) {
        let folder = system.open(folder(path))?;
        system.sync(&folder)?;
    }
    Ok(())
}

/// Writes what will be the file of a path, and adds its name to the temporary ones.
fn write(
    system: &mut impl System,
    path: &Path,
    bytes: &[u8],
    temporaries: &mut Vec<PathBuf>,
) -> io::Result<()> {
    let old = system.old(path)?;
    let (temporary, file) = create(system, path, old.as_ref())?;
    temporaries.push(temporary);
    if let Some(old) = old {
        system.permit(&file, &old)?;
    }
    // Closed before it is renamed or removed, which some systems ask for.
    let mut output = Output(system, file);
    output.write_all(bytes)?;
    output.flush()
}

/// A temporary file in the same folder, so that renaming moves no data. What a process of the same
/// number left there when it crashed is not touched.
fn create(
    system: &mut impl System,
    path: &Path,
    old: Option<&Permissions>,
) -> io::Result<(PathBuf, File)> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a path to a file is needed"))?;
    loop {
        let number = SAVED.fetch_add(1, Ordering::Relaxed);
        let mut temporary = OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{}.{number}.tmp", std::process::id()));
        let temporary = folder(path).join(temporary);
        match system.create(&temporary, old) {
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
mod tests;
