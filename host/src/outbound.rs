//! Outgoing HTTP, held to `allowed_outbound_hosts`; calls to other components
//! never leave the process.

use std::sync::{Arc, Weak};

use http_body_util::BodyExt;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks, default_send_request};

use crate::application::Application;
use crate::hosts::{AllowedHosts, chained_component};

/// A component's way out.
#[derive(Clone)]
pub struct Outbound {
    component: Arc<str>,
    hosts: Arc<AllowedHosts>,
    application: Weak<Application>,
}

type Transmission = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Answer = Result<(http::Response<WasiBody>, Transmission), Error>;

impl Outbound {
    /// The way out of a component of an application.
    pub fn new(
        component: Arc<str>,
        hosts: Arc<AllowedHosts>,
        application: Weak<Application>,
    ) -> Self {
        Self {
            component,
            hosts,
            application,
        }
    }

    async fn send(
        self,
        request: http::Request<WasiBody>,
        options: Option<RequestOptions>,
    ) -> Answer {
        let uri = request.uri();
        if !self.hosts.allow_uri(uri) {
            tracing::warn!(
                component = &*self.component,
                host = uri.authority().map(|authority| authority.as_str()),
                "an outgoing request was denied: the host is not in allowed_outbound_hosts"
            );
            return Err(Error::HttpRequestDenied);
        }
        if let Some(component) = chained_component(uri) {
            let component = component.to_owned();
            return self.chain(&component, request).await;
        }
        let (response, transmission) = default_send_request(request, options).await?;
        Ok((response.map(BodyExt::boxed_unsync), Box::new(transmission)))
    }

    async fn chain(self, component: &str, request: http::Request<WasiBody>) -> Answer {
        let application = self
            .application
            .upgrade()
            .ok_or(Error::ConnectionTerminated)?;
        if !application.has(component) {
            return Err(Error::DestinationNotFound);
        }
        let response = application.call_inside(component, request).await;
        Ok((response, Box::new(std::future::ready(Ok(())))))
    }
}

impl WasiHttpHooks for Outbound {
    fn send_request(
        &mut self,
        request: http::Request<WasiBody>,
        options: Option<RequestOptions>,
        _response_processing: Transmission,
    ) -> Box<dyn Future<Output = Answer> + Send> {
        Box::new(self.clone().send(request, options))
    }
}
