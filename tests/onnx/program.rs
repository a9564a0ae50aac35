//! `constnet-onnx` as a user runs it: what it writes and what it leaves, what it says, and what it takes.
//! The files are made here; `tests/onnx/networks.rs` has the networks.

use crate::import::messages::{
    Attribute, Dimension, Entry, Graph, Model, Node, Tensor, attribute, tensor,
};
use crate::made::{floats, model, node, value};
use constnet::{prelude::SVector, weights::TestPair};
use prost::Message;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder of a test's own, which is empty.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("onnx_program").join(test);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("out")).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn out(&self, name: &str) -> PathBuf {
        self.0.join("out").join(name)
    }

    fn model(&self, name: &str, model: &Model) -> PathBuf {
        self.bytes(name, &model.encode_to_vec())
    }

    fn bytes(&self, name: &str, bytes: &[u8]) -> PathBuf {
        fs::write(self.file(name), bytes).unwrap();
        self.file(name)
    }

    /// The names of what was written.
    fn written(&self) -> Vec<String> {
        let files = fs::read_dir(self.0.join("out")).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the program on files; what it prints, or what is wrong.
    fn run(&self, files: &[&Path]) -> Result<String, String> {
        let program = env!("CARGO_BIN_EXE_constnet-onnx");
        run(Command::new(program).args(files).arg(self.0.join("out")))
    }

    /// Runs the program under limits of the shell.
    #[cfg(unix)]
    fn run_under(&self, limits: &str, file: &Path) -> Result<String, String> {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{limits}; exec \"$@\""), "sh"]);
        run(shell.arg(env!("CARGO_BIN_EXE_constnet-onnx")).args([file, &self.0.join("out")]))
    }
}

fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().unwrap();
    let [printed, error] =
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    match output.status.code() {
        Some(0) => Ok(printed),
        Some(1) => Err(error),
        _ => panic!("{}: {error}", output.status),
    }
}

/// `x` to `count`, each node taking what the last one gave and the same constants.
fn repeated(operator: &str, count: usize, constants: &[&str]) -> Vec<Node> {
    let name = |i: usize| if i == 0 { "x".into() } else { format!("{i}") };
    let one = |i: usize| {
        let (from, to) = (name(i), name(i + 1));
        let inputs: Vec<&str> = [&*from].into_iter().chain(constants.iter().copied()).collect();
        node(operator, &inputs, &[&to])
    };
    (0..count).map(one).collect()
}

/// y = w·x, of one feature.
fn line(w: f32) -> Model {
    model(17, 1, vec![node("MatMul", &["x", "w"], &["y"])], vec![floats("w", &[1, 1], &[w])])
}

#[test]
fn a_pair_is_written_over_its_own_and_over_nothing_else() {
    let folder = Folder::new("own");
    let file = folder.model("line.onnx", &line(2.0));
    for w in [2.0, 3.0] {
        folder.model("line.onnx", &line(w));
        assert_eq!(folder.run(&[&file]), Ok(format!("{}\n", folder.out("line.rs").display())));
        assert_eq!(folder.written(), ["line.rs", "line.safetensors"]);
        let weights = fs::read(folder.out("line.safetensors")).unwrap();
        assert!(weights.windows(4).any(|bytes| bytes == w.to_le_bytes()));
        // The source names these weights and no others.
        let source = fs::read_to_string(folder.out("line.rs")).unwrap();
        let checksum = format!("{:#034x}", constnet::weights::checksum(&weights));
        assert!(source.contains(&checksum), "{source}");
    }
    // A source of someone's, and weights without a source.
    fs::write(folder.out("line.rs"), "// mine").unwrap();
    let error = folder.run(&[&file]).unwrap_err();
    assert!(error.ends_with("line.rs exists and is not from this tool\n"), "{error}");
    fs::remove_file(folder.out("line.rs")).unwrap();
    let error = folder.run(&[&file]).unwrap_err();
    assert!(error.ends_with("line.safetensors exists and is not from this tool\n"), "{error}");
    assert_eq!(folder.written(), ["line.safetensors"]);
}

