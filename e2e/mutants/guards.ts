/** One guard of the vault, and the file's text without it. */
export interface Mutant {
  /** In src-sidecar/vault. */
  readonly file: string;
  /** What is taken away, for people to read. */
  readonly name: string;
  /** The exact text, once in the file. */
  readonly guard: string;
  readonly without: string;
  /** Where it should be noticed. */
  readonly tests: readonly string[];
}

type Guard = readonly [name: string, guard: string, without: string];

const guardsOf = (file: string, tests: readonly string[], guards: readonly Guard[]): readonly Mutant[] =>
  guards.map(([name, guard, without]) => ({ file, name, guard, without, tests }));

const SEAL = ["seal.test.ts", "attacks.test.ts"];
const UNLOCK = ["unlock.test.ts", "unlocker.test.ts"];
const HOLDER = ["attacks.test.ts", "rotation.test.ts", "ledger.test.ts", "vault.test.ts"];
const ROWS = ["attacks.test.ts", "rotation.test.ts", "ledger.test.ts"];

/** Every guard of the sealed records. */
const records: readonly Mutant[] = [
  ...guardsOf(
    "aead.ts",
    ["seal.test.ts", "wycheproof.test.ts"],
    [
      ["the data of AES-256-GCM when it seals", "  cipher.setAAD(message.associatedData);\n", ""],
      ["the data of AES-256-GCM when it opens", "  decipher.setAAD(message.associatedData);\n", ""],
      ["the tag of AES-256-GCM", "    decipher.final();\n", ""],
    ],
  ),
  ...guardsOf(
    "sodium.ts",
    ["seal.test.ts", "wycheproof.test.ts"],
    [
      [
        "the answer of XChaCha20-Poly1305",
        "return failed === 0 ? scratch.take(out, ciphertext.byteLength - TAG)",
        "return failed >= -1 ? scratch.take(out, ciphertext.byteLength - TAG)",
      ],
      [
        "the answer of the sealed box",
        "return failed === 0 ? scratch.take(out, sealed.byteLength - SEAL_OVERHEAD)",
        "return failed >= -1 ? scratch.take(out, sealed.byteLength - SEAL_OVERHEAD)",
      ],
      [
        "the lengths of keys and signatures",
        "        if (publicKey.byteLength !== 32 || signature.byteLength !== 64) return false;\n",
        "",
      ],
      [
        "the answer of Ed25519",
        "return raw._crypto_sign_verify_detached(...args) === 0;",
        "return raw._crypto_sign_verify_detached(...args) <= 0;",
      ],
      [
        "the refusal of keys of low order",
        "if (raw._crypto_box_easy(...args, scratch.put(ephemeralPrivateKey)) !== 0)",
        "if (raw._crypto_box_easy(...args, scratch.put(ephemeralPrivateKey)) > 0)",
      ],
    ],
  ),
  ...guardsOf(
    "committed-box.ts",
    ["committed-box.test.ts", "padding.test.ts", ...SEAL],
    [
      [
        "the commitment",
        `    if (!crypto.timingSafeEqual(derived.commitment, commitment)) throw new VaultError("key_commitment");\n`,
        "",
      ],
      [
        "the tag's refusal",
        `    if (padded === undefined) throw new VaultError("envelope_damaged");\n    return unpadAndWipe(padded);`,
        `    return unpadAndWipe(padded ?? new Uint8Array([128, ...new Uint8Array(63)]));`,
      ],
      [
        "the length of a box",
        `  if (paddedBytes <= 0 || paddedBytes % PADDED_BLOCK !== 0) throw new VaultError("envelope_damaged");\n`,
        "",
      ],
      [
        "the context in the derivation",
        "inputKey, salt, contextHash, nonceEnd + COMMITMENT",
        "inputKey, salt, new Uint8Array(), nonceEnd + COMMITMENT",
      ],
      [
        "the salt in the derivation",
        "inputKey, salt, contextHash, nonceEnd + COMMITMENT",
        "inputKey, new Uint8Array(32), contextHash, nonceEnd + COMMITMENT",
      ],
      ["the fresh salt", "  fillRandom(salt);\n", ""],
      [
        "the padding's refusal",
        `  if (plaintext === undefined) throw new VaultError("envelope_damaged");\n`,
        `  if (plaintext === undefined) return copyBytes(padded);\n`,
      ],
    ],
  ),
  ...guardsOf(
    "padding.ts",
    ["padding.test.ts"],
    [["the padding's mark", "return padded[last] === MARK ? last : undefined;", "return last;"]],
  ),
  ...guardsOf(
    "context.ts",
    ["context.test.ts"],
    [
      [
        "the lengths in a list",
        "return view.writeUInt32BE(length, offset + 1) + length;",
        "return view.writeUInt32BE(0, offset + 1) + length;",
      ],
      ["the types in a list", "view.writeUInt8(type, offset)", "view.writeUInt8(0, offset)"],
      ["the count of a list", "view.writeUInt32BE(values.length + 1, 0)", "view.writeUInt32BE(0, 0)"],
      ["the label of a list", "writeItem(view, label, ", `writeItem(view, "", `],
      [
        "the refusal of text without a form",
        `if (length > MAX_TEXT_BYTES || !item.isWellFormed())`,
        `if (length > MAX_TEXT_BYTES)`,
      ],
      ["the longest text", `if (length > MAX_TEXT_BYTES || !item.isWellFormed())`, `if (!item.isWellFormed())`],
      ["the refusal of fractions", `if (!Number.isSafeInteger(item) || item < 0) throw`, `if (item < 0) throw`],
    ],
  ),
  ...guardsOf("envelope.ts", SEAL, [
    [
      "the shortest envelope",
      `  if (envelope.byteLength < HEADER_BYTES + BOX_OVERHEAD) throw new VaultError("envelope_damaged");\n`,
      "",
    ],
    ["the magic", `  if (view.toString("latin1", 0, 3) !== MAGIC) throw new VaultError("envelope_damaged");\n`, ""],
    [
      "the format's version",
      `  if (view.toString("latin1", 3, 4) !== VERSION) throw new VaultError("unknown_version");\n`,
      "",
    ],
    [
      "the known suites",
      `  if (!isSuite(suite)) throw new VaultError("unknown_suite");\n`,
      `  if (!isSuite(suite) && suite === undefined) throw new VaultError("unknown_suite");\n`,
    ],
    ["the reserved byte", `  if (view[5] !== 0) throw new VaultError("envelope_damaged");\n`, ""],
    ["the greatest revision", `  if (!Number.isSafeInteger(rev)) throw new VaultError("envelope_damaged");\n`, ""],
    [
      "the limits of what is written",
      `  if (!Number.isSafeInteger(value) || value < 0 || value > max) throw new VaultError("envelope_context");\n`,
      "",
    ],
  ]),
  ...guardsOf("seal.ts", SEAL, [
    ["the header in the context", "hashContext(label, [head, orgId,", "hashContext(label, [orgId,"],
    ["the organization in the context", "hashContext(label, [head, orgId, scope,", "hashContext(label, [head, scope,"],
    [
      "the scope in the context",
      "orgId, scope, scopeId, ownerKind, ownerId, recordId, field]),",
      "orgId, scopeId, ownerKind, ownerId, recordId, field]),",
    ],
    [
      "the scope's id in the context",
      "orgId, scope, scopeId, ownerKind, ownerId, recordId, field]),",
      "orgId, scope, ownerKind, ownerId, recordId, field]),",
    ],
    [
      "the owner's kind in the context",
      "scopeId, ownerKind, ownerId, recordId, field]),",
      "scopeId, ownerId, recordId, field]),",
    ],
    [
      "the owner in the context",
      "scopeId, ownerKind, ownerId, recordId, field]),",
      "scopeId, ownerKind, recordId, field]),",
    ],
    ["the record in the context", "ownerId, recordId, field]),", "ownerId, field]),"],
    ["the field in the context", "ownerId, recordId, field]),", "ownerId, recordId]),"],
    [
      "the label that tells a body from a credential",
      `const BODY = "gatehouse/body/1";`,
      `const BODY = "gatehouse/record/1";`,
    ],
    [
      "the schema and revision that were asked for",
      `  if (header.schema !== context.schema || header.rev !== context.rev) throw new VaultError("envelope_context");\n`,
      "",
    ],
    [
      "the scope key in the derivation",
      "const inputKey = joinBytes(dek, scopeKey);",
      "const inputKey = joinBytes(dek, dek);",
    ],
    [
      "the DEK in the derivation",
      "const inputKey = joinBytes(dek, scopeKey);",
      "const inputKey = joinBytes(scopeKey, scopeKey);",
    ],
    ["the longest secret", `  if (secret.byteLength > MAX_SECRET_BYTES) throw new VaultError("value_too_long");\n`, ""],
  ]),
  ...guardsOf(
    "unlocked-org.ts",
    ["unlock.test.ts", "vault.test.ts"],
    [
      ["the refusal of every key after the lock", `    if (this.#isWiped) throw new VaultError("vault_locked");\n`, ""],
      ["the wiping of the DEKs", "wipe(...this.#deks.values(), ...this.#scopeKeys", "wipe(...this.#scopeKeys"],
      [
        "the wiping of the scope keys",
        "wipe(...this.#deks.values(), ...this.#scopeKeys.map(({ key }) => key));\n    if",
        "wipe(...this.#deks.values());\n    if",
      ],
      [
        "the refusal of a scope that is not held",
        `    if (versions.length === 0) throw new VaultError("scope_locked");\n`,
        "",
      ],
    ],
  ),
];

