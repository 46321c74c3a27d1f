//! People: getting in, staying in, being kept out.

mod admin;
mod api_keys;
mod audit;
mod cast;
mod jobs;
mod killed;
mod mails;
mod me;
mod passwords;
mod refresh;
mod register;
mod sign_in;
mod sign_out;

use cast::{
    House, address, device, email, is_throttled, key, name, refused, turned_away, violation,
};
