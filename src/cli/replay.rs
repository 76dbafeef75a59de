//! `factcheck replay`: keys without a terminal, the last screen as text, ANSI, SVG or JSON.
//!
//! **Invariant:** equal input gives equal bytes: the clock stands still, effects run to their end after each key, no
//! settings are read, no working directory is looked into, no lock is taken but for `--save` onto its own session.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Colour;
use super::case::{Case, CaseRequest, HISTORY, open_case};
use super::error::{CliError, Code};
use super::finders::Finders;
use super::jobs::{self, EchoJob, Places, SearchJob, Wanted};
use super::output;
use super::settings;
use super::verify::session_files;
use crate::app::{Effect, Msg, State, update};
use crate::command::keys;
use crate::config::{Config, Limits};
use crate::format::encoding::Encoding;
use crate::format::extracts::Extract;
use crate::format::log::Line;
use crate::format::session;
use crate::model::ids::short_hash;
use crate::model::{Session, SessionId};
use crate::store::history::HistoryReader;
use crate::store::known::Known;
use crate::store::names::SessionFiles;
use crate::store::place::{Where, is_session, name_of};
use crate::store::replayed::{Replayed, append, create};
use crate::store::walk::Place;
use crate::theme::Theme;
use crate::ui;
use crate::ui::picture::Picture;

/// Run keys without a terminal and print the last screen.
#[derive(Debug, Args)]
pub struct ReplayArguments {
    /// Files, folders or one session file; none is the sample case.
    paths: Vec<PathBuf>,
    /// The keys, as in '/62<enter>1'.
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    keys: String,
    /// Columns and rows.
    #[arg(long, default_value = "120x36", value_parser = size, value_name = "COLUMNSxROWS")]
    size: (u16, u16),
    /// The time of every edit.
    #[arg(long, default_value = "2026-01-01T00:00:00Z", value_name = "TIME")]
    at: Timestamp,
    /// The name that edits are made by.
    #[arg(long, value_name = "NAME")]
    analyst: Option<String>,
    /// How to print the screen.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// How it looks.
    #[arg(long, value_name = "NAME", value_parser = Theme::NAMES)]
    theme: Option<String>,
    /// Take the settings of this file, in place of the defaults.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Write session, log and kept copies here.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Ansi,
    Svg,
    Json,
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let wrong = || "give columns and rows, as in 120x36".to_owned();
    let (columns, rows) = text.split_once('x').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u16>().ok().filter(|n| (1..=1000).contains(n)).ok_or_else(wrong);
    Ok((number(columns)?, number(rows)?))
}

pub fn run(arguments: ReplayArguments, colour: Colour) -> Result<Code, CliError> {
    let pressed = keys::parse(&arguments.keys)
        .map_err(|error| CliError::usage(format!("--keys: {error}")).hint(error.hint))?;
    let config = arguments.config.as_deref().map(settings::of_file).transpose()?.unwrap_or_default();
    let chosen_theme = config.theme;
    let mut replay = Replay::open(&arguments, config)?;
    replay.send(Msg::Resize(arguments.size.0, arguments.size.1));
    for key in pressed {
        if !replay.press(key) {
            break;
        }
    }
    let theme = match arguments.theme.as_deref().and_then(Theme::by_name) {
        Some(theme) => theme,
        None if colour == Colour::Never => Theme::Mono,
        None => chosen_theme.unwrap_or_default(),
    };
    output::print(&replay.print(arguments.format, theme, arguments.size))?;
    if let Some(target) = &arguments.save {
        replay.save(target)?;
    }
    Ok(Code::Fine)
}

/// A case whose effects run at once.
struct Replay {
    state: State,
    case: Parts,
    limits: Limits,
    finders: Finders,
    at: Timestamp,
    lines: Vec<Line>,
    /// The articles whose copies are to be kept.
    kept: Vec<(Place, Known)>,
    /// The paragraphs that are to be kept of articles over the limit, each with the article's hash.
    extracts: Vec<(String, Extract)>,
    quits: bool,
}

/// What a case has besides its state.
struct Parts {
    articles: Arc<Places>,
    older: Option<HistoryReader>,
    files: SessionFiles,
    base: Session,
    /// Whether it began with a session file.
    is_of_session: bool,
}

