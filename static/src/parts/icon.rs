//! Icons, drawn on a grid of 24 in the colour of the text around them.

use leptos::prelude::*;

/// An icon. It says nothing by itself: a word stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// All is well: a tick in a disc.
    Good,
    /// It wants a look: a triangle.
    Watch,
    /// Trouble: an octagon with a cross.
    Bad,
    /// Waiting: a dashed ring.
    Awaited,
    /// The day.
    Today,
    /// A site.
    Site,
    /// A sensor.
    Sensor,
    /// An incident.
    Incident,
    /// Settings.
    Settings,
    /// A person.
    Person,
    /// A clock.
    Clock,
    /// Search.
    Search,
    /// Something more.
    Plus,
    /// Away with it.
    Close,
    /// Onwards.
    Next,
    /// Back.
    Back,
    /// A file to be taken away.
    Download,
    /// Paper.
    Print,
    /// A copy.
    Copy,
    /// The network is away.
    Offline,
}

impl Icon {
    /// Its outline.
    fn path(self) -> &'static str {
        match self {
            Self::Good => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM8 12.5l2.8 2.8L16.2 9.5",
            Self::Watch => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3",
            Self::Bad => "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6",
            Self::Awaited => {
                "M12 3a9 9 0 0 1 4.5 1.2M19.800 7.500a9 9 0 0 1 0 9M16.500 19.800a9 9 0 0 1-9 0M4.200 16.500a9 9 0 0 1 0-9M7.500 4.200A9 9 0 0 1 8.600 3.700M12 8v4l2.500 2.500"
            }
            Self::Today => "M4 20V10M10 20V4M16 20v-8M22 20H2",
            Self::Site => "M4 21V9l8-5 8 5v12M9 21v-7h6v7",
            Self::Sensor => "M4 5h16v4H4zM12 9v3M6 21l3-9h6l3 9",
            Self::Incident => "M12 3a6 6 0 0 0-6 6v5l-2 3h16l-2-3V9a6 6 0 0 0-6-6zM10 20h4",
            Self::Settings => "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M15 5v4M9 10v4M15 15v4",
            Self::Person => "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM4 21c0-4 4-6 8-6s8 2 8 6",
            Self::Clock => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5l3.500 2",
            Self::Search => "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM16 16l5 5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Next => "M9 5l7 7-7 7",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Download => "M12 4v11M7 11l5 5 5-5M4 20h16",
            Self::Print => "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
            Self::Copy => "M9 9h11v12H9zM5 15H4V3h11v2",
            Self::Offline => {
                "M3 3l18 18M5 12a10 10 0 0 1 4-2.500M15 9.600A10 10 0 0 1 19 12M8.500 15.500a5 5 0 0 1 6 0M12 19v.300"
            }
        }
    }

    /// The icon.
    pub fn draw(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path() />
            </svg>
        }
    }
}
