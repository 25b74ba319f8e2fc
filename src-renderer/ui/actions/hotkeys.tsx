import { createContext, use, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from "react";
import { createHotkeyRegistry, type Hotkey, type HotkeyGroup, type HotkeyRegistry } from "./hotkey-registry.ts";

const HotkeyContext = createContext<HotkeyRegistry | null>(null);

/** Listens for the hotkeys of everything inside. One per window. */
export function HotkeyProvider({ children }: { readonly children: ReactNode }) {
  const registry = useMemo(createHotkeyRegistry, []);
  useEffect(() => {
    window.addEventListener("keydown", registry.onKeyDown);
    window.addEventListener("keyup", registry.onKeyUp);
    window.addEventListener("blur", registry.onBlur);
    return () => {
      window.removeEventListener("keydown", registry.onKeyDown);
      window.removeEventListener("keyup", registry.onKeyUp);
      window.removeEventListener("blur", registry.onBlur);
    };
  }, [registry]);
  return <HotkeyContext value={registry}>{children}</HotkeyContext>;
}

/**
 * Binds keys while the component is mounted; `title` names the group in the `?` dialog.
 *
 * Keys are ignored while someone types in a field or a popup has the focus; Enter and Space also while a control has it.
 * The newest group wins when two bind the same keys.
 */
export function useHotkeys(title: string, hotkeys: readonly Hotkey[]): void {
  const registry = use(HotkeyContext);
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  const signature = hotkeys
    .map((hotkey) => `${hotkey.keys}\u0000${hotkey.label}\u0000${hotkey.disabled === true}`)
    .join("\u0001");
  useEffect(() => {
    if (registry === null || latest.current.length === 0) return undefined;
    return registry.add({ title, hotkeys: () => latest.current });
  }, [registry, title, signature]);
}

const NO_GROUPS: readonly HotkeyGroup[] = [];

/** Every hotkey bound at this moment, by group, for the `?` dialog. */
export function useBoundHotkeys(): readonly HotkeyGroup[] {
  const registry = use(HotkeyContext);
  return useSyncExternalStore(registry?.subscribe ?? never, registry?.groups ?? (() => NO_GROUPS));
}

function never(): () => void {
  return () => {};
}
