import { Plus } from "lucide-react";
import { useMember } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { ConnectPage } from "./connect/connect-page.tsx";
import { KeysPart } from "./keys/keys-part.tsx";
import { t } from "./messages.ts";
import { AgentsNav } from "./parts-nav.tsx";
import type { AgentsPlace, Go } from "./place.ts";
import { SessionsPart } from "./sessions/sessions-part.tsx";
import { StandingPart } from "./standing/standing-part.tsx";

export type { AgentsPlace } from "./place.ts";

export type AgentsPageProps = { readonly place: AgentsPlace; readonly onGo: Go };

/** The agents: who is connected, what runs without asking, which keys they hold, and how another one connects. */
export function AgentsPage({ place, onGo }: AgentsPageProps) {
  const { may } = useMember();
  const add = (): void => onGo({ kind: "new-key" });
  useHotkeys(t("page.keys"), [{ keys: "n", label: t("page.newKey"), run: add, disabled: !may("admin") }]);
  return (
    <Page
      title={t("page.title")}
      actions={
        may("admin") && (
          <Button size="small" icon={Plus} shortcut="n" onClick={add}>
            {t("page.newKey")}
          </Button>
        )
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <AgentsNav place={place} />
        <div className="min-h-0 flex-1">
          <Part place={place} onGo={onGo} />
        </div>
      </div>
    </Page>
  );
}

function Part({ place, onGo }: AgentsPageProps) {
  switch (place.kind) {
    case "sessions":
      return <SessionsPart id={place.id} onGo={onGo} />;
    case "keys":
      return <KeysPart id={place.id} isNew={false} onGo={onGo} />;
    case "new-key":
      return <KeysPart id={null} isNew onGo={onGo} />;
    case "standing":
      return <StandingPart id={place.id} isNew={false} onGo={onGo} />;
    case "new-standing":
      return <StandingPart id={null} isNew onGo={onGo} />;
    case "connect":
      return <ConnectPage onGo={onGo} />;
  }
}
