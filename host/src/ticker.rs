//! The ticker: posts to components at intervals, as any scheduler might do
//! from outside.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Method, Request};
use http_body_util::{BodyExt as _, Empty};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use crate::application::Application;
use crate::manifest::{Manifest, Schedule};

/// The schedules that are kept until the ticker is stopped.
pub struct Ticker {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Ticker {
    /// Starts keeping the schedules of a manifest.
    pub fn start(manifest: &Manifest, application: &Arc<Application>) -> Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for (component, settings) in &manifest.component {
            let Some(Schedule { path, every, token }) = &settings.tool.schedule else {
                continue;
            };
            let token = application.variables.fill(token)?;
            ensure!(
                path.starts_with('/'),
                "the schedule of {component:?} posts to {path:?}, which is no path"
            );
            let call = Call {
                application: application.clone(),
                component: component.clone(),
                path: path.clone(),
                bearer: format!("Bearer {token}"),
            };
            let call = Arc::new(call);
            let tick = move || {
                let call = call.clone();
                async move { call.post().await }
            };
            tasks.spawn(keep(*every, stopped.clone(), tick));
        }
        Ok(Self { tasks, stop })
    }

    /// Starts no further calls and waits for those under way.
    pub async fn stop(mut self) {
        _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Ticks at each interval. A tick that takes longer than that delays the next:
/// they never overlap, and what was missed is not made up for.
async fn keep<F: Future<Output = ()>>(
    every: Duration,
    mut stopped: watch::Receiver<bool>,
    mut tick: impl FnMut() -> F,
) {
    let mut interval = tokio::time::interval(every);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            _ = interval.tick() => {}
        }
        tick().await;
    }
}

/// A call that is made again and again.
struct Call {
    application: Arc<Application>,
    component: String,
    path: String,
    bearer: String,
}

impl Call {
    async fn post(&self) {
        let Self {
            application,
            component,
            path,
            bearer,
        } = self;
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("http://{component}.spin.internal{path}"))
            .header(AUTHORIZATION, bearer)
            .body(
                Empty::<Bytes>::new()
                    .map_err(|never| match never {})
                    .boxed_unsync(),
            );
        let Ok(request) = request else {
            return;
        };
        let (head, mut body) = application
            .call_inside(component, request)
            .await
            .into_parts();
        // The work may go on after the answer has begun.
        while let Some(Ok(_)) = body.frame().await {}
        let status = head.status;
        if !status.is_success() {
            tracing::warn!(component, "the tick at {path} was answered {status}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn ticks_come_at_once_then_at_each_interval_and_end() {
        let (stop, stopped) = watch::channel(false);
        let count = Arc::new(AtomicUsize::new(0));
        let counted = count.clone();
        let task = tokio::spawn(keep(Duration::from_secs(60), stopped, move || {
            counted.fetch_add(1, Ordering::Relaxed);
            std::future::ready(())
        }));
        tokio::time::sleep(Duration::from_secs(150)).await;
        assert_eq!(count.load(Ordering::Relaxed), 3);
        stop.send(true).unwrap();
        task.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_tick_delays_the_next_and_is_waited_for() {
        let (stop, stopped) = watch::channel(false);
        let running = Arc::new(AtomicUsize::new(0));
        let most = Arc::new(AtomicUsize::new(0));
        let (now, peak) = (running.clone(), most.clone());
        let task = tokio::spawn(keep(Duration::from_secs(1), stopped, move || {
            let (now, peak) = (now.clone(), peak.clone());
            async move {
                peak.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(5)).await;
                now.fetch_sub(1, Ordering::Relaxed);
            }
        }));
        tokio::time::sleep(Duration::from_secs(12)).await;
        stop.send(true).unwrap();
        task.await.unwrap();
        assert_eq!(most.load(Ordering::Relaxed), 1);
        assert_eq!(running.load(Ordering::Relaxed), 0);
    }
}
