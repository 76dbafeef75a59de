//! A long text read block by block, by several threads at once.
//!
//! **Invariant:** what is told, and its order, is the same whatever the number of threads; at most a few blocks' finds
//! are held at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use super::{Find, Lexicon, block_end, find_in};
use crate::text::Span;

/// So many blocks may wait for their turn.
const WAITING: usize = 8;

/// Finds everything in `text` block by block with so many threads. `make` turns a block's finds into what is wanted, in
/// whichever thread read it; `each` is given that in the order of the text.
pub fn in_blocks<T: Send>(
    text: &str,
    lexicon: &Lexicon,
    threads: usize,
    make: impl Fn(Span, Vec<Find>) -> T + Sync,
    mut each: impl FnMut(T),
) {
    let blocks = blocks(text);
    let read = |block: Span| make(block, find_in(text, block, lexicon));
    if threads < 2 || blocks.len() < 2 {
        blocks.into_iter().for_each(|block| each(read(block)));
        return;
    }
    let next = AtomicUsize::new(0);
    let (made, answers) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(blocks.len()) {
            let (next, blocks, read, made) = (&next, &blocks, &read, made.clone());
            scope.spawn(move || {
                while let n = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(block) = blocks.get(n)
                    && made.send((n, read(*block))).is_ok()
                {}
            });
        }
        drop(made);
        // What comes before its turn waits here.
        let (mut early, mut turn) = (BTreeMap::new(), 0);
        for (n, what) in answers {
            early.insert(n, what);
            while let Some(what) = early.remove(&turn) {
                turn += 1;
                each(what);
            }
        }
    });
}

fn blocks(text: &str) -> Vec<Span> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = block_end(text, start);
        blocks.push(Span { start, end });
        start = end;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn several_threads_find_what_one_finds_in_the_same_order() {
        let sentence = |n: usize| {
            format!("At least {n} tugs sank, the harbour office said; “{n} more burned,” Ana Ruiz added.\n")
        };
        let text: String = (0..9_000).map(sentence).collect();
        let lexicon = Lexicon::builtin();
        let whole = find(&text, lexicon);
        assert!(blocks(&text).len() > 2 && whole.len() > 9_000);
        for threads in [1, 2, 5] {
            let mut found = Vec::new();
            in_blocks(&text, lexicon, threads, |_, finds| finds, |finds| found.extend(finds));
            assert!(found == whole, "{threads}");
        }
        let mut spans = Vec::new();
        in_blocks("", lexicon, 2, |block, _| block, |block| spans.push(block));
        assert!(spans.is_empty());
    }
}
