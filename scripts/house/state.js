import { placeOf, projectPath } from "./places.js";

const COLLECTIONS = new Set(["Map", "Set", "WeakMap", "WeakSet"]);

/** No module-level mutable state outside the builders: what lives in a module is shared by everyone who imports it. */
export const state = {
  meta: { type: "problem", docs: { description: "Refuses mutable state at module level." } },
  create(context) {
    const place = placeOf(projectPath(context));
    if (!place || place.isBuilder || place.isTest) return {};
    return {
      Program(program) {
        for (const statement of program.body) {
          const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
          if (node?.type === "VariableDeclaration" && !node.declare) checkVariables(context, node);
        }
      },
    };
  },
};

function checkVariables(context, node) {
  if (node.kind === "let" || node.kind === "var")
    return context.report({ node, message: `no module-level ${node.kind}: hand the state in from a builder` });
  for (const { id, init } of node.declarations)
    if (isEmptyCollection(init) && !isReadonly(id.typeAnnotation?.typeAnnotation))
      context.report({ node: init, message: "an empty collection at module level can only be mutable state" });
}

function isEmptyCollection(init) {
  if (init?.type === "ArrayExpression") return init.elements.length === 0;
  return init?.type === "NewExpression" && COLLECTIONS.has(init.callee.name) && init.arguments.length === 0;
}

/** `readonly T[]`, `ReadonlySet<T>` and their kin: empty for good. */
function isReadonly(type) {
  if (type?.type === "TSTypeOperator") return type.operator === "readonly";
  return type?.type === "TSTypeReference" && /^Readonly/.test(type.typeName.name ?? "");
}
