//! Who is at the other end, also when proxies stand between.

mod forwarded;

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use http::{Extensions, HeaderMap};
use ipnet::IpNet;

pub use forwarded::ProxyHeader;

/// The address of the caller; the edge puts it into the extensions of the request.
///
/// It is the address of the connection, unless that belongs to a trusted proxy: then it is the last
/// address in [`ProxyHeader`] that belongs to none. IPv4 addresses in the clothes of IPv6 have
/// been undressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// The address of the request with these extensions; `None` if it did not come through
    /// [`Edge`](crate::Edge) and [`serve`](crate::serve), as in tests of a bare router.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get().copied()
    }

    /// The address.
    #[must_use]
    pub fn ip(self) -> IpAddr {
        self.0
    }
}

/// Finds the address of the caller and notes it in the extensions of `request`.
pub(crate) fn note(request: &mut Request, proxies: &[IpNet], header: ProxyHeader) {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let address = resolve(peer.ip(), request.headers(), proxies, header);
        request.extensions_mut().insert(address);
    }
}

/// Follows the chain of proxies back, for as long as its links are trusted.
///
/// It ends at an entry that is no address: what stands before that entry was not written by
/// anybody we know.
fn resolve(
    peer: IpAddr,
    headers: &HeaderMap,
    proxies: &[IpNet],
    header: ProxyHeader,
) -> ClientAddress {
    let is_proxy = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut address = peer.to_canonical();
    let mut hops = header.hops_from_last(headers);
    while is_proxy(&address)
        && let Some(Some(hop)) = hops.next()
    {
        address = hop;
    }
    ClientAddress(address)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const PROXIES: [&str; 2] = ["10.0.0.0/8", "fd00::/8"];

    fn resolved(peer: &str, values: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let proxies = PROXIES.map(|network| network.parse().unwrap());
        let header = ProxyHeader::XForwardedFor;
        resolve(peer.parse().unwrap(), &headers, &proxies, header).ip().to_string()
    }

    #[test]
    fn a_stranger_is_who_it_is_whatever_it_says() {
        assert_eq!(resolved("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(resolved("2001:db8::9", &["10.0.0.1, 10.0.0.2"]), "2001:db8::9");
    }

    #[test]
    fn behind_trusted_proxies_the_last_stranger_is_the_caller() {
        assert_eq!(resolved("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(resolved("10.0.0.1", &["198.51.100.7, fd00::2, 10.9.9.9"]), "198.51.100.7");
        assert_eq!(resolved("fd00::1", &["198.51.100.7", "10.0.0.3"]), "198.51.100.7");
        assert_eq!(resolved("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_the_caller_wrote_before_the_proxies_is_not_believed() {
        assert_eq!(resolved("10.0.0.1", &["1.1.1.1, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(resolved("10.0.0.1", &["10.0.0.5", "198.51.100.7, 10.0.0.2"]), "198.51.100.7");
        assert_eq!(resolved("10.0.0.1", &["\u{fffd}, <script>, 198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn the_chain_ends_at_an_entry_that_is_no_address() {
        for garbage in ["unknown", "", "1.1.1.1,", "1.1.1.1, _hidden", "1.1.1.1 2.2.2.2"] {
            assert_eq!(resolved("10.0.0.1", &[garbage]), "10.0.0.1", "{garbage:?}");
        }
        assert_eq!(resolved("10.0.0.1", &["1.1.1.1, unknown, 10.0.0.2"]), "10.0.0.2");
    }

    #[test]
    fn the_first_proxy_is_the_caller_when_all_are_proxies() {
        assert_eq!(resolved("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
    }

    #[test]
    fn an_ipv4_address_is_the_same_in_ipv6_clothes() {
        assert_eq!(resolved("::ffff:203.0.113.9", &["1.1.1.1"]), "203.0.113.9");
        assert_eq!(resolved("::ffff:10.0.0.1", &["::ffff:198.51.100.7"]), "198.51.100.7");
    }
}
