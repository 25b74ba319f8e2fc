import { Link2 } from "lucide-react";
import { Button } from "../../../ui/actions/button.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { ScopeList } from "../scope-list.tsx";
import { CodeInstead } from "./code-instead.tsx";
import type { ConnectPanelProps } from "./connect-panel.tsx";

/** What connecting means, before anything of it is done. */
export function Invitation({ entry: { provider }, connect, shortcut }: ConnectPanelProps) {
  const { owner, scopes, scopeHints } = provider;
  const isOrg = owner === "org";
  return (
    <Panel title={t(isOrg ? "connect.title.org" : "connect.title")}>
      <div className="flex flex-col gap-4">
        <p className="text-sm">{t(isOrg ? "connect.text.org" : "connect.text")}</p>
        {scopes.length > 0 ? (
          <div className="flex flex-col gap-1.5">
            <p className="text-sm text-ink-soft">{t("connect.asks")}</p>
            <ScopeList label={t("connect.asks")} scopes={scopes} hints={scopeHints} />
          </div>
        ) : (
          !isOrg && <p className="text-sm text-ink-soft">{t("connect.asksNothing")}</p>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary" icon={Link2} shortcut={shortcut} onClick={() => connect.begin({ via: "browser" })}>
            {t("connect")}
          </Button>
          {provider.hasDeviceCode && <CodeInstead connect={connect} />}
        </div>
      </div>
    </Panel>
  );
}
