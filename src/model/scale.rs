//! The scales by which a person may judge a claim: data, each value with its definition.
//!
//! **Invariant:** nothing is graded by default: a value that is shown first is shown, not given. Definitions are
//! this program's own words for the published practice named with each scale.

/// A scale of one or more steps, each given apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Its name in settings and grades.
    pub name: &'static str,
    /// What it judges, and whose practice it follows.
    pub about: &'static str,
    /// Its steps.
    pub steps: &'static [Step],
}

/// One judgement of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The scale's name in a grade.
    pub name: &'static str,
    /// The field's label.
    pub label: &'static str,
    /// The values, each with its definition.
    pub values: &'static [(&'static str, &'static str)],
    /// The place of the value that is shown before one is given.
    pub shown: usize,
}

/// The value that claims more than one origin.
pub const CONFIRMED_BY_OTHERS: (&str, &str) = ("admiralty-information", "1");

/// Every scale. Sources: the practices named in `about`.
pub const SCALES: [Scale; 5] = [
    Scale {
        name: "status",
        about: "where the claim stands in this comparison",
        steps: &[Step {
            name: "status",
            label: "status",
            values: &[
                ("unreviewed", "nobody has weighed it yet"),
                ("supported", "what was found speaks for it"),
                ("disputed", "what was found speaks for and against it"),
                ("refuted", "what was found speaks against it"),
                ("unverifiable", "it cannot be settled with what can be had"),
                ("out of scope", "it is not what this comparison asks"),
            ],
            shown: 0,
        }],
    },
    Scale {
        name: "admiralty",
        about: "the Admiralty code: who says it and what is said are judged apart",
        steps: &[
            Step {
                name: "admiralty-source",
                label: "source",
                values: &[
                    ("A", "has always been right so far: no doubt about who speaks"),
                    ("B", "has mostly been right: small doubts"),
                    ("C", "has often been right: some doubts"),
                    ("D", "has been right at times: grave doubts"),
                    ("E", "has been wrong throughout, or is not who it says it is"),
                    ("F", "nothing is known to judge the source by"),
                ],
                shown: 5,
            },
            Step {
                name: "admiralty-information",
                label: "content",
                values: &[
                    ("1", "others, independent of it, say the same; it fits and makes sense"),
                    ("2", "nobody else says it, yet it fits what is known and makes sense"),
                    ("3", "nobody else says it; it fits some of what is known"),
                    ("4", "nobody else says it; possible, but it fits badly"),
                    ("5", "what is known speaks against it"),
                    ("6", "nothing is known to judge the content by"),
                ],
                shown: 5,
            },
        ],
    },
    Scale {
        name: "airwars",
        about: "in the manner of Airwars: how firmly an incident's harm and its author stand",
        steps: &[Step {
            name: "airwars",
            label: "grade",
            values: &[
                ("confirmed", "the actor itself has accepted that it did it"),
                ("fair", "two or more credible origins, and an action there that was admitted"),
                ("weak", "a single origin, however often it is repeated"),
                ("contested", "origins name different actors for it"),
                ("discounted", "shown not to have happened so, or none of those harmed was a civilian"),
            ],
            shown: 2,
        }],
    },
    Scale {
        name: "accepted",
        about: "in the manner of SFM: values are taken up or held against each other, publishers not graded",
        steps: &[Step {
            name: "accepted",
            label: "value",
            values: &[
                ("accepted", "taken up as it stands"),
                ("conflict", "kept beside a value that speaks against it"),
            ],
            shown: 0,
        }],
    },
    Scale {
        name: "low-best-high",
        about: "in the manner of UCDP: the part this value plays among the reports of its question",
        steps: &[Step {
            name: "low-best-high",
            label: "part",
            values: &[
                ("low", "the lowest that is credible"),
                ("best", "the one held for most likely; the reason is kept with the question"),
                ("high", "the highest that is credible"),
            ],
            shown: 1,
        }],
    },
];

/// Returns the scale of a name; the first one where there is none of that name.
pub fn named(name: &str) -> &'static Scale {
    static ALL: [Scale; 5] = SCALES;
    let [first, ..] = &ALL;
    ALL.iter().find(|scale| scale.name == name).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_defined_and_told_apart() {
        for scale in SCALES {
            assert_eq!(named(scale.name).name, scale.name);
            for step in scale.steps {
                assert!(step.shown < step.values.len(), "{}", step.name);
                for (n, (value, definition)) in step.values.iter().enumerate() {
                    assert!(!definition.is_empty() && definition.chars().count() <= 90, "{value}");
                    assert!(step.values.iter().skip(n + 1).all(|(other, _)| other != value));
                }
            }
        }
        let admiralty = named("admiralty");
        let shown: Vec<_> = admiralty.steps.iter().map(|step| step.values[step.shown].0).collect();
        assert_eq!(shown, ["F", "6"]);
        assert_eq!(named("of somebody else").name, "status");
    }
}