/// A source that a person has edited and weights that were trained on are theirs; the same file again is written
/// to the same bytes.
#[test]
fn what_a_person_has_changed_is_not_overwritten() {
    let folder = Folder::new("changed");
    let file = folder.model("line.onnx", &line(2.0));
    let pair = || ["line.rs", "line.safetensors"].map(|name| fs::read(folder.out(name)).unwrap());
    folder.run(&[&file]).unwrap();
    let written = pair();
    folder.run(&[&file]).unwrap();
    assert!(pair() == written);
    for (i, name, expected) in [
        (0, "line.rs", "was edited, or is of an older constnet-onnx"),
        (1, "line.safetensors", "was it trained on?"),
    ] {
        let mut changed = written[i].clone();
        *changed.last_mut().unwrap() ^= 1;
        fs::write(folder.out(name), &changed).unwrap();
        folder.model("line.onnx", &line(3.0));
        let error = folder.run(&[&file]).unwrap_err();
        assert!(error.contains(expected), "{error}");
        assert!(fs::read(folder.out(name)).unwrap() == changed);
        fs::write(folder.out(name), &written[i]).unwrap();
    }
    folder.run(&[&file]).unwrap();
    assert!(pair() != written);
}

/// Three samples and their outputs in NumPy's files: compared with what the nodes give, the first of them written as
/// the pair of the test.
#[test]
fn given_arrays_are_compared_and_written() {
    let folder = Folder::new("given");
    let file = folder.model("line.onnx", &line(2.0));
    let array = |name: &str, numbers: [f32; 3]| {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1), }\n";
        let start = [&b"\x93NUMPY\x01\0"[..], &(header.len() as u16).to_le_bytes()].concat();
        let data = numbers.map(f32::to_le_bytes).concat();
        folder.bytes(name, &[&start, header.as_bytes(), &data].concat())
    };
    let x = array("x.npy", [0.75, -1.0, 3.0]);
    let program = |options: &[&str], y: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_constnet-onnx"));
        command.args(options).arg("--x").arg(&x).arg("--y").arg(y).arg(&file);
        run(command.arg(folder.0.join("out")))
    };
    let right = array("right.npy", [1.5, -2.0, 6.0]);
    let printed = program(&["--check"], &right).unwrap();
    let expected = "for 3 inputs, in f64; the given outputs differ from the nodes' by 0.0e0\n";
    assert!(printed.ends_with(expected), "{printed}");
    assert!(folder.written().is_empty());

    // One that is wrong is found, also behind the first, and nothing is written.
    let wrong = array("wrong.npy", [1.5, -2.0, 6.25]);
    let error = program(&[], &wrong).unwrap_err();
    assert!(error.contains("the given outputs: found numbers that differ by 2.5e-1"), "{error}");
    let error = program(&[], &folder.file("none.npy")).unwrap_err();
    assert!(error.contains("none.npy: "), "{error}");
    assert!(folder.written().is_empty());

    program(&[], &right).unwrap();
    let weights = fs::read(folder.out("line.safetensors")).unwrap();
    let pair = TestPair::<SVector<f32, 1>, SVector<f32, 1>>::read(&weights).unwrap();
    assert_eq!((pair.input(), pair.output()), (&[0.75][..], &[1.5][..]));
}

