//! Everything a school does with its catalogue, once.

mod lessons;
mod people;
mod publishing;
mod reviewing;
mod revisions;
mod runs;
mod searching;
mod suggesting;
mod writing;