impl Replay {
    fn open(arguments: &ReplayArguments, config: Config) -> Result<Self, CliError> {
        let session = arguments.paths.iter().find(|path| is_session(path)).cloned();
        let working = std::env::current_dir()
            .map_err(|error| CliError::data(format!("the working directory cannot be found: {error}")))?;
        // A name beside the target where nothing stands: a new session in memory, whatever stands there already.
        let name = format!("factcheck-replay-{}.json", std::process::id());
        let nowhere =
            arguments.save.as_ref().map_or_else(|| PathBuf::from(&name), |save| save.with_file_name(&name));
        let is_of_session = session.is_some();
        let place = Where { file: Some(session.unwrap_or(nowhere)), working, data: None, new: true };
        let request = CaseRequest {
            // The session file itself is no article.
            paths: arguments.paths.iter().filter(|path| !is_session(path)).cloned().collect(),
            place,
            analyst: arguments.analyst.clone(),
            read_only: true,
            recover: false,
            config,
            // No answer of the machine's is read: the keys say it.
            answers: None,
        };
        let case = open_case(request, arguments.at, TimeZone::UTC)?;
        let Case { mut state, articles, files, older, limits, finders, .. } = case;
        state.doc.read_only = None;
        if !is_of_session {
            let title = name_of(arguments.paths.first().map(PathBuf::as_path));
            state.doc.session.id = session_id(&state, arguments.at);
            state.doc.session.title.clone_from(&title);
            state.title = title;
        }
        let base = state.doc.session.clone();
        let case = Parts { articles: Arc::new(articles), older, files, base, is_of_session };
        Ok(Self {
            state,
            case,
            limits,
            finders,
            at: arguments.at,
            lines: Vec::new(),
            kept: Vec::new(),
            extracts: Vec::new(),
            quits: false,
        })
    }

    /// Presses a key; returns false where it quits, and then the screen is as it was before.
    fn press(&mut self, key: crate::command::Key) -> bool {
        let before = self.state.clone();
        self.send(Msg::Key(key));
        if self.quits {
            self.state = before;
        }
        !self.quits
    }