/// Weights beside the model, under a plain name and nowhere else, with sizes and offsets that fit.
#[test]
fn data_in_another_file_stays_in_its_folder() {
    let folder = Folder::new("external");
    let external = |entries: &[(&str, &str)]| {
        let mut model = line(2.0);
        let tensor = &mut model.graph.as_mut().unwrap().initializer[0];
        tensor.float_data.clear();
        tensor.data_location = 1;
        let entry = |&(key, value): &(&str, &str)| Entry { key: key.into(), value: value.into() };
        tensor.external_data = entries.iter().map(entry).collect();
        folder.model("line.onnx", &model)
    };
    folder.bytes("line.data", &[[0; 4], 5f32.to_le_bytes()].concat());
    let place = [("location", "line.data"), ("offset", "4"), ("length", "4")];
    folder.run(&[&external(&place)]).unwrap();
    let weights = fs::read(folder.out("line.safetensors")).unwrap();
    assert!(weights.windows(4).any(|bytes| bytes == 5f32.to_le_bytes()));
    let outside = folder.bytes("out/elsewhere.data", &[0; 4]);
    folder.bytes(
        "pointer.data",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n",
    );
    for (location, offset, length, expected) in [
        ("../external/line.data", "0", "4", "expected the plain name of a file beside the model"),
        ("out/elsewhere.data", "0", "4", "expected the plain name of a file beside the model"),
        ("/etc/passwd", "0", "4", "expected the plain name of a file beside the model"),
        ("", "0", "4", "expected the plain name of a file beside the model"),
        ("..", "0", "4", "expected the plain name of a file beside the model"),
        ("out", "0", "4", "no plain file"),
        ("nowhere.data", "0", "4", "`--data FILE` names the file"),
        ("line.data", "8", "4", "4 bytes from 8 on, in a file of 8"),
        ("line.data", "0", "8", "; fetch the file again, or name the one that belongs"),
        ("line.data", "18446744073709551615", "4", "in a file of 8"),
        ("line.data", "-1", "4", "that are numbers"),
        ("pointer.data", "0", "4", "pointer.data`, a Git LFS pointer"),
    ] {
        let place = [("location", location), ("offset", offset), ("length", length)];
        let error = folder.run(&[&external(&place)]).unwrap_err();
        assert!(error.contains(expected), "{location}: {error}");
    }
    // A file that the user names may be anywhere.
    let file = external(&[("location", "/etc/passwd")]);
    let program = env!("CARGO_BIN_EXE_constnet-onnx");
    let mut command = Command::new(program);
    command.arg("--data").arg(&outside).arg(&file).arg(folder.out(""));
    run(&mut command).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", folder.file("link.data")).unwrap();
        let error = folder.run(&[&external(&[("location", "link.data")])]).unwrap_err();
        assert!(error.contains("no plain file"), "{error}");
    }
}

#[test]
fn two_files_of_one_module_are_an_error() {
    let folder = Folder::new("two");
    let files =
        ["same-net.onnx", "same_net.onnx", "other.onnx"].map(|name| folder.model(name, &line(2.0)));
    let [first, second, other] = files.each_ref().map(|file| &**file);
    // In one run nothing is written.
    let error = folder.run(&[first, other, second]).unwrap_err();
    let expected = format!(
        "{} and {} would both become same_net.rs: rename one of them\n",
        first.display(),
        second.display()
    );
    assert_eq!(error, expected);
    assert!(folder.written().is_empty());
    // In two runs the first one stays.
    let printed = folder.run(&[first, other]).unwrap();
    assert_eq!(printed.lines().count(), 2);
    let error = folder.run(&[second]).unwrap_err();
    let expected =
        "same_net.rs is from another file, `same-net.onnx`: remove it, or rename `same_net.onnx`\n";
    assert!(error.ends_with(expected), "{error}");
    let expected = ["other.rs", "other.safetensors", "same_net.rs", "same_net.safetensors"];
    assert_eq!(folder.written(), expected);
    assert!(folder.run(&[first, other]).is_ok());
}

#[test]
fn an_error_in_one_of_several_files_writes_none() {
    let folder = Folder::new("several");
    let good = folder.model("good.onnx", &line(2.0));
    let bad = folder.bytes("bad.onnx", b"");
    let error = folder.run(&[&good, &bad]).unwrap_err();
    assert!(
        error.ends_with("bad.onnx: the file: found no graph, expected an ONNX model\n"),
        "{error}"
    );
    assert!(folder.written().is_empty());
}

