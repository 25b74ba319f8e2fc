/**
 * What Gatehouse promises, each under an id that a test cites with `proves`.
 *
 * `docs/THREAT-MODEL.md` explains the same ids at length; a test fails when a promise is cited by no test.
 */
export const PROMISES = {
  "vault:tamper": "A sealed record of which any byte was changed is refused, never opened in part.",
  "vault:at-rest":
    "Without a passphrase, a recovery key, the headless key or the operating system's keychain, no secret can be read from the studio home.",
  "vault:write-only": "A stored secret can be replaced and used; no request of any door returns it.",
  "vault:fail-closed":
    "When a key or a record cannot be read, nothing is written over it and no new key takes its place.",
  "vault:bound":
    "A sealed record opens only as the record it was sealed as: moved to another row, connector or organization, it is refused.",
  "vault:removed": "Removing a connector removes the secrets that were its own.",
  "vault:manifest":
    "A key row or a secret that is missing, foreign or older than it should be makes the vault unreadable, and nothing of it is used.",
  "vault:rollback":
    "An older copy of a vault is noticed before anything runs, and nothing runs until an admin has looked at it.",
  "vault:rotation":
    "Interrupted at any instant, a rotation goes on where it stopped, and every secret stays readable throughout.",
  "vault:scopes":
    "Whoever holds the organization's key alone can open neither another member's own secret nor a secret of a team that they are not in.",

  "org:isolation": "A row, a key, a seal or an unlocker of one organization is refused in every other one.",
  "org:shredded": "A deleted organization's keys are destroyed before its file is, and its agents reach nothing more.",

  "lock:memory":
    "Locking the vault ends the process that held its keys; the one that takes its place holds no key, passphrase or secret.",
  "lock:waits":
    "A call that waits for a person waits through a lock of the vault: its agent is told that it is pending, and its card says since when the vault was locked.",
  "lock:debugger":
    "No signal and no variable of the environment opens a debugger on the sidecar, and a core dump of it holds no memory.",
  "headless:key":
    "A headless key is 32 random bytes or refused, is inherited by no process that the host starts, and opens nothing again once the vault was locked.",
  "keychain:no-fallback":
    "What the operating system's keychain keeps is refused where it would be protected by less than the person's session, and is never kept in the clear.",

  "gate:every-call": "A person's trial call takes the same gate, path and log as an agent's call.",
  "gate:unknown-asks":
    "A tool that no admin has classified is Unknown, and Unknown asks at every trust level unless an admin named that very tool in advance.",
  "gate:suggest-only": "What a server says about its own tools never changes a verdict.",
  "gate:digest": "A decision counts only for the call whose digest was shown; with another digest it is refused.",
  "gate:no-self-approval":
    "Nothing that an agent's key can reach decides a call, classifies a tool or opens the vault.",
  "gate:edit-validated":
    "Edited arguments are checked against the tool's schema before they run, and what runs is what was edited.",
  "gate:once": "An approved call is executed at most once, however often its answer or its approval is repeated.",
  "gate:intent-first":
    "The audit entry of what is about to be sent is written before anything is sent, and is durable before anything is sent that could change something and before any answer is given; without it nothing is sent.",
  "gate:content":
    "Reading a resource, getting a prompt and completing an argument are calls: granted, Unknown until classified, asked for, redacted and logged like those of tools.",
  "gate:roles":
    "A call is decided, and a result released, by nobody without the role; where a policy names approvers, by them alone, each counted once.",
  "gate:swap":
    "After an approval nothing else is sent than what was approved: not other arguments, not another tool, not with another credential.",
  "gate:replay": "A decision decides once: used again, for another call or after a restart, it is refused.",
  "gate:late-drift":
    "A tool, server, connector or credential that changes between the approval and the sending ends the call unsent.",
  "gate:invisible":
    "Invisible characters in arguments and descriptions are counted on the card, are part of the digest, and reach no model from a result.",
  "gate:injected":
    "A result that reads like instructions is marked as untrusted, taints its session, and the next call that could send data out is asked for.",
  "gate:pieces": "A secret that a server says in pieces, over progress and log lines, never reaches the agent whole.",
  "gate:review":
    "A result that waits for a person reaches its agent only when a person released exactly what was shown.",
  "gate:stop":
    "The kill switch cancels what runs and what waits, refuses what comes with the reason, and holds over a restart until it is lifted.",
  "gate:flood":
    "One key cannot fill the queue: so many of its calls are open at a time and no more, and those of other keys are taken in as before.",
  "gate:standing":
    "What was approved in advance lets run only calls of the tool, the definition, the arguments and the asker that it was made for, so often and so long as was said, and none once it was revoked.",
  "gate:scope":
    "A session is Autonomous only inside a scope that a person granted; when that ends, by its time, its count, its session or a person, it has the level again that it had before.",
  "gate:named": "Nothing lets Dangerous or Unknown calls run but the yes of an admin to that very tool.",
  "gate:tighten": "Nothing that makes a rule stricter lets a call run that would not have run before.",
  "gate:taint":
    "Once a session has read what strangers may have written, a call of its key that could send data out is asked for, whatever would have let it run, until a person has looked.",
  "gate:drift": "When a tool's definition changes, its classification no longer holds and the change is shown.",
  "gate:server":
    "When a connector leads to another server than at the review of its tools, their classifications no longer hold.",
  "window:calls": "What calls a person knows numbers alone, and leads to the window: nothing can be decided from it.",
  "gate:fresh": "A tool that appears after a review is Unknown, announced, and written down as new.",

  "door:loopback": "Every listener of the studio is bound to the loopback address only.",
  "door:host": "The agents' door refuses a request whose Host is not its own address.",
  "door:origin":
    "The agents' door refuses a request that carries the Origin of another site, and sends no CORS header.",
  "door:key": "Without a valid connector key the agents' door lists and calls nothing; only a hash of the key is kept.",
  "door:key-regenerated": "Regenerating a connector key invalidates the old one at once, on open sessions too.",
  "door:no-oauth":
    "The agents' door answers 404 to every OAuth discovery path, so that no client starts a login it cannot finish.",
  "door:policy": "A key reaches exactly the tools of its policy; any other tool answers as if it did not exist.",
  "door:limits":
    "An oversized or malformed request is refused with a typed error, and the door keeps answering others.",

  "people:passphrase":
    "A process of the same user that lacks the passphrase can neither decide a call nor classify a tool nor read a setting.",
  "people:roles":
    "Every procedure of the people's door is refused to whoever has less than the role that the contract names.",
  "people:invitation":
    "An invitation opens nothing until an admin confirmed the fingerprint of exactly the keys that answered it.",
  "people:removed":
    "A removed member opens nothing that is sealed afterwards, and the admin is told which tokens that member may have copied.",
  "people:launch-code": "A launch code opens one window once; used, expired or guessed codes open nothing.",
  "people:origin":
    "The people's door refuses another Host, another Origin and every request without its code; it sets no cookie.",
  "people:csp":
    "The window runs under a strict content security policy with Trusted Types; text from a peer is never markup.",
  "window:sandbox":
    "The Electron window is sandboxed and isolated, refuses navigation and every permission, and holds no Node.",

  "redact:vault-values":
    "A known vault value in plain, base64, URL or hex form is replaced in results and errors before the model and before the disk.",
  "redact:tokens":
    "The common token formats, key blocks and JWTs are replaced in results and errors before the model and before the disk.",
  "redact:every-part":
    "Every kind of message in which a server can say something is redacted and stripped: results in all their parts, resources, prompts, completions, lists, progress, logs and errors. What asks a person or a model in its name is refused.",
  "redact:stream": "A text that comes in pieces leaks nothing of a secret across their borders, wherever they fall.",
  "redact:deadline":
    "What cannot be checked for secrets in time, or at all, is withheld; other messages and what is known of the vault are not lost with it.",
  "redact:own-patterns":
    "An organization's own pattern that can take more than linear time is refused with an example, and none can hold up the studio.",

  "audit:chain": "Any edit, removal, insertion or reordering of audit entries is found by verifying the chain offline.",
  "audit:signed":
    "A log that was written anew with hashes that fit, or whose keys or checkpoints were taken away, is found by its signatures alone.",
  "audit:anchored":
    "A log that lost its end together with its checkpoints, or that is an older copy of itself, is found by what is remembered of it outside its database.",
  "audit:sealed":
    "Bodies of entries open with the organization's keys only, those that were written while the vault was locked too.",
  "audit:erasable":
    "Bodies that retention erased are gone and the log still verifies; one that is missing for another reason is found.",
  "audit:proof":
    "A proof of one call's decision is checked with nothing but itself and a key, and any change of it is found.",
  "audit:no-gap": "After a crash at any instant the chain verifies, and every call that ran has its intent in it.",

  "secret:nowhere":
    "A secret set in the vault is absent from results, database files, logs, the audit export and every RPC reply, byte by byte.",
  "secret:sealed-entry":
    "A secret leaves the window and the command line sealed to a key that opens once, for one credential of one organization.",
  "secret:contract": "No output of the typed contract has a place for a secret.",

  "stdio:clean-env":
    "A subprocess gets an explicit environment: nothing of the studio's own leaks in but what it needs to run.",
  "stdio:ends": "When the studio ends or a connector is removed, its subprocesses end with it.",
  "peer:hostile":
    "A server that sends garbage, nothing, too much or something that breaks its own schema ends as a state of its connector.",
  "peer:text":
    "Text from a peer is shown as theirs: invisible characters revealed, terminal escapes and markup without effect.",

  "oauth:window-no-token":
    "No token of an account reaches the window, the command line, an agent or the log, and no client secret comes back out of the vault.",
  "oauth:issuer-bound":
    "A client's id and secret and an account's tokens go to the authorization server that they belong to, and to no other one that a server names later.",
  "oauth:mix-up":
    "An answer of another authorization server than the one that was asked is refused before a code is exchanged.",
  "oauth:pkce":
    "Every authorization code is bound to this sign-in by PKCE with S256; a server that does not offer it is refused unless an admin said otherwise.",
  "oauth:no-open":
    "Nothing is offered to open but an address without user name or password, by https or at a host inside that an admin allowed, whatever an authorization server names.",
  "oauth:callback":
    "The address that a sign-in comes back to takes one answer, with this sign-in's state, at its exact host and path, for five minutes, and shows nothing that it was given.",
  "oauth:durable-refresh":
    "A new refresh token is on the disk before the access token that came with it is used; one that comes while the vault is being locked is sealed for the next unlock; a crash loses no connection where the provider takes the last refresh token once more, and where it does not the loss is flagged at once.",
  "oauth:single-flight":
    "However many calls and processes need a token at once, it is refreshed once, and none of them uses a refresh token that was already used.",
  "oauth:only-definite":
    "Only a definite refusal ends a connection: an unreachable server, 429, 5xx, a page of a captive portal and a timeout never do.",
  "oauth:per-member":
    "A call goes out with the account of the member that it acts as, or with the organization's own; never with another member's, and never without.",
  "oauth:no-passthrough":
    "An account's token goes to the server that it is for: not along a redirect, and not to a connector that nobody gave it to.",
  "oauth:disconnect":
    "A disconnected account's tokens are revoked where the server offers that, and gone from the vault whatever the server says.",

  "net:inside":
    "Nothing on this machine or in a private network is reached that an admin did not allow by name, whatever a name resolves to; and link-local and cloud-metadata addresses never are.",
  "net:inward-hop":
    "An address that was learned from a public server has to be public, whatever an admin allowed; a redirect is judged anew at each hop.",

  "backup:checked": "A backup is checked whole before it takes the place of anything, and what it replaces is kept.",
  "backup:export":
    "An export is encrypted to its passphrase or recipients, holds no OAuth token, and is refused whole when anything in it was changed.",

  "restart:nothing-lost": "A restart of the sidecar loses no waiting call and no decision.",
  "kill:no-double": "Killed at any instant, the studio repeats no execution and keeps a vault that opens.",
  "store:newer": "A database of a newer version is refused and left as it is.",
  "store:single-owner": "A second studio on the same home is refused before it writes anything.",
} as const;

/** The id of a promise of the threat model. */
export type PromiseId = keyof typeof PROMISES;

/**
 * Marks the running test as evidence for promises. Call it first in the test, with literal ids: they are found by reading the source.
 *
 * @throws {Error} for an id that is no promise.
 */
export function proves(...ids: readonly [PromiseId, ...PromiseId[]]): void {
  for (const id of ids) if (!Object.hasOwn(PROMISES, id)) throw new Error(`no such promise: ${JSON.stringify(id)}`);
}

/** The literal ids that a test's source cites with `proves`, in order of appearance. */
export function citedPromises(source: string): readonly string[] {
  const calls = source.matchAll(/\bproves\(([^()]*)\)/g);
  return [...calls].flatMap(([, list = ""]) =>
    [...list.matchAll(/["'`]([a-z][a-z-]*:[a-z-]+)["'`]/g)].map(([, id = ""]) => id),
  );
}
