//! One page of a list.

use uuid::Uuid;

/// Where a list ordered by id goes on: the id of the last item seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdPosition(pub Uuid);

/// Items and where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, P> {
    /// The items in order, at most as many as asked for.
    pub items: Vec<T>,
    /// The position of the last item, if there are more; pass it as `after` to go on.
    pub next: Option<P>,
}

impl<T, P> Page<T, P> {
    /// Makes a page from up to `limit + 1` items that were fetched: the surplus one only proves
    /// that there are more.
    pub fn from_surplus(mut items: Vec<T>, limit: usize, position: impl Fn(&T) -> P) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(position);
        Self { items, next }
    }

    /// The same page of other items.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U, P> {
        Page { items: self.items.into_iter().map(convert).collect(), next: self.next }
    }
}
