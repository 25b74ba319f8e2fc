import { importVisitor } from "./imports.js";
import { isTestFile, projectPath, targetOf } from "./places.js";

const MAKER_FILE = "src-sidecar/base/approved-call.ts";

/** Where a secret's bytes may be seen: sealing, the token endpoint, the header of an approved call, and on the way to the keychain. */
const MAY_REVEAL = new Set([
  "src-sidecar/vault/seal.ts",
  "src-sidecar/oauth/token-request.ts",
  "src-sidecar/calls/authorize.ts",
  "src-sidecar/host-keychain.ts",
]);

const MAY_MAKE = /^src-sidecar\/(approval\/gate\.ts|base\/approved-call\.test\.ts|connectors\/.+\.test\.ts)$/;

/** Who may reveal a Secret, and who may make an ApprovedCall. */
export const makers = {
  meta: { type: "problem", docs: { description: "Guards Secret.reveal() and the maker of ApprovedCall." } },
  create(context) {
    const path = projectPath(context);
    const report = (node, message) => context.report({ node, message });
    return {
      ...importVisitor((found) => {
        if (isMakerImport(path, found)) report(found.node, "only approval/gate.ts makes an ApprovedCall");
      }),
      ...(mayReveal(path) ? {} : revealVisitor(report)),
      ...(path === MAKER_FILE ? {} : castVisitor(report)),
    };
  },
};

/** @param {string} path */
function mayReveal(path) {
  const hasSecrets = /^src-(contract|main|sidecar)\//.test(path);
  return !hasSecrets || MAY_REVEAL.has(path) || isTestFile(path);
}

/**
 * @param {string} path
 * @param {import("./imports.js").Import} found
 */
function isMakerImport(path, { specifier, isType, names }) {
  if (isType || specifier === null || targetOf(path, specifier) !== MAKER_FILE || MAY_MAKE.test(path)) return false;
  return names.includes("approvedCall") || names.includes("*");
}

function revealVisitor(report) {
  const message = "reveal() only in vault/seal.ts, oauth/token-request.ts, calls/authorize.ts and host-keychain.ts";
  return {
    MemberExpression(node) {
      const isNamed = node.computed ? node.property.value === "reveal" : node.property.name === "reveal";
      if (isNamed) report(node, message);
    },
  };
}

function castVisitor(report) {
  const check = (node) => {
    if (mentionsApprovedCall(node.typeAnnotation))
      report(node, "an ApprovedCall comes from approval/gate.ts, never from a cast");
  };
  return { TSAsExpression: check, TSTypeAssertion: check };
}

/**
 * `type` is any node of a type; its `parent` link is not followed.
 * @returns {boolean}
 */
function mentionsApprovedCall(type) {
  if (Array.isArray(type)) return type.some(mentionsApprovedCall);
  if (type === null || typeof type !== "object") return false;
  if (type.type === "Identifier" && type.name === "ApprovedCall") return true;
  return Object.entries(type).some(([key, child]) => key !== "parent" && mentionsApprovedCall(child));
}
