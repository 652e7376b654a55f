//! The instances of one component, as a whole.
//!
//! A new instance is made whenever a request finds none that takes it, and
//! while an instance computes it takes none, be it for microseconds. Left to
//! itself that makes many instances with few requests each, which is a pity
//! where requests of one instance share work, such as a commit. So there a
//! request waits a moment for one of the instances that there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

/// How long a request waits for an instance before it gets a new one: what
/// computes for longer than that is better not waited for.
const MOMENT: Duration = Duration::from_millis(5);

/// The instances of a component.
pub struct Crew {
    /// As many as can compute at once need no company.
    enough: usize,
    /// Requests that one of them takes at once.
    concurrent: usize,
    members: AtomicUsize,
    computing: AtomicUsize,
    requests: AtomicUsize,
    paused: Notify,
}

/// One of the instances. It is one as long as this is kept.
pub struct Member {
    crew: Arc<Crew>,
    computes: AtomicBool,
}

/// A request that is being worked on.
pub struct Request<'a>(&'a Crew);

impl Crew {
    /// A crew without members, which take so many requests at once.
    pub fn new(concurrent: usize) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            enough: processors.max(2),
            concurrent,
            members: AtomicUsize::new(0),
            computing: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            paused: Notify::new(),
        }
    }

    /// Waits a moment, if need be, until there is somebody for a request.
    pub async fn admit(&self) -> Request<'_> {
        if self.all_compute() {
            let pause = async {
                loop {
                    self.paused.notified().await;
                    if !self.all_compute() {
                        break;
                    }
                }
            };
            _ = tokio::time::timeout(MOMENT, pause).await;
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        Request(self)
    }

    /// A new member, which computes until it says otherwise.
    pub fn join(self: &Arc<Self>) -> Arc<Member> {
        self.members.fetch_add(1, Ordering::Relaxed);
        self.computing.fetch_add(1, Ordering::Relaxed);
        Arc::new(Member {
            crew: self.clone(),
            computes: AtomicBool::new(true),
        })
    }

    /// Whether there are enough, with room for a request, but all compute.
    fn all_compute(&self) -> bool {
        let members = self.members.load(Ordering::Relaxed);
        members >= self.enough
            && self.computing.load(Ordering::Relaxed) >= members
            && self.requests.load(Ordering::Relaxed) < members.saturating_mul(self.concurrent)
    }
}

impl Member {
    /// Notes that the instance has begun to compute.
    pub fn computes(&self) {
        if !self.computes.swap(true, Ordering::Relaxed) {
            self.crew.computing.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Notes that the instance waits for something.
    pub fn pauses(&self) {
        if self.computes.swap(false, Ordering::Relaxed) {
            self.crew.computing.fetch_sub(1, Ordering::Relaxed);
            self.crew.paused.notify_one();
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.pauses();
        self.crew.members.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Request<'_> {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    fn crew(enough: usize) -> Arc<Crew> {
        Arc::new(Crew {
            enough,
            ..Crew::new(2)
        })
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_waits_for_a_pause_but_not_for_long() {
        let crew = crew(1);
        let began = Instant::now();
        drop(crew.admit().await);
        let member = crew.join();
        member.pauses();
        drop(crew.admit().await);
        assert!(began.elapsed().is_zero(), "there was no reason to wait");

        member.computes();
        let pausing = member.clone();
        tokio::spawn(async move {
            tokio::time::sleep(MOMENT / 2).await;
            pausing.pauses();
        });
        drop(crew.admit().await);
        assert!(began.elapsed() >= MOMENT / 2 && began.elapsed() < MOMENT);

        let began = Instant::now();
        member.computes();
        drop(crew.admit().await);
        assert!(began.elapsed() >= MOMENT);
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_a_crew_that_is_small_or_full() {
        let began = Instant::now();
        let small = crew(2);
        let _one = small.join();
        drop(small.admit().await);
        let full = crew(1);
        let member = full.join();
        member.pauses();
        let requests = (full.admit().await, full.admit().await);
        member.computes();
        drop(full.admit().await);
        drop(requests);
        assert!(began.elapsed().is_zero());
        drop(member);
        assert_eq!(full.members.load(Ordering::Relaxed), 0);
        assert_eq!(full.computing.load(Ordering::Relaxed), 0);
    }
}
