//! All tensors of a network as a map from names to rows.

use super::fields::{self, Fields, Hex, Input};
use crate::{
    Parameters,
    math::half::{bf16_value, f16_value},
    parameters::{
        Layout, Leaf, PerAxis, copy_from,
        numbers::{TensorNumbers, TensorNumbersMut, for_each_leaf, for_each_tensor, with_leaf},
    },
    scalar::Kind,
    weights::{self, MAX_TENSORS, Shape, fingerprint, not_finite, shape, text::Text},
};
use ::serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
    ser::{self, SerializeMap, SerializeSeq, SerializeStruct},
};
use core::{borrow::BorrowMut, fmt, marker::PhantomData};

const NO_NAME: &str = "formats have no name for its type of number";

const FIELDS: [&str; 2] = ["network", "tensors"];

/// The number that stands for a network: where a format does not say whether numbers are `f32` or
/// `f64`, it does.
fn number_of<N: Parameters>(human_readable: bool) -> u64 {
    if human_readable { fingerprint::<N>() } else { weights::exact::<N>() }
}

/// A network, a gradient, or an optimizer's slots, to be serialised. Needs the feature `serde`.
#[derive(Debug, Clone, Copy)]
pub struct Tensors<'a, N>(pub &'a N);

impl<N: Parameters> Serialize for Tensors<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Everything is looked at before anything is written.
        let (mut count, mut result) = (0, Ok(()));
        for_each_tensor(self.0, |path, leaf, numbers| {
            count += 1;
            if result.is_ok() {
                result = storable(path, leaf, numbers);
            }
        });
        result?;
        let network = Hex([number_of::<N>(serializer.is_human_readable())]);
        let mut out = serializer.serialize_struct("Network", FIELDS.len())?;
        out.serialize_field(FIELDS[0], &network)?;
        out.serialize_field(FIELDS[1], &Map { net: self.0, count })?;
        out.end()
    }
}

/// Whether all numbers of a tensor are finite.
fn storable<E: ser::Error>(path: &str, leaf: &Leaf, numbers: TensorNumbers<'_>) -> Result<(), E> {
    if matches!(numbers, TensorNumbers::Other) {
        return Err(E::custom(format_args!("tensor `{path}`: {NO_NAME}")));
    }
    let values = (0..).map_while(|i| numbers.value(i));
    let Some((place, value)) = values.enumerate().find(|(_, value)| !value.is_finite()) else {
        return Ok(());
    };
    Err(E::custom(refused(path, &leaf.index(place), not_finite(value, leaf.kind)).as_str()))
}

/// The words for a number that is not finite.
fn refused(path: &str, index: &PerAxis, found: &str) -> Text<400> {
    let text = Text::new().str("tensor `").str(path).str("`: expected a finite number, found ");
    index.place(text.str(found).str(" (")).str(")")
}

struct Map<'a, N> {
    net: &'a N,
    count: usize,
}

impl<N: Parameters> Serialize for Map<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.count))?;
        let mut result = Ok(());
        for_each_tensor(self.net, |path, leaf, numbers| {
            if result.is_ok() {
                result = match numbers {
                    TensorNumbers::F32(numbers) => {
                        map.serialize_entry(path, &Nested::all(leaf, numbers, |number| number))
                    }
                    TensorNumbers::F64(numbers) => {
                        map.serialize_entry(path, &Nested::all(leaf, numbers, |number| number))
                    }
                    TensorNumbers::F16(numbers) => {
                        map.serialize_entry(path, &Nested::all(leaf, numbers, f16_value))
                    }
                    TensorNumbers::Bf16(numbers) => {
                        map.serialize_entry(path, &Nested::all(leaf, numbers, bf16_value))
                    }
                    TensorNumbers::Other => Ok(()),
                };
            }
        });
        result?;
        map.end()
    }
}

/// A tensor as sequences of sequences: one level for each axis that is left.
struct Nested<'a, T, V> {
    leaf: &'a Leaf,
    /// As they are stored.
    numbers: &'a [T],
    /// The number that is written.
    value: fn(T) -> V,
    /// The axes that are left.
    shape: PerAxis,
    depth: usize,
    /// How many numbers come before, in the order of the sequences.
    start: usize,
}

