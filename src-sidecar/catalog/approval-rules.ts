import type { ConnectorApproval } from "../../src-contract/gate.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import { CatalogError } from "./catalog-error.ts";
import type { ConnectorEntry } from "./snapshot.ts";

/**
 * Refuses a policy that nobody could ever fulfil: tools of another connector, approvers who may not approve, more than there are.
 *
 * @throws {CatalogError} `invalid_input` with every field that is wrong.
 */
export function assertApproval(
  approval: ConnectorApproval,
  connector: Pick<ConnectorEntry, "tools">,
  approvers: ReadonlySet<MemberId>,
): void {
  const known = new Set(connector.tools.map(({ id }) => id));
  const fields = approval.tools.flatMap(({ toolId, approvers: { needed, from } }, index) => {
    const path = `/approval/tools/${index}`;
    const unknown = known.has(toolId)
      ? []
      : [{ path: `${path}/toolId`, message: "That is no tool of this connector." }];
    const strangers = from.flatMap((id, place) =>
      approvers.has(id)
        ? []
        : [{ path: `${path}/approvers/from/${place}`, message: "Only an active operator or admin can approve calls." }],
    );
    return [...unknown, ...strangers, ...tooMany(needed, new Set(from), approvers, `${path}/approvers/needed`)];
  });
  const [first] = fields;
  if (first) throw new CatalogError("invalid_input", first.message, { fields });
}

function tooMany(needed: number, from: ReadonlySet<MemberId>, approvers: ReadonlySet<MemberId>, path: string) {
  const available = from.size === 0 ? approvers.size : from.size;
  if (needed <= available) return [];
  const people = available === 1 ? "person" : "people";
  return [{ path, message: `Only ${available} ${people} could approve, so a call could never run.` }];
}
