//! Within a layer, a subject (`catalogue`, `identity`, …) names itself and `shared`, never
//! another subject: what one needs of the other is a port or an event.
//!
//! Subjects are the folders of the domain; the other layers use the same names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

const LAYERS: &[&str] = &[
    "internal/domain",
    "internal/event",
    "internal/port",
    "internal/usecase",
    "internal/repository",
    "internal/handler",
];

/// The violations in every layer below `root`.
pub(super) fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let subjects = subjects(&root.join("internal/domain/src"))?;
    let mut violations = Vec::new();
    for file in LAYERS.iter().map(|layer| root.join(layer)).map(|layer| sources(&layer)) {
        for file in file? {
            let shown = file.strip_prefix(root).unwrap_or(&file);
            let Some(own) = subject_of(shown, &subjects) else { continue };
            let text = fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            violations.extend(
                named(&text)
                    .filter(|(_, name)| name != own && subjects.iter().any(|other| other == name))
                    .map(|(line, name)| {
                        format!("{}:{line}: `{own}` may not name `{name}`", shown.display())
                    }),
            );
        }
    }
    Ok(violations)
}

fn subjects(domain: &Path) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(domain).context("the domain has no sources")?;
    Ok(entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name != "shared")
        .collect())
}

/// Every Rust file below a folder's `src` folders.
fn sources(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The subject a file belongs to: the folder (or file) right below `src`.
fn subject_of<'a>(file: &Path, subjects: &'a [String]) -> Option<&'a str> {
    let mut parts = file.iter().skip_while(|part| *part != "src").skip(1);
    let top = parts.next()?.to_str()?;
    let top = top.strip_suffix(".rs").unwrap_or(top);
    subjects.iter().map(String::as_str).find(|subject| *subject == top)
}

/// The modules named right after `crate::`, with their lines; comments do not count.
fn named(text: &str) -> impl Iterator<Item = (usize, String)> {
    let code: Vec<_> =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let code = code.join("\n");
    let found: Vec<_> = code
        .match_indices("crate::")
        .flat_map(|(at, start)| {
            let line = code[..at].matches('\n').count() + 1;
            first_names(&code[at + start.len()..]).into_iter().map(move |name| (line, name))
        })
        .collect();
    found.into_iter()
}

/// `catalogue` of `catalogue::Course`; `catalogue` and `identity` of
/// `{catalogue::{A, B}, identity::C}`.
fn first_names(path: &str) -> Vec<String> {
    let Some(list) = path.strip_prefix('{') else {
        return vec![word(path)];
    };
    let mut names = vec![word(list)];
    let mut depth = 1;
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(word(&list[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    // A list may end with a comma.
    names.retain(|name| !name.is_empty());
    names
}

fn word(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        named(text).map(|(_, name)| name).collect()
    }

    #[test]
    fn names_are_found_in_lines_and_lists_but_not_in_comments() {
        let text = "use crate::{\n    catalogue::{Course, Lesson},\n    identity::Account,\n};\n\
                    // crate::ordering\nlet x = crate::shared::now();";

        assert_eq!(names(text), ["catalogue", "identity", "shared"]);
    }

    #[test]
    fn the_line_is_told() {
        assert_eq!(named("\n\nuse crate::a::B;").next(), Some((3, "a".to_owned())));
    }

    #[test]
    fn a_file_belongs_to_the_folder_below_src() {
        let subjects = ["catalogue".to_owned()];
        let subject = |path: &str| subject_of(Path::new(path), &subjects).map(str::to_owned);

        assert_eq!(subject("internal/port/src/catalogue/store.rs").as_deref(), Some("catalogue"));
        assert_eq!(subject("internal/port/src/catalogue.rs").as_deref(), Some("catalogue"));
        assert_eq!(subject("internal/port/src/shared/catalogue.rs"), None);
        assert_eq!(subject("internal/port/build.rs"), None);
    }
}
