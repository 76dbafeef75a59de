//! Which articles stand on screen, and which has the focus.
//!
//! **Invariant:** every pane has at least `MIN_COLUMNS` columns, at least one is not pinned, and the focus is on
//! screen.

/// The fewest columns of a pane, its left border included. Source: the design's rule for panes (120: three).
pub const MIN_COLUMNS: u16 = 36;

/// Which articles stand on screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panes {
    /// The article with the focus.
    pub focus: usize,
    /// The first article of the panes that are not pinned, as a place among the articles that are not pinned.
    first: usize,
    /// The pinned articles, in the order of pinning; they stand at the right.
    pins: Vec<usize>,
    /// An article that stands in a pane out of turn, and in which of the panes that are not pinned.
    guest: Option<(usize, usize)>,
    /// Whether the focus pane stands alone.
    zoom: bool,
}

/// Why a pane cannot be pinned.
pub const TOO_MANY_PINS: &str = "one pane stays free; let another go first";

impl Panes {
    /// Returns how many panes stand side by side on so many columns.
    pub fn places(columns: u16, articles: usize) -> usize {
        let most = usize::from(columns.saturating_sub(1) / (MIN_COLUMNS + 1)).max(1);
        most.min(articles)
    }

    /// Returns the articles on screen from left to right.
    pub fn shown(&self, columns: u16, articles: usize) -> Vec<usize> {
        if articles == 0 {
            return Vec::new();
        }
        if self.zoom {
            return vec![self.focus];
        }
        self.side_by_side(columns, articles)
    }

    /// The articles on screen where no pane stands alone.
    fn side_by_side(&self, columns: u16, articles: usize) -> Vec<usize> {
        let places = Self::places(columns, articles);
        let pins: Vec<_> = self.pins_within(places);
        let room = places - pins.len();
        let first = self.first.min(self.free_count(articles).saturating_sub(room));
        let mut shown: Vec<_> = self.free_from(first, articles).take(room).collect();
        if let Some((guest, place)) =
            self.guest.filter(|(guest, _)| !shown.contains(guest) && !pins.contains(guest))
            && guest < articles
            && let Some(last) = shown.len().checked_sub(1)
            && let Some(pane) = shown.get_mut(place.min(last))
        {
            *pane = guest;
        }
        shown.extend(pins);
        shown
    }

    /// Brings an article on screen in the right-most pane that is neither pinned nor that of `beside`.
    pub fn invite(&mut self, article: usize, beside: usize, columns: u16, articles: usize) {
        let shown = self.side_by_side(columns, articles);
        if shown.contains(&article) || article >= articles {
            return;
        }
        let place = shown.iter().rposition(|a| !self.is_pinned(*a) && *a != beside);
        // A pane that stands alone, or the only free one, gives way.
        if let Some(place) = place.or_else(|| shown.iter().rposition(|a| !self.is_pinned(*a))) {
            self.pins.retain(|pin| *pin != article);
            self.guest = Some((article, place));
        }
    }

    /// Says whether an article is pinned.
    pub fn is_pinned(&self, article: usize) -> bool {
        self.pins.contains(&article)
    }

    /// Gives an article the focus, shifting the panes as little as needed.
    pub fn focus_on(&mut self, article: usize, columns: u16, articles: usize) {
        if article >= articles {
            return;
        }
        self.focus = article;
        self.show(article, columns, articles);
    }

    /// Brings an article on screen, shifting the panes as little as needed.
    pub fn show(&mut self, article: usize, columns: u16, articles: usize) {
        if self.guest.is_some() {
            if self.side_by_side(columns, articles).contains(&article) {
                return;
            }
            self.guest = None;
        }
        let places = Self::places(columns, articles);
        if self.pins_within(places).contains(&article) {
            return;
        }
        // On a narrow screen some pins have no room; such an article is shown among the free ones.
        if self.is_pinned(article) {
            self.pins.retain(|pin| *pin != article);
        }
        let room = places - self.pins_within(places).len();
        if article >= articles {
            return;
        }
        let place = article - self.pins.iter().filter(|pin| **pin < article).count();
        let last = self.free_count(articles).saturating_sub(room);
        self.first = self.first.min(last).clamp((place + 1).saturating_sub(room), place);
    }