/** Every guard of the key rows. */
const keys: readonly Mutant[] = [
  ...guardsOf("member-keys.ts", UNLOCK, [
    [
      "the root's signature",
      `if (!sodium.verify(root.adminPublicKey, rootStatement(root), root.signature)) throw`,
      `if (root.signature.byteLength === 0) throw`,
    ],
    ["the member's signature", "if (!isSigned || member.orgId !== root.orgId)", "if (member.orgId !== root.orgId)"],
    ["the member's organization", "if (!isSigned || member.orgId !== root.orgId)", "if (!isSigned)"],
  ]),
  ...guardsOf("open-org.ts", UNLOCK, [
    ["the check of the root", "  verifyRoot(primitives, rows.root);\n", ""],
    ["the check of the member", "  verifyMember(primitives, rows.root, member);\n", ""],
    [
      "the one active version",
      `  if (version === undefined || active.length !== 1) throw`,
      `  if (version === undefined) throw`,
    ],
    [
      "the newest version",
      `  if (version !== Math.max(...deks.keys())) throw new VaultError("key_unavailable");\n`,
      "",
    ],
  ]),
  ...guardsOf("wraps.ts", UNLOCK, [
    [
      "the wrap's signature",
      "if (!isOurs || !primitives.sodium.verify(signerOf(holder, wrapped), statement, row.signature))",
      "if (!isOurs)",
    ],
    [
      "whose wrap it is",
      "if (!isOurs || !primitives.sodium.verify(signerOf(holder, wrapped), statement, row.signature))",
      "if (!primitives.sodium.verify(signerOf(holder, wrapped), statement, row.signature))",
    ],
    [
      "the binding inside of a wrap",
      `crypto.timingSafeEqual(message.subarray(KEY), hashContext("gatehouse/wrapped-key/1", values));`,
      `message.byteLength > 0;`,
    ],
    [
      "the owner of a user's key",
      `  if (wrapped.scopeId !== member.memberId) throw new VaultError("wrap_signature");\n`,
      "",
    ],
    ["who signs a user's key", "  return member.signPublicKey;", "  return root.adminPublicKey;"],
    ["the version in a wrap", `return [...recipient, "dek", wrapped.version];`, `return [...recipient, "dek"];`],
    [
      "the recipient in a wrap",
      "const recipient = [member.orgId, member.memberId, member.boxPublicKey];",
      "const recipient = [member.orgId];",
    ],
  ]),
  ...guardsOf("unlocker.ts", UNLOCK, [
    [
      "the unlocker's signature",
      "if (!isOurs || !primitives.sodium.verify(owner.member.signPublicKey, statement, row.signature))",
      "if (!isOurs)",
    ],
    [
      "whose unlocker it is",
      "if (!isOurs || !primitives.sodium.verify(owner.member.signPublicKey, statement, row.signature))",
      "if (!primitives.sodium.verify(owner.member.signPublicKey, statement, row.signature))",
    ],
    ["the pinned admin key", "  requireAdminLine(primitives, owner, row.adminPublicKey);\n", ""],
    ["the parameters in an unlocker", "id, kind, params, createdAt, ...trust];", "id, kind, createdAt, ...trust];"],
    ["the public keys in an unlocker", "id, kind, params, createdAt, ...trust];", "id, kind, params, createdAt];"],
    [
      "the unlocker's version",
      `!== MAGIC) throw new VaultError("unknown_version");`,
      `=== "") throw new VaultError("unknown_version");`,
    ],
  ]),
  ...guardsOf("unlock.ts", UNLOCK, [
    [
      "the policy before the passphrase",
      "      const params = parsePassphraseParams(row.params);\n      verifyUnlocker(primitives, owner, row);\n",
      "      const params = parsePassphraseParams(row.params);\n",
    ],
    [
      "the check before the recovery key",
      `    case "recovery-key":\n      verifyUnlocker(primitives, owner, row);\n`,
      `    case "recovery-key":\n`,
    ],
    [
      "the check before a machine's key",
      `    case "os-keychain":\n      verifyUnlocker(primitives, owner, row);\n`,
      `    case "os-keychain":\n`,
    ],
    ["the wiping of the member's keys", "      wipeMemberKeys(keys);\n", ""],
  ]),
  ...guardsOf(
    "succession.ts",
    ["succession.test.ts", "unlock.test.ts", "people.test.ts", "admins.test.ts"],
    [
      [
        "that the old key hands over",
        "const isGiven = sodium.verify(row.oldPublicKey, bytes, row.oldSignature);",
        "const isGiven = true;",
      ],
      [
        "that the new key takes",
        "const isTaken = sodium.verify(row.newPublicKey, bytes, row.newSignature);",
        "const isTaken = true;",
      ],
      [
        "that one follows the other",
        "const isJoined = before === undefined || isSame(before, row.oldPublicKey);",
        "const isJoined = true;",
      ],
      [
        "that none is missing",
        "const isNext = row.orgId === root.orgId && row.number === index + 1;",
        "const isNext = row.orgId === root.orgId;",
      ],
      [
        "whose succession it is",
        "const isNext = row.orgId === root.orgId && row.number === index + 1;",
        "const isNext = row.number === index + 1;",
      ],
      [
        "that the last one is the root's",
        `  if (!isSame(last, root.adminPublicKey)) throw new VaultError("admin_succession");\n`,
        "",
      ],
      [
        "that the pinned key is among them",
        `  if (!keys.some((key) => isSame(key, pinned))) throw new VaultError("admin_succession");\n`,
        "",
      ],
    ],
  ),
  ...guardsOf(
    "readable.ts",
    ["readable.test.ts", "vault.test.ts"],
    [
      ["the later format", `return "unknown-version";`, `return undefined;`],
      ["whose root it is", "    rows.root.orgId === orgId &&\n", ""],
      ["the lists that are never empty", "    NEVER_EMPTY.every((name) => rows[name].length > 0);", "    true;"],
    ],
  ),
];

