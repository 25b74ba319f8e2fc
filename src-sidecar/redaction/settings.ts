import { redactionSettings, type RedactionSettings } from "../../src-contract/redaction.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { setSettingText, settingText, type OrgDb, type Recorder } from "../store/index.ts";
import { createRedactionService, type RedactionService } from "./service.ts";

const SETTINGS = "redaction-settings";
const DEFAULT: RedactionSettings = { personal: [], patterns: [] };

/** Redaction of one organization with the settings that its admins made. */
export interface Redaction {
  readonly service: RedactionService;
  /** Stores settings and uses them from the next message on. Patterns were checked before. */
  set(settings: RedactionSettings, by: Actor): Promise<RedactionSettings>;
}

export interface RedactionParts {
  readonly db: OrgDb;
  /** Records what gives power: these settings are the admins' own. */
  readonly record: Recorder;
  readonly randomBytes: (length: number) => Uint8Array;
}

/**
 * Opens redaction with the stored settings.
 *
 * @throws {Error} `internal:` when they are there but cannot be read: a default in their place might remove less than was asked for.
 */
export async function openRedaction({ db, record, randomBytes }: RedactionParts): Promise<Redaction> {
  const service = createRedactionService({ randomBytes, settings: readSettings(await settingText(db, SETTINGS)) });
  return {
    service,
    async set(next, by) {
      const body = { was: bodyOf(service.settings()), is: bodyOf(next) };
      await record(async (tx) => {
        await setSettingText(tx, SETTINGS, JSON.stringify(next));
        const entry = { actor: actorName(by), action: "redaction.settings-updated", subject: SETTINGS, body };
        return { value: undefined, entries: [entry] };
      });
      service.use(next);
      service.warmUp();
      return next;
    },
  };
}

function bodyOf({ personal, patterns }: RedactionSettings) {
  return { personal: [...personal], patterns: patterns.map((pattern) => ({ ...pattern })) };
}

function readSettings(text: string | undefined): RedactionSettings {
  if (text === undefined) return DEFAULT;
  try {
    return redactionSettings.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error("internal: stored redaction settings cannot be read", { cause });
  }
}
