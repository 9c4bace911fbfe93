// SPDX-License-Identifier: LGPL-2.1-or-later
//! Reading a library's `lib.map`.

use anyhow::{Context, Result};

/// One node of a version script.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct VersionNode {
    /// `LIBMNL_1.0`
    pub name: String,
    /// The node it follows.
    pub parent: Option<String>,
    /// The symbols it makes public.
    pub symbols: Vec<String>,
}

/// Reads a version script of nodes with plain symbol names; `local: *;` is passed over.
///
/// # Errors
/// It has another form.
pub fn parse(text: &str) -> Result<Vec<VersionNode>> {
    let plain = without_comments(text)?;
    let mut rest = plain.as_str();
    let mut nodes = Vec::new();
    while !rest.trim().is_empty() {
        let (name, behind) = rest.split_once('{').context("a node without `{`")?;
        let (body, behind) = behind.split_once('}').context("a node without `}`")?;
        let (parent, behind) = behind.split_once(';').context("a node without `;`")?;
        let parent = parent.trim();
        let body = body.replace("global:", "").replace("local:", "").replace('*', "");
        let symbols = body.split(';').map(str::trim).filter(|symbol| !symbol.is_empty());
        nodes.push(VersionNode {
            name: name.trim().to_owned(),
            parent: (!parent.is_empty()).then(|| parent.to_owned()),
            symbols: symbols.map(String::from).collect(),
        });
        rest = behind;
    }
    Ok(nodes)
}

fn without_comments(text: &str) -> Result<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").context("an unclosed comment")?.1;
    }
    Ok(plain + rest)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn nodes_parents_and_symbols() {
        let text = "/* c; { */ A_1 {\nglobal:\n\ta;\n\tb;\nlocal:\n\t*;\n};\nA_2 {\n} A_1;\n";
        let nodes = parse(text).expect("two nodes");
        assert_eq!(nodes.len(), 2);
        assert_eq!((nodes[0].name.as_str(), nodes[0].parent.as_deref()), ("A_1", None));
        assert_eq!(nodes[0].symbols, ["a", "b"]);
        assert_eq!((nodes[1].name.as_str(), nodes[1].parent.as_deref()), ("A_2", Some("A_1")));
        assert!(nodes[1].symbols.is_empty());
        assert!(parse("A {").is_err() && parse("/* a").is_err());
    }
}