/// What `mod` cannot say gets a name that it can, by the rule that `--help` states.
#[test]
fn file_names_become_names_of_modules() {
    let folder = Folder::new("names");
    for (file, module) in [
        ("type", "type_net"),
        ("3 layers, 64-wide", "network_3_layers_64_wide"),
        ("Ünï—cödé", "n_c_d"),
        ("模型", "network"),
        ("-x", "x"),
        ("f32", "f32_net"),
        ("main", "main_net"),
        ("self", "self_net"),
    ] {
        let file = folder.model(&format!("{file}.onnx"), &line(2.0));
        let printed = folder.run(&[&file]).unwrap();
        assert_eq!(printed, format!("{}\n", folder.out(&format!("{module}.rs")).display()));
    }
}

#[test]
fn help_states_the_limits_and_the_rule_of_names() {
    let program = || Command::new(env!("CARGO_BIN_EXE_constnet-onnx"));
    let help = run(program().arg("--help")).unwrap();
    assert!(help.starts_with("usage: constnet-onnx [OPTIONS] POLICY.onnx... [FOLDER]\n"));
    assert!(help.contains("n + 2^20 numbers") && help.contains("_net"), "{help}");
    assert_eq!(run(&mut program()), Err(help));
}

/// Everything that a file can say, with what acts on a terminal and what hides.
#[test]
fn what_a_file_says_does_not_act_on_a_terminal() {
    const EVIL: &str = "\x1b]0;owned\x07\x1b[2J\n\r\u{9b}31m\u{202e}\u{2066}\u{200b}\u{2028}`\0";
    let folder = Folder::new("escape");
    let relu = |change: &dyn Fn(&mut Node)| {
        let mut relu = node("Relu", &["x"], &["y"]);
        change(&mut relu);
        model(17, 1, vec![relu], vec![])
    };
    let changed = |change: &dyn Fn(&mut Graph)| {
        let mut model = line(2.0);
        change(model.graph.as_mut().unwrap());
        model
    };
    let attribute = |r#type| Attribute { name: EVIL.into(), r#type, ..Attribute::default() };
    let refused = [
        relu(&|node| node.op_type = EVIL.into()),
        relu(&|node| (node.name, node.op_type) = (EVIL.into(), "Sin".into())),
        relu(&|node| (node.output[0], node.op_type) = (EVIL.into(), "Sin".into())),
        relu(&|node| node.domain = EVIL.into()),
        relu(&|node| node.input[0] = EVIL.into()),
        relu(&|node| node.attribute.push(attribute(attribute::INT))),
        relu(&|node| {
            let approximate =
                Attribute { name: "approximate".into(), ..attribute(attribute::STRING) };
            node.op_type = "Gelu".into();
            node.attribute.push(Attribute { s: EVIL.into(), ..approximate });
        }),
        relu(&|node| {
            node.op_type = "Constant".into();
            node.attribute.push(attribute(attribute::FLOATS));
        }),
        changed(&|graph| {
            (graph.initializer[0].name, graph.node[0].input[1]) = (EVIL.into(), EVIL.into());
            graph.initializer[0].external_data =
                vec![Entry { key: EVIL.into(), value: EVIL.into() }];
        }),
        changed(&|graph| {
            (graph.input[0].name, graph.node[0].input[0]) = (EVIL.into(), EVIL.into());
            graph.input[0].r#type = None;
        }),
        changed(&|graph| graph.output[0].name = EVIL.into()),
        changed(&|graph| graph.output.push(value(EVIL, &[1]))),
        changed(&|graph| {
            graph.node[0].input[0] = EVIL.into();
            let mut dim = value(EVIL, &[1, 1]);
            let tensor_type = dim.r#type.as_mut().unwrap().tensor_type.as_mut().unwrap();
            tensor_type.shape.as_mut().unwrap().dim[1] =
                Dimension { dim_value: None, dim_param: Some(EVIL.into()) };
            graph.input[0] = dim;
            graph.node[0].op_type = "Relu".into();
            graph.node[0].input.truncate(1);
        }),
    ];
    for (i, model) in refused.into_iter().enumerate() {
        let error = folder.run(&[&folder.model("evil.onnx", &model)]).unwrap_err();
        assert_eq!(error.matches('\n').count(), 1, "{i}: {error}");
        assert!(
            error.trim_end().chars().all(|c| c == ' ' || c.is_ascii_graphic()),
            "{i}: {error:?}"
        );
        assert!(error.contains("\\u{1b}]0;owned"), "{i}: {error}");
    }
    // Nor does it in a source that is written, whose lines are still those of the program.
    let mut good = line(2.0);
    (good.producer_name, good.producer_version) = (EVIL.into(), EVIL.into());
    good.graph.as_mut().unwrap().node[0].name = EVIL.into();
    let lines = |model: &Model| {
        folder.run(&[&folder.model("evil.onnx", model)]).unwrap();
        let source = fs::read_to_string(folder.out("evil.rs")).unwrap();
        assert!(
            source.chars().all(|c| matches!(c, ' ' | '\n') || c.is_ascii_graphic()),
            "{source}"
        );
        source.lines().count()
    };
    assert_eq!(lines(&line(2.0)), lines(&good));
    // Nor does the path.
    #[cfg(unix)]
    {
        let file = folder.bytes("\x1b[2J\n.onnx", b"");
        let error = folder.run(&[&file]).unwrap_err();
        assert!(error.contains("/\\u{1b}[2J\\n.onnx: the file: found no graph"), "{error}");
        let printed = folder.run(&[&folder.model("\x1b[2J\n.onnx", &line(2.0))]).unwrap();
        assert_eq!(printed.matches('\n').count(), 1);
    }
}

