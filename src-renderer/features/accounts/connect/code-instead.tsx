import { Smartphone } from "lucide-react";
import { Button } from "../../../ui/actions/button.tsx";
import { t } from "../messages.ts";
import type { Connect } from "./use-connect.ts";

export type CodeInsteadProps = { readonly connect: Connect; readonly size?: "small" };

/** For whoever has no browser that could come back to this machine. A sign-in that waits for one ends with it. */
export function CodeInstead({ connect, size }: CodeInsteadProps) {
  return (
    <Button variant="ghost" icon={Smartphone} {...(size && { size })} onClick={() => connect.begin({ via: "device" })}>
      {t("connect.device")}
    </Button>
  );
}
