import type { ReactNode } from "react";
import type { ConnectorApproval, RiskClass } from "../../../client/index.ts";
import { Select } from "../../../ui/fields/select.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { t } from "../messages.ts";
import { riskOf, riskWord } from "../risk-words.ts";

export type ClassRulesProps = {
  readonly approval: ConnectorApproval;
  readonly onChange: (change: Partial<ConnectorApproval>) => void;
};

const READ_ONLY = ["as-trust", "run", "ask"] as const;
const OTHERS = ["as-trust", "ask", "refuse"] as const;
/** Classes that can only be made stricter; their fields are called as they are. */
const STRICTER = ["moderate", "dangerous", "unknown"] as const;

/** One rule for each class. Only Read-only can be relaxed. */
export function ClassRules({ approval, onChange }: ClassRulesProps) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      <Row riskClass="read-only" text={t(`approval.rule.${approval.readOnly}.read-only`)}>
        <Rule
          label={riskWord("read-only")}
          value={approval.readOnly}
          rules={READ_ONLY}
          onChange={(readOnly) => onChange({ readOnly })}
        />
      </Row>
      {STRICTER.map((field) => (
        <Row key={field} riskClass={field} text={t(`approval.rule.${approval[field]}.${field}`)}>
          <Rule
            label={riskWord(field)}
            value={approval[field]}
            rules={OTHERS}
            onChange={(rule) => onChange({ [field]: rule })}
          />
        </Row>
      ))}
    </ul>
  );
}

type RowProps = { readonly riskClass: RiskClass; readonly text: string; readonly children: ReactNode };

function Row({ riskClass, text, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2.5">
      <RiskBadge risk={riskOf(riskClass)} look="plain" className="w-24" />
      {children}
      <p className="min-w-48 flex-1 text-xs text-ink-soft">{text}</p>
    </li>
  );
}

type RuleProps<R extends string> = {
  readonly label: string;
  readonly value: R;
  readonly rules: readonly R[];
  readonly onChange: (rule: R) => void;
};

function Rule<R extends "as-trust" | "run" | "ask" | "refuse">({ label, value, rules, onChange }: RuleProps<R>) {
  return (
    <Select
      className="w-52"
      label={label}
      value={value}
      onChange={onChange}
      choices={rules.map((rule) => ({ value: rule, label: t(`approval.rule.${rule}`) }))}
    />
  );
}
