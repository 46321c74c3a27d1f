//! Whose requests are counted together.

use std::net::IpAddr;

/// A caller, as far as limits are concerned. Keys of different kinds never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateKey {
    kind: Kind,
    bytes: [u8; 16],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Address,
    Caller,
}

impl RateKey {
    /// Everybody at this address. Of an IPv6 address only the network counts (its first 64 bits):
    /// every customer of a provider has that many addresses.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        let bytes = match address.to_canonical() {
            IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).octets()
            }
        };
        Self { kind: Kind::Address, bytes }
    }

    /// A caller that has proved who it is, by its id: the bytes of a UUID, or a hash.
    #[must_use]
    pub fn caller(id: [u8; 16]) -> Self {
        Self { kind: Kind::Caller, bytes: id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> RateKey {
        RateKey::address(address.parse().unwrap())
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_one_caller() {
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    }

    #[test]
    fn every_ipv4_address_is_a_caller() {
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
        assert_eq!(key("192.0.2.1"), key("::ffff:192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("::"));
    }

    #[test]
    fn a_caller_is_no_address() {
        let bytes = "2001:db8::".parse::<std::net::Ipv6Addr>().unwrap().octets();
        assert_ne!(RateKey::caller(bytes), key("2001:db8::"));
    }
}
