//! Suggestions by keys on the sample case: how many keys the whole job takes, and what it leaves.
//!
//! **Invariant:** keys are counted as the program reads them; only words typed into a field are not.

use factcheck::command::keys;

use super::home::Home;

/// What is done with the keys, and whether they are words typed into a field.
type Step = (&'static str, Typed);

/// Whether keys are pressed or words are typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    No,
    Yes,
}

/// The whole job: ten claims and more, ledger, conflict, quotes, note, grade, report.
const JOB: &[Step] = &[
    // The suggestions; those of the first three questions are marked, one unit for all, made.
    ("gs<space><space><space>ap<enter>", Typed::No),
    // The ledger, the next conflict in it, the quote of its first value and the quote against that.
    ("gl;<enter>;", Typed::No),
    ("m", Typed::No),
    ("The monitor counts by name.", Typed::Yes),
    ("<enter>", Typed::No),
    ("r<tab><tab>d<tab>", Typed::No),
    ("Two counts stand against each other.", Typed::Yes),
    ("<enter>", Typed::No),
    // What the rules proposed of this claim is confirmed.
    ("a", Typed::No),
    ("gw", Typed::No),
];

fn keys_of(steps: &[Step]) -> String {
    steps.iter().map(|(keys, _)| *keys).collect()
}

#[test]
fn the_whole_job_takes_at_most_45_keys_beyond_typed_words() {
    let pressed = JOB.iter().filter(|(_, typed)| *typed == Typed::No);
    let pressed: usize = pressed.map(|(written, _)| keys::parse(written).unwrap().len()).sum();
    assert!(pressed <= 45, "{pressed} keys");

    let home = Home::default();
    let written = keys_of(JOB);
    let screen = home.print(["replay", "--keys", &written, "--analyst", "Ana", "--save", "job.json"]);
    assert!(screen.contains("## In one minute"), "the report is on screen: {screen}");
    assert!(screen.contains("Disputed"), "{screen}");

    let session: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(home.work().join("job.json")).unwrap()).unwrap();
    let claims: Vec<&serde_json::Value> = session["claims"].as_object().unwrap().values().collect();
    assert!(claims.len() >= 10, "{} claims", claims.len());
    assert!(claims.iter().all(|claim| claim["made_by"].as_str().unwrap().starts_with("suggestion:")));
    let noted: Vec<_> =
        claims.iter().filter(|claim| claim["note"] == "The monitor counts by name.").collect();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0]["grades"][0]["value"], "disputed");
    assert_eq!(noted[0]["confirmed"].as_array().unwrap().len(), 3);
    let ledger = home.print(["ledger", "job.json"]);
    assert!(ledger.contains("in conflict"), "{ledger}");
}

#[test]
fn ten_claims_take_two_keys_and_one_for_each_after() {
    let home = Home::default();
    let screen = home.print(["replay", "--keys", "sAAAAAAAAAAgc", "--analyst", "Ana"]);
    assert!(screen.contains("10 listed"), "{screen}");
}

#[test]
fn what_is_found_is_told_within_the_columns_of_the_terminal() {
    let home = Home::default();
    for columns in ["60", "80", "120"] {
        for more in [&[][..], &["--explain"][..]] {
            let mut program = home.program();
            program.arg("suggest").args(more).env("COLUMNS", columns);
            let told = super::home::ran(&mut program).out;
            let most: usize = columns.parse().unwrap();
            let wide = told.lines().find(|line| line.chars().count() > most);
            assert_eq!(wide, None, "{columns}");
            assert!(told.contains("claim       62 killed (the Russian"), "{told}");
        }
    }
}
