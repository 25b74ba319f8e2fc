import { EllipsisVertical, Hourglass, Pencil, PlugZap, RefreshCw, Trash2, Wrench } from "lucide-react";
import { useState } from "react";
import { useMember, type ConnectorDetail, type CredentialSummary, type ToolSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Menu } from "../../../ui/overlay/menu.tsx";
import { ApprovalPanel } from "../approval/approval-panel.tsx";
import { ConnectionBadge } from "../connection-badge.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { TestReport } from "../test-report.tsx";
import { useClassify } from "../use-classify.ts";
import { ConnectionFacts } from "./connection-facts.tsx";
import { ConnectorNotices } from "./connector-notices.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { ToolPeek } from "./tool-peek.tsx";
import { ToolsTable } from "./tools-table.tsx";
import { useConnectorActions } from "./use-connector-actions.ts";

export type ConnectorDetailViewProps = {
  readonly connector: ConnectorDetail;
  readonly credentials: readonly CredentialSummary[] | null;
  readonly onGo: Go;
};

type Actions = ReturnType<typeof useConnectorActions>;

/** One connector: how it is doing, its tools with their classes, how it is reached. */
export function ConnectorDetailView({ connector, credentials, onGo }: ConnectorDetailViewProps) {
  const { may } = useMember();
  const actions = useConnectorActions(connector.id);
  const classify = useClassify();
  const [toolId, setToolId] = useState<string | null>(null);
  const tool = connector.toolList.find(({ id }) => id === toolId);
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-col gap-4 px-6 py-5">
          <Head connector={connector} actions={actions} onGo={onGo} />
          <TestReport
            test={actions.test}
            url={connector.config.kind === "mcp-http" ? connector.config.url : undefined}
            onSetUp={() => onGo({ kind: "edit", id: connector.id })}
          />
          <ConnectorNotices connector={connector} />
          <Tools connector={connector} actions={actions} selectedId={toolId} onSelect={setToolId} onGo={onGo} />
          <ApprovalPanel connector={connector} onEdit={() => onGo({ kind: "approval", id: connector.id })} />
          <Panel title={t("connection.title")}>
            <ConnectionFacts connector={connector} credentials={credentials} />
          </Panel>
        </div>
      </div>
      {tool !== undefined && (
        <ToolPeek
          key={tool.id}
          tool={tool}
          href={hrefOf(tool)}
          onClassify={may("admin") ? (riskClass) => void classify(tool, riskClass) : undefined}
        />
      )}
    </>
  );
}

type HeadProps = { readonly connector: ConnectorDetail; readonly actions: Actions; readonly onGo: Go };

function Head({ connector, actions, onGo }: HeadProps) {
  const { may } = useMember();
  const [isRemoving, setRemoving] = useState(false);
  const isAdmin = may("admin");
  const edit = (): void => onGo({ kind: "edit", id: connector.id });
  useHotkeys(t("page.keys"), [
    { keys: "t", label: t("action.test"), run: actions.test.start },
    { keys: "e", label: t("action.edit"), run: edit, disabled: !isAdmin },
    { keys: "r", label: t("action.refresh"), run: () => void actions.refresh(), disabled: !may("operator") },
  ]);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h2 className="min-w-0 truncate text-lg font-semibold">{connector.name}</h2>
      <ConnectionBadge connection={connector.connection} />
      <div className="ml-auto flex items-center gap-2">
        <Button
          size="small"
          icon={PlugZap}
          shortcut="t"
          isBusy={actions.test.state.kind === "running"}
          onClick={actions.test.start}
        >
          {t("action.test")}
        </Button>
        {isAdmin && (
          <Button size="small" icon={Pencil} shortcut="e" onClick={edit}>
            {t("action.edit")}
          </Button>
        )}
        <Menu
          align="end"
          trigger={<IconButton icon={EllipsisVertical} label={t("action.more")} />}
          groups={[
            [
              {
                id: "refresh",
                label: t("action.refresh"),
                icon: RefreshCw,
                shortcut: "r",
                onSelect: () => void actions.refresh(),
                ...(may("operator") ? {} : { disabledReason: t("action.adminOnly") }),
              },
            ],
            [
              {
                id: "remove",
                label: t("action.remove"),
                icon: Trash2,
                isDestructive: true,
                onSelect: () => setRemoving(true),
                ...(isAdmin ? {} : { disabledReason: t("action.adminOnly") }),
              },
            ],
          ]}
        />
      </div>
      {isAdmin && (
        <RemoveDialog
          connector={connector}
          isOpen={isRemoving}
          onClose={() => setRemoving(false)}
          onRemoved={() => onGo({ kind: "list", id: null })}
        />
      )}
    </header>
  );
}

type ToolsProps = HeadProps & { readonly selectedId: string | null; readonly onSelect: (id: string) => void };

function Tools({ connector, actions, selectedId, onSelect, onGo }: ToolsProps) {
  const { may } = useMember();
  const { toolList } = connector;
  const isAdmin = may("admin");
  const allOn = toolList.length > 0 && toolList.every(({ isEnabled }) => isEnabled);
  return (
    <Panel
      title={t("tools.title")}
      isFlush
      description={connector.tools.unknown > 0 && isAdmin ? t("unknown.text") : undefined}
      actions={
        isAdmin &&
        toolList.length > 0 && (
          <Button size="small" variant="ghost" onClick={() => void actions.switchTools(toolList, !allOn)}>
            {allOn ? t("tools.allOff") : t("tools.allOn")}
          </Button>
        )
      }
    >
      {toolList.length === 0 && connector.connection.kind === "connecting" && (
        <EmptyState icon={Hourglass} title={t("tools.asking")}>
          {t("tools.askingText")}
        </EmptyState>
      )}
      {toolList.length === 0 && connector.connection.kind !== "connecting" && (
        <EmptyState
          icon={Wrench}
          title={t("tools.empty")}
          action={
            <Button icon={PlugZap} onClick={actions.test.start} isBusy={actions.test.state.kind === "running"}>
              {t("action.test")}
            </Button>
          }
        >
          {t("tools.emptyText")}
        </EmptyState>
      )}
      {toolList.length > 0 && (
        <ToolsTable
          connectorName={connector.name}
          tools={toolList}
          selectedId={selectedId}
          mayChange={isAdmin}
          hrefOf={hrefOf}
          onSelect={onSelect}
          onOpen={(id) => {
            const tool = toolList.find((one) => one.id === id);
            if (tool !== undefined) onGo({ kind: "tool", connectorId: connector.id, toolId: tool.id });
          }}
          onSwitch={(tool, isEnabled) => void actions.switchTools([tool], isEnabled)}
        />
      )}
    </Panel>
  );
}

function hrefOf(tool: ToolSummary): string {
  return `#/connectors/${tool.connectorId}/tools/${tool.id}`;
}
