import { describe, expect, it } from "vitest";
import type { Grant } from "../../src-contract/access.ts";
import type { ConnectorId, PolicyId, ToolId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import { createToolsets, isGranted, toolsetOf, type GrantableTool } from "./toolset.ts";

const files = newId<ConnectorId>();
const notes = newId<ConnectorId>();
const tool = (connectorId: ConnectorId, name: string, change: Partial<GrantableTool> = {}): GrantableTool => ({
  id: newId<ToolId>(),
  connectorId,
  operation: "tools/call",
  name,
  exposedName: `${connectorId === files ? "files" : "notes"}__${name}`,
  plainName: name,
  isEnabled: true,
  isOffered: true,
  ...change,
});
const tools = [
  tool(files, "read"),
  tool(files, "write"),
  tool(files, "old", { isOffered: false }),
  tool(files, "off", { isEnabled: false }),
  tool(notes, "read"),
];
const names = (grants: Grant[], nameForm: "namespaced" | "plain" = "namespaced") => [
  ...toolsetOf({ nameForm, grants }, tools).tools.keys(),
];

describe("a policy exposes", () => {
  it("exactly what is granted, switched on and offered", () => {
    proves("door:policy");
    expect(names([{ connectorId: files, tools: "all" }])).toEqual(["files__read", "files__write"]);
    expect(names([{ connectorId: files, tools: ["write", "off", "old", "nothing"] }])).toEqual(["files__write"]);
    expect(
      names([
        { connectorId: files, tools: ["read"] },
        { connectorId: notes, tools: "all" },
      ]),
    ).toEqual(["files__read", "notes__read"]);
    expect(names([{ connectorId: newId<ConnectorId>(), tools: "all" }])).toEqual([]);
    expect(names([])).toEqual([]);
  });

  it("plain names where it has one connector, and never where two could meet", () => {
    expect(names([{ connectorId: files, tools: "all" }], "plain")).toEqual(["read", "write"]);
    expect(
      names(
        [
          { connectorId: files, tools: "all" },
          { connectorId: notes, tools: "all" },
        ],
        "plain",
      ),
    ).toEqual(["files__read", "files__write", "notes__read"]);
  });
});

describe("operations", () => {
  const read = tool(files, "resources/read", { operation: "resources/read" });
  const get = tool(notes, "prompts/get", { operation: "prompts/get" });
  const mimic = tool(files, "resources/read");
  const of = (grants: Grant[], all = [...tools, mimic, read, get]) =>
    toolsetOf({ nameForm: "namespaced", grants }, all);

  it("are granted like tools, and are no tools", () => {
    proves("door:policy");
    expect(of([{ connectorId: files, tools: "all" }]).operations).toEqual([read.id]);
    expect(of([{ connectorId: notes, tools: ["prompts/get"] }]).operations).toEqual([get.id]);
    expect(of([{ connectorId: files, tools: ["read"] }]).operations).toEqual([]);
    expect([...of([{ connectorId: notes, tools: "all" }]).tools.keys()]).toEqual(["notes__read"]);
    expect(of([{ connectorId: files, tools: "all" }], [{ ...read, isEnabled: false }]).operations).toEqual([]);
    expect(of([{ connectorId: files, tools: "all" }], [{ ...read, isOffered: false }]).operations).toEqual([]);
  });

  it("that are granted by name do not grant a tool that a server calls the same", () => {
    proves("gate:content");
    const granted = of([{ connectorId: files, tools: ["resources/read"] }]);
    expect([[...granted.tools.values()], granted.operations]).toEqual([[], [read.id]]);
    expect([...of([{ connectorId: files, tools: "all" }]).tools.values()]).toContain(mimic.id);
  });
});

it("tells a granted tool that is off from one that is not granted", () => {
  const grants: Grant[] = [{ connectorId: files, tools: ["off"] }];
  expect([
    isGranted(grants, { connectorId: files, operation: "tools/call", name: "off" }),
    isGranted(grants, { connectorId: notes, operation: "tools/call", name: "off" }),
  ]).toEqual([true, false]);
});

it("is kept until the policy or the tools change", () => {
  const toolsets = createToolsets();
  const policy = {
    id: newId<PolicyId>(),
    revision: 1,
    nameForm: "namespaced" as const,
    grants: [{ connectorId: files, tools: "all" as const }],
  };
  const source = { version: 1, tools };
  const first = toolsets.of(policy, source);
  expect(toolsets.of(policy, source)).toBe(first);
  expect([...toolsets.of({ ...policy, revision: 2, grants: [] }, source).tools]).toEqual([]);
  expect([...toolsets.of(policy, { version: 2, tools: tools.slice(1) }).tools.keys()]).toEqual(["files__write"]);
});