    fn send(&mut self, msg: Msg) {
        let mut waiting = VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            for effect in update(&mut self.state, msg, self.at) {
                self.run(effect, &mut waiting);
            }
        }
    }

    fn wanted(&self, article: usize) -> Option<Wanted> {
        let (place, known) = self.case.articles.get(article)?;
        Some(Wanted { article, place: place.clone(), known: known.clone(), limits: self.limits })
    }

    fn run(&mut self, effect: Effect, answers: &mut VecDeque<Msg>) {
        match effect {
            // The whole follows at once.
            Effect::ReadFirst(_) | Effect::Copy(_) | Effect::Suspend | Effect::Anew(_) => {}
            Effect::ReadWhole(article) => {
                answers.extend(self.wanted(article).map(|wanted| jobs::read_whole(&wanted)));
            }
            Effect::Keep { article, .. } => {
                self.kept.extend(self.case.articles.get(article).cloned());
                answers.push_back(Msg::Kept { article, result: Ok(()) });
            }
            Effect::KeepExtracts { article, sha256, extracts } => {
                self.extracts.extend(extracts.into_iter().map(|extract| (sha256.clone(), extract)));
                answers.push_back(Msg::Kept { article, result: Ok(()) });
            }
            Effect::ReadKept { article, sha256 } => {
                let files = &self.case.files;
                answers.extend(self.wanted(article).map(|wanted| jobs::read_kept(&wanted, &sha256, files)));
            }
            Effect::Suggest { article, text } => {
                answers.extend(
                    self.wanted(article).map(|wanted| jobs::suggest(&wanted, text, &self.finders.lexicon)),
                );
            }
            Effect::RunProgram { program, article, text } => {
                let place = self.case.articles.get(article).map(|(place, _)| place);
                answers.extend(self.finders.run(program, article, place, text));
            }
            Effect::Answer { .. } => {}
            Effect::Search { search, query, order, texts } => {
                let (places, newest) = (Arc::clone(&self.case.articles), Arc::new(AtomicU64::new(search)));
                let texts = texts.into_iter().collect();
                let job = SearchJob { search, query, order, texts, places, limits: self.limits, newest };
                jobs::search(&job, |msg| answers.push_back(msg));
            }
            Effect::Echoes { order, shown, texts, left_out } => {
                let at_hand =
                    |n: usize| texts.iter().find(|(m, _)| *m == n).map(|(_, text)| Arc::clone(text));
                let articles =
                    order.into_iter().filter_map(|n| Some((self.wanted(n)?, at_hand(n)))).collect();
                jobs::echoes(EchoJob { articles, shown, left_out }, |msg| answers.push_back(msg));
            }
            Effect::Log(lines) => {
                if let Some(last) = lines.last() {
                    answers.push_back(Msg::Saved { seq: last.seq, at: self.at });
                }
                self.lines.extend(lines);
            }
            Effect::ReadAs { article, encoding } => answers.extend(self.read_as(article, encoding)),
            Effect::Samples(article) => {
                answers.extend(self.wanted(article).map(|wanted| jobs::samples(&wanted)));
            }
            Effect::Check(article) => {
                answers.extend(self.wanted(article).map(|wanted| jobs::check(&wanted)));
            }
            // There is no session file to write before the end.
            Effect::Checkpoint => {}
            Effect::WriteUp { session, articles, analyst, at } => {
                let wanted = articles.into_iter().filter_map(|(n, id)| Some((self.wanted(n)?, id)));
                let wanted: Vec<_> = wanted.collect();
                answers.push_back(jobs::write_up(&session, &wanted, &self.case.files, &analyst, at));
            }
            Effect::WriteFile { .. } => {
                answers.push_back(Msg::Written(Err("a replay writes no files".to_owned())));
            }
            Effect::Older(_) => answers.push_back(self.older()),
            Effect::Quit => self.quits = true,
        }
    }

    fn older(&mut self) -> Msg {
        let page = self.case.older.as_mut().and_then(|reader| reader.older(HISTORY).ok()).unwrap_or_default();
        Msg::Older { entries: page.done, more: page.more }
    }

    /// Reads an article in another encoding from now on.
    fn read_as(&mut self, article: usize, encoding: Option<Encoding>) -> Option<Msg> {
        if let Some((_, known)) = Arc::make_mut(&mut self.case.articles).get_mut(article) {
            known.choose(encoding);
        }
        self.wanted(article).map(|wanted| jobs::read_whole(&wanted))
    }

    fn print(&self, form: Form, theme: Theme, (columns, rows): (u16, u16)) -> String {
        let picture = Picture::draw(columns, rows, |frame| ui::view(&self.state, &theme, frame));
        match form {
            Form::Text => picture.text(),
            Form::Ansi => picture.ansi(),
            Form::Svg => picture.svg(&format!("factcheck, {}", self.state.title)),
            Form::Json => {
                let notice = self.state.notice.as_ref().map_or("", |notice| &notice.text);
                let session = session::write(&self.state.doc.session);
                format!(
                    "{{{},\"status\":{},\"session\":{}}}\n",
                    picture.json_members(),
                    output::json_string(notice),
                    session.trim_end()
                )
            }
        }
    }

    fn save(self, target: &Path) -> Result<(), CliError> {
        let doc = &self.state.doc;
        if self.lines.is_empty() {
            output::hint("the keys made no edit, so nothing was saved");
            return Ok(());
        }
        let replayed = Replayed {
            base: self.case.base,
            lines: self.lines,
            articles: self.kept,
            extracts: self.extracts,
            at: self.at,
            by: doc.analyst.id.clone(),
            user: doc.analyst.name.clone(),
        };
        let files = session_files(target)?;
        let own = self.case.is_of_session && files == self.case.files;
        if self.case.is_of_session && !own {
            return Err(CliError::usage("--save writes back onto the session that was replayed")
                .hint(format!("use --save {}", self.case.files.session().display())));
        }
        let saved = if own { append(&replayed, &files) } else { create(&replayed, &files) };
        saved.map_err(|trouble| CliError::data(&trouble).hint(trouble.hint()))
    }
}

/// The id of a new session: BLAKE3 over the time and the article ids.
fn session_id(state: &State, at: Timestamp) -> SessionId {
    let mut bytes = at.to_string();
    for article in &state.doc.articles {
        bytes.push('\n');
        bytes.push_str(article.id.as_str());
    }
    SessionId::new(short_hash(bytes.as_bytes()))
}
