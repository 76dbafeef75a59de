//! What drawing cost, counted: the figures of `open --stats FILE`.
//!
//! **Invariant:** every figure is a count of work and none is a time, so that it is the same on every machine.

use crate::app::Counters;

/// What was read from disk so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reads {
    /// Bytes read from article files.
    pub article_bytes: u64,
    /// Article files opened.
    pub article_files: u64,
    /// Other files opened: settings, session, log, lock.
    pub other_files: u64,
}

/// The counts of one run of the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// What was read before the first frame.
    pub first_frame: Reads,
    /// Panes of the first frame.
    pub panes: usize,
    /// Frames drawn.
    pub frames: u64,
    /// Frames drawn without a key, a paste or a new size that changed nothing on the screen: work for nobody.
    pub idle_frames: u64,
    /// The largest figure of each kind that any frame reached.
    pub max_frame: Counters,
}

impl Stats {
    /// Counts a frame.
    pub(super) fn count(&mut self, frame: Counters, is_idle: bool) {
        self.frames += 1;
        self.idle_frames += u64::from(is_idle);
        let most = &mut self.max_frame;
        *most = Counters {
            rows_wrapped: most.rows_wrapped.max(frame.rows_wrapped),
            graphemes: most.graphemes.max(frame.graphemes),
            claims_examined: most.claims_examined.max(frame.claims_examined),
            visible_rows: most.visible_rows.max(frame.visible_rows),
            visible_cells: most.visible_cells.max(frame.visible_cells),
            claims_visible: most.claims_visible.max(frame.claims_visible),
        };
    }

    /// Returns the counts as one JSON object, ended by LF.
    pub fn to_json(&self) -> String {
        let Reads { article_bytes, article_files, other_files } = self.first_frame;
        let panes = self.panes;
        let Counters {
            rows_wrapped,
            graphemes,
            claims_examined,
            visible_rows,
            visible_cells,
            claims_visible,
        } = self.max_frame;
        let first = format!(
            "{{\"article_bytes\":{article_bytes},\"article_files\":{article_files},\
             \"other_files\":{other_files},\"panes\":{panes}}}"
        );
        let most = format!(
            "{{\"rows_wrapped\":{rows_wrapped},\"graphemes\":{graphemes},\"claims_examined\":{claims_examined},\
             \"visible_rows\":{visible_rows},\"visible_cells\":{visible_cells},\"claims_visible\":{claims_visible}}}"
        );
        let (frames, idle) = (self.frames, self.idle_frames);
        format!(
            "{{\"first_frame\":{first},\"frames\":{frames},\"idle_frames\":{idle},\"max_frame\":{most}}}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_of_each_figure_is_kept() {
        let mut stats = Stats::default();
        stats.count(Counters { rows_wrapped: 9, graphemes: 1, ..Counters::default() }, false);
        stats.count(Counters { rows_wrapped: 2, graphemes: 5, ..Counters::default() }, true);
        assert_eq!((stats.frames, stats.idle_frames), (2, 1));
        assert_eq!((stats.max_frame.rows_wrapped, stats.max_frame.graphemes), (9, 5));
    }

    #[test]
    fn the_object_is_the_contract_to_the_letter() {
        let first_frame = Reads { article_bytes: 3, article_files: 1, other_files: 2 };
        let stats = Stats { first_frame, panes: 1, frames: 4, ..Stats::default() };
        assert_eq!(
            stats.to_json(),
            "{\"first_frame\":{\"article_bytes\":3,\"article_files\":1,\"other_files\":2,\"panes\":1},\
             \"frames\":4,\"idle_frames\":0,\"max_frame\":{\"rows_wrapped\":0,\"graphemes\":0,\
             \"claims_examined\":0,\"visible_rows\":0,\"visible_cells\":0,\"claims_visible\":0}}\n"
        );
    }
}
