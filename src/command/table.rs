//! The table of commands, one row each: the only place where a command is declared.
//!
//! **Invariant:** an id, once released, stays for ever; a renamed command lists its old id under `was`.

use super::{CommandSpec, Group, Mode, Needs};

/// Where a row's keys hold.
const EVERYWHERE: &[Mode] = &Mode::ALL;
const GLOBAL: &[Mode] = &Mode::GLOBAL;
const TEXT: &[Mode] = &[Mode::Read, Mode::Select];
const LIST: &[Mode] = &[Mode::List];
const FIELD: &[Mode] = &[Mode::Form, Mode::Prompt];
const FORM: &[Mode] = &[Mode::Form];

/// Makes the enum of each group, `Command` over them, and the row of each command, from the table below.
macro_rules! commands {
    ($(
        $(#[doc = $group_doc:literal])+
        group $group:ident ($enum:ident) {
            $(
                #[doc = $summary:literal]
                $(#[doc = $detail:literal])*
                $variant:ident = $id:literal, $needs:ident,
                    keys { $( $modes:ident : $( $key:literal )+ ),* }
                    $(, words [ $( $word:literal ),+ ])?
                    $(, number $number:literal)?
                    $(, was [ $( $was:literal ),+ ])?
                ;
            )+
        }
    )+) => {
        /// A command, by its group.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $(
                $(#[doc = $group_doc])+
                $group($enum),
            )+
        }

        $(
            $(#[doc = $group_doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $enum {
                $(
                    #[doc = $summary]
                    $(#[doc = $detail])*
                    $variant,
                )+
            }

            impl From<$enum> for Command {
                fn from(command: $enum) -> Self {
                    Self::$group(command)
                }
            }
        )+

        impl Command {
            /// Every command, in the order of the table.
            pub const ALL: &'static [Self] = &[ $( $( Self::$group($enum::$variant), )+ )+ ];

            /// Returns the command's row of the table.
            pub const fn spec(self) -> &'static CommandSpec {
                match self {
                    $( $(
                        Self::$group($enum::$variant) => {
                            const SPEC: CommandSpec = CommandSpec {
                                id: $id,
                                former_ids: &[ $( $( $was ),+ )? ],
                                group: Group::$group,
                                summary: $summary.trim_ascii(),
                                detail: &[ $( $detail ),* ],
                                needs: Needs::$needs,
                                keys: &[ $( ($modes, &[ $( $key ),+ ]) ),* ],
                                words: &[ $( $( $word ),+ )? ],
                                number: one_of(&[ $( $number )? ]),
                            };
                            &SPEC
                        }
                    )+ )+
                }
            }
        }
    };
}

/// Returns the only element of a list that holds one or none.
const fn one_of(numbers: &[u8]) -> Option<u8> {
    numbers.first().copied()
}

commands! {
    /// Moves the cursor through the text or a list.
    group Move (Move) {
        /// Move left by one character
        GraphemeLeft = "move.grapheme-left", Text, keys { TEXT: "h" "<left>" };
        /// Move right by one character
        GraphemeRight = "move.grapheme-right", Text, keys { TEXT: "l" "<right>" };
        /// Move up by one row
        RowUp = "move.row-up", TextOrList, keys { GLOBAL: "k" "<up>" };
        /// Move down by one row
        RowDown = "move.row-down", TextOrList, keys { GLOBAL: "j" "<down>" };
        /// Move to the start of the next word
        WordNext = "move.word-next", Text, keys { TEXT: "w" };
        /// Move back to the start of a word
        WordBack = "move.word-back", Text, keys { TEXT: "b" };
        /// Move to the end of a word
        WordEnd = "move.word-end", Text, keys { TEXT: "e" };
        /// Move back to the start of a sentence
        SentenceBack = "move.sentence-back", Text, keys { TEXT: "(" };
        /// Move to the next sentence
        SentenceNext = "move.sentence-next", Text, keys { TEXT: ")" };
        /// Move back to the start of a paragraph
        ParagraphBack = "move.paragraph-back", Text, keys { TEXT: "{" };
        /// Move to the next paragraph
        ParagraphNext = "move.paragraph-next", Text, keys { TEXT: "}" };
        /// Move to the start of the row
        RowStart = "move.row-start", Text, keys { TEXT: "0" };
        /// Move to the end of the row
        RowEnd = "move.row-end", Text, keys { TEXT: "$" };
        /// Move to the start of the article or list
        ArticleStart = "move.article-start", TextOrList, keys { GLOBAL: "gg" "<home>" };
        /// Move to the end of the article or list
        ArticleEnd = "move.article-end", TextOrList, keys { GLOBAL: "G" "<end>" };
        /// Move to the previous value of the question, or member
        ValuePrevious = "move.value-previous", Values, keys { LIST: "h" "<left>" };
        /// Move to the next value of the question, or member
        ValueNext = "move.value-next", Values, keys { LIST: "l" "<right>" };
        /// Move down by a page
        PageDown = "move.page-down", TextOrList, keys { TEXT: "<space>" "<pgdn>", LIST: "<pgdn>" };
        /// Move up by a page
        PageUp = "move.page-up", TextOrList, keys { GLOBAL: "<pgup>" };
        /// Move down by half a page
        HalfDown = "move.half-down", TextOrList, keys { GLOBAL: "<c-d>" };
        /// Move up by half a page
        HalfUp = "move.half-up", TextOrList, keys { GLOBAL: "<c-u>" };
    }

    /// Selects words of an article.
    group Select (Select) {
        /// Start or stop selecting
        ///
        /// While selecting, every movement moves the end of the selection. On a search hit it selects the hit.
        StartStop = "select.start", Text, keys { TEXT: "v" };
        /// Select the sentence
        Sentence = "select.sentence", Text, keys { TEXT: "V" };
        /// Select more: word, clause, sentence, paragraph
        Wider = "select.wider", Text, keys { TEXT: "=" "+" };
        /// Select less, back the way it grew
        Narrower = "select.narrower", Selection, keys { TEXT: "-" };
        /// Select again what was selected last
        Again = "select.again", LastSelection, keys { TEXT: "gv" };
        /// Mark the entry, or all of the group
        ///
        /// What is marked is acted on together, as one undo step.
        Mark = "select.mark", List, keys { LIST: "<space>" };
        /// Mark all entries that are shown, or none
        MarkAll = "select.mark-all", List, keys { LIST: "*" };
        /// Select to the left by one character
        ExtendLeft = "select.extend-left", Text, keys { TEXT: "<s-left>" };
        /// Select to the right by one character
        ExtendRight = "select.extend-right", Text, keys { TEXT: "<s-right>" };
        /// Select upwards by one row
        ExtendUp = "select.extend-up", Text, keys { TEXT: "<s-up>" };
        /// Select downwards by one row
        ExtendDown = "select.extend-down", Text, keys { TEXT: "<s-down>" };
    }

    /// Makes, changes and visits claims.
    group Claim (ClaimCommand) {
        /// Make a claim, or switch the claim's tag: tag 1
        ///
        /// A selection, a search hit or the word under the cursor becomes a new claim with the tag; on a claim
        /// the tag goes on or off. Taking off the last tag leaves the claim in place, without a tag.
        Tag1 = "claim.tag-1", Taggable, keys { TEXT: "1" }, number 1;
        /// Make a claim, or switch the claim's tag: tag 2
        Tag2 = "claim.tag-2", Taggable, keys { TEXT: "2" }, number 2;
        /// Make a claim, or switch the claim's tag: tag 3
        Tag3 = "claim.tag-3", Taggable, keys { TEXT: "3" }, number 3;
        /// Make a claim, or switch the claim's tag: tag 4
        Tag4 = "claim.tag-4", Taggable, keys { TEXT: "4" }, number 4;
        /// Make a claim, or switch the claim's tag: tag 5
        Tag5 = "claim.tag-5", Taggable, keys { TEXT: "5" }, number 5;
        /// Make a claim, or switch the claim's tag: tag 6
        Tag6 = "claim.tag-6", Taggable, keys { TEXT: "6" }, number 6;
        /// Make a claim, or switch the claim's tag: tag 7
        Tag7 = "claim.tag-7", Taggable, keys { TEXT: "7" }, number 7;
        /// Make a claim, or switch the claim's tag: tag 8
        Tag8 = "claim.tag-8", Taggable, keys { TEXT: "8" }, number 8;
        /// Make a claim, or switch the claim's tag: tag 9
        Tag9 = "claim.tag-9", Taggable, keys { TEXT: "9" }, number 9;
        /// Tag, or mark as headline, caption or not article
        ///
        /// Lists every tag and the zones of the article; a label that no tag has makes one. Selected words become a
        /// zone, else the paragraph does; what is not article is neither suggested nor compared with other articles.
        AnyTag = "claim.tag", Taggable, keys { GLOBAL: "t" };
        /// Make a claim like the last one
        ///
        /// The selection, hit or word gets the last tag, question and chain; its figure is read anew.
        Repeat = "claim.repeat", Words, keys { TEXT: "." };
        /// Say who says it, outermost first
        ///
        /// Names are joined by <, which takes the lit one; enter on an empty link ends; no name is unattributed.
        Who = "claim.who", Editable, keys { GLOBAL: "o" };
        /// Set the figure
        ///
        /// As in: >= 80 soldiers, 60-90, ~ 25 minutes, dozens, or words.
        Figure = "claim.figure", Editable, keys { GLOBAL: "f" };
        /// Put it under a question
        ///
        /// Those that fit stand first; words that are no question make one. In the ledger the value under the cursor
        /// is moved or split off, and marked questions become one.
        Question = "claim.question", Editable, keys { GLOBAL: "p" };
        /// Write a note; of an article, what is known of it
        ///
        /// On plain text and in the list of articles: short name, publisher, author, dates, addresses, language, note.
        /// In the write-up: the report's title and first paragraph.
        Note = "claim.note", Editable, keys { GLOBAL: "m" };
        /// Review and grade
        ///
        /// State, scale, value and the reason, which is required; older grades stay.
        Review = "claim.review", Editable, keys { GLOBAL: "r" };
        /// Relate two: mark the one, go to the other, press again
        ///
        /// Claims contradict, support, update or are the same; sources are one, or one relays the other; questions
        /// or tags are one.
        Relate = "claim.relate", Editable, keys { GLOBAL: "R" };
        /// Remove the claim, dismiss a suggestion, take a mark back
        ///
        /// The claim keeps its number, which is never given again; undo brings it back. A suggestion stays dismissed
        /// wherever its words stand in the article.
        Remove = "claim.remove", Removable, keys { GLOBAL: "x" "<del>" };
        /// Take hold of the claim's start and move it
        ///
        /// Every movement moves it; enter sets it, esc drops it. Number, tags and links stay.
        HoldStart = "claim.hold-start", Claim, keys { TEXT: "[" };
        /// Take hold of the claim's end and move it
        HoldEnd = "claim.hold-end", Claim, keys { TEXT: "]" };
        /// Copy the quote with its reference
        ///
        /// Sent to the terminal's clipboard, also over SSH, and shown in a box.
        Copy = "claim.copy", Quotable, keys { GLOBAL: "y" };
        /// Go to the next claim
        ///
        /// Claims that overlap come in turn, the longest first; after the last of an article comes the next
        /// article.
        Next = "claim.next", AnyClaim, keys { TEXT: "c" };
        /// Go to the previous claim
        Previous = "claim.previous", AnyClaim, keys { TEXT: "C" };
        /// Go to the next counterpart, or the next conflict
        ///
        /// Claims in conflict with this one come first, then the others under the same question, then the places
        /// of the same passage in other articles; what differs there is marked. An article that is not on screen opens in the right-most pane that is not pinned. In the ledger: the next question in
        /// conflict.
        CounterpartNext = "claim.counterpart-next", Counterpart, keys { GLOBAL: ";" };
        /// Go to the previous counterpart, or the conflict before
        CounterpartPrevious = "claim.counterpart-previous", Counterpart, keys { GLOBAL: "," };
        /// Record that an article says nothing on the question
        ///
        /// Where several articles have no claim under the question it asks which; given again it is taken back.
        SaysNothing = "claim.says-nothing", Question, keys { LIST: "0" };
        /// Go to the next suggestion
        ///
        /// Suggestions that overlap come in turn, the longest first; after the last of an article comes the next
        /// article. Those dismissed and those that a claim covers are passed over.
        SuggestionNext = "claim.suggestion-next", AnySuggestion, keys { TEXT: "s" };
        /// Go to the previous suggestion
        SuggestionPrevious = "claim.suggestion-previous", AnySuggestion, keys { TEXT: "S" };
        /// Accept a suggestion, passage, change; confirm; mark as read
        ///
        /// The claim gets tag, figure, chain and question as proposed, none of it confirmed, in one step; a digit
        /// accepts with that tag. Of several, marked in their list, it is first shown what will be made. On a claim
        /// it confirms what a rule proposed. A shared passage is accepted as one statement by one source. Only of an article
        /// that was read can it be said that it has no claim on a question.
        Accept = "claim.accept", Acceptable, keys { GLOBAL: "a" };
        /// Accept the suggestion and go on to the next
        AcceptAndNext = "claim.accept-and-next", Suggestion, keys { GLOBAL: "A" };
    }

    /// Searches the articles.
    group Find (Find) {
        /// Find in all articles, or filter a list
        ///
        /// Found as you type, in this article first, then in the rest. Case never matters; any run of blanks
        /// matches any other, and quote marks and dashes match their kin.
        Open = "find.open", TextOrList, keys { GLOBAL: "/" "<c-f>" };
        /// Go to the next hit
        Next = "find.next", Hits, keys { TEXT: "n" "<f3>" };
        /// Go to the previous hit
        Previous = "find.previous", Hits, keys { TEXT: "N" };
        /// List the hits in their context
        Hits = "find.hits", AnyHit, keys { GLOBAL: "g/" };
    }

    /// Goes to other articles, lists and places.
    group Go (Go) {
        /// Go to the next article
        ArticleNext = "go.article-next", OtherArticle, keys { TEXT: "<tab>" };
        /// Go to the previous article
        ArticlePrevious = "go.article-previous", OtherArticle, keys { TEXT: "<s-tab>" };
        /// Go to article 1
        Article1 = "go.article-1", NumberedArticle, keys { GLOBAL: "g1" }, number 1;
        /// Go to article 2
        Article2 = "go.article-2", NumberedArticle, keys { GLOBAL: "g2" }, number 2;
        /// Go to article 3
        Article3 = "go.article-3", NumberedArticle, keys { GLOBAL: "g3" }, number 3;
        /// Go to article 4
        Article4 = "go.article-4", NumberedArticle, keys { GLOBAL: "g4" }, number 4;
        /// Go to article 5
        Article5 = "go.article-5", NumberedArticle, keys { GLOBAL: "g5" }, number 5;
        /// Go to article 6
        Article6 = "go.article-6", NumberedArticle, keys { GLOBAL: "g6" }, number 6;
        /// Go to article 7
        Article7 = "go.article-7", NumberedArticle, keys { GLOBAL: "g7" }, number 7;
        /// Go to article 8
        Article8 = "go.article-8", NumberedArticle, keys { GLOBAL: "g8" }, number 8;
        /// Go to article 9
        Article9 = "go.article-9", NumberedArticle, keys { GLOBAL: "g9" }, number 9;
        /// List the articles
        ///
        /// A number typed in the palette goes to that article: `:14`.
        Articles = "go.articles", Nothing, keys { GLOBAL: "ga" };
        /// List the claims
        Claims = "go.claims", Nothing, keys { GLOBAL: "gc" "<f4>" };
        /// List the sources
        Sources = "go.sources", Nothing, keys { GLOBAL: "go" "<f7>" };
        /// List the questions, and the claims under none
        Questions = "go.questions", Nothing, keys { GLOBAL: "gp" "<f8>" };
        /// List the tags: make, change, merge, remove them
        Tags = "go.tags", Nothing, keys { GLOBAL: "gk" };
        /// List headlines, captions and what is not article
        Zones = "go.zones", Nothing, keys { GLOBAL: "gz" };
        /// Open the ledger: who says what on each question
        Ledger = "go.ledger", Nothing, keys { GLOBAL: "gl" "<f2>" };
        /// List the passages that articles share
        ///
        /// Those of most articles first, then by how serious the change is; each with its places in full and the
        /// words that differ marked.
        Echoes = "go.echoes", Nothing, keys { GLOBAL: "ge" "<f6>" };
        /// Show the history: every edit, the newest first
        History = "go.history", Nothing, keys { GLOBAL: "gh" };
        /// Show what became of claims whose article changed
        ///
        /// The old words against the new; a accepts one, x declines it. Nothing is moved by itself.
        Changes = "go.changes", Nothing, keys { GLOBAL: "gd" };
        /// List the claims that want to be confirmed or reviewed
        ///
        /// There a confirms what a rule proposed, and r reviews.
        ReviewQueue = "go.review-queue", Nothing, keys { GLOBAL: "gr" };
        /// Preview the write-up, the report as it would be exported
        WriteUp = "go.write-up", Nothing, keys { GLOBAL: "gw" };
        /// List the suggestions, by question
        Suggestions = "go.suggestions", Nothing, keys { GLOBAL: "gs" "<f5>" };
        /// Return to the text
        Text = "go.text", Nothing, keys { GLOBAL: "gt" };
        /// Go back to where you were before the last jump
        Back = "go.back", EarlierPlace, keys { GLOBAL: "<c-o>" "<bs>" };
    }

    /// Steers the program and its panes.
    group App (App) {
        /// Open what is under the cursor, or keep what was typed
        Open = "app.open", Nothing, keys { EVERYWHERE: "<enter>" };
        /// Go back one step; nothing typed is lost
        StepBack = "app.step-back", Nothing, keys { EVERYWHERE: "<esc>" "<c-c>" };
        /// Undo the last edit, in whichever article it was
        ///
        /// The history outlives a restart.
        Undo = "app.undo", Undoable, keys { GLOBAL: "u" };
        /// Redo the edit undone last
        Redo = "app.redo", Redoable, keys { GLOBAL: "U" "<c-r>" };
        /// Pin this pane, or let it go
        ///
        /// A pinned pane stays in its place when the others are shifted.
        Pin = "app.pin", Text, keys { TEXT: "P" };
        /// Shift the panes to earlier articles
        ShiftLeft = "app.shift-left", OtherArticle, keys { TEXT: "<lt>" };
        /// Shift the panes to later articles
        ShiftRight = "app.shift-right", OtherArticle, keys { TEXT: ">" };
        /// Show this pane alone, or all again
        Zoom = "app.zoom", Text, keys { TEXT: "z" };
        /// Go to the next field
        FieldNext = "app.field-next", Form, keys { FORM: "<tab>" };
        /// Go to the previous field
        FieldPrevious = "app.field-previous", Form, keys { FORM: "<s-tab>" };
        /// Change how the last name speaks: said, quoted, cited
        LinkMode = "app.link-mode", Form, keys { FORM: "<c-t>" };
        /// Take the next name from the text
        FromText = "app.name-from-text", Form, keys { FORM: "<c-e>" };
        /// Begin a new line in a note
        NewLine = "app.new-line", Form, keys { FORM: "<c-j>" };
        /// Let the other panes follow to the same question, or no more
        Linked = "app.linked-reading", Text, keys { TEXT: "L" };
        /// Sort the list by the next order
        Sort = "app.sort", List, keys { LIST: "|" };
        /// Write this view to a file
        WriteView = "app.write-view", List, keys { LIST: "w" };
        /// Save now and say where
        Save = "app.save", Nothing, keys { EVERYWHERE: "<c-s>" }, words ["w"];
        /// Show the keys and what they do
        Help = "app.help", Nothing, keys { GLOBAL: "?" "<f1>", FIELD: "<f1>" };
        /// Find a command by its name
        ///
        /// Commands that cannot be given here are shown with the reason.
        Palette = "app.palette", Nothing, keys { GLOBAL: ":" "<c-p>" };
        /// Set the name that edits are made by
        ///
        /// Until it is set they are made by `analyst`; the login name is never taken.
        Name = "app.name", Nothing, keys { }, words ["name"];
        /// Show suggestions, or hide them
        ShowSuggestions = "app.suggestions", Nothing, keys { }, words ["suggestions"];
        /// Take over the session that somebody else has closed
        ///
        /// It is opened anew, for editing, with what the other one wrote.
        TakeOver = "app.take-over", FreeSession, keys { GLOBAL: "gx" };
        /// Choose the encoding that the article is read in
        ///
        /// Shows a line of the article in each. The choice is kept and undone like any edit; claims whose words
        /// stand otherwise then are asked about.
        Encoding = "app.encoding", Article, keys { LIST: "e" }, words ["encoding"];
        /// Show suggestions of the next kind, or of all again
        ///
        /// Killed, injured and the other tags in turn: the rest is neither drawn, counted nor walked.
        SuggestionKind = "app.suggestion-kind", Nothing, keys { GLOBAL: "K" }, words ["kind"];
        /// Ask again whether the programs of the settings may run
        ///
        /// Those that `suggesters` in config.toml names, which propose claims.
        Programs = "app.programs", Nothing, keys { }, words ["programs"];
        /// Take over what a web page says of itself
        ///
        /// Title, author, date, address and language, where nobody wrote any.
        PageFacts = "app.page-facts", Article, keys { LIST: "i" };
        /// Suspend the program; fg in the shell brings it back
        Suspend = "app.suspend", Nothing, keys { EVERYWHERE: "<c-z>" };
        /// Go back one step; at the text ask, then quit
        QuitSoon = "app.quit-soon", Nothing, keys { GLOBAL: "q" }, words ["q"];
        /// Save and quit
        Quit = "app.quit", Nothing, keys { EVERYWHERE: "<c-q>" "<f10>" }, words ["wq", "x"];
    }
}
