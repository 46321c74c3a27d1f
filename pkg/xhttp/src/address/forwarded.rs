//! Reads the headers in which proxies say for whom they ask.

use std::net::{IpAddr, SocketAddr};

use http::header::FORWARDED;
use http::{HeaderMap, HeaderName};

/// The header that the trusted proxies write.
///
/// One of the two, and never both: a proxy passes the header that it does not write through from
/// the caller, who may have put anything into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyHeader {
    /// `X-Forwarded-For: 198.51.100.7, 10.0.0.2`
    #[default]
    XForwardedFor,
    /// `Forwarded: for=198.51.100.7;proto=https, for="[fd00::2]:4711"` (RFC 7239)
    Forwarded,
}

impl ProxyHeader {
    /// The hops, nearest first; `None` stands for an entry that is no address.
    pub(super) fn hops_from_last(
        self,
        headers: &HeaderMap,
    ) -> impl Iterator<Item = Option<IpAddr>> + '_ {
        // Each proxy adds to the right. Commas split before quotes are looked at, so that a quote
        // which the caller never closes can not swallow what the proxies have added.
        let lines = headers.get_all(self.name()).iter().rev();
        lines
            .flat_map(|line| line.as_bytes().rsplit(|&byte| byte == b','))
            .map(move |entry| self.address(str::from_utf8(entry).ok()?.trim()))
    }

    fn name(self) -> HeaderName {
        match self {
            Self::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
            Self::Forwarded => FORWARDED,
        }
    }

    fn address(self, entry: &str) -> Option<IpAddr> {
        match self {
            Self::XForwardedFor => node(entry),
            Self::Forwarded => node(unquoted(for_parameter(entry)?)),
        }
    }
}

fn for_parameter(element: &str) -> Option<&str> {
    let mut parameters = element.split(';').filter_map(|parameter| parameter.split_once('='));
    let found = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    found.map(|(_, value)| value.trim())
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

/// An address, with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`,
/// `[2001:db8::1]`, `[2001:db8::1]:80`.
fn node(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    let address = text.parse().ok().or_else(bracketed).or_else(with_port);
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn hops(header: ProxyHeader, values: &[&'static str]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header.name(), HeaderValue::from_static(value));
        }
        let shown = |hop: Option<IpAddr>| hop.map_or("-".to_owned(), |hop| hop.to_string());
        header.hops_from_last(&headers).map(shown).collect()
    }

    #[test]
    fn entries_of_all_lines_are_read_from_the_last() {
        let values = ["192.0.2.1, 192.0.2.2:4711", "[2001:db8::3]:80,2001:db8::4 , [2001:db8::5]"];
        let expected = ["2001:db8::5", "2001:db8::4", "2001:db8::3", "192.0.2.2", "192.0.2.1"];
        assert_eq!(hops(ProxyHeader::XForwardedFor, &values), expected);
    }

    #[test]
    fn entries_that_are_no_address_are_kept_apart() {
        let values = ["unknown, 192.0.2.256, 192.0.2.1:, [::1, ::1], fe80::1%eth0, 192.0.2.1"];
        let expected = ["192.0.2.1", "-", "-", "-", "-", "-", "-"];
        assert_eq!(hops(ProxyHeader::XForwardedFor, &values), expected);
    }

    #[test]
    fn the_standard_header_is_read_too() {
        let values = [
            r#"for=192.0.2.43, FOR="[2001:db8:cafe::17]:4711""#,
            r#"proto=https;for="192.0.2.60:80" ;by=203.0.113.43, for=_hidden, by=192.0.2.1"#,
        ];
        let expected = ["-", "-", "192.0.2.60", "2001:db8:cafe::17", "192.0.2.43"];
        assert_eq!(hops(ProxyHeader::Forwarded, &values), expected);
    }

    #[test]
    fn a_quote_that_never_ends_swallows_nothing() {
        let values = [r#"for="192.0.2.1, for=192.0.2.2"#];
        assert_eq!(hops(ProxyHeader::Forwarded, &values), ["192.0.2.2", "-"]);
    }
}