impl<'a, T, V> Nested<'a, T, V> {
    fn all(leaf: &'a Leaf, numbers: &'a [T], value: fn(T) -> V) -> Self {
        Self { leaf, numbers, value, shape: leaf.shape(Layout::Torch), depth: 0, start: 0 }
    }
}

impl<T: Copy, V: Serialize> Serialize for Nested<'_, T, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let &Self { leaf, numbers, value, shape, depth, start } = self;
        let (size, inner) = match shape.get(depth..) {
            Some([size, inner @ ..]) => (*size, inner),
            _ => (0, &[][..]),
        };
        if inner.is_empty() {
            let places = (start..start + size).map(|i| leaf.place(Layout::Torch, i));
            let numbers = places.filter_map(|place| numbers.get(place).copied());
            let mut out = serializer.serialize_seq(Some(size))?;
            numbers.map(value).try_for_each(|number| out.serialize_element(&number))?;
            return out.end();
        }
        let each: usize = inner.iter().product();
        serializer.collect_seq((0..size).map(|i| Self {
            depth: depth + 1,
            start: start + i * each,
            ..*self
        }))
    }
}

/// A network, a gradient, or an optimizer's slots, to be deserialised in place. Needs the feature
/// `serde`.
///
/// It is a [`DeserializeSeed`]: `TensorsMut::new(&mut net).deserialize(&mut input)`. The numbers are
/// read into `scratch` first, and copied when all are right.
#[derive(Debug)]
pub struct TensorsMut<'a, N, S> {
    net: &'a mut N,
    scratch: S,
}

#[cfg(feature = "alloc")]
impl<'a, N: Parameters> TensorsMut<'a, N, alloc::boxed::Box<N>> {
    /// With scratch on the heap.
    pub fn new(net: &'a mut N) -> Self {
        Self { net, scratch: N::zeros_boxed() }
    }
}

impl<'a, N: Parameters, S: BorrowMut<N>> TensorsMut<'a, N, S> {
    /// With scratch of yours, such as a `&mut N`, without an allocator.
    pub const fn with(net: &'a mut N, scratch: S) -> Self {
        Self { net, scratch }
    }
}

impl<'de, N: Parameters, S: BorrowMut<N>> DeserializeSeed<'de> for TensorsMut<'_, N, S> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(mut self, input: D) -> Result<(), D::Error> {
        let scratch = self.scratch.borrow_mut();
        Fill(&mut *scratch).deserialize(input)?;
        copy_from(self.net, scratch);
        Ok(())
    }
}

/// Reads into a value that may be left half filled.
pub(super) struct Fill<'a, N>(pub(super) &'a mut N);

impl<'de, N: Parameters> DeserializeSeed<'de> for Fill<'_, N> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        let expected = number_of::<N>(input.is_human_readable());
        fields::read(Network { net: self.0, expected, found: None }, input)
    }
}

struct Network<'a, N> {
    net: &'a mut N,
    expected: u64,
    found: Option<u64>,
}

impl<'de, N: Parameters> Fields<'de> for Network<'_, N> {
    const NAME: &'static str = "Network";
    const FIELDS: &'static [&'static str] = &FIELDS;
    const OPTIONAL: u32 = 1;
    type Value = ();

    fn field<I: Input<'de>>(&mut self, number: usize, input: &mut I) -> Result<(), I::Error> {
        if number == 0 {
            let Hex([found]) = input.value(PhantomData)?;
            self.found = Some(found);
            return Ok(());
        }
        input.value(Entries(self.net))
    }

    fn finish<E: Error>(self) -> Result<(), E> {
        match self.found {
            Some(found) if found != self.expected => Err(E::custom(format_args!(
                "all tensors fit, but they are of another network, with other activations, \
                 constants or numbers: expected fingerprint {:016x}, found {found:016x}",
                self.expected
            ))),
            _ => Ok(()),
        }
    }
}

/// Which tensors were read: a bit each.
type Seen = [u64; MAX_TENSORS / 64];

/// The entries of the map.
struct Entries<'a, N>(&'a mut N);

