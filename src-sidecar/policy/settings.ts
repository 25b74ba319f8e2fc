import * as z from "zod";
import { orgSettings, stopState, type OrgSettings, type StopState } from "../../src-contract/studio.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { setSettingText, settingText } from "../store/index.ts";
import type { AccessOptions, Settings } from "./access.ts";

const SETTINGS = "org-settings";
const STOP = "stop-state";

export const DEFAULT_SETTINGS: OrgSettings = {
  holdMs: 270_000,
  waitMs: 86_400_000,
  callTimeoutMs: 120_000,
  idleLockMs: 900_000,
  retentionDays: 90,
  auditRetentionDays: 730,
  payloadsFor: "operators",
  rotateEveryDays: 30,
  remindAfterDays: 90,
  allowedHosts: [],
  clientMetadataUrl: null,
};

/**
 * Reads settings and the kill switch into memory.
 *
 * @throws {Error} `internal:` when they are there but cannot be read: a default in their place might erase what was to be kept.
 */
export async function openSettings({ db, record, clock }: AccessOptions): Promise<Settings> {
  let settings = readSettings(await settingText(db, SETTINGS));
  let stopped = readStopState(await settingText(db, STOP));

  const set = async (next: OrgSettings, by: Actor): Promise<OrgSettings> => {
    const body = { was: { ...settings }, is: { ...next } };
    await record(async (tx) => {
      await setSettingText(tx, SETTINGS, JSON.stringify(next));
      return {
        value: undefined,
        entries: [{ actor: actorName(by), action: "settings.updated", subject: SETTINGS, body }],
      };
    });
    settings = { ...next };
    return settings;
  };

  const setStop = async (next: StopState, action: string, by: Actor): Promise<StopState> => {
    const body = next.kind === "stopped" ? { reason: next.reason } : {};
    // In memory first: nothing is let through while it is written, nor where it cannot be written.
    if (next.kind === "stopped") stopped = next;
    await record(async (tx) => {
      await setSettingText(tx, STOP, JSON.stringify(next));
      return { value: undefined, entries: [{ actor: actorName(by), action, subject: STOP, body }] };
    });
    stopped = next;
    return next;
  };

  return {
    get: () => settings,
    set,
    stopState: () => stopped,
    stop: (reason, by) => setStop({ kind: "stopped", by: by.name, at: clock.now(), reason }, "calls.stopped", by),
    lift: (by) =>
      stopped.kind === "running" ? Promise.resolve(stopped) : setStop({ kind: "running" }, "calls.lifted", by),
  };
}

function readSettings(text: string | undefined): OrgSettings {
  const stored = parseStored(orgSettings.partial(), text ?? "{}");
  return orgSettings.parse({ ...DEFAULT_SETTINGS, ...stored });
}

function readStopState(text: string | undefined): StopState {
  return parseStored(stopState, text ?? '{"kind":"running"}');
}

function parseStored<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error("internal: stored settings cannot be read", { cause });
  }
}
