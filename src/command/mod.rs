//! The commands: what they are called, what they need, and which keys give them.
//!
//! Each command is declared once, as a row of `table.rs`. The key map, help, which-key, footer, palette, the
//! README's table, the man page and the ids in logs are all read from that row.
//!
//! **Invariant:** this module knows nothing of the app: a `Command` is plain data, and what it does is
//! written where it is matched, one exhaustive match a group, so that a new row does not compile until it is
//! handled.

pub mod doc;
pub mod id;
pub mod key;
pub mod keymap;
pub mod keys;
mod table;

pub use id::CommandId;
pub use key::{Key, KeyCode, Mods};
pub use keymap::{BindProblem, Binding, Keymap, Lookup, NextKey};
pub use keys::KeysError;
pub use table::{App, ClaimCommand, Command, Find, Go, Move, Select};

/// What is known of a command: one row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandSpec {
    /// The id, `group.verb`; stable for ever.
    pub id: &'static str,
    /// The ids it had in earlier versions.
    pub former_ids: &'static [&'static str],
    /// The group it is listed under.
    pub group: Group,
    /// What it does: imperative, at most 60 characters, no full stop.
    pub summary: &'static str,
    /// The lines that say more; may be empty.
    pub detail: &'static [&'static str],
    /// What must be there for it to act.
    pub needs: Needs,
    /// Its default keys: the modes they hold in, and the sequences as KEYS strings, the first the main one.
    pub keys: &'static [(&'static [Mode], &'static [&'static str])],
    /// The words the palette takes for it beside its id, such as `w` for `:w`.
    pub words: &'static [&'static str],
    /// The number it carries, 1 to 9, if it is one of a numbered family.
    pub number: Option<u8>,
}

impl CommandSpec {
    /// Returns the lines that say more as one paragraph, empty if there are none.
    pub fn detail(&self) -> String {
        let lines: Vec<&str> =
            self.detail.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        lines.join(" ")
    }
}

/// The group of a command: the first part of its id, and a heading in help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Moving through the text and lists.
    Move,
    /// Selecting words.
    Select,
    /// Making and changing claims.
    Claim,
    /// Searching the articles.
    Find,
    /// Going to other articles and views.
    Go,
    /// The program and its window.
    App,
}

impl Group {
    /// Every group, in the order they are listed.
    pub const ALL: [Self; 6] = [Self::Move, Self::Select, Self::Claim, Self::Find, Self::Go, Self::App];

    /// Returns the first part of the ids of its commands.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Select => "select",
            Self::Claim => "claim",
            Self::Find => "find",
            Self::Go => "go",
            Self::App => "app",
        }
    }

    /// Returns its heading in help and in tables.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Select => "Select",
            Self::Claim => "Claims",
            Self::Find => "Find",
            Self::Go => "Go to",
            Self::App => "Program and panes",
        }
    }
}

/// What must be there for a command to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Needs {
    /// Nothing: it can always be given.
    Nothing,
    /// An article in the focus pane.
    Text,
    /// An article in the focus pane, or a list with an entry.
    TextOrList,
    /// A second article.
    OtherArticle,
    /// An article with the command's number.
    NumberedArticle,
    /// A selection.
    Selection,
    /// A selection made earlier in an article that is open.
    LastSelection,
    /// Something that can be tagged: a selection, the search hit, a claim, or a word under the cursor.
    Taggable,
    /// Words that can be quoted: a selection, the search hit, a claim, a word, or a claim in a list.
    Quotable,
    /// A claim under the cursor, or chosen in a list.
    Claim,
    /// A claim, source, question, article or tag under the cursor, as the command takes it.
    Editable,
    /// A selection, the search hit, or a word that is in no claim.
    Words,
    /// A form on the screen.
    Form,
    /// A claim or a suggestion, or an article or passage of a list.
    Removable,
    /// A suggestion, or an article of the list of articles.
    Acceptable,
    /// A suggestion under the cursor, or chosen in a list.
    Suggestion,
    /// A suggestion that waits for a person, in any article that was read.
    AnySuggestion,
    /// A claim anywhere in the session.
    AnyClaim,
    /// A claim with others under its question, a shared passage, or a question in conflict in the ledger.
    Counterpart,
    /// A question under the cursor of the ledger.
    Question,
    /// A question of the ledger or a shared passage, whose values or members can be walked through.
    Values,
    /// A list.
    List,
    /// An article: the one in focus, or one of the list of articles.
    Article,
    /// A search with at least one hit, from anywhere.
    AnyHit,
    /// A search with at least one hit.
    Hits,
    /// A place jumped away from.
    EarlierPlace,
    /// An edit that can be undone.
    Undoable,
    /// An undone edit that can be done again.
    Redoable,
    /// A session that was opened read-only because somebody else had it open, who has closed it.
    FreeSession,
}

