//! Orders of axes as data: from the place of a number in a file to its place in memory, and back.

use super::text::Text;
use core::{fmt, ops::Deref};

/// The most axes of a tensor.
pub(crate) const MOST: usize = 4;

/// The most blocks along an axis that a file lists in an order of its own.
pub(super) const BLOCKS: usize = 8;

/// How many numbers tell a tensor from others at most.
pub(crate) const IDENTITY: usize = 4 + 3 * MOST + BLOCKS;

/// The size of a level; 1 where there is none, so that no code for a panic is linked.
const fn at(sizes: &[usize; MOST], level: usize) -> usize {
    if level < MOST { sizes[level] } else { 1 }
}

/// One number for each axis of a tensor, in the order of a file: its sizes, or the place of one of its
/// numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PerAxis {
    rank: u8,
    numbers: [usize; MOST],
}

impl PerAxis {
    /// The numbers of no axis.
    pub(crate) const NONE: Self = Self { rank: 0, numbers: [0; MOST] };

    /// One more axis; four are the most.
    pub(crate) const fn with(mut self, number: usize) -> Self {
        if (self.rank as usize) < MOST {
            self.numbers[self.rank as usize] = number;
            self.rank += 1;
        }
        self
    }

    /// How many axes there are.
    pub const fn rank(&self) -> usize {
        self.rank as usize
    }

    /// The numbers of the axes.
    pub const fn as_slice(&self) -> &[usize] {
        match self.numbers.split_at_checked(self.rank as usize) {
            Some((numbers, _)) => numbers,
            None => &self.numbers,
        }
    }

    /// The number of an axis; 0 where there is none.
    pub(crate) const fn of(&self, axis: usize) -> usize {
        if axis < MOST { self.numbers[axis] } else { 0 }
    }

    /// Where a number stands, in words: by row and column where a tensor has no more.
    pub(crate) const fn place<const N: usize>(&self, text: Text<N>) -> Text<N> {
        if self.rank() > 2 {
            return self.write(text.str("index "));
        }
        let text = text.str("row ").number(self.numbers[0] as u64);
        text.str(", column ").number(self.numbers[1] as u64)
    }

    const fn write<const N: usize>(&self, text: Text<N>) -> Text<N> {
        let (mut text, mut i) = (text, 0);
        while i < self.rank() {
            text = text.str(if i == 0 { "[" } else { ", " }).number(self.of(i) as u64);
            i += 1;
        }
        text.str("]")
    }
}

impl Deref for PerAxis {
    type Target = [usize];
    fn deref(&self) -> &[usize] {
        self.as_slice()
    }
}

impl fmt::Display for PerAxis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.write(Text::<88>::new()).as_str())
    }
}

impl fmt::Debug for PerAxis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// The order in which a file lists the levels of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    /// How many levels there are.
    count: u8,
    /// The levels, 0 the outermost of memory, the one first over whose numbers a file goes slowest.
    levels: [u8; MOST],
    /// How many axes a file has.
    rank: u8,
    /// How many of the levels each axis is made of.
    parts: [u8; MOST],
    /// The level whose blocks have an order of their own, if there are any.
    blocked: u8,
    /// How many, and which of memory's comes first, second, …
    blocks: (u8, [u8; BLOCKS]),
}

impl Order {
    pub(super) const NONE: Self = Self {
        count: 0,
        levels: [0; MOST],
        rank: 0,
        parts: [0; MOST],
        blocked: 0,
        blocks: (0, [0; BLOCKS]),
    };

    pub(super) const fn count(&self) -> usize {
        self.count as usize
    }

    /// How many axes a file has.
    pub(super) const fn rank(&self) -> usize {
        self.rank as usize
    }

    /// Level `i` of the list.
    const fn level(&self, i: usize) -> usize {
        if i < MOST { self.levels[i] as usize } else { 0 }
    }

