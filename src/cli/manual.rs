//! `factcheck completions` and `factcheck man`: files for the shell and the manual.
//!
//! **Invariant:** made from the arguments and the command table, so that they cannot be out of date.

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::error::{CliError, Code};
use super::{Arguments, WITHOUT_A_SCREEN, output};
use crate::command::{Keymap, doc};

/// Print the completions for a shell.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell.
    shell: Shell,
}

/// Print the manual page.
#[derive(Debug, Args)]
pub struct ManArguments {}

/// Prints the completions for a shell.
pub fn completions(arguments: &CompletionsArguments) -> Result<Code, CliError> {
    let mut out = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "factcheck", &mut out);
    output::print(&String::from_utf8_lossy(&out))?;
    Ok(Code::Fine)
}

/// Prints the manual page: the program, every sub-command with its options, the keys, the exit codes.
pub fn man() -> Result<Code, CliError> {
    let mut out = Vec::new();
    render(&mut out).map_err(|error| CliError::data(format!("the manual page cannot be made: {error}")))?;
    let mut text = String::from_utf8_lossy(&out).into_owned();
    text.push_str(&doc::man(&Keymap::default()));
    text.push_str(&format!(".SH \"WITHOUT A SCREEN\"\n{WITHOUT_A_SCREEN}\n"));
    text.push_str(EXIT);
    output::print(&text)?;
    Ok(Code::Fine)
}

const EXIT: &str = ".SH \"EXIT STATUS\"\n\
    0 all well; 1 problems were found; 2 the arguments are off; 3 input, output or data are off.\n";

fn render(out: &mut Vec<u8>) -> std::io::Result<()> {
    let program = Arguments::command();
    let page = Man::new(program.clone());
    page.render_title(out)?;
    let mut body = Vec::new();
    page.render_name_section(&mut body)?;
    page.render_synopsis_section(&mut body)?;
    page.render_description_section(&mut body)?;
    page.render_options_section(&mut body)?;
    out.extend_from_slice(without_preamble(&body).as_bytes());
    for sub in program.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        render_sub("factcheck", sub, out)?;
        for inner in sub.get_subcommands() {
            render_sub(&format!("factcheck {}", sub.get_name()), inner, out)?;
        }
    }
    Ok(())
}

/// Renders one sub-command as sections of the same page.
fn render_sub(of: &str, sub: &Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut body = Vec::new();
    let name = format!("{of} {}", sub.get_name());
    let page = Man::new(sub.clone().bin_name(&name).disable_help_flag(true));
    page.render_synopsis_section(&mut body)?;
    page.render_description_section(&mut body)?;
    if sub.get_arguments().any(|argument| !argument.is_hide_set()) {
        page.render_options_section(&mut body)?;
    }
    let body = without_preamble(&body).replace(".SH ", ".SS ");
    out.extend_from_slice(format!(".SH \"{}\"\n{body}", name.to_uppercase()).as_bytes());
    Ok(())
}

/// Leaves out the lines that define the apostrophe: each section brings them, and they stand once, at the title.
fn without_preamble(body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    let lines = body.lines().filter(|line| !line.starts_with(".ie") && !line.starts_with(".el"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_sub_command_once() {
        let mut out = Vec::new();
        render(&mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        for sub in Arguments::command().get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let heading = format!(".SH \"FACTCHECK {}\"\n", sub.get_name().to_uppercase());
            assert_eq!(page.matches(&heading).count(), 1, "{heading}");
        }
        assert_eq!(page.matches(".ie ").count(), 1);
    }

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }
}
