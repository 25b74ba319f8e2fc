import { expect, test } from "vitest";
import { createHotkeyRegistry } from "./hotkey-registry.ts";

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "repeat" | "timeStamp">;

function typist() {
  const registry = createHotkeyRegistry();
  const done: string[] = [];
  const event = (key: string, more: Partial<Press> = {}): KeyboardEvent => {
    const press = {
      key,
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      altKey: false,
      repeat: false,
      timeStamp: 0,
      ...more,
    };
    // The registry reads these members only; the target of a press outside any element is the window.
    return {
      ...press,
      defaultPrevented: false,
      isComposing: false,
      target: null,
      preventDefault: () => {},
    } as unknown as KeyboardEvent;
  };
  return {
    registry,
    done,
    says: (label: string) => () => void done.push(label),
    down: (key: string, more?: Partial<Press>) => registry.onKeyDown(event(key, more)),
    up: (key: string) => registry.onKeyUp(event(key)),
  };
}

test("the newest group wins, and an older one is heard again when it leaves", () => {
  const { registry, done, says, down } = typist();
  registry.add({ title: "page", hotkeys: () => [{ keys: "d", label: "Deny", run: says("deny") }] });
  const leave = registry.add({ title: "form", hotkeys: () => [{ keys: "d", label: "Done", run: says("done") }] });
  down("d");
  leave();
  down("d");
  expect(done).toEqual(["done", "deny"]);
});

test("a sequence runs when its keys follow each other soon, and only then", () => {
  const { registry, done, says, down } = typist();
  registry.add({ title: "go", hotkeys: () => [{ keys: "g a", label: "Approvals", run: says("approvals") }] });
  down("g", { timeStamp: 0 });
  down("a", { timeStamp: 300 });
  down("g", { timeStamp: 1000 });
  down("a", { timeStamp: 3000 });
  down("a", { timeStamp: 3100 });
  expect(done).toEqual(["approvals"]);
});

test("a held key starts once and tells when it is let go", () => {
  const { registry, done, says, down, up } = typist();
  registry.add({
    title: "card",
    hotkeys: () => [{ keys: "enter", label: "Approve", run: says("down"), release: says("up") }],
  });
  down("Enter");
  down("Enter", { repeat: true });
  up("Enter");
  up("Enter");
  expect(done).toEqual(["down", "up"]);
});

test("a held key is let go when the window loses the focus", () => {
  const { registry, done, says, down } = typist();
  registry.add({
    title: "card",
    hotkeys: () => [{ keys: "enter", label: "Approve", run: says("down"), release: says("up") }],
  });
  down("Enter");
  registry.onBlur();
  expect(done).toEqual(["down", "up"]);
});

test("what is disabled is not heard", () => {
  const { registry, done, says, down } = typist();
  registry.add({ title: "card", hotkeys: () => [{ keys: "e", label: "Edit", run: says("edit"), disabled: true }] });
  down("e");
  expect(done).toEqual([]);
});
