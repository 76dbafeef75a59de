//! The sample case: five reports of one event, built into the program.
//!
//! **Invariant:** the list is in the order in which the articles are shown.

/// The built-in articles: name and bytes.
pub const ARTICLES: [(&str, &[u8]); 5] = [
    ("1_harbour_wire.txt", include_bytes!("../../assets/sample/1_harbour_wire.txt")),
    ("2_tern_courier.txt", include_bytes!("../../assets/sample/2_tern_courier.txt")),
    ("3_quillmark_gazette.txt", include_bytes!("../../assets/sample/3_quillmark_gazette.txt")),
    ("4_saltmarsh_dispatch.md", include_bytes!("../../assets/sample/4_saltmarsh_dispatch.md")),
    ("5_owlgate_radio.txt", include_bytes!("../../assets/sample/5_owlgate_radio.txt")),
];

/// Returns the bytes of a built-in article; none for a name that there is not.
pub fn bytes(name: &str) -> Option<&'static [u8]> {
    ARTICLES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}
