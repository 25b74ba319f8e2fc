import { expect, test } from "vitest";
import type { ConnectorId, DeskTool, RiskClass } from "../../client/index.ts";
import { EVERYTHING } from "./address.ts";
import { coverageOf, planReview, selectTools } from "./select-tools.ts";

const by = { id: "01990000-0000-7000-8000-0000000000aa", name: "Dana" };

function tool(name: string, riskClass: RiskClass, more: Partial<DeskTool> = {}): DeskTool {
  const source = riskClass === "unknown" ? { kind: "default" as const } : { kind: "admin" as const, by, at: 1 };
  const made = {
    id: name,
    connectorId: "files",
    connectorName: "Files",
    name,
    exposedName: `files__${name}`,
    title: null,
    description: "",
    isFresh: false,
    risk: { riskClass, source },
    ...more,
  };
  return made as unknown as DeskTool; // what these functions read of a tool
}

const drifted = tool("move", "unknown", {
  risk: { riskClass: "unknown", source: { kind: "drifted", was: "read-only", by, at: 1, what: "server" } },
});
const tools = [
  tool("read", "read-only"),
  tool("write", "moderate", { description: "Writes a file. Careful!" }),
  drifted,
  tool("issue", "unknown", { connectorId: "github" as ConnectorId, connectorName: "GitHub", isFresh: true }),
];
const names = (found: readonly DeskTool[]): readonly string[] => found.map(({ name }) => name);

test("filters narrow down together, words in any order and case", () => {
  expect(names(selectTools(tools, EVERYTHING, null))).toEqual(["read", "write", "move", "issue"]);
  expect(names(selectTools(tools, { ...EVERYTHING, text: "FILE write" }, null))).toEqual(["write"]);
  expect(names(selectTools(tools, { ...EVERYTHING, riskClass: "unknown", need: "fresh" }, null))).toEqual(["issue"]);
  expect(names(selectTools(tools, { ...EVERYTHING, need: "drifted" }, null))).toEqual(["move"]);
});

test("the tool that is looked at stays in the list, whatever the filters say", () => {
  expect(names(selectTools(tools, { ...EVERYTHING, need: "unreviewed" }, "read"))).toEqual(["read", "issue"]);
});

test("coverage counts what is left: what drifted is Unknown again, but was reviewed once", () => {
  expect(coverageOf(tools)).toEqual({ total: 4, unknown: 2, unreviewed: 1, drifted: 1, fresh: 1 });
});

test("a review of many says how many get less and how many get more", () => {
  expect(planReview(tools, () => "moderate")).toEqual({ count: 4, same: 1, wasUnknown: 2, lowered: 0, raised: 1 });
  expect(planReview(tools, () => "read-only")).toMatchObject({ lowered: 1, same: 1 });
  expect(planReview(tools, () => "unknown")).toMatchObject({ raised: 2, same: 2 });
});
