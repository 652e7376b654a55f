//! The world outside.

use http_body_util::BodyExt as _;
use spin_sdk::wasip3::sockets::ip_name_lookup::resolve_addresses;
use spin_sdk::wasip3::sockets::types::{
    IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, TcpSocket, UdpSocket,
};

use crate::Outcome;

/// Fetches an address.
pub async fn fetch(url: &str) -> Outcome {
    let response = spin_sdk::http::get(url)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let status = response.status();
    let body = response
        .into_body()
        .collect()
        .await
        .map_err(|error| format!("{error:?}"))?;
    let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    Ok(format!("{} {text}", status.as_u16()))
}

/// Connects to an address such as `127.0.0.1:25`.
pub async fn connect(address: &str) -> Outcome {
    let socket = TcpSocket::create(IpAddressFamily::Ipv4).map_err(|e| format!("{e:?}"))?;
    let connected = socket.connect(parse(address)?).await;
    connected.map_err(|error| format!("{error:?}"))?;
    Ok("connected".to_owned())
}

/// Listens at an address.
pub fn listen(address: &str) -> Outcome {
    let socket = TcpSocket::create(IpAddressFamily::Ipv4).map_err(|e| format!("{e:?}"))?;
    let bound = socket.bind(parse(address)?);
    let listening = bound.and_then(|()| socket.listen());
    listening.map_err(|error| format!("{error:?}"))?;
    Ok("listening".to_owned())
}

/// Sends a datagram to an address.
pub async fn datagram(address: &str) -> Outcome {
    let socket = UdpSocket::create(IpAddressFamily::Ipv4).map_err(|e| format!("{e:?}"))?;
    let sent = socket
        .send(b"intruder".to_vec(), Some(parse(address)?))
        .await;
    sent.map_err(|error| format!("{error:?}"))?;
    Ok("sent".to_owned())
}

/// Looks up a name.
pub async fn lookup(name: &str) -> Outcome {
    let addresses = resolve_addresses(name.to_owned()).await;
    let addresses = addresses.map_err(|error| format!("{error:?}"))?;
    Ok(format!("{addresses:?}"))
}

fn parse(address: &str) -> Result<IpSocketAddress, String> {
    let address: std::net::SocketAddrV4 = address.parse().map_err(|_| "no address".to_owned())?;
    let [a, b, c, d] = address.ip().octets();
    Ok(IpSocketAddress::Ipv4(Ipv4SocketAddress {
        port: address.port(),
        address: (a, b, c, d),
    }))
}