    /// Whether a level stands in the list.
    pub(super) const fn lists(&self, level: usize) -> bool {
        let mut i = 0;
        while i < self.count() {
            if self.levels[i] as usize == level {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Adds an axis, of nothing yet; false if there is no room.
    pub(super) const fn axis(&mut self) -> bool {
        let room = (self.rank as usize) < MOST;
        self.rank += room as u8;
        room
    }

    /// Adds a level to the last axis; an error, if there is no room or, true, if it is there.
    pub(super) const fn part(&mut self, level: usize) -> Result<(), bool> {
        if self.lists(level) {
            return Err(true);
        }
        if self.count() == MOST || self.rank == 0 {
            return Err(false);
        }
        self.levels[self.count()] = level as u8;
        self.count += 1;
        self.parts[self.rank as usize - 1] += 1;
        Ok(())
    }

    /// The same blocks in another list.
    pub(super) const fn listed_as(self, list: &Self) -> Self {
        Self { blocked: self.blocked, blocks: self.blocks, ..*list }
    }

    /// The same list with the blocks of a level in an order.
    #[track_caller]
    pub(super) const fn in_blocks(mut self, level: usize, order: &[usize]) -> Self {
        let (mut seen, mut i) = (0_usize, 0);
        while i < order.len() && i < BLOCKS && order[i] < BLOCKS {
            seen |= 1 << order[i];
            self.blocks.1[i] = order[i] as u8;
            i += 1;
        }
        assert!(
            i == order.len() && seen == (1 << i) - 1,
            "axes of a tensor: the order of blocks is not one of the numbers from 0 on, each once, and at most 8"
        );
        (self.blocked, self.blocks.0) = (level as u8, i as u8);
        self
    }

    /// Whether a level whose blocks have an order has as many as the order.
    pub(super) const fn has_blocks_of(&self, sizes: &[usize; MOST]) -> bool {
        self.blocks.0 == 0 || self.blocks.0 as usize == sizes[self.blocked as usize]
    }

    /// `==` in constants.
    pub(super) const fn is(&self, other: &Self) -> bool {
        let mut same = self.count == other.count
            && self.rank == other.rank
            && self.blocked == other.blocked
            && self.blocks.0 == other.blocks.0;
        let mut i = 0;
        while i < MOST {
            same &= self.levels[i] == other.levels[i] && self.parts[i] == other.parts[i];
            i += 1;
        }
        i = 0;
        while i < BLOCKS {
            same &= self.blocks.1[i] == other.blocks.1[i];
            i += 1;
        }
        same
    }

    /// What tells it from others, with the sizes, as so many numbers that begin with a 3.
    pub(super) const fn identity(&self, sizes: &[usize; MOST]) -> ([u64; IDENTITY], usize) {
        let mut list = ([0; IDENTITY], 0);
        const fn push(list: &mut ([u64; IDENTITY], usize), number: u64) {
            if list.1 < IDENTITY {
                list.0[list.1] = number;
                list.1 += 1;
            }
        }
        push(&mut list, 3);
        push(&mut list, self.rank as u64);
        let (mut axis, mut next) = (0, 0);
        while axis < self.rank as usize && axis < MOST {
            push(&mut list, self.parts[axis] as u64);
            let mut part = 0;
            while part < self.parts[axis] {
                push(&mut list, self.level(next) as u64);
                push(&mut list, at(sizes, self.level(next)) as u64);
                (next, part) = (next + 1, part + 1);
            }
            axis += 1;
        }
        push(&mut list, self.blocks.0 as u64);
        push(&mut list, self.blocked as u64);
        let mut i = 0;
        while i < self.blocks.0 as usize && i < BLOCKS {
            push(&mut list, self.blocks.1[i] as u64);
            i += 1;
        }
        list
    }

    /// The sizes of a file's axes, from those of the levels.
    pub(super) const fn shape(&self, sizes: &[usize; MOST]) -> PerAxis {
        let (mut shape, mut axis, mut next) = (PerAxis::NONE, 0, 0);
        while axis < self.rank as usize && axis < MOST {
            let (mut size, mut part) = (1_usize, 0);
            while part < self.parts[axis] {
                // Where a product is beyond a `usize`, another size is 0: there are no numbers.
                size = size.saturating_mul(at(sizes, self.level(next)));
                (next, part) = (next + 1, part + 1);
            }
            shape = shape.with(size);
            axis += 1;
        }
        shape
    }

    /// The levels in the order of the file, each with its size and its distance in memory, the last four
    /// of which are real: those before are of size 1.
    pub(super) const fn strides(&self, sizes: &[usize; MOST]) -> [Stride; MOST] {
        let mut strides = [Stride::ONE; MOST];
        let mut i = 0;
        while i < self.count() {
            let level = self.level(i);
            let (mut distance, mut inner) = (1, level + 1);
            while inner < self.count() {
                distance *= at(sizes, inner);
                inner += 1;
            }
            let is_blocked = self.blocks.0 > 0 && self.blocked as usize == level;
            let blocks = if is_blocked { Some(self.blocks.1) } else { None };
            let place = MOST - self.count() + i;
            if place < MOST {
                strides[place] = Stride { size: at(sizes, level), distance, blocks };
            }
            i += 1;
        }
        strides
    }

    /// Where in a file the number at a place in memory stands: its number on each axis.
    pub(super) const fn index(&self, sizes: &[usize; MOST], place: usize) -> PerAxis {
        let strides = self.strides(sizes);
        let (mut index, mut axis, mut next) = (PerAxis::NONE, 0, MOST - self.count());
        while axis < self.rank as usize && axis < MOST {
            let (mut number, mut part) = (0_usize, 0);
            while part < self.parts[axis] && next < MOST {
                let stride = &strides[next];
                number = number.saturating_mul(stride.size) + stride.number(place);
                (next, part) = (next + 1, part + 1);
            }
            index = index.with(number);
            axis += 1;
        }
        index
    }
}

/// A level of an array as a file goes over it.
#[derive(Clone, Copy)]
pub(crate) struct Stride {
    pub(super) size: usize,
    /// From one of its numbers to the next of memory.
    distance: usize,
    /// Which of memory's comes first, if they have an order.
    blocks: Option<[u8; BLOCKS]>,
}

impl Stride {
    const ONE: Self = Self { size: 1, distance: 0, blocks: None };

    /// How far number `i` of the file lies from memory's first.
    pub(super) const fn offset(&self, i: usize) -> usize {
        match &self.blocks {
            Some(blocks) if i < BLOCKS => blocks[i] as usize * self.distance,
            _ => i * self.distance,
        }
    }

    /// Which number of the file a place in memory has here.
    const fn number(&self, place: usize) -> usize {
        let Some(i) = place.checked_div(self.distance) else { return 0 };
        let Some(i) = i.checked_rem(self.size) else { return 0 };
        if let Some(blocks) = &self.blocks {
            let mut number = 0;
            while number < BLOCKS && number < self.size {
                if blocks[number] as usize == i {
                    return number;
                }
                number += 1;
            }
        }
        i
    }

    /// Whether the numbers of this level and the next are equally far from each other, all of them.
    const fn continues(&self, next: &Self) -> bool {
        self.size != 1
            && self.blocks.is_none()
            && next.blocks.is_none()
            && self.distance == next.distance * next.size
    }
}

/// The numbers of a tensor in straight lines: equally far from each other in the file and in memory too.
///
/// Along the longest level, whichever that is: the const evaluator pays little for a number, and much for
/// each line.
pub(crate) struct Lines {
    /// The levels across, with their distances in the file.
    across: [(Stride, usize); MOST],
    /// How many of them there are.
    levels: usize,
    /// How many lines.
    pub(crate) count: usize,
    /// How many numbers of the file a line spans, from its first to its last.
    pub(crate) span: usize,
    /// From one number of a line to the next: in the file, and in memory.
    pub(crate) step: (usize, usize),
}

impl Lines {
    pub(super) const NONE: Self =
        Self { across: [(Stride::ONE, 0); MOST], levels: 0, count: 0, span: 0, step: (1, 1) };

    /// The lines of at least one number.
    pub(super) const fn new(strides: &[Stride; MOST]) -> Self {
        // Levels of one number are left out, and neighbours that are one line are one.
        let (mut levels, mut last, mut i) = ([Stride::ONE; MOST], 0, 0);
        while i < MOST {
            let stride = strides[i];
            // Never beyond the last, because as many were read; so the compiler sees it.
            let level = &mut levels[last % MOST];
            if level.continues(&stride) {
                *level = Stride { size: level.size * stride.size, ..stride };
            } else if stride.size != 1 {
                last += (level.size != 1) as usize;
                levels[last % MOST] = stride;
            }
            i += 1;
        }
        let mut across = [(Stride::ONE, 0); MOST];
        let (mut longest, mut along, mut step) = (MOST, Stride::ONE, 1);
        let (mut distance, mut i) = (1, MOST);
        while i > 0 {
            i -= 1;
            across[i] = (levels[i], distance);
            if levels[i].size > along.size && levels[i].blocks.is_none() {
                (longest, along, step) = (i, levels[i], distance);
            }
            distance *= levels[i].size;
        }
        if longest < MOST {
            across[longest] = (Stride::ONE, 0);
        }
        let (mut count, mut i) = (1, 0);
        while i < MOST {
            count *= across[i].0.size;
            i += 1;
        }
        // Of one number there is no step to a next.
        let memory = if along.distance == 0 { 1 } else { along.distance };
        let span = along.size.saturating_sub(1) * step + 1;
        Self { across, levels: last + 1, count, span, step: (step, memory) }
    }

    /// Whether a file lists the numbers as they lie in memory.
    pub(crate) const fn is_one(&self) -> bool {
        matches!((self.count, self.step), (1, (1, 1)))
    }

    /// Where a line begins: in the file, and in memory. Without calls, but for blocks.
    pub(crate) const fn start(&self, line: usize) -> (usize, usize) {
        let (mut rest, mut file, mut memory, mut i) = (line, 0, 0, 0);
        while i < self.levels && i < MOST {
            let (stride, distance) = &self.across[i];
            if stride.size > 1 {
                let number = rest % stride.size;
                rest /= stride.size;
                file += number * *distance;
                memory += match stride.blocks {
                    None => number * stride.distance,
                    Some(_) => stride.offset(number),
                };
            }
            i += 1;
        }
        (file, memory)
    }
}
