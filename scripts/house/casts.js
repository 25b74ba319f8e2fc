import { isTestFile, placeOf, projectPath } from "./places.js";

/** `as` only beside a comment that proves it: on its line, or directly above the line or the statement. */
export const casts = {
  meta: { type: "problem", docs: { description: "Asks every cast for its proof." } },
  create(context) {
    const path = projectPath(context);
    if (!placeOf(path)?.part.startsWith("src-") || isTestFile(path)) return {};
    const commentLines = () =>
      new Set(context.sourceCode.getAllComments().flatMap(({ loc }) => [loc.start.line, loc.end.line]));
    const check = (node) => {
      if (isConst(node.typeAnnotation)) return;
      const lines = commentLines();
      const { start, end } = node.loc;
      const isProved = [start.line - 1, start.line, end.line, statementOf(node).loc.start.line - 1].some((line) =>
        lines.has(line),
      );
      if (!isProved) context.report({ node, message: "a cast stands beside a comment that proves it" });
    };
    return { TSAsExpression: check, TSTypeAssertion: check };
  },
};

function isConst(type) {
  return type.type === "TSTypeReference" && type.typeName.name === "const";
}

function statementOf(node) {
  let at = node;
  while (at.parent && !/(Statement|Declaration|PropertyDefinition)$/.test(at.type)) at = at.parent;
  return at;
}
