//! Compiles the C twice: with all that this machine and loose arithmetic give, and by Rust's rules.

/// The prefix of the names, and the options.
const BUILDS: [(&str, &[&str]); 2] = [
    ("native_", &["-march=native", "-ffast-math"]),
    ("no_fma_", &["-mavx2", "-mno-fma", "-ffp-contract=off", "-fno-trapping-math"]),
];

fn main() {
    println!("cargo::rerun-if-changed=c");
    for (prefix, options) in BUILDS {
        let mut build = cc::Build::new();
        build.files(["c/inference.c", "c/training.c", "c/activations.c", "c/recurrent.c"]);
        build.define("PREFIX", prefix).opt_level(3).warnings(true).extra_warnings(true);
        for option in options {
            build.flag(option);
        }
        build.compile(&format!("constnet_{prefix}c"));
    }
}
