//! The word classes of the lexicon, as bits of one integer.
//!
//! **Invariant:** each class is one bit, and each name in the data files maps to exactly one class.

macro_rules! classes {
    ($($name:ident $word:literal $bit:literal $doc:literal;)*) => {
        $(#[doc = $doc] pub const $name: u128 = 1 << $bit;)*
        /// Returns the class that a data file calls `word`.
        pub fn class(word: &str) -> Option<u128> {
            match word { $($word => Some($name),)* _ => None }
        }
    };
}

classes! {
    DIGIT "digit" 0 "A number word from zero to nine.";
    TEEN "teen" 1 "A number word from ten to nineteen.";
    TENS "tens" 2 "A number word from twenty to ninety.";
    HUNDRED "hundred" 3 "The word hundred.";
    SCALE "scale" 4 "A word that multiplies: thousand, million, lakh.";
    SUFFIX "suffix" 5 "Letters that multiply when they stand after digits: k, m, bn.";
    DOZEN "dozen" 6 "Dozen and its short forms.";
    ORDINAL "ordinal" 7 "First, second, third.";
    FRACTION "fraction" 8 "Half, third, quarters; the value is the denominator.";
    VAGUE "vague" 9 "A number word without a number: dozens, several.";
    SIGN "sign" 10 "Minus, negative.";
    TIMES "times_over" 11 "Once, twice.";
    MONTH "month" 12 "The name of a month.";
    WEEKDAY "weekday" 13 "The name of a day.";
    WEEKDAYS "weekdays" 14 "A recurring day or part of one: Mondays, evenings.";
    TIME_UNIT "time_unit" 15 "Second to century; the value is its length in seconds.";
    DAY_PART "day_part" 16 "Morning, noon, night.";
    RELATIVE_DAY "relative_day" 17 "Today, tomorrow, tonight.";
    MERIDIEM "meridiem" 18 "am, pm.";
    CLOCK "clock_word" 19 "O'clock.";
    RECURRING "recurring" 20 "Daily, annual.";
    HOLIDAY "holiday" 21 "The name of a holiday.";
    SEASON "season" 22 "Spring to winter.";
    RELATIVE "relative" 23 "Next, last, past before a unit of time.";
    EARLY "early" 24 "Early, late, mid.";
    UNIT "word" 25 "A unit of measure that follows any number.";
    SYMBOL "symbol" 26 "A unit of measure that follows digits only.";
    POWER "power" 27 "Square, cubic.";
    MONEY "money" 28 "The name of a currency.";
    CODE "code" 29 "The code of a currency.";
    PERCENT "percent" 30 "Percent and its short forms.";
    DETERMINER "determiner" 31 "The, a, this, some.";
    POSSESSIVE "possessive" 32 "My, his, their.";
    SUBJECT_PRONOUN "subject_pronoun" 33 "He, they, who.";
    OBJECT_PRONOUN "object_pronoun" 34 "Him, them.";
    PRONOUN "pronoun" 35 "Any pronoun.";
    PREPOSITION "preposition" 36 "Of, in, against.";
    COORDINATOR "coordinator" 37 "And, or, but.";
    SUBORDINATOR "subordinator" 38 "That, because, while.";
    RELATIVE_PRONOUN "relative_pronoun" 39 "Who, which, that.";
    AUXILIARY "auxiliary" 40 "Is, had, would.";
    MODAL "modal" 41 "Would, can, must.";
    HAVE "have" 42 "Has, had.";
    BE "be" 43 "Is, were.";
    NEGATION "negation" 44 "Not, never, no.";
    ADVERB "adverb" 45 "Also, later, again.";
    SENTENCE_ADVERB "sentence_adverb" 46 "However, meanwhile.";
    NOT_COUNTED "not_counted" 47 "A word that no counted noun phrase holds.";
    SIZE "size_adjective" 48 "New, other: adjectives that may open what is counted.";
    TITLE "title" 49 "A title that stands before a name.";
    ABBREVIATION "abbreviation" 50 "A word whose full stop ends no sentence.";
    OFFICE "office" 51 "A noun for a person who speaks by office or role.";
    BODY "body" 52 "A noun for a body that speaks.";
    DOCUMENT "document" 53 "A noun for a document that says something.";
    COLLECTIVE "collective" 54 "A plural that speaks: officials, witnesses.";
    VICTIM "casualty_people" 55 "A noun for people whom a toll counts.";
    SAY "say" 56 "A verb that takes a quotation or a clause.";
    TELL "tell" 57 "A verb that takes a person, then what is told.";
    THINK "think" 58 "A verb of thought.";
    NAME "name" 59 "A verb whose object is what was said or done.";
    JUDGE "judge" 60 "A verb that calls something something.";
    WANT "want" 61 "A verb that takes to and a verb.";
    TALK "talk" 62 "A verb that takes a preposition.";
    SHOW "show" 63 "What a document does.";
    HEDGE "hedge" 64 "Reportedly, might.";
    PAST "form_past" 65 "A past form.";
    PARTICIPLE "form_participle" 66 "A past participle.";
    ING "form_ing" 67 "A form in -ing.";
    THIRD "form_third" 68 "A third person singular.";
    BASE "form_base" 69 "A base form.";
    VERB "verb" 70 "A verb that reports nothing.";
    ARTICLE "article" 72 "A, an.";
    MOMENT "moment" 73 "A word at which a date or a time may begin.";
    MONEY_OPENER "money_opener" 74 "Letters before a currency sign: US, HK.";
    ACCORDING "according" 75 "The word according.";
    PUT "put" 76 "Put, puts.";
    CITING "citing" 77 "Citing, quoting.";
    LABEL "label" 78 "A heading before a colon that speaks for nobody.";
    NOUN_TOO "noun_too" 71 "A verb form that is as often a noun.";
}

/// Every class of reporting verb.
pub const REPORTS: u128 = SAY | TELL | THINK | NAME | JUDGE | WANT | TALK | SHOW;
/// Words of the closed classes.
pub const FUNCTION: u128 =
    DETERMINER | POSSESSIVE | PRONOUN | PREPOSITION | COORDINATOR | SUBORDINATOR | AUXILIARY | ADVERB;
/// Every class of plain number word.
pub const NUMBER_WORD: u128 = DIGIT | TEEN | TENS | HUNDRED | SCALE | DOZEN;