/** Every guard of what binds the rows together, and of what is entered. */
const whole: readonly Mutant[] = [
  ...guardsOf(
    "manifest.ts",
    ["manifest.test.ts", ...ROWS],
    [
      [
        "the refusal of two rows of one name",
        "if (bucket === undefined || bucket.has(name)) throw",
        "if (bucket === undefined) throw",
      ],
      [
        "the digest of a row",
        "return known !== undefined && Buffer.compare(known, digest) === 0;",
        "return known !== undefined;",
      ],
      [
        "the count of rows",
        "return items.length === size && names.size === size && items.every((item) => this.holds(item));",
        "return items.every((item) => this.holds(item));",
      ],
      [
        "that each row is counted once",
        "return items.length === size && names.size === size &&",
        "return items.length === size &&",
      ],
      [
        "that each row is held",
        "names.size === size && items.every((item) => this.holds(item));",
        "names.size === size;",
      ],
      [
        "the shape of the stored manifest",
        `if (row === undefined || !isManifestRow(row)) throw`,
        `if (row === undefined) throw`,
      ],
      [
        "the active key's version",
        `  if (row.keyVersion !== keys.activeVersion) throw new VaultError("manifest_mismatch");\n`,
        "",
      ],
      [
        "the root",
        "const isSame = crypto.timingSafeEqual(root, row.root) && crypto.timingSafeEqual(mac, row.mac);",
        "const isSame = crypto.timingSafeEqual(mac, row.mac);",
      ],
      [
        "the MAC",
        "const isSame = crypto.timingSafeEqual(root, row.root) && crypto.timingSafeEqual(mac, row.mac);",
        "const isSame = crypto.timingSafeEqual(root, row.root);",
      ],
      [
        "the epoch in the MAC",
        "[orgId, epoch, keyVersion, root, authority]);",
        "[orgId, keyVersion, root, authority]);",
      ],
      [
        "the root in the MAC",
        "[orgId, epoch, keyVersion, root, authority]);",
        "[orgId, epoch, keyVersion, authority]);",
      ],
      [
        "the authority in the MAC",
        "[orgId, epoch, keyVersion, root, authority]);",
        "[orgId, epoch, keyVersion, root]);",
      ],
      [
        "the table in a row's digest",
        `hashContext("gatehouse/manifest-row/1", [table, ...values])`,
        `hashContext("gatehouse/manifest-row/1", values)`,
      ],
      ["the columns' names in a row's digest", "[column, columnValue(value)]", "[columnValue(value)]"],
      [
        "the table in a row's name",
        `hashContext("gatehouse/manifest-name/1", [table, ...key])`,
        `hashContext("gatehouse/manifest-name/1", key)`,
      ],
    ],
  ),
  ...guardsOf("ledger.ts", ROWS, [
    ["the anchor", "if (known !== null && known.epoch > manifest.epoch) return { ledger, rolledBackFrom: known };", ""],
    ["the catching up of the anchor", "  if (known?.epoch !== manifest.epoch) await ledger.remember();\n", ""],
    ["the conflict of two writers", `  if (!isStored) throw new VaultError("revision_conflict");\n`, ""],
    [
      "that only what was stored is known",
      "if (step !== undefined && isStored(value)) await this.#adopt(step.next);",
      "if (step !== undefined) await this.#adopt(step.next);",
    ],
    [
      "the look at what an uncertain change left",
      "    await this.settle();\n    const value",
      "    this.#unsettled = undefined;\n    const value",
    ],
    [
      "the refusal of what another left",
      `else if (row?.epoch !== this.#manifest.epoch) throw new VaultError("manifest_mismatch");`,
      `else if (row === undefined) throw new VaultError("manifest_mismatch");`,
    ],
    [
      "the new mark after a change",
      "    this.#manifest = manifest;\n    await this.remember();",
      "    this.#manifest = manifest;",
    ],
  ]),
  ...guardsOf("secrets.ts", ROWS, [
    [
      "the proof of a row that is there",
      "ledger.holds({ name, digest: secretItem(row).digest });",
      "ledger.knows(name);",
    ],
    ["the proof that there is none", "row === undefined ? !ledger.knows(name) :", "row === undefined ? true :"],
    [
      "the place that was asked for in a row's proof",
      "ledger.holds({ name, digest: secretItem(row).digest });",
      "ledger.holds(secretItem(row));",
    ],
    [
      "the last word of the proof",
      `    if (!isProven(ledger(), ref, settled)) throw new VaultError("manifest_mismatch");\n`,
      "",
    ],
    [
      "the row's own key version",
      `  if (parseHeader(row.envelope).keyVersion !== row.keyVersion) throw new VaultError("envelope_context");\n`,
      "",
    ],
    [
      "the conflict of two who write a secret",
      `      throw new VaultError("revision_conflict");\n    return factsOf(row);`,
      `      return factsOf(row);\n    return factsOf(row);`,
    ],
    [
      "the proof before a row is sealed anew",
      "return isProven(ledger, row, row) && isOutdated(parts.keys(), row)",
      "return isOutdated(parts.keys(), row)",
    ],
  ]),
  ...guardsOf(
    "rotation.ts",
    ["rotation.test.ts", "attacks.test.ts", "rotation-plan.test.ts"],
    [
      ["the check of the root before a rotation", "  verifyRoot(primitives, root);\n", ""],
      ["the check of each member before a rotation", "    verifyMember(primitives, root, member);\n", ""],
      ["the retiring of the version before", `state: "retiring" })),`, `state: "retired" })),`],
      [
        "what keeps a version from being retired",
        "secrets.every((row) => row.keyVersion !== version)",
        "secrets.length >= 0 && version > 0",
      ],
      ["what keeps all wraps of a version", `  if (left.some(({ scope }) => scope === "org")) return [];\n`, ""],
      ["who still needs a wrap", "isOpenable ? wraps.filter(({ memberId }) => !needed.has(memberId)) : []", "wraps"],
      ["that somebody can still open what is left", "return isOpenable ? wraps", "return wraps.length > 0 ? wraps"],
      ["the newest scope key", "wrap.version !== newest.get(nameOf(wrap, 0)) && !used", "!used"],
      [
        "the scope keys that are still used",
        "(wrap) => wrap.version !== newest.get(nameOf(wrap, 0)) && !used.has(nameOf(wrap, wrap.version)),",
        "(wrap) => wrap.version !== newest.get(nameOf(wrap, 0)),",
      ],
      [
        "the scope key's version of what is outdated",
        "keyVersion !== keys.activeVersion || scopeKeyVersion !== scopeVersion",
        "keyVersion !== keys.activeVersion",
      ],
    ],
  ),
  ...guardsOf("key-holder.ts", HOLDER, [
    [
      "the refusal of use when it was rolled back",
      `    const { org } = this.open();\n    if (this.#state.kind === "rolled-back") throw new VaultError("rolled_back");\n`,
      "    const { org } = this.open();\n",
    ],
    ["the state after a mismatch", `      this.#state = { kind: "unreadable", reason: "manifest-mismatch" };\n`, ""],
    ["the wiping of keys that no manifest proved", "      org.wipe();\n      if (!(error", "      if (!(error"],
    [
      "the proof of the rows that keys are made of",
      "    this.open().ledger.require(manifestItems(rows, listed));\n",
      "",
    ],
    ["the end of entries at a lock", "    this.#onLock();\n", ""],
    ["one change after another", "    const result = this.#changing.then(work);\n", "    const result = work();\n"],
  ]),
  ...guardsOf("vault-rotation.ts", HOLDER, [
    ["that only an admin takes an older copy", `    if (!open.org.isAdmin) throw new VaultError("not_admin");\n`, ""],
    [
      "the settling of a new key",
      "    if (holder.parts.clock.now() - newest < SETTLING_MS) return retiring === 0;\n",
      "",
    ],
    ["the one rotation at a time", `    if (listed.some(isOurs)) throw new VaultError("rotation_running");\n`, ""],
    ["the forgetting of retired keys", "    for (const version of retired) org.forgetDek(version);\n", ""],
  ]),
  ...guardsOf(
    "entry.ts",
    ["entry.test.ts"],
    [
      [
        "the end of an offer",
        `      if (this.#clock.now() >= offer.expiresAt) throw new VaultError("entry_expired");\n`,
        "",
      ],
      [
        "the one use of an offer",
        "    } finally {\n      this.#destroy(entryId);\n    }",
        "    } finally {\n      this.#forgetExpired();\n    }",
      ],
      ["what the entry says of itself", "  if (isSaid && isMeant) return values;", "  if (isMeant) return values;"],
      ["what it is opened for", "  if (isSaid && isMeant) return values;", "  if (isSaid) return values;"],
      ["the members that it has", "facts.size === expected.size && ", ""],
      ["the organization it is opened for", "asked.orgId === orgId && ", ""],
      ["the credential it is opened for", "asked.credentialId === credentialId && ", ""],
      ["the team it is opened for", " && asked.teamId === teamId;", ";"],
      ["the longest entry", "box.length > 2 * MAX_BOX_BYTES || ", ""],
      ["the digits of a box", " || !/^(?:[0-9a-f]{2})*$/i.test(box)", ""],
      [
        "the end of the oldest offer",
        "    if (oldest !== undefined && this.#offers.size >= MAX_OPEN) this.#destroy(oldest);\n",
        "",
      ],
    ],
  ),
  ...guardsOf(
    "entry-content.ts",
    ["entry.test.ts"],
    [
      ["the end of the content", "    if (this.#at !== this.#json.byteLength) throw damaged();\n", ""],
      ["the one value of a fact", "facts.has(name) || ", ""],
      ["the one object of values", " || (name === VALUES && hasValues)", ""],
      ["the one value of a field", "values.has(field) || ", ""],
      ["the number of fields", " || values.size === MAX_FIELDS", ""],
      ["that there are values", "    if (!hasValues) throw damaged();\n", ""],
      ["the longest text", "    if (length > maxBytes) throw damaged();\n", ""],
      ["the refusal of control characters", "    if (byte < 0x20) throw damaged();\n", ""],
    ],
  ),
];

