import { useMemo } from "react";
import type { JsonObject } from "../../../client/index.ts";
import { editableJson } from "../../../ui/json/editable-json.ts";
import { JsonEditor } from "../../../ui/json/json-editor.tsx";
import { t } from "../messages.ts";
import { inOrder } from "../../../ui/json/in-order.ts";

/** The arguments as canonical JSON, to read and to copy from. */
export function RawArguments({ value }: { readonly value: JsonObject }) {
  const text = useMemo(() => editableJson(inOrder(value)), [value]);
  return <JsonEditor isReadOnly label={t("arguments.json")} text={text} onChange={ignore} />;
}

function ignore(): void {
  // It is read-only: no change comes from it.
}
