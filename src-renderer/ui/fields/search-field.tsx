import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useHotkeys } from "../actions/hotkeys.tsx";
import { Input } from "./input.tsx";

const PAUSE_MS = 200;

export type SearchFieldProps = {
  /** Accessible name, and what stands in it while it is empty. */
  readonly label: string;
  readonly text: string;
  /** Called after a pause in typing, so that typing never waits for what it finds. */
  readonly onChange: (text: string) => void;
  /** `/` goes to the field: the group and the words of that key in the `?` dialog. */
  readonly hotkeyGroup: string;
  readonly hotkeyLabel: string;
  readonly maxLength?: number | undefined;
};

/** Words to look for in a list. */
export function SearchField({ label, text, onChange, hotkeyGroup, hotkeyLabel, maxLength = 200 }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [last, setLast] = useState(text);
  if (text !== last) {
    // It was changed from elsewhere: a link, the way back, Clear.
    setLast(text);
    setTyped(text);
  }
  const tell = useEffectEvent(() => {
    if (typed === last) return;
    setLast(typed);
    onChange(typed);
  });
  useEffect(() => {
    const timer = setTimeout(tell, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useHotkeys(hotkeyGroup, [{ keys: "/", label: hotkeyLabel, run: () => field.current?.focus() }]);
  return (
    <div className="w-64 narrow:w-52">
      <Input
        ref={field}
        value={typed}
        onChange={setTyped}
        icon={Search}
        aria-label={label}
        placeholder={label}
        maxLength={maxLength}
        className="h-7"
      />
    </div>
  );
}
