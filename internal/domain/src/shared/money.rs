//! Amounts of money: whole minor units and a currency, never a float.

use crate::shared::{Coded, TextError};

/// An ISO 4217 currency code: three upper-case letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Accepts three upper-case letters.
    ///
    /// # Errors
    ///
    /// [`TextError::Form`] for anything else.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        match raw.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(TextError::Form { expected: "a currency code of three capital letters" }),
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

/// A price: never negative, at most [`Money::MAX_AMOUNT`] minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: i64,
    currency: Currency,
}

/// Why an amount is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be between 0 and {max} minor units", max = Money::MAX_AMOUNT)]
pub struct AmountError;

impl Coded for AmountError {
    fn code(&self) -> &'static str {
        "range"
    }
}

impl Money {
    /// The largest price, in minor units.
    pub const MAX_AMOUNT: i64 = 1_000_000_000_000;

    /// Accepts an amount of minor units.
    ///
    /// # Errors
    ///
    /// [`AmountError`] if it is negative or too large.
    pub fn new(amount: i64, currency: Currency) -> Result<Self, AmountError> {
        if (0..=Self::MAX_AMOUNT).contains(&amount) {
            Ok(Self { amount, currency })
        } else {
            Err(AmountError)
        }
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn amount(&self) -> i64 {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rub() -> Currency {
        Currency::parse("RUB").unwrap()
    }

    #[test]
    fn a_price_is_neither_negative_nor_absurd() {
        for good in [0, 1, Money::MAX_AMOUNT] {
            let price = Money::new(good, rub()).unwrap();
            assert_eq!((price.amount(), price.currency()), (good, rub()));
        }
        for bad in [-1, Money::MAX_AMOUNT + 1, i64::MIN, i64::MAX] {
            let refused = Money::new(bad, rub()).unwrap_err();
            assert_eq!(refused.code(), "range");
            assert!(refused.to_string().contains("1000000000000"), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn a_currency_is_three_capital_letters(raw in ".{0,4}|[A-Z]{3}") {
            let good = raw.len() == 3 && raw.bytes().all(|b| b.is_ascii_uppercase());
            let parsed = Currency::parse(&raw);
            prop_assert_eq!(parsed.is_ok(), good);
            if let Ok(currency) = parsed {
                prop_assert_eq!(currency.as_str(), raw);
            }
        }
    }
}
