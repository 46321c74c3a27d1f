//! The commands of a page of Markdown.

use std::fmt::Write as _;

const BEGIN: &str = "<!-- tour:begin -->";
const END: &str = "<!-- tour:end -->";

/// A fenced block of commands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The line of the page on which the commands begin, the first line being 1.
    pub(super) line: usize,
    /// The commands, each line ended.
    pub(super) commands: String,
}

/// The blocks marked `bash` between the marks of the tour.
pub(super) fn find(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_tour = false;
    let mut fence: Option<bool> = None;
    for (index, line) in page.lines().enumerate() {
        match (line.trim(), fence) {
            (BEGIN, None) => in_tour = true,
            (END, None) => in_tour = false,
            ("```", Some(_)) => fence = None,
            (mark, None) if mark.starts_with("```") => {
                let wanted = in_tour && mark == "```bash";
                fence = Some(wanted);
                if wanted {
                    blocks.push(Block { line: index + 2, commands: String::new() });
                }
            }
            (_, Some(true)) => {
                if let Some(block) = blocks.last_mut() {
                    block.commands.push_str(line);
                    block.commands.push('\n');
                }
            }
            _ => {}
        }
    }
    blocks
}

/// One script of all blocks that shows the commands of each before they run, and says at the end
/// in which of them it stopped.
pub(super) fn script(blocks: &[Block]) -> String {
    let mut script = String::from(
        "exec 2>&1\n\
         trap 'code=$?; [ $code = 0 ] || printf \"\\nthe block at line %s failed (code %s): %s\\n\" \
         \"$tour_line\" $code \"$BASH_COMMAND\"' EXIT\n",
    );
    for block in blocks {
        let shown: String = block.commands.lines().fold(String::new(), |mut shown, line| {
            let prompt = if shown.is_empty() { "" } else { "\n" };
            let _ = write!(shown, "{prompt}$ {line}");
            shown
        });
        let _ = write!(
            script,
            "tour_line={}\ncat <<'THE_END_OF_A_BLOCK'\n\n{shown}\nTHE_END_OF_A_BLOCK\n{}",
            block.line, block.commands
        );
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
before
```bash
not in the tour
```
<!-- tour:begin -->
```sh
another language
```
```bash
one
```
Text.
```bash
two
  three
```
<!-- tour:end -->
```bash
after
```
";

    #[test]
    fn only_bash_blocks_inside_the_marks_are_found() {
        let blocks = find(PAGE);

        let expected = [
            Block { line: 10, commands: "one\n".to_owned() },
            Block { line: 14, commands: "two\n  three\n".to_owned() },
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn the_failing_block_is_named_and_nothing_runs_after_it() {
        let block = |line, commands: &str| Block { line, commands: commands.to_owned() };
        let blocks = [block(3, "x=hello\n"), block(7, "echo $x\nfalse\n"), block(9, "echo no\n")];

        let output = std::process::Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script(&blocks)])
            .output()
            .unwrap();

        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(printed.contains("$ echo $x\n$ false\nhello\n"), "{printed}");
        assert!(printed.ends_with("the block at line 7 failed (code 1): false\n"), "{printed}");
        assert!(!printed.contains("$ echo no"), "{printed}");
    }
}
