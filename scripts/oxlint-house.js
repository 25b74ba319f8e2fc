/**
 * The house's own rules for oxlint: `rooms` (who may know whom), `makers` (who reveals a Secret, who makes an ApprovedCall),
 * `documented` (docstrings where others rely on them), `state` (nothing mutable at module level), `casts` (proved where they
 * stand), `exceptions` (one line, one reason).
 */
import { casts } from "./house/casts.js";
import { documented } from "./house/documented.js";
import { exceptions } from "./house/exceptions.js";
import { makers } from "./house/makers.js";
import { rooms } from "./house/rooms.js";
import { state } from "./house/state.js";

export default {
  meta: { name: "house" },
  rules: { rooms, makers, documented, state, casts, exceptions },
};
