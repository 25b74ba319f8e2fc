import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { memberId } from "../../src-contract/ids.ts";
import { MemberSessions, type Member } from "./member-sessions.ts";

const DANA: Member = { id: memberId.parse("01890000-0000-7000-8000-0000000000a0"), name: "Dana", role: "admin" };
const create = () => new MemberSessions((length) => randomBytes(length));

test("a token takes its own session up again, and no other text does", () => {
  const sessions = create();
  const { session, token } = sessions.open(DANA, 1);
  expect(sessions.resume(token)).toBe(session);
  for (const other of ["", token.slice(1), `${token} `, token.toUpperCase(), create().open(DANA, 1).token])
    expect(sessions.resume(other)).toBeUndefined();
});

test("a session ends alone, or with all others", () => {
  const sessions = create();
  const one = sessions.open(DANA, 1);
  const two = sessions.open(DANA, 2);
  expect(sessions.endWhere((session) => session === one.session)).toEqual([one.session]);
  expect(sessions.resume(one.token)).toBeUndefined();
  expect(sessions.resume(two.token)).toBe(two.session);
  expect(sessions.endWhere(() => true)).toEqual([two.session]);
  expect(sessions.resume(two.token)).toBeUndefined();
});

test("holds no token: nothing that it keeps can be handed in", () => {
  const sessions = create();
  const { token } = sessions.open(DANA, 1);
  expect(JSON.stringify(Object.values(sessions))).not.toContain(token);
});

test("keeps the newest sessions only, so that a script that signs in for ever does not fill the memory", () => {
  const sessions = create();
  const first = sessions.open(DANA, 0);
  const others = Array.from({ length: 256 }, (_none, index) => sessions.open(DANA, index));
  expect(others.flatMap(({ ended }) => ended ?? [])).toEqual([first.session]);
  expect(others.at(-1)?.ended).toBe(first.session);
  expect(sessions.resume(first.token)).toBeUndefined();
  for (const { token, session } of others) expect(sessions.resume(token)).toBe(session);
});
