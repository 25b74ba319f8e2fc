import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToolDefinition } from "../../src-contract/connector.ts";
import { suggestRisk } from "./suggest-risk.ts";

const tool = (name: string, rest: Partial<ToolDefinition> = {}): ToolDefinition => ({
  name,
  inputSchema: { type: "object" },
  ...rest,
});
const readOnly = { annotations: { readOnlyHint: true } };

describe("a suggestion", () => {
  it.each([
    ["list_directory", "read-only"],
    ["getIssueComments", "read-only"],
    ["get_release", "read-only"],
    ["issue_read", "read-only"],
    ["create_entities", "moderate"],
    ["get_or_create_label", "moderate"],
    ["write_file", "moderate"],
    ["delete_entities", "dangerous"],
    ["list_and_purge", "dangerous"],
    ["runSQLQuery", "dangerous"],
    ["repo.delete", "dangerous"],
    ["frobnicate", "unknown"],
    ["", "unknown"],
  ] as const)("for %j by its name alone is %s", (name, riskClass) => {
    expect(suggestRisk(tool(name)).riskClass).toBe(riskClass);
  });

  it("says what speaks for it, the gravest first", () => {
    const annotations = { readOnlyHint: true, openWorldHint: true };
    expect(
      suggestRisk(
        tool("get_page", { annotations, inputSchema: { type: "object", properties: { url: {}, force: {} } } }),
      ),
    ).toEqual({
      riskClass: "dangerous",
      flow: { readsOutside: true, sendsOut: true },
      evidence: [
        { from: "schema", text: 'It takes an argument "force".' },
        { from: "annotation", text: "Its server says that it reaches beyond itself: arguments can carry data out." },
        { from: "schema", text: 'It takes an argument "url".' },
        { from: "annotation", text: "Its server says that it only reads." },
        { from: "name", text: 'Its name says "get".' },
      ],
    });
  });

  it.each([
    ["that says nothing of it", "get_x", {}, true, false],
    ["that stays within itself", "get_x", { openWorldHint: false }, false, false],
    ["that reaches beyond itself", "get_x", { openWorldHint: true }, true, true],
    ["that changes things", "write_x", { openWorldHint: false }, false, true],
    ["that nobody can tell", "frobnicate", {}, true, true],
  ])("of the flow of data for a tool %s", (_, name, annotations, readsOutside, sendsOut) => {
    expect(suggestRisk(tool(name, { annotations })).flow).toEqual({ readsOutside, sendsOut });
  });

  it("is not soothed by a server's own word", () => {
    expect(suggestRisk(tool("delete_everything", readOnly)).riskClass).toBe("dangerous");
    expect(suggestRisk(tool("frobnicate", { ...readOnly, description: "Permanently removes it." })).riskClass).toBe(
      "dangerous",
    );
  });

  it("is never lowered by a hint that is added", () => {
    const weight = { unknown: 0, "read-only": 1, moderate: 2, dangerous: 3 } as const;
    const name = fc.constantFrom("get_x", "write_x", "delete_x", "frobnicate", "run", "x_and_delete");
    fc.assert(
      fc.property(
        name,
        fc.record({ openWorldHint: fc.boolean(), destructiveHint: fc.boolean() }),
        (one, annotations) => {
          const plain = suggestRisk(tool(one)).riskClass;
          expect(
            weight[suggestRisk(tool(one, { annotations: { ...annotations, ...readOnly.annotations } })).riskClass],
          ).toBeGreaterThanOrEqual(weight[plain]);
        },
      ),
    );
  });

  it("stands up to names and schemas made to break it", () => {
    const evil = tool("x".repeat(100_000), {
      description: "a ".repeat(1_000_000),
      inputSchema: { type: "object", properties: { "\u202Ecommand\n": {}, ["__proto__"]: {} } },
    });
    expect(suggestRisk(evil).riskClass).toBe("dangerous");
    expect(suggestRisk(tool("x", { inputSchema: { properties: [] } })).evidence).toEqual([]);
  });
});
