"""Makes tests/data/weights/bad: one bad file a category, and expected.txt with the error of each.

    python tests/reference/bad_weights.py        from the root of the repository; Python only

The network is `(Dense<2, 3>, Tanh)` in f32; `good.safetensors` loads. The expected errors are the
names of the variants of `constnet::weights::Error`, and `ok` for files that are odd and right.
"""

import json
import math
import pathlib
import struct

FOLDER = pathlib.Path("tests/data/weights/bad")
WEIGHT = struct.pack("<6f", 1, 2, 3, 4, 5, 6)
BIAS = struct.pack("<3f", 7, 8, 9)
DATA = WEIGHT + BIAS
W = {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}
B = {"dtype": "F32", "shape": [3], "data_offsets": [24, 36]}


def text(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def file(header, data=DATA, length=None):
    header = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def entries(weight=W, bias=B, **more):
    return file(text({"0.weight": weight, "0.bias": bias, **more}))


def raw(weight=text(W), bias=text(B), head="{", foot="}"):
    """Headers that no JSON library would write."""
    return file(f'{head}"0.weight":{weight},"0.bias":{bias}{foot}')


def with_number(value, at=0):
    data = bytearray(DATA)
    data[at : at + 4] = struct.pack("<f", value) if isinstance(value, float) else value
    return file(text({"0.weight": W, "0.bias": B}), bytes(data))


def meta(value):
    return file('{"__metadata__":' + value + "," + text({"0.weight": W, "0.bias": B})[1:])


good = entries()
empty = {"dtype": "F32", "shape": [0], "data_offsets": [36, 36]}
FILES = {
    # The frame.
    "empty_file": (b"", "Truncated"),
    "seven_bytes": (good[:7], "Truncated"),
    "length_alone": (good[:8], "Truncated"),
    "header_cut": (good[:40], "Truncated"),
    "data_cut_by_one": (good[:-1], "BeyondEnd"),
    "data_missing": (good[:-36], "BeyondEnd"),
    "length_zero": (struct.pack("<Q", 0) + DATA, "Syntax"),
    "length_all_ones": (b"\xff" * 8 + good[8:], "HeaderTooLong"),
    "length_over_limit": (struct.pack("<Q", 65537) + good[8:], "HeaderTooLong"),
    "length_negative": (struct.pack("<q", -1) + good[8:], "HeaderTooLong"),
    "length_big_endian": (good[:8][::-1] + good[8:], "HeaderTooLong"),
    "length_one_short": (file(text({"0.weight": W, "0.bias": B}), length=len(good) - 45), "Syntax"),
    "length_one_long": (struct.pack("<Q", len(good) - 43) + good[8:], "BeyondEnd"),
    "trailing_byte": (good + b"\0", "Unclaimed"),
    "two_files": (good + good, "Unclaimed"),
    "leading_byte": (b"\0" + good, "Truncated"),
    "zip_magic": (b"PK\x03\x04" + good, "NotSafetensors"),
    "byte_order_mark": (raw(head="\ufeff{"), "Syntax"),
    "leading_space": (raw(head=" {"), "Syntax"),
    "leading_newline": (raw(head="\n{"), "Syntax"),
    "trailing_newline": (raw(foot="}\n"), "Syntax"),
    "trailing_tab": (raw(foot="}\t"), "Syntax"),
    "trailing_zero": (raw(foot="}\0"), "Syntax"),
    "trailing_brace": (raw(foot="}}"), "Syntax"),
    "trailing_comma": (raw(foot=",}"), "Syntax"),
    "second_object": (raw(foot="}{}"), "Syntax"),
    "unclosed": (raw(foot=""), "Syntax"),
    "array": (file("[]"), "Syntax"),
    "null": (file("null"), "Syntax"),
    "not_utf8": (file(b'{"0.weight\xff":' + text(W).encode() + b"}"), "Syntax"),
    "utf8_overlong": (file(b'{"\xc0\x80":' + text(W).encode() + b"}"), "Syntax"),
    "utf8_surrogate": (file(b'{"\xed\xa0\x80":' + text(W).encode() + b"}"), "Syntax"),
    "single_quotes": (file(text({"0.weight": W, "0.bias": B}).replace('"', "'")), "Syntax"),
    "comment": (raw(head="{/* */"), "Syntax"),
    "no_comma": (file(f'{{"0.weight":{text(W)} "0.bias":{text(B)}}}'), "Syntax"),
    "two_commas": (file(f'{{"0.weight":{text(W)},,"0.bias":{text(B)}}}'), "Syntax"),
    "leading_comma": (raw(head="{,"), "Syntax"),
    "no_colon": (file(f'{{"0.weight"{text(W)},"0.bias":{text(B)}}}'), "Syntax"),
    "no_tensors": (file("{}", b""), "Missing"),
    "no_tensors_with_data": (file("{}"), "Unclaimed"),
    # Names.
    "name_not_quoted": (file(f'{{0.weight:{text(W)},"0.bias":{text(B)}}}'), "Syntax"),
    "name_with_newline": (file(f'{{"0.weight\n":{text(W)},"0.bias":{text(B)}}}'), "Syntax"),
    "name_with_delete": (entries(**{"a\x7f": empty}), "Syntax"),
    "name_with_c1": (entries(**{"a\u0085": empty}), "Syntax"),
    "name_with_escape": (file(f'{{"0.weigh\\u0074":{text(W)},"0.bias":{text(B)}}}'), "Syntax"),
    "name_with_null_escape": (file(f'{{"0.weight\\u0000":{text(W)},"0.bias":{text(B)}}}'), "Syntax"),
    "duplicate": (file(f'{{"0.weight":{text(W)},"0.bias":{text(B)},"0.bias":{text(B)}}}'), "Duplicate"),
    "duplicate_empty": (
        file(f'{{"0.weight":{text(W)},"0.bias":{text(B)},"a":{text(empty)},"a":{text(empty)}}}'),
        "Duplicate",
    ),
    "missing": (file(text({"0.weight": W}), WEIGHT), "Missing"),
    "misspelt": (file(text({"0.weight": W, "0.Bias": B})), "Missing"),
    "wrong_prefix": (file(text({"net.0.weight": W, "net.0.bias": B})), "Missing"),
    "pytorch_module": (file(text({"module.0.weight": W, "module.0.bias": B})), "Missing"),
    "extra": (
        file(
            text({"0.weight": W, "0.bias": B, "2.bias": {**B, "data_offsets": [36, 48]}}),
            DATA + BIAS,
        ),
        "Unexpected",
    ),
    "extra_empty": (entries(**{"1.running": empty}), "Unexpected"),
    "layers_exchanged": (file(text({"1.weight": W, "1.bias": B})), "Missing"),
    "name_is_empty": (entries(**{"": empty}), "Unexpected"),
    # Fields.
    "tensor_is_null": (raw(weight="null"), "Syntax"),
    "tensor_is_empty": (raw(weight="{}"), "Syntax"),
    "tensor_is_array": (raw(weight='["F32",[3,2],[0,24]]'), "Syntax"),
    "no_dtype": (raw(weight='{"shape":[3,2],"data_offsets":[0,24]}'), "Syntax"),
    "no_shape": (raw(weight='{"dtype":"F32","data_offsets":[0,24]}'), "Syntax"),
    "no_offsets": (raw(weight='{"dtype":"F32","shape":[3,2]}'), "Syntax"),
    "dtype_twice": (raw(weight='{"dtype":"F32","dtype":"F32","shape":[3,2],"data_offsets":[0,24]}'), "Syntax"),
    "unknown_field": (entries({**W, "note": 1}), "Syntax"),
    "nested_field": (entries({**W, "note": [[[[[[[[[[]]]]]]]]]]}), "Syntax"),
    "dtype_small": (entries({**W, "dtype": "f32"}), "Syntax"),
    "dtype_of_numpy": (entries({**W, "dtype": "float32"}), "Syntax"),
    "dtype_unknown": (entries({**W, "dtype": "F128"}), "Syntax"),
    "dtype_number": (entries({**W, "dtype": 32}), "Syntax"),
    "dtype_int": (entries({**W, "dtype": "I32"}), "Dtype"),
    "dtype_uint": (entries({**W, "dtype": "U32"}), "Dtype"),
    "dtype_complex": (entries({**W, "dtype": "C64", "shape": [3]}), "Dtype"),
    "dtype_bytes": (entries({**W, "dtype": "U8", "shape": [3, 8]}), "Dtype"),
    "dtype_f64_size": (entries({**W, "dtype": "F64"}), "Size"),
    "dtype_f16_size": (entries({**W, "dtype": "F16"}), "Size"),
    "half_bytes": (entries({**W, "dtype": "F4", "shape": [49]}), "Syntax"),
    # Shapes.
    "transposed": (entries({**W, "shape": [2, 3]}), "Shape"),
    "flat": (entries({**W, "shape": [6]}), "Shape"),
    "rank_three": (entries({**W, "shape": [3, 2, 1]}), "Shape"),
    "rank_four": (entries({**W, "shape": [1, 3, 2, 1]}), "Shape"),
    "bias_as_column": (entries(bias={**B, "shape": [3, 1]}), "Shape"),
    "bias_as_row": (entries(bias={**B, "shape": [1, 3]}), "Shape"),
    "scalar": (entries({**W, "shape": []}), "Size"),
    "shape_of_zero": (entries({**W, "shape": [3, 0]}), "Size"),
    "shape_too_large": (entries({**W, "shape": [3, 3]}), "Size"),
    "shape_overflows": (entries({**W, "shape": [2**32, 2**32]}), "Syntax"),
    "shape_overflows_before_zero": (entries({**W, "shape": [2**63, 2, 0]}), "Syntax"),
    "shape_bits_overflow": (entries({**W, "shape": [2**59]}), "Syntax"),
    "shape_beyond_u64": (entries({**W, "shape": [2**64]}), "Syntax"),
    "shape_negative": (entries({**W, "shape": [-3, -2]}), "Syntax"),
    "shape_float": (entries({**W, "shape": [3.0, 2]}), "Syntax"),
    "shape_exponent": (raw(weight='{"dtype":"F32","shape":[3e0,2],"data_offsets":[0,24]}'), "Syntax"),
    "shape_leading_zero": (raw(weight='{"dtype":"F32","shape":[03,2],"data_offsets":[0,24]}'), "Syntax"),
    "shape_plus": (raw(weight='{"dtype":"F32","shape":[+3,2],"data_offsets":[0,24]}'), "Syntax"),
    "shape_text": (entries({**W, "shape": ["3", "2"]}), "Syntax"),
    "shape_trailing_comma": (raw(weight='{"dtype":"F32","shape":[3,2,],"data_offsets":[0,24]}'), "Syntax"),
    "shape_nested": (entries({**W, "shape": [[3, 2]]}), "Syntax"),
    "shape_null": (entries({**W, "shape": None}), "Syntax"),
    # Offsets.
    "overlap": (file(text({"0.weight": W, "0.bias": {**B, "data_offsets": [12, 24]}}), WEIGHT), "Overlap"),
    "same_bytes": (
        file(text({"0.weight": W, "0.bias": B, "a": B})),
        "Overlap",
    ),
    "gap": (
        file(text({"0.weight": W, "0.bias": {**B, "data_offsets": [28, 40]}}), WEIGHT + b"\0" * 4 + BIAS),
        "Unclaimed",
    ),
    "gap_before_first": (
        file(
            text({"0.weight": {**W, "data_offsets": [4, 28]}, "0.bias": {**B, "data_offsets": [28, 40]}}),
            b"\0" * 4 + DATA,
        ),
        "Unclaimed",
    ),
    "empty_inside_another": (entries(a={**empty, "data_offsets": [12, 12]}), "Overlap"),
    "offsets_reversed": (entries({**W, "data_offsets": [24, 0]}), "Syntax"),
    "offsets_beyond": (entries(bias={**B, "data_offsets": [2**63, 2**63 + 12]}), "BeyondEnd"),
    "offsets_at_the_end_of_u64": (
        entries(bias={**B, "shape": [0], "data_offsets": [2**64 - 1, 2**64 - 1]}),
        "BeyondEnd",
    ),
    "offsets_beyond_u64": (entries(bias={**B, "data_offsets": [2**64, 2**64 + 12]}), "Syntax"),
    "offsets_negative": (entries({**W, "data_offsets": [-24, 0]}), "Syntax"),
    "offsets_one": (entries({**W, "data_offsets": [24]}), "Syntax"),
    "offsets_three": (entries({**W, "data_offsets": [0, 12, 24]}), "Syntax"),
    "offsets_float": (entries({**W, "data_offsets": [0.0, 24]}), "Syntax"),
    "offsets_minus_zero": (
        raw(weight='{"dtype":"F32","shape":[3,2],"data_offsets":[-0,24]}'),
        "Syntax",
    ),
    # Numbers.
    "nan": (with_number(math.nan), "NotFinite"),
    "nan_signalling": (with_number(b"\x01\x00\x80\x7f", 8), "NotFinite"),
    "nan_negative": (with_number(b"\xff\xff\xff\xff", 20), "NotFinite"),
    "infinity": (with_number(math.inf, 24), "NotFinite"),
    "minus_infinity_last": (with_number(-math.inf, 32), "NotFinite"),
    "f64_overflows": (
        file(
            text({"0.weight": {**W, "dtype": "F64", "data_offsets": [0, 48]}, "0.bias": {**B, "data_offsets": [48, 60]}}),
            struct.pack("<6d", 1, 2, 3, 4, 5, 1e39) + BIAS,
        ),
        "NotFinite",
    ),
    "f16_infinity": (
        file(
            text({"0.weight": {**W, "dtype": "F16", "data_offsets": [0, 12]}, "0.bias": {**B, "data_offsets": [12, 24]}}),
            struct.pack("<5e", 1, 2, 3, 4, 5) + b"\x00\x7c" + BIAS,
        ),
        "NotFinite",
    ),
    "bf16_nan": (
        file(
            text({"0.weight": {**W, "dtype": "BF16", "data_offsets": [0, 12]}, "0.bias": {**B, "data_offsets": [12, 24]}}),
            b"\x80\x3f" * 5 + b"\xc0\x7f" + BIAS,
        ),
        "NotFinite",
    ),
    # Metadata.
    "metadata_null": (meta("null"), "Syntax"),
    "metadata_array": (meta("[]"), "Syntax"),
    "metadata_number": (meta('{"a":1}'), "Syntax"),
    "metadata_nested": (meta('{"a":{"b":"c"}}'), "Syntax"),
    "metadata_value_null": (meta('{"a":null}'), "Syntax"),
    "metadata_twice": (meta('{},"__metadata__":{}'), "Duplicate"),
    "metadata_1025_pairs": (meta("{" + ",".join(f'"{i}":""' for i in range(1025)) + "}"), "Syntax"),
    "metadata_key_twice": (meta('{"a":"1","b":"2","a":"1"}'), "Duplicate"),
    "metadata_key_escaped": (meta('{"\\u0061":"1"}'), "Syntax"),
    "metadata_raw_newline": (meta('{"a":"\n"}'), "Syntax"),
    "metadata_bad_escape": (meta('{"a":"\\x"}'), "Syntax"),
    "metadata_half_character": (meta('{"a":"\\ud800"}'), "Syntax"),
    "metadata_other_half": (meta('{"a":"\\udc00"}'), "Syntax"),
    "metadata_two_halves_apart": (meta('{"a":"\\ud800x\\udc00"}'), "Syntax"),
    "metadata_short_escape": (meta('{"a":"\\u00"}'), "Syntax"),
    "metadata_trailing_comma": (meta('{"a":"b",}'), "Syntax"),
    "metadata_unclosed": (file('{"__metadata__":{"a":"b"'), "Syntax"),
    "metadata_of_a_later_version": (meta('{"constnet.version":"2"}'), "Version"),
    "metadata_of_another_network": (meta('{"constnet.network":"0123456789abcdef"}'), "Fingerprint"),
    # The tensors come first: what is wrong with them says more than a fingerprint.
    "resized": (
        file(
            text({
                "__metadata__": {"constnet.network": "0123456789abcdef"},
                "0.weight": {**W, "shape": [2, 3]}, "0.bias": B,
            })
        ),
        "Shape",
    ),
    "resized_by_a_layer": (
        file(
            text({
                "__metadata__": {"constnet.network": "0123456789abcdef"},
                "0.weight": W, "0.bias": B, "2.bias": {**B, "data_offsets": [36, 48]},
            }),
            DATA + BIAS,
        ),
        "Unexpected",
    ),
    "metadata_fingerprint_short": (meta('{"constnet.network":"0123"}'), "Syntax"),
    "metadata_checksum": (meta('{"constnet.checksum":"' + "0" * 32 + '"}'), "Checksum"),
    "metadata_checksum_not_hex": (meta('{"constnet.checksum":"' + "g" * 32 + '"}'), "Syntax"),
    "native_with_pytorch_names": (meta('{"constnet.layout":"native"}'), "Missing"),
    # Odd, and right.
    "good": (good, "ok"),
    "other_order_of_tensors": (file(text({"0.bias": B, "0.weight": W})), "ok"),
    "other_order_of_fields": (entries({k: W[k] for k in ("data_offsets", "shape", "dtype")}), "ok"),
    "bias_first": (
        file(
            text({"0.weight": {**W, "data_offsets": [12, 36]}, "0.bias": {**B, "data_offsets": [0, 12]}}),
            BIAS + WEIGHT,
        ),
        "ok",
    ),
    "indented": (file(json.dumps({"0.weight": W, "0.bias": B}, indent=2)), "ok"),
    "padded": (raw(foot="}     "), "ok"),
    "metadata_empty": (meta("{}"), "ok"),
    "metadata_last": (raw(foot=',"__metadata__":{"a":"b"}}'), "ok"),
    "metadata_escapes": (meta('{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83e\\udd80ä"}'), "ok"),
    "minus_zero": (with_number(-0.0), "ok"),
    "subnormal": (with_number(b"\x01\x00\x00\x00"), "ok"),
    "largest": (with_number(b"\xff\xff\x7f\x7f", 32), "ok"),
}

FOLDER.mkdir(parents=True, exist_ok=True)
for old in FOLDER.glob("*.safetensors"):
    old.unlink()
for name, (content, _) in FILES.items():
    (FOLDER / f"{name}.safetensors").write_bytes(content)
lines = [f"{name} {error}\n" for name, (_, error) in sorted(FILES.items())]
(FOLDER / "expected.txt").write_text("".join(lines))
print(len(FILES))
