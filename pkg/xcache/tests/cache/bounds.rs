//! What is remembered fits into the room.

use std::sync::Arc;
use std::time::Duration;

use xcache::{Builder, Cache};

type Texts = Cache<u32, Arc<str>, ()>;

fn texts(room: u64) -> Texts {
    let builder = Builder::new(room, Duration::from_mins(1));
    builder.weighed_by(|_, text: &Arc<str>| text.len()).build()
}

async fn ask(cache: &Texts, key: u32, bytes: usize) -> bool {
    let mut asked = false;
    let look_up = async || {
        asked = true;
        Ok("x".repeat(bytes).into())
    };
    cache.get(&key, look_up).await.unwrap();
    asked
}

#[tokio::test]
async fn the_entries_weigh_no_more_than_there_is_room() {
    let room = 100_000;
    let cache = texts(room);
    for key in 0..1000 {
        ask(&cache, key, 1000).await;
    }
    cache.tidy();
    assert!(cache.bytes() <= room, "{}", cache.bytes());
    assert!((50..=100).contains(&cache.entries()), "{}", cache.entries());
}

#[tokio::test]
async fn what_is_asked_for_often_stays() {
    let cache = texts(100_000);
    for key in 0..1000 {
        ask(&cache, key + 10, 1000).await;
        for often in 0..10 {
            ask(&cache, often, 1000).await;
        }
    }
    cache.tidy();
    for often in 0..10 {
        assert!(!ask(&cache, often, 1000).await, "{often}");
    }
}

#[tokio::test]
async fn what_is_larger_than_the_room_is_answered_and_not_kept() {
    let cache = texts(10_000);
    assert!(ask(&cache, 1, 20_000).await);
    cache.tidy();
    assert_eq!((cache.entries(), cache.bytes()), (0, 0));
    assert!(ask(&cache, 1, 20_000).await);
}

#[tokio::test]
async fn what_need_not_be_remembered_is_answered_and_looked_up_again() {
    let cache: Texts = Builder::new(10_000, Duration::from_mins(1))
        .keeping(|text: &Arc<str>| text.len() > 1)
        .build();
    assert!(ask(&cache, 1, 1).await);
    assert!(ask(&cache, 1, 2).await);
    assert!(!ask(&cache, 1, 1).await);
}
