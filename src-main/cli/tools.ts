import type { DeskTool } from "../../src-contract/connector.ts";
import { digest as digestSchema } from "../../src-contract/ids.ts";
import type { RiskClass } from "../../src-contract/values.ts";
import { connectorOf } from "./curate.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
import { asMember, type MemberFlags } from "./people-door.ts";

export interface ToolFilter {
  readonly unknown: boolean;
  readonly drifted: boolean;
  readonly fresh: boolean;
}

/** The classification desk; `slug` absent: the tools of every connector. */
export function listTools(flags: MemberFlags & ToolFilter, slug: string | undefined): Promise<Answer> {
  return asMember(flags, async (door) => {
    const connector = slug === undefined ? undefined : await connectorOf(door, slug);
    const tools = (await door.tools.list()).filter(
      (tool) => (connector === undefined || tool.connectorId === connector.id) && isWanted(tool, flags),
    );
    const left = tools.filter(({ risk }) => risk.riskClass === "unknown").length;
    return { json: tools, lines: [...tools.map(toolLine), `${tools.length} tools, ${left} Unknown`] };
  });
}

function isWanted({ risk, isFresh }: DeskTool, { unknown, drifted, fresh }: ToolFilter): boolean {
  return (
    (!unknown || risk.riskClass === "unknown") && (!drifted || risk.source.kind === "drifted") && (!fresh || isFresh)
  );
}

function toolLine({ exposedName, risk, suggestion, isEnabled, isOffered, isFresh, calls }: DeskTool): string {
  const { source } = risk;
  const facts = [
    ...(source.kind === "drifted" ? [`was ${source.was}, its ${source.what} changed`] : []),
    ...(risk.riskClass === "unknown" ? [`suggested: ${suggestion.riskClass}`] : []),
    ...(isFresh ? ["new"] : []),
    ...(isEnabled ? [] : ["off"]),
    ...(isOffered ? [] : ["no longer offered"]),
    `${calls} calls`,
  ];
  return `${exposedName}  ${risk.riskClass}  ${facts.join(", ")}`;
}

export interface ClassifyFlags extends MemberFlags {
  /** Of the definition that was looked at; absent: as it is now. */
  readonly digest?: string;
  readonly readsOutside?: boolean;
  readonly sendsOut?: boolean;
}

/** Says what a tool is. What is not said of its flow of data is as Gatehouse suggests. */
export function classifyTool(flags: ClassifyFlags, exposedName: string, riskClass: RiskClass): Promise<Answer> {
  return asMember(flags, async (door) => {
    const tool = (await door.tools.list()).find((one) => one.exposedName === exposedName);
    if (!tool)
      throw new CommandError("not_found", EXIT.usage, `There is no tool called ${JSON.stringify(exposedName)}.`);
    const { flow: suggested } = tool.suggestion;
    const flow = {
      readsOutside: flags.readsOutside ?? suggested.readsOutside,
      sendsOut: flags.sendsOut ?? suggested.sendsOut,
    };
    const definitionDigest = flags.digest === undefined ? tool.definitionDigest : parseDigest(flags.digest);
    await door.tools.classify({ id: tool.id, definitionDigest, riskClass, flow });
    return { json: { exposedName, riskClass, definitionDigest, flow }, lines: [`${exposedName} is ${riskClass}.`] };
  });
}

function parseDigest(text: string) {
  const parsed = digestSchema.safeParse(text);
  if (!parsed.success) throw new CommandError("usage", EXIT.usage, "A digest is 64 hex digits in lower case.");
  return parsed.data;
}
