import { useState } from "react";
import { ListRow } from "../data/list-row.tsx";
import { RowList } from "../data/row-list.tsx";
import { useNotify } from "../feedback/toasts.tsx";
import { Page } from "../layout/page.tsx";
import { SplitView } from "../layout/split-view.tsx";
import { RiskBadge } from "../risk/risk-badge.tsx";
import { formatDuration } from "../time/format-time.ts";
import { useNow } from "../time/use-now.ts";
import { ApprovalCard } from "./approval/approval-card.tsx";
import { sampleApprovals, type SampleApproval } from "./approval/sample.ts";

const FROZEN = {
  title: "This call can no longer be decided here",
  reason:
    "The tool's definition changed while you were reading. The agent has been told to ask again; nothing was sent.",
};

export function ApprovalsView({ isFrozen, initialId }: { readonly isFrozen: boolean; readonly initialId: string }) {
  const [selectedId, setSelectedId] = useState(initialId);
  const [isOpen, setOpen] = useState(true);
  const notify = useNotify();
  const approval = sampleApprovals.find((item) => item.id === selectedId) ?? sampleApprovals[0];
  if (approval === undefined) return null;
  return (
    <Page title="Approvals" aside={<span className="text-sm text-ink-faint">{sampleApprovals.length} waiting</span>}>
      <SplitView
        listLabel="Queue"
        detailLabel="Call"
        isDetailOpen={isOpen}
        onBack={() => setOpen(false)}
        backLabel="Queue"
        list={
          <RowList
            label="Waiting calls"
            items={sampleApprovals}
            idOf={(item) => item.id}
            selectedId={selectedId}
            onSelect={(id) => {
              setSelectedId(id);
              setOpen(true);
            }}
            rowHeight={60}
            renderRow={(item) => <QueueRow item={item} />}
          />
        }
        detail={
          <ApprovalCard
            key={approval.id}
            approval={approval}
            frozen={isFrozen ? FROZEN : undefined}
            onDecide={(verb) => {
              notify({
                title: `${approval.title}: ${verb}`,
                description: "The agent has been told.",
                action: { label: "Undo", onPress: () => {} },
              });
            }}
          />
        }
      />
    </Page>
  );
}

function QueueRow({ item }: { readonly item: SampleApproval }) {
  const now = useNow(1000);
  return (
    <ListRow
      leading={<RiskBadge risk={item.risk} look="icon" />}
      title={item.title}
      trailing={formatDuration(item.until - now)}
      detail={item.target}
      detailTrailing={item.agent}
    />
  );
}
