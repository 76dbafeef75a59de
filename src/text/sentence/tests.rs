//! Tests of sentences.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

/// Checks sentences written with `|` between them (the blank before and after the bar is the blank between).
fn check(marked: &str) {
    let text = marked.replace('|', "");
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    let found: Vec<&str> = all(&text, Span::new(0, text.len())).map(|span| span.of(&text)).collect();
    assert_eq!(found, expected, "{marked}");
}

#[test]
fn stops_and_closing_marks() {
    for marked in [
        "The army said. | It then left! | Why? | Nobody knew… | Then",
        "“We hit it,” he said. | “It was ours.” | The base fell.",
        "“It was ours.” | “No.” | He left (at night.) | Then more.",
        "\"It was ours.\" | The base fell. | \"Then?\" he asked. | 'Yes.' | End",
        "He wrote “stop.” and left. | She said ‘no!’ and stayed.",
        "It cost 1.2 million... perhaps more. | It was so... | Then it fell.",
        "The strike killed troops. | 62 of them were Syrian. | 5 more died.",
        "It ended.[3] | The rest is known.[12][13] | Yes",
        "Fightersand so.on the site.The end. | New.",
        "He said: wait. – They waited. – Nobody came. | Then, yes.",
        "One\u{A0}ends.\u{A0}| Two ends.\t| Three",
        "He spoke.”  | Then he left.",
        "«Всё кончено.» | Он ушёл. | „Es ist aus.“ | Er ging.",
        "1. The base was hit. | 2. Troops died.",
    ] {
        check(marked);
    }
}

#[test]
fn abbreviations() {
    for marked in [
        "Lt. Gen. Sergei Ivanov met Maj. Smith. | Col. Brown and Sgt. Lee left.",
        "The U.S. Air Force struck. | It was in the U.S. | The army left the U.S.-led force.",
        "Mr. J. Smith and Dr. A. B. Khan of St. Mary spoke. | Flight No. 5 came on Sept. 17. | It left in Sept. | Nobody came.",
        "At 5 p.m. Moscow time it began. | By 6 a.m. | The raid was over at 7 p.m. GMT. | Ok",
        "Acme Inc. Chairman Lee quit Acme Inc. | The firm fell.",
        "Jones vs. Smith, e.g. Ms. Lee, i.e. Rep. King. | End",
        "So said I. | Nobody heard. | He said no. | Then yes. | They went to Syria in Dec. | It rained.",
        "Then-Lt. Gen. Ivanov (Col. Brown said) left. | “Mrs. May won.” | Yes",
        "He joined the U.N. | In May the U.N. Security Council met.",
    ] {
        check(marked);
    }
}

#[test]
fn scripts() {
    for marked in [
        "空袭发生了。|62人死亡！|为什么？|“不知道。”|他说。",
        "「はい。」と言った。|終わり。",
        "هل قُتلوا؟ | نعم. | لا",
        "सैनिक मारे गए। | वे कौन थे?",
        "החיילים נהרגו. | מי אמר?",
    ] {
        check(marked);
    }
}

#[test]
fn places_and_steps() {
    let text = "One is here.  Two is.\r\n\r\nThree\nis wrapped. Four.\n";
    let of = |offset: usize| at(text, offset).of(text);
    assert_eq!([0, 11, 12, 13].map(of), ["One is here."; 4]);
    assert_eq!([14, 21, 22].map(of), ["Two is."; 3]);
    assert_eq!(at(text, 23), Span::at(23));
    assert_eq!([25, 30, 42].map(of), ["Three\nis wrapped."; 3]);
    assert_eq!(
        [0, 14, 23, 25, 43, 99].map(|offset| next_start(text, offset)),
        [14, 25, 25, 43, text.len(), text.len()]
    );
    assert_eq!([0, 14, 15, 25, 43, 99].map(|offset| prev_start(text, offset)), [0, 0, 14, 14, 25, 43]);
    for text in ["", " ", "\r\n", "\u{A0}\t"] {
        assert_eq!((at(text, 0), all(text, Span::new(0, 9)).count()), (Span::at(0), 0));
    }
    let within = Span::new(13, 30);
    assert_eq!(all(text, within).map(|span| span.start).collect::<Vec<_>>(), [14, 25]);
}

#[test]
fn an_endless_line_is_read_in_part() {
    let text = "It was one sentence of many. ".repeat(200_000);
    for offset in [0, 2_500_000, text.len() - 1] {
        assert_eq!(at(&text, offset).of(&text), "It was one sentence of many.");
    }
    assert_eq!(next_start(&text, 2_900_000), 2_900_029);
    let stops = ". ".repeat(50_000);
    at(&stops, 60_000);
}

proptest! {
    /// No sentence ends where UAX 29 does not allow it (digits, and marks of ours, aside).
    #[test]
    fn ends_are_ends_of_uax_29(text in "[aBcD .!?”\"),é字]{0,40}") {
        let base: Vec<usize> = text.split_sentence_bound_indices().map(|(place, _)| place).collect();
        for sentence in all(&text, Span::new(0, text.len())).skip(1) {
            prop_assert!(base.contains(&sentence.start), "{:?} at {}", text, sentence.start);
        }
    }

    #[test]
    fn steps_agree_with_the_list(text in "[aB. ”\r\n字。]{0,40}") {
        let list: Vec<Span> = all(&text, Span::new(0, text.len())).collect();
        let shown: usize = list.iter().map(|span| span.of(&text).split_whitespace().map(str::len).sum::<usize>()).sum();
        prop_assert_eq!(shown, text.split_whitespace().map(str::len).sum::<usize>());
        for offset in 0..=text.len() + 1 {
            let here = at(&text, offset);
            prop_assert!(here.is_empty() || list.contains(&here));
            if let Some(inside) = list.iter().find(|span| span.contains(offset)) {
                prop_assert_eq!(here, *inside);
            }
            let next = list.iter().find(|span| span.start > offset).map_or(text.len(), |span| span.start);
            prop_assert_eq!(next_start(&text, offset), next);
            let before = list.iter().rfind(|span| span.start < offset).map_or(0, |span| span.start);
            prop_assert_eq!(prev_start(&text, offset), before);
        }
    }
}
