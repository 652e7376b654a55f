//! A kept connection to a server, and questions to its API.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::host::{ADMIN_TOKEN, TICK_TOKEN};

/// A connection that is kept from request to request.
pub struct Client {
    requests: SendRequest<Full<Bytes>>,
    host: HeaderValue,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens there.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (requests, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let host = HeaderValue::from_str(&address.to_string())?;
        Ok(Self { requests, host })
    }

    /// Sends a request, and returns the status and the body of its answer.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn send(
        &mut self,
        method: Method,
        uri: Uri,
        body: Bytes,
    ) -> Result<(StatusCode, Bytes)> {
        self.send_with(method, uri, HeaderMap::new(), body).await
    }

    async fn send_with(
        &mut self,
        method: Method,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<(StatusCode, Bytes)> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        request
            .headers_mut()
            .insert(header::HOST, self.host.clone());
        self.requests.ready().await?;
        let response = self.requests.send_request(request).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }

    /// Asks the API as its administrator; says how long that took.
    ///
    /// # Errors
    /// The answer is not 200.
    pub async fn get(&mut self, path: &str) -> Result<(Value, Duration)> {
        let began = Instant::now();
        let answer = self
            .call(Method::GET, path, ADMIN_TOKEN, Bytes::new())
            .await?;
        Ok((serde_json::from_slice(&answer)?, began.elapsed()))
    }

    /// Enters something into the registry as its administrator.
    ///
    /// # Errors
    /// The answer is not 201.
    pub async fn post(&mut self, path: &str, body: &Value) -> Result<Value> {
        let body = serde_json::to_vec(body)?.into();
        let answer = self.call(Method::POST, path, ADMIN_TOKEN, body).await?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Has a function do its scheduled work; says how long that took.
    ///
    /// # Errors
    /// The answer is not 200.
    pub async fn tick(&mut self, function: &str) -> Result<(Value, Duration)> {
        let path = format!("/internal/tick/{function}");
        let began = Instant::now();
        let answer = self
            .call(Method::POST, &path, TICK_TOKEN, Bytes::new())
            .await?;
        Ok((serde_json::from_slice(&answer)?, began.elapsed()))
    }

    async fn call(
        &mut self,
        method: Method,
        path: &str,
        token: &str,
        body: Bytes,
    ) -> Result<Bytes> {
        let mut headers = HeaderMap::new();
        let token = HeaderValue::from_str(&format!("Bearer {token}"))?;
        headers.insert(header::AUTHORIZATION, token);
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
        let uri = path
            .parse()
            .with_context(|| format!("the address {path}"))?;
        let (status, body) = self.send_with(method, uri, headers, body).await?;
        if !status.is_success() {
            bail!("{path}: {status} {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}
