import { Pencil } from "lucide-react";
import { useMember, useRead, useStudio, type ConnectorDetail, type MemberDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { approvalSentences, type Names } from "./approval-words.ts";

export type ApprovalPanelProps = { readonly connector: ConnectorDetail; readonly onEdit: () => void };

const NO_PEOPLE: readonly MemberDetail[] = [];

/** What this connector asks of its approvers, in sentences. */
export function ApprovalPanel({ connector, onEdit }: ApprovalPanelProps) {
  const { may } = useMember();
  const { rpc } = useStudio();
  const people = useRead({ ...rpc.people.list.queryOptions(), enabled: connector.approval.tools.length > 0 });
  const names = { tools: connector.toolList, people: people.kind === "ready" ? people.data : NO_PEOPLE };
  return (
    <Panel
      title={t("approval.title")}
      actions={
        may("admin") && (
          <Button size="small" icon={Pencil} onClick={onEdit}>
            {t("approval.change")}
          </Button>
        )
      }
    >
      <Sentences approval={connector.approval} names={names} />
    </Panel>
  );
}

export type SentencesProps = { readonly approval: ConnectorDetail["approval"]; readonly names: Names };

/** A policy in sentences; what is as usual in one of its own. */
export function Sentences({ approval, names }: SentencesProps) {
  const sentences = approvalSentences(approval, names);
  if (sentences.length === 0) return <p className="text-sm text-ink-soft">{t("approval.usual")}</p>;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 text-sm">
      {sentences.map((sentence) => (
        <li key={sentence} className="wrap-anywhere">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
