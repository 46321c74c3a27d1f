//! Words in English and Russian, in several forms, so that stems and prefixes matter.

use super::Random;

/// Words that generated texts are made of.
pub const WORDS: [&str; 36] = [
    "algebra",
    "Algebraic",
    "linear",
    "program",
    "Programming",
    "programs",
    "Rust",
    "course",
    "courses",
    "C++",
    "state-of-the-art",
    "don't",
    "2026",
    "history",
    "historical",
    "data",
    "Алгебра",
    "алгебры",
    "алгебраический",
    "основы",
    "Основами",
    "ёлка",
    "елки",
    "курс",
    "Курсы",
    "программирование",
    "программист",
    "история",
    "исторический",
    "Straße",
    "naïve",
    "İstanbul",
    "ΣΟΦΟΣ",
    "x²",
    "数学",
    "NULL",
];

/// Queries: whole words, other forms, beginnings, several words, words in quotes, none known.
pub const QUERIES: [&str; 34] = [
    "algebra",
    "alg",
    "linear algebra",
    "algebra linear",
    "linear alg",
    "alg linear",
    "programs",
    "programmed",
    "progr",
    "p",
    "алгебр",
    "алгебра",
    "основам",
    "основы алгебры",
    "курс истор",
    "ёлки",
    "елк",
    "ё",
    "исторические курсы",
    "rust программ",
    "2026",
    "20",
    "c++",
    "state art",
    "\"algebra\" OR rust*",
    "don't",
    "don t",
    "straße",
    "strasse",
    "naive",
    "İst",
    "σοφος",
    "数",
    "chemistry",
];

/// Up to `most` words in any order.
pub fn sentence(random: &mut Random, most: usize) -> String {
    let count = random.below(most + 1);
    (0..count).map(|_| random.pick(&WORDS)).collect::<Vec<_>>().join(" ")
}
