const DIRECTIVE = /^\s*(oxlint|eslint)-(disable|enable)(-next-line|-line)?\b/;
const REASON = /\s--\s+boundary: \S+/;

/** A lint exception is one line, names its rule and gives its reason: `-- boundary: …`. */
export const exceptions = {
  meta: { type: "problem", docs: { description: "Asks every lint exception for its rule and its reason." } },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const message = refused(comment.value);
          if (message) context.report({ loc: comment.loc, message });
        }
      },
    };
  },
};

/** @param {string} text */
function refused(text) {
  const directive = DIRECTIVE.exec(text);
  if (!directive) return null;
  if (!directive[3]) return "a lint exception covers one line: use oxlint-disable-next-line";
  if (!REASON.test(text)) return "a lint exception gives its reason: -- boundary: …";
  const rules = text.slice(directive[0].length).split("--")[0]?.trim();
  return rules ? null : "a lint exception names its rule";
}
