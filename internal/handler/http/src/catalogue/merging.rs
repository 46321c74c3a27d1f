//! How far a merge is, for subjects and instructors alike.

use courses_usecase::catalogue::Merge;
use uuid::Uuid;

use crate::generated::models;

impl<I: Copy + Into<Uuid>> From<&Merge<I>> for models::Merge {
    fn from(merge: &Merge<I>) -> Self {
        let references =
            if merge.moved { models::MergeProgress::Moved } else { models::MergeProgress::Moving };
        Self { id: merge.from.into(), merged_into: merge.into.into(), references }
    }
}
