import { afterEach, beforeEach, expect, test } from "vitest";
import { DEFAULT_APPROVAL, type ConnectorApproval } from "../../src-contract/gate.ts";
import type { MemberId, ToolId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { ada, openCatalogRig, refusalOf, toolAt, type CatalogRig } from "./testdata/catalog-rig.ts";

const bo = newId<MemberId>();
const approvers = new Set([ada.id, bo]);
let rig: CatalogRig;

beforeEach(async () => {
  rig = await openCatalogRig();
});
afterEach(() => rig[Symbol.asyncDispose]());

function forTool(toolId: ToolId, needed: number, ...from: readonly MemberId[]): ConnectorApproval {
  const one = { toolId, approvers: { needed, from: [...from] }, needsReason: false, needsPassphrase: false };
  return { ...DEFAULT_APPROVAL, tools: [{ ...one, reviewsResult: false }] };
}

test("a connector begins with the policy that changes nothing", async () => {
  expect((await rig.withTools("Notes", "a")).approval).toEqual(DEFAULT_APPROVAL);
});

test("a policy is kept, recorded, and there again after a restart", async () => {
  const notes = await rig.withTools("Notes", "a");
  const approval = { ...forTool(toolAt(notes).id, 2, ada.id, bo), readOnly: "run" as const };
  const { revision } = await rig.catalog.connectors.setApproval(notes.id, approval, ada, approvers);
  expect(revision).toBe(notes.revision);
  expect((await rig.reopened()).connectors.get(notes.id).approval).toEqual(approval);
  expect(rig.recorder.entries.at(-1)).toEqual({
    actor: "member:Ada",
    action: "connector.approval-set",
    subject: notes.id,
    body: { connector: "Notes", was: DEFAULT_APPROVAL, is: approval },
  });
});

test.each([
  ["a tool of another connector", () => forTool(newId<ToolId>(), 1), "/approval/tools/0/toolId"],
  [
    "somebody who may not approve",
    (id: ToolId) => forTool(id, 1, ada.id, newId<MemberId>()),
    "/approval/tools/0/approvers/from/1",
  ],
  ["more people than it names", (id: ToolId) => forTool(id, 2, ada.id), "/approval/tools/0/approvers/needed"],
  ["one person named twice", (id: ToolId) => forTool(id, 2, ada.id, ada.id), "/approval/tools/0/approvers/needed"],
  ["more people than there are", (id: ToolId) => forTool(id, 3), "/approval/tools/0/approvers/needed"],
])("a policy is refused for %s, with the field that is wrong", async (_, approvalFor, path) => {
  const notes = await rig.withTools("Notes", "a");
  const approval = approvalFor(toolAt(notes).id);
  const refusal = await refusalOf(rig.catalog.connectors.setApproval(notes.id, approval, ada, approvers));
  expect(refusal).toMatchObject({ code: "invalid_input", data: { fields: [{ path }] } });
  expect(rig.catalog.connectors.get(notes.id).approval).toEqual(DEFAULT_APPROVAL);
});
