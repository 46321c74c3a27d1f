//! How words of the contract become the same words of the domain, both ways and without wildcards:
//! a word that one side gets does not compile until the other side has it.

macro_rules! incoming {
    ($model:ident => $value:path { $($word:ident),* $(,)? }) => {
        impl From<crate::generated::models::$model> for $value {
            fn from(word: crate::generated::models::$model) -> Self {
                match word {
                    $(crate::generated::models::$model::$word => Self::$word,)*
                }
            }
        }
    };
}

macro_rules! outgoing {
    ($value:path => $model:ident { $($word:ident),* $(,)? }) => {
        impl From<$value> for crate::generated::models::$model {
            fn from(word: $value) -> Self {
                // A path with a type inside can not stand in a pattern.
                use $value as Word;
                match word {
                    $(Word::$word => Self::$word,)*
                }
            }
        }
    };
}

pub(crate) use {incoming, outgoing};
