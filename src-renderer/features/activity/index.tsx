import { useRead, useStudio, type CallId } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { createTranslate } from "../../ui/messages/translate.ts";
import { Page } from "../../ui/layout/page.tsx";

const t = createTranslate({ title: "Activity" });

/** What was asked and what became of it. */
export function ActivityPage({ callId }: { readonly callId: CallId | null }) {
  const { rpc } = useStudio();
  const calls = useRead(rpc.calls.list.queryOptions({ input: { limit: 100 } }));
  return (
    <Page title={t("title")}>
      {calls.kind === "loading" && <Skeleton />}
      {calls.kind === "failed" && <ErrorState {...calls.failure} />}
      {calls.kind === "ready" && (
        <RowList
          label={t("title")}
          items={calls.data.calls}
          idOf={(call) => call.id}
          selectedId={callId}
          onSelect={(id) => location.assign(`#/activity/${id}`)}
          renderRow={(call) => <ListRow title={call.toolName} detail={call.connectorName} trailing={call.state} />}
        />
      )}
    </Page>
  );
}
