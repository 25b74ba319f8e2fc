import { getEventIteratorSchemaDetails, isContractProcedure } from "@orpc/contract";
import { expect, test } from "vitest";
import * as z from "zod";
import { contract } from "../../src-contract/contract.ts";
import { errorData } from "../../src-contract/errors.ts";
import { proves } from "../../testkit/promises.ts";

/** A place in a reply where a text or any JSON can stand. */
interface Place {
  readonly path: string;
  readonly kind: "text" | "shown-once" | "any JSON";
}

/** Every such place of a schema. Fails for a kind of schema that it does not know, so that none is passed over. */
function placesOf(schema: z.core.$ZodType, path: string): readonly Place[] {
  const { def } = schema._zod;
  const inner = (one: z.core.$ZodType, step = ""): readonly Place[] => placesOf(one, `${path}${step}`);
  if (isAnyJson(schema)) return [{ path, kind: "any JSON" }];
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    const isShownOnce = z.globalRegistry.get(schema)?.["gatehouse"] === "shown-once";
    return [{ path, kind: isShownOnce ? "shown-once" : "text" }];
  }
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, member]) => inner(member, `.${name}`));
  }
  if (schema instanceof z.ZodArray) return inner(schema.element, "[]");
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => inner(option));
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return inner(schema.unwrap());
  if (["number", "int", "boolean", "enum", "literal", "void", "null"].includes(def.type)) return [];
  throw new Error(`${path}: a kind of schema that this walk does not know: ${def.type}`);
}

function isAnyJson(schema: z.core.$ZodType): boolean {
  const { type } = schema._zod.def;
  return ["record", "lazy", "any", "unknown"].includes(type);
}

function outputsOf(node: object, path: string): readonly Place[] {
  return Object.entries(node).flatMap(([name, member]: [string, unknown]) => {
    const here = path === "" ? name : `${path}.${name}`;
    if (isContractProcedure(member)) {
      const { outputSchema } = member["~orpc"];
      const schema = getEventIteratorSchemaDetails(outputSchema)?.yields ?? outputSchema;
      if (!(schema instanceof z.ZodType)) throw new Error(`${here} has no output schema`);
      return placesOf(schema, here);
    }
    return typeof member === "object" && member !== null ? outputsOf(member, here) : [];
  });
}

const PLACES = [...outputsOf(contract, ""), ...placesOf(errorData, "errors")];
const pathsOf = (kind: Place["kind"]): readonly string[] =>
  [...new Set(PLACES.filter((place) => place.kind === kind).map(({ path }) => path))].toSorted();

test("a secret that Gatehouse made is shown in these places, once, and nowhere else", () => {
  proves("secret:contract", "vault:write-only");
  expect(pathsOf("shown-once")).toEqual([
    "keys.create.key",
    "keys.regenerate.key",
    "people.accept.recoveryKey",
    "people.invite.code",
    "people.invite.file",
    "session.recover.sessionToken",
    "session.signIn.sessionToken",
    "session.signInWithKeychain.sessionToken",
    "studio.setUp.recoveryKey",
    "studio.setUp.sessionToken",
    "vault.addHeadlessKey.key",
    "vault.renewRecoveryKey.recoveryKey",
  ]);
});

/** What an admin set of a provider. A client secret is no part of it: parameters that the flow itself sends are refused there. */
const PROVIDER = /^providers\.\w+(?:\[\])?\.config\./;
const inProviders = (paths: readonly string[]): readonly string[] => [
  ...new Set(paths.filter((path) => PROVIDER.test(path)).map((path) => path.replace(PROVIDER, ""))),
];

/** What an argument has to be, in what was approved in advance. A value of the vault is refused there. */
const CONDITION = /conditions\[\]\.test\.values?(?:\[\])?$/;

test("any JSON stands only where arguments, results, definitions and audit entries do", () => {
  proves("secret:contract");
  const inConditions = pathsOf("any JSON").filter((path) => CONDITION.test(path));
  const places = new Set(inConditions.map((path) => path.split(".").slice(0, 2).join(".")));
  expect([...places].filter((path) => !/^(?:sessions|standing)\./.test(path))).toEqual([]);
  expect(inProviders(pathsOf("any JSON"))).toEqual(["quirks.authorizeParams", "quirks.tokenParams"]);
  expect(pathsOf("any JSON").filter((path) => !CONDITION.test(path) && !PROVIDER.test(path))).toEqual([
    "approvals.card.arguments",
    "approvals.card.lastApproved.arguments",
    "approvals.card.tool.definition.annotations",
    "approvals.card.tool.definition.inputSchema",
    "approvals.card.tool.definition.outputSchema",
    "approvals.result.executedArguments",
    "approvals.result.result",
    "audit.list.entries[].detail",
    "calls.get.executedArguments",
    "calls.get.proposedArguments",
    "calls.get.result",
    "calls.get.steps[].detail",
    "tools.classify.definition.annotations",
    "tools.classify.definition.inputSchema",
    "tools.classify.definition.outputSchema",
    "tools.classify.reviewedDefinition.annotations",
    "tools.classify.reviewedDefinition.inputSchema",
    "tools.classify.reviewedDefinition.outputSchema",
    "tools.get.definition.annotations",
    "tools.get.definition.inputSchema",
    "tools.get.definition.outputSchema",
    "tools.get.reviewedDefinition.annotations",
    "tools.get.reviewedDefinition.inputSchema",
    "tools.get.reviewedDefinition.outputSchema",
  ]);
});

test("no other place in a reply has the name of a secret", () => {
  proves("secret:contract", "vault:write-only", "oauth:window-no-token");
  const suspicious = /secret|passphrase|password|token|apikey|privatekey|(?:^|\.)key$|hash$|salt|seed/i;
  const named = pathsOf("text").filter((path) => suspicious.test(path.split(".").at(-1) ?? ""));
  // The hash of an audit entry is of the log, which anyone who may list it may check.
  expect(named.filter((path) => !PROVIDER.test(path))).toEqual(["audit.list.entries[].hash"]);
  // Where a token is asked for and given back, and how it is found in an answer.
  const addresses = ["quirks.deleteTokenUrl", "quirks.tokenPath", "quirks.tokenTypes[]", "server.tokenUrl"];
  expect(inProviders(named)).toEqual(addresses);
});
