//! Passes `--cfg constnet_fma` to this package alone.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(constnet_fma)");
    println!("cargo:rustc-cfg=constnet_fma");
}
