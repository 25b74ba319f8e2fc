import { importVisitor } from "./imports.js";
import { placeOf, projectPath, targetOf } from "./places.js";
import { misplaced, refusedFile, refusedPackage } from "./walls.js";

const GLOBAL_OBJECTS = new Set(["window", "globalThis", "self", "global"]);

/** Who may know whom, and who may reach the network, a database, a process or the window's bridge. */
export const rooms = {
  meta: { type: "problem", docs: { description: "Keeps the walls between the rooms of the house." } },
  create(context) {
    const path = projectPath(context);
    const place = placeOf(path);
    const report = (node, message) => {
      if (message) context.report({ node, message });
    };
    return {
      ...importVisitor((found) => report(found.node, refusedImport(place, path, found))),
      ...(place ? globalsVisitor(context, place, report) : {}),
    };
  },
};

/**
 * @param {import("./places.js").Place | null} place
 * @param {string} path
 * @param {import("./imports.js").Import} found
 */
function refusedImport(place, path, { specifier, isType }) {
  if (specifier === null) {
    const isFree = !place || place.isTest || place.part === "testkit";
    return isFree ? null : "a computed import cannot be checked: name the module";
  }
  const target = targetOf(path, specifier);
  if (target === null) return refusedPackage(place, path, { specifier, isType });
  return place ? refusedFile(place, placeOf(target), target) : null;
}

/** @param {import("./places.js").Place} place */
function globalsVisitor(context, place, report) {
  const isFree = place.isTest || place.part === "testkit";
  const mayFetch = isFree || place.path === "src-sidecar/base/http.ts" || isClient(place);
  const mayBridge = isClient(place);
  const noFetch = "fetch only in src-sidecar/base/http.ts";
  const noBridge = "window.studio only in src-renderer/client";
  return {
    Program(node) {
      report(node, misplaced(place));
      if (mayFetch) return;
      for (const use of globalUses(context, node, "fetch")) report(use, noFetch);
    },
    MemberExpression(node) {
      if (!isGlobalObject(node.object)) return;
      const name = propertyName(node);
      if (name === "fetch" && !mayFetch) report(node, noFetch);
      if (name === "studio" && !mayBridge) report(node, noBridge);
    },
    VariableDeclarator(node) {
      if (node.id.type !== "ObjectPattern" || !isGlobalObject(node.init)) return;
      const names = node.id.properties.map((one) => one.key?.name);
      if (names.includes("fetch") && !mayFetch) report(node, noFetch);
      if (names.includes("studio") && !mayBridge) report(node, noBridge);
    },
  };
}

/** @param {import("./places.js").Place} place */
function isClient(place) {
  return place.part === "src-renderer" && place.room === "client";
}

function isGlobalObject(node) {
  return node?.type === "Identifier" && GLOBAL_OBJECTS.has(node.name);
}

function propertyName(node) {
  if (node.computed) return node.property.type === "Literal" ? node.property.value : null;
  return node.property.name;
}

/**
 * References to a global as a value: not shadowed, and not in a type (`typeof fetch` is how a port is declared).
 *
 * @param {string} name
 */
function globalUses(context, program, name) {
  const scope = context.sourceCode.getScope(program);
  const globalScope = context.sourceCode.scopeManager?.globalScope ?? scope;
  const declared = globalScope.set.get(name);
  const found = declared && declared.defs.length === 0 ? declared.references : [];
  return [...globalScope.through, ...found]
    .map((reference) => reference.identifier)
    .filter((identifier) => identifier.name === name && identifier.parent?.type !== "TSTypeQuery");
}