/// Small files that ask for much memory or time, each in its own way.
#[cfg(unix)]
#[test]
fn memory_and_time_are_in_proportion_to_the_file() {
    const WIDE: i64 = 1_000_000;
    let folder = Folder::new("limits");
    let one = || floats("c", &[1], &[1.0]);
    let layer_norms = repeated("LayerNormalization", 300, &["c", "c"]);
    // A product of 500,000 weights, which each scale goes through.
    let mut scaled = repeated("Mul", 30_000, &["c"]);
    scaled[0].input[0] = "product".into();
    scaled.insert(0, node("MatMul", &["x", "w"], &["product"]));
    let weights = floats("w", &[1, WIDE / 2], &vec![1.0; WIDE as usize / 2]);
    // One number that says a million times that it is one.
    let dims = vec![1; WIDE as usize];
    let deep = Tensor { data_type: tensor::BOOL, int32_data: vec![0], ..floats("c", &dims, &[]) };
    // A row of numbers, and then a scale for all of them, 30,000 times.
    let mut rows = repeated("Mul", 30_000, &["c"]);
    rows[0].input[1] = "row".into();
    let row = floats("row", &[WIDE], &vec![1.0; WIDE as usize]);
    for (name, model) in [
        ("norms", model(17, WIDE, layer_norms, vec![one()])),
        ("scales", model(17, 1, scaled, vec![floats("c", &[1], &[1.0001]), weights])),
        ("dimensions", model(17, 1, repeated("Dropout", 30_000, &["", "c"]), vec![deep])),
        ("rows", model(17, WIDE, rows, vec![floats("c", &[1], &[1.0001]), row])),
    ] {
        let file = folder.model(&format!("{name}.onnx"), &model);
        // 400 MB and 10 seconds of the processor's time, in debug.
        let error = folder.run_under("ulimit -v 400000; ulimit -t 10", &file).unwrap_err();
        assert!(error.contains("in all of a file of this length"), "{name}: {error}");
    }
    // Long names and tensors that are passed on and on: no copy of them is made.
    let passed = |first: Node| {
        let name = |i: usize| format!("c{i}");
        let pass = |i: usize| node("Identity", &[&name(i)], &[&name(i + 1)]);
        let nodes: Vec<Node> = [first].into_iter().chain((0..30_000).map(pass)).collect();
        let last = node("Mul", &["x", "c30000"], &["y"]);
        model(17, 1, [nodes, vec![last]].concat(), vec![])
    };
    let values = vec![1.0; WIDE as usize / 10];
    let constant = Node {
        attribute: vec![Attribute {
            name: "value_floats".into(),
            r#type: attribute::FLOATS,
            floats: values,
            ..Attribute::default()
        }],
        name: "n".repeat(WIDE as usize),
        ..node("Constant", &[], &["c0"])
    };
    let file = folder.model("passed.onnx", &passed(constant));
    let error = folder.run_under("ulimit -v 400000; ulimit -t 10", &file).unwrap_err();
    assert!(error.contains(": found the shape [100000], expected one that fits values"), "{error}");
    assert!(error.len() < 4000);
    // And what is in proportion is written: a thousand offsets of one number for a wide input cost what
    // they are until the layer that holds them.
    let mut nodes = repeated("Add", 1000, &["c"]);
    nodes.push(node("MatMul", &["1000", "w"], &["y"]));
    let weights = floats("w", &[WIDE / 2, 1], &vec![1e-6; WIDE as usize / 2]);
    let file = folder.model("good.onnx", &model(17, WIDE / 2, nodes, vec![one(), weights]));
    folder.run_under("ulimit -v 400000; ulimit -t 10", &file).unwrap();
}

