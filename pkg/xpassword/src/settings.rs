//! What a hash costs: the knobs of argon2id, within bounds that no mistake in a configuration or
//! in a stored text can leave.

use argon2::Params;

use crate::StartError;

/// Bytes of a hash.
pub(crate) const OUTPUT_BYTES: usize = 32;

/// More memory than this for one password, in KiB, is a mistake: 1 GiB.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;

/// More rounds than this are a mistake.
const MAX_ITERATIONS: u32 = 100;

/// More lanes than this are a mistake.
const MAX_PARALLELISM: u32 = 16;

/// What one hash costs. The default is what OWASP recommends for argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Memory of one computation, in KiB; at least 8 for each lane, at most 1 GiB.
    pub memory_kib: u32,
    /// Rounds over that memory, 1 to 100.
    pub iterations: u32,
    /// Lanes, 1 to 16. They are computed one after the other, by one thread.
    pub parallelism: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { memory_kib: 19_456, iterations: 2, parallelism: 1 }
    }
}

impl Settings {
    pub(crate) fn params(self) -> Result<Params, StartError> {
        let Self { memory_kib, iterations, parallelism } = self;
        Params::new(memory_kib, iterations, parallelism, Some(OUTPUT_BYTES))
            .ok()
            .filter(are_bearable)
            .ok_or(StartError::Settings { settings: self })
    }
}

/// The parameters, wherever they come from, cannot bring the process down.
pub(crate) fn are_bearable(params: &Params) -> bool {
    params.m_cost() <= MAX_MEMORY_KIB
        && params.t_cost() <= MAX_ITERATIONS
        && params.p_cost() <= MAX_PARALLELISM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_what_owasp_recommends() {
        let params = Settings::default().params().unwrap();

        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19_456, 2, 1));
    }

    #[test]
    fn settings_outside_of_the_bounds_are_refused() {
        let good = Settings { memory_kib: 64, iterations: 1, parallelism: 1 };
        assert!(good.params().is_ok());
        for bad in [
            Settings { memory_kib: 7, ..good },
            Settings { memory_kib: MAX_MEMORY_KIB + 1, ..good },
            Settings { memory_kib: u32::MAX, ..good },
            Settings { iterations: 0, ..good },
            Settings { iterations: MAX_ITERATIONS + 1, ..good },
            Settings { parallelism: 0, ..good },
            Settings { parallelism: 9, ..good },
            Settings { parallelism: MAX_PARALLELISM + 1, memory_kib: 1024, ..good },
            Settings { parallelism: u32::MAX, ..good },
        ] {
            assert!(bad.params().is_err(), "{bad:?}");
        }
    }
}
