//! Lists in which everything stands once.

/// Drops repetitions and keeps the order of the rest.
pub(crate) fn keep_first<T: PartialEq + Clone>(items: &mut Vec<T>) {
    let mut seen: Vec<T> = Vec::with_capacity(items.len());
    items.retain(|item| {
        let new = !seen.contains(item);
        if new {
            seen.push(item.clone());
        }
        new
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_stays_where_it_is() {
        let mut items = vec![3, 1, 3, 2, 1];
        keep_first(&mut items);
        assert_eq!(items, [3, 1, 2]);
    }
}
