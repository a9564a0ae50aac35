//! Tells the program which compiler and which versions of the libraries it was built with.

use std::{env, error::Error, fs, path::Path, process::Command};

const LIBRARIES: [&str; 6] = ["burn", "candle-core", "dfdx", "tract-onnx", "ndarray", "nalgebra"];

fn main() -> Result<(), Box<dyn Error>> {
    let rustc = Command::new(env::var("RUSTC")?).arg("--version").output()?.stdout;
    println!("cargo:rustc-env=PEERS_RUSTC={}", String::from_utf8(rustc)?.trim());

    let lock = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("Cargo.lock");
    println!("cargo:rerun-if-changed={}", lock.display());
    let lock = fs::read_to_string(lock)?;
    let versions = LIBRARIES.map(|name| {
        let entry = format!("name = \"{name}\"\nversion = \"");
        // Of several versions the newest stands last, and is the one that is used here.
        let version = lock.rsplit_once(&entry).and_then(|(_, rest)| rest.split('"').next());
        format!("{name} {}", version.unwrap_or("unknown"))
    });
    println!("cargo:rustc-env=PEERS_VERSIONS={}", versions.join(", "));
    Ok(())
}