const PEOPLE = ["team-rows.test.ts", "invitations.test.ts", "people.test.ts", "verify-rows.test.ts"];

/** Every guard of people: passphrases, invitations, teams, admins. */
const people: readonly Mutant[] = [
  ...guardsOf(
    "passphrase.ts",
    ["unlock.test.ts", "vault.test.ts"],
    [
      ["the algorithm of a passphrase", `alg !== "argon2id" || `, ""],
      ["the version of the algorithm", "version !== 19 || ", ""],
      ["the one lane", " || lanes !== 1)", ")"],
      ["the salt's length", `  if (saltBytes.byteLength !== SALT_BYTES) throw new VaultError("kdf_policy");\n`, ""],
      ["the fewest passes", "    passes >= FLOOR.passes &&\n", ""],
      ["the most passes", "    passes <= CEILING.passes &&\n", ""],
      ["the least memory", "    memoryKiB >= FLOOR.memoryKiB &&\n", ""],
      ["the most memory", "    memoryKiB <= CEILING.memoryKiB;", "    true;"],
      ["the shortest passphrase", "passphrase.byteLength < MIN_PASSPHRASE_BYTES || ", ""],
    ],
  ),
  ...guardsOf("invitation-rows.ts", PEOPLE, [
    [
      "the MAC of an invitation",
      "return crypto.timingSafeEqual(invitationMac(keys, row), row.mac);",
      "return row.mac.byteLength > 0;",
    ],
    [
      "the MAC of an answer",
      "return crypto.timingSafeEqual(answerMac(answers, answer), answer.mac);",
      "return answer.mac.byteLength > 0;",
    ],
    [
      "the admin's key in an invitation",
      "[orgId, id, createdAt, expiresAt, adminPublicKey]));",
      "[orgId, id, createdAt, expiresAt]));",
    ],
    ["the invitation's signature", "if (!isSigned || row.orgId !== root.orgId)", "if (row.orgId !== root.orgId)"],
    ["the invitation's organization", "if (!isSigned || row.orgId !== root.orgId)", "if (!isSigned)"],
  ]),
  ...guardsOf("invitations.ts", PEOPLE, [
    [
      "the one invitation of an id",
      `  if (invitations.some((row) => row.id === id)) throw new VaultError("invitation_invalid");\n`,
      "",
    ],
    ["that it was not answered", "const isOver = isAnswered || invitation", "const isOver = invitation"],
    ["that it is not over", ` || wish.now >= invitation.expiresAt;`, ";"],
    ["the policy of a new passphrase", "    requireGoodPassphrase(wish.passphrase);\n", ""],
    ["that the admin is who the code says", "    requireAdminLine(primitives, rows, invitation.adminPublicKey);\n", ""],
    [
      "the fingerprint of an answer",
      `  if (!isFingerprint(fingerprint, answer)) throw new VaultError("fingerprint_mismatch");\n`,
      "",
    ],
    [
      "the fingerprint of who was confirmed",
      `    if (!isFingerprint(fingerprint, member)) throw new VaultError("fingerprint_mismatch");\n`,
      "",
    ],
    ["the proof of an answer", "  requireProvenAnswer(work, invitation, answer);\n", ""],
    ["that the answer was made with the code", "if (!isProven || !isOurs || !isNew)", "if (!isOurs || !isNew)"],
    ["that the answer is of somebody new", "if (!isProven || !isOurs || !isNew)", "if (!isProven || !isOurs)"],
    ["that the answer is whole", "if (!isWhole || !isOwn)", "if (!isOwn)"],
    ["that the answer's scope key is the member's", "if (!isWhole || !isOwn)", "if (!isWhole)"],
    [
      "the signatures of an answer's unlockers",
      "  for (const row of answer.unlockers) verifyUnlocker(primitives, { root, successions, member }, row);\n",
      "",
    ],
    [
      "the signature of an answer's scope key",
      "  for (const row of answer.scopeWraps) verifyWrap(primitives, { root, member }, scopeWrap(row));\n",
      "",
    ],
  ]),
  ...guardsOf("admins.ts", PEOPLE, [
    ["the last admin", `  if (work.rows.adminWraps.length === 1) throw new VaultError("last_admin");\n`, ""],
    ["who is open", `  if (memberId === org.memberId) throw new VaultError("member_is_open");\n`, ""],
    ["the new admin key when one goes", "  handOver(work, drawSigner(work.primitives));\n", ""],
    ["the new DEK when a member goes", "  bringDek(work);\n  return true;", "  return true;"],
    ["the new team keys when a member goes", "  refreshTeams(work);\n  bringDek(work);", "  bringDek(work);"],
  ]),
  ...guardsOf(
    "team-rows.ts",
    ["team-rows.test.ts"],
    [
      ["the signature of a team", "if (!isSigned || team.orgId !== root.orgId)", "if (team.orgId !== root.orgId)"],
      ["the organization of a team", "if (!isSigned || team.orgId !== root.orgId)", "if (!isSigned)"],
    ],
  ),
  ...guardsOf("verify-rows.ts", PEOPLE, [
    ["the root before an admin's step", "  verifyRoot(primitives, root);\n", ""],
    [
      "the members before an admin's step",
      "  for (const member of rows.members) verifyMember(primitives, root, member);\n",
      "",
    ],
    [
      "the DEK wraps before an admin's step",
      "  for (const row of rows.dekWraps) verifyWrap(primitives, holder(row), dekWrap(row));\n",
      "",
    ],
    [
      "the scope wraps before an admin's step",
      "  for (const row of rows.scopeWraps) verifyWrap(primitives, holder(row), scopeWrap(row));\n",
      "",
    ],
    [
      "the admin wraps before an admin's step",
      "  for (const row of rows.adminWraps) verifyWrap(primitives, holder(row), adminWrap(row, root));\n",
      "",
    ],
    [
      "the unlockers before an admin's step",
      "    verifyUnlocker(primitives, { root, successions, member }, row);\n",
      "",
    ],
    [
      "the invitations before an admin's step",
      "  for (const row of rows.invitations) verifyInvitation(primitives, root, row);\n",
      "",
    ],
  ]),
  ...guardsOf(
    "open-org.ts",
    ["unlock.test.ts", ...PEOPLE],
    [
      ["the newest key of a team", "if (newest !== (isRecipient ? team.version : undefined))", "if (newest === null)"],
      [
        "the teams' signatures at the unlock",
        "  for (const team of rows.teams) verifyTeam(primitives, rows.root, team);\n",
        "",
      ],
    ],
  ),
];

/** Every guard of the vault, taken away one at a time. */
export const mutants: readonly Mutant[] = [...records, ...keys, ...whole, ...people];