    /// Shifts the panes that are not pinned; says whether anything moved.
    pub fn shift(&mut self, by: isize, columns: u16, articles: usize) -> bool {
        let places = Self::places(columns, articles);
        let room = places - self.pins_within(places).len();
        let last = self.free_count(articles).saturating_sub(room);
        let before = self.first.min(last);
        let had_guest = self.guest.take().is_some();
        self.first = before.saturating_add_signed(by).min(last);
        let shown = self.shown(columns, articles);
        if !shown.contains(&self.focus) {
            let edge = if by > 0 { shown.first() } else { shown.iter().rfind(|a| !self.is_pinned(**a)) };
            self.focus = edge.copied().unwrap_or(self.focus);
        }
        self.first != before || had_guest
    }

    /// Says whether the focus pane stands alone.
    pub fn is_zoomed(&self) -> bool {
        self.zoom
    }

    /// Shows the focus pane alone, or all again.
    pub fn toggle_zoom(&mut self, columns: u16, articles: usize) {
        self.zoom = !self.zoom;
        self.show(self.focus, columns, articles);
    }

    /// Pins the focus pane or lets it go; says which, or why not.
    pub fn toggle_pin(&mut self, columns: u16, articles: usize) -> Result<bool, &'static str> {
        let article = self.focus;
        if self.is_pinned(article) {
            self.pins.retain(|pin| *pin != article);
            self.show(article, columns, articles);
            return Ok(false);
        }
        if self.pins.len() + 1 >= Self::places(columns, articles) {
            return Err(TOO_MANY_PINS);
        }
        self.guest = self.guest.filter(|(guest, _)| *guest != article);
        self.pins.push(article);
        Ok(true)
    }

    /// The pins that have room beside one free pane.
    fn pins_within(&self, places: usize) -> Vec<usize> {
        self.pins.iter().copied().take(places.saturating_sub(1)).collect()
    }

    /// The articles that are not pinned, from the `first`th of them on. Ten thousand are not walked through: this
    /// is asked many times a frame.
    fn free_from(&self, first: usize, articles: usize) -> impl Iterator<Item = usize> {
        let mut pins = self.pins.clone();
        pins.sort_unstable();
        let from = pins.iter().fold(first, |from, pin| if *pin <= from { from + 1 } else { from });
        (from..articles).filter(|a| !self.is_pinned(*a))
    }

    fn free_count(&self, articles: usize) -> usize {
        articles.saturating_sub(self.pins.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn widths_of_the_design() {
        assert_eq!([40, 80, 120, 200].map(|c| Panes::places(c, 9)), [1, 2, 3, 5]);
        assert_eq!(Panes::places(200, 2), 2);
        assert_eq!(Panes::places(1, 9), 1);
    }

    #[test]
    fn a_pinned_pane_stays_while_the_others_shift() {
        let mut panes = Panes::default();
        panes.focus_on(4, 120, 5);
        assert_eq!(panes.shown(120, 5), [2, 3, 4]);
        assert_eq!(panes.toggle_pin(120, 5), Ok(true));
        assert_eq!(panes.shown(120, 5), [2, 3, 4]);
        assert!(panes.shift(-1, 120, 5));
        assert_eq!(panes.shown(120, 5), [1, 2, 4]);
        panes.focus_on(1, 120, 5);
        assert_eq!(panes.toggle_pin(120, 5), Ok(true));
        panes.focus_on(0, 120, 5);
        assert_eq!(panes.toggle_pin(120, 5), Err(TOO_MANY_PINS));
    }

    proptest! {
        #[test]
        fn the_focus_is_on_screen(
            steps in prop::collection::vec((0_u8..6, 0_usize..12), 0..40),
            columns in 1_u16..240,
            articles in 1_usize..12,
        ) {
            let mut panes = Panes::default();
            for (what, n) in steps {
                match what {
                    0 => panes.focus_on(n % articles, columns, articles),
                    1 => { panes.shift(1, columns, articles); }
                    2 => { panes.shift(-1, columns, articles); }
                    3 => { let _ = panes.toggle_pin(columns, articles); }
                    4 => {
                        let (guest, beside) = (n % articles, panes.focus);
                        panes.invite(guest, beside, columns, articles);
                        prop_assert!(panes.zoom || panes.shown(columns, articles).contains(&guest));
                        panes.focus_on(guest, columns, articles);
                    }
                    _ => panes.toggle_zoom(columns, articles),
                }
                let shown = panes.shown(columns, articles);
                prop_assert!(shown.contains(&panes.focus));
                let mut unique = shown.clone();
                unique.sort_unstable();
                unique.dedup();
                prop_assert_eq!(unique.len(), shown.len());
                if !panes.zoom {
                    prop_assert_eq!(shown.len(), Panes::places(columns, articles));
                }
            }
        }
    }
}
