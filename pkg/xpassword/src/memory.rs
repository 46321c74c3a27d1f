//! The memory of one thread: taken when there is work, kept while there is more of it.

use argon2::Block;

use crate::Error;

/// Blocks of 1 KiB that are used again and again, wiped in between.
#[derive(Default)]
pub(crate) struct Memory {
    blocks: Vec<Block>,
}

impl Memory {
    /// Lends `count` blocks to `work`. Afterwards nothing of them is left to find, and no more
    /// than `keep` blocks stay.
    pub(crate) fn lend<T>(
        &mut self,
        count: usize,
        keep: usize,
        work: impl FnOnce(&mut [Block]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let missing = count.saturating_sub(self.blocks.len());
        self.blocks.try_reserve_exact(missing).map_err(|_| Error::Failed)?;
        if missing > 0 {
            self.blocks.resize(count, Block::new());
        }
        let result = work(&mut self.blocks[..count]);
        self.blocks[..count].fill(Block::new());
        if self.blocks.len() > keep {
            self.blocks.truncate(keep);
            self.blocks.shrink_to_fit();
        }
        result
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Gives everything back.
    pub(crate) fn release(&mut self) {
        self.blocks = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_kept_up_to_its_bound_and_given_back() {
        let mut memory = Memory::default();
        assert_eq!(memory.lend(4, 2, |blocks| Ok(blocks.len())), Ok(4));
        assert_eq!(memory.blocks.capacity(), 2);

        assert_eq!(memory.lend(1, 2, |blocks| Ok(blocks.len())), Ok(1));
        assert_eq!(memory.blocks.len(), 2);

        memory.release();
        assert!(memory.is_empty());
    }

    #[test]
    fn what_one_password_left_the_next_does_not_find() {
        let mut memory = Memory::default();
        let dirty = |blocks: &mut [Block]| {
            blocks[1].as_mut().fill(7);
            Ok(())
        };
        memory.lend(2, 2, dirty).unwrap();

        let found = memory.lend(2, 2, |blocks| Ok(blocks.to_vec())).unwrap();
        assert!(found.iter().all(|block| block.as_ref() == [0; 128]));
    }

    #[test]
    fn memory_that_nobody_has_is_an_error() {
        let more = usize::MAX / 2048;
        assert_eq!(Memory::default().lend(more, 0, |_| Ok(())), Err(Error::Failed));
    }
}
