//! Everything that an analyst makes on one set of articles, as values.
//!
//! **Invariant:** no file, clock, randomness, terminal or wire format here: equal input gives equal output, and
//! every function works with no article text at hand.

pub mod anchor;
pub mod article;
pub mod attribution;
pub mod carry;
pub mod change;
pub mod claim;
pub mod defaults;
pub mod edits;
pub mod edits_ledger;
pub mod edits_relations;
pub mod edits_tags;
pub mod figure;
pub mod grade;
pub mod history;
pub mod ids;
pub mod label;
pub mod question;
pub mod relation;
pub mod scale;
pub mod session;
pub mod source;
pub mod tag;
pub mod target;
pub mod validate;

pub use article::{Article, ReadMark, Zone, ZoneKind};
pub use attribution::{Cue, How, Link, Mode, Origin};
pub use change::{ApplyError, Change, Edit, Swap};
pub use claim::{Claim, MadeBy, Part, Polarity, Review, Speech};
pub use edits::Stamp;
pub use figure::{Assigned, Class, Comparator, Figure, Value};
pub use grade::Grade;
pub use history::{Entry, History};
pub use ids::{
    AnalystId, ArticleId, ClaimId, EchoId, QuestionId, RelationId, SessionId, SourceId, TagId, Unknown,
};
pub use question::Question;
pub use relation::{Echo, EchoMember, Relation, RelationKind};
pub use session::{
    Analyst, Dismissed, DismissedKey, Export, LogHead, NotMentioned, NotMentionedKey, Removed, Session,
    Settings,
};
pub use source::{Source, SourceKind};
pub use tag::{Hue, Tag};
pub use target::Target;
