import { useMemo } from "react";
import { useRead, useStudio, type AgentSession, type DeskTool, type Read } from "../../../client/index.ts";

/** The tools that the policy of a session's key gives, as far as they are on and offered. */
export function useGivenTools({
  keyId,
  policyName,
}: Pick<AgentSession, "keyId" | "policyName">): Read<readonly DeskTool[]> {
  const { rpc } = useStudio();
  const tools = useRead(rpc.tools.list.queryOptions());
  const keys = useRead(rpc.keys.list.queryOptions());
  const policies = useRead(rpc.policies.list.queryOptions());
  const given = useMemo(() => {
    if (tools.kind !== "ready" || keys.kind !== "ready" || policies.kind !== "ready") return null;
    const policyId = keys.data.find(({ id }) => id === keyId)?.policyId;
    const policy = policies.data.find(({ id, name }) =>
      policyId === undefined ? name === policyName : id === policyId,
    );
    return tools.data.filter((tool) => {
      const grant = policy?.grants.find(({ connectorId }) => connectorId === tool.connectorId);
      const isGiven = grant !== undefined && (grant.tools === "all" || grant.tools.includes(tool.name));
      return isGiven && tool.isEnabled && tool.isOffered;
    });
  }, [tools, keys, policies, keyId, policyName]);
  if (given !== null && tools.kind === "ready") return { ...tools, data: given };
  return [tools, keys, policies].find((read) => read.kind === "failed") ?? { kind: "loading" };
}
