import { useState } from "react";
import type { StudioAbout } from "../../../client/index.ts";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { t } from "../messages.ts";
import { clients, snippetsFor, type Client, type Connection, type Snippet } from "./snippets.ts";

export type SnippetTabsProps = {
  readonly about: StudioAbout;
  /** The key while it is shown; null puts a placeholder in its place. */
  readonly keyText: string | null;
};

/** What to paste into each agent. */
export function SnippetTabs({ about, keyText }: SnippetTabsProps) {
  const [client, setClient] = useState<Client>("claude-code");
  const connection: Connection = {
    url: about.agentsUrl,
    key: keyText ?? t("connect.placeholder"),
    bridgeCommand: about.bridgeCommand,
  };
  return (
    <Tabs
      label={t("connect.client")}
      value={client}
      onChange={setClient}
      tabs={clients.map((value) => ({
        value,
        label: t(`client.${value}`),
        content: <Content client={value} connection={connection} />,
      }))}
    />
  );
}

function Content({ client, connection }: { readonly client: Client; readonly connection: Connection }) {
  return (
    <div className="flex flex-col gap-3">
      {client === "other" ? (
        <>
          <CopyField label={t("connect.address")} text={connection.url} />
          <CopyField label={t("other.header")} text={`Authorization: Bearer ${connection.key}`} />
        </>
      ) : (
        snippetsFor(client, connection).map((snippet) => (
          <SnippetView key={snippet.file ?? "terminal"} snippet={snippet} />
        ))
      )}
      <p className="text-sm text-ink-soft">{t(`note.${client}`)}</p>
    </div>
  );
}

function SnippetView({ snippet }: { readonly snippet: Snippet }) {
  const where = snippet.file === null ? t("where.terminal") : t("where.file", { file: snippet.file });
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-soft">{where}</h3>
      <CodeBlock text={snippet.text.trimEnd()} label={where} />
    </div>
  );
}
