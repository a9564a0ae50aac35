//! Where names begin in a header, sorted: by what is named, or by the data of the tensors.
//!
//! A header may list tensors and metadata in any order, and whoever wrote it may have chosen the worst.
//! Merging compares n names at most n·log₂ n times, whatever their order, and looks at each once on
//! each of log₂ n levels, however long it is. It takes room for the places twice, 4 KiB together.

use super::{
    Error, MAX_TENSORS, Name,
    bytes::{byte, from, up_to},
    json::Cursor,
};
use core::cmp::Ordering;

/// Places of names in the header of a file.
pub(super) struct Places {
    /// Each less the 8 bytes of the length.
    at: [u16; MAX_TENSORS],
    /// How often two were compared.
    #[cfg(test)]
    pub(super) compared: usize,
}

/// What comes first.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// The lesser name.
    Name,
    /// The data that begin first, and of these the ones that end first.
    Data,
}

/// What is compared.
#[derive(Clone, Copy)]
struct Key {
    place: usize,
    /// Begin and end; 0 where names are compared.
    data: (u64, u64),
}

impl Places {
    pub(super) const fn new() -> Self {
        Self {
            at: [0; MAX_TENSORS],
            #[cfg(test)]
            compared: 0,
        }
    }

    /// Where name `i` begins in the file.
    pub(super) const fn get(&self, i: usize) -> usize {
        if i < MAX_TENSORS { self.at[i] as usize + 8 } else { 8 }
    }

    pub(super) const fn set(&mut self, i: usize, place: usize) {
        if i < MAX_TENSORS {
            self.at[i] = (place - 8) as u16;
        }
    }

    /// Name `i`.
    pub(super) const fn name<'a>(&self, head: &'a [u8], i: usize) -> &'a [u8] {
        let rest = from(head, self.get(i) + 1);
        let mut len = 0;
        while len < rest.len() && rest[len] != b'"' {
            len += 1;
        }
        up_to(rest, len)
    }

    /// Sorts the first `count` places by their names, of which no two may be equal.
    pub(super) const fn distinct(&mut self, head: &[u8], count: usize) -> Result<(), Error> {
        self.sort(head, count, By::Name);
        // Equal names are neighbours, the first of them first. The error is the one that a reader
        // from front to back finds first.
        let (mut duplicate, mut i) = (None, 1);
        while i < count {
            let (first, offset) = (self.get(i - 1), self.get(i));
            let earlier = match duplicate {
                Some((_, found)) => offset < found,
                None => true,
            };
            if earlier && matches!(self.compare(head, first, offset), Ordering::Equal) {
                duplicate = Some((i, offset));
            }
            i += 1;
        }
        match duplicate {
            None => Ok(()),
            Some((i, offset)) => {
                let (tensor, first) = (Name::new(self.name(head, i)), self.get(i - 1));
                Err(Error::Duplicate { tensor, offset, first })
            }
        }
    }

    /// Which of the first `count` places, sorted by their names, is that of a name.
    pub(super) const fn find(&self, head: &[u8], count: usize, name: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            let rest = from(head, self.get(middle) + 1);
            let mut i = 0;
            while letter(rest, i) != 0 && i < name.len() && letter(rest, i) == name[i] as u16 + 1 {
                i += 1;
            }
            let wanted = if i < name.len() { name[i] as u16 + 1 } else { 0 };
            if letter(rest, i) == wanted {
                return Some(middle);
            }
            if letter(rest, i) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        None
    }

    /// Sorts the first `count` places. It is a call of its own, so that the room for the second half is
    /// taken from the stack while it is needed.
    #[inline(never)]
    pub(super) const fn sort(&mut self, head: &[u8], count: usize, by: By) {
        if self.ascend(head, count, by) {
            return;
        }
        let mut merged = Self::new();
        let mut width = 1;
        while width < count {
            let mut to = 0;
            while to < count {
                let middle = least(to + width, count);
                let end = least(middle + width, count);
                let (mut left, mut right) = (to, middle);
                let (mut a, mut b) = (self.key(head, left, by), self.key(head, right, by));
                while to < end {
                    if right >= end || left < middle && self.precedes(head, a, b, by) {
                        merged.set(to, a.place);
                        left += 1;
                        a = self.key(head, left, by);
                    } else {
                        merged.set(to, b.place);
                        right += 1;
                        b = self.key(head, right, by);
                    }
                    to += 1;
                }
            }
            self.at = merged.at;
            width *= 2;
        }
    }

    /// Whether the places are sorted already, as they are in most files by their data.
    const fn ascend(&mut self, head: &[u8], count: usize, by: By) -> bool {
        let mut i = 1;
        while i < count {
            let (a, b) = (self.key(head, i - 1, by), self.key(head, i, by));
            if !self.precedes(head, a, b, by) {
                return false;
            }
            i += 1;
        }
        true
    }

    const fn key(&self, head: &[u8], i: usize, by: By) -> Key {
        let place = self.get(i);
        let data = match by {
            By::Name => (0, 0),
            // All entries were read before, so there is no error left to find.
            By::Data => match Cursor::new(head, place).entry() {
                Ok(entry) => (entry.begin, entry.end),
                Err(_) => (0, 0),
            },
        };
        Key { place, data }
    }

    /// Whether `a` comes before `b`; of equals, the one that stands first in the file.
    const fn precedes(&mut self, head: &[u8], a: Key, b: Key, by: By) -> bool {
        let order = match by {
            By::Name => self.compare(head, a.place, b.place),
            By::Data => {
                self.count();
                if a.data.0 < b.data.0 || a.data.0 == b.data.0 && a.data.1 < b.data.1 {
                    Ordering::Less
                } else if a.data.0 == b.data.0 && a.data.1 == b.data.1 {
                    Ordering::Equal
                } else {
                    Ordering::Greater
                }
            }
        };
        match order {
            Ordering::Less => true,
            Ordering::Equal => a.place < b.place,
            Ordering::Greater => false,
        }
    }

    /// Compares two names.
    const fn compare(&mut self, head: &[u8], a: usize, b: usize) -> Ordering {
        self.count();
        let (a, b) = (from(head, a + 1), from(head, b + 1));
        let mut i = 0;
        while letter(a, i) == letter(b, i) && letter(a, i) != 0 {
            i += 1;
        }
        match (letter(a, i), letter(b, i)) {
            (a, b) if a < b => Ordering::Less,
            (a, b) if a > b => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }

    const fn count(&mut self) {
        #[cfg(test)]
        {
            self.compared += 1;
        }
    }
}

/// A byte of a name, plus 1; 0 at its end. No name has a quotation mark or an escape inside.
const fn letter(name: &[u8], i: usize) -> u16 {
    match byte(name, i) {
        b'"' | 0 => 0,
        byte => byte as u16 + 1,
    }
}

const fn least(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}