impl<'de, N: Parameters> DeserializeSeed<'de> for Entries<'_, N> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de, N: Parameters> Visitor<'de> for Entries<'_, N> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a map from names of tensors to their rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen: Seen = [0; MAX_TENSORS / 64];
        while let Some(number) = map.next_key_seed(Name::<N>(&seen, PhantomData))? {
            seen[number / 64] |= 1 << (number % 64);
            map.next_value_seed(Tensor { net: &mut *self.0, number })?;
        }
        match first_missing::<N>(&seen) {
            Some((path, leaf)) => Err(A::Error::custom(format_args!(
                "tensor `{}`: expected {}, found no such name",
                path.as_str(),
                shape(&leaf, Some(Layout::Torch))
            ))),
            None => Ok(()),
        }
    }
}

/// The first tensor of a network that was not read yet.
fn first_missing<N: Parameters>(seen: &Seen) -> Option<(Text<256>, Leaf)> {
    let (mut number, mut missing) = (0, None);
    for_each_leaf(N::LAYOUT, Text::new(), 0, &mut |path, leaf, _| {
        let read = seen.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1);
        if !read && missing.is_none() {
            missing = Some((path, *leaf));
        }
        number += 1;
    });
    missing
}

/// The number of the tensor that has a name, and was not read yet.
struct Name<'a, N>(&'a Seen, PhantomData<N>);

impl<'de, N: Parameters> DeserializeSeed<'de> for Name<'_, N> {
    type Value = usize;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<usize, D::Error> {
        input.deserialize_str(self)
    }
}

impl<N: Parameters> Visitor<'_> for Name<'_, N> {
    type Value = usize;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the name of a tensor")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let (mut next, mut found) = (0, None);
        for_each_leaf(N::LAYOUT, Text::new(), 0, &mut |path, _, _| {
            if path.as_str() == name {
                found = Some(next);
            }
            next += 1;
        });
        match found {
            Some(number) if number < MAX_TENSORS => {
                if self.0[number / 64] >> (number % 64) & 1 == 1 {
                    return Err(E::custom(format_args!(
                        "tensor `{name}`: expected it once, found it twice"
                    )));
                }
                Ok(number)
            }
            Some(_) => Err(E::custom(format_args!(
                "tensor `{name}`: expected at most {MAX_TENSORS} tensors, found {next}"
            ))),
            None => Err(match first_missing::<N>(self.0) {
                Some((path, _)) => E::custom(format_args!(
                    "tensor `{name}`: expected `{}` or another name of the network, found this one",
                    path.as_str()
                )),
                None => E::custom(format_args!(
                    "tensor `{name}`: expected no more tensors, found this one"
                )),
            }),
        }
    }
}

/// The rows of one tensor, into its place in the network.
struct Tensor<'a, N> {
    net: &'a mut N,
    number: usize,
}

impl<'de, N: Parameters> DeserializeSeed<'de> for Tensor<'_, N> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        let read = with_leaf(self.net, self.number, |path, leaf, numbers| {
            let mut target = Target { path, leaf, shape: leaf.shape(Layout::Torch), numbers };
            if leaf.kind == Kind::Other {
                return Err(D::Error::custom(format_args!("tensor `{path}`: {NO_NAME}")));
            }
            let sizes = Level { target: &mut target, at: PerAxis::NONE }.deserialize(input)?;
            let rank = target.shape.rank();
            let found = sizes.iter().take(rank).fold(Shape::new(), |shape, &size| shape.with(size));
            let expected = shape(leaf, Some(Layout::Torch));
            if found != expected {
                return Err(D::Error::custom(format_args!(
                    "tensor `{path}`: expected {expected}, found {found}"
                )));
            }
            Ok(())
        });
        // A name that was found has a tensor.
        read.unwrap_or(Ok(()))
    }
}

struct Target<'a> {
    path: &'a str,
    leaf: &'a Leaf,
    shape: PerAxis,
    numbers: TensorNumbersMut<'a>,
}

