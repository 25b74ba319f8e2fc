/** Scenarios that fail for one and the same reason. A name that ends in `*` stands for all that start so. */
interface KnownFailure {
  readonly scenarios: readonly string[];
  readonly reason: string;
}

/** What is known to fail, and why. A failure that has no reason here makes `npm run conformance` fail, required or not. */
const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    scenarios: ["tools-call-sampling"],
    reason:
      "Refused on purpose: a server's request to the agent's model (sampling) would go round the gate, so Gatehouse offers servers none.",
  },
  {
    scenarios: ["tools-call-elicitation", "elicitation-sep1034-defaults", "elicitation-sep1330-enums"],
    reason:
      "Refused on purpose: a server's question to the person (elicitation) is a text box whose words a stranger wrote, so Gatehouse passes none on.",
  },
  {
    scenarios: [
      "input-required-result-basic-elicitation",
      "input-required-result-basic-sampling",
      "input-required-result-basic-list-roots",
      "input-required-result-request-state",
      "input-required-result-multiple-input-requests",
      "input-required-result-multi-round",
      "input-required-result-non-tool-request",
      "input-required-result-result-type",
      "input-required-result-tampered-state",
      "input-required-result-capability-check",
    ],
    reason:
      "Refused on purpose: a result that asks for input first (`input_required`) is a server's request to the model, the person or the machine's folders, and becomes an error of the call that says so.",
  },
  {
    scenarios: ["server-stateless"],
    reason:
      "Two of its checks need a tool that asks the client's model: Gatehouse tells servers that there is none, so the error for a client without that capability never comes up.",
  },
  {
    scenarios: ["resources-subscribe", "resources-unsubscribe"],
    reason:
      "Not offered, and not declared: agents hear that a list of resources changed, but a watch on one resource would be a standing order to a server that no person decided about.",
  },
  {
    scenarios: ["http-custom-header-server-validation"],
    reason:
      "The agents' door does not compare `Mcp-Param` headers with arguments, because nothing on its side routes by them: what is checked, shown and sent are the arguments.",
  },
  {
    scenarios: ["tasks-*"],
    reason:
      "The tasks extension (SEP-2663) is not offered: a call that waits for a person keeps its stream open with progress instead.",
  },
  {
    scenarios: ["elicitation-sep1034-client-defaults"],
    reason:
      "Refused on purpose: Gatehouse tells servers that there is nobody to ask (elicitation), so a question's defaults never come up.",
  },
  {
    scenarios: ["sep-2322-client-request-state"],
    reason:
      "Refused on purpose: Gatehouse goes on with no result that asks for input first (`input_required`), so there is no state to send back.",
  },
  {
    scenarios: ["http-custom-headers"],
    reason:
      "One check wants a call with `null` where the tool's own schema wants a truth value: arguments that do not fit the schema are not sent.",
  },
  {
    scenarios: ["auth/enterprise-managed-authorization", "auth/wif-jwt-bearer"],
    reason:
      "Not offered: an account is connected by the person whose it is, or by the organization's app. Assertions of an identity provider or of a workload (RFC 7523) are grants that no account of Gatehouse stands for.",
  },
];

/** Why a scenario is known to fail, if it is. */
export function reasonFor(scenario: string): string | undefined {
  const isMeant = (name: string): boolean =>
    name.endsWith("*") ? scenario.startsWith(name.slice(0, -1)) : scenario === name;
  return KNOWN_FAILURES.find(({ scenarios }) => scenarios.some(isMeant))?.reason;
}
