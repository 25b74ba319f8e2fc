import { Snowflake } from "lucide-react";
import { useState } from "react";
import { Banner } from "../../feedback/banner.tsx";
import { ApprovalActions } from "./approval-actions.tsx";
import { ApprovalArguments } from "./approval-arguments.tsx";
import { ApprovalHead } from "./approval-head.tsx";
import type { SampleApproval } from "./sample.ts";

export type ApprovalCardProps = {
  readonly approval: SampleApproval;
  readonly frozen?: { readonly title: string; readonly reason: string } | undefined;
  readonly onDecide: (verb: string) => void;
};

/** The order of reading is the order of deciding: what, how risky, who, what it would do, as whom, what is unusual, all of it, the actions. */
export function ApprovalCard({ approval, frozen, onDecide }: ApprovalCardProps) {
  const [value, setValue] = useState(approval.value);
  const [isEditing, setEditing] = useState(false);
  const discard = (): void => {
    setValue(approval.value);
    setEditing(false);
  };
  return (
    <article aria-label={approval.title} className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-5 pb-6">
        <div className="mx-auto flex max-w-220 flex-col gap-5">
          {frozen !== undefined && (
            <Banner kind="warn" icon={Snowflake} title={frozen.title}>
              {frozen.reason}
            </Banner>
          )}
          <ApprovalHead approval={approval} isFrozen={frozen !== undefined} />
          <ApprovalArguments approval={approval} value={value} isEditing={isEditing} onChange={setValue} />
        </div>
      </div>
      <ApprovalActions
        approval={approval}
        isFrozen={frozen !== undefined}
        isEdited={value !== approval.value}
        isEditing={isEditing}
        onEdit={() => setEditing(true)}
        onDiscard={discard}
        onDecide={onDecide}
      />
    </article>
  );
}
