//! The reader: articles side by side, the cursor in one of them, what is selected and found.
//!
//! **Invariant:** the focus pane is always on screen and scrolls only when its own cursor is moved.

pub mod counterparts;
pub mod echoes;
pub mod edges;
pub mod moves;
pub mod panes;
pub mod place;
pub mod search;
pub mod selecting;
pub mod selection;
pub mod subject;
pub mod tagging;
pub mod visit;

use std::collections::HashMap;

pub use panes::Panes;
pub use search::Search;
pub use selection::Selection;
pub use subject::Subject;

use crate::app::suggestions::Suggesting;
use crate::model::ClaimId;
use crate::text::rows::RowCache;

/// What the reader is doing.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// Which articles are on screen.
    pub panes: Panes,
    /// Where each article that was looked at stands.
    pub places: HashMap<usize, PanePlace>,
    /// The selection, while selecting.
    pub selection: Option<Selection>,
    /// The claim's border in hand; the selection is then what the claim would quote.
    pub held: Option<edges::Held>,
    /// The selection made last.
    pub last_selection: Option<Selection>,
    /// The claim chosen by cycling, until the cursor moves.
    pub chosen: Option<ClaimId>,
    /// What is looked for.
    pub search: Search,
    /// The claim made or edited last, which repeating copies.
    pub last_edited: Option<ClaimId>,
    /// What was marked to be related to another.
    pub relating: Option<super::form::Aim>,
    /// The walk through counterparts, while its last claim is the subject.
    pub walk: Option<counterparts::Walk>,
    /// Whether the other panes follow the claim under the cursor.
    pub linked: bool,
    /// The claim that they followed last.
    pub followed: Option<ClaimId>,
    /// What the rules propose.
    pub suggesting: Suggesting,
}

/// Where one article stands in its pane.
#[derive(Debug, Clone, Default)]
pub struct PanePlace {
    /// The grapheme under the cursor: its first byte.
    pub cursor: usize,
    /// The first row on screen: its first byte.
    pub top: usize,
    /// The column that the cursor keeps over shorter rows.
    pub goal: Option<u16>,
    /// Whether the cursor stands beyond the text at hand and is to be shown when the rest arrives.
    pub awaits: bool,
    /// The rows wrapped last.
    pub rows: RowCache,
}
