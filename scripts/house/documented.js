import { nameOf } from "./imports.js";
import { isTestFile, placeOf, projectPath } from "./places.js";

const DOCUMENTED = /^(src-contract|src-sidecar\/(vault|oauth|approval))\//;
const INDEX = /\/index\.tsx?$/;
/** A capital, three words or more, a full stop. */
const SENTENCE = /\p{Lu}\S*(\s+\S+){2,}?[.:](\s|$)/u;

/** Exported names of the guarded rooms carry a docstring; a room's index opens with what it guards and what it refuses. */
export const documented = {
  meta: { type: "suggestion", docs: { description: "Asks for docstrings where others rely on them." } },
  create(context) {
    const path = projectPath(context);
    if (isTestFile(path)) return {};
    const isIndex = INDEX.test(path) && isRoom(path);
    if (!isIndex && !DOCUMENTED.test(path)) return {};
    return {
      Program(program) {
        if (isIndex) checkOpening(context, program);
        if (DOCUMENTED.test(path)) checkExports(context, program);
      },
    };
  },
};

/** @param {string} path */
function isRoom(path) {
  const place = placeOf(path);
  if (place?.part === "src-contract") return true;
  return place?.part === "src-sidecar" && path === `src-sidecar/${place.room}/index.ts`;
}

function checkOpening(context, program) {
  const [first] = context.sourceCode.getAllComments();
  const opens = first?.type === "Block" && first.range[0] <= firstToken(program) && SENTENCE.test(textOf(first));
  if (!opens)
    context.report({ node: program, message: "index.ts opens with a paragraph: what the room guards and refuses" });
}

function firstToken(program) {
  return program.body[0]?.range[0] ?? Number.POSITIVE_INFINITY;
}

/**
 * A name is documented once: by any of its declarations (overloads, a schema and the type inferred from it).
 */
function checkExports(context, program) {
  const declarations = declarationsOf(program);
  for (const [name, node] of exportedNames(program)) {
    const nodes = declarations.get(schemaOf(node) ?? name) ?? [node];
    if (!nodes.some((one) => hasDocstring(context, one)))
      context.report({ node, message: `"${name}" is exported and has no docstring directly above` });
  }
}

/** The schema that `export type CallId = z.infer<typeof callId>` only gives a type's name to; the docstring is the schema's. */
function schemaOf(statement) {
  const { declaration } = statement;
  if (declaration?.type !== "TSTypeAliasDeclaration" || declaration.typeAnnotation.type !== "TSTypeReference")
    return null;
  const query = declaration.typeAnnotation.typeArguments?.params[0];
  const schema = query?.type === "TSTypeQuery" ? query.exprName.name : undefined;
  return schema?.toLowerCase() === declaration.id.name.toLowerCase() ? schema : null;
}

/**
 * Names that this module itself declares and exports; re-exports are documented where they are declared.
 *
 * @returns {Map<string, object>} Local name → the statement that exports it.
 */
function exportedNames(program) {
  const names = new Map();
  for (const statement of program.body) {
    if (statement.type === "ExportDefaultDeclaration") {
      const { declaration } = statement;
      names.set(declaration.id?.name ?? (declaration.type === "Identifier" ? declaration.name : "default"), statement);
    }
    if (statement.type !== "ExportNamedDeclaration" || statement.source) continue;
    const declared = statement.declaration ? declaredNames(statement.declaration) : [];
    for (const name of [...declared, ...statement.specifiers.map((one) => nameOf(one.local))])
      if (!names.has(name)) names.set(name, statement);
  }
  return names;
}

/**
 * @returns {Map<string, object[]>} Name → the statements that declare it.
 */
function declarationsOf(program) {
  const found = new Map();
  for (const statement of program.body) {
    const declaration = statement.type.startsWith("Export") ? statement.declaration : statement;
    for (const name of declaration ? declaredNames(declaration) : [])
      found.set(name, [...(found.get(name) ?? []), statement]);
    if (statement.type === "ImportDeclaration")
      // An imported name that is exported again is documented where it is declared.
      for (const one of statement.specifiers) found.set(one.local.name, [null]);
  }
  return found;
}

function declaredNames(declaration) {
  if (declaration.type !== "VariableDeclaration") return declaration.id?.name ? [declaration.id.name] : [];
  return declaration.declarations.flatMap((one) => boundNames(one.id));
}

/**
 * @returns {string[]}
 */
function boundNames(pattern) {
  if (pattern === null) return [];
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "ObjectPattern") return pattern.properties.flatMap((one) => boundNames(one));
  if (pattern.type === "ArrayPattern") return pattern.elements.flatMap(boundNames);
  return boundNames(pattern.value ?? pattern.left ?? pattern.argument ?? null);
}

/**
 * `statement` is null for an imported name.
 */
function hasDocstring(context, statement) {
  if (statement === null) return true;
  const comment = context.sourceCode.getCommentsBefore(statement).at(-1);
  if (comment?.type !== "Block" || !comment.value.startsWith("*")) return false;
  const between = context.sourceCode.text.slice(comment.range[1], statement.range[0]);
  return !/\n\s*\n/.test(between) && /\p{L}{2,}/u.test(textOf(comment));
}

function textOf(comment) {
  return comment.value
    .replaceAll(/^\s*\*+/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
