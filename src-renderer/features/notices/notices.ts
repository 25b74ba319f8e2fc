/** Which sounds a person wants. */
export type SoundChoice = "off" | "dangerous" | "all";

/** How this device tells its person that something waits. */
export type NoticeChoices = {
  readonly isNotified: boolean;
  readonly sound: SoundChoice;
  /** Left alone until then, in milliseconds since the Unix epoch; null: not. */
  readonly quietUntil: number | null;
};

/** Kept by the device, read and changed from several places of the window. */
export interface Notices {
  readonly choices: () => NoticeChoices;
  readonly change: (part: Partial<NoticeChoices>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const KEY = "gatehouse.notices";
const NONE: NoticeChoices = { isNotified: false, sound: "off", quietUntil: null };

/** Joins the choices to where the device keeps them. */
export function createNotices(storage: Pick<Storage, "getItem" | "setItem">): Notices {
  let choices = parseChoices(storage.getItem(KEY));
  const listeners = new Set<() => void>();
  return {
    choices: () => choices,
    change: (part) => {
      choices = { ...choices, ...part };
      storage.setItem(KEY, JSON.stringify(choices));
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What was kept, as far as it can be understood. */
export function parseChoices(stored: string | null): NoticeChoices {
  const kept = readJson(stored);
  const { isNotified, sound, quietUntil } = kept;
  return {
    isNotified: isNotified === true,
    sound: sound === "all" || sound === "dangerous" ? sound : NONE.sound,
    quietUntil: typeof quietUntil === "number" && Number.isFinite(quietUntil) ? quietUntil : null,
  };
}

function readJson(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? "{}");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {}; // Somebody else wrote there: as good as nothing kept.
  }
}

/** Whether its person is left alone at a moment. */
export function isQuiet({ quietUntil }: Pick<NoticeChoices, "quietUntil">, now: number): boolean {
  return quietUntil !== null && quietUntil > now;
}

/** The next morning at eight, by the clock of the device. */
export function tomorrowMorning(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 8).getTime();
}
