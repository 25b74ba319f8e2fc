import { expect, test } from "vitest";
import type { ConnectorId, Grant } from "../../client/index.ts";
import { givenOf, grantOf, withGrant } from "./grants.ts";

const [one, two] = ["one", "two"] as unknown as readonly [ConnectorId, ConnectorId];

test("a grant is replaced where it stands, added at the end, and taken away", () => {
  const grants: readonly Grant[] = [
    { connectorId: one, tools: "all" },
    { connectorId: two, tools: ["read"] },
  ];
  expect(withGrant(grants, one, ["write"])).toEqual([{ connectorId: one, tools: ["write"] }, grants[1]]);
  expect(withGrant(grants.slice(0, 1), two, "all")).toEqual([grants[0], { connectorId: two, tools: "all" }]);
  expect(withGrant(grants, two, null)).toEqual([grants[0]]);
  expect([givenOf(grantOf(grants, one)), givenOf(grantOf(grants, two)), givenOf(undefined)]).toEqual([
    "all",
    "chosen",
    "none",
  ]);
});
