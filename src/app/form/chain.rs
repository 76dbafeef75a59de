//! The field for who says it: names outermost first, joined by `<`.
//!
//! **Invariant:** a link holds what the article prints beside who is meant; a source is made only when the whole is
//! kept.

use super::names::{TextNames, name_in};
use super::picker::{Lights, Makes, PickOption, Picked, Picker};
use crate::model::edits_ledger::find_source;
use crate::model::{Link, Mode, Session, SourceId};

/// Who a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A source of the session.
    Known(SourceId),
    /// A source that is made when the chain is kept, by its name.
    New(String),
}

/// In what way a link speaks: a mode, and whether it is named only as somebody's authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaks {
    /// The mode.
    pub mode: Mode,
    /// Named only as somebody's authority, so never the origin.
    pub cited_only: bool,
}

/// Every way to speak, in the order in which a key goes through them.
const WAYS: [(Speaks, &str); 5] = [
    (Speaks { mode: Mode::Said, cited_only: false }, "said"),
    (Speaks { mode: Mode::Quoted, cited_only: false }, "quoted"),
    (Speaks { mode: Mode::Cited, cited_only: false }, "cited"),
    (Speaks { mode: Mode::Reported, cited_only: false }, "reported"),
    (Speaks { mode: Mode::Cited, cited_only: true }, "only cited"),
];

impl Speaks {
    /// Returns its word.
    pub fn word(self) -> &'static str {
        WAYS.iter().find(|(way, _)| *way == self).map_or("cited", |(_, word)| word)
    }

    fn next(self) -> Self {
        let at = WAYS.iter().position(|(way, _)| *way == self).map_or(0, |at| at + 1);
        WAYS.get(at % WAYS.len()).map_or(self, |(way, _)| *way)
    }
}

/// A link that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLink {
    /// Who.
    pub who: Who,
    /// The words as printed, where they were taken from the text.
    pub printed: Option<String>,
    /// In what way, where it was set; else by its place.
    pub speaks: Option<Speaks>,
    /// The link as it stood, for what a form does not show.
    pub stood: Option<Link>,
}

/// The field.
#[derive(Debug, Clone)]
pub struct ChainField {
    /// The links taken so far, outermost first.
    pub links: Vec<DraftLink>,
    /// The name being typed, with the sources that answer.
    pub picker: Picker,
    /// How the name being typed speaks, where it was set.
    pub speaks: Option<Speaks>,
    /// The printed words that the name being typed was filled from.
    pub printed: Option<String>,
    /// The names in the text.
    pub names: TextNames,
    next_name: usize,
}

impl ChainField {
    /// Opens the field on a chain.
    pub fn new(session: &Session, chain: &[Link], names: TextNames) -> Self {
        let last = chain.len().saturating_sub(1);
        let links = chain.iter().enumerate().map(|(n, link)| DraftLink {
            who: Who::Known(link.source.clone()),
            printed: Some(link.named_as.clone()),
            // The last one's "said" hangs on its place: with another link behind it, it is cited.
            speaks: Some(Speaks { mode: link.mode, cited_only: link.cited_only })
                .filter(|_| n != last || link.mode != Mode::Said || link.cited_only),
            stood: Some(link.clone()),
        });
        Self {
            links: links.collect(),
            picker: Picker::new(sources(session), Makes::Source, Lights::None),
            speaks: None,
            printed: None,
            names,
            next_name: 0,
        }
    }

    /// Takes up the chain that a rule read in the text; says whether there was one.
    pub fn propose(&mut self, session: &Session) -> bool {
        for name in self.names.chain.clone() {
            let own = name_in(&name.words).to_owned();
            let known = find_source(session, &name.words).or_else(|| find_source(session, &own));
            let who = known.map_or(Who::New(own), Who::Known);
            let speaks = name.mode.map(|mode| Speaks { mode, cited_only: false });
            self.links.push(DraftLink { who, printed: Some(name.words), speaks, stood: None });
        }
        !self.links.is_empty()
    }

    /// Takes the lit name as a link; says whether there was one.
    pub fn take(&mut self) -> bool {
        let printed = self.printed.take();
        let Some(picked) = self.picker.take() else { return false };
        let who = match picked {
            Picked::Source(id) => Who::Known(id),
            Picked::NewSource(name) => Who::New(name),
            Picked::Unattributed => {
                self.links.clear();
                self.speaks = None;
                return true;
            }
            _ => return false,
        };
        self.links.push(DraftLink { who, printed, speaks: self.speaks.take(), stood: None });
        true
    }

