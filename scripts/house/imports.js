/**
 * One way in which a file takes something from elsewhere.
 *
 * @typedef {object} Import
 * @property {object} node Where to report.
 * @property {string | null} specifier null when it is computed.
 * @property {boolean} isType The whole statement vanishes when types are stripped.
 * @property {string[]} names Imported names that remain at run time; "*" for the whole module.
 */

/**
 * Visits every form an import can take: statements, re-exports, `import()`, `import("x").T`, `require` and `getBuiltinModule`.
 *
 * @param {(found: Import) => void} visit
 */
export function importVisitor(visit) {
  return {
    ImportDeclaration(node) {
      visit({ node, specifier: node.source.value, isType: node.importKind === "type", names: importedNames(node) });
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      visit({ node, specifier: node.source.value, isType: node.exportKind === "type", names: reexportedNames(node) });
    },
    ExportAllDeclaration(node) {
      visit({ node, specifier: node.source.value, isType: node.exportKind === "type", names: ["*"] });
    },
    ImportExpression(node) {
      visit({ node, specifier: literal(node.source), isType: false, names: ["*"] });
    },
    TSImportType(node) {
      visit({ node, specifier: literal(node.source ?? node.argument?.literal), isType: true, names: [] });
    },
    TSExternalModuleReference(node) {
      visit({ node, specifier: literal(node.expression), isType: false, names: ["*"] });
    },
    CallExpression(node) {
      if (!isModuleLoader(node.callee) || node.arguments.length === 0) return;
      visit({ node, specifier: literal(node.arguments[0]), isType: false, names: ["*"] });
    },
  };
}

function importedNames(node) {
  return node.specifiers
    .filter((one) => one.importKind !== "type")
    .map((one) => (one.type === "ImportSpecifier" ? nameOf(one.imported) : importedWhole(one)));
}

function importedWhole(one) {
  return one.type === "ImportDefaultSpecifier" ? "default" : "*";
}

function reexportedNames(node) {
  return node.specifiers.filter((one) => one.exportKind !== "type").map((one) => nameOf(one.local));
}

function isModuleLoader(callee) {
  if (callee.type === "Identifier") return callee.name === "require";
  return callee.type === "MemberExpression" && !callee.computed && callee.property.name === "getBuiltinModule";
}

function literal(node) {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

/** `node` is an Identifier or, for `import { "x" as y }`, a string Literal. */
export function nameOf(node) {
  return node.type === "Literal" ? node.value : node.name;
}
