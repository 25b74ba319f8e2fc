import { LoaderCircle } from "lucide-react";
import { useRef } from "react";
import { allowableHost, problemNotice, useAllowHost, type AccountEntry, type Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { Choose } from "./choose.tsx";
import { Consent } from "./consent.tsx";
import { DeviceCode } from "./device-code.tsx";
import { Invitation } from "./invitation.tsx";
import type { Connect } from "./use-connect.ts";
import { Waiting } from "./waiting.tsx";

export type ConnectPanelProps = {
  readonly entry: AccountEntry;
  readonly connect: Connect;
  /** The key that begins it, where its page binds one. */
  readonly shortcut?: string | undefined;
};

/** Everything between the wish to connect and the account: where one signs in, waiting for it, and how it ended. */
export function ConnectPanel({ entry, connect, shortcut }: ConnectPanelProps) {
  const { connecting } = connect;
  const panel = useRef<HTMLDivElement>(null);
  const step =
    connecting === null ? "none" : connecting.kind === "browser" ? String(connecting.openedAt) : connecting.kind;
  useRegainedFocus(`${step} ${entry.account === null}`, () =>
    panel.current?.querySelector<HTMLElement>("button:not([disabled])"),
  );
  if (connecting === null && (entry.account !== null || !entry.mayConnect)) return null;
  return (
    <div ref={panel}>
      {connecting === null ? (
        <Invitation entry={entry} connect={connect} shortcut={shortcut} />
      ) : (
        <Step entry={entry} connect={connect} />
      )}
    </div>
  );
}

function Step({ entry, connect }: ConnectPanelProps) {
  const { connecting } = connect;
  const { provider } = entry;
  const again = (): void => connect.begin({ via: "browser" });
  switch (connecting?.kind) {
    case undefined:
      return null;
    case "asking":
      return <Busy title={t(provider.owner === "org" ? "asking.title.org" : "asking.title")} />;
    case "exchanging":
      return <Busy title={t("wait.exchanging")} />;
    case "choose":
      return <Choose servers={connecting.servers} connect={connect} via={connecting.via} />;
    case "browser":
      return connecting.openedAt === null ? (
        <Consent entry={entry} offer={connecting.offer} connect={connect} />
      ) : (
        <Waiting offer={connecting.offer} since={connecting.openedAt} connect={connect} />
      );
    case "device":
      return <DeviceCode entry={entry} offer={connecting.offer} since={connecting.begunAt} connect={connect} />;
    case "refused":
      return <Refused problem={connecting.problem} onAgain={again} onLeave={connect.leave} />;
    case "ended":
      return <Ended entry={entry} connect={connect} onAgain={again} />;
  }
}

function Busy({ title }: { readonly title: string }) {
  return (
    <Panel>
      <p role="status" className="flex items-center gap-2.5 text-sm">
        <LoaderCircle size={16} aria-hidden className="animate-spin text-ink-faint" />
        {title}
      </p>
    </Panel>
  );
}

type RefusedProps = { readonly problem: Problem; readonly onAgain: () => void; readonly onLeave: () => void };

/** It did not get as far as a sign-in. */
function Refused({ problem, onAgain, onLeave }: RefusedProps) {
  const allow = useAllowHost(allowableHost(problem));
  const allowThenAgain = async (): Promise<void> => {
    if (allow !== null && (await allow.allow())) onAgain();
  };
  return (
    <Banner
      kind="ours"
      {...problemNotice(allow?.problem ?? problem)}
      onDismiss={onLeave}
      actions={
        allow !== null && allow.mayAllow ? (
          <Button size="small" isBusy={allow.isBusy} onClick={() => void allowThenAgain()}>
            {t("allow.host", { host: allow.host })}
          </Button>
        ) : (
          <Button size="small" onClick={onAgain}>
            {t("try.again")}
          </Button>
        )
      }
    />
  );
}

function Ended({ entry, connect, onAgain }: ConnectPanelProps & { readonly onAgain: () => void }) {
  if (connect.connecting?.kind !== "ended") return null;
  const { end } = connect.connecting;
  const again = (
    <Button size="small" onClick={onAgain}>
      {t("try.again")}
    </Button>
  );
  switch (end.kind) {
    case "cancelled":
      return <Banner kind="info" title={t("ended.cancelled")} onDismiss={connect.leave} actions={again} />;
    case "expired":
      return (
        <Banner kind="info" title={t("ended.expired")} onDismiss={connect.leave} actions={again}>
          {t("ended.expired.text")}
        </Banner>
      );
    case "failed":
      return (
        <Banner
          kind="ours"
          title={t("failed.title", { provider: entry.provider.name })}
          onDismiss={connect.leave}
          actions={again}
        >
          <span className="block">{end.message}</span>
          {end.hint !== "" && <span className="block">{end.hint}</span>}
          <code className="font-mono text-2xs text-ink-soft">{end.code}</code>
        </Banner>
      );
  }
}
