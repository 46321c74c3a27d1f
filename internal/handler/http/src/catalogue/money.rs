//! Prices and credits.

use courses_domain::catalogue::Credits;
use courses_domain::shared::{Currency, Money, Violations};

use crate::generated::models;
use crate::number::{small, unsigned};

/// A price; `None` if the domain refuses it.
pub(super) fn price(violations: &mut Violations, at: &str, raw: &models::Money) -> Option<Money> {
    let currency = violations.check(format!("{at}/currency"), Currency::parse(&raw.currency))?;
    violations.check(format!("{at}/amount"), Money::new(raw.amount, currency))
}

/// A range of credits; `None` if the domain refuses it.
pub(super) fn credits(
    violations: &mut Violations,
    at: &str,
    raw: &models::Credits,
) -> Option<Credits> {
    violations.check(at, Credits::new(unsigned(raw.min), unsigned(raw.max)))
}

impl From<Money> for models::Money {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency().as_str().to_owned() }
    }
}

impl From<Credits> for models::Credits {
    fn from(credits: Credits) -> Self {
        Self { min: small(credits.min()), max: small(credits.max()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reversed_range_is_refused_where_it_stands() {
        let mut violations = Violations::new();
        let raw = models::Credits { min: 400, max: 300 };
        assert_eq!(credits(&mut violations, "/credits", &raw), None);
        let found = &violations.as_slice()[0];
        assert_eq!((found.pointer.as_str(), found.code), ("/credits", "range-reversed"));
    }

    #[test]
    fn money_goes_in_and_out() {
        let raw = models::Money { amount: 14_900, currency: "EUR".to_owned() };
        let money = price(&mut Violations::new(), "/price", &raw).unwrap();
        assert_eq!(models::Money::from(money), raw);
    }
}