impl Target<'_> {
    /// Numbers beyond the tensor are counted, for the error, and not stored.
    #[allow(
        clippy::result_large_err,
        reason = "a text without an allocation, for serde's own error"
    )]
    fn set(&mut self, at: &PerAxis, value: f64) -> Result<(), Text<400>> {
        if !self.numbers.rounded(value).is_finite() {
            return Err(refused(self.path, at, not_finite(value, self.leaf.kind)));
        }
        let within = at.iter().zip(self.shape.iter());
        if within.clone().all(|(at, size)| at < size) {
            let i = within.fold(0, |i, (at, size)| i * size + at);
            self.numbers.set(self.leaf.place(Layout::Torch, i), value);
        }
        Ok(())
    }
}

/// The sizes that were found, by the number of the axis; 0 beyond the last.
type Sizes = [u64; 4];

/// A sequence at some depth of a tensor: of sequences, or of numbers.
struct Level<'a, 'b> {
    target: &'a mut Target<'b>,
    /// Which one it is, by its number on each axis further out.
    at: PerAxis,
}

impl Level<'_, '_> {
    /// How one of these must be, if the first was otherwise.
    fn uneven<E: Error>(&self, i: usize, first: &Sizes, found: &Sizes) -> E {
        let (path, rank, depth) = (self.target.path, self.target.shape.rank(), self.at.rank() + 1);
        if rank == 2 {
            return E::custom(format_args!(
                "tensor `{path}`: expected rows of one length, found {} numbers in row 0 and {} in \
                 row {i}",
                first[1], found[1]
            ));
        }
        let shape = |sizes: &Sizes| {
            let inner = sizes.iter().take(rank).skip(depth);
            inner.fold(Shape::new(), |shape, &size| shape.with(size))
        };
        E::custom(format_args!(
            "tensor `{path}`: expected equal shapes, found {} at index {} and {} at index {}",
            shape(first),
            self.at.with(0),
            shape(found),
            self.at.with(i)
        ))
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = Sizes;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Sizes, D::Error> {
        input.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = Sizes;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Target { path, shape, .. } = &*self.target;
        match (shape.as_slice(), self.at.as_slice()) {
            ([size], _) => write!(out, "{size} numbers for tensor `{path}`"),
            ([rows, columns], []) => {
                write!(out, "{rows} rows of {columns} numbers for tensor `{path}`")
            }
            ([_, columns], [row, ..]) => {
                write!(out, "{columns} numbers in row {row} of tensor `{path}`")
            }
            (_, []) => write!(out, "sequences of the shape {shape} for tensor `{path}`"),
            (sizes, at) => {
                let left = sizes.get(at.len()..).unwrap_or(&[]);
                write!(out, "sequences of the shape {left:?} at index {at:?} of tensor `{path}`")
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Sizes, A::Error> {
        let depth = self.at.rank();
        let is_last = depth + 1 == self.target.shape.rank();
        let (mut i, mut sizes) = (0, Sizes::default());
        loop {
            let at = self.at.with(i);
            let found = if is_last {
                sequence.next_element_seed(Number { target: self.target, at })?.map(|()| sizes)
            } else {
                sequence.next_element_seed(Level { target: self.target, at })?
            };
            let Some(found) = found else { break };
            if i > 0 && found != sizes {
                return Err(self.uneven(i, &sizes, &found));
            }
            (i, sizes) = (i + 1, found);
        }
        if let Some(size) = sizes.get_mut(depth) {
            *size = i as u64;
        }
        Ok(sizes)
    }
}

struct Number<'a, 'b> {
    target: &'a mut Target<'b>,
    at: PerAxis,
}

impl<'de> DeserializeSeed<'de> for Number<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        match self.target.numbers {
            TensorNumbersMut::F64(_) | TensorNumbersMut::Other => input.deserialize_f64(self),
            // Numbers of 16 bits are written as the f32s that they stand for.
            _ => input.deserialize_f32(self),
        }
    }
}

impl Visitor<'_> for Number<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.at.place(Text::<96>::new());
        write!(out, "a finite number for tensor `{}`, {}", self.target.path, place.as_str())
    }

    fn visit_f32<E: Error>(self, value: f32) -> Result<(), E> {
        self.visit_f64(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        let Self { target, at } = self;
        target.set(&at, value).map_err(|text| E::custom(text.as_str()))
    }

    // A number without a point, as people write them.
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }
}
