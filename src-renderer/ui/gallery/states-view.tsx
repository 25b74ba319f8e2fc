import { Bot, Plug } from "lucide-react";
import { useState } from "react";
import { Button } from "../actions/button.tsx";
import { Banner } from "../feedback/banner.tsx";
import { EmptyState } from "../feedback/empty-state.tsx";
import { ErrorState } from "../feedback/error-state.tsx";
import { Skeleton } from "../feedback/skeleton.tsx";
import { KeyValues } from "../layout/key-values.tsx";
import { Page } from "../layout/page.tsx";
import { Panel } from "../layout/panel.tsx";
import { RelativeTime } from "../time/relative-time.tsx";

const LAST_USED = Date.now() - 190_000;

export function StatesView() {
  const [isDismissed, setDismissed] = useState(false);
  return (
    <Page
      title="States"
      description="What every page can be: empty, loading, partial, failed, locked, restarting, without permission."
      layout="read"
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-2">
          <Banner kind="ours" title="The sidecar restarted" isAnnounced={false}>
            Nothing was lost. Calls that waited still wait.
          </Banner>
          <Banner
            kind="warn"
            title="GitHub needs to be reconnected"
            actions={<Button size="small">Reconnect</Button>}
            isAnnounced={false}
          >
            The token expired 3 days ago. Calls that need it are held.
          </Banner>
          {!isDismissed && (
            <Banner
              kind="info"
              title="4 tools are not classified yet"
              onDismiss={() => setDismissed(true)}
              isAnnounced={false}
            >
              Until then each call of them is asked.
            </Banner>
          )}
          <Banner
            kind="danger"
            title="Everything is stopped"
            actions={<Button size="small">Resume</Button>}
            isAnnounced={false}
          >
            2 calls were cancelled, 3 agents are held.
          </Banner>
        </div>
        <div className="grid grid-cols-2 gap-4">
          <Panel title="Empty" isFlush>
            <EmptyState icon={Bot} title="No agents yet" action={<Button variant="primary">Connect an agent</Button>}>
              An agent appears here once it uses a key. Make one from a policy.
            </EmptyState>
          </Panel>
          <Panel title="Failed" isFlush>
            <ErrorState
              what="GitHub refused the token (expired 3 days ago)."
              safe="Nothing was sent."
              next="Reconnect the account, then try again."
              code="oauth_unreachable"
              onRetry={() => {}}
            />
          </Panel>
          <Panel title="Loading" isFlush>
            <Skeleton rows={4} />
          </Panel>
          <Panel title="Facts">
            <KeyValues
              look="lines"
              items={[
                { id: "slug", label: "Slug", value: <code className="font-mono text-xs">github</code> },
                { id: "kind", label: "Reached by", value: "MCP over HTTP" },
                { id: "used", label: "Last used", value: <RelativeTime at={LAST_USED} /> },
                { id: "tools", label: "Tools", value: "38, of which 4 not classified" },
              ]}
            />
          </Panel>
        </div>
        <Panel title="No permission" isFlush>
          <EmptyState icon={Plug} title="Connectors are kept by admins">
            Ask Dana or Kim to add one, or to make you an admin.
          </EmptyState>
        </Panel>
      </div>
    </Page>
  );
}