/// A disk that is full, or a limit: the old pair stays, nothing else does, and the next run goes on.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_leaves_the_old_pair() {
    let folder = Folder::new("full");
    // 8 KB of weights, where a file may have 512 or 1024 bytes.
    let wide = |w| {
        let weights = floats("w", &[1, 2000], &[w; 2000]);
        model(17, 1, vec![node("MatMul", &["x", "w"], &["y"])], vec![weights])
    };
    let file = folder.model("wide.onnx", &wide(1.0));
    let limited = || folder.run_under("ulimit -f 1; trap '' XFSZ", &file);
    let error = limited().unwrap_err();
    assert!(error.contains("wide.onnx: cannot write "), "{error}");
    assert!(folder.written().is_empty());
    folder.run(&[&file]).unwrap();
    let pair = || ["wide.rs", "wide.safetensors"].map(|name| fs::read(folder.out(name)).unwrap());
    let old = pair();
    folder.model("wide.onnx", &wide(2.0));
    limited().unwrap_err();
    assert!(pair() == old);
    assert_eq!(folder.written(), ["wide.rs", "wide.safetensors"]);
    folder.run(&[&file]).unwrap();
    assert!(pair() != old);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_modes_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new("links");
    let file = folder.model("line.onnx", &line(2.0));
    for name in ["line.rs", "line.safetensors"] {
        // To nothing, and to something that looks like ours.
        let target = folder.file("target");
        for contents in [None, Some("//! Written by constnet-onnx from `line.onnx`")] {
            if let Some(contents) = contents {
                fs::write(&target, contents).unwrap();
            }
            symlink(&target, folder.out(name)).unwrap();
            let error = folder.run(&[&file]).unwrap_err();
            let expected = format!("{name} is a symbolic link, which this tool does not write\n");
            assert!(error.ends_with(&expected), "{error}");
            assert_eq!(fs::read_to_string(&target).ok().as_deref(), contents);
            fs::remove_file(folder.out(name)).unwrap();
        }
        fs::remove_file(&target).unwrap();
    }
    folder.run(&[&file]).unwrap();
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(folder.out("line.safetensors"), private).unwrap();
    folder.run(&[&file]).unwrap();
    let mode = fs::metadata(folder.out("line.safetensors")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn files_of_other_formats_are_called_what_they_are() {
    let folder = Folder::new("formats");
    let weights = constnet::weights::to_vec(&constnet::Dense::<1, 1>::new([[1.0]], [0.0])).unwrap();
    for (name, bytes, found) in [
        (
            "pointer.onnx",
            &b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"[..],
            "a Git LFS pointer (`git lfs pull` fetches what it points to)",
        ),
        ("model.pt", b"PK\x03\x04\0\0\x08\x08\0\0archive/data.pkl", "a zip archive, as torch.save"),
        ("old.pt", b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", "a Python pickle"),
        ("model.h5", b"\x89HDF\r\n\x1a\n\0\0\0\0", "HDF5, as Keras writes (load it in Python"),
        ("model.tflite", b"\x1c\0\0\0TFL3\x14\0\x20\0", "TensorFlow Lite"),
        ("model.onnx.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "compressed by gzip (decompress it)"),
        (
            "page.onnx",
            b"<!DOCTYPE html><html><body>",
            "a web page or XML (download the file itself)",
        ),
        ("net.safetensors", &weights, "safetensors (`embed!` reads them)"),
    ] {
        let error = folder.run(&[&folder.bytes(name, bytes)]).unwrap_err();
        let expected = format!("{name}: the file: found {found}");
        assert!(
            error.contains(&expected) && error.ends_with(", expected an ONNX model\n"),
            "{error}"
        );
    }
    assert!(folder.written().is_empty());
}

/// Outputs beyond the first: harmless, asking for training, or meant for another node.
#[test]
fn further_outputs_are_refused_where_they_matter() {
    let folder = Folder::new("outputs");
    let file = |opset, nodes| {
        let row = |name| floats(name, &[2], &[1.0, 2.0]);
        let square = floats("w", &[2, 2], &[1.0; 4]);
        let constants = ["g", "b", "m", "v"].map(row).into_iter().chain([square]).collect();
        folder.model("outputs.onnx", &model(opset, 2, nodes, constants))
    };
    let dense = || node("MatMul", &["x", "w"], &["y"]);
    let norm = |outputs: &[&str]| node("BatchNormalization", &["y", "g", "b", "m", "v"], outputs);
    for opset in [7, 8, 9, 13, 14, 17] {
        assert!(folder.run(&[&file(opset, vec![dense(), norm(&["z"])])]).is_ok());
        // Names that are left out at the end are no outputs.
        assert!(folder.run(&[&file(opset, vec![dense(), norm(&["z", "", ""])])]).is_ok());
        for (outputs, count) in
            [(&["z", "mean", "var", "saved_mean", "saved_var"][..], 5), (&["z", "", "var"], 3)]
        {
            let error = folder.run(&[&file(opset, vec![dense(), norm(outputs)])]).unwrap_err();
            let expected = format!(
                "the node of `z` (BatchNormalization): found {count} outputs, expected one: more ask for \
                 training, so export in eval mode; `--output y` is the network before it\n"
            );
            assert!(error.ends_with(&expected), "{error}");
        }
    }
    let dropout = |outputs: &[&str]| node("Dropout", &["y"], outputs);
    assert!(folder.run(&[&file(17, vec![dense(), dropout(&["z", "mask"])])]).is_ok());
    let layer_norm = || node("LayerNormalization", &["y", "g", "b"], &["z", "mean", "deviation"]);
    assert!(folder.run(&[&file(17, vec![dense(), layer_norm()])]).is_ok());
    for (nodes, expected) in [
        (
            vec![dense(), node("Relu", &["y"], &["z", "more"])],
            "(Relu): found 2 outputs, expected one; ",
        ),
        (
            vec![dense(), dropout(&["z", "mask"]), node("Relu", &["mask"], &["end"])],
            "(Relu), input 0: found `mask`, which has no meaning here, expected a value",
        ),
        (
            vec![dense(), layer_norm(), node("Relu", &["mean"], &["end"])],
            "(Relu), input 0: found `mean`, which has no meaning here, expected a value",
        ),
        (
            vec![dense(), dropout(&["z", "y"])],
            "(Dropout): found the name `y` again, expected names that stand once",
        ),
    ] {
        let error = folder.run(&[&file(17, nodes)]).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}
