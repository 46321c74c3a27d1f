//! The cast of the stories: a school in memory, the people in it, and a gate before its store.

mod gate;
mod input;
mod people;
mod school;

pub(crate) use gate::{Death, Gate};
pub(crate) use input::{
    body, draft, hidden, id, key, lesson, new_course, number, preview, quiz, section, slug, tags,
    topic,
};
pub(crate) use people::{admin, anonymous, moderator, other_teacher, student, teacher};
pub(crate) use school::{School, fresh, invalid, replayed};
