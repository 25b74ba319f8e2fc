import { useState } from "react";
import { Button } from "../../../ui/actions/button.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { hostOf } from "../addresses.ts";
import { t } from "../messages.ts";
import type { Connecting } from "./connecting.tsx";
import type { Connect } from "./use-connect.ts";

export type ChooseProps = {
  readonly servers: Extract<Connecting, { kind: "choose" }>["servers"];
  readonly via: "browser" | "device";
  readonly connect: Connect;
};

/** One server can trust several places to sign in; the person knows where their account is. */
export function Choose({ servers, via, connect }: ChooseProps) {
  const [issuer, setIssuer] = useState<string | null>(null);
  return (
    <Panel title={t("choose.title")}>
      <div className="flex flex-col gap-4">
        <p className="text-sm">{t("choose.text")}</p>
        <RadioCards
          label={t("choose.servers")}
          value={issuer}
          onChange={setIssuer}
          choices={servers.map((server) => ({
            value: server.issuer,
            label: hostOf(server.issuer),
            description: server.issuer,
          }))}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="primary"
            disabled={issuer === null}
            onClick={() => {
              if (issuer !== null) connect.begin({ via, issuer });
            }}
          >
            {t("choose.go")}
          </Button>
          <Button variant="ghost" onClick={connect.leave}>
            {t("cancel")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