impl Needs {
    /// Returns the reason the palette gives when it is not there; empty for `Nothing`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Text => "needs an article",
            Self::TextOrList => "needs an article or a list entry",
            Self::OtherArticle => "needs a second article",
            Self::NumberedArticle => "needs an article with this number",
            Self::Selection => "needs a selection",
            Self::LastSelection => "needs an earlier selection",
            Self::Taggable => "needs a selection, a search hit, a claim or a word",
            Self::Quotable => "needs words or a claim to quote",
            Self::Claim => "needs a claim under the cursor",
            Self::Editable => "needs a claim, source, question, article or tag under the cursor",
            Self::Words => "needs a selection, a search hit or a word",
            Self::Form => "needs a form",
            Self::Removable => "needs a claim or a suggestion under the cursor",
            Self::Acceptable | Self::Suggestion => "needs a suggestion under the cursor",
            Self::AnySuggestion => "needs a suggestion, and none waits",
            Self::AnyClaim => "needs a claim in the session",
            Self::Counterpart => "needs a claim with counterparts, or a shared passage",
            Self::Question => "needs a question of the ledger",
            Self::Values => "needs a question of the ledger or a shared passage",
            Self::List => "needs a list",
            Self::Article => "needs an article",
            Self::AnyHit => "needs a search with hits",
            Self::Hits => "needs a search with hits",
            Self::EarlierPlace => "needs an earlier place",
            Self::Undoable => "needs an edit to undo",
            Self::Redoable => "needs an undone edit",
            Self::FreeSession => "needs a read-only session that its holder has closed",
        }
    }
}

/// What the keys mean at the moment; each has its own table in config.toml, such as `[keys.read]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Reading an article.
    Read,
    /// Reading with a selection that grows with each movement.
    Select,
    /// Any view that is a list: claims, articles, help.
    List,
    /// A form of several fields.
    Form,
    /// One field: search, filter, palette.
    Prompt,
}

impl Mode {
    /// Every mode, in the order they are listed.
    pub const ALL: [Self; 5] = [Self::Read, Self::Select, Self::List, Self::Form, Self::Prompt];

    /// The modes in which the global keys hold: all but those where letters are typed.
    pub const GLOBAL: [Self; 3] = [Self::Read, Self::Select, Self::List];

    /// Returns the name of its table in config.toml, after `keys.`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Select => "select",
            Self::List => "list",
            Self::Form => "form",
            Self::Prompt => "prompt",
        }
    }

    /// Returns the mode of a table's name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// Tells whether characters are typed into a field in this mode, so that no key alone may be one.
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Form | Self::Prompt)
    }
}

impl Command {
    /// Returns the command of an id, following renamed ones.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| {
            let spec = command.spec();
            spec.id == id || spec.former_ids.contains(&id)
        })
    }

    /// Returns the command of a word typed in the palette, such as `w` or `wq`; a `:` before it is skipped.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        let word = word.strip_prefix(':').unwrap_or(word);
        Self::ALL.iter().copied().find(|command| command.spec().words.contains(&word))
    }
}

#[cfg(test)]
mod tests;
