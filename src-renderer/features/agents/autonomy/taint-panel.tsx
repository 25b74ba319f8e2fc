import { Globe } from "lucide-react";
import type { AgentSession, Taint } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Listed } from "../../../ui/messages/listed.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { formatMoment } from "../../../ui/time/format-time.ts";
import { t } from "../messages.ts";
import { useSessionActions } from "../sessions/use-sessions.ts";
import { useTellFailure } from "../words/use-tell-failure.ts";

export type TaintPanelProps = {
  readonly session: AgentSession;
  readonly taint: Taint;
  readonly mayClear: boolean;
};

/** What the session read that strangers may have written, and a way to say that somebody looked at it. */
export function TaintPanel({ session, taint, mayClear }: TaintPanelProps) {
  const { clearTaint } = useSessionActions(session.id);
  const tell = useTellFailure();
  const notify = useNotify();
  const clear = (): void =>
    void clearTaint.run().then((outcome) => tell(outcome) && notify({ title: t("taint.cleared") }));
  useHotkeys(t("page.keys"), [
    { keys: "c", label: t("taint.clear"), run: clear, disabled: !mayClear || clearTaint.isBusy },
  ]);
  return (
    <Banner
      kind="warn"
      icon={Globe}
      title={t("taint.title")}
      isAnnounced={false}
      actions={
        mayClear && (
          <Button size="small" shortcut="c" isBusy={clearTaint.isBusy} onClick={clear}>
            {t("taint.clear")}
          </Button>
        )
      }
    >
      <p>
        <Phrase
          parts={{
            tool: <GivenName text={taint.toolName} isMono />,
            connector: <GivenName text={taint.connectorName} />,
          }}
          say={(marks) => t("taint.text", { ...marks, at: formatMoment(taint.at) })}
        />{" "}
        <a href={`#/activity/${taint.callId}`} className="rounded-xs font-medium text-accent-ink hover:underline">
          {t("taint.see")}
        </a>
      </p>
      {taint.phrases.length > 0 && (
        <p>
          <Phrase
            parts={{
              phrases: (
                <Listed
                  items={taint.phrases.map((text) => (
                    <q key={text}>
                      <GivenName text={text} className="font-normal" />
                    </q>
                  ))}
                />
              ),
            }}
            say={(marks) => t("taint.phrases", marks)}
          />
        </p>
      )}
    </Banner>
  );
}
