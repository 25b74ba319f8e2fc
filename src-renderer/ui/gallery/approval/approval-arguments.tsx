import { useMemo, useState } from "react";
import { ArgumentsView } from "../../json/arguments-view.tsx";
import { DiffView } from "../../json/diff-view.tsx";
import { readableJson } from "../../json/readable-json.ts";
import { changedPaths, type JsonValue } from "../../json/json.ts";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import { Tabs, type Tab } from "../../layout/tabs.tsx";
import { CodeBlock } from "../../text/code-block.tsx";
import { EmptyState } from "../../feedback/empty-state.tsx";
import { History } from "lucide-react";
import type { SampleApproval } from "./sample.ts";

type View = "form" | "raw" | "diff";

export type ApprovalArgumentsProps = {
  readonly approval: SampleApproval;
  readonly value: JsonValue;
  readonly isEditing: boolean;
  readonly onChange: (value: JsonValue) => void;
};

export function ApprovalArguments({ approval, value, isEditing, onChange }: ApprovalArgumentsProps) {
  const [view, setView] = useState<View>("form");
  const edited = useMemo(() => new Set(changedPaths(approval.value, value)), [approval.value, value]);
  const tabs: readonly Tab<View>[] = [
    {
      value: "form",
      label: "Form",
      content: isEditing ? (
        <SchemaForm label="Arguments" schema={approval.schema} value={value} onChange={onChange} />
      ) : (
        <ArgumentsView label="Arguments" value={value} edited={edited} />
      ),
    },
    {
      value: "raw",
      label: "Raw",
      content: <CodeBlock label="Arguments as JSON" text={JSON.stringify(value, null, 2)} />,
    },
    {
      value: "diff",
      label: "Diff to last approved",
      content:
        approval.lastApproved === undefined ? (
          <EmptyState icon={History} title="Never approved before">
            Once this tool has been approved, the difference to that call stands here.
          </EmptyState>
        ) : (
          <DiffView
            label="Arguments, last approved and now"
            before={readableJson(approval.lastApproved)}
            after={readableJson(value)}
          />
        ),
    },
  ];
  return (
    <Tabs
      label="Ways to read the arguments"
      look="segment"
      value={view}
      onChange={setView}
      tabs={tabs}
      heading={<h3 className="text-sm font-semibold">Arguments</h3>}
    />
  );
}