    /// Takes back the last link; says whether there was one.
    pub fn take_back(&mut self) -> bool {
        self.links.pop().is_some()
    }

    /// Changes how the name being typed speaks, or the last link where nothing is typed.
    pub fn change_mode(&mut self) {
        let last = self.links.len().saturating_sub(1);
        let now = if self.picker.text().is_empty() { self.way(last) } else { self.way_typed() };
        let next = Some(now.next());
        match self.links.last_mut().filter(|_| self.picker.text().is_empty()) {
            Some(link) => link.speaks = next,
            None => self.speaks = next,
        }
    }

    /// Fills the field with the next name that the text gives; none where it gives none.
    pub fn from_text(&mut self) -> Option<()> {
        let n = self.names.all.len();
        let taken = |words: &str| self.links.iter().any(|link| link.printed.as_deref() == Some(words));
        let at = (0..n)
            .map(|step| (self.next_name + step) % n)
            .find(|at| self.names.all.get(*at).is_some_and(|name| !taken(&name.words)))?;
        let name = self.names.all.get(at)?.clone();
        self.next_name = at + 1;
        self.picker.clear();
        self.picker.field.insert(name_in(&name.words));
        self.picker.typed();
        self.speaks = name.mode.map(|mode| Speaks { mode, cited_only: false });
        self.printed = Some(name.words);
        Some(())
    }

    /// Notes that the field was typed into: what is left of printed words stays printed.
    pub fn typed(&mut self) {
        self.picker.typed();
        if self.picker.text().is_empty() {
            self.printed = None;
            self.speaks = None;
        }
    }

    /// Returns how a link speaks: as set, else cited, and the last one said.
    pub fn way(&self, at: usize) -> Speaks {
        let last = at + 1 >= self.links.len() && self.picker.text().is_empty();
        let by_place = Speaks { mode: if last { Mode::Said } else { Mode::Cited }, cited_only: false };
        let Some(set) = self.links.get(at).and_then(|link| link.speaks) else { return by_place };
        set
    }

    /// Returns how the name being typed speaks.
    pub fn way_typed(&self) -> Speaks {
        self.speaks.unwrap_or(Speaks { mode: Mode::Said, cited_only: false })
    }

    /// Returns the names of the links.
    pub fn link_names(&self, session: &Session) -> Vec<String> {
        let name = |link: &DraftLink| match &link.who {
            Who::Known(id) => session.sources.get(id).map_or_else(|| id.to_string(), |s| s.name.clone()),
            Who::New(name) => name.clone(),
        };
        self.links.iter().map(name).collect()
    }

    /// Says whether something is typed that was not taken yet.
    pub fn is_typing(&self) -> bool {
        !self.picker.text().is_empty() || self.picker.lit.is_some()
    }

    /// Returns what tells this chain from another.
    pub fn fingerprint(&self) -> String {
        let links = self.links.iter().enumerate().map(|(n, link)| format!("{:?}{:?}", link.who, self.way(n)));
        format!("{}|{}", links.collect::<Vec<_>>().join("<"), self.picker.text())
    }
}

/// Lists the sources, those most named first, and "unattributed".
fn sources(session: &Session) -> Vec<PickOption> {
    let counts = crate::app::view::sources::counts(session);
    let mut all: Vec<_> = session.sources.iter().collect();
    all.sort_by_key(|(id, source)| (std::cmp::Reverse(counts.get(*id).copied().unwrap_or(0)), &source.name));
    let mut options: Vec<PickOption> = all
        .into_iter()
        .map(|(id, source)| {
            let n = counts.get(id).copied().unwrap_or(0);
            let mut aside = crate::app::status::count(n, "claim");
            if let Some(party) = source.party.as_ref().filter(|party| !party.is_empty()) {
                aside = format!("{aside} · {party}");
            }
            let mut option = PickOption::new(&source.name, aside, Picked::Source(id.clone()));
            option.aliases.clone_from(&source.aliases);
            option
        })
        .collect();
    options.push(PickOption::new("unattributed", "the article's own voice", Picked::Unattributed));
    options
}
