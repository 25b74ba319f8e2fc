import type { MemberDetail, MemberId, ToolApproval } from "../../../client/index.ts";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";

type Approvals = ToolApproval["approvers"];

export type ApproversProps = {
  readonly tool: string;
  readonly approvers: Approvals;
  readonly people: readonly MemberDetail[];
  readonly onChange: (approvers: Approvals) => void;
};

const MOST = 10;
const WHO = ["anyone", "named"] as const;

/** How many different people approve, and out of whom. */
export function Approvers({ tool, approvers: { needed, from }, people, onChange }: ApproversProps) {
  const isNamed = from.length > 0;
  const deciders = people.filter(({ role }) => role !== "member");
  // Whoever was named and may not decide any more stays in sight until somebody takes them out.
  const others = from.filter((id) => !deciders.some((one) => one.id === id));
  const possible = isNamed ? from.length : deciders.length;
  const counts = Array.from({ length: Math.min(MOST, Math.max(possible, needed)) }, (_, index) => String(index + 1));
  const name = (id: MemberId, isIn: boolean): void =>
    onChange({ needed, from: isIn ? [...from, id] : from.filter((one) => one !== id) });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          className="w-48"
          label={t("approval.people", { tool })}
          value={String(needed)}
          onChange={(count) => onChange({ needed: Number(count), from })}
          choices={counts.map((value) => ({ value, label: t("approval.people.count", { count: Number(value) }) }))}
        />
        <Select
          className="w-56"
          label={t("approval.who", { tool })}
          value={isNamed ? "named" : "anyone"}
          onChange={(who) => {
            if ((who === "named") === isNamed) return;
            onChange({ needed, from: who === "named" ? deciders.map(({ id }) => id) : [] });
          }}
          choices={WHO.map((value) => ({ value, label: t(`approval.who.${value}`) }))}
        />
      </div>
      {isNamed && (
        <div role="group" aria-label={t("approval.who.named")} className="flex flex-wrap gap-x-5 gap-y-1.5">
          {deciders.map(({ id, name: person }) => (
            <Checkbox
              key={id}
              checked={from.includes(id)}
              onChange={(isIn) => name(id, isIn)}
              disabled={from.length === 1 && from.includes(id)}
              label={person}
            />
          ))}
          {others.map((id) => (
            <Checkbox
              key={id}
              checked
              onChange={() => name(id, false)}
              label={people.find((one) => one.id === id)?.name ?? t("approval.gonePerson")}
              description={t("approval.who.cannot")}
            />
          ))}
        </div>
      )}
    </div>
  );
}
