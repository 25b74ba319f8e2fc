import { Users } from "lucide-react";
import { useRef, useState } from "react";
import { useMember, type CredentialSummary, type TeamId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { StateBadge } from "../../../ui/risk/state-badge.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { ValueForm } from "../values/value-form.tsx";
import { ClearButton } from "./clear-button.tsx";

type Team = CredentialSummary["teams"][number];

/** Each team's value of one credential, for those who may set it and those who may only know that it is there. */
export function TeamValues({ credential }: { readonly credential: CredentialSummary }) {
  const [openId, setOpenId] = useState<TeamId | null>(null);
  const { teams } = credential;
  return (
    <Panel title={t("teams.title")} description={t("teams.text")} isFlush>
      {teams.length === 0 ? (
        <EmptyState icon={Users} title={t("teams.empty")}>
          {t("teams.emptyText")}
        </EmptyState>
      ) : (
        <ul>
          {teams.map((team) => (
            <TeamRow
              key={team.id}
              credential={credential}
              team={team}
              isOpen={openId === team.id}
              onOpen={() => setOpenId(team.id)}
              onClose={() => setOpenId(null)}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

type TeamRowProps = {
  readonly credential: CredentialSummary;
  readonly team: Team;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
};

function TeamRow({ credential, team, isOpen, onOpen, onClose }: TeamRowProps) {
  const { may } = useMember();
  const button = useRef<HTMLButtonElement>(null);
  const leave = (): void => {
    onClose();
    button.current?.focus();
  };
  const { name, hasValue, setAt, maySet } = team;
  useRegainedFocus(hasValue, () => button.current);
  const title = hasValue ? t("teams.replaceTitle", { team: name }) : t("teams.setTitle", { team: name });
  return (
    <li aria-label={name} className="border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-48 text-sm font-medium wrap-anywhere">{name}</span>
        <StateBadge
          label={hasValue ? t("teams.set") : t("teams.missing")}
          tone={hasValue ? "good" : "warn"}
          dot={hasValue ? "filled" : "ring"}
          className="text-xs"
        />
        {setAt !== null && (
          <span className="text-xs text-ink-soft">
            <RelativeTime at={setAt} />
          </span>
        )}
        <span className="flex items-center gap-2">
          {maySet ? (
            <Button
              ref={button}
              size="small"
              aria-expanded={isOpen}
              aria-label={title}
              onClick={isOpen ? onClose : onOpen}
            >
              {hasValue ? t("teams.replace") : t("teams.setIt")}
            </Button>
          ) : (
            <span className="text-xs text-ink-faint">{t("teams.notYours")}</span>
          )}
          {hasValue && (maySet || may("admin")) && (
            <ClearButton
              credential={credential}
              teamId={team.id}
              whose={t("clear.teams", { team: name, name: credential.name })}
            />
          )}
        </span>
      </div>
      {isOpen && (
        <div className="mt-3 pb-1">
          <ValueForm
            credential={credential}
            teamId={team.id}
            title={title}
            kept={hasValue ? credential.setFields : []}
            onSealed={leave}
            onCancel={leave}
          />
        </div>
      )}
    </li>
  );
}
