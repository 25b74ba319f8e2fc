import { useRead, useStudio, type CallId } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { createTranslate } from "../../ui/messages/translate.ts";
import { Page } from "../../ui/layout/page.tsx";

const t = createTranslate({ title: "Approvals" });

/** The calls that wait for a person. */
export function ApprovalsPage({ callId }: { readonly callId: CallId | null }) {
  const { rpc } = useStudio();
  const waiting = useRead(rpc.approvals.list.queryOptions());
  return (
    <Page title={t("title")}>
      {waiting.kind === "loading" && <Skeleton />}
      {waiting.kind === "failed" && <ErrorState {...waiting.failure} />}
      {waiting.kind === "ready" && (
        <RowList
          label={t("title")}
          items={waiting.data}
          idOf={(call) => call.callId}
          selectedId={callId}
          onSelect={(id) => location.assign(`#/approvals/${id}`)}
          renderRow={(call) => (
            <ListRow title={call.toolTitle ?? call.toolName} detail={call.gist} trailing={call.askerName} />
          )}
        />
      )}
    </Page>
  );
}
