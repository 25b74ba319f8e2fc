import { useState } from "react";
import { Button } from "../../actions/button.tsx";
import { useHotkeys } from "../../actions/hotkeys.tsx";
import { Field } from "../../fields/field.tsx";
import { Input } from "../../fields/input.tsx";

const RECENT = ["Use the staging repository.", "Ask me first in the chat.", "Not needed for this task."];

export type DenyFormProps = {
  readonly agent: string;
  readonly onCancel: () => void;
  readonly onDeny: (reason: string) => void;
};

export function DenyForm({ agent, onCancel, onDeny }: DenyFormProps) {
  const [reason, setReason] = useState("");
  useHotkeys("Deny", [{ keys: "escape", label: "Back", run: onCancel, inFields: true }]);
  return (
    <form
      aria-label="Deny"
      className="flex flex-col gap-2.5 border-t border-line bg-surface px-6 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        onDeny(reason);
      }}
    >
      <Field label={`One line for ${agent}`} hint="The agent reads it as the reason.">
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- boundary: opened by the person's own key */}
        <Input value={reason} onChange={setReason} autoFocus />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        {RECENT.map((text) => (
          <Button key={text} size="small" onClick={() => setReason(text)}>
            {text}
          </Button>
        ))}
        <span className="ml-auto flex gap-2">
          <Button variant="ghost" onClick={onCancel} shortcut="escape">
            Back
          </Button>
          <Button type="submit" variant="primary" disabled={reason.trim() === ""} shortcut="enter">
            Deny
          </Button>
        </span>
      </div>
    </form>
  );
}
